import type { Checklist } from '../../domain/checklist.ts'
import { type FacilityType, facilityTypeNames } from '../../domain/facts.ts'
import { shareOf, spreadOf, tonesOf } from '../../domain/overview/figures.ts'
import {
  isDue,
  type Overview,
  type OverviewFacility,
  overviewOf,
  overviewSpan,
} from '../../domain/overview/overview.ts'
import { firstDayIn, type Period } from '../../domain/overview/period.ts'
import type { Standing } from '../../domain/overview/standing.ts'
import type { InspectionKind, Person } from '../../domain/people.ts'
import type { Campaign } from '../storage/campaigns.ts'
import { newestChecklists } from '../storage/checklists.ts'
import { type KeptPlace, placesInReach } from '../storage/overview-places.ts'
import type { Database } from '../storage/schema.ts'
import {
  readBriefs,
  readResults,
  readStandings,
  type StandingQuery,
  type StandingResult,
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
  const common = { tenantId: person.provinceId, areaIds: areaId === null ? person.areaIds : [areaId] }
  const inReach = new Set(places.map(({ id }) => id))
  const ids = checklists.map(({ id }) => id)
  const results = (await readResults(db, { ...common, checklistIds: ids, kinds: [kind], period })).filter(
    ({ facilityId }) => inReach.has(facilityId),
  )
  const families = checklists.map((checklist) => {
    const own = results.filter(({ checklistId }) => checklistId === checklist.id)
    return familyOf(checklist, places, own, period)
  })
  const named = wish.checklistId ?? mostAssessed(families)
  const checklist = checklists.find(({ id }) => id === named) ?? checklists[0]
  return {
    demonstration,
    campaign: null,
    families: families.filter(({ due, assessed, optional }) => assessed > 0 || (due > 0 && !optional)),
    chosen: checklist ? await readChosen() : null,
  }

  async function readChosen() {
    const { id: checklistId, title } = checklist as Checklist
    const asked = { ...common, checklist: checklist as Checklist, kind, period, places }
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

/** Of one checklist: the figures, and the standings they rest on. */
export async function readFigures(
  db: Database,
  asked: Pick<OverviewWish, 'kind' | 'period'> &
    Pick<StandingQuery, 'tenantId' | 'areaIds' | 'facilityId'> & {
      checklist: Checklist
      places: readonly KeptPlace[]
    },
): Promise<{ overview: Overview; standings: Standing[] }> {
  const { checklist, kind, period, places, tenantId, areaIds, facilityId } = asked
  const one = { tenantId, areaIds, facilityId, checklistIds: [checklist.id] }
  const standings = await readStandings(db, { ...one, kinds: [kind], period })
  const briefs = await readBriefs(db, {
    ...one,
    kinds: ['inspection', 'selfAssessment'],
    period: overviewSpan(period),
  })
  return { overview: overviewOf({ checklist, kind, period, facilities: places, briefs, standings }), standings }
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

function familyOf(
  checklist: Checklist,
  places: readonly OverviewFacility[],
  results: readonly StandingResult[],
  period: Period,
): FamilyRow {
  return {
    checklistId: checklist.id,
    title: checklist.title,
    optional: checklist.optional === true,
    due: places.filter((place) => isDue(place, checklist, period)).length,
    assessed: results.length,
    approved: results.filter(({ status }) => status === 'approved').length,
    criticalFailures: results.reduce((sum, { score }) => sum + score.criticalFailures, 0),
    spread: spreadOf(results.map(({ score }) => shareOf(score))),
    tones: tonesOf(results),
  }
}
