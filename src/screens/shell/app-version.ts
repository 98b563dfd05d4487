import { type Held, unfinishedElsewhere, unfinishedHere } from '../parts/unfinished.ts'

/** What the page knows of its own version, for whoever shows it. */
export type VersionState = {
  /**
   * `readyOffline`: the first visit has brought everything, the app now starts without a network.
   * `newVersion`: a newer one is on the tablet and waits.
   * `replaced`: another tab took the newer one; this page still runs the older.
   */
  news: 'nothing' | 'readyOffline' | 'newVersion' | 'replaced'
  /** A newer one waits, whether or not its news was put away. */
  hasNewer: boolean
  /** Why it was not taken just now: what is unfinished, in this tab or another. */
  held: readonly Held[]
}

export type AppVersion = {
  subscribe(listener: () => void): () => void
  current(): VersionState
  /** Takes the newer version, unless some tab holds unfinished input: then `held` says what and where. */
  accept(): Promise<void>
  /** Looks for a newer version and takes it as soon as it is here. @returns false where there is none to be had now */
  fetchAndAccept(): Promise<boolean>
  dismiss(): void
}

/** What is needed of the browser's service worker. */
export type WorkerPort = {
  start(hear: {
    /** A newer worker is installed and waits. */
    waiting: () => void
    /** The first one is at work, with everything it keeps. */
    ready: () => void
    /** Another one answers this page's requests from now on. */
    replaced: () => void
  }): void
  /** Asks the server once. @returns whether a newer one is on its way, or here */
  look(): Promise<boolean>
  /** The one that waits takes over, in all tabs. */
  takeOver(): void
}

export type PageAround = {
  now(): number
  reload(): void
  go(address: string): void
  elsewhere(): Promise<Held[]>
  here(): Held[]
}

const browserPage: PageAround = {
  now: () => Date.now(),
  reload: () => window.location.reload(),
  go: (address) => window.location.assign(address),
  elsewhere: unfinishedElsewhere,
  here: unfinishedHere,
}

/** An installed app may stay open for days: so often it asks by itself, when it is looked at or the network is back. */
export const LOOK_EVERY = 3_600_000
/** A page that was replaced and that nobody looks at for so long loads itself again. */
export const REST = 60_000

/**
 * A newer version comes by itself in the background and is taken when the person says
 * so. It waits for every tab: whoever asks is loaded again at once, the others when
 * nobody looks at them or with the next link, and none while it holds something.
 * @param port null where there is no worker: nothing is ever new
 */
export function createAppVersion(port: WorkerPort | null, page: PageAround = browserPage): AppVersion {
  const listeners = new Set<() => void>()
  let state: VersionState = { news: 'nothing', hasNewer: false, held: [] }
  let isAccepted = false
  let isWanted = false
  let lookedAt = page.now()
  let rest: ReturnType<typeof setTimeout> | undefined

  function say(next: Partial<VersionState>) {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }

  async function accept() {
    const held = [...page.here(), ...(await page.elsewhere())]
    isWanted = false
    if (held.length > 0) return say({ news: 'newVersion', held })
    isAccepted = true
    say({ held: [] })
    port?.takeOver()
  }

  function onReplaced() {
    // Only the tab that asked for it is loaded again at once: another may have a number half typed.
    if (isAccepted && page.here().length === 0) return page.reload()
    say({ news: 'replaced', hasNewer: false, held: [] })
    document.addEventListener('click', onLink, true)
    document.addEventListener('visibilitychange', restSoon)
    restSoon()
  }

  function restSoon() {
    clearTimeout(rest)
    if (document.visibilityState === 'hidden') rest = setTimeout(reloadAtRest, REST)
  }
  function reloadAtRest() {
    if (page.here().length === 0) page.reload()
    else restSoon()
  }

  /** The parts of the older version may be gone from the server: the next page comes whole. */
  function onLink(event: MouseEvent) {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null
    const opensElsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || link?.target
    if (!link || opensElsewhere || link.origin !== window.location.origin || page.here().length > 0) return
    if (link.getAttribute('href')?.startsWith('#')) return
    event.preventDefault()
    event.stopPropagation()
    page.go(link.href)
  }

  async function look(): Promise<boolean> {
    lookedAt = page.now()
    return port ? port.look() : false
  }

  /** At most once an hour; a clock that was set back must not stop it. */
  function lookNowAndThen() {
    const since = page.now() - lookedAt
    if (document.visibilityState === 'hidden' || (since >= 0 && since < LOOK_EVERY)) return
    // Without a network there is nothing to be found, and the next time comes.
    look().catch((error: unknown) => console.warn(error))
  }

  if (port) {
    port.start({
      waiting() {
        say({ news: 'newVersion', hasNewer: true })
        if (isWanted) accept().catch((error: unknown) => console.warn(error))
      },
      ready: () => say({ news: 'readyOffline' }),
      replaced: onReplaced,
    })
    document.addEventListener('visibilitychange', lookNowAndThen)
    window.addEventListener('online', lookNowAndThen)
    setInterval(lookNowAndThen, LOOK_EVERY / 4)
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    current: () => state,
    accept,
    async fetchAndAccept() {
      if (!port) {
        // Without a worker every load brings the newest.
        if (page.here().length === 0) page.reload()
        return page.here().length === 0
      }
      if (state.hasNewer) {
        await accept()
        return true
      }
      isWanted = await look()
      return isWanted
    },
    dismiss: () => say({ news: 'nothing', held: [] }),
  }
}
