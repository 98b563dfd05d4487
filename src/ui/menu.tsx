import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import css from './menu.module.css'

/** `label` is read aloud; `face` is what the button looks like. */
type MenuProps = { label: string; face: ReactNode; children: ReactNode }

/** A button with a short list of links and actions under it. A choice, a tap elsewhere and Escape close it. */
export function Menu({ label, face, children }: MenuProps) {
  const [isOpen, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const id = useId()

  useEffect(() => {
    if (!isOpen) return
    const isIn = (element: HTMLElement | null, { target }: Event) => target instanceof Node && element?.contains(target)
    const onClick = (event: MouseEvent) => {
      // The button's own click has opened it, or will close it.
      if (!isIn(button.current, event)) setOpen(false)
    }
    const onFocus = (event: FocusEvent) => {
      if (!isIn(menu.current, event)) setOpen(false)
    }
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('click', onClick)
    document.addEventListener('focusin', onFocus)
    document.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('click', onClick)
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('keydown', onKey)
    }
  }, [isOpen])

  return (
    <div ref={menu} className={css.menu}>
      <button
        ref={button}
        type="button"
        className={css.button}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {face}
      </button>
      <div id={id} className={css.list} hidden={!isOpen}>
        {children}
      </div>
    </div>
  )
}
