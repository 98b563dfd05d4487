import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { openDatabase } from '../../src/server/storage/database.ts'

/** Seals in that file. */
export const SEALS_OF_17 = 4

/**
 * A database as a server with migration 017 as its last left it, from before every key held the province: the world
 * of `createTwoProvinces`, with drafts and visits handed in in both.
 *
 * @param withLog false: as if it were from before there was an audit log
 */
export async function fileOfVersion17(path: string, { withLog = true } = {}): Promise<void> {
  const packed = readFileSync(fileURLToPath(new URL('./files/version-17.sqlite.gz', import.meta.url)))
  writeFileSync(path, gunzipSync(packed))
  if (withLog) return
  const db = openDatabase(path)
  await sql`DROP TABLE audit`.execute(db)
  await sql`DELETE FROM kysely_migration WHERE name = '006-audit'`.execute(db)
  // A copy is one file.
  await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
  await db.destroy()
}
