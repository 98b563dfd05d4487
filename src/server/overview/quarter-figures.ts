import type { Checklist } from '../../domain/checklist.ts'
import { type CountedStanding, type Line, linesOf } from '../../domain/overview/lines.ts'
import { type Overview, type OverviewSource, overviewOf, trendSpan } from '../../domain/overview/overview.ts'
import { type Period, yearBefore } from '../../domain/overview/period.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import { type InspectionKind, inspectionKinds } from '../../domain/people.ts'
import type { KeptPlace } from '../storage/overview-places.ts'
import {
  countQuarters,
  readCompared,
  readCounted,
  readQuarters,
  readShares,
  readStandings,
  type StandingQuery,
} from '../storage/read-standings.ts'
import type { Database } from '../storage/schema.ts'
import type { RowSource } from './facility-page.ts'

export type QuarterQuery = Pick<StandingQuery, 'tenantId' | 'areaIds' | 'facilityIds'> & {
  checklist: Checklist
  kind: InspectionKind
  period: Period
  places: readonly KeptPlace[]
  /** Whether these are all places of the province. */
  isWhole?: boolean
}

/** The figures of a checklist, the facilities that they count, and what these are compared with. */
export type Figures<S extends CountedStanding> = Pick<OverviewSource, 'before' | 'other'> & {
  overview: Overview
  lines: Line<S>[]
}

/** By whole quarters, as standings are kept. @param read how much of what stands is wanted */
export async function readFigures<S extends CountedStanding>(
  db: Database,
  asked: QuarterQuery,
  read: (db: Database, query: StandingQuery) => Promise<S[]>,
): Promise<Figures<S>> {
  const { checklist, kind, period, places, isWhole } = asked
  const query = queryOf(asked)
  const former = yearBefore(period)
  const trend = { ...query, period: trendSpan(period) }
  const source = {
    checklist,
    kind,
    period,
    facilities: places,
    standings: await read(db, query),
    before: former ? await readShares(db, { ...query, period: former }) : [],
    other: await readShares(db, { ...query, kinds: otherThan(kind) }),
    quarters: isWhole ? await countQuarters(db, trend) : await readQuarters(db, trend),
  }
  const lines = linesOf(source)
  return { overview: overviewOf(source, lines), lines, before: source.before, other: source.other }
}

/** The facilities that count, without their figures. */
export async function readLines(db: Database, asked: QuarterQuery): Promise<Line[]> {
  return linesOf({ ...asked, facilities: asked.places, standings: await readCounted(db, queryOf(asked)) })
}

/** What the rows of some facilities say. @param known what was read with the figures */
export function rowsByQuarter(
  db: Database,
  asked: QuarterQuery,
  known?: Pick<OverviewSource, 'before' | 'other'>,
): RowSource {
  return async (facilityIds) => {
    const query = { ...queryOf(asked), areaIds: null, facilityIds }
    const former = yearBefore(asked.period)
    return {
      standings: await readStandings(db, query),
      before: known?.before ?? (former ? await readShares(db, { ...query, period: former }) : []),
      other: known?.other.length === 0 ? [] : await readCompared(db, { ...query, kinds: otherThan(asked.kind) }),
    }
  }
}

function queryOf({ tenantId, areaIds, facilityIds, checklist, kind, period }: QuarterQuery): StandingQuery {
  return { tenantId, areaIds, facilityIds, checklistIds: [checklist.id], kinds: [kind], period }
}

function otherThan(kind: Standing['kind']): InspectionKind[] {
  return inspectionKinds.filter((each) => each !== kind)
}
