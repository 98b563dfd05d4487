import { Link } from 'wouter'
import type { ListedAction } from '../../device/store/facility-actions.ts'
import { formatDate } from '../../domain/date.ts'
import { itemNumber, itemsOf } from '../../domain/items.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { Arrow } from '../parts/arrow.tsx'
import list from '../parts/list.module.css'
import { today } from '../parts/when.ts'
import { ActionBadges } from './action-badges.tsx'
import css from './actions.module.css'

/** Actions as rows: what fell short, what is to be done about it, who, by when, and how it stands. */
export function ActionList({ actions, withFacility }: { actions: readonly ListedAction[]; withFacility: boolean }) {
  const now = today()
  return (
    <ul className={list.list}>
      {actions.map((listed) => {
        const { record, action, isWaiting } = listed
        const { head } = record
        const { who, by, what } = action.plan
        return (
          <li key={`${record.id} ${action.item}`}>
            <Link href={`/khac-phuc/${record.id}/${encodeURIComponent(action.item)}`} className={list.row}>
              <span className={list.main}>
                <span className={list.name}>{subjectOf(listed)}</span>
                {what === '' ? null : <span className={css.what}>{what}</span>}
                <span className={list.small}>
                  {[
                    withFacility ? head.facilityName : null,
                    who === '' ? 'chưa giao ai' : who,
                    by === null ? 'chưa có hạn' : `hạn ${formatDate(by)}`,
                    `${inspectionKindNames[head.kind].toLocaleLowerCase('vi')} ngày ${formatDate(head.date)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
                <ActionBadges action={listed} today={now} isSentBack={action.judged !== null} isWaiting={isWaiting} />
              </span>
              <Arrow />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** "1.4 Có đủ thùng…" */
export function subjectOf({ checklist, action }: Pick<ListedAction, 'checklist' | 'action'>): string {
  const item = checklist && itemsOf(checklist).find(({ id }) => id === action.item)
  return item ? `${itemNumber(item)} ${item.question}` : `Tiêu chí ${itemNumber({ id: action.item })}`
}
