import { randomUUID } from 'node:crypto'
import { CompiledQuery, sql } from 'kysely'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import { cutIntoPartitions } from '../../src/server/storage/partitions.ts'
import type { Database } from '../../src/server/storage/schema.ts'

/** The PostgreSQL on which test worlds are made; null: each lies in SQLite. `npm run test:postgres` names it. */
export const cluster = process.env.TEST_DATABASE_URL || null

/** How every world's tables are cut where a run asks for it: its province has partitions of its own or lies in the rest. */
const CUT = { by: { province: true, year: true }, provinces: [PROVINCE.id], years: [2026] }

/** Which engine this run is on. */
export const engine = cluster === null ? 'sqlite' : 'postgres'

/** Where a world keeps its data. */
type Place = {
  address: string
  /** Empty tables are there already. */
  isMigrated: boolean
  remove(): Promise<void>
}

/**
 * A database of its own for a world. On PostgreSQL one that another world has left is
 * emptied and taken again (40 ms; a copy of a template takes half a second, a schema
 * as long as migrating it): one cluster serves all files of tests, whoever runs them.
 *
 * @param file of SQLite, where a test wants to open it twice; on PostgreSQL any database can be
 */
export async function newDatabase(file = ':memory:'): Promise<Place> {
  if (cluster === null) return { address: file, isMigrated: false, remove: () => Promise.resolve() }
  const name = await onDatabase(cluster, async (db) => (await takeFree(db)) ?? create(db))
  return { address: addressOf(name), isMigrated: true, remove: () => giveBack(cluster, name) }
}

/** What migrating leaves in a file: each table, index and trigger as SQLite itself tells it, and the rows. */
type Made = { tables: string[]; rows: CompiledQuery[]; others: string[] }

/** Once for all worlds of a file of tests. */
let made: Promise<Made> | undefined

/**
 * Does to an empty database of SQLite what `migrate` does, in a tenth of the time: migrations make tables that later
 * ones make anew. A test holds that the one leaves what the other does.
 */
export async function writeTables(db: Database): Promise<void> {
  made ??= readMade()
  const { tables, rows, others } = await made
  await db.transaction().execute(async (trx) => {
    for (const text of tables) await trx.executeQuery(CompiledQuery.raw(text))
    for (const row of rows) await trx.executeQuery(row)
    // Last: triggers would refuse the rows, or add to them.
    for (const text of others) await trx.executeQuery(CompiledQuery.raw(text))
  })
}

async function readMade(): Promise<Made> {
  const db = openDatabase(':memory:')
  await migrate(db)
  const { rows: parts } = await sql<{ type: string; name: string; text: string }>`
    SELECT type, name, sql AS text FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
    ORDER BY rowid`.execute(db)
  const [tables, others] = [true, false].map((isTable) => parts.filter(({ type }) => (type === 'table') === isTable))
  const rows: CompiledQuery[] = []
  for (const { name } of tables ?? []) {
    const { rows: found } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db)
    for (const row of found) {
      const columns = Object.keys(row)
      const text = `INSERT INTO "${name}" ("${columns.join('", "')}") VALUES (${columns.map(() => '?').join(', ')})`
      rows.push(CompiledQuery.raw(text, Object.values(row)))
    }
  }
  await db.destroy()
  const texts = (of: typeof parts = []) => of.map(({ text }) => text)
  return { tables: texts(tables), rows, others: texts(others) }
}

/** A database with nothing in it at all, on PostgreSQL; `remove` it. */
export async function bareDatabase(): Promise<{ address: string; remove(): Promise<void> }> {
  const name = `bare_${randomUUID().replaceAll('-', '')}`
  const url = cluster ?? ''
  await onDatabase(url, (db) => sql.raw(`CREATE DATABASE ${name}`).execute(db))
  return { address: addressOf(name), remove: () => onDatabase(url, (db) => drop(db, name)) }
}

async function takeFree(db: Database): Promise<string | null> {
  await sql`CREATE TABLE IF NOT EXISTS free_database (name text PRIMARY KEY)`.execute(db).catch(() => {})
  const { rows } = await sql<{ name: string }>`DELETE FROM free_database WHERE name =
    (SELECT name FROM free_database LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING name`.execute(db)
  return rows[0]?.name ?? null
}

async function create(db: Database): Promise<string> {
  const name = `world_${randomUUID().replaceAll('-', '')}`
  await sql.raw(`CREATE DATABASE ${name}`).execute(db)
  await onDatabase(addressOf(name), async (made) => {
    await migrate(made)
    if (process.env.TEST_PARTITIONED) await made.transaction().execute((trx) => cutIntoPartitions(trx, CUT))
    await sql.raw(`COMMENT ON DATABASE ${name} IS '${await shapeOf(made)}'`).execute(made)
  })
  return name
}

async function drop(db: Database, name: string): Promise<void> {
  await sql.raw(`DROP DATABASE ${name} WITH (FORCE)`).execute(db)
}

/** As it was after migrating, for the next world; a test that made or dropped a table or a trigger has used it up. */
async function giveBack(url: string, name: string): Promise<void> {
  const isAsMade = await onDatabase(addressOf(name), async (db) => {
    const { rows } = await sql<{ said: string | null }>`
      SELECT shobj_description(oid, 'pg_database') AS said FROM pg_database WHERE datname = ${name}`.execute(db)
    if (rows[0]?.said !== (await shapeOf(db))) return false
    await empty(db)
    return true
  })
  await onDatabase(url, (db) =>
    isAsMade ? sql`INSERT INTO free_database VALUES (${name})`.execute(db).then(() => {}) : drop(db, name),
  )
}

/** Tables, triggers and migrations, so that a change of any of them shows. */
async function shapeOf(db: Database): Promise<string> {
  const { rows } = await sql<{ shape: string }>`SELECT md5(concat(
    (SELECT string_agg(concat(attrelid::regclass, '.', attname), ' ' ORDER BY attrelid::regclass::text, attname)
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
    (SELECT string_agg(concat(tgname, tgenabled), ' ' ORDER BY tgname) FROM pg_trigger WHERE NOT tgisinternal),
    (SELECT string_agg(name, ' ' ORDER BY name) FROM kysely_migration))) AS shape`.execute(db)
  return rows[0]?.shape ?? ''
}

/** Everything but what migrating itself has written. */
async function empty(db: Database): Promise<void> {
  const { rows } = await sql<{ tablename: string }>`SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT LIKE 'kysely%' AND tablename NOT LIKE 'audit%'`.execute(db)
  const statements = [
    // Neither triggers nor references.
    "SET LOCAL session_replication_role = 'replica'",
    ...rows.map(({ tablename }) => `DELETE FROM "${tablename}"`),
    "DELETE FROM audit WHERE tenant_id <> '' OR no > 1",
    "DELETE FROM audit_tail WHERE tenant_id <> ''",
    'UPDATE audit_tail SET no = 1',
  ]
  await sql.raw(statements.join(';')).execute(db)
}

async function onDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(url)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

function addressOf(database: string): string {
  const address = new URL(cluster ?? '')
  address.pathname = `/${database}`
  return address.href
}
