import { createHash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from './schema.ts'

/**
 * Cuts the tables that grow into declarative partitions of PostgreSQL: by province, by
 * year, or by province and within it by year. No query knows of it. A year's visits can
 * then be put on another disk, and an index that is written to stays as large as a year.
 *
 * Which year a row is of stands in its key: in the id of its visit, which begins with the
 * moment (UUID 7), or in its quarter. Visits whose ids say nothing (of older apps, or of a
 * clock that is years off) lie in a partition of their own.
 */

/** What tables are cut by; both: by province, and within it by year. */
export type PartitionBy = { province: boolean; year: boolean }

/** Tables that grow with visits, and the column of their key that tells the year; null: none does. */
const growing = {
  inspection: 'id',
  answer_version: 'inspection_id',
  inspection_seal: 'inspection_id',
  seal_witness: 'inspection_id',
  action_said: 'inspection_id',
  water_sample: 'inspection_id',
  photo: 'inspection_id',
  standing: 'quarter',
  mutation: null,
  audit: null,
} as const satisfies Record<string, 'id' | 'inspection_id' | 'quarter' | null>

type Growing = keyof typeof growing

/** Where the old tables lie while the new ones are filled. */
const ASIDE = 'so_kiem_aside'

/** A row that is in none of the partitions made so far, so that nothing is ever refused. */
const REST = 'rest'

type Wanted = { by: PartitionBy; provinces: readonly string[]; years: readonly number[] }

/** Whether the tables are cut already. */
export async function isPartitioned(db: Database): Promise<boolean> {
  const { rows } = await sql`SELECT 1 FROM pg_partitioned_table JOIN pg_class ON pg_class.oid = partrelid
    WHERE relname = 'inspection' AND relnamespace = current_schema()::regnamespace`.execute(db)
  return rows.length > 0
}

/** When the first visit came, in milliseconds since 1970; null where there is none. */
export async function firstVisitAt(db: Database): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`SELECT min(created_at) AS at FROM inspection`.execute(db)
  return rows[0]?.at ?? null
}

/**
 * Makes the growing tables anew, cut into partitions, with their rows, keys, references,
 * indexes and triggers. In a transaction that is alone in everything: all of it or nothing.
 *
 * @returns rows of each table, counted on both sides
 * @throws Error where a row is missing afterwards
 */
export async function cutIntoPartitions(trx: Database, wanted: Wanted): Promise<Record<string, number>> {
  // Rows are copied by single statements, each as long as its table is large.
  await sql`SELECT set_config('statement_timeout', '0', true)`.execute(trx)
  const tables = (Object.keys(growing) as Growing[]).filter((table) => wanted.by.province || growing[table] !== null)
  const names = sql.join(tables.map((table) => sql.lit(table)))
  const isOne = (oid: string) => sql`${relation(oid)} IN (${names})`
  const here = sql`connamespace = current_schema()::regnamespace`

  // Whatever refers to a cut table, or is referred to by one, is taken off and put on again, by the same name.
  const references = await told(
    trx,
    sql`SELECT conname AS name, ${relation('conrelid')} AS of, pg_get_constraintdef(oid) AS text FROM pg_constraint
      WHERE ${here} AND contype = 'f' AND (${isOne('conrelid')} OR ${isOne('confrelid')}) ORDER BY 2, 1`,
  )
  const keys = await told(
    trx,
    sql`SELECT conname AS name, ${relation('conrelid')} AS of, pg_get_constraintdef(oid) AS text FROM pg_constraint
      WHERE ${here} AND contype IN ('p', 'u') AND ${isOne('conrelid')} ORDER BY 2, 1`,
  )
  const indexes = await told(
    trx,
    sql`SELECT ${relation('indexrelid')} AS name, ${relation('indrelid')} AS of, pg_get_indexdef(indexrelid) AS text
      FROM pg_index WHERE ${isOne('indrelid')} AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
      ORDER BY 2, 1`,
  )
  const triggers = await told(
    trx,
    sql`SELECT tgname AS name, ${relation('tgrelid')} AS of, pg_get_triggerdef(oid) AS text FROM pg_trigger
      WHERE tgparentid = 0 AND NOT tgisinternal AND ${isOne('tgrelid')} ORDER BY 2, 1`,
  )

  for (const { of, name } of references)
    await sql`ALTER TABLE ${sql.table(of)} DROP CONSTRAINT ${sql.ref(name)}`.execute(trx)
  await sql`CREATE SCHEMA ${sql.ref(ASIDE)}`.execute(trx)
  for (const table of tables) await sql`ALTER TABLE ${sql.table(table)} SET SCHEMA ${sql.ref(ASIDE)}`.execute(trx)

  const rows: Record<string, number> = {}
  for (const table of tables) {
    const old = sql.table(`${ASIDE}.${table}`)
    const { how, parts } = shapeOf(table, wanted)
    await sql`CREATE TABLE ${sql.table(table)} (LIKE ${old} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
      PARTITION BY ${how}`.execute(trx)
    for (const part of parts)
      await sql`CREATE TABLE ${sql.table(part.name)} PARTITION OF ${sql.table(part.of)} ${part.bounds}`.execute(trx)
    await sql`INSERT INTO ${sql.table(table)} SELECT * FROM ${old}`.execute(trx)
    const [before, after] = [await countOf(trx, old), await countOf(trx, sql.table(table))]
    if (before !== after) throw new Error(`${table}: ${before} rows before, ${after} after`)
    rows[table] = after
  }
  await sql`DROP SCHEMA ${sql.ref(ASIDE)} CASCADE`.execute(trx)

  const put = ({ of, name, text }: Told) =>
    sql`ALTER TABLE ${sql.table(of)} ADD CONSTRAINT ${sql.ref(name)} ${sql.raw(text)}`.execute(trx)
  for (const key of keys) await put(key)
  // In the catalogue's own words, which name the table as it stood and stands.
  for (const { text } of indexes) await sql.raw(text).execute(trx)
  for (const reference of references) await put(reference)
  for (const { text } of triggers) await sql.raw(text).execute(trx)
  await sql`ANALYZE ${sql.join(tables.map((table) => sql.table(table)))}`.execute(trx)
  return rows
}

/**
 * Makes partitions that are still missing: of new provinces, of years to come.
 * @returns names of those that were made, and of those whose rows lie in the rest already: they stay there
 */
export async function addPartitions(
  trx: Database,
  { provinces, years }: Omit<Wanted, 'by'>,
): Promise<{ made: string[]; left: string[] }> {
  const by = await cutBy(trx)
  const { rows } = await sql<{ name: string }>`SELECT relname AS name FROM pg_class
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace`.execute(trx)
  const there = new Set(rows.map(({ name }) => name))
  const made: string[] = []
  const left: string[] = []
  for (const table of Object.keys(growing) as Growing[]) {
    if (!by.province && growing[table] === null) continue
    for (const part of shapeOf(table, { by, provinces, years }).parts) {
      if (there.has(part.name) || !there.has(part.of)) continue
      if (there.has(part.rest) && (await isTaken(trx, part))) {
        left.push(part.name)
        continue
      }
      await sql`CREATE TABLE ${sql.table(part.name)} PARTITION OF ${sql.table(part.of)} ${part.bounds}`.execute(trx)
      there.add(part.name)
      made.push(part.name)
    }
  }
  return { made, left }
}

/** Whether rows of a partition that is to be made lie in the rest beside it. */
async function isTaken(db: Database, { rest, holds }: Part): Promise<boolean> {
  if (holds === null) return false
  const { rows } = await sql`SELECT 1 FROM ${sql.table(rest)} WHERE ${holds} LIMIT 1`.execute(db)
  return rows.length > 0
}

/** How the tables are cut, as the database itself says it. */
async function cutBy(db: Database): Promise<PartitionBy> {
  const { rows } = await sql<{ strategy: string; deeper: boolean }>`SELECT partstrat AS strategy,
      EXISTS (SELECT 1 FROM pg_inherits JOIN pg_partitioned_table deeper ON deeper.partrelid = inhrelid
        WHERE inhparent = pg_partitioned_table.partrelid) AS deeper
    FROM pg_partitioned_table WHERE partrelid = 'inspection'::regclass`.execute(db)
  const [top] = rows
  if (!top) throw new Error('the tables are not cut into partitions')
  return { province: top.strategy === 'l', year: top.strategy === 'r' || top.deeper }
}

type Part = {
  name: string
  /** The table or partition of which it is a part. */
  of: string
  bounds: RawBuilder<unknown>
  /** Where its rows lie as long as it is not there, and how they are known; null: it is the rest itself. */
  rest: string
  holds: RawBuilder<unknown> | null
}

function shapeOf(table: Growing, { by, provinces, years }: Wanted): { how: RawBuilder<unknown>; parts: Part[] } {
  const column = by.year ? growing[table] : null
  const byYear = column === null ? null : sql`RANGE (${sql.ref(column)})`
  const yearsOf = (of: string) => (column === null ? [] : yearParts(table, { of, column, years }))
  if (!by.province) return { how: byYear ?? sql``, parts: yearsOf(table) }
  const within = byYear === null ? sql`` : sql`PARTITION BY ${byYear}`
  const rest = `${table}_${REST}`
  const parts: Part[] = [
    ...provinces.map((province) => ({
      name: `${table}_${nameOf(province)}`,
      of: table,
      bounds: sql`FOR VALUES IN (${sql.lit(province)}) ${within}`,
      rest,
      holds: sql`tenant_id = ${province}`,
    })),
    { name: rest, of: table, bounds: sql`DEFAULT ${within}`, rest, holds: null },
  ]
  return { how: sql`LIST (tenant_id)`, parts: parts.flatMap((part) => [part, ...yearsOf(part.name)]) }
}

function yearParts(
  table: Growing,
  { of, column, years }: { of: string; column: string; years: readonly number[] },
): Part[] {
  const rest = `${of}__${REST}`
  const parts = years.map((year) => {
    const [from, until] = [startOf(table, year), startOf(table, year + 1)]
    return {
      name: `${of}__${year}`,
      of,
      bounds: sql`FOR VALUES FROM (${from}) TO (${until})`,
      rest,
      holds: sql`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${until}`,
    }
  })
  return [...parts, { name: rest, of, bounds: sql`DEFAULT`, rest, holds: null }]
}

/** Where a year begins among the values of the column by which a table is cut, in Viet Nam. */
function startOf(table: Growing, year: number): RawBuilder<unknown> {
  if (growing[table] === 'quarter') return sql.lit(year * 4)
  const hex = Date.parse(`${year}-01-01T00:00:00+07:00`).toString(16).padStart(12, '0')
  return sql.lit(`${hex.slice(0, 8)}-${hex.slice(8)}`)
}

/** A province in the name of a table: its id where that can be one (63 bytes at most), else a number for it. */
function nameOf(province: string): string {
  const isPlain = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(province) && province.length <= 36 && province !== REST
  return isPlain ? province.replaceAll('-', '_') : createHash('sha256').update(province).digest('hex').slice(0, 16)
}

/** The name of a table or an index by its number in the catalogue. */
function relation(oid: string): RawBuilder<string> {
  return sql`(SELECT relname FROM pg_class WHERE pg_class.oid = ${sql.raw(oid)})`
}

type Told = { of: string; name: string; text: string }

async function told(db: Database, question: RawBuilder<unknown>): Promise<Told[]> {
  return (await (question as RawBuilder<Told>).execute(db)).rows
}

async function countOf(db: Database, table: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*) AS n FROM ${table}`.execute(db)
  return rows[0]?.n ?? 0
}
