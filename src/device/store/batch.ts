import { BATCH_BYTES, MUTATION_BYTES } from '../../protocol/terms.ts'
import type { OutboxRow } from './database.ts'
import { ENVELOPE_BYTES, isAnswerCell } from './queue.ts'

/** What an answer saves that goes out with others: the envelope, and its own `{"k":"answer.set","set":{}}`. */
const SHARED_BYTES = ENVELOPE_BYTES + 29

/** Rows that go out as one mutation: one of any kind, or several answers of one visit. */
type Group = { rows: OutboxRow[]; bytes: number }

/**
 * The next mutations of what is open, in the order in which it was written. Answers
 * of one visit share a mutation unless something else was said of that visit in
 * between; only visits, which know nothing of each other, change places by it.
 * @param open in the order of writing
 * @param most how many mutations
 */
export function batchOf(open: readonly OutboxRow[], most: number): OutboxRow[][] {
  const groups: Group[] = []
  const lastOf = new Map<string, Group>()
  let bytes = 0
  for (const row of open) {
    const last = lastOf.get(row.insp)
    const joins = last !== undefined && mayShare(last, row)
    const cost = joins ? row.bytes - SHARED_BYTES : row.bytes
    const isFull = groups.length > 0 && (bytes + cost > BATCH_BYTES || (!joins && groups.length === most))
    if (isFull) break
    bytes += cost
    if (joins) {
      last.rows.push(row)
      last.bytes += cost
    } else {
      const group = { rows: [row], bytes: cost }
      groups.push(group)
      lastOf.set(row.insp, group)
    }
  }
  return groups.map(({ rows }) => rows)
}

function mayShare({ rows, bytes }: Group, row: OutboxRow): boolean {
  const [first] = rows
  if (!first || !isShared(first) || !isShared(row)) return false
  return bytes + row.bytes - SHARED_BYTES <= MUTATION_BYTES && rows.every(({ cell }) => cell !== row.cell)
}

function isShared({ cell, alone, isVoid }: OutboxRow): boolean {
  return isAnswerCell(cell) && !alone && !isVoid
}

/** Rough size of a mutation, as JSON. */
export function bytesOf(rows: readonly OutboxRow[]): number {
  return rows.reduce((sum, { bytes }) => sum + bytes, 0) - SHARED_BYTES * (rows.length - 1)
}
