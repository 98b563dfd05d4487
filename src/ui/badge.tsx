import type { ReactNode } from 'react'
import css from './badge.module.css'
import { classNames } from './class-names.ts'
import { Mark, type Tone } from './mark.tsx'

/** One short state in words, with its shape. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classNames(css.badge, css[tone])}>
      {tone === 'plain' ? null : <Mark tone={tone} />}
      <span>{children}</span>
    </span>
  )
}
