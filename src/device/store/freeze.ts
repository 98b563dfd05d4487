import type { Mutation } from '../../domain/mutation.ts'
import { byNumber, mutationOf, type Unpack, type VoidMutation } from '../../protocol/queued.ts'
import { BATCH_BYTES, BATCH_MAX } from '../../protocol/wire.ts'
import { batchOf, bytesOf } from './batch.ts'
import type { Database, OutboxRow } from './database.ts'
import type { SigningKey } from './signing-key.ts'
import { commit, type Store } from './store.ts'

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
    const frozen = await db.outbox.where('seq').above(taken).limit(ROWS_MAX).toArray()
    if (frozen.length > 0) return { ...sender, groups: pieceOf(wholeOf(frozen), most) }
    // The index keeps equal states in the order of writing.
    const open = await db.outbox.where('state').equals('open').limit(ROWS_MAX).toArray()
    const from = ((await db.meta.get('nextSeq'))?.value as number | undefined) ?? 1
    const batch = batchOf(open, most).map((rows, index) => numbered(rows, from + index))
    await db.outbox.bulkPut(batch.flat())
    await db.meta.put({ key: 'nextSeq', value: from + batch.length })
    return { ...sender, groups: batch }
  })
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
  const groups = byNumber(rows)
  return rows.length < ROWS_MAX ? groups : groups.slice(0, -1)
}
