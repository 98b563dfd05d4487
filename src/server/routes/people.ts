import {
  endSessionSchema,
  newPersonSchema,
  nothingSchema,
  type PersonRow,
  passwordChangeSchema,
  personNameSchema,
  reachSchema,
  resetPasswordsSchema,
  type SessionRow,
} from '../../protocol/people-wire.ts'
import {
  changeReach,
  type Listed,
  listPeople,
  lockAccount,
  openAccount,
  renamePerson,
  resetPassword,
  resetPasswords,
  unlockAccount,
} from '../people/accounts.ts'
import type { Act } from '../people/act.ts'
import { changePassword } from '../people/own-password.ts'
import { endSessionBy, sessionsOf } from '../people/sessions.ts'
import { temporaryPassword } from '../people/temporary-password.ts'
import { type Account, lastSeenIn } from '../storage/people.ts'
import { listSessions, type Session } from '../storage/sessions.ts'
import type { AppContext, AppParts } from './app-context.ts'
import type { Asker, Register } from './guard.ts'
import { parseAs, readJson } from './read-body.ts'
import type { Turn } from './turn.ts'

/** Room for a thousand areas. */
const BODY_BYTES_MAX = 128 * 1024

/** The accounts of a province, for those who administer it; and everybody's own password and sessions. */
export function peopleRoutes(route: Register, parts: AppParts, turn: Turn): void {
  const { db, auth } = parts
  const act = ({ person }: Asker): Act => ({ db, by: person, now: parts.now() })
  const bodyOf = (c: AppContext) => readJson(c.req.raw, BODY_BYTES_MAX)
  const nothingIn = async (c: AppContext) => parseAs(nothingSchema, await bodyOf(c))

  async function rowOf(account: Account): Promise<PersonRow> {
    const { id, provinceId } = account.person
    return personRow({ ...account, lastSeen: (await lastSeenIn(db, provinceId)).get(id) ?? null })
  }

  route('GET /api/people', async (c, { person }) => c.json({ people: (await listPeople(db, person)).map(personRow) }))

  route('POST /api/people', async (c, asker) => {
    const wanted = parseAs(newPersonSchema, await bodyOf(c))
    const password = temporaryPassword()
    const account = await openAccount(act(asker), wanted, await auth.hashPassword(password))
    return c.json({ person: await rowOf(account), temporaryPassword: password })
  })

  route('POST /api/people/:id/lock', async (c, asker) => {
    await nothingIn(c)
    return c.json({ person: await rowOf(await lockAccount(act(asker), c.req.param('id'))) })
  })

  route('POST /api/people/:id/unlock', async (c, asker) => {
    await nothingIn(c)
    return c.json({ person: await rowOf(await unlockAccount(act(asker), c.req.param('id'))) })
  })

  route('POST /api/people/:id/reset-password', async (c, asker) => {
    await nothingIn(c)
    const password = temporaryPassword()
    const account = await resetPassword(act(asker), c.req.param('id'), await auth.hashPassword(password))
    return c.json({ person: await rowOf(account), temporaryPassword: password })
  })

  route('POST /api/people/reset-passwords', async (c, { person }) => {
    const { ids } = parseAs(resetPasswordsSchema, await bodyOf(c))
    return turn(person.id, parts.now(), async () =>
      c.json({ opened: await resetPasswords({ db, by: person, now: parts.now }, ids, auth.hashPassword) }),
    )
  })

  route('PUT /api/people/:id/name', async (c, asker) => {
    const wanted = parseAs(personNameSchema, await bodyOf(c))
    return c.json({ person: await rowOf(await renamePerson(act(asker), c.req.param('id'), wanted)) })
  })

  route('PUT /api/people/:id/reach', async (c, asker) => {
    const wanted = parseAs(reachSchema, await bodyOf(c))
    return c.json({ person: await rowOf(await changeReach(act(asker), c.req.param('id'), wanted)) })
  })

  // Sessions go by the sign-in library's clock.
  route('GET /api/people/:id/sessions', async (c, { person, sessionId }) => {
    const sessions = await sessionsOf(db, person, c.req.param('id'), Date.now())
    return c.json({ sessions: sessions.map((each) => sessionRow(each, sessionId)) })
  })

  route('GET /api/sessions', async (c, { person, sessionId }) => {
    const sessions = await listSessions(db, person.id, Date.now())
    return c.json({ sessions: sessions.map((each) => sessionRow(each, sessionId)) })
  })

  route('DELETE /api/sessions/:id', async (c, asker) => {
    const { password } = parseAs(endSessionSchema, await bodyOf(c))
    const ending = { id: c.req.param('id'), password, wholeProvince: asker.reach === 'province' }
    await endSessionBy({ db, auth, now: parts.now() }, asker, ending)
    return c.json({ ok: true })
  })

  route('POST /api/password', async (c, asker) => {
    const change = parseAs(passwordChangeSchema, await bodyOf(c))
    await changePassword({ db, auth, now: parts.now() }, asker, change)
    return c.json({ ok: true })
  })
}

function personRow({ person, lockedAt, mustChange, secondFactor, lastSeen }: Listed): PersonRow {
  const { provinceId: _, ...seen } = person
  return { ...seen, locked: lockedAt !== null, mustChange, secondFactor, lastSeen }
}

function sessionRow({ userId: _, ...session }: Session, current: string): SessionRow {
  return { ...session, current: session.id === current }
}
