import { isProblemCode, messageOf, type ProblemCode } from '../../domain/problem.ts'
import { mutationIdOf, type Told } from '../../protocol/queued.ts'
import type { Outcome } from '../../protocol/wire.ts'
import { closeHandled, wasRefusedBefore } from './attention.ts'
import type { AnswerRow, AttentionKind, AttentionRow, Database, OutboxRow, Refusal, SentRow } from './database.ts'
import { forgetLocalCopy } from './local-copy.ts'
import type { Packed } from './packing.ts'
import {
  isOfOnePart,
  isPhotoCell,
  isRemovalCell,
  isSignatureCell,
  isWithdrawalCell,
  newMutationId,
  photoCell,
  removalCell,
  signatureCell,
  withdrawalCell,
} from './queue.ts'
import { reopenRelay } from './relay-note.ts'
import { commit, type Store } from './store.ts'
import { apart, othersSent, removeRows } from './together.ts'

/** Outcomes written at a time: a tap must not wait behind the replies of weeks. */
const SLICE = 20

type Answered = { outcome: Outcome; refusal: Reason | null }

/**
 * Takes the server's outcomes: each consumes its number. What was refused stays
 * here, with the reason. Written in slices: what a crash leaves over is sent again,
 * and answered from the server's ledger.
 * @param deviceId whose numbers they are: where another tab has begun a new count meanwhile, they say nothing of ours
 * @param isKeyTold whether this history of the server has heard with them with what this device signs
 */
export async function settle(
  store: Store,
  outcomes: readonly Outcome[],
  epoch: string,
  deviceId?: string,
  isKeyTold = false,
): Promise<void> {
  for (let from = 0; from === 0 || from < outcomes.length; from += SLICE)
    await settleSlice(store, outcomes.slice(from, from + SLICE), { epoch, deviceId, isKeyTold })
}

type Sender = { epoch: string; deviceId: string | undefined; isKeyTold: boolean }

async function settleSlice(
  store: Store,
  outcomes: readonly Outcome[],
  { epoch, deviceId, isKeyTold }: Sender,
): Promise<void> {
  const { db } = store
  const answered = await Promise.all(
    outcomes.map(async (outcome): Promise<Answered> => ({ outcome, refusal: await refusalOf(db, outcome) })),
  )
  const tables = [
    'outbox',
    'sent',
    'attention',
    'answer',
    'photo',
    'signature',
    'begun',
    'inspection',
    'result',
    'meta',
  ] as const
  await commit(store, [...tables], async () => {
    if (deviceId !== undefined && (await db.meta.get('deviceId'))?.value !== deviceId) return
    const lying = await numbered(
      db,
      outcomes.map(({ seq }) => seq),
    )
    await removeRows(
      db.outbox,
      lying.map(({ localId }) => localId),
    )
    const kinds = new Map(answered.map(({ outcome, refusal }) => [outcome.seq, refusal?.kind]))
    const nowOf = (seq: number | null) => standingOf(kinds.get(seq ?? 0))
    await db.sent.bulkPut(
      lying.map((row): SentRow => {
        const { localId: _localId, state: _frozen, others: _others, seq, ...rest } = row
        return { ...rest, ...othersSent(row), before: nowOf(seq), seq: seq ?? 0 }
      }),
    )
    const rows = apart(lying)
    const heard = rows.filter(({ cell, isVoid }) => isPhotoCell(cell) && !isVoid)
    await forgetUnheard(
      db,
      heard.map(({ cell }) => cell.slice(photoCell('').length)),
    )
    const touched = new Set(rows.map(({ insp }) => insp))
    const withAttention = new Set(
      (
        await db.attention
          .where('insp')
          .anyOf([...touched])
          .toArray()
      ).map(({ insp }) => insp),
    )
    for (const { outcome, refusal } of answered) {
      const all = rows.filter(({ seq }) => seq === outcome.seq)
      // A void has said nothing: what it stands for lies in `attention` already. No row: the reply came twice.
      const isNews = (row: OutboxRow) => !row.isVoid && !isNoNews(row, outcome, nowOf(row.seq))
      const said = all.filter(isNews)
      await keepRevisions(store, said, outcome)
      await keepReplayed(
        store,
        all.filter((row) => !isNews(row)),
        outcome,
      )
      if (refusal && said.length > 1 && isOfOneAnswer(refusal.code)) await sendOneByOne(store, said)
      else if (refusal) for (const row of said) await putBefore(store, row, refusal)
      else for (const row of said) if (withAttention.has(row.insp)) await closeHandled(store, row)
      if (refusal) for (const { insp } of said) withAttention.add(insp)
    }
    for (const insp of touched) await forgetLocalCopy(db, insp)
    await reopenRelay(db)
    await db.meta.bulkPut([
      { key: 'epoch', value: epoch },
      { key: 'lastSentAt', value: Date.now() },
      { key: 'clock', value: store.clock.kept() },
      ...(isKeyTold ? [{ key: 'keyTold' as const, value: epoch }] : []),
    ])
  })
}

/** What went out under these numbers; in one read, since they mostly follow one another. */
async function numbered({ outbox }: Database, numbers: readonly number[]): Promise<OutboxRow[]> {
  if (numbers.length === 0) return []
  const isAsked = new Set(numbers)
  const rows = await outbox
    .where('seq')
    .between(Math.min(...numbers), Math.max(...numbers), true, true)
    .toArray()
  return rows.filter(({ seq }) => isAsked.has(seq ?? 0))
}

/** Of these photos the server has been told, whatever it made of them. Call it inside a transaction. */
async function forgetUnheard({ photo }: Database, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await photo
    .where('id')
    .anyOf(ids)
    .modify((row) => {
      delete row.unheard
    })
}

function standingOf(kind: AttentionKind | undefined): 'taken' | 'refused' | 'late' {
  if (kind === undefined) return 'taken'
  return kind === 'late' ? 'late' : 'refused'
}

/**
 * The journal was offered again, and the answer is the one that was dealt with here long ago. What was taken once and
 * is refused now is news, also from the ledger: the reply that said so first may have been lost.
 */
function isNoNews({ before }: OutboxRow, { replayed }: Outcome, now: OutboxRow['before']): boolean {
  return before === now && (now !== 'taken' || replayed === true)
}

/** Whether one answer of several may be the reason: the others then need not share its fate. */
function isOfOneAnswer(code: ProblemCode): boolean {
  const ofOne: readonly ProblemCode[] = [
    'ITEM_UNKNOWN',
    'ANSWER_INVALID',
    'MUTATION_INVALID',
    'SERVER_QUARANTINED',
    'BODY_TOO_LARGE',
    'BODY_INVALID',
  ]
  return ofOne.includes(code)
}

/**
 * Answers that were refused together wait again, each to go out alone and under an
 * id of its own, so that the reason finds the one it belongs to. An answer that its
 * author has changed meanwhile goes out as it now is. Call it inside a transaction.
 */
async function sendOneByOne({ db }: Store, rows: readonly OutboxRow[]): Promise<void> {
  for (const { mutationId: _shared, before: _then, ...row } of rows) {
    const newer = await db.outbox
      .where({ insp: row.insp, cell: row.cell })
      .filter(({ state }) => state === 'open')
      .first()
    if (newer)
      await db.outbox.update(newer.localId, { base: row.base, ...(row.seen && { seen: row.seen }), alone: true })
    else await db.outbox.put({ ...row, state: 'open', seq: null, id: newMutationId(), alone: true })
  }
}

/**
 * Steps over a mutation that cannot be sent: its content is put before the person
 * and waits to go out as a dead letter; under its number and id a void is sent, so
 * that what stands behind it gets through. Of several answers each tries its luck
 * alone first. Nothing is dropped.
 */
export async function setAside(store: Store, seq: number, code: 'BODY_TOO_LARGE' | 'BODY_INVALID'): Promise<void> {
  const { db } = store
  const kind = code === 'BODY_TOO_LARGE' ? 'tooLarge' : 'unreadable'
  const packed = await db.pack<Refusal>({ code, message: messageOf(code), detail: {} })
  await commit(store, ['outbox', 'attention', 'inspection', 'photo', 'signature'], async () => {
    const lying = await db.outbox.where({ seq }).toArray()
    const rows = apart(lying)
    const [first] = rows
    if (!first || first.isVoid) return
    if (rows.length === 1) {
      await db.outbox.put({ ...first, isVoid: true })
      return putBefore(store, first, { kind, code, packed, letter: 'waiting' })
    }
    // One that was changed meanwhile does not wait again itself: nothing of them may stay under this number.
    await removeRows(
      db.outbox,
      lying.map(({ localId }) => localId),
    )
    await sendOneByOne(store, rows)
    const { localId: _localId, mutationId: _shared, ...rest } = first
    await db.outbox.add({ ...rest, id: mutationIdOf(first), cell: '', isVoid: true } as OutboxRow)
  })
}

type Reason = { kind: AttentionKind; code: ProblemCode; packed: Packed<Refusal>; letter?: 'waiting' }

/** Puts a mutation before the person, and marks what it belongs to as refused: its inspection, or its one photo or signature. Call it inside a transaction. */
async function putBefore({ db }: Store, row: OutboxRow, { kind, code, packed, letter }: Reason): Promise<void> {
  const inspection = await db.inspection.get(row.insp)
  const attention: AttentionRow = {
    // Offered again after a restore: what the person has put away stays away.
    ...(await db.attention.get(row.id)),
    id: row.id,
    insp: row.insp,
    code,
    at: Date.now(),
    payload: row.payload,
    kind,
    cell: row.cell,
    head: inspection?.head ?? null,
    ...(row.mutationId && { mutationId: row.mutationId }),
    ...(letter && { letter }),
  }
  // What a later refusal follows from was said first, and that is the reason to read.
  const isConsequence = inspection?.state === 'refused' && (await wasRefusedBefore(db, row.insp, code))
  await db.attention.put(attention)
  if (isOfOnePart(row.cell, code)) {
    const photo = isPhotoCell(row.cell) ? row.cell.slice(photoCell('').length) : null
    if (photo !== null && kind !== 'late') await db.photo.update(photo, { state: 'refused', refusal: code })
    // Taken back too late it stands in the seal, and its picture is wanted after all.
    if (kind === 'late' && isRemovalCell(row.cell))
      await db.photo.update(row.cell.slice(removalCell('').length), { removedAt: null })
    if (kind === 'late' && isWithdrawalCell(row.cell))
      await db.signature.update(row.cell.slice(withdrawalCell('').length), { removedAt: null })
    if (kind !== 'late' && isSignatureCell(row.cell))
      await db.signature.update(row.cell.slice(signatureCell('').length), { refusal: code })
    return
  }
  if (!inspection || kind === 'late' || isConsequence) return
  await db.inspection.update(row.insp, { state: 'refused', refusal: packed, edits: inspection.edits + 1 })
}

async function refusalOf(db: Database, { o, code, detail = {} }: Outcome): Promise<Reason | null> {
  if (o !== 'rejected' && o !== 'quarantined' && o !== 'late') return null
  const known: ProblemCode = isProblemCode(code)
    ? code
    : o === 'quarantined'
      ? 'SERVER_QUARANTINED'
      : 'MUTATION_INVALID'
  const refusal: Refusal = { code: known, message: messageOf(known), detail }
  return { kind: o, code: known, packed: await db.pack(refusal) }
}

/** What the server made of each answer: the revision it has become, and whether somebody had answered otherwise. Call it inside a transaction. */
export async function keepRevisions({ db }: Store, rows: readonly OutboxRow[], outcome: Outcome): Promise<void> {
  const { revs = {}, contested = outcome.o === 'contested' ? Object.keys(revs) : [] } = outcome
  // What was written here does not rest on what came by a file, nor is it replaced by it: the pull says what stands.
  const told = rows.filter(({ cell, before }) => revs[cell] !== undefined && before !== 'elsewhere')
  if (told.length === 0) return
  const [answers, later] = await Promise.all([answersOf(db, told), waitingBehind(db, told)])
  const kept: AnswerRow[] = []
  for (const { insp, cell, payload } of told) {
    const rev = revs[cell] ?? 0
    const answer = answers.find((each) => each.insp === insp && each.cell === cell)
    const waiting = later.filter((each) => each.insp === insp && each.cell === cell)
    const isContested = contested.includes(cell)
    const said = payload as Packed<Told>
    if (answer) kept.push({ ...answer, rev, told: said, contested: isContested && waiting.length === 0 })
    // What the same hand wrote after it rests on it, unless somebody else's value came between.
    if (!isContested)
      for (const each of waiting)
        if (each.state === 'open') await db.outbox.update(each.localId, { base: rev, seen: said })
  }
  await db.answer.bulkPut(kept)
}

type Cell = Pick<OutboxRow, 'insp' | 'cell'>

/** The answers in these cells and between them: of each visit in one read, as far as it must reach. */
async function answersOf({ answer }: Database, cells: readonly Cell[]): Promise<AnswerRow[]> {
  const ranges = visitsOf(cells).map((insp) => {
    const own = cells.flatMap((each) => (each.insp === insp ? [each.cell] : [])).sort()
    return answer
      .where('[insp+cell]')
      .between([insp, own[0]], [insp, own.at(-1)], true, true)
      .toArray()
  })
  return (await Promise.all(ranges)).flat()
}

/** What waits of their visits. */
async function waitingBehind({ outbox }: Database, cells: readonly Cell[]): Promise<OutboxRow[]> {
  return apart((await Promise.all(visitsOf(cells).map((insp) => outbox.where({ insp }).toArray()))).flat())
}

const visitsOf = (cells: readonly Cell[]) => [...new Set(cells.map(({ insp }) => insp))]

/**
 * An answer from before a restore that the server still has, under the revision that it had: where its history has
 * told of nothing newer, what the same hand wrote since rests on it.
 */
async function keepReplayed({ db }: Store, rows: readonly OutboxRow[], outcome: Outcome): Promise<void> {
  const { revs = {}, contested = [] } = outcome
  for (const { insp, cell, payload } of rows) {
    const rev = revs[cell]
    if (rev === undefined || contested.includes(cell)) continue
    const answer = await db.answer.get([insp, cell])
    if (!answer?.doubted || rev <= answer.rev) continue
    const told = payload as Packed<Told>
    await db.answer.update([insp, cell], { rev, told })
    await db.outbox
      .where({ insp, cell })
      .filter(({ state, base }) => state === 'open' && base < rev)
      .modify({ base: rev, seen: told })
  }
}
