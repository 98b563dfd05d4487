import { daysLate, markOf, type OpenAction } from '../../../domain/action.ts'
import { followUpWords } from '../../../domain/action-words.ts'
import type { Answer } from '../../../domain/answer.ts'
import { formatDate } from '../../../domain/date.ts'
import type { FollowUp } from '../../../domain/plan.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Segments } from '../../../ui/segments.tsx'
import css from './plan.module.css'

type FollowUpFieldProps = {
  action: OpenAction
  answer: Answer
  /** Of the visit. */
  date: string
  onMark: (followUp: FollowUp | undefined) => void
}

const options = [
  { value: 'fixed', label: followUpWords.fixed, tone: 'pass' },
  { value: 'notFixed', label: followUpWords.notFixed, tone: 'fail' },
] as const

/** What an earlier visit agreed on, and whether it has been done: to be said before handing in. */
export function FollowUpField({ action, answer, date, onMark }: FollowUpFieldProps) {
  const { of, plannedOn, plan, notFixedOn } = action
  const mark = markOf(action, answer)
  const last = notFixedOn.at(-1)
  return (
    <div className={css.action}>
      <p className={css.head}>
        <span className={css.name}>Biện pháp của lần {formatDate(plannedOn)}</span>
        <DueBadge action={action} date={date} />
      </p>
      <p className={css.what}>{plan.what === '' ? 'Chưa ghi nội dung' : plan.what}</p>
      {plan.who !== '' || last ? (
        <p className={css.aside}>
          {[...(plan.who === '' ? [] : [plan.who]), ...(last ? [`ngày ${formatDate(last)} chưa khắc phục`] : [])].join(
            ' · ',
          )}
        </p>
      ) : null}
      <Segments
        legend="Biện pháp này đã khắc phục chưa?"
        options={options}
        value={mark}
        onChoose={(is) => onMark(is ? { of, is } : undefined)}
      />
    </div>
  )
}

function DueBadge({ action: { plan }, date }: { action: OpenAction; date: string }) {
  if (plan.by === null) return null
  const late = daysLate(plan, date)
  return late > 0 ? (
    <Badge tone="fail">
      Hạn {formatDate(plan.by)}, quá hạn {late} ngày
    </Badge>
  ) : (
    <Badge tone="info">Hạn {formatDate(plan.by)}</Badge>
  )
}
