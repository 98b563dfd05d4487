import { PHOTO_BYTES_MAX } from '../../domain/photo-limits.ts'
import { FILE_HEADER, filePhotoSchema, fileRowsRequestSchema } from '../../protocol/file-wire.ts'
import { PROTO, RELAY_BYTES_MAX } from '../../protocol/terms.ts'
import { acceptFilePhoto, acceptFileRows } from '../sync/take-file.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { createRateLimit } from './rate-limit.ts'
import { parseAs, readBytes, readJson } from './read-body.ts'
import { besideBody, PER_MINUTE, TAG_BYTES } from './relay.ts'
import { visitorOf } from './visitor.ts'

/** What tablets bring that carry a file of somebody else. */
export function fileRoutes(route: Register, parts: AppParts): void {
  const { db, auth, signer, pictures, now, reduce, trustProxy, logError = console.error } = parts
  const count = createRateLimit(PER_MINUTE, now)
  const storeKeyOf = auth.storeKeyOf
  const context = (c: AppContext) => {
    count(visitorOf(c, trustProxy).address)
    // Sessions go by the sign-in library's clock.
    return { db, signer, now: now(), reduce, onQuarantine: logError, storeKeyOf, sessionsAt: Date.now() }
  }

  route('POST /sync/v1/file', async (c) => {
    const here = context(c)
    return c.json(
      await acceptFileRows(parseAs(fileRowsRequestSchema, await readJson(c.req.raw, RELAY_BYTES_MAX)), here),
    )
  })

  route('POST /sync/v1/file/photo', async (c) => {
    const here = context(c)
    const about = parseAs(filePhotoSchema, besideBody(c, FILE_HEADER))
    const bytes = new Uint8Array(await readBytes(c.req.raw, PHOTO_BYTES_MAX + TAG_BYTES))
    await acceptFilePhoto(about, bytes, { ...here, pictures })
    return c.json({ proto: PROTO, photo: about.photo })
  })
}
