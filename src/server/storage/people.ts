import type { Person } from '../../domain/people.ts'
import { hold } from './dialect.ts'
import type { Database } from './schema.ts'

/** An account as its administrators see it. */
export type Account = {
  person: Person
  /** Since when it is closed; null while it is open. */
  lockedAt: number | null
  /** Whether its password is one that somebody else has chosen or seen. */
  mustChange: boolean
  /** Whether signing in asks for a code beside the password. */
  secondFactor: boolean
  /** Since when a temporary password stands; null where the password is the person's own. */
  temporarySince: number | null
}

/** The province of an account: known of it before anything that lies in a province. Null where it has no role. */
export async function provinceOfUser(db: Database, userId: string): Promise<string | null> {
  const row = await db.selectFrom('user').select('tenantId').where('id', '=', userId).executeTakeFirst()
  return row?.tenantId ?? null
}

/** The person behind an account with what they may reach; null where the account has no role or was closed. */
export async function findPerson(db: Database, userId: string): Promise<Person | null> {
  const account = await findAccount(db, userId)
  return account?.lockedAt === null ? account.person : null
}

/** An account, open or closed; null where there is none with a role. */
export async function findAccount(db: Database, userId: string): Promise<Account | null> {
  const provinceId = await provinceOfUser(db, userId)
  return provinceId === null ? null : accountIn(db, provinceId, userId)
}

/** An account of a province, in the same way. */
export async function accountIn(db: Database, provinceId: string, userId: string): Promise<Account | null> {
  const [account] = await accountsIn(db, provinceId, userId)
  return account ?? null
}

/** Every account of a province, in order of name. */
export async function listAccounts(db: Database, provinceId: string): Promise<Account[]> {
  return accountsIn(db, provinceId)
}

async function accountsIn(db: Database, provinceId: string, userId?: string): Promise<Account[]> {
  const all = db
    .selectFrom('person')
    .innerJoin('user', 'user.id', 'person.user_id')
    .where('person.tenant_id', '=', provinceId)
  const people = userId === undefined ? all : all.where('person.user_id', '=', userId)
  const rows = await people
    .select(['user.id', 'user.username', 'user.name', 'person.role', 'person.tenant_id', 'person.facility_id'])
    .leftJoin('second_factor', (join) =>
      join
        .onRef('second_factor.tenant_id', '=', 'person.tenant_id')
        .onRef('second_factor.user_id', '=', 'person.user_id')
        .on('second_factor.confirmed_at', 'is not', null),
    )
    .select(['person.disabled_at', 'person.must_change', 'person.temporary_since', 'second_factor.confirmed_at'])
    .orderBy('user.username')
    .execute()
  const areas = await db
    .selectFrom('person_area')
    .select(['user_id', 'area_id'])
    .where('tenant_id', '=', provinceId)
    .$if(userId !== undefined, (q) => q.where('user_id', '=', userId ?? ''))
    .orderBy('user_id')
    .orderBy('area_id')
    .execute()
  const areasOf = new Map<string, string[]>()
  for (const { user_id, area_id } of areas) areasOf.set(user_id, [...(areasOf.get(user_id) ?? []), area_id])
  return rows.map((row) => ({
    person: {
      id: row.id,
      username: row.username ?? '',
      name: row.name,
      role: row.role,
      provinceId: row.tenant_id,
      areaIds: areasOf.get(row.id) ?? [],
      facilityId: row.facility_id,
    },
    lockedAt: row.disabled_at,
    mustChange: row.must_change === 1,
    temporarySince: row.temporary_since,
    secondFactor: row.confirmed_at !== null,
  }))
}

/** When each person of a province was last heard of: by a session or by a device that syncs. */
export async function lastSeenIn(db: Database, provinceId: string): Promise<Map<string, number>> {
  const ofSessions = await db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.userId')
    .where('user.tenantId', '=', provinceId)
    .select(({ fn }) => ['user.id as user_id', fn.max('session.updatedAt').as('at')])
    .groupBy('user.id')
    .execute()
  const ofDevices = await db
    .selectFrom('device')
    .where('tenant_id', '=', provinceId)
    .select(({ fn }) => ['user_id', fn.max('seen_at').as('at')])
    .groupBy('user_id')
    .execute()
  const seen = new Map(ofSessions.map(({ user_id, at }) => [user_id, Date.parse(at)]))
  for (const { user_id, at } of ofDevices) seen.set(user_id, Math.max(at, seen.get(user_id) ?? 0))
  return seen
}

/**
 * Whether anybody of any province signs in by this name: they share one sign-in page.
 * What is said inside a transaction holds to its end.
 */
export async function hasUsername(db: Database, username: string): Promise<boolean> {
  if (db.isTransaction) await hold(db, ['usernames'])
  const row = await db.selectFrom('user').select('id').where('username', '=', username.toLowerCase()).executeTakeFirst()
  return row !== undefined
}

/** How many open accounts administer a province. */
export async function countAdministrators(db: Database, provinceId: string): Promise<number> {
  const { count } = await db
    .selectFrom('person')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', provinceId)
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** What an account may reach: a role over areas, or over one facility. */
export type Reach = Pick<Person, 'role' | 'areaIds' | 'facilityId'>

/** Gives an account another role and reach. Whether both lie in its province is the caller's question. */
export async function setReach(
  trx: Database,
  { id, provinceId }: Pick<Person, 'id' | 'provinceId'>,
  { role, areaIds, facilityId }: Reach,
): Promise<void> {
  await trx
    .updateTable('person')
    .set({ role, facility_id: facilityId })
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .execute()
  await trx.deleteFrom('person_area').where('tenant_id', '=', provinceId).where('user_id', '=', id).execute()
  await addAreas(trx, { id, provinceId, areaIds })
}

async function addAreas(trx: Database, { id, provinceId, areaIds }: Pick<Person, 'id' | 'provinceId' | 'areaIds'>) {
  for (const areaId of areaIds) {
    await trx.insertInto('person_area').values({ tenant_id: provinceId, user_id: id, area_id: areaId }).execute()
  }
}

/** Opens an account: the user, its password (hashed already) and what it may reach. */
export async function addPerson(
  trx: Database,
  person: Person,
  passwordHash: string,
  now: number,
  { mustChange = false } = {},
): Promise<void> {
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
      tenantId: person.provinceId,
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
      tenant_id: person.provinceId,
      role: person.role,
      facility_id: person.facilityId,
      disabled_at: null,
      must_change: mustChange ? 1 : 0,
      temporary_since: mustChange ? now : null,
    })
    .execute()
  await addAreas(trx, person)
}

export async function setName(trx: Database, userId: string, name: string, now: number): Promise<void> {
  const updatedAt = new Date(now).toISOString()
  await trx.updateTable('user').set({ name, updatedAt }).where('id', '=', userId).execute()
}

/**
 * Closes accounts of a province from an instant on, or opens them again with null. Their sessions
 * count no more while closed; one that is closed already stays closed since then.
 *
 * @returns how many were changed by it
 */
export async function setDisabled(
  db: Database,
  provinceId: string,
  userIds: readonly string[],
  disabledAt: number | null,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('person')
    .set({ disabled_at: disabledAt })
    .where('tenant_id', '=', provinceId)
    .where('user_id', 'in', userIds)
    .where('disabled_at', disabledAt === null ? 'is not' : 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Which of these names somebody of whatever province signs in by; inside a transaction, to its end. */
export async function usernamesAmong(db: Database, usernames: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>()
  if (db.isTransaction) await hold(db, ['usernames'])
  // SQLite takes so many values in one statement, and a list may have more.
  for (let at = 0; at < usernames.length; at += 500) {
    const some = usernames.slice(at, at + 500)
    const rows = await db.selectFrom('user').select('username').where('username', 'in', some).execute()
    for (const { username } of rows) if (username !== null) found.add(username)
  }
  return found
}
