import { mayRead } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { HAVE_MAX, PROTO } from '../../protocol/terms.ts'
import { haveSchema } from '../../protocol/wire.ts'
import { storedHashes, visitsShowing } from '../storage/photos.ts'
import { pictureTypeOf } from '../sync/picture-type.ts'
import type { AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'
import { openUploads } from './uploads.ts'

const HAVE_BYTES_MAX = HAVE_MAX * 80

/** Everything under /sync/v1/blobs. */
export function photoRoutes(route: Register, parts: AppParts): void {
  const { db, pictures } = parts
  const uploads = openUploads(parts)

  route('POST /sync/v1/blobs/have', async (c, { person }) => {
    const { sha256 } = parseAs(haveSchema, await readJson(c.req.raw, HAVE_BYTES_MAX))
    const stored = await storedHashes(db, person.provinceId, sha256)
    const [missing, held] = [false, true].map((isHeld) => sha256.filter((each) => stored.has(each) === isHeld))
    return c.json({ proto: PROTO, missing, stored: held })
  })

  route('POST /sync/v1/blobs/tus', (c, { person }) => uploads(person, c.req.raw))
  route('PATCH /sync/v1/blobs/tus/:name', (c, { person }) => uploads(person, c.req.raw))
  // Hono hands a HEAD to the route of GET; an unfinished upload is not for reading.
  route('GET /sync/v1/blobs/tus/:name', (c, { person }) => {
    if (c.req.method !== 'HEAD') throw new Problem('NOT_FOUND')
    return uploads(person, c.req.raw)
  })

  route('GET /sync/v1/blobs/:sha256', async (c, { person }) => {
    const sha256 = c.req.param('sha256')
    const visits = await visitsShowing(db, person.provinceId, sha256)
    // Somebody else's and nobody's look the same from outside.
    if (!visits.some((visit) => mayRead(person, visit))) throw new Problem('NOT_FOUND')
    const picture = await pictures.blobs.read(sha256)
    const type = picture && pictureTypeOf(picture)
    // What came before bytes were looked at may be anything; it is not handed to a browser.
    if (!picture || !type) throw new Problem('NOT_FOUND')
    return c.body(new Uint8Array(picture), 200, {
      // With nosniff, which stands on every reply, a browser shows it as this kind of picture or not at all.
      'Content-Type': type,
      // Opened by itself it is saved, not shown; and if it were shown, nothing in it would run.
      'Content-Disposition': `attachment; filename="${sha256}.${type.slice('image/'.length)}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
    })
  })
}
