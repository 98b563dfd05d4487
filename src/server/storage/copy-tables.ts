import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import { auditNoEverGiven } from './dialect.ts'
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

/** The rows of a table in the order of its key, a page at a time. */
async function* pagesOf(db: Database, { name, columns, key }: Table): AsyncGenerator<Row[]> {
  const list = (names: readonly string[]) => sql.join(names.map((each) => sql.ref(each)))
  for (let after: Row | undefined; ; ) {
    const last = after
    const from = last ? sql`WHERE (${list(key)}) > (${sql.join(key.map((each) => last[each]))})` : sql``
    const { rows } = await sql<Row>`
      SELECT ${list(columns)} FROM ${sql.table(name)} ${from} ORDER BY ${list(key)} LIMIT ${sql.lit(PAGE)}`.execute(db)
    if (rows.length > 0) yield rows
    after = rows.at(-1)
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
 * Their triggers stand: the audit log takes its lines only in its own order.
 * @throws RowRefused
 */
export function copyTable(from: Database, to: Database, table: Table): Promise<Content> {
  return read(from, table, async (rows) => {
    for (const row of rows) for (const value of Object.values(row)) holdValue(table.name, value)
    await sql`INSERT INTO ${sql.table(table.name)} (${sql.join(table.columns.map((each) => sql.ref(each)))}) VALUES
      ${sql.join(rows.map((row) => sql`(${sql.join(table.columns.map((column) => row[column]))})`))}`.execute(to)
  }).catch((error: unknown) => {
    const reason = error instanceof Problem ? error.cause : error
    // A whole number of SQLite that no number of JavaScript is; its driver does not round.
    if (reason instanceof RangeError || codeOf(reason) === 'ERR_OUT_OF_RANGE') throw new RowRefused(table.name, 'value')
    throw error
  })
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

function holdValue(table: string, value: unknown): void {
  if (value === null || typeof value === 'number') return
  if (typeof value !== 'string') throw new RowRefused(table, 'value')
  if (value.includes('\0')) throw new RowRefused(table, 'nul')
}

/** Takes all rows of these tables away on PostgreSQL, also those that never change; their triggers stand again at its end. */
export async function emptyTables(trx: Database, tables: readonly Table[]): Promise<void> {
  const names = tables.map(({ name }) => sql.table(name))
  for (const name of names) await sql`ALTER TABLE ${name} DISABLE TRIGGER USER`.execute(trx)
  await sql`TRUNCATE ${sql.join(names)}`.execute(trx)
  for (const name of names) await sql`ALTER TABLE ${name} ENABLE TRIGGER USER`.execute(trx)
  await sql`UPDATE audit_tail SET no = 0`.execute(trx)
}

/** The last number of the audit log is known beside it, so that a tail that was cut off is missed on the other side too. */
export async function copyAuditTail(from: Database, to: Database): Promise<void> {
  await sql`UPDATE audit_tail SET no = ${await auditNoEverGiven(from)}`.execute(to)
}
