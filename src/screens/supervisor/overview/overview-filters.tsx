import { listChecklists } from '../../../device/store/checklists.ts'
import { listFacilities } from '../../../device/store/replica.ts'
import { useStore } from '../../../device/store/use-store.ts'
import { dateInVietnam } from '../../../domain/date.ts'
import { type FacilityType, facilityTypeNames, facilityTypes } from '../../../domain/facts.ts'
import { periodKeys, periodWords } from '../../../domain/overview/period.ts'
import { inspectionKindNames, inspectionKinds } from '../../../domain/people.ts'
import { FilterFields } from '../../../ui/filter-fields.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { CampaignField } from './campaign-field.tsx'
import type { OverviewWish } from './overview-wish.ts'

type OverviewFiltersProps = { wish: OverviewWish; onWish: (next: Partial<OverviewWish>) => void }

/** What may be chosen is on the device already: it does not wait for the server. */
export function OverviewFilters({ wish, onWish }: OverviewFiltersProps) {
  const areas = useStore(async (store) => {
    const names = new Map((await listFacilities(store)).map(({ areaId, areaName }) => [areaId, areaName]))
    return [...names].sort(([, a], [, b]) => a.localeCompare(b, 'vi'))
  }, [])
  const checklists = useStore(listChecklists, [])
  const periods = [...new Set([wish.period, ...periodKeys(dateInVietnam(Date.now()))])]
  return (
    <FilterFields label="Chọn">
      <SelectField
        label="Kỳ"
        value={wish.period}
        options={periods.map((value) => ({ value, label: periodWords(value) }))}
        onChange={(period) => onWish({ period, campaign: '' })}
      />
      <SelectField
        label="Bộ tiêu chí"
        value={wish.checklist}
        options={[
          ...(wish.checklist === '' ? [{ value: '', label: 'Có nhiều kết quả nhất' }] : []),
          ...(checklists ?? []).map(({ ref, title }) => ({ value: ref.id, label: title })),
        ]}
        onChange={(checklist) => onWish({ checklist })}
      />
      <SelectField
        label="Hình thức"
        value={wish.kind}
        options={inspectionKinds.map((value) => ({ value, label: inspectionKindNames[value] }))}
        onChange={(kind) => onWish({ kind: kind as OverviewWish['kind'], campaign: '' })}
      />
      <SelectField
        label="Địa bàn"
        value={wish.area}
        options={[{ value: '', label: 'Tất cả' }, ...(areas ?? []).map(([value, label]) => ({ value, label }))]}
        onChange={(area) => onWish({ area })}
      />
      <SelectField
        label="Loại cơ sở"
        value={wish.type}
        options={[
          { value: '', label: 'Tất cả' },
          ...facilityTypes.map((value) => ({ value, label: facilityTypeNames[value] })),
        ]}
        onChange={(type) => onWish({ type: type as FacilityType | '' })}
      />
      <CampaignField wish={wish} onWish={onWish} />
    </FilterFields>
  )
}
