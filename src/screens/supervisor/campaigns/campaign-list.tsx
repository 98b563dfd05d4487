import { Link, useSearchParams } from 'wouter'
import { listCampaigns } from '../../../device/api/campaigns.ts'
import { useAsked } from '../../../device/api/use-asked.ts'
import { doneOf } from '../../../domain/campaign/progress.ts'
import { inspectionKindNames } from '../../../domain/people.ts'
import type { CampaignRow } from '../../../protocol/campaign-wire.ts'
import { Badge } from '../../../ui/badge.tsx'
import { buttonClass } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Meter } from '../../../ui/meter.tsx'
import { PageTitle } from '../../../ui/page-title.tsx'
import { SelectField } from '../../../ui/select-field.tsx'
import { Arrow } from '../../parts/arrow.tsx'
import { AskedPart } from '../../parts/asked-part.tsx'
import list from '../../parts/list.module.css'
import page from '../../parts/page.module.css'
import { doneWords, dueInWords, periodWords } from './campaign-words.ts'
import css from './campaigns.module.css'

const shows = { running: 'Đang chạy', closed: 'Đã kết thúc', all: 'Tất cả' }
type Show = keyof typeof shows
/** As the address names them. */
const shownAs: Record<Show, string> = { running: '', closed: 'da-ket-thuc', all: 'tat-ca' }

/** Every campaign in one's reach, with how far it is. */
export function CampaignList() {
  const asked = useAsked('campaigns', listCampaigns)
  const [query, setQuery] = useSearchParams()
  const show = (Object.keys(shows) as Show[]).find((each) => shownAs[each] === (query.get('xem') ?? '')) ?? 'running'
  return (
    <div className={css.page}>
      <div className={page.head}>
        <PageTitle>Đợt kiểm tra</PageTitle>
        <div className={page.actions}>
          <Link href="/dot-kiem-tra/han-bao-cao" className={buttonClass()}>
            Hạn báo cáo
          </Link>
          <Link href="/dot-kiem-tra/moi" className={buttonClass('main')}>
            Lập đợt mới
          </Link>
        </div>
      </div>
      <AskedPart asked={asked} rows={4}>
        {({ campaigns, today }) => {
          if (campaigns.length === 0)
            return (
              <Empty title="Chưa có đợt kiểm tra nào.">
                Lập một đợt để chọn cơ sở, giao cho người kiểm tra và theo dõi ai đã làm, ai quá hạn.
              </Empty>
            )
          const shown = campaigns.filter(
            ({ closedOn }) => show === 'all' || (closedOn !== null) === (show === 'closed'),
          )
          return (
            <>
              <section aria-label="Lọc danh sách" className={css.filters}>
                <SelectField
                  label="Trạng thái"
                  value={show}
                  options={Object.entries(shows).map(([value, label]) => ({ value, label }))}
                  onChange={(next) =>
                    setQuery(next === 'running' ? {} : { xem: shownAs[next as Show] }, { replace: true })
                  }
                />
              </section>
              <p role="status" className={css.sentence}>
                {inOneSentence(shown)}
              </p>
              {shown.length > 0 ? (
                <ul className={list.list}>
                  {shown.map((campaign) => (
                    <li key={campaign.id}>
                      <Row campaign={campaign} today={today} />
                    </li>
                  ))}
                </ul>
              ) : null}
            </>
          )
        }}
      </AskedPart>
    </div>
  )
}

function inOneSentence(shown: readonly CampaignRow[]): string {
  if (shown.length === 0) return 'Không có đợt nào như vậy.'
  const overdue = shown.reduce((sum, { progress }) => sum + progress.overdue, 0)
  return `${shown.length} đợt, ${overdue === 0 ? 'không có lượt nào quá hạn' : `${overdue} lượt quá hạn`}.`
}

function Row({ campaign, today }: { campaign: CampaignRow; today: string }) {
  const { id, title, kind, facilities, progress, closedOn } = campaign
  const { done, all } = doneOf(progress)
  return (
    <Link href={`/dot-kiem-tra/${id}`} className={list.row}>
      <span className={list.main}>
        <span className={list.name}>{title}</span>
        <span className={list.small}>
          {periodWords(campaign)} · {inspectionKindNames[kind].toLocaleLowerCase('vi')} · {facilities} cơ sở
        </span>
        <span className={css.progress}>
          <Meter value={done} max={all} label={`Đã làm ${done} trên ${all} lượt`} />
          <span className={list.small}>{doneWords(progress)}</span>
        </span>
        <span className={css.badges}>
          {closedOn === null && progress.overdue > 0 ? <Badge tone="fail">{progress.overdue} quá hạn</Badge> : null}
          {closedOn === null ? null : <Badge tone="none">Đã kết thúc</Badge>}
        </span>
        <span className={list.small}>{dueInWords(campaign, today)}</span>
      </span>
      <Arrow />
    </Link>
  )
}
