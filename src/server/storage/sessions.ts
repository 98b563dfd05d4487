import type { Database, Schema } from './schema.ts'

/** One signed-in browser. Instants in milliseconds since 1970. */
export type Session = {
  id: string
  userId: string
  /** What the browser called itself. */
  userAgent: string
  address: string
  since: number
  lastSeen: number
}

/** A person's sessions that have not run out, newest use first. */
export async function listSessions(db: Database, userId: string, now: number): Promise<Session[]> {
  const rows = await db
    .selectFrom('session')
    .selectAll()
    .where('userId', '=', userId)
    .where('expiresAt', '>', new Date(now).toISOString())
    .orderBy('updatedAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(sessionOf)
}

/** Whose session this is; null where there is none. */
export async function ownerOfSession(db: Database, id: string): Promise<string | null> {
  const row = await db.selectFrom('session').select('userId').where('id', '=', id).executeTakeFirst()
  return row?.userId ?? null
}

/** Ends one session. @returns its secret, by which a lost tablet is known again; null where it had ended */
export async function takeSession(trx: Database, id: string): Promise<string | null> {
  const row = await trx.deleteFrom('session').where('id', '=', id).returning('token').executeTakeFirst()
  return row?.token ?? null
}

/** Ends one session. */
export async function endSession(trx: Database, id: string): Promise<void> {
  await trx.deleteFrom('session').where('id', '=', id).execute()
}

/** The sessions of a province that have not run out, newest use first, by the person they are of. */
export async function sessionsIn(
  db: Database,
  provinceId: string,
  now: number,
): Promise<(Session & { name: string })[]> {
  const rows = await db
    .selectFrom('session')
    .innerJoin('person', 'person.user_id', 'session.userId')
    .innerJoin('user', 'user.id', 'session.userId')
    .where('person.province_id', '=', provinceId)
    .where('session.expiresAt', '>', new Date(now).toISOString())
    .selectAll('session')
    .select('user.name')
    .orderBy('session.updatedAt', 'desc')
    .orderBy('session.id')
    .execute()
  return rows.map((row) => ({ ...sessionOf(row), name: row.name }))
}

function sessionOf(row: Schema['session']): Session {
  return {
    id: row.id,
    userId: row.userId,
    userAgent: row.userAgent ?? '',
    address: row.ipAddress ?? '',
    since: Date.parse(row.createdAt),
    lastSeen: Date.parse(row.updatedAt),
  }
}

/** Ends every session of a person, but for the one they are asking with. @returns how many */
export async function endSessionsOf(trx: Database, userId: string, but: string | null = null): Promise<number> {
  const { numDeletedRows } = await trx
    .deleteFrom('session')
    .where('userId', '=', userId)
    .where('id', '!=', but ?? '')
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Ends the session with this secret. @returns whose it was; null where there was none */
export async function takeSessionWithToken(trx: Database, token: string): Promise<string | null> {
  const row = await trx.deleteFrom('session').where('token', '=', token).returning('userId').executeTakeFirst()
  return row?.userId ?? null
}

/** Ends the session with this secret. */
export async function endSessionWithToken(db: Database, token: string): Promise<void> {
  await db.deleteFrom('session').where('token', '=', token).execute()
}
