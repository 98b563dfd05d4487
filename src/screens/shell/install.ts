/**
 * Putting the app on the home screen. Chromium offers it by an event, which is kept
 * until it is of use; on iPad and iPhone it is done by hand; of other browsers
 * nothing is known, and nothing is pretended.
 */

/** Chromium's event; no standard has it. */
type InstallEvent = Event & { prompt(): Promise<{ outcome: 'accepted' | 'dismissed' }> }

export type InstallWay =
  /** The browser asks once it is told to. */
  | 'prompt'
  /** By hand, through Safari's share sheet. */
  | 'apple'

let kept: InstallEvent | null = null
const listeners = new Set<() => void>()

function keep(event: InstallEvent | null): void {
  kept = event
  for (const listener of listeners) listener()
}

/** Call it before anything is drawn: the event comes once. */
export function keepInstallEvent(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    // The browser's own bar would come at a moment that is not ours.
    event.preventDefault()
    keep(event as InstallEvent)
  })
  window.addEventListener('appinstalled', () => keep(null))
}

export function subscribeInstall(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How the app can be installed here; null where it is already, or nothing is known. */
export function installWay(): InstallWay | null {
  return wayOf({
    isStandalone: isStandalone(),
    hasEvent: kept !== null,
    isApple: isAppleTablet(navigator.userAgent, navigator.platform, navigator.maxTouchPoints),
  })
}

export function wayOf({
  isStandalone,
  hasEvent,
  isApple,
}: Record<'isStandalone' | 'hasEvent' | 'isApple', boolean>): InstallWay | null {
  if (isStandalone) return null
  if (hasEvent) return 'prompt'
  return isApple ? 'apple' : null
}

/** Opened from the home screen. */
export function isStandalone(): boolean {
  const isByApple = (navigator as { standalone?: boolean }).standalone === true
  return isByApple || (window.matchMedia?.('(display-mode: standalone)').matches ?? false)
}

/** An iPad says it is a Mac; no Mac has a screen that is touched. */
export function isAppleTablet(userAgent: string, platform: string, touchPoints: number): boolean {
  return /iPad|iPhone|iPod/.test(userAgent) || (platform === 'MacIntel' && touchPoints > 1)
}

/** Lets the browser ask. @returns whether it was installed */
export async function askToInstall(): Promise<boolean> {
  const event = kept
  if (!event) return false
  // It serves once, whatever is answered.
  keep(null)
  return (await event.prompt()).outcome === 'accepted'
}

const SHELF_KEY = 'so-kiem:install'
/** "Để sau" holds for so long. */
export const POSTPONED = 21 * 24 * 3_600_000

/** What this tablet remembers of it. */
export type InstallNote = {
  /** The day the app was first used here. */
  since: string
  /** When "Để sau" was chosen; by this tablet's clock. */
  postponedAt?: number
}

/** Sensible once the app has been of use: something is written in it, or it is opened on a second day. */
export function isTimeToOffer(
  note: InstallNote,
  { today, now, hasWork }: { today: string; now: number; hasWork: boolean },
): boolean {
  // A clock that was set back must not postpone it for ever.
  if (note.postponedAt !== undefined && Math.abs(now - note.postponedAt) < POSTPONED) return false
  return hasWork || note.since !== today
}

/** Best effort, like everything on this shelf: what cannot be kept is asked again. */
export function readInstallNote(today: string): InstallNote {
  try {
    const note = JSON.parse(localStorage.getItem(SHELF_KEY) ?? 'null') as Partial<InstallNote> | null
    if (typeof note?.since === 'string') return note as InstallNote
    write({ since: today })
  } catch {
    // Unreadable, or nobody may look: as on the first day.
  }
  return { since: today }
}

/** Whether this browser remembers no other day: a private window never does. */
export const isFirstDay = (today: string): boolean => readInstallNote(today).since === today

export function postponeInstall(today: string, now: number): void {
  write({ ...readInstallNote(today), postponedAt: now })
}

function write(note: InstallNote): void {
  try {
    localStorage.setItem(SHELF_KEY, JSON.stringify(note))
  } catch (error) {
    console.warn(error)
  }
}
