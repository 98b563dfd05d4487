import { type ReactNode, useEffect, useId, useRef } from 'react'
import css from './dialog.module.css'

type DialogProps = { title: string; onClose: () => void; children: ReactNode; place?: 'middle' | 'bottom' }

/** The native dialog: it holds the focus and closes with Escape. On a phone it rises from the bottom. */
export function Dialog({ title, onClose, children, place = 'middle' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])

  return (
    <dialog
      ref={dialog}
      className={place === 'bottom' ? css.bottom : css.middle}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className={css.body}>
        <h2 id={titleId} className={css.title}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  )
}
