import { commit, type Store } from './store.ts'

type Lease = { owner: string; at: number }
/** Each lane makes rounds of its own. */
type Leases = Record<string, Lease>

/** A tab that has not renewed its lease for so long has crashed or sleeps. */
const LEASE_KEPT = 90_000

/**
 * Takes the right to make a round, for browsers without Web Locks; renews one's
 * own. IndexedDB puts the tabs in a row. A lease from the future is one that the
 * clock was set back under: it counts for nothing.
 */
export async function takeLease(store: Store, owner: string, now: number, lane = 'sync'): Promise<boolean> {
  return commit(store, ['meta'], async () => {
    const leases = await leasesOf(store)
    const lease = leases[lane]
    if (lease && lease.owner !== owner && lease.at <= now && now - lease.at < LEASE_KEPT) return false
    await store.db.meta.put({ key: 'lease', value: { ...leases, [lane]: { owner, at: now } } })
    return true
  })
}

export async function dropLease(store: Store, owner: string, lane = 'sync'): Promise<void> {
  await commit(store, ['meta'], async () => {
    const { [lane]: lease, ...others } = await leasesOf(store)
    if (lease?.owner === owner) await store.db.meta.put({ key: 'lease', value: others })
  })
}

async function leasesOf(store: Store): Promise<Leases> {
  return ((await store.db.meta.get('lease'))?.value as Leases | undefined) ?? {}
}
