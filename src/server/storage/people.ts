import type { Person } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/** The person behind an account with what they may reach; null where the account has no role or was closed. */
export async function findPerson(db: Database, userId: string): Promise<Person | null> {
  const row = await db
    .selectFrom('person')
    .innerJoin('user', 'user.id', 'person.user_id')
    .select(['user.id', 'user.username', 'user.name', 'person.role', 'person.province_id', 'person.facility_id'])
    .where('person.user_id', '=', userId)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  const areas = await db
    .selectFrom('person_area')
    .select('area_id')
    .where('user_id', '=', userId)
    .orderBy('area_id')
    .execute()
  return {
    id: row.id,
    username: row.username ?? '',
    name: row.name,
    role: row.role,
    provinceId: row.province_id,
    areaIds: areas.map(({ area_id }) => area_id),
    facilityId: row.facility_id,
  }
}

/** Opens an account: the user, its password (hashed already) and what it may reach. */
export async function addPerson(trx: Database, person: Person, passwordHash: string, now: number): Promise<void> {
  const at = new Date(now).toISOString()
  await trx
    .insertInto('user')
    .values({
      id: person.id,
      name: person.name,
      // The sign-in library wants an address; people sign in by name, and nothing is ever sent.
      email: `${person.username}@so-kiem.invalid`,
      emailVerified: 0,
      createdAt: at,
      updatedAt: at,
      username: person.username.toLowerCase(),
    })
    .execute()
  await trx
    .insertInto('account')
    .values({
      id: `${person.id}:password`,
      accountId: person.id,
      providerId: 'credential',
      userId: person.id,
      password: passwordHash,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await trx
    .insertInto('person')
    .values({
      user_id: person.id,
      province_id: person.provinceId,
      role: person.role,
      facility_id: person.facilityId,
      disabled_at: null,
    })
    .execute()
  for (const areaId of person.areaIds) {
    await trx.insertInto('person_area').values({ user_id: person.id, area_id: areaId }).execute()
  }
}

/**
 * Closes accounts from an instant on, or opens them again with null. Their sessions
 * count no more while closed; one that is closed already stays closed since then.
 *
 * @returns how many were changed by it
 */
export async function setDisabled(
  db: Database,
  userIds: readonly string[],
  disabledAt: number | null,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('person')
    .set({ disabled_at: disabledAt })
    .where('user_id', 'in', userIds)
    .where('disabled_at', disabledAt === null ? 'is not' : 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
