import { canonicalJson } from '../../domain/canonical.ts'
import type { Mutation } from '../../domain/mutation.ts'
import { byNumber, mutationOf, type Unpack, type VoidMutation } from '../../protocol/queued.ts'
import { BATCH_BYTES, BATCH_MAX } from '../../protocol/terms.ts'
import { batchOf, bytesOf } from './batch.ts'
import type { Database, OutboxRow } from './database.ts'
import { isAnswerCell } from './queue.ts'
import type { SigningKey } from './signing-key.ts'
import { commit, type Store } from './store.ts'
import { apart, removeRows, together } from './together.ts'

/** What the next push carries: frozen mutations, in the order of their numbers. */
export type Batch = {
  deviceId: string
  epoch: string | null
  /** With what this device signs, where the server has not been told yet and takes it. */
  key: string | null
  mutations: (Mutation | VoidMutation)[]
}

/** Rows read at a time: several times what the largest mutation has. */
const ROWS_MAX = 8_000

/** The same as rows, whose content nobody has looked at: by mutation, in the order of their numbers. */
export type Frozen = Omit<Batch, 'mutations'> & { groups: OutboxRow[][] }

/**
 * Numbers and freezes what waits, unless a batch is frozen already: that one is
 * sent again to the letter until the server has answered it.
 * @param most how many mutations at most (a server that found the body too large gets fewer)
 * @returns null when nothing waits
 */
export async function freezeBatch(store: Store, most = BATCH_MAX): Promise<Batch | null> {
  const { db } = store
  const { groups, ...sender } = await freezeRows(store, most)
  if (groups.length === 0) return null
  const unpack: Unpack<OutboxRow['payload'], NonNullable<OutboxRow['seen']>> = {
    payload: (packed) => db.unpack(packed),
    seen: (packed) => db.unpack(packed),
  }
  return { ...sender, mutations: await Promise.all(groups.map((rows) => mutationOf(rows, unpack))) }
}

/**
 * The same without looking into a row, so that a locked store can do it too.
 * @param taken numbers that the server has had through another (P49): what is frozen behind them counts
 */
export async function freezeRows(store: Store, most: number, taken = 0): Promise<Frozen> {
  const { db } = store
  return commit(store, ['outbox', 'meta'], async () => {
    const sender = await readSender(db)
    // Only what is frozen has a number. After a restore that may be a whole journal: no more of it is read than goes out.
    const frozen = await frozenBehind(db, taken, most)
    if (frozen.length > 0) return { ...sender, groups: pieceOf(wholeOf(frozen), most) }
    // The index keeps equal states in the order of writing.
    const open = await db.outbox.where('state').equals('open').limit(ROWS_MAX).toArray()
    const from = ((await db.meta.get('nextSeq'))?.value as number | undefined) ?? 1
    const batch = batchOf(open, most).map((rows, index) => numbered(rows, from + index))
    await putFrozen(db, batch)
    await db.meta.put({ key: 'nextSeq', value: from + batch.length })
    return { ...sender, groups: batch }
  })
}

/** The first of what is frozen, in the order of their numbers: at least one mutation, where there is one. */
async function frozenBehind({ outbox }: Database, taken: number, most: number): Promise<OutboxRow[]> {
  const first = (await outbox.where('seq').above(taken).first())?.seq
  if (first == null) return []
  return outbox
    .where('seq')
    .between(first, first + most)
    .limit(ROWS_MAX)
    .toArray()
}

/**
 * Numbers and freezes all that waits of some visits, before anything of the others:
 * what goes into a file must not change afterwards (P57). An answer that was changed
 * behind a frozen one rests on the revision that the frozen one will become.
 * @param alsoRead runs in the same transaction, behind it: what it reads is what these rows say
 * @returns everything of these visits that waits, by mutation, in the order of their numbers
 */
export async function freezeVisits<T>(
  store: Store,
  visits: readonly string[],
  alsoRead: () => Promise<T>,
): Promise<{ groups: OutboxRow[][]; read: T }> {
  const { db } = store
  for (;;) {
    const idle = await findIdle(db, visits)
    const tables = ['outbox', 'meta', 'inspection', 'answer', 'photo', 'signature', 'begun'] as const
    const done = await commit(store, [...tables], async () => {
      const rows = apart(await db.outbox.where('insp').anyOf(visits).sortBy('localId'))
      const frozen = rows.filter(({ seq }) => seq !== null)
      // Another tab has frozen more meanwhile: whether that changes anything has not been looked at.
      if (frozen.some(({ localId }) => !idle.has(localId))) return null
      let open = rows.filter(({ state }) => state === 'open').map((row) => resting(row, frozen, idle))
      let next = ((await db.meta.get('nextSeq'))?.value as number | undefined) ?? 1
      while (open.length > 0) {
        const batch = batchOf(open, open.length).map((group, index) => numbered(group, next + index))
        next += batch.length
        await putFrozen(db, batch)
        frozen.push(...batch.flat())
        const taken = new Set(batch.flat().map(({ localId }) => localId))
        open = open.filter(({ localId }) => !taken.has(localId))
      }
      await db.meta.put({ key: 'nextSeq', value: next })
      const inOrder = frozen.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0) || a.localId - b.localId)
      return { groups: byNumber(inOrder), read: await alsoRead() }
    })
    if (done) return done
  }
}

/** Of each frozen row, whether it says what stands already: then the revision stays as it is. */
async function findIdle(db: Database, visits: readonly string[]): Promise<Map<number, boolean>> {
  const frozen = await db.outbox
    .where('insp')
    .anyOf(visits)
    .filter(({ seq }) => seq !== null)
    .toArray()
  const answerOf = async (packed: OutboxRow['seen'], cell: string) => {
    const told = packed && (await db.unpack(packed))
    return told && 'k' in told ? told.set[cell]?.[1] : told
  }
  const looked = apart(frozen).map(async ({ localId, cell, base, seen, payload }) => {
    if (base === 0 || !seen || !isAnswerCell(cell)) return [localId, false] as const
    const [before, said] = await Promise.all([answerOf(seen, cell), answerOf(payload as OutboxRow['seen'], cell)])
    return [localId, before !== undefined && canonicalJson(before) === canonicalJson(said)] as const
  })
  return new Map(await Promise.all(looked))
}

/** An open answer behind the last frozen one of its cell: it rests on that one, unless it does so already. */
function resting(row: OutboxRow, frozen: readonly OutboxRow[], idle: ReadonlyMap<number, boolean>): OutboxRow {
  if (!isAnswerCell(row.cell)) return row
  const former = frozen
    .filter(({ insp, cell, isVoid }) => insp === row.insp && cell === row.cell && !isVoid)
    .reduce<OutboxRow | null>((last, each) => (last && (last.seq ?? 0) > (each.seq ?? 0) ? last : each), null)
  if (!former || row.base > former.base) return row
  const base = former.base + (idle.get(former.localId) ? 0 : 1)
  return { ...row, base, seen: former.payload as NonNullable<OutboxRow['seen']> }
}

async function readSender({ meta }: Database): Promise<Omit<Batch, 'mutations'>> {
  const rows = await meta.bulkGet(['deviceId', 'epoch', 'signingKey', 'keyTold', 'serverKeys'])
  const [deviceId, epoch = null, signer = null, told = null, serverKeys = null] = rows.map((row) => row?.value)
  const isDue = signer !== null && serverKeys !== null && told !== epoch
  return {
    deviceId: deviceId as string,
    epoch: epoch as string | null,
    key: isDue ? (signer as SigningKey).publicKey : null,
  }
}

function numbered(rows: readonly OutboxRow[], seq: number): OutboxRow[] {
  const [first] = rows
  const shared = first && rows.length > 1 ? { mutationId: first.id } : {}
  return rows.map((row) => ({ ...row, state: 'frozen', seq, ...shared }))
}

/** What goes out as one mutation lies as one row from now on. Call it inside a transaction. */
async function putFrozen({ outbox }: Database, batch: readonly OutboxRow[][]): Promise<void> {
  await removeRows(
    outbox,
    batch.flatMap(([, ...others]) => others.map(({ localId }) => localId)),
  )
  await outbox.bulkPut(batch.flatMap(together))
}

/** The first of what is frozen, as far as one request carries it. */
function pieceOf(groups: readonly OutboxRow[][], most: number): OutboxRow[][] {
  let bytes = 0
  const fitting = groups.slice(0, most).findIndex((rows) => {
    bytes += bytesOf(rows)
    return bytes > BATCH_BYTES
  })
  return groups.slice(0, fitting === -1 ? most : Math.max(1, fitting))
}

/** What was read to the limit may end in the middle of a mutation: a part of it under its number would be taken for all of it. */
function wholeOf(rows: readonly OutboxRow[]): OutboxRow[][] {
  const groups = byNumber(rows).map(apart)
  return rows.length < ROWS_MAX ? groups : groups.slice(0, -1)
}
