import { dropLease, takeLease } from '../store/lease.ts'
import type { Store } from '../store/store.ts'
import type { SyncStatus } from './engine.ts'

/** What tabs of one person tell each other. */
export type Word =
  /** Something waits; whoever makes the rounds makes another. */
  | { is: 'kick' }
  /** A round has ended so: the others need not find out by themselves. */
  | { is: 'pulled'; status: SyncStatus; wait: number | null }
  /** Code of this shape writes now; older pages only read. */
  | { is: 'upgrade'; schema: number }

export type Tabs = { tell(word: Word): void; close(): void }

/** A channel to the other tabs; where the browser has none, each goes by itself. */
export function createTabs(name: string, hear: (word: Word) => void): Tabs {
  if (typeof BroadcastChannel === 'undefined') return { tell: () => {}, close: () => {} }
  const channel = new BroadcastChannel(`sync:${name}`)
  channel.onmessage = ({ data }: MessageEvent<Word>) => hear(data)
  // A tab that only listens must not keep a process alive; browsers have no such method.
  ;(channel as { unref?: () => void }).unref?.()
  return { tell: (word) => channel.postMessage(word), close: () => channel.close() }
}

/** Renewed in time for the others to see it before it runs out. */
const RENEWAL = 30_000

/** So long a page may take to say that it is at work; one that says nothing sleeps. */
const PATIENCE = 10_000

/**
 * One round over all tabs of a person. Where there are Web Locks the browser gives
 * the lock back when a tab dies, and it is taken from a tab that sleeps; elsewhere a
 * lease in the store runs out by itself. A sleeper that wakes up finishes its round
 * beside the other's: the numbers of its batch are the same, so nothing counts twice.
 *
 * @param lane rounds of different lanes do not wait for each other
 * @returns false where another tab is at work
 */
export async function exclusively(store: Store, work: () => Promise<void>, lane = 'sync'): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (!locks) return underLease(store, work, lane)
  const name = `${lane}:${store.db.name}`
  if (await underLock(locks, name, { ifAvailable: true }, work)) return true
  if (await isAtWork(name)) return false
  return underLock(locks, name, { steal: true }, work)
}

async function underLock(locks: LockManager, name: string, how: LockOptions, work: () => Promise<void>) {
  let round: Promise<void> | undefined
  try {
    await locks.request(name, how, async (lock) => {
      if (!lock) return
      const stopAnswering = answerForWork(name)
      round = work().finally(stopAnswering)
      await round
    })
  } catch (error) {
    // The lock was taken from this page while it slept; what came of its own round is told below.
    if (!round) throw error
  }
  await round
  return round !== undefined
}

/** While this page is awake, whoever asks hears that it is at work. */
function answerForWork(name: string): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {}
  const channel = new BroadcastChannel(`lock:${name}`)
  channel.onmessage = ({ data }) => {
    if (data === 'at work?') channel.postMessage('at work')
  }
  return () => channel.close()
}

/** Asks the page that holds the lock; a frozen page hears nothing. */
async function isAtWork(name: string): Promise<boolean> {
  if (typeof BroadcastChannel === 'undefined') return true
  const channel = new BroadcastChannel(`lock:${name}`)
  const ask = () => channel.postMessage('at work?')
  // The page that was given the lock just now may not listen yet.
  const asking = setInterval(ask, PATIENCE / 10)
  let enough: ReturnType<typeof setTimeout> | undefined
  const answer = await new Promise<boolean>((resolve) => {
    channel.onmessage = ({ data }) => data === 'at work' && resolve(true)
    enough = setTimeout(resolve, PATIENCE, false)
    ask()
  })
  clearInterval(asking)
  clearTimeout(enough)
  channel.close()
  return answer
}

async function underLease(store: Store, work: () => Promise<void>, lane: string): Promise<boolean> {
  const owner = crypto.randomUUID()
  if (!(await takeLease(store, owner, Date.now(), lane))) return false
  const renewal = setInterval(() => {
    takeLease(store, owner, Date.now(), lane).catch((error: unknown) => console.warn(error))
  }, RENEWAL)
  try {
    await work()
  } finally {
    clearInterval(renewal)
    await dropLease(store, owner, lane)
  }
  return true
}
