import type { Answer } from '../domain/answer.ts'
import { printOf } from '../domain/answer.ts'
import type { Mutation } from '../domain/mutation.ts'
import { digestOf } from './digest.ts'

/**
 * How a mutation is put together from what waits in an outbox. On the device, for
 * who is at work there; on the server, for what a locked store has relayed (P49): the
 * two must make the same bytes, or the number would have two contents.
 */

/** What a mutation says, without the number it gets when it is frozen. */
export type Payload = DistributiveOmit<Mutation, 'seq' | 'id' | 'insp' | 'at'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

/**
 * As it lies in an outbox: what is sealed names its visit and its time itself (P64), so
 * that nobody who changes the row beside it can have it taken for another's. Absent in
 * what older apps wrote.
 */
export type BoundPayload = Payload & { insp?: string; at?: number }

export function boundPayload(payload: Payload, insp: string, at: number): BoundPayload {
  return { ...payload, insp, at }
}

type AnswerSet = Extract<Mutation, { k: 'answer.set' }>['set']

/** An answer as it came down, or as a mutation of this device said it. */
export type Told = Answer | Extract<Payload, { k: 'answer.set' }>

/** Stands under the number of what was set aside. */
export type VoidMutation = { seq: number; id: string; k: 'void'; insp: string; at: number }

/** A row of an outbox, as far as its mutation is made of it; `P` and `S` are how content lies there. */
export type QueuedRow<P, S> = {
  /** Null while it has no number. */
  seq: number | null
  id: string
  insp: string
  /** Item of an answer, or a photo's cell; '' for every other mutation. */
  cell: string
  /** Revision of the cell the author saw. */
  base: number
  /** What stood under it. */
  seen?: S | undefined
  at: number
  /** Id of the mutation in which it goes out with others of its visit; absent where it goes out by itself. */
  mutationId?: string | undefined
  /** Set aside: a void is sent under its number and id. */
  isVoid?: true | undefined
  payload: P
}

/** Gives the content of what lies in a row. */
export type Unpack<P, S> = { payload: (packed: P) => Promise<BoundPayload>; seen: (packed: S) => Promise<Told> }

/** Id of the mutation in which a row goes, or went, out. */
export function mutationIdOf({ mutationId, id }: { mutationId?: string | undefined; id: string }): string {
  return mutationId ?? id
}

/** Rows in the order of their numbers, by mutation. */
export function byNumber<R extends { seq: number | null }>(rows: readonly R[]): R[][] {
  const groups: R[][] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last?.[0]?.seq === row.seq) last.push(row)
    else groups.push([row])
  }
  return groups
}

/**
 * The mutation that rows of one number are.
 * @throws what `unpack` throws
 */
export async function mutationOf<P, S>(
  rows: readonly QueuedRow<P, S>[],
  unpack: Unpack<P, S>,
): Promise<Mutation | VoidMutation> {
  const [first] = rows
  if (!first) throw new RangeError('a mutation of nothing')
  if (first.isVoid) return voidOf(first)
  return rows.length === 1 ? saidBy(first, unpack) : sharedBy(first, rows, unpack)
}

/** Fit to be read whatever was wrong with what it stands for. */
function voidOf({ seq, id, insp, at }: QueuedRow<unknown, unknown>): VoidMutation {
  const text = (value: unknown) => String(value).slice(0, 64) || 'void'
  return { seq: seq ?? 0, id: text(id), k: 'void', insp: text(insp), at: Number.isFinite(at) ? at : 0 }
}

async function saidBy<P, S>(row: QueuedRow<P, S>, unpack: Unpack<P, S>): Promise<Mutation> {
  const { seq, base, payload } = row
  const { insp = row.insp, at = row.at, ...said } = await unpack.payload(payload)
  const print = base > 0 ? await printSeen(row, unpack) : undefined
  const body = said.k === 'answer.set' ? { ...said, set: restingOn(base, said.set, print) } : said
  return { ...body, seq, id: mutationIdOf(row), insp, at } as Mutation
}

/** One answer with the revision and the print that it rests on: under the item that it names itself. */
function restingOn(base: number, set: AnswerSet, print: string | undefined): AnswerSet {
  const rest = print === undefined ? [] : [print]
  return Object.fromEntries(
    Object.entries(set).map(([item, [, answer]]) => [item, [base, answer, ...rest] as AnswerSet[string]]),
  )
}

/** Print of the answer that a row's author had seen under its base. */
async function printSeen<P, S>({ cell, seen }: QueuedRow<P, S>, unpack: Unpack<P, S>): Promise<string | undefined> {
  if (!seen) return undefined
  const known = await unpack.seen(seen)
  const answer = 'k' in known ? known.set[cell]?.[1] : known
  return answer && printOf(await digestOf(answer))
}

/**
 * Several answers of one visit; the time is that of the last of them. One that is
 * sealed for another visit was put here by somebody else's hand: it is left out.
 */
async function sharedBy<P, S>(
  first: QueuedRow<P, S>,
  rows: readonly QueuedRow<P, S>[],
  unpack: Unpack<P, S>,
): Promise<Mutation> {
  const all = await Promise.all(rows.map((row) => saidBy(row, unpack)))
  const insp = all[0]?.insp ?? first.insp
  const said = all.flatMap((each) => (each.k === 'answer.set' && each.insp === insp ? [each] : []))
  const set: AnswerSet = Object.assign({}, ...said.map((each) => each.set))
  const at = said.reduce((latest, each) => Math.max(latest, each.at), 0)
  return { seq: first.seq ?? 0, id: mutationIdOf(first), k: 'answer.set', insp, set, at }
}
