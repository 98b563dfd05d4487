import { listCampaigns } from '../../../device/api/campaigns.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { daysOf, periodNamed } from '../../../domain/overview/period.ts'
import type { CampaignRow } from '../../../protocol/campaign-wire.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import type { OverviewWish } from './overview-wish.ts'

type CampaignFieldProps = { wish: OverviewWish; onWish: (next: Partial<OverviewWish>) => void }

/** Which campaign says what is due: of the kind and the period that are shown. Nothing where there is none. */
export function CampaignField({ wish, onWish }: CampaignFieldProps) {
  const { read } = useAsked('campaigns', listCampaigns)
  const campaigns = (read?.value.campaigns ?? []).filter((each) => covers(each, wish))
  const isKnown = wish.campaign === '' || campaigns.some(({ id }) => id === wish.campaign)
  if (campaigns.length === 0 && wish.campaign === '') return null
  return (
    <SelectField
      label="Đợt kiểm tra"
      value={wish.campaign}
      options={[
        { value: '', label: 'Không theo đợt' },
        ...(isKnown ? [] : [{ value: wish.campaign, label: 'Đợt trong địa chỉ này' }]),
        ...campaigns.map(({ id, title }) => ({ value: id, label: title })),
      ]}
      onChange={(campaign) => onWish({ campaign })}
    />
  )
}

/** Whether a campaign has days in the period that is shown. */
function covers({ kind, from, until, due, closedOn }: CampaignRow, wish: OverviewWish): boolean {
  const period = periodNamed(wish.period)
  if (!period || kind !== wish.kind) return false
  const days = daysOf(period)
  const last = closedOn ?? (until > due ? until : due)
  return from <= days.until && last >= days.from
}
