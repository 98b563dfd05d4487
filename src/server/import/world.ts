import { holdsFacilities, treeOn } from '../../domain/area.ts'
import { dateInVietnam } from '../../domain/date.ts'
import type { Person } from '../../domain/people.ts'
import { type Kept, listFacilities } from '../storage/facilities.ts'
import { type Account, listAccounts, usernamesAmong } from '../storage/people.ts'
import { readPlaces } from '../storage/places.ts'
import type { Database } from '../storage/schema.ts'
import { nameKey } from './cells.ts'

/** What there is before anything is imported, as the person who imports may know it. */
export type World = {
  by: Person
  /** In Việt Nam. */
  today: string
  /** Those that stand and hold facilities, in order of id. */
  areas: readonly { id: string; name: string }[]
  facilities: readonly Kept[]
  accounts: readonly Account[]
  /** Names from the file under which somebody signs in, of whatever province. */
  taken: ReadonlySet<string>
}

/** @param usernames those that the file names */
export async function readWorld(
  db: Database,
  { by, now }: { by: Person; now: number },
  usernames: readonly string[],
): Promise<World> {
  const today = dateInVietnam(now)
  const tree = treeOn(await readPlaces(db, by.provinceId), today)
  return {
    by,
    today,
    areas: tree.filter(({ kind }) => holdsFacilities(kind)).map(({ id, name }) => ({ id, name })),
    facilities: await listFacilities(db, by.provinceId),
    accounts: await listAccounts(db, by.provinceId),
    taken: await usernamesAmong(db, usernames),
  }
}

/** "Xã Suối Mơ" → "suối mơ": what an area is called without its level. */
const levels = /^(xã|phường|thị trấn|đặc khu|x\.|p\.|tt\.)\s*/

export type AreaFinder = (name: string) => { id: string; name: string } | 'unknown' | 'several'

/** Finds areas by name, with or without the level before it. */
export function areaFinder({ areas }: World): AreaFinder {
  const byName = grouped(areas, ({ name }) => nameKey(name))
  const byBareName = grouped(areas, ({ name }) => nameKey(name).replace(levels, ''))
  return (name) => {
    const key = nameKey(name)
    const [found, another] = byName.get(key) ?? byBareName.get(key) ?? []
    return !found ? 'unknown' : another ? 'several' : found
  }
}

export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
