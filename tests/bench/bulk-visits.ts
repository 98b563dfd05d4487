import { entryOf } from '../../src/device/store/queue.ts'
import type { Store } from '../../src/device/store/store.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'

/** A visit as it would lie on a tablet after weeks without a network, with its entries in the outbox; written at once. */
export async function writeVisit(
  { db }: Store,
  { id, head, answers }: { id: string; head: InspectionHead; answers: Readonly<Record<string, Answer>> },
): Promise<void> {
  const now = Date.now()
  const cells = Object.entries(answers)
  const entries = [
    await entryOf(db, id, { k: 'inspection.start', head }, now),
    ...(await Promise.all(
      cells.map(([item, answer]) => entryOf(db, id, { k: 'answer.set', set: { [item]: [0, answer] } }, now, item)),
    )),
  ]
  const rows = await Promise.all(
    cells.map(async ([cell, answer]) => ({
      insp: id,
      cell,
      rev: 0,
      contested: false,
      answer: await db.pack(answer),
    })),
  )
  const packed = await db.pack(head)
  await db.transaction('rw', db.inspection, db.answer, db.outbox, async () => {
    const kept = { id, state: 'draft' as const, savedAt: now, edits: 0, place: null, refusal: null }
    await db.inspection.add({ ...kept, head: packed })
    await db.answer.bulkAdd(rows)
    await db.outbox.bulkAdd(entries as never)
  })
}
