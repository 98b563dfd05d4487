import type { Checklist } from '../../domain/checklist.ts'
import type { SealClock } from '../../domain/clock.ts'
import { type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import type { Pace } from '../../domain/overview/doubts.ts'
import { firstDayOf } from '../../domain/overview/period.ts'
import { isLater, type Standing, standingOf } from '../../domain/overview/standing.ts'
import type { InspectionKind } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/**
 * Writes what a visit that was handed in says of its facility, in the transaction
 * that changed it and after it was written: it stands where it is the latest of its
 * quarter, and is counted in any case. A draft says nothing.
 * @param checklist with which it was sealed
 */
export async function keepStanding(
  trx: Database,
  tenantId: string,
  record: InspectionRecord,
  checklist: Checklist,
): Promise<void> {
  const standing = standingOf(record, checklist, await paceOf(trx, tenantId, record))
  if (!standing) return
  const visits = await visitsOfQuarter(trx, tenantId, standing)
  const key = {
    tenant_id: tenantId,
    checklist_id: standing.checklistId,
    kind: standing.kind,
    quarter: standing.quarter,
    facility_id: standing.facilityId,
  }
  const isOvertaken = visits.some(
    (visit) => visit.id !== record.id && isLater(visit, { ...record, date: standing.date }),
  )
  if (isOvertaken) {
    await ofKey(trx, key).set({ visits: visits.length }).execute()
    return
  }
  const values = {
    inspection_id: standing.inspectionId,
    checklist_version: checklist.version,
    date: standing.date,
    status: standing.status,
    visits: visits.length,
    earned: standing.score.earned,
    max: standing.score.max,
    tone: standing.score.tone,
    critical_failures: standing.score.criticalFailures,
    grade: standing.score.grade,
    signals: JSON.stringify(standing.signals),
    position: standing.position && JSON.stringify(standing.position),
    sections: JSON.stringify(standing.sections),
    failed: JSON.stringify(standing.failed),
    not_judged: JSON.stringify(standing.notJudged),
    critical: JSON.stringify(standing.critical),
  }
  const line = await linkQuarters(trx, key)
  await trx
    .insertInto('standing')
    .values({ ...key, ...values, ...line })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'checklist_id', 'kind', 'quarter', 'facility_id']).doUpdateSet(values),
    )
    .execute()
}

type Key = { tenant_id: string; checklist_id: string; kind: InspectionKind; quarter: number; facility_id: string }

function ofKey(trx: Database, { tenant_id, checklist_id, kind, facility_id, quarter }: Key) {
  return trx
    .updateTable('standing')
    .where('tenant_id', '=', tenant_id)
    .where('checklist_id', '=', checklist_id)
    .where('kind', '=', kind)
    .where('facility_id', '=', facility_id)
    .where('quarter', '=', quarter)
}

/**
 * A new row may come between two others: it says until when it stands, and the one before it until when that does.
 * Those of a row that is there already are right.
 */
async function linkQuarters(trx: Database, key: Key): Promise<{ next_quarter: number | null }> {
  const others = await trx
    .selectFrom('standing')
    .select(['quarter', 'next_quarter'])
    .where('tenant_id', '=', key.tenant_id)
    .where('facility_id', '=', key.facility_id)
    .where('checklist_id', '=', key.checklist_id)
    .where('kind', '=', key.kind)
    .orderBy('quarter')
    .execute()
  const next = others.find(({ quarter }) => quarter > key.quarter)?.quarter ?? null
  const before = others.findLast(({ quarter }) => quarter < key.quarter)
  if (before && before.next_quarter !== key.quarter)
    await ofKey(trx, { ...key, quarter: before.quarter })
      .set({ next_quarter: key.quarter })
      .execute()
  return { next_quarter: next }
}

/** What was handed in of the same facility, checklist and kind in the same quarter. */
async function visitsOfQuarter(trx: Database, tenantId: string, { facilityId, checklistId, kind, quarter }: Standing) {
  return trx
    .selectFrom('inspection')
    .select(['id', 'date', 'submitted_at as submittedAt'])
    .where('tenant_id', '=', tenantId)
    .where('facility_id', '=', facilityId)
    .where('date', '>=', firstDayOf(quarter))
    .where('date', '<', firstDayOf(quarter + 1))
    .where('checklist_id', '=', checklistId)
    .where('kind', '=', kind)
    .where('status', '!=', 'draft')
    .execute()
}

/** How a visit went, from what its devices said: its first start, the hand-in, and the clock behind the seals. */
export async function paceOf(db: Database, tenantId: string, record: InspectionRecord): Promise<Pace> {
  const said = await db
    .selectFrom('mutation')
    .select(['kind', 'at_device as at'])
    .where('tenant_id', '=', tenantId)
    .where('inspection_id', '=', record.id)
    .where('kind', 'in', ['inspection.start', 'inspection.submit'])
    .where('at_device', 'is not', null)
    .execute()
  const times = (kind: string) => said.flatMap((each) => (each.kind === kind && each.at !== null ? [each.at] : []))
  const [begun, ended] = [Math.min(...times('inspection.start')), Math.max(...times('inspection.submit'))]
  const clocks = await db
    .selectFrom('seal_witness')
    .select('clock')
    .where('tenant_id', '=', tenantId)
    .where('inspection_id', '=', record.id)
    .where('no', '<=', sealNoOf(record))
    .execute()
  return {
    // A clock that was set back in between tells nothing of how long it took.
    lasted: Number.isFinite(begun) && Number.isFinite(ended) && ended >= begun ? ended - begun : null,
    answers: Object.values(record.cells).filter(({ answer }) => answer.value !== null).length,
    clockMoved: clocks.some(({ clock }) => isMoved(JSON.parse(clock) as SealClock)),
  }
}

function isMoved({ moved, reading }: SealClock): boolean {
  return moved !== null || (reading?.moved ?? null) !== null
}

/** Takes every row of a province away, for those who make them anew. */
export async function clearStandings(trx: Database, tenantId: string): Promise<void> {
  await trx.deleteFrom('standing').where('tenant_id', '=', tenantId).execute()
}
