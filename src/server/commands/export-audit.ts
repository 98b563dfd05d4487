import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { ConfigError } from '../config.ts'
import { auditPage, SYSTEM_CHAIN } from '../storage/audit.ts'
import { openDatabase } from '../storage/database.ts'
import { requireDatabase, requireMigrated } from './require-database.ts'

/** Lines read and written at a time. */
const PAGE = 500

/** The system's chain, then those that it has opened by then. */
function* chainsIn(opened: readonly string[]): Generator<string> {
  yield SYSTEM_CHAIN
  yield* opened
}

/**
 * Writes the audit log into a new file, one JSON object a line, chain after chain, while the server
 * goes on. Kept elsewhere, it shows what somebody with the whole database has since
 * written anew.
 *
 * @returns how many lines
 * @throws ConfigError where there is no database, or one that an older server wrote, or the file is there already
 */
export async function exportAudit(database: string, target: string): Promise<number> {
  requireDatabase(database)
  if (existsSync(target)) throw new ConfigError([`Đã có tệp ${target}: hãy chọn tên khác.`])
  const db = openDatabase(database)
  try {
    await requireMigrated(db)
    // "wx": whoever makes the file in this very moment keeps theirs.
    const file = await open(target, 'wx', 0o600).catch((error: Error) => {
      throw new ConfigError([`Không tạo được tệp ${target}: ${error.message}.`])
    })
    try {
      let lines = 0
      // The system's chain opens the others: what it names by now is exported, and what it names later is not.
      const opened: string[] = []
      for (const chain of chainsIn(opened)) {
        for (let last = 0, more = true; more; ) {
          const page = await auditPage(db, chain, last, PAGE)
          await file.appendFile(page.map((row) => `${JSON.stringify(row)}\n`).join(''))
          opened.push(...page.filter(({ what }) => what === 'chain.opened').map(({ subject_id }) => subject_id))
          lines += page.length
          last = page.at(-1)?.no ?? last
          more = page.length === PAGE
        }
      }
      await file.sync()
      await file.close()
      return lines
    } catch (error) {
      await file.close().catch(() => {})
      // Half an export looks like a whole one.
      await rm(target, { force: true })
      throw error
    }
  } finally {
    await db.destroy()
  }
}
