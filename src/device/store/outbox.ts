import type { Mutation } from '../../domain/mutation.ts'
import { isProblemCode, messageOf, type ProblemCode } from '../../domain/problem.ts'
import { BATCH_BYTES, BATCH_MAX, type Outcome } from '../../protocol/wire.ts'
import { closeHandled, wasRefusedBefore } from './attention.ts'
import type { AttentionKind, AttentionRow, OutboxRow, Refusal, SentRow } from './database.ts'
import { forgetLocalCopy } from './local-copy.ts'
import { type Packed, pack, unpack } from './packing.ts'
import { isOfOnePhoto, isPhotoCell, photoCell } from './queue.ts'
import { commit, readMeta, type Store } from './store.ts'

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
  const rows = await commit(store, ['outbox', 'meta'], async () => {
    const frozen = await db.outbox.where('state').equals('frozen').sortBy('seq')
    if (frozen.length > 0) return frozen.slice(0, most)
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
    return batch
  })
  if (rows.length === 0) return null
  const deviceId = (await readMeta<string>(store, 'deviceId')) as string
  const epoch = await readMeta<string>(store, 'epoch')
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

/** Takes the server's outcomes: each consumes its number. What was refused stays here, with the reason. */
export async function settle(store: Store, outcomes: readonly Outcome[], epoch: string): Promise<void> {
  const { db } = store
  const refusals = await Promise.all(outcomes.map(async (outcome) => ({ outcome, refusal: await refusalOf(outcome) })))
  const tables = ['outbox', 'sent', 'attention', 'answer', 'photo', 'inspection', 'result', 'meta'] as const
  await commit(store, [...tables], async () => {
    const touched = new Set<string>()
    for (const { outcome, refusal } of refusals) {
      const row = await db.outbox.where({ seq: outcome.seq }).first()
      // Seen before: the reply came twice.
      if (!row) continue
      touched.add(row.insp)
      const { localId, state: _frozen, ...rest } = row
      await db.outbox.delete(localId)
      await db.sent.put({ ...rest, seq: outcome.seq } satisfies SentRow)
      // A void has said nothing: what it stands for lies in `attention` already.
      if (row.isVoid) continue
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
 * Numbers everything unconfirmed anew, under the same ids: the server was restored
 * from an older copy (what it had confirmed since is offered again), or this
 * device turned out to be a copy of another (it then gets a number of its own).
 */
export async function renumber(store: Store, reason: { lastSeq: number; epoch: string } | 'fork'): Promise<void> {
  const { db } = store
  await commit(store, ['outbox', 'sent', 'attention', 'meta'], async () => {
    // A server that was restored may lack the dead letters too.
    if (reason !== 'fork') await db.attention.filter(({ letter }) => letter === 'kept').modify({ letter: 'waiting' })
    const lastSeq = reason === 'fork' ? 0 : reason.lastSeq
    if (reason !== 'fork') {
      for (const { seq, ...row } of await db.sent.where('seq').above(lastSeq).sortBy('seq')) {
        await db.outbox.add({ ...row, seq, state: 'frozen' } as OutboxRow)
        await db.sent.delete(row.id)
      }
    }
    const frozen = await db.outbox.where('state').equals('frozen').sortBy('seq')
    await db.outbox.bulkPut(frozen.map((row, index) => ({ ...row, seq: lastSeq + 1 + index })))
    await db.meta.put({ key: 'nextSeq', value: lastSeq + 1 + frozen.length })
    if (reason === 'fork') await db.meta.put({ key: 'deviceId', value: crypto.randomUUID() })
    else await db.meta.put({ key: 'epoch', value: reason.epoch })
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
