import type { ReactNode } from 'react'
import { actionLines } from '../../domain/action-words.ts'
import type { Answer } from '../../domain/answer.ts'
import css from './not-sent.module.css'

type ValueBoxProps = {
  title: string
  value: string
  /** The answer whose value it is: what was noted and planned is shown beside. */
  answer?: Answer | null
  action?: ReactNode
}

/** One answer in words, with what was said beside it. */
export function ValueBox({ title, value, answer, action }: ValueBoxProps) {
  return (
    <div className={css.value}>
      <p className={css.valueTitle}>{title}</p>
      <p className={css.valueText}>{value}</p>
      {answer?.note ? <p className={css.note}>Ghi chú: {answer.note}</p> : null}
      {answer
        ? actionLines(answer).map((line) => (
            <p key={line} className={css.note}>
              {line}
            </p>
          ))
        : null}
      {action}
    </div>
  )
}
