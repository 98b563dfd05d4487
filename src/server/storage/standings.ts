import { sql } from 'kysely'
import { type Checklist, itemsOf } from '../../domain/checklist.ts'
import type { SealClock } from '../../domain/clock.ts'
import { type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import type { Pace } from '../../domain/overview/doubts.ts'
import { type Share, shareOf } from '../../domain/overview/figures.ts'
import type { ComparedStanding, QuarterStanding } from '../../domain/overview/overview.ts'
import { firstDayOf, type Period } from '../../domain/overview/period.ts'
import { isLater, type Standing, standingOf } from '../../domain/overview/standing.ts'
import type { InspectionKind } from '../../domain/people.ts'
import { findVersion } from './checklists.ts'
import { type Columns, readColumns } from './columns.ts'
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
  const judged = new Set(standing.judged)
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
    not_judged: JSON.stringify(itemIds(checklist).filter((id) => !judged.has(id))),
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

/** Of a province: which standings are wanted. */
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
    eb
      .selectFrom('facility')
      .select('facility.id')
      .where('facility.tenant_id', '=', tenantId)
      .where('facility.area_id', 'in', areaIds),
  )
}

/** Of each facility, checklist and kind what stands at the end of the period: the row that none of a later quarter of it replaces. */
function latestOf(db: Database, query: StandingQuery) {
  const { to } = query.period
  return standingsOf(db, query).where((eb) =>
    eb.or([eb('standing.next_quarter', 'is', null), eb('standing.next_quarter', '>', to)]),
  )
}

/** Every quarter: what a trend needs. */
export async function readQuarters(db: Database, query: StandingQuery): Promise<QuarterStanding[]> {
  const rows = standingsOf(db, query)
    .select(['standing.facility_id as facilityId', 'standing.quarter', 'standing.visits'])
    .select(['standing.earned', 'standing.max', 'standing.tone'])
  const of = await readColumns(db, rows, ['facilityId', 'quarter', 'visits', 'earned', 'max', 'tone'])
  return of.facilityId.map((facilityId, at) => ({
    facilityId,
    quarter: of.quarter[at] as number,
    visits: of.visits[at] as number,
    share: shareOf(scoreAt(of, at)),
  }))
}

/** What stands at the end of the period, to be compared with another. */
export async function readCompared(db: Database, query: StandingQuery): Promise<ComparedStanding[]> {
  const rows = latestOf(db, query)
    .select(['standing.facility_id as facilityId', 'standing.inspection_id as inspectionId'])
    .select(['standing.earned', 'standing.max', 'standing.tone'])
  const of = await readColumns(db, rows, ['facilityId', 'inspectionId', 'earned', 'max', 'tone'])
  return of.facilityId.map((facilityId, at) => ({
    facilityId,
    inspectionId: of.inspectionId[at] as string,
    share: shareOf(scoreAt(of, at)),
  }))
}

/** As `shareOf` reckons: all figures are whole, and half is rounded up. */
const share = sql<Share>`CASE WHEN standing.max > 0 AND standing.tone <> 'undetermined'
  THEN (standing.earned * 20000 + standing.max) / (2 * standing.max) END`

/** Every quarter of all facilities of the province, those that say the same together: a trend asks for no names. */
export async function countQuarters(
  db: Database,
  query: Omit<StandingQuery, 'areaIds' | 'facilityId'>,
): Promise<(Omit<QuarterStanding, 'facilityId'> & { count: number })[]> {
  const rows = standingsOf(db, { ...query, areaIds: null })
    .select(['standing.quarter', 'standing.visits', share.as('share')])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .groupBy(['standing.quarter', 'standing.visits', share])
  const of = await readColumns(db, rows, ['quarter', 'visits', 'share', 'count'])
  return of.quarter.map((quarter, at) => ({
    quarter,
    visits: of.visits[at] as number,
    share: of.share[at] as Share,
    count: of.count[at] as number,
  }))
}

/** How a facility stands by a checklist at the end of a period, in a line. */
export type StandingResult = Pick<Standing, 'facilityId' | 'status' | 'date'> &
  Pick<Standing['score'], 'tone' | 'criticalFailures'> & { share: Share }

/** What stands at the end of the period. */
export async function readResults(db: Database, query: StandingQuery): Promise<StandingResult[]> {
  const rows = latestOf(db, query)
    .select(['standing.facility_id as facilityId', 'standing.status', 'standing.date'])
    .select(['standing.earned', 'standing.max', 'standing.tone', 'standing.critical_failures as criticalFailures'])
  const short = ['facilityId', 'status', 'date', 'earned', 'max', 'tone', 'criticalFailures'] as const
  const of = await readColumns(db, rows, short)
  return of.facilityId.map((facilityId, at) => ({
    facilityId,
    status: of.status[at] as Standing['status'],
    date: of.date[at] as string,
    tone: of.tone[at] as Score['tone'],
    criticalFailures: of.criticalFailures[at] as number,
    share: shareOf(scoreAt(of, at)),
  }))
}

/** A result that does not say where and when. */
export type NamelessResult = Omit<StandingResult, 'facilityId' | 'date'>

/** What stands at the end of the period in all facilities of the province, those that say the same together. */
export async function countResults(
  db: Database,
  query: Omit<StandingQuery, 'areaIds' | 'facilityId'>,
): Promise<(NamelessResult & { count: number })[]> {
  const rows = latestOf(db, { ...query, areaIds: null })
    .select(['standing.status', 'standing.tone', 'standing.critical_failures as criticalFailures', share.as('share')])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .groupBy(['standing.status', 'standing.tone', 'standing.critical_failures', share])
  const of = await readColumns(db, rows, ['status', 'tone', 'criticalFailures', 'share', 'count'])
  return of.status.map((status, at) => ({
    status: status as Standing['status'],
    tone: of.tone[at] as Score['tone'],
    criticalFailures: of.criticalFailures[at] as number,
    share: of.share[at] as Share,
    count: of.count[at] as number,
  }))
}

/** The whole of what stands at the end of the period. */
export async function readStandings(db: Database, query: StandingQuery): Promise<Standing[]> {
  const rows = latestOf(db, query)
    .select(['standing.inspection_id as inspectionId', 'standing.facility_id as facilityId'])
    .select(['standing.checklist_id as checklistId', 'standing.kind', 'standing.quarter', 'standing.date'])
    .select(['standing.status', 'standing.earned', 'standing.max', 'standing.tone'])
    .select(['standing.critical_failures as criticalFailures', 'standing.grade'])
    .select(['standing.signals', 'standing.position', 'standing.sections'])
    .select(['standing.failed', 'standing.critical'])
    .select(['standing.checklist_version as checklistVersion', 'standing.not_judged as notJudged'])
  const of = await readColumns(
    db,
    rows,
    [
      ...(['inspectionId', 'facilityId', 'checklistId', 'checklistVersion', 'kind', 'quarter', 'date'] as const),
      ...(['status', 'earned', 'max', 'tone', 'criticalFailures', 'grade'] as const),
    ],
    ['signals', 'position', 'sections', 'failed', 'notJudged', 'critical'],
  )
  const judgedOf = await readJudged(db, of)
  // Lists are as `keepStanding` wrote them: parsed, not checked again.
  return of.facilityId.map((facilityId, at) => ({
    inspectionId: of.inspectionId[at] as string,
    facilityId,
    checklistId: of.checklistId[at] as string,
    kind: of.kind[at] as InspectionKind,
    quarter: of.quarter[at] as number,
    date: of.date[at] as string,
    status: of.status[at] as Standing['status'],
    score: {
      ...scoreAt(of, at),
      grade: of.grade[at] ?? null,
      criticalFailures: of.criticalFailures[at] as number,
    },
    signals: of.signals[at] as Standing['signals'],
    position: of.position[at] as Standing['position'],
    sections: of.sections[at] as Standing['sections'],
    failed: of.failed[at] as string[],
    judged: judgedOf(at),
    critical: of.critical[at] as string[],
  }))
}

/** What was judged: all items of the version but those that were not; visits that judged all of it share one list. */
async function readJudged(
  db: Database,
  of: Pick<Columns<{ checklistId: string; checklistVersion: string }>, 'checklistId' | 'checklistVersion'> & {
    notJudged: unknown[]
  },
): Promise<(at: number) => string[]> {
  const versions = new Map<string, string[]>()
  const keyAt = (at: number) => `${of.checklistId[at]}@${of.checklistVersion[at]}`
  for (const [at, id] of of.checklistId.entries()) {
    if (versions.has(keyAt(at))) continue
    const checklist = await findVersion(db, id, of.checklistVersion[at] as string)
    if (!checklist) throw new Error(`inspections were sealed with ${keyAt(at)}, which is not here`)
    versions.set(keyAt(at), itemIds(checklist))
  }
  return (at) => {
    const all = versions.get(keyAt(at)) ?? []
    const apart = new Set(of.notJudged[at] as string[])
    return apart.size === 0 ? all : all.filter((id) => !apart.has(id))
  }
}

function itemIds(checklist: Checklist): string[] {
  return itemsOf(checklist).map(({ id }) => id)
}

type Score = Pick<Standing['score'], 'earned' | 'max' | 'tone'>

function scoreAt({ earned, max, tone }: Columns<Score>, at: number): Score {
  return { earned: earned[at] as number, max: max[at] as number, tone: tone[at] as Score['tone'] }
}

/** Takes every row of a province away, for those who make them anew. */
export async function clearStandings(trx: Database, tenantId: string): Promise<void> {
  await trx.deleteFrom('standing').where('tenant_id', '=', tenantId).execute()
}
