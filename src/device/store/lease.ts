import { commit, type Store } from './store.ts'

type Lease = { owner: string; at: number }

/** What goes on its own: mutations and answers, and the pictures beside them. */
export type Lane = 'sync' | 'photos'
const keys = { sync: 'lease', photos: 'photoLease' } as const

/** A tab that has not renewed its lease for so long has crashed or sleeps. */
const LEASE_KEPT = 90_000

/**
 * Takes the right to make a round, for browsers without Web Locks; renews one's
 * own. IndexedDB puts the tabs in a row. A lease from the future is one that the
 * clock was set back under: it counts for nothing.
 */
export async function takeLease(store: Store, owner: string, now: number, lane: Lane = 'sync'): Promise<boolean> {
  const key = keys[lane]
  return commit(store, ['meta'], async () => {
    const lease = (await store.db.meta.get(key))?.value as Lease | undefined
    if (lease && lease.owner !== owner && lease.at <= now && now - lease.at < LEASE_KEPT) return false
    await store.db.meta.put({ key, value: { owner, at: now } satisfies Lease })
    return true
  })
}

export async function dropLease(store: Store, owner: string, lane: Lane = 'sync'): Promise<void> {
  const key = keys[lane]
  await commit(store, ['meta'], async () => {
    const lease = (await store.db.meta.get(key))?.value as Lease | undefined
    if (lease?.owner === owner) await store.db.meta.delete(key)
  })
}
