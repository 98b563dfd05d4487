import type { Database, VisitRow } from './database.ts'
import { isSamePacked, type Packed } from './packing.ts'

/**
 * Small values sealed beside records, so that nobody else on the tablet reads what was found: each is opened once
 * while the page lives, and anew where it was written anew.
 * @param pick which value of a row
 * @returns reads them by the rows' ids; a row without one has none
 */
export function readOnce<T>(
  pick: (row: VisitRow) => Packed<T> | undefined,
): (db: Database, rows: readonly VisitRow[]) => Promise<ReadonlyMap<string, T>> {
  type Opened = { packed: Packed<T>; value: T }
  /** Gone with the database. */
  const lastRead = new WeakMap<Database, ReadonlyMap<string, Opened>>()
  return async (db, rows) => {
    const before = lastRead.get(db)
    const read = await Promise.all(
      rows.map(async (row): Promise<[string, Opened] | null> => {
        const packed = pick(row)
        if (!packed) return null
        const known = before?.get(row.id)
        const isKnown = known !== undefined && isSamePacked(known.packed, packed)
        return [row.id, isKnown ? known : { packed, value: await db.unpack(packed) }]
      }),
    )
    const opened = read.filter((each) => each !== null)
    // Not only these rows: another list may have asked for others.
    lastRead.set(db, new Map([...(before ?? []), ...opened]))
    return new Map(opened.map(([id, { value }]) => [id, value]))
  }
}
