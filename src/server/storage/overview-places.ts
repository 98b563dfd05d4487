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
export async function placesInReach(db: Database, person: Person): Promise<KeptPlace[]> {
  const rows = await db
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
    .where('facility.province_id', '=', person.provinceId)
    .where((eb) =>
      eb.or([
        ...(person.areaIds.length > 0 ? [eb('facility.area_id', 'in', person.areaIds)] : []),
        eb('facility.id', '=', person.facilityId ?? ''),
      ]),
    )
    .orderBy(sql`facility.name`)
    .execute()
  return rows.map(({ facts, position, demonstration, since, ...row }) => ({
    ...row,
    type: (JSON.parse(facts) as Facts).type,
    position: position === null ? null : (JSON.parse(position) as Position),
    demonstration: demonstration === 1,
    since: since ?? '',
  }))
}
