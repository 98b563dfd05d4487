import type { Answer } from '../../domain/answer.ts'
import { Problem } from '../../domain/problem.ts'
import type { AnswerRow } from './database.ts'
import { enqueue, entryOf } from './queue.ts'
import { announce, commit, type Store } from './store.ts'

/**
 * Keeps one answer and what must be sent of it, in one transaction. Resolves only
 * when both are on disk: from then on the screen may say "đã lưu".
 * @param shown what had come down when the author looked (`OpenInspection.pulled`); absent where they chose between all there is
 * @throws Problem DEVICE_STORAGE_FULL | DEVICE_STORAGE_FAILED | APP_OUTDATED: nothing was kept;
 *   INSPECTION_CLOSED: it has been submitted meanwhile (in another tab)
 */
export async function saveAnswer(
  store: Store,
  inspectionId: string,
  itemId: string,
  answer: Answer,
  shown?: number,
): Promise<{ savedAt: number }> {
  const { db } = store
  const savedAt = Date.now()
  const packed = await db.pack(answer)
  const entry = await entryOf(db, inspectionId, { k: 'answer.set', set: { [itemId]: [0, answer] } }, savedAt, itemId)
  await commit(store, ['inspection', 'answer', 'outbox'], async () => {
    // Reads side by side, then writes side by side: on a slow tablet each round to the database costs more than the work.
    const [inspection, before, queued] = await Promise.all([
      db.inspection.get(inspectionId),
      db.answer.get([inspectionId, itemId]),
      db.outbox.where({ insp: inspectionId, cell: itemId }).toArray(),
    ])
    if (!inspection) throw new Problem('INSPECTION_UNKNOWN')
    if (inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
    const rev = before?.rev ?? 0
    const open = queued.find(({ state }) => state === 'open')
    // The newest text of a cell is enough; the base stays what its author first saw, unless both values were shown.
    const isReplaced = open !== undefined && !before?.contested
    const known = isReplaced ? open.base : rev
    const { pulled = 0 } = before ?? {}
    // Somebody else's answer came down that the screen had not shown yet: this one does not rest on it.
    const base = shown !== undefined && shown < pulled ? Math.min(known, pulled - 1) : known
    const seen = isReplaced ? open.seen : before?.told
    const rests = { base, ...(seen && { seen }) }
    // Choosing again settles a contested answer: its author has now seen both.
    const row: AnswerRow = {
      insp: inspectionId,
      cell: itemId,
      rev,
      ...(before?.told && { told: before.told }),
      ...(before?.doubted && { doubted: true }),
      ...(pulled > 0 && { pulled }),
      contested: false,
      answer: packed,
    }
    const place = inspection.place && { ...inspection.place, itemId }
    await Promise.all([
      db.answer.put(row),
      open ? db.outbox.put({ ...open, ...entry, ...rests, id: open.id }) : enqueue(db, { ...entry, ...rests }),
      db.inspection.put({ ...inspection, savedAt, edits: inspection.edits + 1, place }),
    ])
  })
  announce(store)
  return { savedAt }
}
