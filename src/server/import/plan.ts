import { canonicalJson } from '../../domain/canonical.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { fold } from '../../domain/search.ts'
import type { Database } from '../storage/schema.ts'
import { findTitles, listOf } from './columns.ts'
import {
  type FacilityList,
  type FacilityPlan,
  facilityColumns,
  facilityFinder,
  planFacilities,
} from './facility-list.ts'
import { type Fault, faultOf, sha256Of } from './faults.ts'
import { type PeopleList, type PeoplePlan, peopleColumns, planPeople, usernamesIn } from './people-list.ts'
import type { Row, Sheet } from './reading/sheet.ts'
import { readWorld } from './world.ts'

/** What a file says, before anything is asked about it. */
export type Lists = { people: PeopleList[]; facilities: FacilityList[]; faults: Fault[]; warnings: Fault[] }

/** What importing a file would do. */
export type Plan = {
  people: PeoplePlan
  facilities: FacilityPlan
  faults: readonly Fault[]
  warnings: readonly Fault[]
  /** SHA-256 over the file and everything that would be done: another one is another plan. */
  digest: string
}

/** Hashing a password takes a quarter of a second: more would keep a request waiting for minutes. */
const ACCOUNTS_MAX = 300

/** Titles of sheets that come with the template and say how to fill in the others. */
const guides = ['huong dan', 'danh muc dia ban']

/**
 * Finds the lists in a file: by the titles of their columns, and where the sheet has
 * one of the known names, by that.
 *
 * @throws Problem IMPORT_NO_LIST
 */
export function findLists(sheets: readonly Sheet[]): Lists {
  const lists: Lists = { people: [], facilities: [], faults: [], warnings: [] }
  for (const sheet of sheets) {
    const name = sheet.name === null ? '' : fold(sheet.name)
    if (sheet.rows.length === 0 || guides.includes(name)) continue
    if (sheet.isHidden) {
      lists.warnings.push(faultOf('SHEET_HIDDEN', { sheet: sheet.name }))
      continue
    }
    const kind = kindOf(sheet, name)
    if (kind === null) lists.warnings.push(faultOf('SHEET_IGNORED', { sheet: sheet.name }))
    else if (kind.is === 'people') lists.people.push(listOf(sheet, kind.titles, peopleColumns))
    else lists.facilities.push(listOf(sheet, kind.titles, facilityColumns))
  }
  for (const list of [...lists.people, ...lists.facilities]) {
    lists.faults.push(...list.faults)
    lists.warnings.push(...list.warnings)
  }
  if (lists.people.length + lists.facilities.length === 0) throw new Problem('IMPORT_NO_LIST')
  return lists
}

function kindOf(sheet: Sheet, name: string): { is: 'people' | 'facilities'; titles: Row } | null {
  const people = findTitles(sheet, peopleColumns)
  const facilities = findTitles(sheet, facilityColumns)
  const isPeople =
    name.includes('nguoi dung') || (!name.includes('co so') && (people?.known ?? 0) >= (facilities?.known ?? 0))
  const titles = isPeople ? people : facilities
  return titles && { is: isPeople ? 'people' : 'facilities', titles: titles.row }
}

/**
 * What the lists would do to what there is now. Reads only.
 * @param fileHash SHA-256 of the file
 * @throws Problem IMPORT_TOO_MANY_ACCOUNTS
 */
export async function planImport(
  db: Database,
  asker: { by: Person; now: number },
  lists: Lists,
  fileHash: string,
): Promise<Plan> {
  const world = await readWorld(db, asker, usernamesIn(lists.people))
  const { faults: wrongFacilities, warnings: ofFacilities, ...facilities } = planFacilities(lists.facilities, world)
  const named = facilityFinder(world, facilities)
  const { faults: wrongPeople, warnings: ofPeople, ...people } = planPeople(lists.people, world, named)
  if (people.create.length > ACCOUNTS_MAX) throw new Problem('IMPORT_TOO_MANY_ACCOUNTS')
  return {
    people,
    facilities,
    faults: [...lists.faults, ...wrongFacilities, ...wrongPeople],
    warnings: [...lists.warnings, ...ofFacilities, ...ofPeople],
    digest: sha256Of(canonicalJson({ fileHash, people, facilities })),
  }
}
