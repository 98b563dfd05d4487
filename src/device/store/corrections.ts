import { type Answer, isSameAnswer } from '../../domain/answer.ts'
import { type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { lockedItems, reviewOf } from '../../domain/review.ts'
import { amendmentEntry, isAmended, ownRecord } from './amendments.ts'
import { forgetBegun } from './begun.ts'
import type { CorrectionRow, ResultRow } from './database.ts'
import { isSamePacked } from './packing.ts'
import { enqueue, hasWaitingAmendment } from './queue.ts'
import { type ResultSummary, summaryOf } from './replica.ts'
import { announce, commit, type Store } from './store.ts'

/** An answer that was returned, corrected on this device and not sent back yet. */
export type Correction = {
  item: string
  answer: Answer
  savedAt: number
  /** It was made of a seal that stands no more, or its item is not open any more: its author looks at it again. */
  isStale: boolean
}

/** What was corrected of this record, oldest first. */
export async function listCorrections({ db }: Store, record: InspectionRecord): Promise<Correction[]> {
  const rows = await db.correction.where({ insp: record.id }).toArray()
  const corrections = rows.map(async (row) => ({
    item: row.item,
    answer: await db.unpack(row.answer),
    savedAt: row.savedAt,
    isStale: isStale(record, row),
  }))
  return (await Promise.all(corrections)).sort((a, b) => a.savedAt - b.savedAt)
}

function isStale(record: InspectionRecord, { item, seal }: CorrectionRow): boolean {
  return seal !== sealNoOf(record) || whyClosed(record, item) !== null
}

function whyClosed(record: InspectionRecord, item: string): ProblemCode | null {
  if (record.status === 'approved') return 'INSPECTION_APPROVED'
  if (record.status !== 'returned') return 'SEAL_MOVED'
  return lockedItems(record, [item]).length > 0 ? 'ITEM_NOT_RETURNED' : null
}

/**
 * Keeps one correction. Resolves only when it is on disk. What says again what is
 * sealed is no correction.
 * @throws Problem ITEM_NOT_RETURNED, SEAL_MOVED, INSPECTION_APPROVED: not open to it;
 *   INSPECTION_CLOSED: what was corrected is on its way; DEVICE_STORAGE_FULL, DEVICE_STORAGE_FAILED,
 *   APP_OUTDATED: nothing was kept
 */
export async function saveCorrection(
  store: Store,
  insp: string,
  item: string,
  answer: Answer,
): Promise<{ savedAt: number }> {
  const { db } = store
  const packed = await db.pack(answer)
  const savedAt = Date.now()
  for (;;) {
    const { record, row } = await openRecord(store, insp)
    const closed = whyClosed(record, item)
    if (closed) throw new Problem(closed, { item })
    const sealed = record.cells[item]?.answer ?? { value: null }
    const isDone = await commit(store, ['result', 'correction', 'outbox'], async () => {
      if (!(await isStill(store, row))) return false
      if (isSameAnswer(sealed, answer)) await db.correction.delete([insp, item])
      else await db.correction.put({ insp, item, seal: sealNoOf(record), savedAt, answer: packed })
      return true
    })
    if (isDone) break
  }
  announce(store)
  return { savedAt }
}

/** Lets a correction go: the answer that is sealed stays. */
export async function dropCorrection(store: Store, insp: string, item: string): Promise<void> {
  const { correction, begun } = store.db
  await commit(store, ['correction', 'begun'], async () => {
    await Promise.all([correction.delete([insp, item]), begun.delete([insp, item])])
  })
  announce(store)
}

/**
 * Sends everything that was corrected back to the reviewer, as one amendment, and
 * clears it here in the same transaction. What no longer rests on the seal that
 * stands is left.
 * @throws Problem SEAL_MOVED, INSPECTION_APPROVED: it is not returned (any more); INSPECTION_CLOSED: it is on its way
 *   already; INCOMPLETE {missing}: something that now applies has no answer; CHECKLIST_UNKNOWN
 */
export async function sendCorrections(store: Store, insp: string, reason: string): Promise<void> {
  const { db } = store
  for (;;) {
    const { record, row } = await openRecord(store, insp)
    if (record.status !== 'returned')
      throw new Problem(record.status === 'approved' ? 'INSPECTION_APPROVED' : 'SEAL_MOVED')
    const rows = (await db.correction.where({ insp }).toArray()).filter((each) => !isStale(record, each))
    const answers = await Promise.all(rows.map(async (each) => [each.item, await db.unpack(each.answer)] as const))
    const entry = await amendmentEntry(store, record, { set: Object.fromEntries(answers), reason })
    const isDone = await commit(store, ['result', 'correction', 'begun', 'outbox'], async () => {
      if (!(await isStill(store, row)) || !(await areStill(store, insp, rows, record))) return false
      await db.correction.bulkDelete(rows.map(({ item }): [string, string] => [insp, item]))
      await forgetBegun(db, insp)
      await enqueue(db, entry)
      return true
    })
    if (isDone) break
  }
  announce(store)
}

type Opened = { record: InspectionRecord; row: ResultRow }

async function openRecord(store: Store, insp: string): Promise<Opened> {
  const row = await store.db.result.get(insp)
  const record = await ownRecord(store, insp)
  if (!row) throw new Problem('INSPECTION_UNKNOWN')
  if (await isAmended(store, record)) throw new Problem('INSPECTION_CLOSED')
  return { record, row }
}

/** Whether the record is what was read before the transaction. @throws Problem INSPECTION_CLOSED */
async function isStill({ db }: Store, row: ResultRow): Promise<boolean> {
  if (await hasWaitingAmendment(db, row.id)) throw new Problem('INSPECTION_CLOSED')
  const now = await db.result.get(row.id)
  return now !== undefined && isSamePacked(now.body, row.body)
}

/** Whether another tab has corrected nothing since. */
async function areStill({ db }: Store, insp: string, read: readonly CorrectionRow[], record: InspectionRecord) {
  const now = (await db.correction.where({ insp }).toArray()).filter((each) => !isStale(record, each))
  const isRead = ({ item, answer }: CorrectionRow) =>
    read.some((each) => each.item === item && isSamePacked(each.answer, answer))
  return now.length === read.length && now.every(isRead)
}

/**
 * Takes what the server has refused of an amendment back among the corrections, where
 * its items are open and nothing newer stands there; the refusal is dealt with thereby.
 * @throws Problem SEAL_MOVED, INSPECTION_APPROVED, ITEM_NOT_RETURNED: nothing of it is open; it stays where it is
 */
export async function takeBackCorrections(store: Store, attentionId: string): Promise<void> {
  const { db } = store
  const refused = await db.attention.get(attentionId)
  const said = refused && (await db.unpack(refused.payload))
  if (!refused || said?.k !== 'inspection.amend') throw new Problem('INSPECTION_UNKNOWN')
  const { record } = await openRecord(store, refused.insp)
  const items = Object.keys(said.set)
  const open = items.filter((item) => whyClosed(record, item) === null)
  if (open.length === 0) throw new Problem(whyClosed(record, items[0] ?? '') ?? 'SEAL_MOVED')
  const rows = await Promise.all(
    open.map(async (item): Promise<CorrectionRow> => {
      const answer = await db.pack(said.set[item] as Answer)
      return { insp: refused.insp, item, seal: sealNoOf(record), savedAt: Date.now(), answer }
    }),
  )
  await commit(store, ['correction', 'attention'], async () => {
    const there = await db.correction.bulkGet(rows.map(({ insp, item }): [string, string] => [insp, item]))
    await db.correction.bulkPut(rows.filter((_row, index) => there[index] === undefined))
    await db.attention.update(attentionId, { seenAt: Date.now() })
  })
  announce(store)
}

/** One's own inspection that a reviewer has returned. */
export type Returned = ResultSummary & {
  /** Items that were named, and how many of them are corrected here. */
  items: number
  corrected: number
  /** What was corrected is on its way back. */
  isSent: boolean
}

/** Everything of one's own that was returned, longest ago first. */
export async function listReturned(store: Store): Promise<Returned[]> {
  const { db } = store
  const visits = await db.visit.filter(({ review }) => review?.state === 'returned').toArray()
  const rows = await db.result.bulkGet(visits.map(({ id }) => id))
  const returned = await Promise.all(
    rows.map(async (row): Promise<Returned[]> => {
      if (!row) return []
      const record = await db.unpack(row.body)
      if (record.createdBy.id !== store.personId) return []
      const [corrections, waits] = await Promise.all([
        db.correction.where({ insp: row.id }).toArray(),
        hasWaitingAmendment(db, row.id),
      ])
      const named = reviewOf(record)?.returned ?? new Map<string, string[]>()
      const corrected = corrections.filter(({ item }) => named.has(item)).length
      const isSent = waits || (await isAmended(store, record))
      return [{ ...(await summaryOf(store, row)), items: named.size, corrected, isSent }]
    }),
  )
  return returned.flat().sort((a, b) => (a.submittedAt ?? 0) - (b.submittedAt ?? 0))
}
