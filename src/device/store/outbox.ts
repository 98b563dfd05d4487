import type { Mutation } from '../../domain/mutation.ts'
import { isProblemCode, messageOf, type ProblemCode } from '../../domain/problem.ts'
import { BATCH_BYTES, BATCH_MAX, type Outcome } from '../../protocol/wire.ts'
import { closeHandled, wasRefusedBefore } from './attention.ts'
import type { AttentionKind, AttentionRow, OutboxRow, Refusal, SentRow } from './database.ts'
import { forgetLocalCopy } from './local-copy.ts'
import { type Packed, pack, unpack } from './packing.ts'
import { isOfOnePhoto, isPhotoCell, photoCell } from './queue.ts'
import { commit, type Store } from './store.ts'

/** Stands under the number of what was set aside. */
export type VoidMutation = { seq: number; id: string; k: 'void'; insp: string; at: number }

/** What the next push carries: frozen rows, in the order of their numbers. */
export type Batch = { deviceId: string; epoch: string | null; mutations: (Mutation | VoidMutation)[] }

/**
 * Numbers and freezes what waits, unless a batch is frozen already: that one is
 * sent again to the letter until the server has answered it.
 * @param most how many mutations at most (a server that found the body too large gets fewer)
 * @returns null when nothing waits
 */
export async function freezeBatch(store: Store, most = BATCH_MAX): Promise<Batch | null> {
  const { db } = store
  const { rows, deviceId, epoch } = await commit(store, ['outbox', 'meta'], async () => {
    const [device, history] = await db.meta.bulkGet(['deviceId', 'epoch'])
    const sender = { deviceId: device?.value as string, epoch: (history?.value as string | undefined) ?? null }
    // Only what is frozen has a number. After a restore that may be a whole journal: no more of it is read than goes out.
    const frozen = await db.outbox.orderBy('seq').limit(most).toArray()
    if (frozen.length > 0) return { ...sender, rows: frozen }
    const open = await db.outbox.where('state').equals('open').limit(most).sortBy('localId')
    let seq = ((await db.meta.get('nextSeq'))?.value as number | undefined) ?? 1
    const batch: OutboxRow[] = []
    let bytes = 0
    for (const row of open) {
      bytes += row.bytes
      if (batch.length > 0 && bytes > BATCH_BYTES) break
      batch.push({ ...row, state: 'frozen', seq: seq++ })
    }
    await db.outbox.bulkPut(batch)
    await db.meta.put({ key: 'nextSeq', value: seq })
    return { ...sender, rows: batch }
  })
  if (rows.length === 0) return null
  return { deviceId, epoch, mutations: await Promise.all(rows.map(mutationOf)) }
}

async function mutationOf(row: OutboxRow): Promise<Mutation | VoidMutation> {
  return row.isVoid ? voidOf(row) : saidBy(row)
}

/** Fit to be read whatever was wrong with what it stands for. */
function voidOf({ seq, id, insp, at }: OutboxRow): VoidMutation {
  const text = (value: unknown) => String(value).slice(0, 64) || 'void'
  return { seq: seq ?? 0, id: text(id), k: 'void', insp: text(insp), at: Number.isFinite(at) ? at : 0 }
}

async function saidBy({ seq, id, insp, at, cell, base, payload }: OutboxRow): Promise<Mutation> {
  const said = await unpack(payload)
  const body = said.k === 'answer.set' ? { ...said, set: { [cell]: [base, said.set[cell]?.[1]] } } : said
  return { ...body, seq, id, insp, at } as Mutation
}

/**
 * Takes the server's outcomes: each consumes its number. What was refused stays here, with the reason.
 * @param deviceId whose numbers they are: where another tab has begun a new count meanwhile, they say nothing of ours
 */
export async function settle(
  store: Store,
  outcomes: readonly Outcome[],
  epoch: string,
  deviceId?: string,
): Promise<void> {
  const { db } = store
  const refusals = await Promise.all(outcomes.map(async (outcome) => ({ outcome, refusal: await refusalOf(outcome) })))
  const tables = ['outbox', 'sent', 'attention', 'answer', 'photo', 'inspection', 'result', 'meta'] as const
  await commit(store, [...tables], async () => {
    if (deviceId !== undefined && (await db.meta.get('deviceId'))?.value !== deviceId) return
    const touched = new Set<string>()
    for (const { outcome, refusal } of refusals) {
      const row = await db.outbox.where({ seq: outcome.seq }).first()
      // Seen before: the reply came twice.
      if (!row) continue
      touched.add(row.insp)
      const { localId, state: _frozen, ...rest } = row
      await db.outbox.delete(localId)
      const before = refusal ? 'refused' : 'taken'
      await db.sent.put({ ...rest, before, seq: outcome.seq } satisfies SentRow)
      // A void has said nothing: what it stands for lies in `attention` already.
      if (row.isVoid || isNoNews(row, outcome, before)) continue
      await keepRevisions(store, row, outcome)
      if (refusal) await putBefore(store, row, refusal)
      else await closeHandled(store, row)
    }
    for (const insp of touched) await forgetLocalCopy(db, insp)
    await db.meta.bulkPut([
      { key: 'epoch', value: epoch },
      { key: 'lastSentAt', value: Date.now() },
    ])
  })
}

/**
 * The journal was offered again, and the answer is the one that was dealt with here long ago. What was taken once and
 * is refused now is news, also from the ledger: the reply that said so first may have been lost.
 */
function isNoNews({ before }: OutboxRow, { replayed }: Outcome, now: 'taken' | 'refused'): boolean {
  return before === now && (now === 'refused' || replayed === true)
}

/**
 * Steps over a mutation that cannot be sent: its content is put before the person
 * and waits to go out as a dead letter; under its number and id a void is sent, so
 * that what stands behind it gets through. Nothing is dropped.
 */
export async function setAside(store: Store, seq: number, code: 'BODY_TOO_LARGE' | 'BODY_INVALID'): Promise<void> {
  const { db } = store
  const kind = code === 'BODY_TOO_LARGE' ? 'tooLarge' : 'unreadable'
  const packed = await pack<Refusal>({ code, message: messageOf(code), detail: {} })
  await commit(store, ['outbox', 'attention', 'inspection', 'photo'], async () => {
    const row = await db.outbox.where({ seq }).first()
    if (!row || row.isVoid) return
    await db.outbox.put({ ...row, isVoid: true })
    await putBefore(store, row, { kind, code, packed, letter: 'waiting' })
  })
}

type Reason = { kind: AttentionKind; code: ProblemCode; packed: Packed<Refusal>; letter?: 'waiting' }

/** Puts a mutation before the person, and marks what it belongs to as refused: its inspection, or its one photo. Call it inside a transaction. */
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
    ...(letter && { letter }),
  }
  // What a later refusal follows from was said first, and that is the reason to read.
  const isConsequence = inspection?.state === 'refused' && (await wasRefusedBefore(db, row.insp, code))
  await db.attention.put(attention)
  if (isOfOnePhoto(row.cell, code)) {
    const photo = isPhotoCell(row.cell) ? row.cell.slice(photoCell('').length) : null
    if (photo !== null && kind !== 'late') await db.photo.update(photo, { state: 'refused', refusal: code })
    return
  }
  if (!inspection || kind === 'late' || isConsequence) return
  await db.inspection.update(row.insp, { state: 'refused', refusal: packed, edits: inspection.edits + 1 })
}

async function refusalOf({ o, code, detail = {} }: Outcome): Promise<Reason | null> {
  if (o !== 'rejected' && o !== 'quarantined' && o !== 'late') return null
  const known: ProblemCode = isProblemCode(code)
    ? code
    : o === 'quarantined'
      ? 'SERVER_QUARANTINED'
      : 'MUTATION_INVALID'
  const refusal: Refusal = { code: known, message: messageOf(known), detail }
  return { kind: o, code: known, packed: await pack(refusal) }
}

async function keepRevisions({ db }: Store, row: OutboxRow, { o, revs = {} }: Outcome): Promise<void> {
  for (const [cell, rev] of Object.entries(revs)) {
    const answer = await db.answer.get([row.insp, cell])
    const later = await db.outbox.where({ insp: row.insp, cell }).toArray()
    if (answer) await db.answer.update([row.insp, cell], { rev, contested: o === 'contested' && later.length === 0 })
    // What the same hand wrote after it rests on it, unless somebody else's value came between.
    if (o !== 'contested')
      for (const each of later) if (each.state === 'open') await db.outbox.update(each.localId, { base: rev })
  }
}

/**
 * Begins a new count: under a device number of its own this device offers all it
 * holds, from 1 and under the same ids; what the server knows by id and content has
 * no second effect. So it does when the server was restored from an older copy, and
 * when it turns out to be a copy of another device. Both may be true at once: then
 * the numbers that the server knows may be the twin's, and only a count that nobody
 * shares says for certain what has arrived.
 *
 * A number never gets another content under the same device number.
 * @param epoch the history that the server now tells
 */
export async function offerAnew(store: Store, epoch: string | null): Promise<void> {
  const { db } = store
  await commit(store, ['outbox', 'sent', 'attention', 'meta'], async () => {
    const former = (await db.meta.get('epoch'))?.value
    // A server that was restored may lack the dead letters too.
    if (epoch !== null && epoch !== former)
      await db.attention.filter(({ letter }) => letter === 'kept').modify({ letter: 'waiting' })
    const journal = await db.sent.orderBy('seq').toArray()
    const frozen = await db.outbox.where('state').equals('frozen').sortBy('seq')
    const again = journal.map((row) => ({ ...row, before: row.before ?? 'taken', state: 'frozen' as const }))
    await db.sent.clear()
    await db.outbox.bulkPut([...again, ...frozen].map((row, index) => ({ ...row, seq: index + 1 }) as OutboxRow))
    await db.meta.bulkPut([
      { key: 'deviceId', value: crypto.randomUUID() },
      { key: 'nextSeq', value: again.length + frozen.length + 1 },
      ...(epoch === null ? [] : [{ key: 'epoch' as const, value: epoch }]),
    ])
  })
}

/**
 * The journal is for restores. It is cut by length, never by age: a tablet whose
 * clock jumps ahead must not forget what a restored server may still ask for.
 */
export async function pruneSent(store: Store, kept: number): Promise<void> {
  const tooMany = (await store.db.sent.count()) - kept
  if (tooMany <= 0) return
  await commit(store, ['sent'], async () => {
    await store.db.sent.bulkDelete(await store.db.sent.orderBy('seq').limit(tooMany).primaryKeys())
  })
}
