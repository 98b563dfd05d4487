import type { ReactNode } from 'react'
import css from './not-sent.module.css'

type ValueBoxProps = { title: string; value: string; note?: string | undefined; action?: ReactNode }

/** One answer in words, with what was noted beside it. */
export function ValueBox({ title, value, note, action }: ValueBoxProps) {
  return (
    <div className={css.value}>
      <p className={css.valueTitle}>{title}</p>
      <p className={css.valueText}>{value}</p>
      {note ? <p className={css.note}>Ghi chú: {note}</p> : null}
      {action}
    </div>
  )
}
