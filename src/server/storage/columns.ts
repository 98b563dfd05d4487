import { type SelectQueryBuilder, sql } from 'kysely'
import { packedColumn } from './dialect.ts'
import type { Database, Schema } from './schema.ts'

/** The same members of every row, a list for each. */
export type Columns<Row> = { [Name in keyof Row]: Row[Name][] }

/**
 * Reads rows by the thousand, as columns: the database packs each into one text. A driver
 * would cross over for every single value and make an object of every row, which takes
 * several times as long as the query itself.
 *
 * Equal places of all lists are one row; rows come in no order.
 * @param plain members that are text, whole numbers or null
 * @param parsed members that were written by `JSON.stringify`, or null
 */
export async function readColumns<Row, Plain extends keyof Row & string, Parsed extends keyof Row & string = never>(
  db: Database,
  query: SelectQueryBuilder<Schema, keyof Schema, Row>,
  plain: readonly Plain[],
  parsed: readonly Parsed[] = [],
): Promise<Columns<Pick<Row, Plain>> & Record<Parsed, unknown[]>> {
  const packed = [
    ...plain.map((name) => sql`${packedColumn(db, name)} as ${sql.ref(name)}`),
    // Texts in JSON, one after the other, need no second wrapping.
    ...parsed.map((name) => sql`string_agg(coalesce(${sql.ref(name)}, 'null'), ',') as ${sql.ref(name)}`),
  ]
  const { rows } = await sql<Record<string, string | null>>`select ${sql.join(packed)} from ${query} as packed`.execute(
    db,
  )
  const [row = {}] = rows
  const lists = [
    ...plain.map((name) => [name, JSON.parse(row[name] ?? '[]')]),
    ...parsed.map((name) => [name, JSON.parse(`[${row[name] ?? ''}]`)]),
  ]
  return Object.fromEntries(lists)
}
