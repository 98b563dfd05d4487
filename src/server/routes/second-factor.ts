import {
  codeOnlySchema,
  nothingSchema,
  passwordOnlySchema,
  type SecondFactorSecret,
  type SecondFactorState,
} from '../../protocol/people-wire.ts'
import { resetFactor, turnOff } from '../people/second-factor.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'
import { rights } from './rights.ts'

const BODY_BYTES_MAX = 4 * 1024

/** One's own second factor; and another person's, for administrators, once it is lost. */
export function secondFactorRoutes(route: Register, parts: AppParts): void {
  const { db, auth } = parts
  const bodyOf = (c: AppContext) => readJson(c.req.raw, BODY_BYTES_MAX)

  route('GET /api/second-factor', async (c, { person }) => {
    const offered = Object.hasOwn(rights['POST /api/second-factor'].who, person.role)
    return c.json({ factor: await auth.secondFactor.state(person), offered } satisfies SecondFactorState)
  })

  route('POST /api/second-factor', async (c, { person }) => {
    const { password } = parseAs(passwordOnlySchema, await bodyOf(c))
    await auth.checkPassword(person, password)
    return c.json((await auth.secondFactor.begin(person)) satisfies SecondFactorSecret)
  })

  route('POST /api/second-factor/confirm', async (c, { person }) => {
    const { code } = parseAs(codeOnlySchema, await bodyOf(c))
    return c.json({ recoveryCodes: await auth.secondFactor.confirm(person, code) })
  })

  route('POST /api/second-factor/off', async (c, { person }) => {
    const { password } = parseAs(passwordOnlySchema, await bodyOf(c))
    await turnOff({ db, auth, now: parts.now() }, person, password)
    return c.json({ ok: true })
  })

  route('POST /api/people/:id/reset-second-factor', async (c, { person }) => {
    parseAs(nothingSchema, await bodyOf(c))
    await resetFactor({ db, by: person, now: parts.now() }, c.req.param('id'))
    return c.json({ ok: true })
  })
}
