import * as z from 'zod/mini'
import { addDays } from './date.ts'
import { Problem } from './problem.ts'

/**
 * Areas and what lay in them, day by day. A province holds districts (until
 * 30/06/2025) and communes; a commune lies in a district or in the province itself.
 *
 *     province ─┬─ commune            since 01/07/2025
 *               └─ district ── commune   before
 *
 * Nothing is ever taken out of it: an area that ends says what it became, and each
 * name, parent and stay is kept with its first day. What an act says of its
 * effective date on, it says of no day before.
 */

export const areaKinds = ['district', 'commune', 'ward', 'township', 'specialZone'] as const
export const areaKindSchema = z.enum(areaKinds)
export type AreaKind = z.infer<typeof areaKindSchema>

export const areaKindNames: Record<AreaKind, string> = {
  district: 'Huyện, quận, thị xã, thành phố',
  commune: 'Xã',
  ward: 'Phường',
  township: 'Thị trấn',
  specialZone: 'Đặc khu',
}

/** Facilities lie in areas of the lowest level, and people are given these; a district only holds other areas. */
export function holdsFacilities(kind: AreaKind): boolean {
  return kind !== 'district'
}

export type Area = {
  id: string
  kind: AreaKind
  /** Its first day. */
  from: string
  /** The first day on which it is no more; null while it stands. */
  until: string | null
  /** Each from its first day on; the oldest from that of the area. */
  names: readonly { from: string; name: string }[]
  /** The same; null is the province itself. */
  parents: readonly { from: string; parentId: string | null }[]
  /** The areas that it became. */
  became: readonly string[]
}

/** A facility lies in an area from that day on, up to its next stay. */
export type Stay = { facilityId: string; areaId: string; from: string }

/** The areas of a province, and the stays of each facility in order of day. */
export type Places = { areas: readonly Area[]; stays: readonly Stay[] }

/** Whether the area stood on that day. */
export function standsOn({ from, until }: Pick<Area, 'from' | 'until'>, date: string): boolean {
  return from <= date && (until === null || date < until)
}

/** What it was called on that day; before its time, as at first. */
export function nameOn({ names }: Pick<Area, 'names'>, date: string): string {
  return (atDate(names, date) ?? names[0])?.name ?? ''
}

/** In which area it lay on that day; null: right in the province. */
export function parentOn({ parents }: Pick<Area, 'parents'>, date: string): string | null {
  return (atDate(parents, date) ?? parents[0])?.parentId ?? null
}

/** The areas that stood on a day, each with the name and the parent of that day. */
export function treeOn(
  { areas }: Places,
  date: string,
): { id: string; kind: AreaKind; name: string; parentId: string | null }[] {
  return areas
    .filter((area) => standsOn(area, date))
    .map((area) => ({ id: area.id, kind: area.kind, name: nameOn(area, date), parentId: parentOn(area, date) }))
}

/** In which area a facility lay on a day, by its history and not by today's tree; null before its first stay. */
export function areaOfFacility({ areas, stays }: Places, facilityId: string, date: string): Area | null {
  const own = stays.filter((stay) => stay.facilityId === facilityId)
  const areaId = atDate(own, date)?.areaId
  return areas.find(({ id }) => id === areaId) ?? null
}

/** What lies in an area now. */
export function membersOf({ areas, stays }: Places, areaId: string): { facilityIds: string[]; areaIds: string[] } {
  const last = new Map(stays.map((stay) => [stay.facilityId, stay.areaId]))
  return {
    facilityIds: [...last].flatMap(([facilityId, at]) => (at === areaId ? [facilityId] : [])),
    areaIds: areas.flatMap(({ id, until, parents }) =>
      until === null && parents.at(-1)?.parentId === areaId ? [id] : [],
    ),
  }
}

/** What is said of a new area. */
export type NewArea = { id: string; kind: AreaKind; name: string; parentId: string | null }

/**
 * A new area from a day on.
 * @throws Problem EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY, AREA_PARENT_INVALID, AREA_NAME_TAKEN
 */
export function createArea(places: Places, wanted: NewArea & { from: string }, today: string): Places {
  const { from } = wanted
  refuseDate(from, today)
  return withoutTwins(withArea(places, wanted, from), [wanted.id], [from, today])
}

/**
 * Another name from a day on; on the day of its last name it is a correction of that.
 * @throws Problem AREA_UNKNOWN, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY, AREA_NAME_TAKEN
 */
export function renameArea(
  places: Places,
  areaId: string,
  { name, from }: { name: string; from: string },
  today: string,
): Places {
  const area = standing(places, areaId)
  refuseDate(from, today, lastOf(area.names))
  const names = putDated(area.names, { from, name }, (last) => last.name === name)
  return withoutTwins(replaced(places, { ...area, names }), [areaId], [from, today])
}

/**
 * Several areas become one new area; what lies in them lies in it from that day on.
 * @throws Problem AREA_UNKNOWN, AREA_KINDS_DIFFER, AREA_PARENT_INVALID, AREA_NAME_TAKEN,
 *   EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export function mergeAreas(
  places: Places,
  { areaIds, into, from }: { areaIds: readonly string[]; into: NewArea; from: string },
  today: string,
): Places {
  const merged = [...new Set(areaIds)].map((id) => standing(places, id))
  if (merged.length < 2) throw new Problem('AREA_UNKNOWN')
  for (const { kind } of merged) refuseOtherLevel(kind, into.kind)
  refuseDate(from, today, ...merged.flatMap((area) => [addDays(area.from, 1), ...changesOf(places, area)]))
  const ended = merged.reduce((so, { id }) => endAs(so, id, from, [into.id]), places)
  const next = merged.reduce((so, { id }) => handOver(so, id, from, () => into.id), withArea(ended, into, from))
  return withoutTwins(next, [into.id], [from, today])
}

/** One part of an area that is divided, with what comes to lie in it. */
export type Part = {
  id: string
  kind: AreaKind
  name: string
  facilityIds: readonly string[]
  areaIds: readonly string[]
}

/**
 * One area becomes several new ones where it lay. All that lies in it now goes into exactly one of them.
 * @throws Problem AREA_UNKNOWN, AREA_KINDS_DIFFER, AREA_PARTS_INCOMPLETE {missing, twice, unknown}, AREA_NAME_TAKEN,
 *   EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export function splitArea(
  places: Places,
  areaId: string,
  { parts, from }: { parts: readonly Part[]; from: string },
  today: string,
): Places {
  const area = standing(places, areaId)
  for (const { kind } of parts) refuseOtherLevel(area.kind, kind)
  refuseDate(from, today, addDays(area.from, 1), ...changesOf(places, area))
  const members = membersOf(places, areaId)
  refuseGaps(
    members.facilityIds,
    parts.flatMap(({ facilityIds }) => facilityIds),
    parts.length,
  )
  refuseGaps(
    members.areaIds,
    parts.flatMap(({ areaIds }) => areaIds),
    parts.length,
  )
  const parentId = parentOn(area, from)
  const heirs = new Map(parts.flatMap((part) => [...part.facilityIds, ...part.areaIds].map((id) => [id, part.id])))
  const ids = parts.map(({ id }) => id)
  const ended = endAs(places, areaId, from, ids)
  const grown = parts.reduce((so, { id, kind, name }) => withArea(so, { id, kind, name, parentId }, from), ended)
  const next = handOver(grown, areaId, from, (member) => heirs.get(member) ?? '')
  return withoutTwins(next, ids, [from, today])
}

/**
 * A commune lies in another district, or right in the province, from a day on.
 * @throws Problem AREA_UNKNOWN, AREA_PARENT_INVALID, AREA_NAME_TAKEN, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export function moveArea(
  places: Places,
  areaId: string,
  { parentId, from }: { parentId: string | null; from: string },
  today: string,
): Places {
  const area = standing(places, areaId)
  refuseDate(from, today, lastOf(area.parents))
  refuseParent(places, area.kind, parentId, from)
  const parents = putDated(area.parents, { from, parentId }, (last) => last.parentId === parentId)
  return withoutTwins(replaced(places, { ...area, parents }), [areaId], [from, today])
}

/**
 * An area in which nothing lies any more ends without a successor: a district whose
 * communes have gone, or one that was made by mistake (on its first day: it never stood).
 * @throws Problem AREA_UNKNOWN, AREA_NOT_EMPTY {facilities, areas}, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export function endArea(places: Places, areaId: string, { from }: { from: string }, today: string): Places {
  const area = standing(places, areaId)
  const { facilityIds, areaIds } = membersOf(places, areaId)
  if (facilityIds.length + areaIds.length > 0)
    throw new Problem('AREA_NOT_EMPTY', { facilities: facilityIds.length, areas: areaIds.length })
  refuseDate(from, today, ...changesOf(places, area))
  return endAs(places, areaId, from, [])
}

/**
 * A facility lies in an area from a day on: its first stay, or a move. On the day of its last stay it is a correction of that.
 * @param from null: as long as the area stands (for a first stay)
 * @throws Problem AREA_UNKNOWN, EFFECTIVE_DATE_FUTURE, EFFECTIVE_DATE_TOO_EARLY
 */
export function placeFacility(
  places: Places,
  facilityId: string,
  { areaId, from }: { areaId: string; from: string | null },
  today: string,
): Places {
  const area = standing(places, areaId)
  if (!holdsFacilities(area.kind)) throw new Problem('AREA_UNKNOWN', { area: areaId })
  const own = places.stays.filter((stay) => stay.facilityId === facilityId)
  const first = from ?? area.from
  refuseDate(first, today, area.from, lastOf(own))
  return { ...places, stays: withStay(places.stays, { facilityId, areaId, from: first }) }
}

/** The entry that held on a day. */
function atDate<T extends { from: string }>(entries: readonly T[], date: string): T | undefined {
  return entries.findLast(({ from }) => from <= date)
}

function lastOf(entries: readonly { from: string }[]): string {
  return entries.at(-1)?.from ?? ''
}

/** An entry behind the others, in the place of one of the same day; none that repeats what held before. */
function putDated<T extends { from: string }>(entries: readonly T[], entry: T, isSame: (last: T) => boolean): T[] {
  const before = entries.filter(({ from }) => from < entry.from)
  const last = before.at(-1)
  return last && isSame(last) ? before : [...before, entry]
}

function withStay(stays: readonly Stay[], stay: Stay): Stay[] {
  const others = stays.filter(({ facilityId }) => facilityId !== stay.facilityId)
  const own = stays.filter(({ facilityId }) => facilityId === stay.facilityId)
  return [...others, ...putDated(own, stay, ({ areaId }) => areaId === stay.areaId)]
}

/** @throws Problem AREA_UNKNOWN where there is none that still stands */
function standing({ areas }: Places, areaId: string): Area {
  const area = areas.find(({ id }) => id === areaId)
  if (area?.until !== null) throw new Problem('AREA_UNKNOWN', { area: areaId })
  return area
}

/**
 * Nothing takes effect by itself, so no act is of a later day; and none is of a day before one that was built upon.
 * @throws Problem EFFECTIVE_DATE_FUTURE {today}, EFFECTIVE_DATE_TOO_EARLY {notBefore; today, where that day is still to come}
 */
export function refuseDate(date: string, today: string, ...notBefore: readonly string[]): void {
  if (date > today) throw new Problem('EFFECTIVE_DATE_FUTURE', { today })
  const latest = notBefore.reduce((a, b) => (a > b ? a : b), '')
  // What was made today has no day before it yet: then no date helps before that day has come.
  if (date < latest)
    throw new Problem('EFFECTIVE_DATE_TOO_EARLY', { notBefore: latest, ...(latest > today && { today }) })
}

/** Every day on which something of the area changed: it cannot end before the last of them. */
function changesOf({ areas, stays }: Places, { id, from, names, parents }: Area): string[] {
  const own = [from, lastOf(names), lastOf(parents)]
  const children = areas.flatMap((child) => comings(child.parents, ({ parentId }) => parentId === id, child.until))
  const facilities = [...byFacility(stays).values()].flatMap((each) =>
    comings(each, ({ areaId }) => areaId === id, null),
  )
  return [...own, ...children, ...facilities]
}

/** The stays of each facility, in their order. */
export function byFacility(stays: readonly Stay[]): Map<string, Stay[]> {
  const groups = new Map<string, Stay[]>()
  for (const stay of stays) {
    const group = groups.get(stay.facilityId)
    if (group) group.push(stay)
    else groups.set(stay.facilityId, [stay])
  }
  return groups
}

/** When something came into an area, and when it left. */
function comings<T extends { from: string }>(
  entries: readonly T[],
  isHere: (entry: T) => boolean,
  end: string | null,
): string[] {
  return entries.flatMap((entry, index) => {
    if (!isHere(entry)) return []
    const left = entries[index + 1]?.from ?? end
    return left === null ? [entry.from] : [entry.from, left]
  })
}

function refuseOtherLevel(a: AreaKind, b: AreaKind): void {
  if (holdsFacilities(a) !== holdsFacilities(b)) throw new Problem('AREA_KINDS_DIFFER')
}

/** Two levels, so there are no circles: what holds facilities lies in a district or in the province, a district in the province. */
function refuseParent({ areas }: Places, kind: AreaKind, parentId: string | null, from: string): void {
  if (parentId === null) return
  const parent = areas.find(({ id }) => id === parentId)
  const fits = parent?.until === null && parent.from <= from && !holdsFacilities(parent.kind) && holdsFacilities(kind)
  if (!fits) throw new Problem('AREA_PARENT_INVALID', { parent: parentId })
}

/** All that lies in an area that is divided is said exactly once. */
function refuseGaps(members: readonly string[], said: readonly string[], parts: number): void {
  const missing = members.filter((id) => !said.includes(id))
  const unknown = said.filter((id) => !members.includes(id))
  const twice = said.filter((id, index) => said.indexOf(id) !== index)
  if (parts < 2 || missing.length + unknown.length + twice.length > 0)
    throw new Problem('AREA_PARTS_INCOMPLETE', { missing, unknown, twice })
}

function withArea(places: Places, { id, kind, name, parentId }: NewArea, from: string): Places {
  refuseParent(places, kind, parentId, from)
  const area: Area = {
    id,
    kind,
    from,
    until: null,
    names: [{ from, name }],
    parents: [{ from, parentId }],
    became: [],
  }
  return { ...places, areas: [...places.areas, area] }
}

function replaced(places: Places, area: Area): Places {
  return { ...places, areas: places.areas.map((each) => (each.id === area.id ? area : each)) }
}

function endAs(places: Places, areaId: string, until: string, became: readonly string[]): Places {
  return {
    ...places,
    areas: places.areas.map((each) => (each.id === areaId ? { ...each, until, became } : each)),
  }
}

/** What lies in an area that has ended goes where its heir is. */
function handOver(places: Places, areaId: string, from: string, heirOf: (member: string) => string): Places {
  const { facilityIds, areaIds } = membersOf(places, areaId)
  return {
    areas: places.areas.map((area) =>
      areaIds.includes(area.id)
        ? { ...area, parents: putDated(area.parents, { from, parentId: heirOf(area.id) }, () => false) }
        : area,
    ),
    stays: facilityIds.reduce<readonly Stay[]>(
      (stays, facilityId) => withStay(stays, { facilityId, areaId: heirOf(facilityId), from }),
      places.stays,
    ),
  }
}

/** Two of one level that lie side by side and are called alike would be mistaken for each other: on the act's day, and now. */
function withoutTwins(places: Places, areaIds: readonly string[], days: readonly string[]): Places {
  const sort = ({ kind, name, parentId }: NewArea) =>
    JSON.stringify([holdsFacilities(kind), name.normalize('NFC').toLocaleLowerCase('vi'), parentId])
  for (const tree of days.map((day) => treeOn(places, day))) {
    const known = new Map<string, string>()
    for (const area of tree) {
      const twin = known.get(sort(area))
      if (twin !== undefined && (areaIds.includes(area.id) || areaIds.includes(twin)))
        throw new Problem('AREA_NAME_TAKEN', { name: area.name })
      known.set(sort(area), area.id)
    }
  }
  return places
}
