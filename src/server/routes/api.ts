import { mayRead, type Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { signInSchema } from '../../protocol/wire.ts'
import { pingDatabase } from '../storage/database.ts'
import { engineOf } from '../storage/dialect.ts'
import { findFacility } from '../storage/facilities.ts'
import { findInspection } from '../storage/inspections.ts'
import { reachesWholeProvince } from '../storage/reach.ts'
import type { AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'
import { cookieOf, setCookies } from './session-cookie.ts'
import { visitorOf } from './visitor.ts'

const SIGN_IN_BYTES_MAX = 16 * 1024

/** Who is there, and single things looked up while online. */
export function apiRoutes(route: Register, parts: AppParts): void {
  const { db, auth, version, demonstration, trustProxy } = parts

  route('GET /api/health', async (c) => {
    await pingDatabase(db)
    return c.json({ ok: true, version, storage: engineOf(db) })
  })

  const whoIs = async ({ person, mustChange }: { person: Person; mustChange: boolean }) => ({
    person,
    storeKey: auth.storeKeyOf(person.id),
    ...(mustChange && { mustChange }),
    ...((await reachesWholeProvince(db, person)) && { isOfWholeProvince: true }),
  })

  route('GET /api/welcome', (c) => c.json({ version, demonstration }))

  route('POST /api/sign-in', async (c) => {
    const { username, password, code } = parseAs(signInSchema, await readJson(c.req.raw, SIGN_IN_BYTES_MAX))
    const more = { code, cookie: cookieOf(c, trustProxy), now: parts.now() }
    const { cookies, ...signedIn } = await auth.signIn(username, password, visitorOf(c, trustProxy), more)
    setCookies(c, cookies, trustProxy)
    return c.json(await whoIs(signedIn))
  })

  route('POST /api/sign-out', async (c) => {
    setCookies(c, await auth.signOut(cookieOf(c, trustProxy)), trustProxy)
    return c.json({ ok: true })
  })

  route('GET /api/me', async (c, asker) => c.json(await whoIs(asker)))

  route('GET /api/inspections/:id', async (c, { person }) => {
    const inspection = await findInspection(db, person.provinceId, c.req.param('id'))
    const facility = inspection && (await findFacility(db, person.provinceId, inspection.head.facilityId))
    // Somebody else's and nobody's look the same from outside.
    if (!inspection || !facility) throw new Problem('NOT_FOUND')
    const { createdBy, status } = inspection
    if (!mayRead(person, { facility, inspection: { createdBy: createdBy.id, status } })) throw new Problem('NOT_FOUND')
    return c.json(inspection)
  })
}

/** signedInSchema: a flag stands there only where it says something. */
