import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import css from './dialog.module.css'

type DialogProps = {
  title: string
  onClose: () => void
  children: ReactNode
  place?: 'middle' | 'bottom' | 'whole'
  /** The focus goes to the title: a field that took it would bring up the keyboard over what is to be read. */
  toRead?: boolean
}

/**
 * The native dialog: it holds the focus and asks to be closed with Escape. On a phone it rises from the bottom.
 *
 * @param onClose takes it away, or leaves it open and asks first
 */
export function Dialog({ title, onClose, children, place = 'middle', toRead = false }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  // Closed while it still stands in the page: only then the browser gives the focus back to where it came from.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    if (toRead) element?.querySelector('h2')?.focus()
    return () => element?.close()
  }, [toRead])

  return (
    <dialog
      ref={dialog}
      className={css[place]}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      // A second Escape closes it whatever `onCancel` says; whether it goes is still not the browser's to decide.
      onClose={() => {
        if (!dialog.current || dialog.current.open) return
        dialog.current.showModal()
        onClose()
      }}
    >
      <div className={css.body}>
        {/* Only there can it take the focus: elsewhere the first field has it. */}
        <h2 id={titleId} className={css.title} tabIndex={toRead ? -1 : undefined}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}
