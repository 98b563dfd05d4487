import { randomUUID } from 'node:crypto'
import * as area from '../../domain/area.ts'
import { dateInVietnam } from '../../domain/date.ts'
import { Problem } from '../../domain/problem.ts'
import { facilitiesIn, putFacilities } from '../storage/facilities.ts'
import { publish } from '../storage/feed.ts'
import { readPlaces, writePlaces } from '../storage/places.ts'
import { listAreas } from '../storage/provinces.ts'
import { closeToAdministrators, openToAdministrators, passOnReach } from '../storage/reach.ts'
import { type Deed, noteDeed } from './deed.ts'

type Wanted = Omit<area.NewArea, 'id'> & { from: string }

/**
 * A new area; what it throws is said by `createArea` of domain/area.ts, as with the other acts.
 * @returns its id
 */
export async function createArea(deed: Deed, wanted: Wanted): Promise<string> {
  const { trx, by } = deed
  const id = randomUUID()
  const others = await listAreas(trx, by.provinceId)
  await change(deed, null, (places, today) => area.createArea(places, { ...wanted, id }, today))
  if (area.holdsFacilities(wanted.kind)) await openToAdministrators(trx, by, id, others)
  const { kind, parentId, from } = wanted
  await noteDeed(deed, { what: 'area.created', subject: id, detail: { kind, parent: parentId, from } })
  return id
}

/** Another name from a day on: the devices learn it with the facilities that lie there. */
export async function renameArea(deed: Deed, id: string, wanted: { name: string; from: string }): Promise<void> {
  const { from } = wanted
  await change(deed, id, (places, today) => area.renameArea(places, id, wanted, today))
  await noteDeed(deed, { what: 'area.renamed', subject: id, detail: { from } })
  await publishThoseIn(deed, [id])
}

/**
 * Several areas become one. Facilities lie in it from that day on, and who had one of them has it from now on.
 * @returns its id
 */
export async function mergeAreas(deed: Deed, { areaIds, ...wanted }: Wanted & { areaIds: string[] }): Promise<string> {
  const { trx, by } = deed
  const id = randomUUID()
  const { from } = wanted
  await change(deed, null, (places, today) =>
    area.mergeAreas(places, { areaIds, from, into: { ...wanted, id } }, today),
  )
  await putFacilities(trx, by.provinceId, await facilitiesIn(trx, by.provinceId, areaIds), id)
  const people = await passOnReach(trx, by.provinceId, areaIds, [id])
  const detail = { areas: [...new Set(areaIds)].sort(), from, people }
  await noteDeed(deed, { what: 'area.merged', subject: id, detail })
  await publishThoseIn(deed, [id])
  return id
}

/**
 * One area becomes several; the act says which facility lies in which. Who had it has all parts from now on.
 * @returns their ids, in the order of the parts
 */
export async function splitArea(
  deed: Deed,
  id: string,
  { parts: wanted, from }: { parts: readonly Omit<area.Part, 'id'>[]; from: string },
): Promise<string[]> {
  const { trx, by } = deed
  const parts = wanted.map((part) => ({ ...part, id: randomUUID() }))
  const ids = parts.map((part) => part.id)
  await change(deed, id, (places, today) => area.splitArea(places, id, { parts, from }, today))
  for (const part of parts) {
    await putFacilities(trx, by.provinceId, part.facilityIds, part.id)
  }
  const people = await passOnReach(trx, by.provinceId, [id], ids)
  await noteDeed(deed, { what: 'area.split', subject: id, detail: { areas: ids, from, people } })
  await publishThoseIn(deed, ids)
  return ids
}

/** Under another district, or right in the province, from a day on. Nobody sees more or less by it. */
export async function moveArea(
  deed: Deed,
  id: string,
  wanted: { parentId: string | null; from: string },
): Promise<void> {
  const { parentId, from } = wanted
  await change(deed, id, (places, today) => area.moveArea(places, id, wanted, today))
  await noteDeed(deed, { what: 'area.moved', subject: id, detail: { parent: parentId, from } })
}

/** Ends an area in which nothing lies and that is nobody's: administrators, who reach all, do not count. */
export async function endArea(deed: Deed, id: string, wanted: { from: string }): Promise<void> {
  await change(deed, id, (places, today) => area.endArea(places, id, wanted, today))
  const people = await closeToAdministrators(deed.trx, deed.by.provinceId, id)
  if (people > 0) throw new Problem('AREA_NOT_EMPTY', { people })
  await noteDeed(deed, { what: 'area.ended', subject: id, detail: { from: wanted.from } })
}

/** @throws Problem NOT_FOUND where the act is on an area that is not of this province */
async function change(
  { trx, by, now }: Deed,
  on: string | null,
  act: (places: area.Places, today: string) => area.Places,
): Promise<void> {
  const before = await readPlaces(trx, by.provinceId)
  if (on !== null && !before.areas.some(({ id }) => id === on)) throw new Problem('NOT_FOUND')
  await writePlaces(trx, by.provinceId, before, act(before, dateInVietnam(now)))
}

/** Devices hold the area's name with each facility. */
async function publishThoseIn({ trx, by }: Deed, areaIds: readonly string[]): Promise<void> {
  const ids = await facilitiesIn(trx, by.provinceId, areaIds)
  await publish(
    trx,
    by.provinceId,
    ids.map((entityId) => ({ entity: 'facility', entityId })),
  )
}
