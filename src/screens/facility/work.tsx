import { Link } from 'wouter'
import { listChecklists } from '../../device/store/checklists.ts'
import { followedHere, openFollowed } from '../../device/store/facility-actions.ts'
import { getFacility, listResultsOf } from '../../device/store/replica.ts'
import { useStore } from '../../device/store/use-store.ts'
import { formatDate } from '../../domain/date.ts'
import { quarterName, quarterOf } from '../../domain/overview/period.ts'
import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Panel } from '../../ui/panel.tsx'
import list from '../parts/list.module.css'
import { today } from '../parts/when.ts'
import { ActionList } from './action-list.tsx'
import css from './actions.module.css'
import { addressOf, byDue, isShown } from './actions-wish.ts'
import { useWho } from './use-who.ts'

/** As many as one looks at before the list is opened. */
const FIRST = 5

/** What a facility has to do: its corrective actions, the most pressing first, and its own assessments. */
export function FacilityWork() {
  return (
    <>
      <LeftToDo />
      <NextAssessments />
    </>
  )
}

function LeftToDo() {
  const who = useWho()
  const day = today()
  const read = useStore(
    async (store) => {
      const left = (await followedHere(store, who)).filter((each) => isShown(each, 'left', day)).sort(byDue)
      const overdue = left.filter((each) => isShown(each, 'overdue', day)).length
      return { count: left.length, overdue, first: await openFollowed(store, left.slice(0, FIRST), who) }
    },
    [who, day],
  )
  if (!read) return null
  const { count, overdue, first } = read
  return (
    <Panel title="Việc cần làm" aside={count > 0 ? `${count} biện pháp` : null}>
      {count === 0 ? (
        <p className={css.small}>Không còn biện pháp khắc phục nào phải làm.</p>
      ) : (
        <>
          {overdue > 0 ? (
            <p>
              <Link href={addressOf({ show: 'overdue' })} className={css.more}>
                {overdue} biện pháp quá hạn
              </Link>
            </p>
          ) : null}
          <ActionList actions={first} withFacility={false} />
        </>
      )}
      <p>
        <Link href="/khac-phuc" className={css.more}>
          {count > first.length ? `Xem cả ${count} biện pháp` : 'Tất cả biện pháp khắc phục'}
        </Link>
      </p>
    </Panel>
  )
}

/** When the facility last assessed itself by each checklist; one of an earlier quarter is due. */
function NextAssessments() {
  const { person } = useWho()
  const facilityId = person.facilityId ?? ''
  const quarter = quarterOf(today())
  const read = useStore(
    async (store) => {
      const [facility, checklists, results] = await Promise.all([
        getFacility(store, facilityId),
        listChecklists(store),
        listResultsOf(store, facilityId),
      ])
      if (!facility || facility.closedOn !== undefined) return null
      const fitting = checklists.filter(
        ({ readable, optional, facilityTypes }) => readable && !optional && facilityTypes.includes(facility.facts.type),
      )
      return fitting.map(({ ref, title }) => {
        const own = results.filter(({ head }) => head.kind === 'selfAssessment' && head.checklist.id === ref.id)
        return {
          id: ref.id,
          title,
          last:
            own
              .map(({ head }) => head.date)
              .sort()
              .at(-1) ?? null,
        }
      })
    },
    [facilityId],
  )
  if (!read || read.length === 0) return null
  return (
    <Panel title="Tự đánh giá" aside={quarterName(quarter)}>
      <ul className={list.list}>
        {read.map(({ id, title, last }) => {
          const isDue = last === null || quarterOf(last) < quarter
          return (
            <li key={id} className={classNames(list.row, css.wraps)}>
              <span className={list.main}>
                <span className={list.name}>{title}</span>
                <span className={list.small}>
                  {last === null ? 'Chưa tự đánh giá lần nào' : `Lần cuối ngày ${formatDate(last)}`}
                </span>
                <span className={css.badges}>
                  <Badge tone={isDue ? 'partial' : 'pass'}>
                    {isDue ? 'Quý này chưa tự đánh giá' : 'Quý này đã tự đánh giá'}
                  </Badge>
                </span>
              </span>
              {isDue ? (
                <Link
                  href={`/co-so/${facilityId}/bat-dau?bo=${encodeURIComponent(id)}`}
                  className={buttonClass('plain')}
                  aria-label={`Tự đánh giá: ${title}`}
                >
                  Tự đánh giá
                </Link>
              ) : null}
            </li>
          )
        })}
      </ul>
      <p>
        <Link href={`/dien-bien/${facilityId}`} className={css.more}>
          Kết quả theo thời gian
        </Link>
      </p>
    </Panel>
  )
}
