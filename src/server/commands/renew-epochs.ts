import { randomUUID } from 'node:crypto'
import { appendAudit } from '../audit/append.ts'
import { openDatabase } from '../storage/database.ts'
import { migrate } from '../storage/migrations.ts'
import type { Database } from '../storage/schema.ts'
import { transact } from '../storage/transaction.ts'

/**
 * Gives every province another epoch and says so in the audit log: devices then know
 * that history went back, and bring what the database lacks (rule P16).
 * @returns how many provinces
 */
export async function renewEpochs(db: Database, at: number): Promise<number> {
  return transact(db, 'everything', async (trx) => {
    const clocks = await trx.selectFrom('tenant_clock').selectAll().orderBy('tenant_id').execute()
    for (const { tenant_id: subject, epoch: from } of clocks) {
      const to = randomUUID()
      await trx.updateTable('tenant_clock').set({ epoch: to }).where('tenant_id', '=', subject).execute()
      await appendAudit(trx, { what: 'epoch.renewed', who: 'system', at, subject, detail: { from, to } })
    }
    return clocks.length
  })
}

/** The same for a PostgreSQL that was put back from a copy, before servers start on it. */
export async function renewEpochsOf(database: string, at: number): Promise<number> {
  const db = openDatabase(database)
  try {
    await migrate(db)
    return await renewEpochs(db, at)
  } finally {
    await db.destroy()
  }
}
