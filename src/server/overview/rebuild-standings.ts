import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { findChecklist } from '../storage/checklists.ts'
import { findInspection } from '../storage/inspections.ts'
import { clearReportRows, keepReportRows } from '../storage/report-rows.ts'
import type { Database } from '../storage/schema.ts'
import { setSetting, settingOf } from '../storage/settings.ts'
import { clearStandings, keepStanding } from '../storage/standings.ts'
import { transact } from '../storage/transaction.ts'

/** Rises with every change of what these rows say: those of an older shape are then made anew at the next start. */
const SHAPE = '3'
const KEY = 'standings-shape'

/** Makes the rows that statistics read anew, where they are of an older shape or there are none yet. */
export async function ensureStandings(db: Database): Promise<void> {
  if ((await settingOf(db, KEY)) !== SHAPE) await rebuildStandings(db)
}

/**
 * Makes them anew from the inspections, in one transaction: whoever reads meanwhile
 * sees the former ones.
 * @returns how many inspections count
 */
export async function rebuildStandings(db: Database): Promise<number> {
  return transact(db, 'everything', async (trx) => {
    await clearStandings(trx)
    await clearReportRows(trx)
    let counted = 0
    let after = ''
    for (;;) {
      const rows = await trx
        .selectFrom('inspection')
        .select(['id', 'tenant_id'])
        .where('id', '>', after)
        .where('status', '!=', 'draft')
        .orderBy('id')
        .limit(500)
        .execute()
      for (const { id, tenant_id } of rows) {
        const [record, checklist] = await sealed(trx, id)
        await keepStanding(trx, tenant_id, record, checklist)
        await keepReportRows(trx, tenant_id, record, checklist)
      }
      counted += rows.length
      const last = rows.at(-1)
      if (!last) break
      after = last.id
    }
    await setSetting(trx, KEY, SHAPE)
    return counted
  })
}

async function sealed(trx: Database, id: string): Promise<[InspectionRecord, Checklist]> {
  const record = await findInspection(trx, id)
  const checklist = record && (await findChecklist(trx, record.head.checklist))
  if (!record || !checklist) throw new Error(`inspection ${id} was sealed with a checklist that is not here`)
  return [record, checklist]
}
