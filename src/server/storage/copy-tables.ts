import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './schema.ts'
import type { Table } from './table-catalogue.ts'

/** Rows read or written at a time: of the widest table (an inspection with its answers) a few megabytes. */
const PAGE = 100

/** What a table holds: as many rows, and one hash over all their values in the order of the key. */
export type Content = { rows: number; sha256: string }

type Row = Record<string, unknown>

/** Why a row cannot be kept by PostgreSQL exactly as it is. */
export class RowRefused extends Error {
  readonly table: string
  readonly why: 'nul' | 'value'

  constructor(table: string, why: 'nul' | 'value') {
    super(`${table}: ${why}`)
    this.table = table
    this.why = why
  }
}

/** The rows of a table in the order of its key, or else of all its columns, a page at a time. */
async function* pagesOf(db: Database, { name, columns, key }: Table): AsyncGenerator<Row[]> {
  const list = (names: readonly string[]) => sql.join(names.map((each) => sql.ref(each)))
  const order = key.length > 0 ? key : columns
  let last: Row | undefined
  for (let done = 0; ; done += PAGE) {
    // Without a key the last row of a page may be the first of the next one too: such tables are small and are counted off.
    const from =
      last && key.length > 0 ? sql`WHERE (${list(key)}) > (${sql.join(key.map((each) => last?.[each]))})` : sql``
    const skipped = key.length > 0 ? 0 : done
    const { rows } = await sql<Row>`SELECT ${list(columns)} FROM ${sql.table(name)} ${from}
      ORDER BY ${list(order)} LIMIT ${sql.lit(PAGE)} OFFSET ${sql.lit(skipped)}`.execute(db)
    if (rows.length > 0) yield rows
    last = rows.at(-1)
    if (rows.length < PAGE) return
  }
}

/** Counts and hashes a table, handing each page on. */
async function read(db: Database, table: Table, take: (rows: Row[]) => Promise<void>): Promise<Content> {
  const hash = createHash('sha256')
  let count = 0
  for await (const rows of pagesOf(db, table)) {
    for (const row of rows) hash.update(`${JSON.stringify(table.columns.map((column) => row[column]))}\n`)
    count += rows.length
    await take(rows)
  }
  return { rows: count, sha256: hash.digest('hex') }
}

/** What a table holds now. */
export function contentOf(db: Database, table: Table): Promise<Content> {
  return read(db, table, async () => {})
}

/**
 * Writes every row of a table of SQLite into the same table of PostgreSQL, which is empty.
 * Its triggers stand: the audit log takes its lines only in its own order.
 * @throws RowRefused
 */
export async function copyTable(from: Database, to: Database, table: Table): Promise<Content> {
  if (await hasNul(from, table)) throw new RowRefused(table.name, 'nul')
  const columns = sql.join(table.columns.map((each) => sql.ref(each)))
  // What triggers of a table that was copied before have written here comes with the rest.
  await sql`DELETE FROM ${sql.table(table.name)}`.execute(to)
  return read(from, table, async (rows) => {
    for (const row of rows) holdValues(table.name, row)
    const values = rows.map((row) => sql`(${sql.join(table.columns.map((column) => row[column]))})`)
    await sql`INSERT INTO ${sql.table(table.name)} (${columns}) VALUES ${sql.join(values)}`.execute(to)
  }).catch((error: unknown) => {
    // A whole number that no number of JavaScript is: the driver does not round, and has no code for it.
    if (!(error instanceof Error && error.message.includes('too large to be represented'))) throw error
    throw new RowRefused(table.name, 'value')
  })
}

/** Whether any text goes on behind a NUL: PostgreSQL has none, and SQLite's driver would hand over what stands before it. */
async function hasNul(file: Database, { name, columns }: Table): Promise<boolean> {
  const found = sql.join(
    columns.map((each) => sql`instr(CAST(${sql.ref(each)} AS blob), x'00') > 0`),
    sql` OR `,
  )
  const { rows } = await sql`SELECT 1 FROM ${sql.table(name)} WHERE ${found} LIMIT 1`.execute(file)
  return rows.length > 0
}

function holdValues(table: string, row: Row): void {
  for (const value of Object.values(row))
    if (value !== null && typeof value !== 'number' && typeof value !== 'string') throw new RowRefused(table, 'value')
}

/** Takes all rows of these tables away on PostgreSQL, also those that never change; their triggers stand again at its end. */
export async function emptyTables(trx: Database, tables: readonly Table[]): Promise<void> {
  const names = tables.map(({ name }) => sql.table(name))
  for (const name of names) await sql`ALTER TABLE ${name} DISABLE TRIGGER USER`.execute(trx)
  await sql`TRUNCATE ${sql.join(names)}`.execute(trx)
  for (const name of names) await sql`ALTER TABLE ${name} ENABLE TRIGGER USER`.execute(trx)
}
