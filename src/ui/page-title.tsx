import { type ReactNode, useEffect, useRef } from 'react'
import css from './page-title.module.css'

let pagesShown = 0

/** The h1 of a screen. It takes the focus when the person comes from another screen, so that it is read aloud. */
export function PageTitle({ children, lead, title }: { children: ReactNode; lead?: ReactNode; title?: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const named = title ?? (typeof children === 'string' ? children : undefined)

  useEffect(() => {
    // On the first page the browser's own order stands: the skip link comes first.
    if (pagesShown++ > 0 && !isMenuOpen()) heading.current?.focus({ preventScroll: true })
  }, [])

  useEffect(() => {
    document.title = named ? `${named} · Sổ Kiểm` : 'Sổ Kiểm'
  }, [named])

  return (
    <div className={css.title}>
      {lead ? <p className={css.lead}>{lead}</p> : null}
      <h1 ref={heading} tabIndex={-1} className={css.heading}>
        {children}
      </h1>
    </div>
  )
}

/** Somebody has opened it while the page was still on its way: it closes when the focus leaves it. */
function isMenuOpen(): boolean {
  return document.activeElement?.getAttribute('aria-expanded') === 'true'
}
