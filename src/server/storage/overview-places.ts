import type { Facts } from '../../domain/facts.ts'
import type { OverviewFacility } from '../../domain/overview/overview.ts'
import type { Person } from '../../domain/people.ts'
import type { Position } from '../../domain/place.ts'
import { readColumns } from './columns.ts'
import { memberOf } from './dialect.ts'
import type { Database } from './schema.ts'

/** A facility as an overview needs it. */
export type KeptPlace = OverviewFacility & {
  demonstration: boolean
  /** Since when it lies in its present area. */
  since: string
}

/** Every facility of the areas that a person was given, closed ones too, or their own one; in order of name. */
export async function placesInReach(db: Database, { provinceId, areaIds, facilityId }: Person): Promise<KeptPlace[]> {
  return placesIn(db, provinceId, areaIds, facilityId)
}

/** The same of some areas of a province, or of all; and of one facility beside them. */
export async function placesIn(
  db: Database,
  provinceId: string,
  areaIds: readonly string[] | null,
  facilityId: string | null = null,
): Promise<KeptPlace[]> {
  const all = db
    .selectFrom('facility')
    .innerJoin('area', (join) =>
      join.onRef('area.tenant_id', '=', 'facility.tenant_id').onRef('area.id', '=', 'facility.area_id'),
    )
    .select(['facility.id', 'facility.name', 'facility.area_id as areaId', 'area.name as areaName'])
    .select(['facility.demonstration', 'facility.closed_on as closedOn', 'facility.position'])
    .select(memberOf<Facts['type']>(db, 'facility.facts', 'type').as('type'))
    .select((eb) =>
      eb
        .selectFrom('facility_stay')
        .select(({ fn }) => fn.max('from_date').as('since'))
        .whereRef('facility_stay.tenant_id', '=', 'facility.tenant_id')
        .whereRef('facility_stay.facility_id', '=', 'facility.id')
        .as('since'),
    )
    .where('facility.tenant_id', '=', provinceId)
  const query =
    areaIds === null
      ? all
      : all.where((eb) =>
          eb.or([
            ...(areaIds.length > 0 ? [eb('facility.area_id', 'in', areaIds)] : []),
            eb('facility.id', '=', facilityId ?? ''),
          ]),
        )
  const of = await readColumns(
    db,
    query,
    ['id', 'name', 'areaId', 'areaName', 'type', 'demonstration', 'closedOn', 'since'],
    ['position'],
  )
  const places = of.id.map((id, at) => ({
    id,
    name: of.name[at] as string,
    areaId: of.areaId[at] as string,
    areaName: of.areaName[at] as string,
    type: of.type[at] as Facts['type'],
    closedOn: of.closedOn[at] ?? null,
    position: of.position[at] as Position | null,
    demonstration: of.demonstration[at] === 1,
    since: of.since[at] ?? '',
  }))
  return places.sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
}

/** How many facilities a province has, closed ones too. */
export async function countPlaces(db: Database, provinceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('facility')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', provinceId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
