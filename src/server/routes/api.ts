import { Hono } from 'hono'
import { mayRead } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { signInSchema } from '../../protocol/wire.ts'
import { pingDatabase } from '../storage/database.ts'
import { findFacility } from '../storage/facilities.ts'
import { findInspection } from '../storage/inspections.ts'
import type { AppEnv, AppParts } from './app-context.ts'
import { personOf, setCookies } from './person-of.ts'
import { parseAs, readJson } from './read-body.ts'
import { visitorOf } from './visitor.ts'

const SIGN_IN_BYTES_MAX = 16 * 1024

/** Everything under /api: who is there, and single things looked up while online. */
export function apiRoutes(parts: AppParts): Hono<AppEnv> {
  const { db, auth, version, demonstration, trustProxy } = parts
  const api = new Hono<AppEnv>()

  api.get('/health', async (c) => {
    await pingDatabase(db)
    return c.json({ ok: true, version, storage: 'sqlite' })
  })

  api.get('/welcome', (c) => c.json({ version, demonstration }))

  api.post('/sign-in', async (c) => {
    const { username, password } = parseAs(signInSchema, await readJson(c.req.raw, SIGN_IN_BYTES_MAX))
    const { person, cookies } = await auth.signIn(username, password, visitorOf(c, trustProxy))
    setCookies(c, cookies, trustProxy)
    return c.json({ person, storeKey: auth.storeKeyOf(person.id) })
  })

  api.post('/sign-out', async (c) => {
    setCookies(c, await auth.signOut(c.req.header('cookie') ?? null), trustProxy)
    return c.json({ ok: true })
  })

  api.get('/me', async (c) => {
    const person = await personOf(c, parts)
    return c.json({ person, storeKey: auth.storeKeyOf(person.id) })
  })

  api.get('/inspections/:id', async (c) => {
    const person = await personOf(c, parts)
    const inspection = await findInspection(db, c.req.param('id'))
    const facility = inspection && (await findFacility(db, person.provinceId, inspection.head.facilityId))
    // Somebody else's and nobody's look the same from outside.
    if (!inspection || !facility) throw new Problem('NOT_FOUND')
    const { createdBy, status } = inspection
    if (!mayRead(person, { facility, inspection: { createdBy: createdBy.id, status } })) throw new Problem('NOT_FOUND')
    return c.json(inspection)
  })

  return api
}
