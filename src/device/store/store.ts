import Dexie from 'dexie'
import { Problem } from '../../domain/problem.ts'
import { Database, type MetaKey } from './database.ts'

/** One person's store on this device. */
export type Store = {
  readonly db: Database
  readonly personId: string
  /** Called after every committed edit: the sync engine listens. */
  readonly written: Set<() => void>
  /** True once a newer version of the app has opened the database: this page must not write any more. */
  isOutdated: boolean
}

/** Opens (or creates) the store of one person. Each has a database of its own. */
export async function openStore(personId: string, name = `so-kiem:${personId}`): Promise<Store> {
  const db = new Database(name)
  const store: Store = { db, personId, written: new Set(), isOutdated: false }
  db.on('versionchange', () => {
    // Dexie would open again by itself and let old code write into the newer database.
    store.isOutdated = true
    db.close({ disableAutoOpen: true })
    return false
  })
  await db.open()
  await db.transaction('rw', db.meta, async () => {
    if (!(await db.meta.get('deviceId'))) {
      await db.meta.bulkPut([
        { key: 'deviceId', value: crypto.randomUUID() },
        { key: 'nextSeq', value: 1 },
        { key: 'gen', value: 0 },
      ])
    }
  })
  return store
}

export function closeStore(store: Store): void {
  store.written.clear()
  store.db.close({ disableAutoOpen: true })
}

/** A value of the `meta` table; null where it was never set. */
export async function readMeta<T>({ db }: Store, key: MetaKey): Promise<T | null> {
  return ((await db.meta.get(key))?.value as T | undefined) ?? null
}

type TableName =
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

/**
 * Runs one read-write transaction and returns only when it is complete: nothing
 * may be called saved before. A connection that the browser lost is opened again
 * and the transaction tried once more.
 * @throws Problem DEVICE_STORAGE_FULL, DEVICE_STORAGE_FAILED, APP_OUTDATED, or a Problem that `work` threw
 */
export async function commit<T>(store: Store, tables: TableName[], work: () => Promise<T>): Promise<T> {
  if (store.isOutdated) throw new Problem('APP_OUTDATED')
  const run = () => store.db.transaction('rw', tables, work)
  try {
    return await run()
  } catch (error) {
    const problem = problemOf(error, store)
    if (problem.code !== 'DEVICE_STORAGE_FAILED') throw problem
    // iOS loses its database process after a long sleep; a fresh connection writes again.
    store.db.close({ disableAutoOpen: false })
    try {
      await store.db.open()
      return await run()
    } catch (again) {
      throw problemOf(again, store)
    }
  }
}

function problemOf(error: unknown, store: Store): Problem {
  if (error instanceof Problem) return error
  if (store.isOutdated) return new Problem('APP_OUTDATED')
  const names = namesOf(error)
  if (names.includes('QuotaExceededError')) return new Problem('DEVICE_STORAGE_FULL')
  return new Problem('DEVICE_STORAGE_FAILED', { cause: names.join(' / ') })
}

/** Dexie wraps the browser's error: a full disk shows as AbortError with the reason inside. */
function namesOf(error: unknown): string[] {
  if (error instanceof Dexie.DexieError || error instanceof Error) {
    const inner = (error as { inner?: unknown }).inner
    return [error.name, ...(inner && inner !== error ? namesOf(inner) : [])]
  }
  return [String(error)]
}

/** Tells whoever listens that something was written. */
export function announce({ written }: Store): void {
  for (const listener of written) listener()
}
