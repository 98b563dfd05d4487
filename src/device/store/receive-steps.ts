import type { AttentionRow, Database } from './database.ts'
import { enqueue, isStepCell, newMutationId, photoCell } from './queue.ts'

/**
 * What this person said of somebody's inspection while a restored server did not have it yet, and was told so:
 * now that the inspection is back it is said again. Its author's device may have come later than this one.
 * Inside the page's transaction.
 */
export async function sayUnheardSteps(db: Database, inspections: readonly string[]): Promise<void> {
  const rows = await db.attention.where('insp').anyOf(inspections).toArray()
  for (const row of rows) {
    if (row.code !== 'INSPECTION_UNKNOWN' || row.doneAt !== undefined || !(await isOfStep(db, row))) continue
    const { insp, cell = '', payload } = row
    // The row's own content: sealed with its visit and its time.
    const said = { id: newMutationId(), insp, cell, base: 0, at: row.at, bytes: RESAID_BYTES, payload }
    await enqueue(db, { ...said, state: 'open', seq: null })
    await db.attention.update(row.id, { doneAt: Date.now() })
  }
}

/** As large as a step may be with every item of a long checklist returned: only the limit of a batch asks. */
const RESAID_BYTES = 64 * 1024

async function isOfStep(db: Database, { cell = '' }: AttentionRow): Promise<boolean> {
  if (isStepCell(cell)) return true
  const prefix = photoCell('')
  if (!cell.startsWith(prefix)) return false
  return (await db.photo.get(cell.slice(prefix.length)))?.step !== undefined
}
