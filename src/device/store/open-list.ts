import type { InspectionHead } from '../../domain/inspection.ts'
import { titleOf } from './checklists.ts'
import type { LocalState, Refusal } from './database.ts'
import type { Store } from './store.ts'
import { countChangesOf } from './together.ts'

/** An inspection on this device, as lists show it: without its answers, which would have to be opened one by one. */
export type OpenSummary = {
  id: string
  head: InspectionHead
  state: LocalState
  refusal: Refusal | null
  savedAt: number
  checklistTitle: string
  /** Changes the server has not confirmed yet. */
  unsent: number
}

/** Every inspection still on this device, last touched first. */
export async function listOpen(store: Store): Promise<OpenSummary[]> {
  const { db } = store
  const rows = await db.transaction('r', db.inspection, db.outbox, async () => {
    const open = await db.inspection.toArray()
    return Promise.all(open.map(async (row) => ({ ...row, unsent: await countChangesOf(db, row.id) })))
  })
  const list = rows.map(async ({ id, state, savedAt, unsent, ...packed }): Promise<OpenSummary> => {
    const head = await db.unpack(packed.head)
    const refusal = packed.refusal && (await db.unpack(packed.refusal))
    return { id, head, state, refusal, savedAt, unsent, checklistTitle: await titleOf(store, head.checklist) }
  })
  return (await Promise.all(list)).sort((a, b) => b.savedAt - a.savedAt)
}
