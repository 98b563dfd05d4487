import type { Person } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/** What becomes of what people reach when areas and facilities change. */

/**
 * Notes for everybody of a province who reaches these facilities that they did so on that day.
 * Called before anything is taken out of their reach: what they have begun by then,
 * perhaps on a tablet that is away, they may still send.
 *
 * @param what one facility, or all that one person reaches
 */
export async function rememberReach(
  trx: Database,
  provinceId: string,
  what: { facilityId: string } | { userId: string },
  date: string,
): Promise<void> {
  const reached = trx
    .selectFrom('person')
    .leftJoin('person_area', (join) =>
      join.onRef('person_area.tenant_id', '=', 'person.tenant_id').onRef('person_area.user_id', '=', 'person.user_id'),
    )
    .innerJoin('facility', (join) =>
      join
        .onRef('facility.tenant_id', '=', 'person.tenant_id')
        .on((eb) =>
          eb.or([
            eb('facility.area_id', '=', eb.ref('person_area.area_id')),
            eb('facility.id', '=', eb.ref('person.facility_id')),
          ]),
        ),
    )
    .select(['person.user_id', 'facility.id'])
    .distinct()
    .where('person.tenant_id', '=', provinceId)
    .where((eb) =>
      'userId' in what ? eb('person.user_id', '=', what.userId) : eb('facility.id', '=', what.facilityId),
    )
  for (const { user_id, id } of await reached.execute()) {
    await trx
      .insertInto('former_reach')
      .values({ tenant_id: provinceId, user_id, facility_id: id, until_date: date })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'user_id', 'facility_id']).doUpdateSet({ until_date: date }),
      )
      .execute()
  }
}

/** The last day on which somebody was noted to reach a facility; null for never. */
export async function formerReach(
  db: Database,
  { id, provinceId }: Pick<Person, 'id' | 'provinceId'>,
  facilityId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('former_reach')
    .select('until_date')
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .where('facility_id', '=', facilityId)
    .executeTakeFirst()
  return row?.until_date ?? null
}

/**
 * Whoever has one of these areas has the new ones instead, from the next request on.
 * @returns whom it concerns, in order of id
 */
export async function passOnReach(
  trx: Database,
  provinceId: string,
  areaIds: readonly string[],
  heirs: readonly string[],
): Promise<string[]> {
  const rows = await trx
    .deleteFrom('person_area')
    .where('tenant_id', '=', provinceId)
    .where('area_id', 'in', areaIds)
    .returning('user_id')
    .execute()
  const users = [...new Set(rows.map(({ user_id }) => user_id))].sort()
  for (const userId of users) await giveAreas(trx, provinceId, userId, heirs)
  return users
}

/**
 * Administrators who reach every area of their province reach a new one as well, and so does who makes it.
 * @param others ids of the areas that hold facilities beside the new one
 */
export async function openToAdministrators(
  trx: Database,
  by: Person,
  areaId: string,
  others: readonly string[],
): Promise<void> {
  const rows = await trx
    .selectFrom('person')
    .leftJoin('person_area', (join) =>
      join.onRef('person_area.tenant_id', '=', 'person.tenant_id').onRef('person_area.user_id', '=', 'person.user_id'),
    )
    .select(['person.user_id', 'person_area.area_id'])
    .where('person.tenant_id', '=', by.provinceId)
    .where('person.role', '=', 'administrator')
    .execute()
  const reaches = (userId: string, other: string) =>
    rows.some(({ user_id, area_id }) => user_id === userId && area_id === other)
  for (const userId of new Set(rows.map(({ user_id }) => user_id))) {
    if (userId === by.id || others.every((other) => reaches(userId, other)))
      await giveAreas(trx, by.provinceId, userId, [areaId])
  }
}

/** Takes an area out of the reach of administrators. @returns how many others still have it */
export async function closeToAdministrators(trx: Database, provinceId: string, areaId: string): Promise<number> {
  await trx
    .deleteFrom('person_area')
    .where('tenant_id', '=', provinceId)
    .where('area_id', '=', areaId)
    .where('user_id', 'in', (eb) =>
      eb
        .selectFrom('person')
        .select('person.user_id')
        .where('person.tenant_id', '=', provinceId)
        .where('person.role', '=', 'administrator'),
    )
    .execute()
  const { people } = await trx
    .selectFrom('person_area')
    .select(({ fn }) => fn.countAll<number>().as('people'))
    .where('tenant_id', '=', provinceId)
    .where('area_id', '=', areaId)
    .executeTakeFirstOrThrow()
  return people
}

async function giveAreas(trx: Database, provinceId: string, userId: string, areaIds: readonly string[]): Promise<void> {
  const rows = areaIds.map((areaId) => ({ tenant_id: provinceId, user_id: userId, area_id: areaId }))
  await trx
    .insertInto('person_area')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Whether somebody answers for the whole province: an administrator, and a supervisor
 * of every area that stands and may hold facilities.
 */
export async function reachesWholeProvince(db: Database, { id, role, provinceId }: Person): Promise<boolean> {
  if (role === 'administrator') return true
  if (role !== 'supervisor') return false
  const missing = await db
    .selectFrom('area')
    .select('area.id')
    .leftJoin('person_area', (join) =>
      join
        .onRef('person_area.tenant_id', '=', 'area.tenant_id')
        .onRef('person_area.area_id', '=', 'area.id')
        .on('person_area.user_id', '=', id),
    )
    .where('area.tenant_id', '=', provinceId)
    .where('area.kind', '!=', 'district')
    .where('area.valid_until', 'is', null)
    .where('person_area.user_id', 'is', null)
    .executeTakeFirst()
  return missing === undefined
}
