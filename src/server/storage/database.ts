import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { Kysely, sql } from 'kysely'
import type { Database, Schema } from './schema.ts'
import { sqliteDialect } from './sqlite-dialect.ts'

/**
 * Opens the database file, making it and its folder where they are missing.
 * `:memory:` gives one that ends with the process. Nothing is opened before the
 * first query; `db.destroy()` closes it.
 *
 * @param busyTimeout milliseconds to wait for another process's write lock
 */
export function openDatabase(file: string, busyTimeout = 5000): Database {
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
