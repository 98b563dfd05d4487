import { emptyView, type ViewDigest, withRow } from '../../domain/view-digest.ts'
import { digestOf } from '../../protocol/digest.ts'
import type { Database } from './database.ts'
import type { Packed } from './packing.ts'
import { commit, type Store } from './store.ts'

export type HeldView = Record<'facility' | 'checklist' | 'inspection' | 'assignment', ViewDigest>

/** What this device holds of the view, row by row from its own tables. */
export async function digestOfView({ db }: Store): Promise<HeldView> {
  const [facilities, checklists, results, assignments] = await Promise.all([
    db.facility.toArray(),
    db.checklist.toArray(),
    db.result.toArray(),
    db.assignment.toArray(),
  ])
  let checklist = emptyView
  for (const { id, version, hash } of checklists) checklist = withRow(checklist, await digestOf({ id, version, hash }))
  return {
    facility: await digestOfRows(db, facilities),
    checklist,
    inspection: await digestOfRows(db, results),
    assignment: await digestOfRows(db, assignments),
  }
}

async function digestOfRows(db: Database, rows: readonly { body: Packed<unknown> }[]): Promise<ViewDigest> {
  let view = emptyView
  for (const { body } of rows) view = withRow(view, await digestOf(await db.unpack(body)))
  return view
}

/** Notes that the view was compared; one that differs is read anew from its beginning. What waits to be sent is not touched. */
export async function noteVerified(store: Store, isSame: boolean, now: number): Promise<void> {
  await commit(store, ['meta'], async () => {
    await store.db.meta.put({ key: 'verifiedAt', value: now })
    if (!isSame) await store.db.meta.delete('cursor')
  })
}
