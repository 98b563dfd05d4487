import type { Answer } from '../../domain/answer.ts'
import { Problem } from '../../domain/problem.ts'
import type { AnswerRow } from './database.ts'
import { pack } from './packing.ts'
import { enqueue, entryOf } from './queue.ts'
import { announce, commit, type Store } from './store.ts'

/**
 * Keeps one answer and what must be sent of it, in one transaction. Resolves only
 * when both are on disk: from then on the screen may say "đã lưu".
 * @throws Problem DEVICE_STORAGE_FULL | DEVICE_STORAGE_FAILED | APP_OUTDATED: nothing was kept;
 *   INSPECTION_CLOSED: it has been submitted meanwhile (in another tab)
 */
export async function saveAnswer(
  store: Store,
  inspectionId: string,
  itemId: string,
  answer: Answer,
): Promise<{ savedAt: number }> {
  const savedAt = Date.now()
  const packed = await pack(answer)
  const entry = await entryOf(inspectionId, { k: 'answer.set', set: { [itemId]: [0, answer] } }, savedAt, itemId)
  const { db } = store
  await commit(store, ['inspection', 'answer', 'outbox'], async () => {
    const inspection = await db.inspection.get(inspectionId)
    if (!inspection) throw new Problem('INSPECTION_UNKNOWN')
    if (inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
    const before = await db.answer.get([inspectionId, itemId])
    const rev = before?.rev ?? 0
    // Choosing again settles a contested answer: its author has now seen both.
    const row: AnswerRow = { insp: inspectionId, cell: itemId, rev, contested: false, answer: packed }
    await db.answer.put(row)
    const open = await db.outbox
      .where({ insp: inspectionId, cell: itemId })
      .filter(({ state }) => state === 'open')
      .first()
    if (open) {
      // The newest text of a cell is enough; the base stays what its author first saw, unless both were shown.
      const base = before?.contested ? rev : open.base
      await db.outbox.update(open.localId, { payload: entry.payload, bytes: entry.bytes, at: savedAt, base })
    } else {
      await enqueue(db, { ...entry, base: rev })
    }
    const place = inspection.place ? { ...inspection.place, itemId } : null
    await db.inspection.update(inspectionId, { savedAt, edits: inspection.edits + 1, ...(place && { place }) })
  })
  announce(store)
  return { savedAt }
}
