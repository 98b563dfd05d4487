import { stateOf } from '../../domain/campaign/progress.ts'
import type { Checklist } from '../../domain/checklist.ts'
import type { Overview } from '../../domain/overview/overview.ts'
import { type Period, quarterOf } from '../../domain/overview/period.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type Campaign, findCampaign, type KeptAssignment, readAssignments } from '../storage/campaigns.ts'
import { newestChecklists } from '../storage/checklists.ts'
import type { KeptPlace } from '../storage/overview-places.ts'
import { readCounted } from '../storage/read-standings.ts'
import type { Database } from '../storage/schema.ts'
import { readDayFigures, rowsByDay } from './day-figures.ts'
import { type FacilityPage, firstPage, type PageWish, readPage } from './facility-page.ts'
import { readFigures } from './quarter-figures.ts'
import { countedPlaces, narrowed, type OverviewWish } from './reach.ts'
import { chosenOf, type ReadOverview } from './read-overview.ts'

export type CampaignWish = OverviewWish & { campaignId: string }

/** What a campaign asks for with one checklist, and what is counted of it. */
type Family = { checklist: Checklist; places: KeptPlace[]; figures: Awaited<ReturnType<typeof readDayFigures>> }

/**
 * The overview of one campaign: due is what it asks for, done what has done it, by the rules of
 * domain/campaign/progress.ts; so the days of the campaign count, not those of the period. Of a
 * facility that was visited again since, the latest of these visits stands.
 * @throws Problem NOT_FOUND: none of that kind asks for anything in reach
 */
export async function readCampaignOverview(
  db: Database,
  person: Person,
  wish: CampaignWish,
  today: string,
): Promise<ReadOverview> {
  const question = await openCampaign(db, person, wish, today)
  const { campaign, demonstration, query, period } = question
  const families: Family[] = []
  for (const checklist of await newestChecklists(db)) {
    const family = await readFamily(db, question, checklist)
    if (family) families.push(family)
  }
  const most = families.toSorted((a, b) => b.figures.overview.assessed - a.figures.overview.assessed)[0]
  const chosen = families.find(({ checklist }) => checklist.id === wish.checklistId) ?? most
  const { id, title, from, due, closedOn } = campaign
  const facilityIds = chosen?.figures.lines.map(({ place }) => place.id) ?? []
  return {
    demonstration,
    campaign: { id, title, from, due, closedOn, facilityIds },
    families: families.map(({ checklist, figures: { overview, lines } }) => ({
      checklistId: checklist.id,
      title: checklist.title,
      optional: checklist.optional === true,
      due: overview.due,
      assessed: overview.assessed,
      approved: overview.approved,
      criticalFailures: lines.reduce((sum, { standing }) => sum + (standing?.score.criticalFailures ?? 0), 0),
      spread: overview.spread,
      tones: overview.tones,
    })),
    chosen: chosen ? await readChosen(chosen) : null,
  }

  async function readChosen(family: Family) {
    const { checklist, figures } = family
    const page = await readPage(db, { ...query, checklist, period }, figures.lines, firstPage, rowsByDay(figures))
    return chosenOf(checklist, { ...figures.overview, trend: await trendOf(family) }, page)
  }

  /** By quarter, as ever: of the facilities that the campaign asks for. */
  async function trendOf({ checklist, places }: Family): Promise<Overview['trend']> {
    const figures = await readFigures(db, { ...query, checklist, period: wish.period, places }, readCounted)
    return figures.overview.trend
  }
}

/** A part of the list of facilities behind these figures. @throws Problem NOT_FOUND: nothing is asked with the checklist */
export async function readCampaignFacilities(
  db: Database,
  person: Person,
  wish: CampaignWish,
  page: PageWish,
  today: string,
): Promise<FacilityPage> {
  const question = await openCampaign(db, person, wish, today)
  const checklist = (await newestChecklists(db)).find(({ id }) => id === wish.checklistId)
  const family = checklist && (await readFamily(db, question, checklist))
  if (!family) throw new Problem('NOT_FOUND')
  const asked = { ...question.query, checklist: family.checklist, period: question.period }
  return readPage(db, asked, family.figures.lines, page, rowsByDay(family.figures))
}

async function openCampaign(db: Database, person: Person, wish: CampaignWish, today: string) {
  const tenantId = person.provinceId
  const campaign = await findCampaign(db, tenantId, wish.campaignId)
  const { demonstration, places } = await countedPlaces(db, person)
  const reached = new Set(places.map(({ id }) => id))
  const assignments = campaign
    ? (await readAssignments(db, tenantId, campaign.id)).filter(({ facility }) => reached.has(facility.id))
    : []
  if (!campaign || campaign.kind !== wish.kind || assignments.length === 0) throw new Problem('NOT_FOUND')
  return {
    campaign,
    demonstration,
    assignments,
    today,
    places: narrowed(places, wish),
    period: daysIn(campaign, assignments, today),
    query: { kind: wish.kind, tenantId, areaIds: wish.areaId === null ? person.areaIds : [wish.areaId] },
  }
}

/** @returns null where the campaign does not ask for this checklist */
async function readFamily(
  db: Database,
  { campaign, assignments, today, places, period, query }: Awaited<ReturnType<typeof openCampaign>>,
  checklist: Checklist,
): Promise<Family | null> {
  const asked = assignments.filter(({ checklistId }) => checklistId === checklist.id)
  if (asked.length === 0) return null
  const own = placesOf(asked, places)
  const due = dueOf(asked, campaign, today)
  const figures = await readDayFigures(db, { ...query, checklist, period, places: own, due })
  return { checklist, places: own, figures }
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
