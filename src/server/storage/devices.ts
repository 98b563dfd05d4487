import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Database } from './schema.ts'

/** The highest number of a device that the server has answered; 0 where it was never seen or is somebody else's. */
export async function lastSeqOf(db: Database, person: Person, deviceId: string): Promise<number> {
  const row = await db
    .selectFrom('device')
    .select('last_seq')
    .where('id', '=', deviceId)
    .where('user_id', '=', person.id)
    .executeTakeFirst()
  return row?.last_seq ?? 0
}

/**
 * The device at the start of a push, registered for its first user.
 * @returns its last answered number, and how its clock went when it last brought something
 * @throws Problem DEVICE_OF_ANOTHER
 */
export async function meetDevice(
  trx: Database,
  person: Person,
  device: { id: string; schema: number; app: string; now: number },
): Promise<{ lastSeq: number; clock: KnownClock | null }> {
  const seen = { schema_ver: device.schema, app: device.app, seen_at: device.now }
  const row = await trx
    .selectFrom('device')
    .select(['user_id', 'last_seq', 'clock_offset', 'clock_at'])
    .where('id', '=', device.id)
    .executeTakeFirst()
  if (row && row.user_id !== person.id) throw new Problem('DEVICE_OF_ANOTHER')
  if (row) {
    await trx.updateTable('device').set(seen).where('id', '=', device.id).execute()
    const { last_seq: lastSeq, clock_offset: offset, clock_at: at } = row
    return { lastSeq, clock: offset === null || at === null ? null : { offset, at } }
  }
  await trx
    .insertInto('device')
    .values({ id: device.id, tenant_id: person.provinceId, user_id: person.id, last_seq: 0, ...seen })
    .execute()
  return { lastSeq: 0, clock: null }
}

/** How a device's clock went at a contact: server − device, and when that was by the server's. */
export type KnownClock = { offset: number; at: number }

/** Notes how a device's clock goes. @param moved by how much it was put forward since the last time; null where it was not */
export async function noteClock(
  trx: Database,
  deviceId: string,
  { offset, at }: KnownClock,
  moved: number | null,
): Promise<void> {
  await trx
    .updateTable('device')
    .set({ clock_offset: offset, clock_at: at, ...(moved !== null && { clock_moved: moved, clock_moved_at: at }) })
    .where('id', '=', deviceId)
    .execute()
}

/** Notes the highest answered number. */
export async function setLastSeq(trx: Database, deviceId: string, lastSeq: number): Promise<void> {
  await trx.updateTable('device').set({ last_seq: lastSeq }).where('id', '=', deviceId).execute()
}
