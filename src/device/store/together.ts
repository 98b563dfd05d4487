import type { Database, OutboxRow, SentRow } from './database.ts'

/**
 * Answers that go out as one mutation lie as one row from when they have their number
 * until the journal forgets them: a row for each of them to be moved costs a tablet
 * more than all else of a push. The row is that of the first; the others stand in it
 * as they lay, each with its own seal. What an older version of the app numbered, and
 * what was offered anew, lies apart: whoever reads takes both.
 */
export function together([first, ...rest]: readonly OutboxRow[]): OutboxRow[] {
  if (!first) return []
  if (rest.length === 0) return [first]
  return [
    {
      ...first,
      beside: rest.map(({ insp, cell }) => [insp, cell]),
      others: rest.map(({ localId, id, cell, base, seen, at, bytes, payload }) => ({
        ...{ localId, id, cell, base, at, bytes, payload },
        ...(seen && { seen }),
      })),
    },
  ]
}

/** The rows as they were before they lay together. */
export function apart<R extends OutboxRow | SentRow>(rows: readonly R[]): R[] {
  return rows.flatMap((row) => {
    const { others, beside: _beside, ...first } = row
    if (!others) return [row]
    const { seen: _seen, ...shared } = first
    return [first, ...others.map((other) => ({ ...shared, ...other }))] as R[]
  })
}

/** Acknowledged: as it goes into the journal, where it has no place in the order of writing. */
export function othersSent({ others, beside }: OutboxRow): Pick<SentRow, 'others' | 'beside'> {
  if (!others || !beside) return {}
  return { beside, others: others.map(({ localId: _localId, ...other }) => other) }
}

/** Takes rows away that were written one after the other: all at once, one by one would take a hundred times as long. */
export async function removeRows(outbox: Database['outbox'], localIds: readonly number[]): Promise<void> {
  const runs: [first: number, last: number][] = []
  for (const id of [...localIds].sort((a, b) => a - b)) {
    const run = runs.at(-1)
    if (run?.[1] === id - 1) run[1] = id
    else runs.push([id, id])
  }
  await Promise.all(runs.map(([first, last]) => outbox.where('localId').between(first, last, true, true).delete()))
}

/** How many changes lie in one of the two tables. Without reading them. */
export async function countChanges(table: Database['outbox'] | Database['sent']): Promise<number> {
  const counts = await Promise.all([table.count(), table.orderBy('beside').count()])
  return counts[0] + counts[1]
}

/** How many changes of a visit wait to be sent. Without reading them. */
export async function countChangesOf({ outbox }: Database, insp: string): Promise<number> {
  const [rows, others] = await Promise.all([outbox.where({ insp }).count(), besideOf(outbox, insp).count()])
  return rows + others
}

/** Visit and cell of each change that waits, of one visit or of all; the same pair once for each. Without reading them. */
export async function waitingCells({ outbox }: Database, visit?: string): Promise<[insp: string, cell: string][]> {
  const all =
    visit === undefined
      ? [outbox.orderBy('[insp+cell]'), outbox.orderBy('beside')]
      : [outbox.where('[insp+cell]').between([visit, ''], [visit, LAST], true, true), besideOf(outbox, visit)]
  const keys = await Promise.all(all.map((each) => each.keys()))
  return keys.flat() as unknown as [insp: string, cell: string][]
}

const LAST = '\uffff'

function besideOf(outbox: Database['outbox'], insp: string) {
  return outbox.where('beside').between([insp, ''], [insp, LAST], true, true)
}
