import type { BegunRow, Database } from './database.ts'
import { commit, type Store } from './store.ts'

/**
 * What was typed for one item and is no answer yet, by name of its field: one number of two, a
 * measure without its conclusion, a room that was named and not looked at. It is nobody's answer:
 * it is not scored, and never leaves the device but in a file of its author's own.
 */
export type Begun = Readonly<Record<string, string>>

/**
 * Keeps what was begun of an item; nothing removes it. Resolves only when it is on disk.
 * @throws Problem DEVICE_STORAGE_FULL | DEVICE_STORAGE_FAILED | APP_OUTDATED: nothing was kept
 */
export async function saveBegun(store: Store, insp: string, item: string, begun: Begun): Promise<void> {
  const { db } = store
  if (Object.keys(begun).length === 0) {
    await commit(store, ['begun'], () => db.begun.delete([insp, item]))
    return
  }
  const texts = await db.pack(begun)
  await commit(store, ['begun'], () => db.begun.put({ insp, item, texts }))
}

/** What was begun in a visit, by item. */
export async function readBegun({ db }: Store, insp: string): Promise<Record<string, Begun>> {
  return openBegun(db, await db.begun.where({ insp }).toArray())
}

/** Rows → what they say. After a transaction, never inside one. */
export async function openBegun(db: Database, rows: readonly BegunRow[]): Promise<Record<string, Begun>> {
  const opened = rows.map(async ({ item, texts }): Promise<[string, Begun]> => [item, await db.unpack(texts)])
  return Object.fromEntries(await Promise.all(opened))
}

/** A visit that takes no more answers has no use for what was begun. Inside a transaction. */
export async function forgetBegun(db: Database, insp: string): Promise<void> {
  await db.begun.where({ insp }).delete()
}
