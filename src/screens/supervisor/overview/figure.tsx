import type { ReactNode } from 'react'
import css from './overview.module.css'

/** One figure of a list of them, and a word on what is behind it. */
export function Figure({ title, value, children }: { title: string; value: string; children: ReactNode }) {
  return (
    <div className={css.figure}>
      <dt>{title}</dt>
      <dd>
        <span className={css.value}>{value}</span>
        <span className={css.behind}>{children}</span>
      </dd>
    </div>
  )
}
