import { sql } from 'kysely'
import type { Person, Role } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { hold } from './dialect.ts'
import type { Database } from './schema.ts'

/** The highest number of a device that the server has answered; 0 where it was never seen or is somebody else's. */
export async function lastSeqOf(db: Database, person: Person, deviceId: string): Promise<number> {
  const row = await db
    .selectFrom('device')
    .select('last_seq')
    .where('tenant_id', '=', person.provinceId)
    .where('id', '=', deviceId)
    .where('user_id', '=', person.id)
    .executeTakeFirst()
  return row?.last_seq ?? 0
}

/**
 * The device at the start of a push, registered for its first user. To the end of the
 * transaction nobody else counts its numbers.
 * @returns its last answered number, and how its clock went when it last brought something
 * @throws Problem DEVICE_OF_ANOTHER
 */
export async function meetDevice(
  trx: Database,
  person: Person,
  device: { id: string; schema: number; app: string; now: number; fileOf?: string },
): Promise<{ lastSeq: number; clock: KnownClock | null }> {
  const seen = { schema_ver: device.schema, app: device.app, seen_at: device.now }
  await hold(trx, [`device ${device.id}`])
  const row = await trx
    .selectFrom('device')
    .select(['user_id', 'last_seq', 'clock_offset', 'clock_at'])
    .where('tenant_id', '=', person.provinceId)
    .where('id', '=', device.id)
    .executeTakeFirst()
  if (row && row.user_id !== person.id) throw new Problem('DEVICE_OF_ANOTHER')
  if (row) {
    await deviceOf(trx, person.provinceId, device.id).set(seen).execute()
    const { last_seq: lastSeq, clock_offset: offset, clock_at: at } = row
    return { lastSeq, clock: offset === null || at === null ? null : { offset, at } }
  }
  await trx
    .insertInto('device')
    .values({
      id: device.id,
      tenant_id: person.provinceId,
      user_id: person.id,
      last_seq: 0,
      ...seen,
      file_of: device.fileOf ?? null,
    })
    .execute()
  return { lastSeq: 0, clock: null }
}

function deviceOf(trx: Database, provinceId: string, id: string) {
  return trx.updateTable('device').where('tenant_id', '=', provinceId).where('id', '=', id)
}

/** How a device's clock went at a contact: server − device, and when that was by the server's. */
export type KnownClock = { offset: number; at: number }

/** Notes how a device's clock goes. @param moved by how much it was put forward since the last time; null where it was not */
export async function noteClock(
  trx: Database,
  provinceId: string,
  deviceId: string,
  { offset, at, moved }: KnownClock & { moved: number | null },
): Promise<void> {
  await deviceOf(trx, provinceId, deviceId)
    .set({ clock_offset: offset, clock_at: at, ...(moved !== null && { clock_moved: moved, clock_moved_at: at }) })
    .execute()
}

/** Notes the highest answered number. */
export async function setLastSeq(trx: Database, provinceId: string, deviceId: string, lastSeq: number): Promise<void> {
  await deviceOf(trx, provinceId, deviceId).set({ last_seq: lastSeq }).execute()
}

/** What a device says of itself. */
export type Report = {
  sessionId: string
  tablet: string | null
  waiting: number
  photos: number
  /** By the device's clock. */
  since: number | null
  clockAhead: number
}

/** A device that has nothing new to say is written down so often. */
const REPORT_EVERY = 60_000
/** What a clock may seem to move because a line is slow. */
const CLOCK_SLACK = 5_000

/** Keeps what a device says of itself. Call it behind `meetDevice`. */
export async function keepReport(trx: Database, provinceId: string, deviceId: string, report: Report): Promise<void> {
  await deviceOf(trx, provinceId, deviceId)
    .set({
      session_id: report.sessionId,
      tablet: report.tablet,
      waiting: report.waiting,
      waiting_photos: report.photos,
      waiting_since: report.since,
      clock_ahead: report.clockAhead,
    })
    .execute()
}

/** The same for what others have brought in its place: with which session it speaks they cannot say. */
export async function keepWaiting(
  db: Database,
  provinceId: string,
  deviceId: string,
  { waiting, photos, since, clockAhead }: Pick<Report, 'waiting' | 'photos' | 'since' | 'clockAhead'>,
): Promise<void> {
  const said = { waiting, waiting_photos: photos, waiting_since: since, clock_ahead: clockAhead }
  await deviceOf(db, provinceId, deviceId).set(said).execute()
}

/** Whether a report says what is known already: so that a tablet at rest writes once a minute, not with every round. */
export async function isKnown(
  db: Database,
  { provinceId, deviceId, app }: { provinceId: string; deviceId: string; app: string },
  report: Report,
  now: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('device')
    .selectAll()
    .where('tenant_id', '=', provinceId)
    .where('id', '=', deviceId)
    .executeTakeFirst()
  return (
    row !== undefined &&
    now - row.seen_at < REPORT_EVERY &&
    row.app === app &&
    row.session_id === report.sessionId &&
    row.tablet === report.tablet &&
    row.waiting === report.waiting &&
    row.waiting_photos === report.photos &&
    row.waiting_since === report.since &&
    Math.abs((row.clock_ahead ?? 0) - report.clockAhead) < CLOCK_SLACK
  )
}

export type DeviceSeen = {
  id: string
  userId: string
  name: string
  role: Role
  provinceId: string
  tablet: string | null
  sessionId: string | null
  app: string
  schema: number
  seenAt: number
  waiting: number | null
  photos: number | null
  since: number | null
  clockAhead: number | null
  refused: number
}

/**
 * The devices of a province, or one of them; latest first. A store takes another number
 * after a fork or a restore: of one person on one tablet the newest stands for all,
 * and what was refused under any number is counted, that of its files too.
 */
export async function listDevices(db: Database, provinceId: string, id?: string): Promise<DeviceSeen[]> {
  const rows = await db
    .selectFrom('device')
    .innerJoin('person', (join) =>
      join.onRef('person.tenant_id', '=', 'device.tenant_id').onRef('person.user_id', '=', 'device.user_id'),
    )
    .innerJoin('user', 'user.id', 'device.user_id')
    .where('device.tenant_id', '=', provinceId)
    .$if(id !== undefined, (q) => q.where('device.id', '=', id ?? ''))
    .select(['device.id', 'device.user_id', 'user.name', 'person.role', 'device.tenant_id', 'device.tablet'])
    .select(['device.session_id', 'device.app', 'device.schema_ver', 'device.seen_at', 'device.waiting'])
    .select(['device.waiting_photos', 'device.waiting_since', 'device.clock_ahead', 'device.file_of'])
    .select((eb) =>
      eb
        .selectFrom('mutation')
        .whereRef('mutation.tenant_id', '=', 'device.tenant_id')
        .whereRef('mutation.device_id', '=', 'device.id')
        .where('mutation.payload', 'is not', null)
        .select(sql<number>`count(*)`.as('refused'))
        .as('refused'),
    )
    .orderBy('device.seen_at', 'desc')
    .orderBy('device.id')
    .execute()
  const newest = new Map<string, DeviceSeen>()
  const seatOf = ({ id, user_id, tablet }: { id: string; user_id: string; tablet: string | null }) =>
    tablet === null ? id : `${user_id} ${tablet}`
  const seats = new Map(rows.map((row) => [row.id, seatOf(row)]))
  for (const row of rows) {
    if (row.file_of !== null) continue
    const seat = seatOf(row)
    const known = newest.get(seat)
    const refused = row.refused ?? 0
    if (known) known.refused += refused
    else
      newest.set(seat, {
        id: row.id,
        userId: row.user_id,
        name: row.name,
        role: row.role,
        provinceId: row.tenant_id,
        tablet: row.tablet,
        sessionId: row.session_id,
        app: row.app,
        schema: row.schema_ver,
        seenAt: row.seen_at,
        waiting: row.waiting,
        photos: row.waiting_photos,
        since: row.waiting_since,
        clockAhead: row.clock_ahead,
        refused,
      })
  }
  for (const { file_of, refused } of rows) {
    const maker = newest.get(seats.get(file_of ?? '') ?? '')
    if (maker) maker.refused += refused ?? 0
  }
  return [...newest.values()]
}

/** Everybody of a province who has used a tablet. */
export async function devicesOnTablet(db: Database, provinceId: string, tablet: string): Promise<DeviceSeen[]> {
  return (await listDevices(db, provinceId)).filter((each) => each.tablet === tablet)
}

/** The device of a province that a session last spoke for. */
export async function deviceOfSession(db: Database, provinceId: string, sessionId: string): Promise<DeviceSeen | null> {
  const row = await db
    .selectFrom('device')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('session_id', '=', sessionId)
    .orderBy('seen_at', 'desc')
    .executeTakeFirst()
  return row ? ((await listDevices(db, provinceId, row.id))[0] ?? null) : null
}
