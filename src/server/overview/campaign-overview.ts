import { stateOf } from '../../domain/campaign/progress.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { facilityTypeNames } from '../../domain/facts.ts'
import type { Overview } from '../../domain/overview/overview.ts'
import { type Period, quarterOf } from '../../domain/overview/period.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type Campaign, findCampaign, type KeptAssignment, readAssignments } from '../storage/campaigns.ts'
import { newestChecklists } from '../storage/checklists.ts'
import type { KeptPlace } from '../storage/overview-places.ts'
import type { Database } from '../storage/schema.ts'
import { readDayFigures } from './day-figures.ts'
import { countedPlaces, type OverviewWish, type ReadOverview, readFigures, withMoved } from './read-overview.ts'

type Family = { checklist: Checklist; places: KeptPlace[]; overview: Overview }

/**
 * The overview of one campaign: due is what it asks for, done what has done it, by the rules of
 * domain/campaign/progress.ts; so the days of the campaign count, not those of the period. Of a
 * facility that was visited again since, the latest of these visits stands.
 * @throws Problem NOT_FOUND: none of that kind asks for anything in reach
 */
export async function readCampaignOverview(
  db: Database,
  person: Person,
  { campaignId, ...wish }: OverviewWish & { campaignId: string },
  today: string,
): Promise<ReadOverview> {
  const { areaId, type } = wish
  const tenantId = person.provinceId
  const campaign = await findCampaign(db, tenantId, campaignId)
  const { demonstration, places: counted } = await countedPlaces(db, person)
  const reached = new Set(counted.map(({ id }) => id))
  const assignments = campaign
    ? (await readAssignments(db, tenantId, campaignId)).filter(({ facility }) => reached.has(facility.id))
    : []
  if (!campaign || campaign.kind !== wish.kind || assignments.length === 0) throw new Problem('NOT_FOUND')

  const places = counted.filter(
    (each) => (areaId === null || each.areaId === areaId) && (type === null || each.type === type),
  )
  const common = { kind: wish.kind, tenantId, areaIds: areaId === null ? person.areaIds : [areaId] }
  const period = daysIn(campaign, assignments, today)
  const families: Family[] = []
  for (const checklist of await newestChecklists(db)) {
    const asked = assignments.filter(({ checklistId }) => checklistId === checklist.id)
    if (asked.length === 0) continue
    const own = placesOf(asked, places)
    const due = dueOf(asked, campaign, today)
    const { overview } = await readDayFigures(db, { ...common, checklist, period, places: own, due })
    families.push({ checklist, places: own, overview })
  }
  const most = families.toSorted((a, b) => b.overview.assessed - a.overview.assessed)[0]
  const chosen = families.find(({ checklist }) => checklist.id === wish.checklistId) ?? most
  const { id, title, from, due, closedOn } = campaign
  return {
    demonstration,
    campaign: { id, title, from, due, closedOn },
    families: families.map(({ checklist, overview }) => ({
      checklistId: checklist.id,
      title: checklist.title,
      optional: checklist.optional === true,
      due: overview.due,
      assessed: overview.assessed,
      approved: overview.approved,
      criticalFailures: overview.facilities.reduce((sum, { now }) => sum + (now?.criticalFailures ?? 0), 0),
      spread: overview.spread,
      tones: overview.tones,
    })),
    chosen: chosen ? chosenOf(chosen, await trendOf(chosen)) : null,
  }

  /** By quarter, as ever: of the facilities that the campaign asks for. */
  async function trendOf({ checklist, places: own }: Family): Promise<Overview['trend']> {
    return (await readFigures(db, { ...common, checklist, period: wish.period, places: own })).overview.trend
  }

  function chosenOf({ checklist, places: own, overview }: Family, trend: Overview['trend']) {
    const { facilities, types, ...figures } = overview
    return {
      ...figures,
      trend,
      checklistId: checklist.id,
      title: checklist.title,
      types: types.map((row) => ({ ...row, name: facilityTypeNames[row.id as keyof typeof facilityTypeNames] })),
      facilities: withMoved(facilities, own, period),
    }
  }
}

/** From its first day until it was closed; while it runs, no visit that counts is left out. */
function daysIn({ from, until, closedOn }: Campaign, assignments: readonly KeptAssignment[], today: string): Period {
  const visited = assignments.flatMap(({ visit }) => (visit ? [visit.date] : []))
  const last = closedOn ?? [from, until, today, ...visited].reduce((a, b) => (a > b ? a : b))
  const days = { from, until: last > from ? last : from }
  return { from: quarterOf(days.from), to: quarterOf(days.until), days }
}

function placesOf(asked: readonly KeptAssignment[], places: readonly KeptPlace[]): KeptPlace[] {
  const ids = new Set(asked.map(({ facility }) => facility.id))
  return places.filter(({ id }) => ids.has(id))
}

/** What can be done at all: not where a facility closed before anybody came. */
function dueOf(asked: readonly KeptAssignment[], { due, closedOn }: Campaign, today: string): Set<string> {
  const states = asked.map(({ facility, visit }) => ({
    id: facility.id,
    state: stateOf({ due, doneOn: visit?.date ?? null, closedOn: facility.closedOn }, closedOn ?? today),
  }))
  return new Set(states.filter(({ state }) => state !== 'void').map(({ id }) => id))
}
