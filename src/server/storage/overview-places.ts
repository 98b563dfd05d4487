import { sql } from 'kysely'
import type { Facts } from '../../domain/facts.ts'
import type { OverviewFacility } from '../../domain/overview/overview.ts'
import type { Person } from '../../domain/people.ts'
import type { Position } from '../../domain/place.ts'
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
    .innerJoin('area', 'area.id', 'facility.area_id')
    .select(['facility.id', 'facility.name', 'facility.area_id as areaId', 'area.name as areaName'])
    .select(['facility.demonstration', 'facility.closed_on as closedOn', 'facility.facts', 'facility.position'])
    .select((eb) =>
      eb
        .selectFrom('facility_stay')
        .select(({ fn }) => fn.max('from_date').as('since'))
        .whereRef('facility_stay.facility_id', '=', 'facility.id')
        .as('since'),
    )
    .where('facility.province_id', '=', provinceId)
  const query =
    areaIds === null
      ? all
      : all.where((eb) =>
          eb.or([
            ...(areaIds.length > 0 ? [eb('facility.area_id', 'in', areaIds)] : []),
            eb('facility.id', '=', facilityId ?? ''),
          ]),
        )
  const rows = await query.orderBy(sql`facility.name`).execute()
  return rows.map(({ facts, position, demonstration, since, ...row }) => ({
    ...row,
    type: (JSON.parse(facts) as Facts).type,
    position: position === null ? null : (JSON.parse(position) as Position),
    demonstration: demonstration === 1,
    since: since ?? '',
  }))
}
