import type { Checklist } from '../../domain/checklist.ts'
import { type FacilityType, facilityTypeNames } from '../../domain/facts.ts'
import { spreadOfCounted } from '../../domain/overview/figures.ts'
import { isOpenIn } from '../../domain/overview/lines.ts'
import type { GroupRow, Overview } from '../../domain/overview/overview.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Campaign } from '../storage/campaigns.ts'
import { newestChecklists } from '../storage/checklists.ts'
import type { KeptPlace } from '../storage/overview-places.ts'
import { countResults, type NamelessResult, readCounted, readResults } from '../storage/read-standings.ts'
import type { Database } from '../storage/schema.ts'
import { type FacilityPage, firstPage, type PageWish, readPage } from './facility-page.ts'
import { type QuarterQuery, readFigures, readLines, rowsByQuarter } from './quarter-figures.ts'
import { areasToRead, countedPlaces, narrowed, type OverviewWish } from './reach.ts'

export type FamilyRow = Pick<Overview, 'due' | 'assessed' | 'approved' | 'spread' | 'tones'> & {
  checklistId: string
  title: string
  optional: boolean
  criticalFailures: number
}

export type ChosenFamily = Overview & { checklistId: string; title: string; facilities: FacilityPage }

export type ReadOverview = {
  demonstration: boolean
  /** Where the figures are those of one campaign: campaign-overview.ts. */
  campaign: (Pick<Campaign, 'id' | 'title' | 'from' | 'due' | 'closedOn'> & { facilityIds: string[] }) | null
  families: FamilyRow[]
  chosen: ChosenFamily | null
}

/**
 * The questions of the supervisor's room, from the standings alone: no answer is
 * read. What a person does not reach is not counted, and real facilities are never
 * counted together with invented ones.
 */
export async function readOverview(db: Database, person: Person, wish: OverviewWish): Promise<ReadOverview> {
  const { demonstration, checklists, asked } = await openQuestion(db, person, wish)
  const families = await readFamilies(db, checklists, asked)
  const named = wish.checklistId ?? mostAssessed(families)
  const checklist = checklists.find(({ id }) => id === named) ?? checklists[0]
  return {
    demonstration,
    campaign: null,
    families: families.filter(({ due, assessed, optional }) => assessed > 0 || (due > 0 && !optional)),
    chosen: checklist ? await readChosen(db, { ...asked, checklist }) : null,
  }
}

/**
 * A part of the list of facilities behind the figures of one checklist.
 * @throws Problem NOT_FOUND: nobody knows the checklist
 */
export async function readFacilities(
  db: Database,
  person: Person,
  wish: OverviewWish,
  page: PageWish,
): Promise<FacilityPage> {
  const { checklists, asked } = await openQuestion(db, person, wish)
  const checklist = checklists.find(({ id }) => id === wish.checklistId)
  if (!checklist) throw new Problem('NOT_FOUND')
  const query = { ...asked, checklist }
  return readPage(db, query, await readLines(db, query), page, rowsByQuarter(db, query))
}

/** Of every checklist the same is asked. */
type Question = Omit<QuarterQuery, 'checklist' | 'isWhole'> & { isWhole: boolean }

async function openQuestion(
  db: Database,
  person: Person,
  wish: OverviewWish,
): Promise<{ demonstration: boolean; checklists: Checklist[]; asked: Question }> {
  const { kind, period } = wish
  const { demonstration, places: counted } = await countedPlaces(db, person)
  const places = narrowed(counted, wish)
  const reach = await areasToRead(db, person, wish.areaId, places)
  return {
    demonstration,
    checklists: await newestChecklists(db),
    asked: { tenantId: person.provinceId, kind, period, places, ...reach },
  }
}

async function readFamilies(
  db: Database,
  checklists: readonly Checklist[],
  { tenantId, areaIds, kind, period, places, isWhole }: Question,
): Promise<FamilyRow[]> {
  const open = countByType(places.filter(isOpenIn(period)))
  const inReach = new Set(places.map(({ id }) => id))
  const rows: FamilyRow[] = []
  // One after the other: several at once are no range of an index any more.
  for (const each of checklists) {
    const asked = { tenantId, areaIds, checklistIds: [each.id], kinds: [kind], period }
    const results = isWhole
      ? await countResults(db, asked)
      : (await readResults(db, asked)).flatMap((result) =>
          inReach.has(result.facilityId) ? [{ ...result, count: 1 }] : [],
        )
    rows.push(familyOf(each, open, results))
  }
  return rows
}

async function readChosen(db: Database, query: QuarterQuery): Promise<ChosenFamily> {
  const { overview, lines, ...compared } = await readFigures(db, query, readCounted)
  const page = await readPage(db, query, lines, firstPage, rowsByQuarter(db, query, compared))
  return chosenOf(query.checklist, overview, page)
}

export function chosenOf({ id, title }: Checklist, overview: Overview, facilities: FacilityPage): ChosenFamily {
  return { ...overview, types: withTypeNames(overview.types), checklistId: id, title, facilities }
}

export function withTypeNames(types: readonly GroupRow[]): GroupRow[] {
  return types.map((row) => ({ ...row, name: facilityTypeNames[row.id as FacilityType] }))
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
  const sum = (of: (result: NamelessResult) => number) =>
    results.reduce((total, result) => total + of(result) * result.count, 0)
  const countTone = (tone: NamelessResult['tone']) => sum((result) => Number(result.tone === tone))
  return {
    checklistId: id,
    title,
    optional: optional === true,
    due: facilityTypes.reduce((total, type) => total + (open.get(type) ?? 0), 0),
    assessed: sum(() => 1),
    approved: sum(({ status }) => Number(status === 'approved')),
    criticalFailures: sum(({ criticalFailures }) => criticalFailures),
    spread: spreadOfCounted(results),
    tones: {
      pass: countTone('pass'),
      partial: countTone('partial'),
      fail: countTone('fail'),
      undetermined: countTone('undetermined'),
    },
  }
}
