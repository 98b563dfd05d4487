import { daysLate, markOf, type OpenAction } from '../../../domain/action.ts'
import { followUpWords } from '../../../domain/action-words.ts'
import type { Answer } from '../../../domain/answer.ts'
import { dateInVietnam, formatDate } from '../../../domain/date.ts'
import type { FollowUp, Plan } from '../../../domain/plan.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { PreviousPhotos } from '../previous/previous-photos.tsx'
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
  const { of, plannedOn, plan, notFixedOn, reported } = action
  const mark = markOf(action, answer)
  const last = notFixedOn.at(-1)
  const aside = [
    ...(plan.who === '' ? [] : [plan.who]),
    ...(plan.by === null ? [] : [`hạn ${formatDate(plan.by)}`]),
    ...(last ? [`ngày ${formatDate(last)} chưa khắc phục`] : []),
  ]
  return (
    <div className={css.action}>
      <p className={css.head}>
        <span className={css.name}>Biện pháp của lần {formatDate(plannedOn)}</span>
        <DueBadge plan={plan} date={date} />
      </p>
      <p className={css.what}>{plan.what === '' ? 'Chưa ghi nội dung' : plan.what}</p>
      {aside.length > 0 ? <p className={css.aside}>{aside.join(' · ')}</p> : null}
      {reported ? (
        <>
          <p>
            <Badge tone="info">Cơ sở báo đã khắc phục ngày {formatDate(dateInVietnam(reported.step.at))}</Badge>
          </p>
          {reported.step.say.is === 'done' && reported.step.say.comment ? <p>{reported.step.say.comment}</p> : null}
          <PreviousPhotos
            photos={reported.photos}
            of={`biện pháp của lần ${formatDate(plannedOn)}, sau khi khắc phục`}
          />
        </>
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

function DueBadge({ plan, date }: { plan: Plan; date: string }) {
  if (plan.by === null) return null
  const late = daysLate(plan, date)
  return late > 0 ? <Badge tone="fail">Quá hạn {late} ngày</Badge> : <Badge tone="info">Còn hạn</Badge>
}
