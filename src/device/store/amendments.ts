import { type Answer, isSameAnswer } from '../../domain/answer.ts'
import { missingIn } from '../../domain/completeness.ts'
import { answersIn, type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import { Problem } from '../../domain/problem.ts'
import { lockedItems } from '../../domain/review.ts'
import { score } from '../../domain/scoring/score.ts'
import { summaryOf } from '../../domain/scoring/summary.ts'
import { digestOfSealed } from '../../protocol/sealed-digest.ts'
import { getChecklist } from './checklists.ts'
import { sealsTold } from './evidence.ts'
import { type Entry, enqueue, entryOf, hasWaitingAmendment } from './queue.ts'
import { getResult } from './replica.ts'
import { signSeal } from './sign-seal.ts'
import { announce, commit, type Store } from './store.ts'

/** The answers that change, and why. */
export type Amendment = { set: Readonly<Record<string, Answer>>; reason: string }

/**
 * Queues a correction of one's own sealed inspection. The record here stays as it
 * is until the server has added the new seal and sends it.
 * @throws Problem INSPECTION_UNKNOWN, INSPECTION_OF_ANOTHER, CHECKLIST_UNKNOWN, INSPECTION_APPROVED, ITEM_NOT_RETURNED
 */
export async function amendInspection(store: Store, id: string, amendment: Amendment): Promise<void> {
  const entry = await amendmentEntry(store, await ownRecord(store, id), amendment)
  await commit(store, ['outbox'], () => enqueue(store.db, entry))
  announce(store)
}

/** One's own sealed inspection. @throws Problem INSPECTION_UNKNOWN, INSPECTION_OF_ANOTHER */
export async function ownRecord(store: Store, id: string): Promise<InspectionRecord> {
  const record = await getResult(store, id)
  if (!record) throw new Problem('INSPECTION_UNKNOWN')
  if (record.createdBy.id !== store.personId) throw new Problem('INSPECTION_OF_ANOTHER')
  return record
}

/**
 * An amendment on its way into the outbox.
 * @throws Problem CHECKLIST_UNKNOWN, INSPECTION_APPROVED, ITEM_NOT_RETURNED
 */
export async function amendmentEntry(
  store: Store,
  record: InspectionRecord,
  { set, reason }: Amendment,
): Promise<Entry> {
  const { id, head } = record
  const checklist = await getChecklist(store, head.checklist)
  if (!checklist) throw new Problem('CHECKLIST_UNKNOWN')
  checkOpen(record, set)
  const answers = { ...answersIn(record.cells), ...set }
  const scored = score(checklist, head.facts, answers, { date: head.date })
  const missing = missingIn(scored).map(({ itemId }) => itemId)
  if (missing.length > 0) throw new Problem('INCOMPLETE', { missing })
  const at = Date.now()
  const baseSeal = sealNoOf(record)
  const digest = await digestOfSealed({ ...record, answers })
  // The hash of the seal that this one follows, as its author's device knows it.
  const previous = (await sealsTold(store, id)).find(({ no }) => no === baseSeal)?.receipt?.said.sealed ?? null
  const said = { kind: 'amend' as const, inspection: id, digest, seal: baseSeal + 1, previous, reason, at }
  const signature = await signSeal(store, said)
  return entryOf(
    store.db,
    id,
    {
      k: 'inspection.amend',
      baseSeal,
      set: { ...set },
      reason,
      digest,
      score: summaryOf(scored),
      ...(signature && { signature }),
    },
    at,
  )
}

/** What the server would refuse is not said (P68). @throws Problem INSPECTION_APPROVED, ITEM_NOT_RETURNED */
function checkOpen(record: InspectionRecord, set: Amendment['set']): void {
  if (record.status === 'approved') throw new Problem('INSPECTION_APPROVED')
  const changed = Object.entries(set).flatMap(([item, answer]) => {
    const sealed = record.cells[item]?.answer
    return sealed && isSameAnswer(sealed, answer) ? [] : [item]
  })
  const [locked] = lockedItems(record, changed)
  if (locked !== undefined) throw new Problem('ITEM_NOT_RETURNED', { item: locked })
}

/** Whether a correction of this inspection still waits to be sent. */
export async function isAmending({ db }: Store, id: string): Promise<boolean> {
  return (await hasWaitingAmendment(db, id)) && (await db.inspection.get(id)) === undefined
}

/** Whether this seal was amended here, and the server has taken it but has not told of it yet. */
export async function isAmended({ db }: Store, record: InspectionRecord): Promise<boolean> {
  const rows = await db.sent.where({ insp: record.id }).toArray()
  const taken = rows.filter(({ cell, before }) => cell === '' && (before ?? 'taken') === 'taken')
  const said = await Promise.all(taken.map(({ payload }) => db.unpack(payload)))
  return said.some((each) => each.k === 'inspection.amend' && each.baseSeal === sealNoOf(record))
}
