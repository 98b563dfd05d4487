import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Person } from '../../domain/people.ts'
import { provinceOfUser } from './people.ts'
import type { Database, Schema } from './schema.ts'

type Owner = Pick<Person, 'id' | 'provinceId'>

/** One signed-in browser. Instants in milliseconds since 1970. */
export type Session = {
  id: string
  userId: string
  /** What the browser called itself. */
  userAgent: string
  address: string
  since: number
  lastSeen: number
  /** Somebody else has signed in in its browser: it only stands for what still waits there. */
  displaced: boolean
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

/** The session with this secret, whose it is, and when it runs out; null where there is none. */
export async function sessionWithToken(
  db: Database,
  token: string,
): Promise<{ id: string; userId: string; provinceId: string | null; expiresAt: number } | null> {
  const row = await db
    .selectFrom('session')
    .innerJoin('user', 'user.id', 'session.userId')
    .select(['session.id', 'session.userId', 'session.expiresAt', 'user.tenantId'])
    .where('session.token', '=', token)
    .executeTakeFirst()
  if (!row) return null
  const { id, userId, tenantId, expiresAt } = row
  return { id, userId, provinceId: tenantId, expiresAt: Date.parse(expiresAt) }
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
    .innerJoin('user', 'user.id', 'session.userId')
    .where('user.tenantId', '=', provinceId)
    .where('session.expiresAt', '>', new Date(now).toISOString())
    .selectAll('session')
    .select('user.name')
    .orderBy('session.updatedAt', 'desc')
    .orderBy('session.id')
    .execute()
  return rows.map((row) => ({ ...sessionOf(row), name: row.name }))
}

function sessionOf(row: Selectable<Schema['session']>): Session {
  return {
    id: row.id,
    userId: row.userId,
    userAgent: row.userAgent ?? '',
    address: row.ipAddress ?? '',
    since: Date.parse(row.createdAt),
    lastSeen: Date.parse(row.updatedAt),
    displaced: row.displacedAt !== null,
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

/**
 * Somebody signs in in a browser: the session with this secret, which it had before,
 * is a way in no more. Another person's stays as a row without a secret that anybody
 * knows, where a tablet has spoken with it: it stands for what they have waiting there
 * (sync/relay.ts), until it runs out or is ended like any other.
 * @returns whose it was; null where there was none
 */
export async function displaceSession(
  trx: Database,
  token: string,
  by: string,
  now: number,
): Promise<{ userId: string; provinceId: string | null } | null> {
  const row = await trx.selectFrom('session').select(['id', 'userId']).where('token', '=', token).executeTakeFirst()
  if (!row) return null
  const { id, userId } = row
  const provinceId = await provinceOfUser(trx, userId)
  if (userId !== by && provinceId !== null && (await hasSpoken(trx, provinceId, id)))
    await trx
      .updateTable('session')
      .set({ token: `${randomUUID()}${randomUUID()}`, displacedAt: now })
      .where('id', '=', id)
      .execute()
  else await endSession(trx, id)
  return { userId, provinceId }
}

/** Whether a tablet has spoken with this session. */
async function hasSpoken(trx: Database, provinceId: string, sessionId: string): Promise<boolean> {
  const device = trx
    .selectFrom('device')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('session_id', '=', sessionId)
    .where('tablet', 'is not', null)
  return (await device.executeTakeFirst()) !== undefined
}

/** The person is back on this tablet with a session of its own: those that stood for it there are over. */
export async function endDisplaced(trx: Database, { id: userId, provinceId }: Owner, tablet: string): Promise<void> {
  const onTablet = trx
    .selectFrom('device')
    .select('session_id')
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', userId)
    .where('tablet', '=', tablet)
  await trx
    .deleteFrom('session')
    .where('userId', '=', userId)
    .where('displacedAt', 'is not', null)
    .where('id', 'in', onTablet.where('session_id', 'is not', null).$narrowType<{ session_id: string }>())
    .execute()
}

/** Whether what a device last spoke with, on this tablet, is a session that has neither run out nor been ended. */
export async function hasSession(
  db: Database,
  { id: userId, provinceId }: Owner,
  { tablet, deviceId }: { tablet: string; deviceId: string },
  now: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('device')
    .innerJoin('session', 'session.id', 'device.session_id')
    .select('session.id')
    .where('device.tenant_id', '=', provinceId)
    .where('device.id', '=', deviceId)
    .where('device.user_id', '=', userId)
    .where('device.tablet', '=', tablet)
    .where('session.userId', '=', userId)
    .where('session.expiresAt', '>', new Date(now).toISOString())
    .executeTakeFirst()
  return row !== undefined
}

/** Ends the session with this secret. */
export async function endSessionWithToken(db: Database, token: string): Promise<void> {
  await db.deleteFrom('session').where('token', '=', token).execute()
}
