import { roleNames } from '../../domain/people.ts'
import type { RecordStep } from '../../domain/step.ts'
import { stepNames, stepText } from '../../domain/step-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { dateAndTime } from '../parts/when.ts'
import css from './actions.module.css'

type StepListProps = { steps: readonly RecordStep[]; waiting: ReadonlySet<string> }

/** Who did what and when, newest first. */
export function StepList({ steps, waiting }: StepListProps) {
  return (
    <ol className={css.steps}>
      {steps.toReversed().map((step) => {
        const text = stepText(step.say)
        return (
          <li key={step.id}>
            <p className={css.name}>
              {stepNames[step.say.is]} {waiting.has(step.id) ? <Badge tone="info">chờ gửi</Badge> : null}
              {step.late ? <Badge tone="partial">đến sau, không có hiệu lực</Badge> : null}
            </p>
            {text ? <p>{text}</p> : null}
            <p className={css.small}>
              {step.by.name} ({roleNames[step.by.role].toLocaleLowerCase('vi')}) · {dateAndTime(step.at)}
            </p>
          </li>
        )
      })}
    </ol>
  )
}
