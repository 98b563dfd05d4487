import type { Checklist } from '../../domain/checklist.ts'
import { type FacilityType, facilityTypeNames } from '../../domain/facts.ts'
import { spreadOf, tonesOf } from '../../domain/overview/figures.ts'
import { isOpenIn, type Overview, overviewOf, trendSpan } from '../../domain/overview/overview.ts'
import { firstDayIn, type Period, yearBefore } from '../../domain/overview/period.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import { type InspectionKind, inspectionKinds, type Person } from '../../domain/people.ts'
import type { Campaign } from '../storage/campaigns.ts'
import { newestChecklists } from '../storage/checklists.ts'
import { countPlaces, type KeptPlace, placesInReach } from '../storage/overview-places.ts'
import type { Database } from '../storage/schema.ts'
import {
  countQuarters,
  countResults,
  type NamelessResult,
  readCompared,
  readQuarters,
  readResults,
  readStandings,
  type StandingQuery,
} from '../storage/standings.ts'

export type OverviewWish = {
  checklistId: string | null
  kind: InspectionKind
  period: Period
  areaId: string | null
  type: FacilityType | null
}

export type FamilyRow = Pick<Overview, 'due' | 'assessed' | 'approved' | 'spread' | 'tones'> & {
  checklistId: string
  title: string
  optional: boolean
  criticalFailures: number
}

export type ReadOverview = {
  demonstration: boolean
  /** Where the figures are those of one campaign: campaign-overview.ts. */
  campaign: Pick<Campaign, 'id' | 'title' | 'from' | 'due' | 'closedOn'> | null
  families: FamilyRow[]
  chosen:
    | (Omit<Overview, 'facilities'> & {
        checklistId: string
        title: string
        facilities: (Overview['facilities'][number] & { moved: boolean })[]
      })
    | null
}

/**
 * The questions of the supervisor's room, from the standings alone: no answer is
 * read. What a person does not reach is not counted, and real facilities are never
 * counted together with invented ones.
 */
export async function readOverview(db: Database, person: Person, wish: OverviewWish): Promise<ReadOverview> {
  const { kind, period, areaId, type } = wish
  const { demonstration, places: counted } = await countedPlaces(db, person)
  const places = counted.filter(
    (each) => (areaId === null || each.areaId === areaId) && (type === null || each.type === type),
  )
  const checklists = await newestChecklists(db)
  const { areaIds, isWhole } = await areasToRead(db, person, areaId, places)
  const common = { tenantId: person.provinceId, areaIds }
  const open = countByType(places.filter(isOpenIn(period)))
  const families = await readFamilies()
  const named = wish.checklistId ?? mostAssessed(families)
  const checklist = checklists.find(({ id }) => id === named) ?? checklists[0]
  return {
    demonstration,
    campaign: null,
    families: families.filter(({ due, assessed, optional }) => assessed > 0 || (due > 0 && !optional)),
    chosen: checklist ? await readChosen() : null,
  }

  async function readFamilies(): Promise<FamilyRow[]> {
    const inReach = new Set(places.map(({ id }) => id))
    const rows: FamilyRow[] = []
    // One after the other: several at once are no range of an index any more.
    for (const each of checklists) {
      const asked = { ...common, checklistIds: [each.id], kinds: [kind], period }
      const results = isWhole
        ? eachOf(await countResults(db, asked))
        : (await readResults(db, asked)).filter(({ facilityId }) => inReach.has(facilityId))
      rows.push(familyOf(each, open, results))
    }
    return rows
  }

  async function readChosen() {
    const { id: checklistId, title } = checklist as Checklist
    const asked = { ...common, checklist: checklist as Checklist, kind, period, places, isWhole }
    const { overview } = await readFigures(db, asked)
    const { facilities, types, ...figures } = overview
    return {
      checklistId,
      title,
      ...figures,
      types: types.map((row) => ({ ...row, name: facilityTypeNames[row.id as FacilityType] })),
      facilities: withMoved(facilities, places, period),
    }
  }
}

/** What a person reaches and counts: the real facilities, or where there is none the invented ones. */
export async function countedPlaces(
  db: Database,
  person: Person,
): Promise<{ demonstration: boolean; places: KeptPlace[] }> {
  const reached = await placesInReach(db, person)
  const demonstration = reached.length > 0 && reached.every((place) => place.demonstration)
  return { demonstration, places: reached.filter((place) => place.demonstration === demonstration) }
}

/**
 * Standings lie in order of quarter: most of a province is read fastest as a whole (null),
 * and what is not asked for left out afterwards; a few areas are looked up. Where all places
 * of the province are asked for (`isWhole`), much need not be read facility by facility.
 */
export async function areasToRead(
  db: Database,
  { provinceId, areaIds }: Person,
  areaId: string | null,
  places: readonly KeptPlace[],
): Promise<{ areaIds: readonly string[] | null; isWhole: boolean }> {
  const inProvince = await countPlaces(db, provinceId)
  if (places.length * 4 > inProvince) return { areaIds: null, isWhole: places.length === inProvince }
  return { areaIds: areaId === null ? areaIds : [areaId], isWhole: false }
}

/** Rows that were counted together, one by one again. */
function eachOf<Row extends { count: number }>(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => Array.from({ length: row.count }, () => row))
}

/** Of one checklist: the figures, and the standings they rest on. */
export async function readFigures(
  db: Database,
  asked: Pick<OverviewWish, 'kind' | 'period'> &
    Pick<StandingQuery, 'tenantId' | 'areaIds' | 'facilityId'> & {
      checklist: Checklist
      places: readonly KeptPlace[]
      /** Whether these are all places of the province. */
      isWhole?: boolean
    },
): Promise<{ overview: Overview; standings: Standing[] }> {
  const { checklist, kind, period, places, isWhole, tenantId, areaIds, facilityId } = asked
  const ofKind = { tenantId, areaIds, facilityId, checklistIds: [checklist.id], kinds: [kind], period }
  const standings = await readStandings(db, ofKind)
  const former = yearBefore(period)
  const trend = { ...ofKind, period: trendSpan(period) }
  const overview = overviewOf({
    checklist,
    kind,
    period,
    facilities: places,
    standings,
    before: former ? await readCompared(db, { ...ofKind, period: former }) : [],
    other: await readCompared(db, { ...ofKind, kinds: inspectionKinds.filter((each) => each !== kind) }),
    quarters: isWhole ? eachOf(await countQuarters(db, trend)) : await readQuarters(db, trend),
  })
  return { overview, standings }
}

/** Says of each facility whether it came into its area within the period. */
export function withMoved<Row extends { id: string }>(
  rows: readonly Row[],
  places: readonly KeptPlace[],
  period: Period,
): (Row & { moved: boolean })[] {
  const since = new Map(places.map(({ id, since }) => [id, since]))
  return rows.map((row) => ({ ...row, moved: (since.get(row.id) ?? '') > firstDayIn(period) }))
}

/** Where nobody has chosen: the checklist that says most, of those that everybody has to do. */
function mostAssessed(families: readonly FamilyRow[]): string | undefined {
  const due = families.filter(({ optional }) => !optional)
  return due.toSorted((a, b) => b.assessed - a.assessed)[0]?.checklistId
}

function countByType(places: readonly KeptPlace[]): Map<FacilityType, number> {
  const counts = new Map<FacilityType, number>()
  for (const { type } of places) counts.set(type, (counts.get(type) ?? 0) + 1)
  return counts
}

/** @param open how many facilities are open, of each type */
function familyOf(
  { id, title, optional, facilityTypes }: Checklist,
  open: ReadonlyMap<FacilityType, number>,
  results: readonly NamelessResult[],
): FamilyRow {
  return {
    checklistId: id,
    title,
    optional: optional === true,
    due: facilityTypes.reduce((sum, type) => sum + (open.get(type) ?? 0), 0),
    assessed: results.length,
    approved: results.filter(({ status }) => status === 'approved').length,
    criticalFailures: results.reduce((sum, { criticalFailures }) => sum + criticalFailures, 0),
    spread: spreadOf(results.map(({ share }) => share)),
    tones: tonesOf(results),
  }
}
