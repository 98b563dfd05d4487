import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { sql } from 'kysely'
import { Problem } from '../../domain/problem.ts'
import { ConfigError } from '../config.ts'
import { openDatabase } from '../storage/database.ts'
import { hasTable } from '../storage/dialect.ts'
import { migrate } from '../storage/migrations.ts'
import { renewEpochs } from './renew-epochs.ts'

/**
 * Puts a backup in the place of the database, under a new epoch: devices then know
 * that history went back, and bring what the backup lacks (rule P16). What stood
 * there is kept beside it. The server must be stopped.
 *
 * Pictures are files of their own and stay as they are: when the server starts it
 * compares them with what the restored database says of them (rule P28).
 *
 * @param now names the kept file, and stands in the audit log
 * @returns where the former database was kept; null where there was none
 * @throws ConfigError where the backup is missing or damaged: nothing was changed
 */
export async function restore(databaseFile: string, source: string, now: Date): Promise<string | null> {
  if (!existsSync(source)) throw new ConfigError([`Không có tệp ${source}.`])
  const fresh = `${databaseFile}.restoring`
  removeDatabase(fresh)
  copyFileSync(source, fresh)
  try {
    await beginAnew(fresh, now.getTime())
  } catch (error) {
    removeDatabase(fresh)
    const cause = error instanceof Problem ? error.cause : error
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError([`Tệp ${source} không phải là bản sao lưu dùng được: ${reason}.`])
  }
  let kept: string | null = null
  if (existsSync(databaseFile)) {
    kept = `${databaseFile}.${now.toISOString().replace(/[:.]/g, '-')}`
    renameSync(databaseFile, kept)
  }
  // A write-ahead log belongs to the file it was written for.
  for (const suffix of ['-wal', '-shm']) {
    if (!existsSync(databaseFile + suffix)) continue
    if (kept === null) rmSync(databaseFile + suffix)
    else renameSync(databaseFile + suffix, kept + suffix)
  }
  renameSync(fresh, databaseFile)
  return kept
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true })
}

/**
 * Checks the copy, gives every province another epoch and says so in the audit log;
 * a copy from before the log gets one first. One connection does it all: at its end
 * everything lies in the one file that is renamed.
 */
async function beginAnew(file: string, at: number): Promise<void> {
  const db = openDatabase(file)
  try {
    const { rows } = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(db)
    if (rows[0]?.integrity_check !== 'ok') throw new Error(rows[0]?.integrity_check ?? 'integrity_check')
    // Any other program's database would be migrated into an empty one of ours.
    if (!(await hasTable(db, 'tenant_clock'))) throw new Error('no table tenant_clock')
    await migrate(db)
    await renewEpochs(db, at)
    await sql`PRAGMA wal_checkpoint(TRUNCATE)`.execute(db)
    await sql`PRAGMA journal_mode = DELETE`.execute(db)
  } finally {
    await db.destroy()
  }
}
