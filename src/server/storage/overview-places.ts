import type { Facts } from '../../domain/facts.ts'
import type { OverviewFacility } from '../../domain/overview/lines.ts'
import type { Person } from '../../domain/people.ts'
import type { Position } from '../../domain/place.ts'
import { readColumns } from './columns.ts'
import { memberOf } from './dialect.ts'
import type { Database } from './schema.ts'

/** A facility as an overview needs it. */
export type KeptPlace = OverviewFacility & { demonstration: boolean }

/** Every facility of the areas that a person was given, closed ones too, or their own one; in no order. */
export async function placesInReach(db: Database, { provinceId, areaIds, facilityId }: Person): Promise<KeptPlace[]> {
  return readPlacesIn(db, provinceId, areaIds, facilityId)
}

/** The same of some areas of a province, or of all; in order of name. */
export async function placesIn(
  db: Database,
  provinceId: string,
  areaIds: readonly string[] | null,
): Promise<KeptPlace[]> {
  return (await readPlacesIn(db, provinceId, areaIds, null)).sort(byName)
}

export function byName(a: Pick<KeptPlace, 'name'>, b: Pick<KeptPlace, 'name'>): number {
  return a.name < b.name ? -1 : Number(a.name > b.name)
}

async function readPlacesIn(
  db: Database,
  provinceId: string,
  areaIds: readonly string[] | null,
  facilityId: string | null,
): Promise<KeptPlace[]> {
  const all = db
    .selectFrom('facility')
    .select(['facility.id', 'facility.name', 'facility.area_id as areaId'])
    .select(['facility.demonstration', 'facility.closed_on as closedOn', 'facility.position'])
    .select(memberOf<Facts['type']>(db, 'facility.facts', 'type').as('type'))
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
  const short = ['id', 'name', 'areaId', 'type', 'demonstration', 'closedOn'] as const
  const of = await readColumns(db, query, short, ['position'])
  const areas = await areaNames(db, provinceId)
  return of.id.map((id, at) => ({
    id,
    name: of.name[at] as string,
    areaId: of.areaId[at] as string,
    areaName: areas.get(of.areaId[at] as string) as string,
    type: of.type[at] as Facts['type'],
    closedOn: of.closedOn[at] ?? null,
    position: of.position[at] as Position | null,
    demonstration: of.demonstration[at] === 1,
  }))
}

async function areaNames(db: Database, provinceId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('area').select(['id', 'name']).where('tenant_id', '=', provinceId).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Since when facilities lie in their present area. @param ids of some; absent: of all of the province */
export async function sinceWhen(
  db: Database,
  provinceId: string,
  ids?: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const all = db
    .selectFrom('facility_stay')
    .select('facility_id as id')
    .select(({ fn }) => fn.max('from_date').as('since'))
    .where('tenant_id', '=', provinceId)
    .groupBy('facility_id')
  const of = await readColumns(db, ids ? all.where('facility_id', 'in', ids) : all, ['id', 'since'])
  return new Map(of.id.map((id, at) => [id, of.since[at] as string]))
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
