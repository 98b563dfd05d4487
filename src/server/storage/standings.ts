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
export async function paceOf(db: Database, record: InspectionRecord): Promise<Pace> {
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
    .where('standing.tenant_id', '=', tenantId)
    .where('standing.checklist_id', 'in', checklistIds)
    .where('standing.kind', 'in', kinds)
    .where('standing.quarter', '>=', period.from)
    .where('standing.quarter', '<=', period.to)
  const query = facilityId === undefined ? all : all.where('standing.facility_id', '=', facilityId)
  if (areaIds === null) return query
  return query.where('standing.facility_id', 'in', (eb) =>
    eb.selectFrom('facility').select('facility.id').where('facility.area_id', 'in', areaIds),
  )
}

/**
 * Of each facility, checklist and kind the row of its latest quarter. Which that is, is found in the key alone:
 * rows are long, and of a year three in four are not wanted.
 */
function latestOf(db: Database, query: StandingQuery) {
  const latest = standingsOf(db, query)
    .select(['standing.checklist_id', 'standing.kind', 'standing.facility_id'])
    .select(({ fn }) => fn.max('standing.quarter').as('quarter'))
    .groupBy(['standing.checklist_id', 'standing.kind', 'standing.facility_id'])
  return db
    .selectFrom('standing')
    .innerJoin(latest.as('latest'), (join) =>
      join
        .onRef('latest.checklist_id', '=', 'standing.checklist_id')
        .onRef('latest.kind', '=', 'standing.kind')
        .onRef('latest.facility_id', '=', 'standing.facility_id')
        .onRef('latest.quarter', '=', 'standing.quarter'),
    )
    .where('standing.tenant_id', '=', query.tenantId)
}

const score = ['standing.earned', 'standing.max', 'standing.tone'] as const

/** Every quarter: what trends and comparisons need. */
export async function readBriefs(db: Database, query: StandingQuery): Promise<BriefStanding[]> {
  const rows = await standingsOf(db, query)
    .select(['standing.inspection_id as inspectionId', 'standing.facility_id as facilityId', 'standing.kind'])
    .select(['standing.quarter', 'standing.visits', ...score])
    .execute()
  // Not spread: there are as many as facilities times quarters.
  return rows.map(({ inspectionId, facilityId, kind, quarter, visits, earned, max, tone }) => ({
    inspectionId,
    facilityId,
    kind,
    quarter,
    visits,
    score: { earned, max, tone },
  }))
}

/** How a facility stands by one checklist at the end of a period, in a line. */
export type StandingResult = Pick<Standing, 'checklistId' | 'facilityId' | 'status' | 'date'> & {
  score: Pick<Standing['score'], 'earned' | 'max' | 'tone' | 'criticalFailures'>
}

/** What stands at the end of the period, by many checklists. */
export async function readResults(db: Database, query: StandingQuery): Promise<StandingResult[]> {
  const rows = await latestOf(db, query)
    .select(['standing.checklist_id as checklistId', 'standing.facility_id as facilityId', 'standing.status'])
    .select(['standing.date', ...score, 'standing.critical_failures as criticalFailures'])
    .execute()
  return rows.map(({ checklistId, facilityId, status, date, earned, max, tone, criticalFailures }) => ({
    checklistId,
    facilityId,
    status,
    date,
    score: { earned, max, tone, criticalFailures },
  }))
}

/** The whole of what stands at the end of the period. */
export async function readStandings(db: Database, query: StandingQuery): Promise<Standing[]> {
  const rows = await latestOf(db, query)
    .select(['standing.inspection_id as inspectionId', 'standing.facility_id as facilityId'])
    .select(['standing.checklist_id as checklistId', 'standing.kind', 'standing.quarter', 'standing.date'])
    .select(['standing.status', ...score, 'standing.critical_failures as criticalFailures', 'standing.grade'])
    .select(['standing.signals', 'standing.position', 'standing.sections'])
    .select(['standing.failed', 'standing.judged', 'standing.critical'])
    .execute()
  const parse = createParser()
  return rows.map(({ earned, max, grade, tone, criticalFailures, ...row }) => ({
    ...row,
    score: { earned, max, grade, tone, criticalFailures },
    signals: parse(row.signals),
    position: row.position === null ? null : parse(row.position),
    sections: parse(row.sections),
    failed: parse(row.failed),
    judged: parse(row.judged),
    critical: parse(row.critical),
  }))
}

/**
 * Written by `keepStanding`: parsed as JSON, not checked again. What facilities of one type were judged by is
 * the same long list each time: equal texts are parsed once, and nobody writes into what comes of it.
 */
function createParser() {
  const known = new Map<string, unknown>()
  return <T>(text: string): T => {
    const parsed = known.get(text) ?? JSON.parse(text)
    known.set(text, parsed)
    return parsed as T
  }
}

/** Takes every row away, for those who make them anew. */
export async function clearStandings(trx: Database): Promise<void> {
  await trx.deleteFrom('standing').execute()
}
