import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { ConfigError } from '../config.ts'

/**
 * Puts a backup in the place of the database, under a new epoch: devices then know
 * that history went back, and bring what the backup lacks (rule P16). What stood
 * there is kept beside it. The server must be stopped.
 *
 * Pictures are files of their own and stay as they are: when the server starts it
 * compares them with what the restored database says of them (rule P28).
 *
 * @param now names the kept file
 * @returns where the former database was kept; null where there was none
 * @throws ConfigError where the backup is missing or damaged: nothing was changed
 */
export function restore(databaseFile: string, source: string, now: Date): string | null {
  if (!existsSync(source)) throw new ConfigError([`Không có tệp ${source}.`])
  const fresh = `${databaseFile}.restoring`
  rmSync(fresh, { force: true })
  copyFileSync(source, fresh)
  try {
    renewEpochs(fresh)
  } catch (error) {
    rmSync(fresh, { force: true })
    const reason = error instanceof Error ? error.message : String(error)
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

/** Checks the copy and gives every province another epoch. */
function renewEpochs(file: string): void {
  const db = new DatabaseSync(file)
  try {
    const [check] = db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[]
    if (check?.integrity_check !== 'ok') throw new Error(check?.integrity_check ?? 'integrity_check')
    db.exec('PRAGMA synchronous = FULL')
    const provinces = db.prepare('SELECT tenant_id FROM tenant_clock').all() as { tenant_id: string }[]
    const renew = db.prepare('UPDATE tenant_clock SET epoch = ? WHERE tenant_id = ?')
    for (const { tenant_id } of provinces) renew.run(randomUUID(), tenant_id)
    // Everything into the one file that is renamed.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    db.exec('PRAGMA journal_mode = DELETE')
  } finally {
    db.close()
  }
}
