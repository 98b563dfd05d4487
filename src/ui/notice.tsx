import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Mark, type Tone } from './mark.tsx'
import css from './notice.module.css'

type NoticeProps = {
  tone: Tone
  title?: string
  children?: ReactNode
  action?: ReactNode
  /** `alert` interrupts; `status` waits its turn. */
  role?: 'alert' | 'status'
}

/** What happened, what is safe and what to do, in one block. */
export function Notice({ tone, title, children, action, role }: NoticeProps) {
  return (
    <div className={classNames(css.notice, css[tone])} role={role}>
      <span className={css.mark}>
        <Mark tone={tone} />
      </span>
      <div className={css.text}>
        {title ? <p className={css.title}>{title}</p> : null}
        {children}
      </div>
      {action ? <div className={css.action}>{action}</div> : null}
    </div>
  )
}
