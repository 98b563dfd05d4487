import { useEffect, useLayoutEffect, useRef } from 'react'
import { createHold } from './unfinished.ts'

const PAUSE = 500

/**
 * Saves what is typed half a second after the last key, and at once where the
 * field, the page or the tablet is left. The field itself stays uncontrolled:
 * nothing comes between a Vietnamese keyboard and its text.
 */
export function useTypedSave<T>(save: (typed: T) => void): { typed: (typed: T) => void; flush: () => void } {
  const latest = useRef(save)
  const waiting = useRef<{ timer: number; value: T } | null>(null)
  const hold = useRef<ReturnType<typeof createHold>>(undefined)

  useEffect(() => {
    latest.current = save
  })

  const flush = () => {
    const last = waiting.current
    if (!last) return
    waiting.current = null
    window.clearTimeout(last.timer)
    latest.current(last.value)
    // Whoever saves it holds it by now.
    hold.current?.(null)
  }
  const flushNow = useRef(flush)

  useEffect(() => {
    const leave = () => flushNow.current()
    const hide = () => document.visibilityState === 'hidden' && leave()
    window.addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', hide)
    return () => {
      window.removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [])

  // Before the fields are taken off the page: who saves reads them, and would find none and take them for empty.
  useLayoutEffect(() => () => flushNow.current(), [])

  const typed = (value: T) => {
    if (waiting.current) window.clearTimeout(waiting.current.timer)
    waiting.current = { value, timer: window.setTimeout(flush, PAUSE) }
    hold.current ??= createHold()
    hold.current('typed')
  }
  return { typed, flush }
}
