import { createHash } from 'node:crypto'
import { canonicalJson } from '../../domain/canonical.ts'
import { type Facts, factsSchema } from '../../domain/facts.ts'
import { type Facility, positionSchema } from '../../domain/place.ts'
import { Problem } from '../../domain/problem.ts'
import type { Database } from './schema.ts'

/** A facility with the number of its last change. */
export type Kept = { facility: Facility; version: number }

/** A facility of a province, or null. */
export async function findFacility(db: Database, provinceId: string, id: string): Promise<Facility | null> {
  return (await findKept(db, provinceId, id))?.facility ?? null
}

/** The same, with its number. */
export async function findKept(db: Database, provinceId: string, id: string): Promise<Kept | null> {
  const row = await facilitiesOf(db, provinceId).where('facility.id', '=', id).executeTakeFirst()
  return row ? asKept(row) : null
}

/** Every facility of a province, also closed ones, in order of id. */
export async function listFacilities(db: Database, provinceId: string): Promise<Kept[]> {
  return (await facilitiesOf(db, provinceId).orderBy('facility.id').execute()).map(asKept)
}

function facilitiesOf(db: Database, provinceId: string) {
  return db
    .selectFrom('facility')
    .innerJoin('area', (join) =>
      join.onRef('area.tenant_id', '=', 'facility.tenant_id').onRef('area.id', '=', 'facility.area_id'),
    )
    .select([
      'facility.id',
      'facility.name',
      'facility.area_id as areaId',
      'area.name as areaName',
      'facility.address',
      'facility.demonstration',
      'facility.facts',
      'facility.position',
      'facility.closed_on as closedOn',
      'facility.version',
    ])
    .where('facility.tenant_id', '=', provinceId)
}

type Row = Awaited<ReturnType<ReturnType<typeof facilitiesOf>['executeTakeFirstOrThrow']>>

/** What is not known is left out, so that an app from before there was such a thing finds what it expects. */
function asKept({ version, position, closedOn, ...row }: Row): Kept {
  const facility: Facility = {
    ...row,
    demonstration: row.demonstration === 1,
    facts: factsSchema.parse(JSON.parse(row.facts)),
    ...(position !== null && { position: positionSchema.parse(JSON.parse(position)) }),
    ...(closedOn !== null && { closedOn }),
  }
  return { facility, version }
}

/**
 * Adds a facility, in its area since a day; without one, for as long as the area
 * stands. The caller publishes it.
 * @returns since when it lies there
 */
export async function addFacility(
  trx: Database,
  provinceId: string,
  facility: Omit<Facility, 'areaName'>,
  since?: string,
): Promise<string> {
  const { id, areaId, name, address } = facility
  const area = await trx
    .selectFrom('area')
    .select('valid_from')
    .where('tenant_id', '=', provinceId)
    .where('id', '=', areaId)
    .executeTakeFirstOrThrow()
  await trx
    .insertInto('facility')
    .values({
      id,
      tenant_id: provinceId,
      area_id: areaId,
      name,
      address,
      demonstration: facility.demonstration ? 1 : 0,
      facts: JSON.stringify(facility.facts),
      position: facility.position ? JSON.stringify(facility.position) : null,
      closed_on: facility.closedOn ?? null,
    })
    .execute()
  const stay = { tenant_id: provinceId, facility_id: id, area_id: areaId, from_date: since ?? area.valid_from }
  await trx.insertInto('facility_stay').values(stay).execute()
  return stay.from_date
}

/** What may change of a facility where it lies. */
export type Change = Partial<Pick<Facility, 'name' | 'address' | 'facts'>> & {
  position?: Facility['position'] | null
  closedOn?: string | null
}

/**
 * Changes a facility and counts it. Facts that go are kept: a tablet that is away
 * may still begin a visit with them. The caller publishes it.
 *
 * @param version as its administrator has seen it
 * @throws Problem PLACES_CHANGED where it has another by now: nothing was changed
 */
export async function changeFacility(
  trx: Database,
  provinceId: string,
  { facility, version }: Kept,
  { name, address, facts, position, closedOn }: Change,
  now: number,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('facility')
    .set({
      version: version + 1,
      ...(name !== undefined && { name }),
      ...(address !== undefined && { address }),
      ...(facts !== undefined && { facts: JSON.stringify(facts) }),
      ...(position !== undefined && { position: position === null ? null : JSON.stringify(position) }),
      ...(closedOn !== undefined && { closed_on: closedOn }),
    })
    .where('tenant_id', '=', provinceId)
    .where('id', '=', facility.id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new Problem('PLACES_CHANGED')
  const former = canonicalJson(facility.facts)
  if (facts === undefined || canonicalJson(facts) === former) return
  const sha256 = createHash('sha256').update(former, 'utf8').digest('hex')
  await trx
    .insertInto('former_facts')
    .values({ tenant_id: provinceId, facility_id: facility.id, sha256, facts: former, until_at: now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'facility_id', 'sha256']).doUpdateSet({ until_at: now }))
    .execute()
}

/** Ids of the facilities that lie in some areas now, in order. */
export async function facilitiesIn(db: Database, provinceId: string, areaIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('facility')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('area_id', 'in', areaIds)
    .execute()
  return rows.map(({ id }) => id).sort()
}

/** Says where facilities lie now, without a word to devices: whoever reached them does so still. */
export async function putFacilities(
  trx: Database,
  provinceId: string,
  ids: readonly string[],
  areaId: string,
): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('facility')
    .set({ area_id: areaId })
    .where('tenant_id', '=', provinceId)
    .where('id', 'in', ids)
    .execute()
}

/** The facts that a facility has had and has no more, newest first. */
export async function formerFacts(db: Database, provinceId: string, facilityId: string): Promise<Facts[]> {
  const rows = await db
    .selectFrom('former_facts')
    .select('facts')
    .where('tenant_id', '=', provinceId)
    .where('facility_id', '=', facilityId)
    .orderBy('until_at', 'desc')
    .execute()
  // Written from what had been checked: older ones need not fit a newer schema.
  return rows.map(({ facts }) => JSON.parse(facts) as Facts)
}

/** Whether everything that is known of a province is invented, so that what is added is too. */
export async function isInvented(db: Database, provinceId: string): Promise<boolean> {
  const { least } = await db
    .selectFrom('facility')
    .select(({ fn }) => fn.min<number | null>('demonstration').as('least'))
    .where('tenant_id', '=', provinceId)
    .executeTakeFirstOrThrow()
  return least === 1
}
