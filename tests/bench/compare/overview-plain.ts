import { type RawBuilder, sql } from 'kysely'
import { trendSpan } from '../../../src/domain/overview/overview.ts'
import { daysOf, firstDayOf, type Period, type Quarter, yearBefore } from '../../../src/domain/overview/period.ts'
import type { FacilityPage } from '../../../src/server/overview/facility-page.ts'
import type { ReadOverview } from '../../../src/server/overview/read-overview.ts'
import { engineOf } from '../../../src/server/storage/dialect.ts'
import type { Database } from '../../../src/server/storage/schema.ts'

/**
 * The question of the overview, of a whole province, in plain SQL over the visits themselves: what somebody would
 * write who has no tables of standings. It can count failures because these checklists are of “pass” and “fail”
 * alone; of real ones SQL could not.
 */
export type Figures = {
  families: [checklist: string, assessed: number, approved: number, critical: number, mean: number][]
  places: number
  /** Share of each facility, now, a year before, and by the other kind of visit. */
  shares: Record<string, [now: number, before: number | null, other: number | null]>
  areas: Record<string, number>
  trend: [quarter: Quarter, visits: number, assessed: number, mean: number][]
  sections: Record<string, number>
  failed: Record<string, [failed: number, judged: number]>
}

export async function askPlainly(
  db: Database,
  { tenant, checklist, period }: { tenant: string; checklist: string; period: Period },
): Promise<Figures> {
  const days = daysOf(period)
  const former = yearBefore(period)
  const trend = trendSpan(period)
  const within = ({ from, until }: { from: string; until: string }) =>
    sql`tenant_id = ${tenant} AND status <> 'draft' AND date >= ${from} AND date <= ${until}`
  /** The latest of each facility. */
  const latest = (where: RawBuilder<unknown>, by: RawBuilder<unknown> = sql`facility_id`) => sql`
    SELECT * FROM (SELECT inspection.*, row_number() OVER (
      PARTITION BY checklist_id, ${by} ORDER BY date DESC, submitted_at DESC, id DESC) AS place
      FROM inspection WHERE ${where}) AS ranked WHERE place = 1`
  const share = sql`round(earned * 10000.0 / max)`
  const ofKind = (kind: string, span: { from: string; until: string }) =>
    latest(sql`${within(span)} AND kind = ${kind} AND checklist_id = ${checklist}`)

  const families = await sql<{ id: string; assessed: number; approved: number; critical: number; mean: number }>`
    SELECT checklist_id AS id, count(*) AS assessed, sum(CASE WHEN status = 'approved' THEN 1 ELSE 0 END) AS approved,
      sum(critical_failures) AS critical, round(avg(${share})) AS mean
    FROM (${latest(sql`${within(days)} AND kind = 'inspection'`)}) AS visit GROUP BY checklist_id ORDER BY checklist_id`.execute(
    db,
  )
  const places = await sql<{
    count: number
  }>`SELECT count(*) AS count FROM facility WHERE tenant_id = ${tenant}`.execute(db)
  const shares = await sql<{
    id: string
    name: string
    areaId: string
    now: number
    before: number | null
    other: number | null
  }>`
    SELECT facility.id, facility.name, facility.area_id AS "areaId", round(visit.earned * 10000.0 / visit.max) AS now,
      round(before.earned * 10000.0 / before.max) AS before, round(other.earned * 10000.0 / other.max) AS other
    FROM (${ofKind('inspection', days)}) AS visit JOIN facility ON facility.id = visit.facility_id
    LEFT JOIN (${ofKind('inspection', daysOf(former as Period))}) AS before ON before.facility_id = visit.facility_id
    LEFT JOIN (${ofKind('selfAssessment', days)}) AS other ON other.facility_id = visit.facility_id
    ORDER BY facility.name`.execute(db)
  const quarter = sql`CAST(substr(date, 1, 4) AS integer) * 4 + (CAST(substr(date, 6, 2) AS integer) - 1) / 3`
  const span = { from: firstDayOf(trend.from), until: days.until }
  const ofTrend = sql`${within(span)} AND kind = 'inspection' AND checklist_id = ${checklist}`
  const quarters = await sql<{ quarter: number; visits: number; assessed: number; mean: number }>`
    SELECT visit.quarter, max(visits) AS visits, count(*) AS assessed, round(avg(${share})) AS mean
    FROM (SELECT ranked.*, ${quarter} AS quarter FROM (${latest(ofTrend, sql`facility_id, ${quarter}`)}) AS ranked) AS visit
    JOIN (SELECT ${quarter} AS quarter, count(*) AS visits FROM inspection WHERE ${ofTrend} GROUP BY 1) AS counted
      ON counted.quarter = visit.quarter GROUP BY visit.quarter ORDER BY visit.quarter`.execute(db)
  const cells = eachCell(db, ofKind('inspection', days))
  const items = await sql<{ item: string; failed: number; judged: number }>`
    SELECT item, sum(CASE WHEN verdict = 'fail' THEN 1 ELSE 0 END) AS failed, count(*) AS judged
    FROM (${cells}) AS cell WHERE verdict IN ('pass', 'fail') GROUP BY item`.execute(db)
  const sections = await sql<{ section: string; mean: number }>`
    SELECT section, round(avg(share)) AS mean FROM (
      SELECT id, section, round(sum(CASE WHEN verdict = 'pass' THEN 1 ELSE 0 END) * 10000.0 / count(*)) AS share
      FROM (SELECT id, verdict, substr(item, 1, 2) AS section FROM (${cells}) AS cell WHERE verdict IN ('pass', 'fail')) AS judged
      GROUP BY id, section) AS each_visit GROUP BY section`.execute(db)
  const areas: Record<string, number> = {}
  for (const { areaId } of shares.rows) areas[areaId] = (areas[areaId] ?? 0) + 1
  return {
    families: families.rows.map((each) => [each.id, each.assessed, each.approved, each.critical, Number(each.mean)]),
    places: places.rows[0]?.count ?? 0,
    shares: Object.fromEntries(shares.rows.map(({ id, now, before, other }) => [id, [now, before, other]])),
    areas,
    trend: quarters.rows.map((each) => [each.quarter, each.visits, each.assessed, each.mean]),
    sections: Object.fromEntries(sections.rows.map((each) => [each.section, each.mean])),
    failed: mostFailed(items.rows),
  }
}

/** A row for each answer of some visits. */
function eachCell(db: Database, visits: RawBuilder<unknown>): RawBuilder<unknown> {
  return engineOf(db) === 'sqlite'
    ? sql`SELECT visit.id, cell.key AS item, json_extract(cell.value, '$.answer.value.verdict') AS verdict
        FROM (${visits}) AS visit, json_each(visit.cells) AS cell`
    : sql`SELECT visit.id, cell.key AS item, cell.value #>> '{answer,value,verdict}' AS verdict
        FROM (${visits}) AS visit, json_each(visit.cells::json) AS cell`
}

const SHOWN = 20

function mostFailed(items: readonly { item: string; failed: number; judged: number }[]): Figures['failed'] {
  const failing = items.filter(({ failed }) => failed > 0)
  const sorted = failing.toSorted((a, b) => b.failed * a.judged - a.failed * b.judged || b.failed - a.failed)
  const last = sorted[SHOWN - 1]
  // Of those that fail as often as the twentieth nobody says which comes first.
  const kept = sorted.filter((each) => !last || each.failed * last.judged > last.failed * each.judged)
  return Object.fromEntries(kept.map(({ item, failed, judged }) => [item, [failed, judged]]))
}

/** The same figures, as our overview gives them. @param facilities all that it lists */
export function figuresIn(
  { families, chosen }: ReadOverview,
  facilities: FacilityPage['rows'],
  places: number,
): Figures {
  if (!chosen) throw new Error('no checklist was chosen')
  const { trend, sections, failedItems, areas } = chosen
  const assessed = facilities.flatMap(({ id, now, before, other }) =>
    now ? [[id, [now.share, before, other?.share ?? null]]] : [],
  )
  const items = failedItems.map(({ id, failed, judged }) => ({ item: id, failed, judged }))
  return {
    families: families
      .map((each): Figures['families'][number] => [
        each.checklistId,
        each.assessed,
        each.approved,
        each.criticalFailures,
        each.spread?.mean ?? Number.NaN,
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    places,
    shares: Object.fromEntries(assessed),
    areas: Object.fromEntries(areas.filter((each) => each.assessed > 0).map((each) => [each.id, each.assessed])),
    trend: trend.flatMap((each) => (each.spread ? [[each.quarter, each.visits, each.assessed, each.spread.mean]] : [])),
    sections: Object.fromEntries(sections.flatMap(({ id, spread }) => (spread ? [[id, spread.mean]] : []))),
    failed: mostFailed(items),
  }
}
