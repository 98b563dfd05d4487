/** How long the server has asked everybody on this tablet to be quiet. */
export type Hold = {
  /** Milliseconds until the next request may be made; 0 when it may be made now. */
  left(): number
  set(milliseconds: number): void
}

type Shelf = Pick<Storage, 'getItem' | 'setItem'>

const KEY = 'so-kiem:hold'
export const HOLD_MIN = 1_000
export const HOLD_MAX = 3_600_000

/**
 * One hold for all lanes and all tabs: it lies in localStorage, which every tab
 * reads at once. Kept as beginning and length, so that a clock that is set back or
 * forward cannot make it longer than the server asked for.
 */
export function createHold(shelf: Shelf | null = sharedShelf(), wall: () => number = Date.now): Hold {
  // In this tab a clock that nobody can set; the shelf is for the others, and for after a reload.
  let until = 0
  return {
    left() {
      return Math.max(0, until - performance.now(), leftOnShelf(shelf, wall()))
    },
    set(milliseconds) {
      const length = Math.min(HOLD_MAX, Math.max(HOLD_MIN, milliseconds))
      until = performance.now() + length
      try {
        shelf?.setItem(KEY, JSON.stringify({ from: wall(), length }))
      } catch {
        // A full or forbidden shelf: then this tab alone waits, and the others are told by the server.
      }
    },
  }
}

function leftOnShelf(shelf: Shelf | null, now: number): number {
  try {
    const { from, length } = JSON.parse(shelf?.getItem(KEY) ?? '{}') as { from?: unknown; length?: unknown }
    if (typeof from !== 'number' || typeof length !== 'number' || now < from) return 0
    return Math.min(HOLD_MAX, from + length - now)
  } catch {
    return 0
  }
}

/** localStorage, where there is one and it may be used. */
export function sharedShelf(): Storage | null {
  try {
    return typeof window === 'undefined' ? null : window.localStorage
  } catch {
    return null
  }
}

/**
 * What a Retry-After header asks for: seconds or a date, between one second and one
 * hour. A date is measured from the reply's own Date where it has one: a tablet's
 * clock may be years off. Null where nothing can be read.
 */
export function retryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after')?.trim()
  if (!text) return null
  if (/^\d+(\.\d+)?$/.test(text)) return clamp(Number(text) * 1_000)
  const date = Date.parse(text)
  if (Number.isNaN(date)) return null
  const sent = Date.parse(headers.get('date') ?? '')
  return clamp(date - (Number.isNaN(sent) ? Date.now() : sent))
}

function clamp(milliseconds: number): number {
  return Math.min(HOLD_MAX, Math.max(HOLD_MIN, milliseconds))
}
