import { PHOTO_BYTES_MAX } from '../../domain/photo-limits.ts'
import { Problem } from '../../domain/problem.ts'
import { RELAY_HEADER, relayedPhotoSchema, relaySchema } from '../../protocol/relay-wire.ts'
import { PROTO, RELAY_BYTES_MAX } from '../../protocol/terms.ts'
import { acceptRelay, acceptRelayedPhoto } from '../sync/relay.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { reportIn, tabletIn } from './devices.ts'
import type { Register } from './guard.ts'
import { createRateLimit } from './rate-limit.ts'
import { parseAs, readBytes, readJson } from './read-body.ts'
import { visitorOf } from './visitor.ts'

/** Of one address, which may be a whole office's: a hundred pictures of a day go out within it. */
export const PER_MINUTE = 240
/** What AES-GCM adds. */
export const TAG_BYTES = 16

/** What tablets send for people whose stores on them are locked. */
export function relayRoutes(route: Register, parts: AppParts): void {
  const { db, auth, signer, pictures, now, reduce, trustProxy, logError = console.error } = parts
  const count = createRateLimit(PER_MINUTE, now)

  const context = (c: AppContext) => ({
    db,
    signer,
    now: now(),
    reduce,
    onQuarantine: logError,
    tablet: tabletIn(c),
    storeKeyOf: auth.storeKeyOf,
    // Sessions go by the sign-in library's clock.
    sessionsAt: Date.now(),
    report: reportIn(c),
  })

  route('POST /sync/v1/relay', async (c) => {
    count(visitorOf(c, trustProxy).address)
    const relay = parseAs(relaySchema, await readJson(c.req.raw, RELAY_BYTES_MAX))
    return c.json(await acceptRelay(relay, context(c)))
  })

  route('POST /sync/v1/relay/photo', async (c) => {
    count(visitorOf(c, trustProxy).address)
    const about = parseAs(relayedPhotoSchema, besideBody(c, RELAY_HEADER))
    const bytes = new Uint8Array(await readBytes(c.req.raw, PHOTO_BYTES_MAX + TAG_BYTES))
    await acceptRelayedPhoto(about, bytes, { ...context(c), pictures })
    return c.json({ proto: PROTO, photo: about.photo })
  })
}

/** What stands beside a body of bytes, as JSON in a header. @throws Problem BODY_MALFORMED */
export function besideBody(c: AppContext, header: string): unknown {
  try {
    return JSON.parse(c.req.header(header) ?? 'null')
  } catch {
    throw new Problem('BODY_MALFORMED')
  }
}
