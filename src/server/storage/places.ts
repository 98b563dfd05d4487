import { type Area, byFacility, type Places, type Stay } from '../../domain/area.ts'
import { Problem } from '../../domain/problem.ts'
import type { Database } from './schema.ts'

/** The areas of a province with their whole history, in order of id, and the stays of its facilities. */
export async function readPlaces(db: Database, provinceId: string): Promise<Places> {
  const areas = await db.selectFrom('area').selectAll().where('tenant_id', '=', provinceId).orderBy('id').execute()
  const ofProvince = (table: 'area_name' | 'area_parent' | 'area_successor') =>
    db.selectFrom(table).where('tenant_id', '=', provinceId)
  const names = grouped(
    await ofProvince('area_name').select(['area_id', 'from_date', 'name']).orderBy('from_date').execute(),
  )
  const parents = grouped(
    await ofProvince('area_parent').select(['area_id', 'from_date', 'parent_id']).orderBy('from_date').execute(),
  )
  const successors = grouped(
    await ofProvince('area_successor').select(['area_id', 'successor_id']).orderBy('successor_id').execute(),
  )
  return {
    areas: areas.map(
      ({ id, kind, valid_from, valid_until }): Area => ({
        id,
        kind,
        from: valid_from,
        until: valid_until,
        names: (names.get(id) ?? []).map(({ from_date, name }) => ({ from: from_date, name })),
        parents: (parents.get(id) ?? []).map(({ from_date, parent_id }) => ({ from: from_date, parentId: parent_id })),
        became: (successors.get(id) ?? []).map(({ successor_id }) => successor_id),
      }),
    ),
    stays: await readStays(db, provinceId),
  }
}

/** The stays of a province's facilities: those of one in order of day. */
export async function readStays(db: Database, provinceId: string): Promise<Stay[]> {
  return db
    .selectFrom('facility_stay')
    .where('tenant_id', '=', provinceId)
    .select(['facility_id as facilityId', 'area_id as areaId', 'from_date as from'])
    .orderBy('facility_id')
    .orderBy('from_date')
    .execute()
}

/**
 * Writes what an act has changed. Where each facility lies now, who reaches it, and
 * what is published is the caller's part.
 */
export async function writePlaces(trx: Database, provinceId: string, before: Places, after: Places): Promise<void> {
  const known = new Set(before.areas)
  const changed = after.areas.filter((area) => !known.has(area))
  // Every area first: parents and successors name them.
  for (const area of changed) await writeArea(trx, provinceId, area)
  for (const area of changed) await writeHistory(trx, provinceId, area)

  const former = byFacility(before.stays)
  for (const [facilityId, stays] of byFacility(after.stays)) {
    const own = former.get(facilityId) ?? []
    if (own.length === stays.length && stays.every((stay, index) => stay === own[index])) continue
    await trx
      .deleteFrom('facility_stay')
      .where('tenant_id', '=', provinceId)
      .where('facility_id', '=', facilityId)
      .execute()
    const rows = stays.map(({ areaId, from }) => ({
      tenant_id: provinceId,
      facility_id: facilityId,
      area_id: areaId,
      from_date: from,
    }))
    await trx.insertInto('facility_stay').values(rows).execute()
  }
  await trx
    .updateTable('province')
    .set((eb) => ({ places_version: eb('places_version', '+', 1) }))
    .where('id', '=', provinceId)
    .execute()
}

/** The province with the number of its areas' last change. */
export async function readProvince(
  db: Database,
  provinceId: string,
): Promise<{ id: string; name: string; version: number }> {
  return db
    .selectFrom('province')
    .select(['id', 'name', 'places_version as version'])
    .where('id', '=', provinceId)
    .executeTakeFirstOrThrow()
}

/** @throws Problem PLACES_CHANGED where an administrator has changed the areas since they were read under that number */
export async function expectPlaces(trx: Database, provinceId: string, version: number): Promise<void> {
  if ((await readProvince(trx, provinceId)).version !== version) throw new Problem('PLACES_CHANGED')
}

/** How many accounts reach each area of a province, by its id. */
export async function countReach(db: Database, provinceId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('person_area')
    .where('tenant_id', '=', provinceId)
    .select(({ fn }) => ['area_id as id', fn.countAll<number>().as('people')])
    .groupBy('area_id')
    .execute()
  return new Map(rows.map(({ id, people }) => [id, people]))
}

async function writeArea(trx: Database, provinceId: string, area: Area): Promise<void> {
  const { id, kind, from, until, names } = area
  const changing = { name: names.at(-1)?.name ?? '', valid_until: until }
  await trx
    .insertInto('area')
    .values({ id, tenant_id: provinceId, kind, valid_from: from, ...changing })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet(changing))
    .execute()
}

async function writeHistory(trx: Database, provinceId: string, { id, names, parents, became }: Area): Promise<void> {
  const key = { tenant_id: provinceId, area_id: id }
  for (const table of ['area_name', 'area_parent', 'area_successor'] as const) {
    await trx.deleteFrom(table).where('tenant_id', '=', provinceId).where('area_id', '=', id).execute()
  }
  const nameRows = names.map(({ from, name }) => ({ ...key, from_date: from, name }))
  await trx.insertInto('area_name').values(nameRows).execute()
  const parentRows = parents.map(({ from, parentId }) => ({ ...key, from_date: from, parent_id: parentId }))
  await trx.insertInto('area_parent').values(parentRows).execute()
  if (became.length === 0) return
  const successorRows = became.map((successor) => ({ ...key, successor_id: successor }))
  await trx.insertInto('area_successor').values(successorRows).execute()
}

function grouped<T extends { area_id: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.area_id)
    if (group) group.push(row)
    else groups.set(row.area_id, [row])
  }
  return groups
}
