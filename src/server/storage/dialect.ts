import { createHash } from 'node:crypto'
import { PostgresAdapter, type QueryExecutorProvider, type RawBuilder, sql } from 'kysely'

/** Everything that SQLite and PostgreSQL say differently. All other SQL is one text for both. */

export type Engine = 'sqlite' | 'postgres'

/** On which engine a database or a transaction runs. */
export function engineOf(db: QueryExecutorProvider): Engine {
  return db.getExecutor().adapter instanceof PostgresAdapter ? 'postgres' : 'sqlite'
}

/** A statement of a migration: one text for both engines, or one for each. */
export type Statement = string | Readonly<Record<Engine, string>>

/**
 * Carries out statements of a migration. Tables are written in SQLite's words;
 * on PostgreSQL
 *
 *   - `integer` is bigint: instants in milliseconds are longer than four bytes;
 *   - `real` is double precision: what a JavaScript number is;
 *   - `text` is compared byte by byte (COLLATE "C"), as SQLite does: order, equality and
 *     the key of a page do not depend on how the cluster was made.
 */
export async function define(db: QueryExecutorProvider, statements: readonly Statement[]): Promise<void> {
  const engine = engineOf(db)
  for (const statement of statements) {
    const text = typeof statement === 'string' ? statement : statement[engine]
    await sql.raw(engine === 'postgres' ? inPostgres(text) : text).execute(db)
  }
}

function inPostgres(statement: string): string {
  if (!/^(CREATE|ALTER) TABLE/.test(statement)) return statement
  return statement
    .replace(/\binteger\b/g, 'bigint')
    .replace(/\breal\b/g, 'double precision')
    .replace(/\btext\b/g, 'text COLLATE "C"')
}

/** Triggers that refuse every change of a table's rows; on PostgreSQL also taking all of them away at once. */
export function forbidChanges(table: string, why: string): Statement[] {
  const verbs = ['UPDATE', 'DELETE'].map(
    (verb): Statement => ({
      sqlite: `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
        BEGIN SELECT RAISE(ABORT, '${why}'); END`,
      postgres: `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table}
        FOR EACH ROW EXECUTE FUNCTION ${table}_never_changes()`,
    }),
  )
  return [
    onPostgres(`CREATE FUNCTION ${table}_never_changes() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION '${why}'; END $$`),
    ...verbs,
    onPostgres(`CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
      EXECUTE FUNCTION ${table}_never_changes()`),
  ]
}

/** A statement that SQLite has no need of. */
export function onPostgres(postgres: string): Statement {
  return { sqlite: 'SELECT 1', postgres }
}

/** Whether there is a table of this name. */
export async function hasTable(db: QueryExecutorProvider, name: string): Promise<boolean> {
  const { rows } =
    engineOf(db) === 'sqlite'
      ? await sql`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ${name}`.execute(db)
      : await sql`SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = ${name}`.execute(db)
  return rows.length > 0
}

/** One column of many rows as one text: a JSON array, in no order. */
export function packedColumn(db: QueryExecutorProvider, column: string): RawBuilder<string | null> {
  const ref = sql.ref(column)
  return engineOf(db) === 'sqlite' ? sql`json_group_array(${ref})` : sql`json_agg(${ref})::text`
}

/** A member of what a column holds as JSON, as text. */
export function memberOf<T extends string>(db: QueryExecutorProvider, column: string, name: string): RawBuilder<T> {
  const ref = sql.ref(column)
  return engineOf(db) === 'sqlite'
    ? sql<T>`json_extract(${ref}, ${`$.${name}`})`
    : sql<T>`(${ref}::json ->> ${sql.lit(name)})`
}

/**
 * Waits until no other transaction holds one of these names, and holds them to the
 * end of this one. Held shared, a name may be held by others who hold it shared.
 * In SQLite a transaction that writes has the whole file already: nothing is done.
 *
 * Several names are taken in the order of their keys, whatever the order they are
 * given in, so that two who want the same wait and do not block each other. What is
 * read after this is what the one before has committed: transactions that write are
 * READ COMMITTED (transaction.ts).
 */
export async function hold(trx: QueryExecutorProvider, names: readonly string[]): Promise<void> {
  if (engineOf(trx) === 'sqlite' || names.length === 0) return
  await sql`SELECT ${sql.join(inOrder(names).map((name) => taking(keyOf(name), false)))}`.execute(trx)
}

/** Names of one kind in the order in which everybody takes them, each once. */
export function inOrder(names: readonly string[]): string[] {
  const keys = new Map(names.map((name) => [name, keyOf(name)]))
  const keyIn = (name: string) => keys.get(name) ?? 0n
  return [...keys.keys()].sort((a, b) => (keyIn(a) < keyIn(b) ? -1 : 1))
}

/** A name that is held at the start of a transaction, alone or shared with others who share it. */
export type Gate = { name: string; shared: boolean }

/**
 * Begins a transaction that writes: holds these names, one after the other, before
 * anything is read. With limits of its own, so that a pooler may stand in between:
 * nobody waits for ever, and whoever has gone holds nothing.
 */
export async function enter(trx: QueryExecutorProvider, gates: readonly Gate[], wait: string): Promise<void> {
  if (engineOf(trx) === 'sqlite') return
  const limits = { lock_timeout: wait, statement_timeout: '120s', idle_in_transaction_session_timeout: '60s' }
  await sql`SELECT ${sql.join([
    ...Object.entries(limits).map(([name, value]) => sql`set_config(${sql.lit(name)}, ${sql.lit(value)}, true)`),
    ...gates.map(({ name, shared }) => taking(keyOf(name), shared)),
  ])}`.execute(trx)
}

function taking(key: bigint, shared: boolean) {
  const take = sql.raw(shared ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  return sql`${take}(${sql.raw(`'${key}'`)}::bigint)`
}

/** Advisory locks are numbers of eight bytes. Two names with one number would only wait for each other. */
function keyOf(name: string): bigint {
  return createHash('sha256').update(name, 'utf8').digest().readBigInt64BE(0)
}

/** Waits until no other transaction has a province's clock, and has it to the end of this one. */
export async function holdClock(trx: QueryExecutorProvider, provinceId: string): Promise<void> {
  if (engineOf(trx) === 'sqlite') return
  await sql`SELECT ver FROM tenant_clock WHERE tenant_id = ${provinceId} FOR UPDATE`.execute(trx)
}

/** Whether this is a copy that follows another server: what it says may be of the past. */
export async function isReplica(db: QueryExecutorProvider): Promise<boolean> {
  if (engineOf(db) === 'sqlite') return false
  const { rows } = await sql<{ follows: boolean }>`SELECT pg_is_in_recovery() AS follows`.execute(db)
  return rows[0]?.follows ?? false
}
