import { Link } from 'wouter'
import { type AssignedVisit, listAssigned } from '../../device/store/assignments.ts'
import { useStore } from '../../device/store/use-store.ts'
import { dueWords } from '../../domain/campaign/progress.ts'
import { formatDate } from '../../domain/date.ts'
import { Badge } from '../../ui/badge.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Arrow } from '../parts/arrow.tsx'
import listCss from '../parts/list.module.css'
import { today } from '../parts/when.ts'
import css from './assigned-visits.module.css'

/** More than this nobody reads before they begin; the rest opens. */
const SHOWN = 8

/** What campaigns ask of whoever is here: the most urgent first, and a tap begins it. */
export function AssignedVisits() {
  const day = today()
  const list = useStore((store) => listAssigned(store, day), [day])
  if (!list || list.length === 0) return null
  const overdue = list.filter((each) => isOverdue(each, day)).length
  const rows = (some: readonly AssignedVisit[]) => (
    <ul className={listCss.list}>
      {some.map((each) => (
        <li key={each.assignment.id}>
          <AssignedRow {...each} day={day} />
        </li>
      ))}
    </ul>
  )
  const more = list.slice(SHOWN)
  return (
    <Panel title="Được giao" aside={`${list.length} lượt${overdue > 0 ? `, ${overdue} quá hạn` : ''}`}>
      {rows(list.slice(0, SHOWN))}
      {more.length > 0 ? (
        <Disclosure label={`Xem ${more.length} lượt nữa`} openLabel="Thu gọn">
          {() => rows(more)}
        </Disclosure>
      ) : null}
    </Panel>
  )
}

function isOverdue({ assignment, open }: AssignedVisit, day: string): boolean {
  return open?.state !== 'waiting' && assignment.due < day
}

function AssignedRow({ assignment, facility, checklistTitle, open, day }: AssignedVisit & { day: string }) {
  const late = isOverdue({ assignment, facility, checklistTitle, open }, day)
  return (
    <Link href={addressOf(assignment, open)} className={listCss.row}>
      <span className={listCss.main}>
        <span className={listCss.name}>{facility.name}</span>
        <span className={listCss.small}>
          {checklistTitle}
          {assignment.kind === 'selfAssessment' ? ' · tự đánh giá' : ''}
        </span>
        <span className={css.state}>
          <StateBadge assignment={assignment} open={open} day={day} late={late} />
        </span>
        <span className={listCss.small}>
          Hạn {formatDate(assignment.due)} · {assignment.title}
        </span>
      </span>
      <Arrow />
    </Link>
  )
}

type StateBadgeProps = Pick<AssignedVisit, 'assignment' | 'open'> & { day: string; late: boolean }

function StateBadge({ assignment, open, day, late }: StateBadgeProps) {
  const words = dueWords(assignment.due, day)
  if (open?.state === 'waiting') return <Badge tone="info">Đã làm, chờ gửi</Badge>
  if (open?.state === 'refused') return <Badge tone="fail">Bị từ chối, cần sửa</Badge>
  const begun = open ? ' · đang làm' : ''
  if (late)
    return (
      <Badge tone="fail">
        {words}
        {begun}
      </Badge>
    )
  return (
    <Badge tone={words === 'Hạn hôm nay' ? 'partial' : 'plain'}>
      {words}
      {begun}
    </Badge>
  )
}

/** One tap: on to where it was left, or to the start with facility, checklist and kind filled in. */
function addressOf({ facilityId, checklist, kind }: AssignedVisit['assignment'], open: AssignedVisit['open']): string {
  if (open) return open.state === 'draft' ? `/kiem-tra/${open.id}` : `/kiem-tra/${open.id}/nop`
  const query = new URLSearchParams({
    bo: checklist.id,
    'phien-ban': checklist.version,
    'hinh-thuc': kind === 'selfAssessment' ? 'tu-danh-gia' : 'kiem-tra',
  })
  return `/co-so/${encodeURIComponent(facilityId)}/bat-dau?${query}`
}
