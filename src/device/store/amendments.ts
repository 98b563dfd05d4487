import type { Answer } from '../../domain/answer.ts'
import { answersIn, sealNoOf } from '../../domain/inspection.ts'
import { Problem } from '../../domain/problem.ts'
import { score } from '../../domain/scoring/score.ts'
import { summaryOf } from '../../domain/scoring/summary.ts'
import { digestOfSealed } from '../../protocol/sealed-digest.ts'
import { sealsTold } from './evidence.ts'
import { enqueue, entryOf } from './queue.ts'
import { getChecklist, getResult } from './replica.ts'
import { signSeal } from './sign-seal.ts'
import { announce, commit, type Store } from './store.ts'

/**
 * Queues a correction of one's own sealed inspection. The record here stays as it
 * is until the server has added the new seal and sends it.
 * @param set the answers that change
 * @throws Problem INSPECTION_UNKNOWN, INSPECTION_OF_ANOTHER, CHECKLIST_UNKNOWN
 */
export async function amendInspection(
  store: Store,
  id: string,
  { set, reason }: { set: Readonly<Record<string, Answer>>; reason: string },
): Promise<void> {
  const record = await getResult(store, id)
  if (!record) throw new Problem('INSPECTION_UNKNOWN')
  if (record.createdBy.id !== store.personId) throw new Problem('INSPECTION_OF_ANOTHER')
  const checklist = await getChecklist(store, record.head.checklist)
  if (!checklist) throw new Problem('CHECKLIST_UNKNOWN')
  const { head } = record
  const answers = { ...answersIn(record.cells), ...set }
  const at = Date.now()
  const baseSeal = sealNoOf(record)
  const digest = await digestOfSealed({ ...record, answers })
  // The hash of the seal that this one follows, as its author's device knows it.
  const previous = (await sealsTold(store, id)).find(({ no }) => no === baseSeal)?.receipt?.said.sealed ?? null
  const said = { kind: 'amend' as const, inspection: id, digest, seal: baseSeal + 1, previous, reason, at }
  const signature = await signSeal(store, said)
  const entry = await entryOf(
    store.db,
    id,
    {
      k: 'inspection.amend',
      baseSeal,
      set: { ...set },
      reason,
      digest,
      score: summaryOf(score(checklist, head.facts, answers, { date: head.date })),
      ...(signature && { signature }),
    },
    at,
  )
  await commit(store, ['outbox'], () => enqueue(store.db, entry))
  announce(store)
}

/** Whether a correction of this inspection still waits to be sent. */
export async function isAmending({ db }: Store, id: string): Promise<boolean> {
  // What a restored server is offered again has been sent before.
  const waiting = await db.outbox
    .where({ insp: id })
    .filter(({ before, cell }) => before === undefined && cell === '')
    .count()
  return waiting > 0 && (await db.inspection.get(id)) === undefined
}
