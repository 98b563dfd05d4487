import Dexie from 'dexie'
import { Problem } from '../../domain/problem.ts'
import { createDeviceClock, type DeviceClock, type KeptClock } from './clock.ts'
import { Database, type MetaKey } from './database.ts'
import { readMarker } from './marker.ts'
import { namesOf, openDatabase, openingProblem } from './open-database.ts'
import type { StoreKey } from './packing.ts'
import { evictReceived } from './room.ts'
import { newSigningKey } from './signing-key.ts'

/** The shape of what this code writes. Rises when an older version of the app must no longer write beside it: 6, it would pass over answers that lie in one row. */
export const STORE_SCHEMA = 6

/** One person's store on this device. */
export type Store = {
  readonly db: Database
  readonly personId: string
  /** Opens what is noted outside the store; null where the account's secret is not known. */
  readonly markerKey: StoreKey
  readonly clock: DeviceClock
  /** Called after every committed edit: the sync engine listens. */
  readonly written: Set<() => void>
  /** Called when this page turns out to be too old to write. */
  readonly stale: Set<() => void>
  /** Called when pictures were put out because the device was full: what fetches them has them no more. */
  readonly emptied: Set<() => void>
  /** Made just now: there is nothing in it that could be shown. */
  isNew: boolean
  /** True once a newer version of the app has opened the database: this page must not write any more. */
  isOutdated: boolean
}

/** Where a person's store lies in the browser. */
export const storeName = (personId: string) => `so-kiem:${personId}`

/**
 * Opens (or creates) the store of one person. Each has a database of its own.
 * @param key null: values are kept as they are, for a person who has not chosen a PIN yet
 * @param markerKey of the account, for what is noted outside the store
 * @throws Problem STORE_BLOCKED | STORE_REFUSED | STORE_NO_ROOM | STORE_NOT_OPENED: what was saved is there
 */
export async function openStore(
  personId: string,
  name = storeName(personId),
  key: StoreKey = null,
  markerKey: StoreKey = null,
): Promise<Store> {
  const store = storeOver(new Database(name, key), personId, markerKey)
  await openDatabase(store.db)
  try {
    await settleIn(store)
  } catch (error) {
    store.db.close({ disableAutoOpen: true })
    throw openingProblem(error)
  }
  return store
}

/** What is kept beside a store's data. Where nothing is to be written, as at nearly every start, one look is enough. */
async function settleIn(store: Store): Promise<void> {
  const { db, clock } = store
  const rows = await db.meta.bulkGet(['deviceId', 'schemaMin', 'clock', 'signingKey'])
  const [deviceId, least, kept, signingKey] = rows.map((row) => row?.value)
  store.isNew = deviceId === undefined
  if (store.isNew || least !== STORE_SCHEMA) await furnish(store)
  if (kept) clock.resume(kept as KeptClock)
  if (!signingKey && !store.isOutdated) await keepSigningKey(store)
}

/** A store that is new, or was opened by other code before. */
async function furnish(store: Store): Promise<void> {
  const { db, personId, markerKey } = store
  // Known outside, and not inside: the browser has cleared the store. The whole view is read anew by itself.
  const marker = await readMarker(personId, markerKey)
  const evicted = marker && (marker.unsent > 0 || marker.open.length > 0) ? await db.pack(marker) : null
  await db.transaction('rw', db.meta, async () => {
    if (!(await db.meta.get('deviceId'))) {
      await db.meta.bulkPut([
        { key: 'deviceId', value: crypto.randomUUID() },
        { key: 'nextSeq', value: 1 },
        { key: 'gen', value: 0 },
        { key: 'evicted', value: evicted },
      ])
    }
    const least = ((await db.meta.get('schemaMin'))?.value as number | undefined) ?? 0
    if (least > STORE_SCHEMA) stopWriting(store)
    else if (least < STORE_SCHEMA) await db.meta.put({ key: 'schemaMin', value: STORE_SCHEMA })
  })
}

/**
 * Opens a store that is locked here, without its key: for what others may do with it
 * (relay-queue.ts). Null where there is none: opening would make one.
 */
export async function openLocked(personId: string): Promise<Store | null> {
  const name = storeName(personId)
  if (!(await Dexie.exists(name))) return null
  const store = storeOver(new Database(name, null), personId, null)
  await store.db.open()
  return store
}

function storeOver(db: Database, personId: string, markerKey: StoreKey): Store {
  const clock = createDeviceClock()
  const listeners = { written: new Set<() => void>(), stale: new Set<() => void>(), emptied: new Set<() => void>() }
  const store: Store = { db, personId, markerKey, clock, ...listeners, isNew: false, isOutdated: false }
  db.on('versionchange', () => {
    // Dexie would open again by itself and let old code write into the newer database.
    stopWriting(store)
    db.close({ disableAutoOpen: true })
    return false
  })
  return store
}

/** Makes the key with which this store's seals are signed, where it has none yet. Without one everything else goes on. */
async function keepSigningKey({ db }: Store): Promise<void> {
  const made = await newSigningKey()
  // A database that takes no such objects: seals stay unsigned.
  if (made) await db.meta.put({ key: 'signingKey', value: made }).catch((error: unknown) => console.warn(error))
}

/** From here on this page only reads: newer code has written, or is about to. */
export function stopWriting(store: Store): void {
  if (store.isOutdated) return
  store.isOutdated = true
  for (const listener of store.stale) listener()
}

export function closeStore(store: Store): void {
  store.written.clear()
  store.stale.clear()
  store.emptied.clear()
  store.db.close({ disableAutoOpen: true })
}

/** A value of the `meta` table; null where it was never set. */
export async function readMeta<T>({ db }: Store, key: MetaKey): Promise<T | null> {
  return ((await db.meta.get(key))?.value as T | undefined) ?? null
}

export type TableName =
  | 'meta'
  | 'inspection'
  | 'answer'
  | 'outbox'
  | 'sent'
  | 'attention'
  | 'checklist'
  | 'facility'
  | 'result'
  | 'photo'
  | 'photoBlob'
  | 'signature'
  | 'visit'
  | 'correction'
  | 'begun'
  | 'assignment'

/**
 * Runs one read-write transaction and returns only when it is complete: nothing
 * may be called saved before. A connection that the browser lost is opened again,
 * a full disk puts out pictures that the server has, and the transaction is tried
 * once more.
 * @param makesRoom false for what is worth less than the pictures that would be put out for it
 * @throws Problem DEVICE_STORAGE_FULL, DEVICE_STORAGE_FAILED, APP_OUTDATED, or a Problem that `work` threw
 */
export async function commit<T>(
  store: Store,
  tables: TableName[],
  work: () => Promise<T>,
  { makesRoom = true }: { makesRoom?: boolean } = {},
): Promise<T> {
  if (store.isOutdated) throw new Problem('APP_OUTDATED')
  const scope: TableName[] = tables.includes('meta') ? tables : [...tables, 'meta']
  const run = () =>
    store.db.transaction('rw', scope, async () => {
      // Side by side: a refusal takes back whatever the work has written.
      const [done] = await Promise.all([work(), mayWrite(store)])
      return done
    })
  try {
    return await run()
  } catch (error) {
    const problem = problemOf(error, store)
    try {
      if (!(await mend(store, problem, makesRoom))) throw problem
      return await run()
    } catch (again) {
      throw problemOf(again, store)
    }
  }
}

/** @returns whether the same transaction may now succeed */
async function mend({ db, emptied }: Store, { code }: Problem, makesRoom: boolean): Promise<boolean> {
  switch (code) {
    case 'DEVICE_STORAGE_FULL': {
      const isRoomMade = makesRoom && (await evictReceived(db)) > 0
      if (isRoomMade) for (const listener of emptied) listener()
      return isRoomMade
    }
    case 'DEVICE_STORAGE_FAILED':
      // iOS loses its database process after a long sleep; a fresh connection writes again.
      db.close({ disableAutoOpen: false })
      await db.open()
      return true
    default:
      return false
  }
}

/** Another tab may have brought newer code since this page was loaded. */
async function mayWrite(store: Store): Promise<void> {
  const { meta } = store.db
  const least = ((await meta.get('schemaMin'))?.value as number | undefined) ?? 0
  if (least > STORE_SCHEMA) {
    stopWriting(store)
    throw new Problem('APP_OUTDATED')
  }
  // A store that is locked is written to before its person has opened it with this code.
  if (least < STORE_SCHEMA) await meta.put({ key: 'schemaMin', value: STORE_SCHEMA })
}

function problemOf(error: unknown, store: Store): Problem {
  if (error instanceof Problem) return error
  if (store.isOutdated) return new Problem('APP_OUTDATED')
  const names = namesOf(error)
  if (names.includes('QuotaExceededError')) return new Problem('DEVICE_STORAGE_FULL')
  return new Problem('DEVICE_STORAGE_FAILED', { cause: names.join(' / ') })
}

/** Tells whoever listens that something was written. */
export function announce({ written }: Store): void {
  for (const listener of written) listener()
}
