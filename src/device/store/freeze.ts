import { type Mutation, printOf } from '../../domain/mutation.ts'
import { digestOf } from '../../protocol/digest.ts'
import { BATCH_BYTES, BATCH_MAX } from '../../protocol/wire.ts'
import { batchOf, bytesOf, mutationIdOf } from './batch.ts'
import type { Database, OutboxRow } from './database.ts'
import type { SigningKey } from './signing-key.ts'
import { commit, type Store } from './store.ts'

/** Stands under the number of what was set aside. */
export type VoidMutation = { seq: number; id: string; k: 'void'; insp: string; at: number }

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

/**
 * Numbers and freezes what waits, unless a batch is frozen already: that one is
 * sent again to the letter until the server has answered it.
 * @param most how many mutations at most (a server that found the body too large gets fewer)
 * @returns null when nothing waits
 */
export async function freezeBatch(store: Store, most = BATCH_MAX): Promise<Batch | null> {
  const { db } = store
  const { groups, ...sender } = await commit(store, ['outbox', 'meta'], async () => {
    const sender = await readSender(db)
    // Only what is frozen has a number. After a restore that may be a whole journal: no more of it is read than goes out.
    const frozen = await db.outbox.orderBy('seq').limit(ROWS_MAX).toArray()
    if (frozen.length > 0) return { ...sender, groups: pieceOf(wholeOf(frozen), most) }
    // The index keeps equal states in the order of writing.
    const open = await db.outbox.where('state').equals('open').limit(ROWS_MAX).toArray()
    const from = ((await db.meta.get('nextSeq'))?.value as number | undefined) ?? 1
    const batch = batchOf(open, most).map((rows, index) => numbered(rows, from + index))
    await db.outbox.bulkPut(batch.flat())
    await db.meta.put({ key: 'nextSeq', value: from + batch.length })
    return { ...sender, groups: batch }
  })
  if (groups.length === 0) return null
  return { ...sender, mutations: await Promise.all(groups.map((rows) => mutationOf(db, rows))) }
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

/**
 * Rows in the order of their numbers, by mutation. What was read to the limit may end
 * in the middle of one: a part of it under its number would be taken for all of it.
 */
function wholeOf(rows: readonly OutboxRow[]): OutboxRow[][] {
  const groups: OutboxRow[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last?.[0]?.seq === row.seq) last.push(row)
    else groups.push([row])
  }
  return rows.length < ROWS_MAX ? groups : groups.slice(0, -1)
}

async function mutationOf(db: Database, rows: readonly OutboxRow[]): Promise<Mutation | VoidMutation> {
  const [first] = rows
  if (!first) throw new RangeError('a mutation of nothing')
  if (first.isVoid) return voidOf(first)
  return rows.length === 1 ? saidBy(db, first) : sharedBy(db, first, rows)
}

/** Fit to be read whatever was wrong with what it stands for. */
function voidOf({ seq, id, insp, at }: OutboxRow): VoidMutation {
  const text = (value: unknown) => String(value).slice(0, 64) || 'void'
  return { seq: seq ?? 0, id: text(id), k: 'void', insp: text(insp), at: Number.isFinite(at) ? at : 0 }
}

async function saidBy(db: Database, row: OutboxRow): Promise<Mutation> {
  const { seq, insp, at, cell, base, payload } = row
  const said = await db.unpack(payload)
  const print = base > 0 ? await printSeen(db, row) : undefined
  const body =
    said.k === 'answer.set'
      ? { ...said, set: { [cell]: [base, said.set[cell]?.[1], ...(print === undefined ? [] : [print])] } }
      : said
  return { ...body, seq, id: mutationIdOf(row), insp, at } as Mutation
}

/** Print of the answer that a row's author had seen under its base. */
async function printSeen(db: Database, { cell, seen }: OutboxRow): Promise<string | undefined> {
  if (!seen) return undefined
  const known = await db.unpack(seen)
  const answer = 'k' in known ? known.set[cell]?.[1] : known
  return answer && printOf(await digestOf(answer))
}

/** Several answers of one visit; the time is that of the last of them. */
async function sharedBy(db: Database, first: OutboxRow, rows: readonly OutboxRow[]): Promise<Mutation> {
  const set: Extract<Mutation, { k: 'answer.set' }>['set'] = {}
  let at = first.at
  for (const row of rows) {
    const said = await saidBy(db, row)
    if (said.k === 'answer.set') Object.assign(set, said.set)
    at = Math.max(at, row.at)
  }
  return { seq: first.seq ?? 0, id: mutationIdOf(first), k: 'answer.set', insp: first.insp, set, at }
}
