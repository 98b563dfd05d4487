import type { ReactNode } from 'react'
import css from './table-box.module.css'

/** A table that is wider than a phone scrolls within its own edges. */
export function TableBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the arrow keys (WCAG 2.1.1)
    <section className={css.box} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
