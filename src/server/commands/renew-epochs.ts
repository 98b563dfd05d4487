import { randomUUID } from 'node:crypto'
import { appendAudit } from '../audit/append.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'
import { requireDatabase } from './require-database.ts'

/**
 * `epoch:renew`: for a database that went back in history by other means than `restore`: an older copy, a moment
 * before a mistake, a replica that lacked the last commits. Harmless where nothing is missing: every tablet
 * reads its view anew, once.
 *
 * @param say told how many provinces there are, in Vietnamese
 * @throws ConfigError where there is no database
 */
export async function renewEpochsOf(database: string, now: number, say: (line: string) => void): Promise<void> {
  requireDatabase(database)
  const db = openDatabase(database)
  try {
    await migrate(db)
    const provinces = await renewEpochs(db, now)
    say(`Đã mở kỷ nguyên mới cho ${provinces} tỉnh: mỗi máy tính bảng sẽ tự gửi lại những gì ở đây còn thiếu.`)
  } finally {
    await db.destroy()
  }
}

/**
 * Gives every province another epoch and says so in the audit log: devices then know that history went back,
 * and bring what is missing (P16).
 * @returns how many provinces
 */
export function renewEpochs(db: Database, at: number): Promise<number> {
  return transact(db, 'everything', async (trx) => {
    const clocks = await trx.selectFrom('tenant_clock').select(['tenant_id', 'epoch']).execute()
    for (const { tenant_id: subject, epoch: from } of clocks) {
      const to = randomUUID()
      await trx.updateTable('tenant_clock').set({ epoch: to }).where('tenant_id', '=', subject).execute()
      await appendAudit(trx, { what: 'epoch.renewed', who: 'system', at, subject, detail: { from, to } })
    }
    return clocks.length
  })
}
