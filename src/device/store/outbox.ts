import type { Mutation } from '../../domain/mutation.ts'
import { isProblemCode, messageOf, type ProblemCode } from '../../domain/problem.ts'
import { BATCH_BYTES, BATCH_MAX, type Outcome } from '../../protocol/wire.ts'
import type { AttentionRow, OutboxRow, Refusal, SentRow } from './database.ts'
import { forgetLocalCopy } from './local-copy.ts'
import { pack, unpack } from './packing.ts'
import { isPhotoCell, isRemovalCell, photoCell } from './queue.ts'
import { commit, readMeta, type Store } from './store.ts'

/** What the next push carries: frozen rows, in the order of their numbers. */
export type Batch = { deviceId: string; epoch: string | null; mutations: Mutation[] }

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

async function mutationOf({ seq, id, insp, at, cell, base, payload }: OutboxRow): Promise<Mutation> {
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
      await keepRevisions(store, row, outcome)
      if (!refusal) continue
      const attention: AttentionRow = {
        id: row.id,
        insp: row.insp,
        code: refusal.code,
        at: Date.now(),
        payload: row.payload,
      }
      await db.attention.put(attention)
      // A photo that is not taken is a matter of that photo alone; one whose inspection was refused waits with it.
      if (isRemovalCell(row.cell)) continue
      if (isPhotoCell(row.cell) && refusal.code !== 'INSPECTION_UNKNOWN') {
        const id = row.cell.slice(photoCell('').length)
        if (outcome.o !== 'late') await db.photo.update(id, { state: 'refused', refusal: refusal.code })
        continue
      }
      const inspection = await db.inspection.get(row.insp)
      // What follows a refused start fails for that reason alone; the first reason is the one to read.
      if (inspection && outcome.o !== 'late' && !(inspection.refusal && refusal.code === 'INSPECTION_UNKNOWN'))
        await db.inspection.update(row.insp, { state: 'refused', refusal: refusal.packed, edits: inspection.edits + 1 })
    }
    for (const insp of touched) await forgetLocalCopy(db, insp)
    await db.meta.bulkPut([
      { key: 'epoch', value: epoch },
      { key: 'lastSentAt', value: Date.now() },
    ])
  })
}

async function refusalOf({ o, code, detail = {} }: Outcome) {
  if (o !== 'rejected' && o !== 'quarantined' && o !== 'late') return null
  const known: ProblemCode = isProblemCode(code)
    ? code
    : o === 'quarantined'
      ? 'SERVER_QUARANTINED'
      : 'MUTATION_INVALID'
  const refusal: Refusal = { code: known, message: messageOf(known), detail }
  return { code: known, packed: await pack(refusal) }
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
  await commit(store, ['outbox', 'sent', 'meta'], async () => {
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

/** The journal is for restores; a month is longer than any backup is old. */
export async function pruneSent(store: Store, before: number): Promise<void> {
  await commit(store, ['sent'], () => store.db.sent.filter(({ at }) => at < before).delete())
}
