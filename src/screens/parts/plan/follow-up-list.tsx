import type { FollowUpRow } from '../../../documents/source.ts'
import { followUpWords, planInWords } from '../../../domain/action-words.ts'
import { formatDate } from '../../../domain/date.ts'
import { Badge } from '../../../ui/badge.tsx'
import css from './plan.module.css'

/** What was found of the actions of earlier visits. */
export function FollowUpList({ rows }: { rows: readonly FollowUpRow[] }) {
  return (
    <ul className={css.rows}>
      {rows.map(({ finding, is, action }) => (
        <li key={finding} className={css.row}>
          <p className={css.name}>{finding}</p>
          {action ? (
            <p className={css.what}>
              Biện pháp ngày {formatDate(action.plannedOn)}: {planInWords(action.plan)}
            </p>
          ) : (
            <p className={css.aside}>Biện pháp của một lượt không có trên máy này.</p>
          )}
          <p>
            <Badge tone={is === 'fixed' ? 'pass' : 'fail'}>{followUpWords[is]}</Badge>
          </p>
        </li>
      ))}
    </ul>
  )
}
