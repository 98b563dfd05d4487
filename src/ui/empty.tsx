import type { ReactNode } from 'react'
import css from './empty.module.css'

/** Nothing here, said plainly, with the one thing to do about it. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.empty}>
      <p className={css.title}>{title}</p>
      {children ? <p className={css.text}>{children}</p> : null}
      {action}
    </div>
  )
}
