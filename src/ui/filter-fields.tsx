import type { ReactNode } from 'react'
import css from './filter-fields.module.css'

type FilterFieldsProps = { label: string; children: ReactNode }

/** What narrows a list or a report down: two beside each other on a phone, so that what they narrow begins on the same screen. */
export function FilterFields({ label, children }: FilterFieldsProps) {
  return (
    <section aria-label={label} className={css.filters}>
      {children}
    </section>
  )
}
