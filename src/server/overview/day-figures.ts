import type { Checklist } from '../../domain/checklist.ts'
import { linesOf, type OverviewFacility } from '../../domain/overview/lines.ts'
import { type ComparedStanding, overviewOf } from '../../domain/overview/overview.ts'
import { type Days, type Period, yearBefore } from '../../domain/overview/period.ts'
import { type Standing, standingOf } from '../../domain/overview/standing.ts'
import { type InspectionKind, inspectionKinds } from '../../domain/people.ts'
import { findChecklist } from '../storage/checklists.ts'
import { latestVisits } from '../storage/day-visits.ts'
import { findInspection } from '../storage/inspections.ts'
import { readStandings } from '../storage/read-standings.ts'
import type { Database } from '../storage/schema.ts'
import { paceOf } from '../storage/standings.ts'
import type { RowSource } from './facility-page.ts'
import type { Figures } from './quarter-figures.ts'

type Asked = {
  checklist: Checklist
  kind: InspectionKind
  period: Period
  places: readonly OverviewFacility[]
  tenantId: string
  areaIds: readonly string[] | null
  /** Of these facilities alone. */
  facilityIds?: readonly string[] | undefined
  /** Facilities that a campaign asks for; absent: all that the checklist is for. */
  due?: ReadonlySet<string> | undefined
}

type DayFigures = Figures<Standing> & { other: readonly ComparedStanding[] }

/**
 * The same as `readFigures`, of any days. A quarter has a row for its last visit alone: where
 * a facility was visited again after the last day, what the earlier visit said is worked out
 * anew, with the checklist that it was sealed with.
 */
export async function readDayFigures(db: Database, asked: Asked): Promise<DayFigures> {
  const { checklist, kind, period, places, due } = asked
  const former = yearBefore(period)
  const now = await visitsIn(db, asked, kind, period.days)
  const standings = await standingsOf(
    db,
    asked,
    now.map(({ inspectionId }) => inspectionId),
  )
  const before = await visitsIn(db, asked, kind, former?.days)
  const other = (
    await Promise.all(
      inspectionKinds.filter((each) => each !== kind).map((each) => visitsIn(db, asked, each, period.days)),
    )
  ).flat()
  // A trend goes by quarters: whoever wants one asks `readFigures`.
  const source = { checklist, kind, period, facilities: places, standings, before, other, quarters: [], due }
  const lines = linesOf(source)
  return { overview: overviewOf(source, lines), lines, before, other }
}

/** What the rows of some facilities say: it was read with the figures. */
export function rowsByDay({ lines, before, other }: DayFigures): RowSource {
  return async (ids) => {
    const asked = new Set(ids)
    const standings = lines.flatMap(({ place, standing }) => (standing && asked.has(place.id) ? [standing] : []))
    return { standings, before, other }
  }
}

async function visitsIn(
  db: Database,
  { checklist, tenantId, areaIds, facilityIds }: Asked,
  kind: InspectionKind,
  days: Days | undefined,
): Promise<ComparedStanding[]> {
  return days ? latestVisits(db, { tenantId, areaIds, facilityIds, checklistId: checklist.id, kind, days }) : []
}

async function standingsOf(db: Database, asked: Asked, ids: readonly string[]): Promise<Standing[]> {
  const { checklist, kind, period, tenantId, areaIds, facilityIds } = asked
  const one = { tenantId, areaIds, facilityIds, checklistIds: [checklist.id], kinds: [kind] }
  const wanted = new Set(ids)
  const found: Standing[] = []
  for (let quarter = period.from; quarter <= period.to; quarter++)
    for (const standing of await readStandings(db, { ...one, period: { from: quarter, to: quarter } }))
      if (wanted.delete(standing.inspectionId)) found.push(standing)
  for (const id of wanted) found.push(await overtaken(db, tenantId, id))
  return found
}

/** What a visit says that is not the last of its quarter. */
async function overtaken(db: Database, tenantId: string, id: string): Promise<Standing> {
  const record = await findInspection(db, tenantId, id)
  const checklist = record && (await findChecklist(db, record.head.checklist))
  const standing = checklist && standingOf(record, checklist, await paceOf(db, tenantId, record))
  if (!standing) throw new Error(`inspection ${id} was sealed with a checklist that is not here`)
  return standing
}
