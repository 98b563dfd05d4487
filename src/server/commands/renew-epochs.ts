import { randomUUID } from 'node:crypto'
import { appendAudit } from '../audit/append.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'
import { listProvinces, readClock, setEpoch } from '../storage/provinces.ts'
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
    const epochs = new Map((await listProvinces(trx)).map((province) => [province, randomUUID()]))
    for (const [province, to] of epochs) {
      const { epoch: from } = await readClock(trx, province)
      const detail = { from, to }
      await appendAudit(trx, { what: 'epoch.renewed', province, who: 'system', at, subject: province, detail })
    }
    // Clocks last, as everywhere.
    for (const [province, epoch] of epochs) await setEpoch(trx, province, epoch)
    return epochs.size
  })
}
