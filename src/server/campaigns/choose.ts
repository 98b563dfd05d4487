import { type Candidate, type Selection, selectFacilities } from '../../domain/campaign/selection.ts'
import { type Sharing, shareOut } from '../../domain/campaign/sharing.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { dateInVietnam } from '../../domain/date.ts'
import { quarterOf } from '../../domain/overview/period.ts'
import type { InspectionKind } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { newestChecklists } from '../storage/checklists.ts'
import { type KeptPlace, placesIn } from '../storage/overview-places.ts'
import { readResults } from '../storage/read-standings.ts'
import type { Database } from '../storage/schema.ts'
import { areasOf, type Inspector, inspectorsFor, type Planner } from './reach.ts'

export type Wanted = {
  kind: InspectionKind
  checklists: readonly string[]
  selection: Selection
  people: readonly string[]
  sharing: Sharing
}

export type Chosen = {
  /** How many facilities there were to choose from. */
  candidates: number
  checklists: Checklist[]
  facilities: (KeptPlace &
    Pick<Candidate, 'lastDate' | 'lowestShare'> & { checklists: string[]; people: Inspector[] })[]
}

/**
 * What a wish comes to today: which facilities, with which of the checklists, by whom.
 * @throws Problem CHECKLIST_UNKNOWN, ASSIGNEE_UNKNOWN, FACILITY_UNKNOWN for a list that names what cannot be in it
 */
export async function choose(db: Database, planner: Planner, wanted: Wanted, now: number): Promise<Chosen> {
  const published = await newestChecklists(db)
  const checklists = wanted.checklists.map(
    (id) => published.find((each) => each.id === id) ?? unknown('CHECKLIST_UNKNOWN'),
  )
  const inspectors = await inspectorsFor(db, planner)
  // A facility assesses itself: nobody is sent.
  const named = wanted.kind === 'selfAssessment' ? [] : wanted.people
  const people = named.map((id) => inspectors.find((each) => each.id === id) ?? unknown('ASSIGNEE_UNKNOWN'))
  const today = dateInVietnam(now)
  const places = (await placesIn(db, planner.person.provinceId, areasOf(planner))).filter(
    ({ type, closedOn }) =>
      (closedOn === null || closedOn > today) && checklists.some(({ facilityTypes }) => facilityTypes.includes(type)),
  )
  const byId = new Map(places.map((place) => [place.id, place]))
  const candidates = await candidatesOf(db, planner, places, checklists)
  const chosen = selectFacilities(wanted.selection, [...candidates.values()])
  if (wanted.selection.by === 'list' && chosen.length < new Set(wanted.selection.facilityIds).size)
    throw new Problem('FACILITY_UNKNOWN')
  const list = chosen.flatMap((id) => byId.get(id) ?? [])
  const shares = shareOut(list, people, wanted.sharing)
  return {
    candidates: candidates.size,
    checklists,
    facilities: list.map((place) => ({
      ...place,
      lastDate: candidates.get(place.id)?.lastDate ?? null,
      lowestShare: candidates.get(place.id)?.lowestShare ?? null,
      checklists: checklists.filter(({ facilityTypes }) => facilityTypes.includes(place.type)).map(({ id }) => id),
      people: (shares.get(place.id) ?? []).flatMap((id) => people.find((each) => each.id === id) ?? []),
    })),
  }
}

/** What is known of each facility's last visits by these checklists; inspections alone, also where facilities are to assess themselves. */
async function candidatesOf(
  db: Database,
  planner: Planner,
  places: readonly KeptPlace[],
  checklists: readonly Checklist[],
): Promise<Map<string, Candidate>> {
  const latest = await readResults(db, {
    tenantId: planner.person.provinceId,
    areaIds: areasOf(planner),
    checklistIds: checklists.map(({ id }) => id),
    kinds: ['inspection'],
    period: { from: 0, to: quarterOf('9999-12-31') },
  })
  const found = new Map<string, Candidate>(
    places.map(({ id, areaId, type }) => [id, { id, areaId, type, lastDate: null, lowestShare: null }]),
  )
  for (const { facilityId, date, share } of latest) {
    const candidate = found.get(facilityId)
    if (!candidate) continue
    if (candidate.lastDate === null || candidate.lastDate < date) candidate.lastDate = date
    if (share !== null && (candidate.lowestShare === null || share < candidate.lowestShare))
      candidate.lowestShare = share
  }
  return found
}

function unknown(code: 'CHECKLIST_UNKNOWN' | 'ASSIGNEE_UNKNOWN'): never {
  throw new Problem(code)
}
