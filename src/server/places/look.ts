import { byFacility, type Places, type Stay } from '../../domain/area.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { findKept, type Kept, listFacilities } from '../storage/facilities.ts'
import { countReach, readPlaces, readProvince, readStays } from '../storage/places.ts'
import type { Database } from '../storage/schema.ts'

/** A province's places as its administrators see them. */
export type Seen = Places & {
  province: { id: string; name: string; version: number }
  /** How many accounts reach an area, by its id. */
  people: ReadonlyMap<string, number>
}

/** The whole tree, with what has been. */
export async function lookAtAreas(db: Database, { provinceId }: Person): Promise<Seen> {
  return {
    ...(await readPlaces(db, provinceId)),
    province: await readProvince(db, provinceId),
    people: await countReach(db, provinceId),
  }
}

export type SeenFacility = Kept & { stays: readonly Stay[] }

/** Every facility of the province, also closed ones, in order of name. */
export async function lookAtFacilities(db: Database, { provinceId }: Person): Promise<SeenFacility[]> {
  const stays = byFacility(await readStays(db, provinceId))
  const kept = await listFacilities(db, provinceId)
  return kept
    .map((each) => ({ ...each, stays: stays.get(each.facility.id) ?? [] }))
    .sort((a, b) => a.facility.name.localeCompare(b.facility.name, 'vi'))
}

/** One of them. @throws Problem NOT_FOUND */
export async function lookAtFacility(db: Database, { provinceId }: Person, id: string): Promise<SeenFacility> {
  const kept = await findKept(db, provinceId, id)
  if (!kept) throw new Problem('NOT_FOUND')
  return { ...kept, stays: byFacility(await readStays(db, provinceId)).get(id) ?? [] }
}
