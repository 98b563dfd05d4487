import type { Database } from './schema.ts'

/** A change that the server did not take, or a letter in which a device left what it could not send. */
export type Refused = {
  /** `m.<number>.<device>` or `l.<sha256>.<person>`. */
  id: string
  userId: string
  name: string
  deviceId: string
  /** The browser's own number; null where the device has never said it. */
  tablet: string | null
  receivedAt: number
  kind: string | null
  inspection: string | null
  /** JSON; null of a letter. */
  outcome: string | null
  /** As it was kept; null where it is too long for a list. */
  body: string | null
  /** In characters. */
  length: number
}

/** A list is for looking through; the rest is found once these are dealt with, or in the file of the database. */
export const REFUSED_MAX = 300
/** A change of an honest device is smaller (P41); a letter may be a megabyte. */
const READ_MAX = 128 * 1024

/** Of a province: what was refused, held or came too late with nowhere else to be kept; latest first. */
export async function listRefused(db: Database, provinceId: string): Promise<Refused[]> {
  const [changes, letters] = await Promise.all([refusedChanges(db, { provinceId }), plainLetters(db, { provinceId })])
  return [...changes, ...letters].sort((a, b) => b.receivedAt - a.receivedAt).slice(0, REFUSED_MAX)
}

/** One of them, whole; null where the province has none of that id. */
export async function findRefused(db: Database, provinceId: string, id: string): Promise<Refused | null> {
  const [, is, first, rest] = /^([ml])\.([0-9a-f-]+)\.(.+)$/s.exec(id) ?? []
  if (is === undefined || first === undefined || rest === undefined) return null
  if (is === 'm' && !Number.isSafeInteger(Number(first))) return null
  const found =
    is === 'm'
      ? await refusedChanges(db, { provinceId, deviceId: rest, seq: Number(first) })
      : await plainLetters(db, { provinceId, userId: rest, hash: first })
  return found[0] ?? null
}

type Changes = { provinceId: string; deviceId?: string; seq?: number }

async function refusedChanges(db: Database, { provinceId, deviceId, seq }: Changes): Promise<Refused[]> {
  const rows = await db
    .selectFrom('mutation')
    .innerJoin('device', (join) =>
      join.onRef('device.tenant_id', '=', 'mutation.tenant_id').onRef('device.id', '=', 'mutation.device_id'),
    )
    .innerJoin('user', 'user.id', 'mutation.user_id')
    .where('mutation.tenant_id', '=', provinceId)
    .where('mutation.payload', 'is not', null)
    .$if(deviceId !== undefined, (q) => q.where('mutation.device_id', '=', deviceId ?? ''))
    .$if(seq !== undefined, (q) => q.where('mutation.seq', '=', seq ?? 0))
    .select(['mutation.device_id', 'mutation.seq', 'mutation.id', 'mutation.content_hash', 'mutation.user_id'])
    .select(['mutation.kind', 'mutation.inspection_id', 'mutation.outcome', 'mutation.received_at'])
    .select(['user.name', 'device.tablet'])
    .select((eb) => eb.fn<number>('length', ['mutation.payload']).as('length'))
    .select((eb) =>
      seq !== undefined
        ? eb.ref('mutation.payload').as('payload')
        : eb
            .case()
            .when(eb.fn<number>('length', ['mutation.payload']), '<=', READ_MAX)
            .then(eb.ref('mutation.payload'))
            .end()
            .as('payload'),
    )
    .orderBy('mutation.received_at', 'desc')
    .orderBy('mutation.seq', 'desc')
    .limit(REFUSED_MAX)
    .execute()
  // After a fork or a restore the same is offered, and refused, under another number: it is one thing.
  const once = new Map(rows.toReversed().map((row) => [`${row.user_id} ${row.id} ${row.content_hash}`, row]))
  return [...once.values()].map((row) => ({
    id: `m.${row.seq}.${row.device_id}`,
    userId: row.user_id,
    name: row.name,
    deviceId: row.device_id,
    tablet: row.tablet,
    receivedAt: row.received_at,
    kind: row.kind,
    inspection: row.inspection_id,
    outcome: row.outcome,
    body: row.payload ?? null,
    length: row.length,
  }))
}

type Letters = { provinceId: string; userId?: string; hash?: string }

/** Letters of devices at work; what lost tablets handed over is listed by itself (dead-letters.ts). */
async function plainLetters(db: Database, { provinceId, userId, hash }: Letters): Promise<Refused[]> {
  const rows = await db
    .selectFrom('dead_letter')
    .innerJoin('user', 'user.id', 'dead_letter.user_id')
    .leftJoin('device', (join) =>
      join.onRef('device.tenant_id', '=', 'dead_letter.tenant_id').onRef('device.id', '=', 'dead_letter.device_id'),
    )
    .where('dead_letter.tenant_id', '=', provinceId)
    .where('dead_letter.body', 'not like', '{"handedOver":[%')
    .$if(userId !== undefined, (q) => q.where('dead_letter.user_id', '=', userId ?? ''))
    .$if(hash !== undefined, (q) => q.where('dead_letter.hash', '=', hash ?? ''))
    .select(['dead_letter.hash', 'dead_letter.user_id', 'dead_letter.device_id', 'dead_letter.received_at'])
    .select(['user.name', 'device.tablet'])
    .select((eb) => eb.fn<number>('length', ['dead_letter.body']).as('length'))
    .select((eb) =>
      hash !== undefined
        ? eb.ref('dead_letter.body').as('body')
        : eb
            .case()
            .when(eb.fn<number>('length', ['dead_letter.body']), '<=', READ_MAX)
            .then(eb.ref('dead_letter.body'))
            .end()
            .as('body'),
    )
    .orderBy('dead_letter.received_at', 'desc')
    .limit(REFUSED_MAX)
    .execute()
  return rows.map((row) => ({
    id: `l.${row.hash}.${row.user_id}`,
    userId: row.user_id,
    name: row.name,
    deviceId: row.device_id,
    tablet: row.tablet,
    receivedAt: row.received_at,
    kind: null,
    inspection: null,
    outcome: null,
    body: row.body ?? null,
    length: row.length,
  }))
}
