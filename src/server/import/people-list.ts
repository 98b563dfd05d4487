import { type Role, roleNames } from '../../domain/people.ts'
import type { Reach } from '../storage/people.ts'
import { choicesOf, nameKey, readCells } from './cells.ts'
import type { Columns, List, ListRow } from './columns.ts'
import type { FacilityRef } from './facility-list.ts'
import type { Fault } from './faults.ts'
import { type AreaFinder, areaFinder, type World } from './world.ts'

export const peopleColumns = {
  username: { title: 'Tên đăng nhập', names: ['Tài khoản', 'Username'], isRequired: true },
  name: { title: 'Họ và tên', names: ['Họ tên', 'Tên người dùng'], isRequired: true },
  role: { title: 'Vai trò', names: ['Quyền'], isRequired: true },
  areas: { title: 'Địa bàn', names: ['Địa bàn phụ trách', 'Xã phường', 'Xã, phường'] },
  facility: { title: 'Cơ sở', names: ['Tên cơ sở', 'Cơ sở y tế'] },
} as const satisfies Columns
type Key = keyof typeof peopleColumns
export type PeopleList = List<Key>

/** The facility may be one that the same file makes. */
export type WantedReach = { role: Role; areaIds: string[]; facility: FacilityRef | null }
export type PeoplePlan = {
  create: ({ username: string; name: string } & WantedReach)[]
  /** `from` is what the account reaches now: another person may change it meanwhile. */
  change: { id: string; username: string; from: Reach; to: WantedReach }[]
  same: number
}

const roles = choicesOf(roleNames, {
  inspector: ['kiểm tra', 'kiểm tra viên', 'cán bộ kiểm tra'],
  facility: ['cơ sở', 'người của cơ sở'],
  supervisor: ['giám sát', 'giám sát viên'],
  administrator: ['quản trị viên', 'người quản trị'],
})

/** Written in place of all names. */
const ALL = nameKey('Tất cả')

/** The names that a list signs people in by, as far as they are names. */
export function usernamesIn(lists: readonly PeopleList[]): string[] {
  return lists.flatMap(({ rows }) => rows.map((row) => row.get('username').toLowerCase()))
}

/**
 * What a list of people would do. An account that there is gets the reach of its row,
 * and keeps its name and password; a row with another name under it is a mistake.
 *
 * @param facilityNamed a facility by name, also of those that the file makes
 */
export function planPeople(
  lists: readonly PeopleList[],
  world: World,
  facilityNamed: (name: string, areaId: string | null) => FacilityRef | 'unknown' | 'several',
): PeoplePlan & { faults: Fault[]; warnings: Fault[] } {
  const plan: PeoplePlan = { create: [], change: [], same: 0 }
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const accounts = new Map(world.accounts.map((account) => [account.person.username, account]))
  const findArea = areaFinder(world)
  const seen = new Map<string, string>()

  for (const { sheet, rows } of lists) {
    for (const row of rows) {
      const wanted = readPerson(row, world, findArea, facilityNamed)
      faults.push(...wanted.faults)
      const { username, name, reach } = wanted
      if (username === null) continue
      const twin = seen.get(username)
      if (twin !== undefined) faults.push(row.fault('username', 'USERNAME_TWICE', twin))
      seen.set(username, sheet === null ? `dòng ${row.at}` : `trang “${sheet}”, dòng ${row.at}`)
      const account = accounts.get(username)
      if (!account && world.taken.has(username)) faults.push(row.fault('username', 'USERNAME_TAKEN'))
      if (name === null || reach === null) continue
      if (!account) {
        plan.create.push({ username, name, ...reach })
        continue
      }
      const { person, lockedAt } = account
      if (nameKey(person.name) !== nameKey(name)) faults.push(row.fault('name', 'NAME_DIFFERS', person.name))
      if (lockedAt !== null) warnings.push(row.fault('username', 'ACCOUNT_LOCKED'))
      const from = { role: person.role, areaIds: person.areaIds, facilityId: person.facilityId }
      if (isSame(from, reach)) plan.same += 1
      else if (person.id === world.by.id && reach.role !== 'administrator')
        faults.push(row.fault('role', 'OWN_ACCOUNT'))
      else plan.change.push({ id: person.id, username, from, to: reach })
    }
  }
  return { ...plan, faults, warnings }
}

function readPerson(
  row: ListRow<Key>,
  world: World,
  findArea: AreaFinder,
  facilityNamed: (name: string, areaId: string | null) => FacilityRef | 'unknown' | 'several',
) {
  const cells = readCells(row)
  const { faults } = cells
  const typed = cells.words('username', { isRequired: true, most: 64 })?.toLowerCase() ?? null
  const username =
    typed === null || /^[a-z0-9_.]{3,64}$/.test(typed) ? typed : cells.fault('username', 'USERNAME_INVALID')
  const name = cells.words('name', { isRequired: true, most: 100 })
  const role = cells.choice('role', roles, { isRequired: true })
  const reach = role && readReach(role)
  return { username, name, reach, faults }

  function readReach(role: Role): WantedReach | null {
    const areas = readAreas()
    if (areas === null) return null
    if (role !== 'facility') {
      if (cells.has('facility')) return cells.fault('facility', 'FACILITY_NOT_FOR_ROLE')
      if (areas.length === 0) return cells.fault('areas', 'REQUIRED')
      return { role, areaIds: areas, facility: null }
    }
    const facilityName = cells.words('facility', { isRequired: true })
    if (facilityName === null) return null
    // An area beside it only tells facilities of one name apart.
    const facility = facilityNamed(facilityName, areas[0] ?? null)
    if (facility === 'unknown') return cells.fault('facility', 'FACILITY_UNKNOWN')
    if (facility === 'several') return cells.fault('facility', 'FACILITY_SEVERAL')
    return { role, areaIds: [], facility }
  }

  /** Ids in order, each once; null where one of them is not to be found. */
  function readAreas(): string[] | null {
    const names = cells.several('areas')
    if (names.length === 1 && nameKey(names[0] ?? '') === ALL) return world.areas.map(({ id }) => id).sort()
    const ids = new Set<string>()
    let isWhole = true
    for (const name of names) {
      const area = findArea(name)
      if (typeof area === 'object') ids.add(area.id)
      else {
        cells.fault('areas', area === 'unknown' ? 'AREA_UNKNOWN' : 'AREA_SEVERAL', name)
        isWhole = false
      }
    }
    return isWhole ? [...ids].sort() : null
  }
}

function isSame(from: Reach, to: WantedReach): boolean {
  const facilityId = to.facility === null ? null : 'id' in to.facility ? to.facility.id : undefined
  return (
    from.role === to.role &&
    from.facilityId === facilityId &&
    [...from.areaIds].sort().join('\n') === to.areaIds.join('\n')
  )
}
