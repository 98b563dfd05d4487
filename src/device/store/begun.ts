import type { BegunRow, Database } from './database.ts'
import { hasWaitingAmendment } from './queue.ts'
import { commit, type Store } from './store.ts'

/**
 * What was typed for one item and is no answer yet, by name of its field: one number of two, a
 * measure without its conclusion, a room that was named and not looked at. It is nobody's answer:
 * it is not scored, and never leaves the device but in a file of its author's own.
 */
export type Begun = Readonly<Record<string, string>>

/**
 * Keeps what was begun of an item; nothing removes it. Resolves only when it is on disk. Of a
 * visit that takes no more answers nothing is kept: the last key may come after it was handed in.
 * @throws Problem DEVICE_STORAGE_FULL | DEVICE_STORAGE_FAILED | APP_OUTDATED: nothing was kept
 */
export async function saveBegun(store: Store, insp: string, item: string, begun: Begun): Promise<void> {
  const { db } = store
  if (Object.keys(begun).length === 0) {
    await commit(store, ['begun'], () => db.begun.delete([insp, item]))
    return
  }
  const texts = await db.pack(begun)
  await commit(store, ['inspection', 'visit', 'outbox', 'begun'], async () => {
    if (await takesAnswers(db, insp)) await db.begun.put({ insp, item, texts })
  })
}

/** Whether it is open here, or was returned to its author and not sent back. */
async function takesAnswers(db: Database, insp: string): Promise<boolean> {
  const local = await db.inspection.get(insp)
  if (local) return local.state !== 'waiting'
  const visit = await db.visit.get(insp)
  return visit?.review?.state === 'returned' && !(await hasWaitingAmendment(db, insp))
}

/** The visit of each item of which something is begun, of those that take answers. */
export async function begunHere(db: Database): Promise<string[]> {
  const visits = (await db.begun.orderBy('insp').keys()) as string[]
  const open = await Promise.all(
    [...new Set(visits)].map(async (insp) => [insp, await takesAnswers(db, insp)] as const),
  )
  const isOpen = new Map(open)
  return visits.filter((insp) => isOpen.get(insp))
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
