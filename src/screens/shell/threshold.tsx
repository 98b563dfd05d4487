import type { ReactNode } from 'react'
import css from '../sign-in.module.css'
import { Brand } from './brand.tsx'

/** What is seen before somebody has come in: the name of the app, and one thing to do. */
export function Threshold({ children }: { children: ReactNode }) {
  return (
    <main id="noi-dung" className={css.page} tabIndex={-1}>
      <div className={css.brand}>
        <Brand />
        <span>Sổ Kiểm</span>
      </div>
      {children}
    </main>
  )
}
