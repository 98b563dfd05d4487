/**
 * What the tablet itself knows, outside every store: its own number, and whose
 * store was wiped on it. Best effort, like everything on this shelf: without a
 * number the server knows the tablet by its session alone.
 */

const NUMBER_KEY = 'so-kiem:tablet'
const WIPED_KEY = 'so-kiem:wiped'

/** The number of this browser, for all who use it; null where it keeps nothing. */
export function tabletNumber(): string | null {
  try {
    const shelf = shelfHere()
    const known = shelf?.getItem(NUMBER_KEY)
    if (known) return known
    const fresh = shelf ? crypto.randomUUID() : null
    if (fresh !== null) shelf?.setItem(NUMBER_KEY, fresh)
    return fresh
  } catch {
    return null
  }
}

/** Somebody's store was wiped here because the tablet had been declared lost. */
export type Wiped = { name: string; at: number }

/** What the door says until somebody has read it. */
export function readWiped(): Wiped[] {
  try {
    return (JSON.parse(shelfHere()?.getItem(WIPED_KEY) ?? '[]') as Partial<Wiped>[]).filter(
      (each): each is Wiped => typeof each.name === 'string' && typeof each.at === 'number',
    )
  } catch {
    return []
  }
}

export function noteWiped(wiped: Wiped): void {
  try {
    shelfHere()?.setItem(WIPED_KEY, JSON.stringify([...readWiped(), wiped]))
  } catch (error) {
    console.warn(error)
  }
}

export function dismissWiped(): void {
  shelfHere()?.removeItem(WIPED_KEY)
}

function shelfHere(): Storage | undefined {
  return typeof window === 'undefined' ? undefined : window.localStorage
}
