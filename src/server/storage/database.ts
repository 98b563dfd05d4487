import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { Kysely, sql } from 'kysely'
import { postgresDialect } from './postgres-dialect.ts'
import type { Database, Schema } from './schema.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/** How long a connection to a replica may take: the primary is there too. */
const REPLICA_WAIT_MS = 1_500

/** Whether an address of a database is one of PostgreSQL; else it is the path of a file. */
export function isPostgres(address: string): boolean {
  return /^postgres(ql)?:/i.test(address)
}

/**
 * Opens the database: PostgreSQL behind `postgres://…`, else the file, making it and
 * its folder where they are missing. `:memory:` gives one that ends with the process.
 * Nothing is opened before the first query; `db.destroy()` closes it.
 *
 * @param busyTimeout of a file: milliseconds to wait for another process's write lock
 */
export function openDatabase(address: string, busyTimeout = 5000): Database {
  return isPostgres(address)
    ? new Kysely<Schema>({ dialect: postgresDialect(address) })
    : openFile(address, busyTimeout)
}

/** Opens a copy on PostgreSQL, for reading: whoever cannot reach it soon asks the primary instead. */
export function openReplica(address: string): Database {
  return new Kysely<Schema>({ dialect: postgresDialect(address, REPLICA_WAIT_MS) })
}

function openFile(file: string, busyTimeout: number): Database {
  return new Kysely<Schema>({
    dialect: sqliteDialect(() => {
      if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
      const database = new DatabaseSync(file)
      // Passwords' hashes and sessions lie in it: for the server's own user alone.
      if (file !== ':memory:') chmodSync(file, 0o600)
      database.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
      database.exec('PRAGMA journal_mode = WAL')
      // FULL: what was acknowledged survives a power cut; NORMAL may lose the last commits.
      database.exec('PRAGMA synchronous = FULL')
      database.exec('PRAGMA foreign_keys = ON')
      return database
    }),
  })
}

/** Asks the database for a sign of life. Throws the Problem that a device would get. */
export async function pingDatabase(db: Database): Promise<void> {
  await sql`SELECT 1`.execute(db)
}
