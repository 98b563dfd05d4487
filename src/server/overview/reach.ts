import type { FacilityType } from '../../domain/facts.ts'
import type { Period } from '../../domain/overview/period.ts'
import type { InspectionKind, Person } from '../../domain/people.ts'
import { countPlaces, type KeptPlace, placesInReach } from '../storage/overview-places.ts'
import type { Database } from '../storage/schema.ts'

export type OverviewWish = {
  checklistId: string | null
  kind: InspectionKind
  period: Period
  areaId: string | null
  type: FacilityType | null
}

/** What a person reaches and counts: the real facilities, or where there is none the invented ones. */
export async function countedPlaces(
  db: Database,
  person: Person,
): Promise<{ demonstration: boolean; places: KeptPlace[] }> {
  const reached = await placesInReach(db, person)
  const demonstration = reached.length > 0 && reached.every((place) => place.demonstration)
  return { demonstration, places: reached.filter((place) => place.demonstration === demonstration) }
}

/** Those of them that are asked for. */
export function narrowed(places: readonly KeptPlace[], { areaId, type }: Pick<OverviewWish, 'areaId' | 'type'>) {
  return places.filter((each) => (areaId === null || each.areaId === areaId) && (type === null || each.type === type))
}

/**
 * Standings lie in order of quarter: most of a province is read fastest as a whole (null),
 * and what is not asked for left out afterwards; a few areas are looked up. Where all places
 * of the province are asked for (`isWhole`), much need not be read facility by facility.
 */
export async function areasToRead(
  db: Database,
  { provinceId, areaIds }: Person,
  areaId: string | null,
  places: readonly KeptPlace[],
): Promise<{ areaIds: readonly string[] | null; isWhole: boolean }> {
  const inProvince = await countPlaces(db, provinceId)
  if (places.length * 4 > inProvince) return { areaIds: null, isWhole: places.length === inProvince }
  return { areaIds: areaId === null ? areaIds : [areaId], isWhole: false }
}
