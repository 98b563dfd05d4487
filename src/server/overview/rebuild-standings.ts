import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { findChecklist } from '../storage/checklists.ts'
import { findInspection, handedIn } from '../storage/inspections.ts'
import { listProvinces } from '../storage/provinces.ts'
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
    let counted = 0
    for (const province of await listProvinces(trx)) counted += await rebuildIn(trx, province)
    await setSetting(trx, KEY, SHAPE)
    return counted
  })
}

async function rebuildIn(trx: Database, province: string): Promise<number> {
  await clearStandings(trx, province)
  await clearReportRows(trx, province)
  let counted = 0
  for (let after = ''; ; ) {
    const ids = await handedIn(trx, province, after, 500)
    for (const id of ids) {
      const [record, checklist] = await sealed(trx, province, id)
      await keepStanding(trx, province, record, checklist)
      await keepReportRows(trx, province, record, checklist, { isNew: true })
    }
    counted += ids.length
    const last = ids.at(-1)
    if (last === undefined) return counted
    after = last
  }
}

async function sealed(trx: Database, province: string, id: string): Promise<[InspectionRecord, Checklist]> {
  const record = await findInspection(trx, province, id)
  const checklist = record && (await findChecklist(trx, record.head.checklist))
  if (!record || !checklist) throw new Error(`inspection ${id} was sealed with a checklist that is not here`)
  return [record, checklist]
}
