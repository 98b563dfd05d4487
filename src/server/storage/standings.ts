import type { Checklist } from '../../domain/checklist.ts'
import type { SealClock } from '../../domain/clock.ts'
import { type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import type { Pace } from '../../domain/overview/doubts.ts'
import type { BriefStanding } from '../../domain/overview/overview.ts'
import { firstDayOf, type Period } from '../../domain/overview/period.ts'
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
  const standing = standingOf(record, checklist, await paceOf(trx, record))
  if (!standing) return
  const visits = await visitsOfQuarter(trx, standing)
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
    judged: JSON.stringify(standing.judged),
    critical: JSON.stringify(standing.critical),
  }
  await trx
    .insertInto('standing')
    .values({ ...key, ...values })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'checklist_id', 'kind', 'quarter', 'facility_id']).doUpdateSet(values),
    )
    .execute()
}

type Key = { tenant_id: string; checklist_id: string; kind: InspectionKind; quarter: number; facility_id: string }

function ofKey(trx: Database, { tenant_id, checklist_id, kind, quarter, facility_id }: Key) {
  return trx
    .updateTable('standing')
    .where('tenant_id', '=', tenant_id)
    .where('checklist_id', '=', checklist_id)
    .where('kind', '=', kind)
    .where('quarter', '=', quarter)
    .where('facility_id', '=', facility_id)
}

/** What was handed in of the same facility, checklist and kind in the same quarter. */
async function visitsOfQuarter(trx: Database, { facilityId, checklistId, kind, quarter }: Standing) {
  return trx
    .selectFrom('inspection')
    .select(['id', 'date', 'submitted_at as submittedAt'])
    .where('facility_id', '=', facilityId)
    .where('date', '>=', firstDayOf(quarter))
    .where('date', '<', firstDayOf(quarter + 1))
    .where('checklist_id', '=', checklistId)
    .where('kind', '=', kind)
    .where('status', '!=', 'draft')
    .execute()
}

/** How a visit went, from what its devices said: its first start, the hand-in, and the clock behind the seals. */
async function paceOf(db: Database, record: InspectionRecord): Promise<Pace> {
  const said = await db
    .selectFrom('mutation')
    .select(['kind', 'at_device as at'])
    .where('inspection_id', '=', record.id)
    .where('kind', 'in', ['inspection.start', 'inspection.submit'])
    .where('at_device', 'is not', null)
    .execute()
  const times = (kind: string) => said.flatMap((each) => (each.kind === kind && each.at !== null ? [each.at] : []))
  const [begun, ended] = [Math.min(...times('inspection.start')), Math.max(...times('inspection.submit'))]
  const clocks = await db
    .selectFrom('seal_witness')
    .select('clock')
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

/** Of a province: what `readBriefs` and `readStandings` are asked for. */
export type StandingQuery = {
  tenantId: string
  /** Null: every facility of the province. */
  areaIds: readonly string[] | null
  checklistIds: readonly string[]
  kinds: readonly InspectionKind[]
  period: Period
  /** Of one facility alone. */
  facilityId?: string | undefined
}

function standingsOf(db: Database, { tenantId, areaIds, checklistIds, kinds, period, facilityId }: StandingQuery) {
  const all = db
    .selectFrom('standing')
    .innerJoin('facility', 'facility.id', 'standing.facility_id')
    .where('standing.tenant_id', '=', tenantId)
    .where('checklist_id', 'in', checklistIds)
    .where('kind', 'in', kinds)
    .where('quarter', '>=', period.from)
    .where('quarter', '<=', period.to)
  const query = facilityId === undefined ? all : all.where('standing.facility_id', '=', facilityId)
  return areaIds === null ? query : query.where('facility.area_id', 'in', areaIds)
}

const brief = [
  'standing.inspection_id as inspectionId',
  'standing.facility_id as facilityId',
  'standing.checklist_id as checklistId',
  'standing.kind',
  'standing.quarter',
  'standing.date',
  'standing.status',
  'standing.visits',
  'standing.earned',
  'standing.max',
  'standing.tone',
  'standing.critical_failures as criticalFailures',
  'standing.grade',
] as const

/** What trends and comparisons need. */
export async function readBriefs(db: Database, query: StandingQuery): Promise<BriefStanding[]> {
  const rows = await standingsOf(db, query).select(brief).execute()
  return rows.map(({ earned, max, grade, tone, criticalFailures, ...row }) => ({
    ...row,
    score: { earned, max, grade, tone, criticalFailures },
  }))
}

/** The whole rows. */
export async function readStandings(db: Database, query: StandingQuery): Promise<Standing[]> {
  const rows = await standingsOf(db, query)
    .select(brief)
    .select([
      'standing.signals',
      'standing.position',
      'standing.sections',
      'standing.failed',
      'standing.judged',
      'standing.critical',
    ])
    .execute()
  // Written by `keepStanding`: parsed as JSON, not checked again.
  return rows.map(({ earned, max, grade, tone, criticalFailures, visits: _, ...row }) => ({
    ...row,
    score: { earned, max, grade, tone, criticalFailures },
    signals: JSON.parse(row.signals),
    position: row.position && JSON.parse(row.position),
    sections: JSON.parse(row.sections),
    failed: JSON.parse(row.failed),
    judged: JSON.parse(row.judged),
    critical: JSON.parse(row.critical),
  }))
}

/** Takes every row away, for those who make them anew. */
export async function clearStandings(trx: Database): Promise<void> {
  await trx.deleteFrom('standing').execute()
}
