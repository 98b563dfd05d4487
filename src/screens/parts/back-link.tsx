import type { ReactNode } from 'react'
import { Link } from 'wouter'
import css from './back-link.module.css'

export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={css.back}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        <path d="M7.5 2.5 4 6l3.5 3.5" />
      </svg>
      {children}
    </Link>
  )
}
