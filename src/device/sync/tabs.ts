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

/**
 * One round over all tabs of a person. Where there are Web Locks the browser gives
 * the lock back when a tab dies; elsewhere a lease in the store runs out by itself.
 *
 * @param lane rounds of different lanes do not wait for each other
 * @returns false where another tab is at work
 */
export async function exclusively(store: Store, work: () => Promise<void>, lane = 'sync'): Promise<boolean> {
  const locks = globalThis.navigator?.locks
  if (!locks) return underLease(store, work, lane)
  let isMine = false
  await locks.request(`${lane}:${store.db.name}`, { ifAvailable: true }, async (lock) => {
    isMine = lock !== null
    if (isMine) await work()
  })
  return isMine
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
