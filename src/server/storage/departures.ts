import type { Person } from '../../domain/people.ts'
import { publish, takeVersions } from './feed.ts'
import type { Database } from './schema.ts'

/** What has left an area: devices that may no longer see it are told so, and those that now may get all of it. */

export type Departed = { entity: 'facility' | 'inspection' | 'assignment'; id: string }

/**
 * Moves a facility into another area, with every inspection of it. Old readers
 * get a departure, new ones every row anew; the history stays with the facility.
 * What campaigns ask for there goes along (`lostAssignments` of campaigns.ts).
 * Call it last in its transaction, as with `publish`.
 */
export async function moveFacility(trx: Database, provinceId: string, facilityId: string, areaId: string) {
  const facility = await trx
    .selectFrom('facility')
    .select('area_id')
    .where('tenant_id', '=', provinceId)
    .where('id', '=', facilityId)
    .executeTakeFirstOrThrow()
  if (facility.area_id === areaId) return
  await trx
    .updateTable('facility')
    .set({ area_id: areaId })
    .where('tenant_id', '=', provinceId)
    .where('id', '=', facilityId)
    .execute()
  const inspections = await trx
    .selectFrom('inspection')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('facility_id', '=', facilityId)
    .execute()
  const moved = [
    { entity: 'facility' as const, entityId: facilityId },
    ...inspections.map(({ id }) => ({ entity: 'inspection' as const, entityId: id })),
  ]
  const first = await takeVersions(trx, provinceId, moved.length)
  await trx
    .insertInto('departure')
    .values(
      moved.map(({ entity, entityId }, index) => ({
        tenant_id: provinceId,
        ver: first + index,
        entity,
        entity_id: entityId,
        from_area: facility.area_id,
        facility_id: facilityId,
      })),
    )
    .execute()
  const assignments = await trx
    .selectFrom('assignment')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('facility_id', '=', facilityId)
    .where('withdrawn_ver', 'is', null)
    .execute()
  const ids = assignments.map(({ id }) => id).sort()
  const asked = ids.map((entityId) => ({ entity: 'assignment' as const, entityId }))
  await publish(trx, provinceId, [...moved, ...asked])
}

/** What a person has lost sight of between two versions; what they see by another right is not among it. */
export async function readDepartures(db: Database, person: Person, after: number, upTo: number): Promise<Departed[]> {
  if (person.areaIds.length === 0) return []
  const rows = await db
    .selectFrom('departure')
    .innerJoin('facility', (join) =>
      join.onRef('facility.tenant_id', '=', 'departure.tenant_id').onRef('facility.id', '=', 'departure.facility_id'),
    )
    .leftJoin('inspection', (join) =>
      join
        .onRef('inspection.tenant_id', '=', 'departure.tenant_id')
        .onRef('inspection.id', '=', 'departure.entity_id')
        .on('departure.entity', '=', 'inspection'),
    )
    .select(['departure.entity', 'departure.entity_id as id'])
    .distinct()
    .where('departure.tenant_id', '=', person.provinceId)
    .where('departure.ver', '>', after)
    .where('departure.ver', '<=', upTo)
    .where('departure.from_area', 'in', person.areaIds)
    .where('facility.area_id', 'not in', person.areaIds)
    .where((eb) =>
      eb.and([
        ...(person.facilityId === null ? [] : [eb('facility.id', '!=', person.facilityId)]),
        eb.or([eb('departure.entity', '=', 'facility'), eb('inspection.created_by', '!=', person.id)]),
      ]),
    )
    .execute()
  return rows
}
