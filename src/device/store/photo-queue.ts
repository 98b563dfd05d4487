import type { Photo, PhotoState } from '../../domain/photo.ts'
import type { ProblemCode } from '../../domain/problem.ts'
import type { PhotoRow } from './database.ts'
import { unsentStates } from './photo-rows.ts'
import { photoCell } from './queue.ts'
import { commit, type Store } from './store.ts'

/** What the photo lane asks of the store and tells it. */

export type Waiting = Photo & { tried: boolean }

/** Living photos whose picture the server has not confirmed, and whose `photo.add` it has taken; oldest first. */
export async function photosToSend(store: Store): Promise<Waiting[]> {
  const ready = await photoRowsToSend(store)
  return Promise.all(ready.map(async ({ body, tried }) => ({ ...(await store.db.unpack(body)), tried })))
}

/**
 * The same as rows, without looking into them.
 * @param taken numbers up to this one the server has taken too, through another (P49)
 */
export async function photoRowsToSend({ db }: Store, taken = 0): Promise<PhotoRow[]> {
  const rows = await db.photo
    .where('state')
    .anyOf(unsentStates)
    .filter(({ removedAt }) => removedAt === null)
    .sortBy('addedAt')
  const notTaken = new Set<string>()
  for (const insp of new Set(rows.map((row) => row.insp))) {
    const prefix = photoCell('')
    const entries = await db.outbox
      .where('[insp+cell]')
      .between([insp, prefix], [insp, `${prefix}\uffff`])
      .toArray()
    for (const { cell, seq } of entries) if (seq === null || seq > taken) notTaken.add(cell)
    // Refused with its inspection, it goes out with it: until then the server would not know what the bytes are for.
    for (const { cell, kind, doneAt } of await db.attention.where({ insp }).toArray())
      if (cell !== undefined && kind !== 'late' && doneAt === undefined) notTaken.add(cell)
  }
  return rows.filter(({ id }) => !notTaken.has(photoCell(id)))
}

/** Notes where a photo stands. The server's confirmation has come meanwhile: then that stands. */
export async function notePhoto(
  store: Store,
  id: string,
  state: Exclude<PhotoState, 'received'>,
  refusal: ProblemCode | null = null,
): Promise<void> {
  const { db } = store
  await commit(store, ['photo'], async () => {
    const row = await db.photo.get(id)
    if (!row || row.state === 'received') return
    await db.photo.update(id, { state, refusal, tried: row.tried || state === 'sending' })
  })
}

/** The server has confirmed these hashes. */
export async function noteReceived(store: Store, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return
  const { db } = store
  await commit(store, ['photo'], () =>
    db.photo
      .where('sha256')
      .anyOf(hashes)
      .and(({ state }) => state !== 'refused')
      .modify({ state: 'received' }),
  )
}
