import { sql } from 'kysely'
import type { Person, Role } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
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

/** A device as a push or a report finds it. Who reads it to change it holds it by name (transaction.ts). */
export type KnownDevice = {
  /** Of the history that its province tells. */
  epoch: string
  /** Whose it is; null where it was never seen. */
  owner: string | null
  /** The highest number that was answered; 0 where it was never seen. */
  lastSeq: number
  /** How its clock went when it last brought something. */
  clock: KnownClock | null
}

export async function findDevice(db: Database, provinceId: string, deviceId: string): Promise<KnownDevice> {
  const { epoch, user_id, last_seq, clock_offset, clock_at } = await db
    .selectFrom('tenant_clock')
    .leftJoin('device', (join) =>
      join.onRef('device.tenant_id', '=', 'tenant_clock.tenant_id').on('device.id', '=', deviceId),
    )
    .select(['epoch', 'user_id', 'last_seq', 'clock_offset', 'clock_at'])
    .where('tenant_clock.tenant_id', '=', provinceId)
    .executeTakeFirstOrThrow()
  const clock = clock_offset === null || clock_at === null ? null : { offset: clock_offset, at: clock_at }
  return { epoch, owner: user_id, lastSeq: last_seq ?? 0, clock }
}

/** What a device says of itself with everything, and when. */
export type Contact = { id: string; schema: number; app: string; now: number }

/** Registers a device for its first user. @throws Problem DEVICE_OF_ANOTHER */
export async function meetDevice(
  trx: Database,
  person: Person,
  { owner }: KnownDevice,
  contact: Contact & { fileOf?: string },
): Promise<void> {
  if (owner !== null && owner !== person.id) throw new Problem('DEVICE_OF_ANOTHER')
  if (owner !== null) return
  const { id, fileOf = null } = contact
  const device = { id, tenant_id: person.provinceId, user_id: person.id, last_seq: 0, file_of: fileOf }
  await trx
    .insertInto('device')
    .values({ ...device, ...seenIn(contact) })
    .execute()
}

function seenIn({ schema, app, now }: Contact) {
  return { schema_ver: schema, app, seen_at: now }
}

function deviceOf(trx: Database, provinceId: string, id: string) {
  return trx.updateTable('device').where('tenant_id', '=', provinceId).where('id', '=', id)
}

/** How a device's clock went at a contact: server − device, and when that was by the server's. */
export type KnownClock = { offset: number; at: number }

/**
 * Notes at the end of a push the highest number that was answered, and how the device's clock goes where it brought
 * something; `moved` is by how much that was put forward since the last time, null where it was not.
 */
export async function noteContact(
  trx: Database,
  provinceId: string,
  contact: Contact,
  { lastSeq, clock }: { lastSeq: number; clock: (KnownClock & { moved: number | null }) | null },
): Promise<void> {
  await deviceOf(trx, provinceId, contact.id)
    .set({
      ...seenIn(contact),
      last_seq: lastSeq,
      ...(clock && { clock_offset: clock.offset, clock_at: clock.at }),
      ...(clock && clock.moved !== null && { clock_moved: clock.moved, clock_moved_at: clock.at }),
    })
    .execute()
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
export async function keepReport(trx: Database, provinceId: string, contact: Contact, report: Report): Promise<void> {
  await deviceOf(trx, provinceId, contact.id)
    .set({
      ...seenIn(contact),
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
