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

/** Every facility of the areas that a person was given, closed ones too, in order of name. */
export async function placesInReach(db: Database, { provinceId, areaIds }: Person): Promise<KeptPlace[]> {
  return placesIn(db, provinceId, areaIds)
}

/** The same of some areas of a province, or of all. */
export async function placesIn(
  db: Database,
  provinceId: string,
  areaIds: readonly string[] | null,
): Promise<KeptPlace[]> {
  if (areaIds?.length === 0) return []
  let query = db
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
  if (areaIds !== null) query = query.where('facility.area_id', 'in', areaIds)
  const rows = await query.orderBy(sql`facility.name`).execute()
  return rows.map(({ facts, position, demonstration, since, ...row }) => ({
    ...row,
    type: (JSON.parse(facts) as Facts).type,
    position: position === null ? null : (JSON.parse(position) as Position),
    demonstration: demonstration === 1,
    since: since ?? '',
  }))
}
