import { sql } from 'kysely'
import { itemsOf } from '../../domain/items.ts'
import { type Share, shareOf } from '../../domain/overview/figures.ts'
import type { CountedStanding } from '../../domain/overview/lines.ts'
import type { ComparedShare, ComparedStanding, QuarterStanding } from '../../domain/overview/overview.ts'
import type { Period } from '../../domain/overview/period.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import type { InspectionKind } from '../../domain/people.ts'
import { findVersion } from './checklists.ts'
import { type Columns, readColumns } from './columns.ts'
import type { Database } from './schema.ts'

/** Of a province: which standings are wanted. */
export type StandingQuery = {
  tenantId: string
  /** Null: every facility of the province. */
  areaIds: readonly string[] | null
  checklistIds: readonly string[]
  kinds: readonly InspectionKind[]
  period: Period
  /** Of these facilities alone. */
  facilityIds?: readonly string[] | undefined
}

function standingsOf(db: Database, { tenantId, areaIds, checklistIds, kinds, period, facilityIds }: StandingQuery) {
  const all = db
    .selectFrom('standing')
    .where('standing.tenant_id', '=', tenantId)
    .where('standing.checklist_id', 'in', checklistIds)
    .where('standing.kind', 'in', kinds)
    .where('standing.quarter', '>=', period.from)
    .where('standing.quarter', '<=', period.to)
  const query = facilityIds === undefined ? all : all.where('standing.facility_id', 'in', facilityIds)
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
    count: 1,
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

/** The same, where only figures are wanted. */
export async function readShares(db: Database, query: StandingQuery): Promise<ComparedShare[]> {
  const rows = latestOf(db, query).select(['standing.facility_id as facilityId', share.as('share')])
  const of = await readColumns(db, rows, ['facilityId', 'share'])
  return of.facilityId.map((facilityId, at) => ({ facilityId, share: of.share[at] as Share }))
}

/** As `shareOf` reckons: all figures are whole, and half is rounded up. */
const share = sql<Share>`CASE WHEN standing.max > 0 AND standing.tone <> 'undetermined'
  THEN (standing.earned * 20000 + standing.max) / (2 * standing.max) END`

/** Every quarter of all facilities of the province, those that say the same together: a trend asks for no names. */
export async function countQuarters(
  db: Database,
  query: Omit<StandingQuery, 'areaIds' | 'facilityIds'>,
): Promise<Omit<QuarterStanding, 'facilityId'>[]> {
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

/** A result that does not say where and when, and how many facilities have it. */
export type NamelessResult = Omit<StandingResult, 'facilityId' | 'date'> & { count: number }

/** What stands at the end of the period in all facilities of the province, those that say the same together. */
export async function countResults(
  db: Database,
  query: Omit<StandingQuery, 'areaIds' | 'facilityIds'>,
): Promise<NamelessResult[]> {
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

/** What figures need of what stands at the end of the period. */
export async function readCounted(db: Database, query: StandingQuery): Promise<CountedStanding[]> {
  const rows = latestOf(db, query)
    .select(['standing.facility_id as facilityId', 'standing.status', 'standing.earned', 'standing.max'])
    .select(['standing.tone', 'standing.critical_failures as criticalFailures'])
    .select(['standing.signals', 'standing.position', 'standing.sections', 'standing.failed'])
    .select(['standing.checklist_id as checklistId', 'standing.checklist_version as checklistVersion'])
    .select('standing.not_judged as notJudged')
  const of = await readColumns(
    db,
    rows,
    [
      ...(['facilityId', 'checklistId', 'checklistVersion', 'status'] as const),
      ...(['earned', 'max', 'tone', 'criticalFailures'] as const),
    ],
    ['signals', 'position', 'sections', 'failed', 'notJudged'],
  )
  const asked = await readAsked(db, of)
  return of.facilityId.map((_, at) => countedAt(of, at, asked(at)))
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
  const asked = await readAsked(db, of)
  return of.facilityId.map((_, at) => {
    const counted = countedAt(of, at, asked(at))
    return {
      ...counted,
      score: { ...counted.score, grade: of.grade[at] ?? null },
      inspectionId: of.inspectionId[at] as string,
      checklistId: of.checklistId[at] as string,
      kind: of.kind[at] as InspectionKind,
      quarter: of.quarter[at] as number,
      date: of.date[at] as string,
      critical: of.critical[at] as string[],
    }
  })
}

type CountedColumns = Columns<
  Score & Pick<Standing, 'facilityId' | 'status'> & Pick<Standing['score'], 'criticalFailures'>
> &
  Record<'signals' | 'position' | 'sections' | 'failed' | 'notJudged', unknown[]>

/** Lists are as `keepStanding` wrote them: parsed, not checked again. */
function countedAt(of: CountedColumns, at: number, asked: readonly string[]): CountedStanding {
  return {
    facilityId: of.facilityId[at] as string,
    status: of.status[at] as Standing['status'],
    score: {
      earned: of.earned[at] as number,
      max: of.max[at] as number,
      tone: of.tone[at] as Score['tone'],
      criticalFailures: of.criticalFailures[at] as number,
    },
    signals: of.signals[at] as Standing['signals'],
    position: of.position[at] as Standing['position'],
    sections: of.sections[at] as Standing['sections'],
    failed: of.failed[at] as string[],
    asked,
    notJudged: of.notJudged[at] as string[],
  }
}

/** What was asked for in each row: the items of its version of the checklist, of one version the same list. */
async function readAsked(
  db: Database,
  of: Columns<{ checklistId: string; checklistVersion: string }>,
): Promise<(at: number) => readonly string[]> {
  const versions = new Map<string, string[]>()
  const keyAt = (at: number) => `${of.checklistId[at]}@${of.checklistVersion[at]}`
  for (const [at, id] of of.checklistId.entries()) {
    if (versions.has(keyAt(at))) continue
    const checklist = await findVersion(db, id, of.checklistVersion[at] as string)
    if (!checklist) throw new Error(`inspections were sealed with ${keyAt(at)}, which is not here`)
    versions.set(
      keyAt(at),
      itemsOf(checklist).map((item) => item.id),
    )
  }
  return (at) => versions.get(keyAt(at)) ?? []
}

type Score = Pick<Standing['score'], 'earned' | 'max' | 'tone'>

function scoreAt({ earned, max, tone }: Columns<Score>, at: number): Score {
  return { earned: earned[at] as number, max: max[at] as number, tone: tone[at] as Score['tone'] }
}
