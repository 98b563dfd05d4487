import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { Notice } from '../../../ui/notice.tsx'
import css from './places.module.css'

/** Leads to a page and says there what has just been done. */
type Tell = (words: string, href: string) => void

const TellContext = createContext<Tell>(() => {})

/** What every act ends with. */
export const NEXT_SYNC = 'Máy của người kiểm tra và của cơ sở sẽ theo ở lần đồng bộ tới của máy đó.'

/** Around the pages of areas and facilities: what was done is said on the page that it leads to, until the next one. */
export function SaidHere({ children }: { children: ReactNode }) {
  const [path, navigate] = useLocation()
  const [said, setSaid] = useState<{ words: string; path: string } | null>(null)
  const tell = useCallback<Tell>(
    (words, href) => {
      navigate(href, { replace: true })
      setSaid({ words, path: href })
    },
    [navigate],
  )
  useEffect(() => setSaid((last) => (last?.path === path ? last : null)), [path])
  return (
    <TellContext value={tell}>
      <div role="status" className={css.said}>
        {said?.path === path ? (
          <Notice tone="pass">
            <p>{said.words}</p>
          </Notice>
        ) : null}
      </div>
      {children}
    </TellContext>
  )
}

export const useTell = () => useContext(TellContext)
