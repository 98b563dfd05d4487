import { type Answer, isSameAnswer } from '../../domain/answer.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionHead } from '../../domain/inspection.ts'
import { isProblemCode, type ProblemCode } from '../../domain/problem.ts'
import type { Payload } from '../../protocol/queued.ts'
import { getChecklist } from './checklists.ts'
import type { AttentionKind, AttentionRow, Database, LocalState, OutboxRow, SentRow } from './database.ts'
import {
  isOfOnePart,
  isRemovalCell,
  isWithdrawalCell,
  photoCell,
  removalCell,
  signatureCell,
  withdrawalCell,
} from './queue.ts'
import { getResult } from './replica.ts'
import { commit, readMeta, type Store } from './store.ts'
import { apart } from './together.ts'

export type { AttentionKind }

/** One thing that the server did not take as it was meant. */
export type AttentionEntry = {
  id: string
  kind: AttentionKind
  code: ProblemCode
  /** When this tablet learnt of it. */
  at: number
  /** Item of an answer; '' for everything else. */
  cell: string
  said: Payload
  /** The answer it carried; null for everything that is none. */
  answer: Answer | null
  /** What the seal has in its place, for what came too late. */
  sealed: Answer | null
  /**
   * `seen`: put away by the person. `again`: something newer in its place waits to be
   * sent. `done`: that was received, or was answered itself and stands in this list.
   */
  handled: 'seen' | 'again' | 'done' | null
}

/** An answer that another device gave differently. */
export type ContestedEntry = {
  cell: string
  /** What stands at the head now. */
  head: Answer
  /** The other answer, where it is known. */
  other: Answer | null
  /** Which of the two this device has sent, where it still knows. */
  mine: 'head' | 'other' | null
}

/** What one inspection asks of its author. */
export type AttentionGroup = {
  insp: string
  head: InspectionHead | null
  checklist: Checklist | null
  /** Null where it is no longer open here. */
  local: LocalState | null
  /** The server has sealed it, and this device has the record. */
  isReceived: boolean
  entries: AttentionEntry[]
  contested: ContestedEntry[]
}

/** Everything that was put before the person, by inspection, the newest first. */
export async function listAttention(store: Store): Promise<AttentionGroup[]> {
  const { db } = store
  const [rows, contested] = await Promise.all([
    db.attention.toArray(),
    db.answer.filter((row) => row.contested).toArray(),
  ])
  const newest = new Map<string, number>()
  for (const { insp, at } of rows) newest.set(insp, Math.max(at, newest.get(insp) ?? 0))
  for (const { insp } of contested) newest.set(insp, Number.MAX_SAFE_INTEGER)
  const ids = [...newest.keys()].sort((a, b) => (newest.get(b) ?? 0) - (newest.get(a) ?? 0))
  const groups = await Promise.all(
    ids.map((insp) =>
      groupOf(
        store,
        insp,
        rows.filter((row) => row.insp === insp),
        contested.filter((row) => row.insp === insp).map(({ cell }) => cell),
      ),
    ),
  )
  return groups.filter(({ entries, contested: cells }) => entries.length > 0 || cells.length > 0)
}

/** What one visit asks for by what was not taken; null where nothing of it was ever put before anybody. */
export async function attentionOf(store: Store, insp: string): Promise<AttentionGroup | null> {
  const rows = await store.db.attention.where({ insp }).toArray()
  return rows.length === 0 ? null : groupOf(store, insp, rows, [])
}

async function groupOf(
  store: Store,
  insp: string,
  rows: AttentionRow[],
  contested: readonly string[],
): Promise<AttentionGroup> {
  const { db } = store
  const [local, result, queued] = await Promise.all([
    db.inspection.get(insp),
    getResult(store, insp),
    db.outbox.where({ insp }).toArray(),
  ])
  const packed = local?.head ?? rows.find(({ head }) => head)?.head
  const head = packed ? await db.unpack(packed) : (result?.head ?? (await startedWith(db, rows)))
  const read = await Promise.all(rows.map(async (row) => ({ row, said: await db.unpack(row.payload) })))
  const entries = read.map(({ row, said }) => {
    const cell = cellOf(row, said)
    const answer = said.k === 'answer.set' ? (said.set[cell]?.[1] ?? null) : null
    const kind = kindOf(row)
    return {
      id: row.id,
      kind,
      code: isProblemCode(row.code) ? row.code : ('MUTATION_INVALID' as const),
      at: row.at,
      cell,
      said,
      answer,
      sealed: kind === 'late' ? (result?.cells[cell]?.answer ?? null) : null,
      handled: handledBy(row, cell, {
        k: said.k,
        local: local?.state ?? null,
        isReceived: result !== null,
        isQueuedAgain: apart(queued).some(
          (each) => each.cell === cell && each.id !== row.id && !each.isVoid && !each.before,
        ),
        isRepeated: read.some(
          (other) => other.row.at > row.at && cellOf(other.row, other.said) === cell && other.said.k === said.k,
        ),
      }),
    }
  })
  return {
    insp,
    head,
    checklist: head ? await getChecklist(store, head.checklist) : null,
    local: local?.state ?? null,
    isReceived: result !== null,
    entries: entries.sort((a, b) => b.at - a.at),
    contested: await Promise.all(contested.map((cell) => bothValues(db, insp, cell))),
  }
}

/** The head of an inspection that was never accepted and is no longer open here. */
async function startedWith(db: Database, rows: readonly AttentionRow[]): Promise<InspectionHead | null> {
  for (const { payload } of rows) {
    const said = await db.unpack(payload)
    if (said.k === 'inspection.start') return said.head
  }
  return null
}

function cellOf({ cell }: AttentionRow, said: Payload): string {
  return cell ?? (said.k === 'answer.set' ? (Object.keys(said.set)[0] ?? '') : '')
}

function kindOf({ kind, code }: AttentionRow): AttentionKind {
  if (kind) return kind
  if (code === 'SERVER_QUARANTINED') return 'quarantined'
  return code === 'INSPECTION_CLOSED' ? 'late' : 'rejected'
}

type Standing = {
  k: Payload['k']
  local: LocalState | null
  isReceived: boolean
  isQueuedAgain: boolean
  /** The same was refused once more, later. */
  isRepeated: boolean
}

/**
 * Start, head and submit are dealt with once the inspection is no longer refused:
 * it was sent again whole, and its own state says how that went. An amendment stands
 * for itself: that the seal before it was received says nothing of it.
 */
function handledBy(row: AttentionRow, cell: string, now: Standing): AttentionEntry['handled'] {
  const { k, local, isReceived, isQueuedAgain, isRepeated } = now
  if (row.doneAt !== undefined) return 'done'
  if (row.seenAt !== undefined) return 'seen'
  if (kindOf(row) === 'late') return null
  if (isRepeated) return 'done'
  if (cell !== '' || k === 'inspection.amend') return isQueuedAgain ? 'again' : null
  if (local === 'draft' || local === 'waiting') return isQueuedAgain ? 'again' : 'done'
  return local === 'refused' || (local === null && !isReceived) ? null : 'done'
}

async function bothValues(db: Database, insp: string, cell: string): Promise<ContestedEntry> {
  const row = await db.answer.get([insp, cell])
  const head = row ? await db.unpack(row.answer) : { value: null }
  const sent = apart(await db.sent.where({ insp }).toArray())
  const last = sent.filter((each) => each.cell === cell).sort((a, b) => b.seq - a.seq)[0]
  const sentHere = last ? answerIn(await db.unpack(last.payload), cell) : null
  const isSame = (a: Answer | null, b: Answer | null) => a === b || (a !== null && b !== null && isSameAnswer(a, b))
  // Until the page comes that names the other answer, it may be the one that was sent from here.
  const other = row?.former ? await db.unpack(row.former) : isSame(sentHere, head) ? null : sentHere
  const mine = sentHere === null ? null : isSame(sentHere, head) ? 'head' : isSame(sentHere, other) ? 'other' : null
  return { cell, head, other, mine }
}

function answerIn(said: Payload, cell: string): Answer | null {
  return said.k === 'answer.set' ? (said.set[cell]?.[1] ?? null) : null
}

/** What waits for the person's eyes in a group, without what merely follows from a refused start. */
export function openEntries({ entries }: Pick<AttentionGroup, 'entries'>): {
  open: AttentionEntry[]
  /** Answers that were refused for no reason but that their inspection was. */
  followers: AttentionEntry[]
} {
  const waiting = entries.filter(({ handled }) => handled === null)
  const causes = waiting.filter(({ code }) => code !== 'INSPECTION_UNKNOWN')
  return causes.length === 0
    ? { open: waiting, followers: [] }
    : { open: causes, followers: waiting.filter(({ code }) => code === 'INSPECTION_UNKNOWN') }
}

/** How many things ask for the person. */
export async function countAttention(store: Store): Promise<number> {
  const groups = await listAttention(store)
  return groups.reduce((sum, group) => sum + openEntries(group).open.length + group.contested.length, 0)
}

/** Puts things away. Their content stays: only where they stand on the page changes. */
export async function markSeen(store: Store, ids: readonly string[]): Promise<void> {
  await commit(store, ['attention'], () => store.db.attention.where('id').anyOf(ids).modify({ seenAt: Date.now() }))
}

/** Brings back what was put away. */
export async function markUnseen(store: Store, ids: readonly string[]): Promise<void> {
  await commit(store, ['attention'], () =>
    store.db.attention
      .where('id')
      .anyOf(ids)
      .modify((row) => {
        delete row.seenAt
      }),
  )
}

/**
 * Something newer in its place was received: what had been refused there is dealt
 * with, and an inspection with nothing else refused is open again. Inside a transaction.
 */
export async function closeHandled({ db }: Pick<Store, 'db'>, row: Pick<OutboxRow, 'insp' | 'cell'>): Promise<void> {
  // A submit rests on all that was sent before it: once it stands, nothing earlier does.
  const isEverything = row.cell === '' && (await db.inspection.get(row.insp))?.state === 'waiting'
  const rows = await db.attention.where({ insp: row.insp }).toArray()
  const open = rows.filter((each) => each.kind !== undefined && each.kind !== 'late' && each.doneAt === undefined)
  // A photo or a signature that was not taken is no part of what was handed in.
  const ofVisit = open.filter((each) => !isOfOnePart(each.cell ?? '', each.code))
  if (open.length === 0) return
  // Offered again behind this one, it has its own answer to come: nothing older has dealt with it.
  const waiting = new Set(apart(await db.outbox.where({ insp: row.insp }).toArray()).map(({ id }) => id))
  const cells = [row.cell, ...thingTakenBack(row.cell)]
  const done = (isEverything ? ofVisit : open.filter((each) => cells.includes(each.cell ?? ''))).filter(
    // Its own refusal too: what a restored server is offered again it may take now.
    (each) => !waiting.has(each.id),
  )
  if (done.length === 0) return
  await db.attention.bulkPut(done.map((each) => ({ ...each, doneAt: Date.now() })))
  const inspection = await db.inspection.get(row.insp)
  if (inspection?.state === 'refused' && ofVisit.length > 0 && ofVisit.every((each) => done.includes(each)))
    await db.inspection.update(row.insp, { state: 'draft', refusal: null, edits: inspection.edits + 1 })
}

/** The cell of what was taken back in this one: with it, what was said of the thing itself is dealt with. */
function thingTakenBack(cell: string): string[] {
  if (isRemovalCell(cell)) return [photoCell(cell.slice(removalCell('').length))]
  return isWithdrawalCell(cell) ? [signatureCell(cell.slice(withdrawalCell('').length))] : []
}

const causesFollowers: readonly string[] = ['BODY_TOO_LARGE', 'BODY_INVALID']

/** Whether an earlier refusal of the same inspection is the reason for this one. Inside a transaction. */
export async function wasRefusedBefore(db: Database, insp: string, code: ProblemCode): Promise<boolean> {
  const rows = await db.attention.where({ insp }).toArray()
  const open = rows.filter(({ doneAt, kind }) => doneAt === undefined && kind !== 'late')
  if (code === 'INSPECTION_UNKNOWN') return open.some((row) => !isOfOnePart(row.cell ?? '', row.code))
  // An answer that could not be sent is missing at the server: the submit behind it must fail.
  const isMissing = code === 'INCOMPLETE' || code === 'DIGEST_MISMATCH' || code === 'SCORE_MISMATCH'
  return isMissing && open.some((row) => causesFollowers.includes(row.code))
}

export type Letter = { id: string; content: unknown }

/** What could not be sent and has not reached the server as a dead letter either. */
export async function waitingLetters({ db }: Store): Promise<Letter[]> {
  const rows = await db.attention.filter(({ letter }) => letter === 'waiting').toArray()
  return Promise.all(
    rows.map(async ({ id, insp, code, at, payload }) => ({
      id,
      content: { id, insp, code, at, said: await db.unpack(payload) },
    })),
  )
}

export async function noteLetter(store: Store, id: string, letter: 'kept' | 'refused'): Promise<void> {
  await commit(store, ['attention'], () => store.db.attention.update(id, { letter }))
}

/** Everything of this person that the server does not have as it was meant, in full: for a file. */
export async function exportUnsent(store: Store, ids?: readonly string[]): Promise<unknown> {
  const { db } = store
  const isWanted = ({ id }: { id: string }) => ids === undefined || ids.includes(id)
  const [attention, outbox] = await Promise.all([db.attention.toArray(), db.outbox.toArray()])
  const plain = async ({ payload, ...row }: AttentionRow | OutboxRow | SentRow) => {
    const { head, ...rest } = { head: undefined, ...row } as { head?: AttentionRow['head'] }
    return { ...rest, ...(head && { head: await db.unpack(head) }), said: await db.unpack(payload) }
  }
  return {
    app: 'so-kiem',
    version: 1,
    exportedAt: new Date().toISOString(),
    personId: store.personId,
    deviceId: await readMeta<string>(store, 'deviceId'),
    attention: await Promise.all(attention.filter(isWanted).map(plain)),
    waiting: ids === undefined ? await Promise.all(apart(outbox).map(plain)) : [],
  }
}
