import { existsSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { ConfigError } from '../config.ts'
import { auditPage } from '../storage/audit.ts'
import { hasAuditLog } from '../storage/audit-checks.ts'
import { openDatabase } from '../storage/database.ts'
import { requireDatabase } from './require-database.ts'

/** Lines read and written at a time. */
const PAGE = 500

/**
 * Writes the audit log into a new file, one JSON object a line, while the server
 * goes on. Kept elsewhere, it shows what somebody with the whole database has since
 * written anew.
 *
 * @returns how many lines
 * @throws ConfigError where there is no database or no log in it, or the file is there already
 */
export async function exportAudit(database: string, target: string): Promise<number> {
  requireDatabase(database)
  if (existsSync(target)) throw new ConfigError([`Đã có tệp ${target}: hãy chọn tên khác.`])
  const db = openDatabase(database)
  try {
    if (!(await hasAuditLog(db))) throw new ConfigError(['Cơ sở dữ liệu này chưa có nhật ký để xuất.'])
    // "wx": whoever makes the file in this very moment keeps theirs.
    const file = await open(target, 'wx', 0o600).catch((error: Error) => {
      throw new ConfigError([`Không tạo được tệp ${target}: ${error.message}.`])
    })
    try {
      let last = 0
      for (;;) {
        const page = await auditPage(db, last, PAGE)
        await file.appendFile(page.map((row) => `${JSON.stringify(row)}\n`).join(''))
        last = page.at(-1)?.no ?? last
        if (page.length < PAGE) break
      }
      await file.sync()
      await file.close()
      return last
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
