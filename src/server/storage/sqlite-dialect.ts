import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import { asStorageProblem } from './storage-problem.ts'

/**
 * Kysely over @photostructure/sqlite. Kysely's own driver is not used for two reasons:
 *
 *   - it begins every transaction with a plain `BEGIN`, which takes the write lock
 *     only at the first write. A push reads before it writes; with a second process
 *     on the file (a backup, the next version starting) the later upgrade of its lock
 *     fails with SQLITE_BUSY_SNAPSHOT, whatever the busy timeout. Here a transaction
 *     is `BEGIN IMMEDIATE` unless it was asked for as read only;
 *   - a failure of the disk becomes our own Problem in one place.
 *
 * One connection and a queue for it: two requests never interleave inside a
 * transaction. SQLite has one writer anyway, and the calls are synchronous.
 */
export function sqliteDialect(open: () => DatabaseSyncInstance): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new SqliteDriver(open),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** SQLite can take back CREATE TABLE: a migration that dies half way leaves nothing behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class SqliteDriver implements Driver {
  readonly #open: () => DatabaseSyncInstance
  #database: DatabaseSyncInstance | undefined
  #connection: SqliteConnection | undefined
  /** Settles when the last of those who wait has given the connection back. */
  #queue: Promise<void> = Promise.resolve()
  #release: (() => void) | undefined

  constructor(open: () => DatabaseSyncInstance) {
    this.#open = open
  }

  init(): Promise<void> {
    try {
      this.#database = this.#open()
      this.#connection = new SqliteConnection(this.#database)
      return Promise.resolve()
    } catch (error) {
      return Promise.reject(asStorageProblem(error))
    }
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (!this.#connection) throw new Error('the database is not open')
    const before = this.#queue
    let release: () => void = () => {}
    this.#queue = new Promise((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    return this.#connection
  }

  releaseConnection(): Promise<void> {
    this.#release?.()
    return Promise.resolve()
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(settings.accessMode === 'read only' ? 'begin' : 'begin immediate'))
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the reason.
    if (this.#database?.isTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'))
  }

  destroy(): Promise<void> {
    this.#connection?.forget()
    this.#database?.close()
    return Promise.resolve()
  }
}

/** How many statements are kept: more than a server asks every day, and where lists make ever other ones, all are let go at once. */
const KEPT = 300
/** What may be prepared once and carried out often. Some pragmas act while they are prepared, and not again after it. */
const KEEPABLE = /^\s*(select|insert|update|delete|with|begin|commit|rollback)\b/i

type Prepared = { statement: StatementSyncInstance; hasRows: boolean }

/**
 * Preparing a statement takes several times as long as most take to run: it is done once for each text. Each is
 * carried out to its end at once, so that none is asked twice at a time or holds a lock; where the schema has
 * changed, SQLite itself prepares it anew.
 */
class SqliteConnection implements DatabaseConnection {
  readonly #database: DatabaseSyncInstance
  readonly #kept = new Map<string, Prepared>()

  constructor(database: DatabaseSyncInstance) {
    this.#database = database
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { statement, hasRows } = this.#prepared(sql)
      if (hasRows) return Promise.resolve({ rows: statement.all(...parameters) as R[] })
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return Promise.resolve({ rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) })
    } catch (error) {
      return Promise.reject(asStorageProblem(error))
    }
  }

  #prepared(sql: string): Prepared {
    return this.#kept.get(sql) ?? this.#prepare(sql)
  }

  #prepare(sql: string): Prepared {
    const statement = this.#database.prepare(sql)
    const prepared = { statement, hasRows: statement.columns().length > 0 }
    if (!KEEPABLE.test(sql)) return prepared
    if (this.#kept.size === KEPT) this.forget()
    this.#kept.set(sql, prepared)
    return prepared
  }

  /** Lets go of all: a statement keeps the file open beyond the end of its connection. */
  forget(): void {
    this.#kept.clear()
  }

  // biome-ignore lint/correctness/useYield: nothing here is large enough to be streamed
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('queries are not streamed')
  }
}
