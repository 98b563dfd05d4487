import { useEffect, useState } from 'react'

/** So long nobody has touched the page: a tap that was aimed before is over. */
export const STILL = 3_000

const TOUCHES = ['pointerdown', 'pointermove', 'pointerup', 'keydown', 'wheel', 'scroll'] as const
/** The last two are told by the router, whenever a link is followed. */
const MOVES = ['popstate', 'pushState', 'replaceState'] as const

/** By `performance.now()`, which no clock that is set moves. */
let touchedAt = Number.NEGATIVE_INFINITY

/** Notes when the page was touched last. @returns ends it */
export function watchTouches(): () => void {
  const note = () => {
    touchedAt = performance.now()
  }
  for (const touch of TOUCHES) window.addEventListener(touch, note, { capture: true, passive: true })
  return () => {
    for (const touch of TOUCHES) window.removeEventListener(touch, note, { capture: true })
    touchedAt = Number.NEGATIVE_INFINITY
  }
}

/**
 * What pushes the page down comes when no finger is on its way: a tap that was aimed at one
 * answer must not land on another. It waits until nobody has touched the page for three
 * seconds, or another page has come, or this one is looked at again. What shows already may
 * say something else, and goes at once.
 * @param isNews whether there is something to show
 * @returns whether it shows
 */
export function useWhenStill(isNews: boolean): boolean {
  const [isShown, setShown] = useState(false)
  if (isShown && !isNews) setShown(false)

  useEffect(() => {
    if (!isNews || isShown) return
    const { pathname } = window.location
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = () => {
      const wait = touchedAt + STILL - performance.now()
      if (wait > 0) timer = setTimeout(look, wait)
      else setShown(true)
    }
    const whenBack = () => document.visibilityState === 'visible' && setShown(true)
    const whenMoved = () => window.location.pathname !== pathname && setShown(true)
    look()
    document.addEventListener('visibilitychange', whenBack)
    for (const move of MOVES) window.addEventListener(move, whenMoved)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', whenBack)
      for (const move of MOVES) window.removeEventListener(move, whenMoved)
    }
  }, [isNews, isShown])

  return isNews && isShown
}
