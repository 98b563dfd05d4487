import { type Answer, type AnswerValue, NOTE_MAX, withSaid } from '../../domain/answer.ts'
import { Problem } from '../../domain/problem.ts'
import type { AnswerRow, Database, InspectionRow, OutboxRow } from './database.ts'
import { isSamePacked, type Packed } from './packing.ts'
import { type Entry, enqueue, entryOf } from './queue.ts'
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
  const said = await saidOf(db, inspectionId, itemId, answer, savedAt)
  await commit(store, ['inspection', 'answer', 'outbox'], async () => {
    // Reads side by side, then writes side by side: on a slow tablet each round to the database costs more than the work.
    const [inspection, before, queued] = await Promise.all([
      db.inspection.get(inspectionId),
      db.answer.get([inspectionId, itemId]),
      db.outbox.where({ insp: inspectionId, cell: itemId }).toArray(),
    ])
    const open = editable(inspection)
    const after = { ...edited(open, savedAt), place: open.place && { ...open.place, itemId } }
    await Promise.all([...write(db, said, before, queued, shown), db.inspection.put(after)])
  })
  announce(store)
  return { savedAt }
}

/**
 * Gives every one of these items that has no answer yet the same value, all in one
 * transaction. What is answered by then, here or in another tab, stays as it is.
 * @param note is added to what is noted already, where there is room for it
 * @returns the items that were answered by it, and what each of them says now
 * @throws Problem as `saveAnswer`: nothing was kept
 */
export async function answerBlanks(
  store: Store,
  inspectionId: string,
  itemIds: readonly string[],
  value: AnswerValue,
  note: string,
): Promise<{ savedAt: number; answers: Record<string, Answer> }> {
  const { db } = store
  const savedAt = Date.now()
  const keys = itemIds.map((itemId): [string, string] => [inspectionId, itemId])
  const rows = await db.answer.bulkGet(keys)
  const blanks = await Promise.all(
    rows.map(async (row, index) => {
      const itemId = itemIds[index] as string
      const before: Answer = row ? await db.unpack(row.answer) : { value: null }
      if (before.value !== null) return null
      const answer = withSaid(before, { value, note: noted(before.note, note) })
      return { seen: row, answer, said: await saidOf(db, inspectionId, itemId, answer, savedAt) }
    }),
  )
  const answers: Record<string, Answer> = {}
  await commit(store, ['inspection', 'answer', 'outbox'], async () => {
    const [inspection, now, queued] = await Promise.all([
      db.inspection.get(inspectionId),
      db.answer.bulkGet(keys),
      db.outbox.where('[insp+cell]').anyOf(keys).toArray(),
    ])
    const after = edited(editable(inspection), savedAt)
    const writes = blanks.flatMap((blank, index) => {
      const row = now[index]
      if (blank === null || !isStill(blank.seen, row)) return []
      const { cell } = blank.said
      answers[cell] = blank.answer
      const waiting = queued.filter((entry) => entry.cell === cell)
      return write(db, blank.said, row, waiting)
    })
    await Promise.all([...writes, db.inspection.put(after)])
  })
  announce(store)
  return { savedAt, answers }
}

function noted(before: string | undefined, note: string): string {
  if (!before) return note
  const both = `${before}\n${note}`
  return both.length > NOTE_MAX ? before : both
}

/** What a transaction finds is what was read, and unpacked, before it. */
function isStill(seen: AnswerRow | undefined, now: AnswerRow | undefined): boolean {
  return seen === undefined || now === undefined ? seen === now : isSamePacked(seen.answer, now.answer)
}

/** An answer and its mutation, packed before their transaction opens. */
type Said = { insp: string; cell: string; packed: Packed<Answer>; entry: Entry }

async function saidOf(db: Database, insp: string, cell: string, answer: Answer, at: number): Promise<Said> {
  const [packed, entry] = await Promise.all([
    db.pack(answer),
    entryOf(db, insp, { k: 'answer.set', set: { [cell]: [0, answer] } }, at, cell),
  ])
  return { insp, cell, packed, entry }
}

/** To be called inside the transaction of the edit. */
function write(
  db: Database,
  { insp, cell, packed, entry }: Said,
  before: AnswerRow | undefined,
  queued: readonly OutboxRow[],
  shown?: number,
): Promise<unknown>[] {
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
    insp,
    cell,
    rev,
    ...(before?.told && { told: before.told }),
    ...(before?.doubted && { doubted: true }),
    ...(pulled > 0 && { pulled }),
    contested: false,
    answer: packed,
  }
  return [
    db.answer.put(row),
    open ? db.outbox.put({ ...open, ...entry, ...rests, id: open.id }) : enqueue(db, { ...entry, ...rests }),
  ]
}

/** @throws Problem INSPECTION_UNKNOWN | INSPECTION_CLOSED */
function editable(inspection: InspectionRow | undefined): InspectionRow {
  if (!inspection) throw new Problem('INSPECTION_UNKNOWN')
  if (inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
  return inspection
}

function edited(inspection: InspectionRow, savedAt: number): InspectionRow {
  return { ...inspection, savedAt, edits: inspection.edits + 1 }
}
