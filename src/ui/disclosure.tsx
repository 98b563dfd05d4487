import { type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import css from './disclosure.module.css'

type DisclosureProps = {
  label: string
  openLabel?: string
  children: () => ReactNode
  startsOpen?: boolean
  /** What was typed in it stays while it is closed. */
  keeps?: boolean
}

/** A quiet button that opens its content in place. The content is built only when asked for. */
export function Disclosure({ label, openLabel = label, children, startsOpen = false, keeps = false }: DisclosureProps) {
  const [open, setOpen] = useState(startsOpen)
  const [isBuilt, setBuilt] = useState(startsOpen)
  const id = useId()
  return (
    <div className={classNames(css.disclosure, open && css.open)}>
      <Button
        look="quiet"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => {
          setOpen(!open)
          setBuilt(keeps || !open)
        }}
        className={css.button}
      >
        <svg className={css.arrow} viewBox="0 0 12 12" aria-hidden="true">
          <path d="M3 4.5 6 7.5 9 4.5" />
        </svg>
        {open ? openLabel : label}
      </Button>
      <div id={id} hidden={!open} className={css.content}>
        {open || isBuilt ? children() : null}
      </div>
    </div>
  )
}
