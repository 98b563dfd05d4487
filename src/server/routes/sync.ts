import * as z from 'zod/mini'
import { Problem } from '../../domain/problem.ts'
import { COLUMNS_TYPE, toColumns } from '../../protocol/columns.ts'
import { SCHEMA_HEADER } from '../../protocol/reading.ts'
import { LETTER_BYTES_MAX, PROTO, PROTO_HEADER, PUSH_BYTES_MAX } from '../../protocol/terms.ts'
import { pushSchema } from '../../protocol/wire.ts'
import type { Database } from '../storage/schema.ts'
import { acceptPush } from '../sync/accept-push.ts'
import { keepLetter } from '../sync/dead-letter.ts'
import { noteReport } from '../sync/device-report.ts'
import { PAGE_ROWS_MAX, readChanges } from '../sync/read-changes.ts'
import { readDigest } from '../sync/read-digest.ts'
import { accepts } from './accepts.ts'
import type { AppParts } from './app-context.ts'
import { reportIn, tabletIn } from './devices.ts'
import type { Register } from './guard.ts'
import { photoRoutes } from './photos.ts'
import { parseAs, readJson, readText } from './read-body.ts'

const protoSchema = z.looseObject({ proto: z.number() })

const pullQuerySchema = z.object({
  cursor: z._default(z.string().check(z.maxLength(1000)), ''),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(PAGE_ROWS_MAX)), 200),
  deviceId: z._default(z.string().check(z.maxLength(64)), ''),
})

/** What the asking app reads: an older one does not say it. */
const schemaSchema = z._default(z.coerce.number().check(z.int(), z.gte(1)), 1)

const letterQuerySchema = z.object({ deviceId: z._default(z.string().check(z.maxLength(64)), '') })

/** Everything under /sync/v1. */
export function syncRoutes(route: Register, parts: AppParts): void {
  const { db, reader, signer, now, reduce, logError = console.error } = parts

  /** Says that the way to the server is open, to anybody: a device asks it behind a strange Wi-Fi. */
  route('GET /sync/v1/ping', (c) => c.json({ proto: PROTO, serverTime: now() }))

  route('POST /sync/v1/push', async (c, { person }) => {
    const body = await readJson(c.req.raw, PUSH_BYTES_MAX)
    if (parseAs(protoSchema, body).proto !== PROTO) throw new Problem('PROTOCOL_UNSUPPORTED', { served: [PROTO] })
    const push = parseAs(pushSchema, body)
    return c.json(await acceptPush(push, { db, person, signer, now: now(), reduce, onQuarantine: logError }))
  })

  /** Anything at all, as text: what could not be read as a mutation is for people to look at. */
  route('POST /sync/v1/deadletter', async (c, { person }) => {
    const { deviceId } = parseAs(letterQuerySchema, c.req.query())
    const body = await readText(c.req.raw, LETTER_BYTES_MAX, { strict: false })
    await keepLetter(db, { person, deviceId, body, now: now() })
    return c.json({ proto: PROTO, kept: true })
  })

  route('GET /sync/v1/pull', async (c, { person, sessionId }) => {
    const asked = c.req.header(PROTO_HEADER) ?? String(PROTO)
    if (asked !== String(PROTO)) throw new Problem('PROTOCOL_UNSUPPORTED', { served: [PROTO] })
    const query = parseAs(pullQuerySchema, c.req.query())
    const report = reportIn(c)
    if (report && query.deviceId !== '') {
      const contact = { person, sessionId, deviceId: query.deviceId, tablet: tabletIn(c), now: now() }
      // A disk that is full keeps nobody from reading.
      await noteReport(db, report, contact).catch(logError)
    }
    const reads = parseAs(schemaSchema, c.req.header(SCHEMA_HEADER))
    const page = (from: Database) => readChanges({ db: from, signer, person, now: now(), reads, ...query })
    const read = await reader.read(person.provinceId, page)
    if (!accepts(c.req.header('Accept') ?? null, COLUMNS_TYPE)) return c.json(read)
    return c.body(JSON.stringify(toColumns(read)), 200, { 'Content-Type': COLUMNS_TYPE })
  })

  route('GET /sync/v1/digest', async (c, { person }) => {
    const { cursor } = parseAs(pullQuerySchema, c.req.query())
    return c.json(await reader.read(person.provinceId, (from) => readDigest(from, person, cursor)))
  })

  photoRoutes(route, parts)
}
