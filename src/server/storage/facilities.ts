import { factsSchema } from '../../domain/facts.ts'
import type { Facility } from '../../domain/place.ts'
import type { Database } from './schema.ts'

/** A facility of a province, or null. */
export async function findFacility(db: Database, provinceId: string, id: string): Promise<Facility | null> {
  const row = await db
    .selectFrom('facility')
    .innerJoin('area', 'area.id', 'facility.area_id')
    .select([
      'facility.id',
      'facility.name',
      'facility.area_id as areaId',
      'area.name as areaName',
      'facility.address',
      'facility.demonstration',
      'facility.facts',
    ])
    .where('facility.province_id', '=', provinceId)
    .where('facility.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return { ...row, demonstration: row.demonstration === 1, facts: factsSchema.parse(JSON.parse(row.facts)) }
}

/** Adds a facility. The caller publishes it. */
export async function addFacility(
  trx: Database,
  provinceId: string,
  facility: Omit<Facility, 'areaName'>,
): Promise<void> {
  await trx
    .insertInto('facility')
    .values({
      id: facility.id,
      province_id: provinceId,
      area_id: facility.areaId,
      name: facility.name,
      address: facility.address,
      demonstration: facility.demonstration ? 1 : 0,
      facts: JSON.stringify(facility.facts),
    })
    .execute()
}
