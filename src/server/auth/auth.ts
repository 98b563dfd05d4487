import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { username } from 'better-auth/plugins/username'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { type AuditEvent, appendAudit } from '../audit/append.ts'
import { passwordHashOf, rehash } from '../storage/passwords.ts'
import { accountIn, findAccount, provinceOfUser } from '../storage/people.ts'
import type { Database } from '../storage/schema.ts'
import { displaceSession, endSessionWithToken, sessionWithToken } from '../storage/sessions.ts'
import { settingOnce } from '../storage/settings.ts'
import { transact } from '../storage/transaction.ts'
import { passwordHashing, SAFE_COST } from './password-hash.ts'
import { openSecondFactor, type SecondFactor } from './second-factor.ts'
import { openSignInLock } from './sign-in-lock.ts'

const DAY = 24 * 60 * 60
const SESSION_DAYS = 90
/** A session that is used is prolonged so often. */
const RENEWED_DAYS = 1
/** Never heard outside this process: the library's own routes are not on the network, so nobody signs up by HTTP. */
const INSIDE = 'http://so-kiem.internal'
const ADDRESS_HEADER = 'x-so-kiem-address'

/** Who asks, as far as sign-in cares. */
export type Visitor = { address: string; userAgent: string }

export type SignInMore = {
  /** Of an authenticator app, or one for recovery. */
  code?: string | undefined
  /** What the browser has from before: that session ends. */
  cookie?: string | null
  /** By the clock that accounts are kept by. */
  now: number
}

/** A temporary password is good for so long. */
export const TEMPORARY_MS = 7 * DAY * 1000

/** A person, whether they have still to choose a password of their own, and the cookies that the reply must carry. */
export type SignedIn = { person: Person; mustChange: boolean; cookies: string[] }

/** The same for a session that goes on. */
export type SessionOwner = SignedIn & { sessionId: string }

/**
 * The secret of the session that a Cookie header names, whether it still holds or
 * not; null where it names none. Good for looking up alone: its signature is not looked at.
 */
export function sessionTokenIn(cookie: string | null): string | null {
  const value = /(?:^|;\s*)so-kiem\.session_token=([^;]+)/.exec(cookie ?? '')?.[1]
  return value === undefined ? null : (/^[\w-]+/.exec(value)?.[0] ?? null)
}

/** The same where its signature is ours; null also where it is written in another way than the library's. */
function signedTokenIn(cookie: string, secret: string): string | null {
  const value = /(?:^|;\s*)so-kiem\.session_token=([\w-]+)\.([\w%]+)(?:;|$)/.exec(cookie)
  if (!value) return null
  const [, token = '', signature = ''] = value
  const right = encodeURIComponent(createHmac('sha256', secret).update(token, 'utf8').digest('base64'))
  const [given, own] = [Buffer.from(signature), Buffer.from(right)]
  return given.length === own.length && timingSafeEqual(given, own) ? token : null
}

export type Auth = {
  /**
   * @throws Problem SIGN_IN_FAILED, SIGN_IN_TOO_OFTEN and SIGN_IN_LOCKED (detail: seconds), FORBIDDEN (an account
   *   that is closed or has no role), PASSWORD_EXPIRED, SECOND_FACTOR_REQUIRED (the password is right, and a code is
   *   asked for too), SECOND_FACTOR_WRONG
   */
  signIn(username: string, password: string, visitor: Visitor, more: SignInMore): Promise<SignedIn>
  /** Ends the session that a Cookie header names; gives the cookies that erase it. */
  signOut(cookie: string | null): Promise<string[]>
  /** The person behind a Cookie header, or null. A session in use is prolonged; then there is a new cookie. */
  personFor(cookie: string | null): Promise<SessionOwner | null>
  hashPassword(password: string): Promise<string>
  /**
   * The secret with which this account opens its stores on tablets: the same for as
   * long as the server keeps its own, whatever becomes of the password.
   */
  storeKeyOf(personId: string): string
  /** Shows a tablet that an order to wipe this account's store on it is ours: nobody else can make it. */
  lostProofOf(personId: string, tablet: string): string
  /**
   * Asks a signed-in person for their password again; gives the stored hash that it fits.
   * @throws Problem PASSWORD_WRONG, SIGN_IN_LOCKED: wrong ones count as at sign-in
   */
  checkPassword(person: Person, password: string): Promise<string>
  secondFactor: SecondFactor
}

/**
 * Sign-in by name and password with sessions of 90 days that roll on while used.
 * better-auth does it; nothing outside this file knows.
 *
 * Who came and went is in the audit log; a try too many is not, so that nobody fills the log from outside.
 *
 * @param signInsPerMinute tries of one network address
 * @param passwordCost what hashing a password costs; tests pay less
 * @param now milliseconds since 1970, by the clock that the library's sessions go by
 */
export async function createAuth(
  db: Database,
  { signInsPerMinute = 10, passwordCost = SAFE_COST, now = () => Date.now() } = {},
): Promise<Auth> {
  const passwords = passwordHashing(passwordCost)
  const lock = openSignInLock(db, now)
  const secret = await settingOnce(db, 'auth-secret', () => randomBytes(32).toString('base64url'))
  const storeSecret = await settingOnce(db, 'store-secret', () => randomBytes(32).toString('base64url'))
  const auditKey = await settingOnce(db, 'audit-key', () => randomBytes(32).toString('base64url'))
  const factorKey = await settingOnce(db, 'factor-secret', () => randomBytes(32).toString('base64url'))
  const secondFactor = openSecondFactor(db, Buffer.from(factorKey, 'base64url'), now)
  const library = betterAuth({
    database: { db, type: 'sqlite' },
    secret,
    baseURL: INSIDE,
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      // For a name that nobody has it hashes too: the time of a refusal does not say which names exist.
      password: { hash: passwords.hash, verify: ({ hash, password }) => passwords.verify(hash, password) },
    },
    plugins: [username({ displayUsername: false, maxUsernameLength: 64 })],
    session: { expiresIn: SESSION_DAYS * DAY, updateAge: RENEWED_DAYS * DAY },
    rateLimit: {
      enabled: true,
      // In the database: a restart does not open the door again.
      storage: 'database',
      customRules: { '/sign-in/username': { window: 60, max: signInsPerMinute }, '/sign-out': false },
    },
    advanced: {
      cookiePrefix: 'so-kiem',
      // `Secure` is added by the routes, which know how the request came.
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    // A wrong password is an everyday event, not a line in the log; what is none comes out as it was thrown,
    // so that a full disk is a full disk here too.
    logger: { disabled: true },
    onAPIError: { throw: true },
  })

  async function ask(path: string, headers: Record<string, string>, body: unknown): Promise<Response> {
    const reply = await library.handler(
      new Request(`${INSIDE}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: INSIDE, ...headers },
        body: JSON.stringify(body),
      }),
    )
    if (reply.status >= 500) throw new Error(`the sign-in library failed: ${await reply.text()}`)
    return reply
  }

  async function note(event: Pick<AuditEvent, 'what' | 'province' | 'who' | 'subject' | 'detail'>): Promise<void> {
    await transact(db, 'rows', (trx) => appendAudit(trx, { at: now(), ...event } as AuditEvent))
  }

  /** A name that may be a password typed into the wrong field: recognised when it comes again, and not readable. */
  function noteFailure(name: string, why: 'password' | 'closed' | 'expired' | 'code'): Promise<void> {
    const subject = createHmac('sha256', auditKey).update(name.trim().toLowerCase(), 'utf8').digest('hex')
    return note({ what: 'signInFailed', province: null, who: 'system', subject, detail: { why } })
  }

  /** The cookies that erase a session's; the library knows them. */
  async function end(cookie: string | null): Promise<string[]> {
    const reply = await ask('/sign-out', cookie === null ? {} : { cookie }, {})
    return reply.headers.getSetCookie()
  }

  /** What the library says of name and password; null where they do not fit each other. */
  async function session(name: string, password: string, { address, userAgent }: Visitor) {
    const reply = await ask(
      '/sign-in/username',
      { [ADDRESS_HEADER]: address, 'user-agent': userAgent },
      { username: name, password },
    )
    if (reply.status === 429) {
      throw new Problem('SIGN_IN_TOO_OFTEN', { seconds: Number(reply.headers.get('x-retry-after') ?? 60) })
    }
    // A name with a space or a password too long can belong to nobody: the same answer as a wrong one.
    if (!reply.ok) return null
    const { user, token } = (await reply.json()) as { user: { id: string }; token: string }
    return { userId: user.id, token, cookies: reply.headers.getSetCookie() }
  }

  /** The session that a Cookie header names. The library calls a database that is away a failure of its own: the cause is told. */
  async function sessionIn(cookie: string) {
    try {
      return await library.api.getSession({ headers: new Headers({ cookie }), returnHeaders: true })
    } catch (error) {
      throw error instanceof Error && error.cause instanceof Problem ? error.cause : error
    }
  }

  /**
   * A session in everyday use: signed by us, and neither over nor to be prolonged yet. The library says the same of it,
   * in more time than all else that is asked before a push; whatever else a cookie holds is for the library to judge.
   */
  async function sessionInUse(cookie: string) {
    const token = signedTokenIn(cookie, secret)
    const session = token === null ? null : await sessionWithToken(db, token)
    return session && session.expiresAt - now() > (SESSION_DAYS - RENEWED_DAYS) * DAY * 1000 ? session : null
  }

  /** Password and code count as one: who knows the first has no more tries at the second. */
  async function sessionWithCode(name: string, password: string, visitor: Visitor, code: string | undefined) {
    const made = await session(name, password, visitor)
    if (!made) return null
    const checked = await secondFactor.check(made.userId, code)
    if (checked === 'none' || checked === 'right') return made
    await endSessionWithToken(db, made.token)
    // Neither a wrong try, nor one that makes the wrong ones before it forgotten.
    if (checked === 'missing') throw new Problem('SECOND_FACTOR_REQUIRED')
    return null
  }

  /** The browser's session from before is no way in any more. */
  async function endFormer(cookie: string | null, who: string): Promise<void> {
    const token = sessionTokenIn(cookie)
    if (token === null) return
    await transact(db, 'rows', async (trx) => {
      const ended = await displaceSession(trx, token, who, now())
      if (!ended) return
      const { userId: subject, provinceId: province } = ended
      await appendAudit(trx, { what: 'session.ended', province, who, at: now(), subject, detail: { sessions: 1 } })
    })
  }

  /** A hash from before costs a thief less than one of today: now that the password is known, it is made anew. */
  async function renewHash(userId: string, password: string): Promise<void> {
    const hash = await passwordHashOf(db, userId)
    if (hash !== null && !passwords.isCurrent(hash)) await rehash(db, userId, hash, await passwords.hash(password))
  }

  const storeKeyOf = (personId: string) =>
    Buffer.from(hkdfSync('sha256', storeSecret, '', `so-kiem store of ${personId}`, 32)).toString('base64url')

  return {
    async signIn(name, password, visitor, { code, cookie = null, now: at }) {
      const made = await lock.attempt(name, () => sessionWithCode(name, password, visitor, code))
      if (!made) {
        await noteFailure(name, code === undefined ? 'password' : 'code')
        throw new Problem(code === undefined ? 'SIGN_IN_FAILED' : 'SECOND_FACTOR_WRONG')
      }
      try {
        const account = await findAccount(db, made.userId)
        if (account?.lockedAt !== null) {
          await noteFailure(name, 'closed')
          throw new Problem('FORBIDDEN')
        }
        if (account.temporarySince !== null && at - account.temporarySince > TEMPORARY_MS) {
          await noteFailure(name, 'expired')
          throw new Problem('PASSWORD_EXPIRED')
        }
        await renewHash(made.userId, password)
        await endFormer(cookie, made.userId)
        const { provinceId: province } = account.person
        await note({ what: 'signedIn', province, who: made.userId, subject: made.userId, detail: {} })
        return { person: account.person, mustChange: account.mustChange, cookies: made.cookies }
      } catch (error) {
        // The library has made the session in a transaction of its own. Nobody has heard of it; it must not wait for
        // the day the account is opened again. Why it came to this is the error to tell.
        await endSessionWithToken(db, made.token).catch(() => {})
        throw error
      }
    },

    async signOut(cookie) {
      const session = cookie === null ? null : (await sessionIn(cookie)).response
      if (session) {
        const { id, userId } = session.session
        // Here and not by the library, whose deletion would be a transaction of its own.
        await transact(db, 'rows', async (trx) => {
          const { numDeletedRows } = await trx.deleteFrom('session').where('id', '=', id).executeTakeFirstOrThrow()
          if (numDeletedRows === 0n) return
          const province = await provinceOfUser(trx, userId)
          await appendAudit(trx, { what: 'signedOut', province, who: userId, at: now(), subject: userId, detail: {} })
        })
      }
      // It knows the cookies that erase its own.
      return end(cookie)
    },

    async personFor(cookie) {
      if (cookie === null) return null
      const used = await sessionInUse(cookie)
      if (used) {
        const account = used.provinceId === null ? null : await accountIn(db, used.provinceId, used.userId)
        if (account?.lockedAt !== null) return null
        return { person: account.person, mustChange: account.mustChange, sessionId: used.id, cookies: [] }
      }
      const { response, headers } = await sessionIn(cookie)
      if (!response) return null
      const account = await findAccount(db, response.user.id)
      if (account?.lockedAt !== null) return null
      const { person, mustChange } = account
      return { person, mustChange, sessionId: response.session.id, cookies: headers.getSetCookie() }
    },

    storeKeyOf,

    lostProofOf: (personId, tablet) =>
      createHmac('sha256', storeKeyOf(personId)).update(`so-kiem lost ${tablet}`, 'utf8').digest('base64url'),

    hashPassword: (password) => passwords.hash(password),

    secondFactor,

    async checkPassword(person, password) {
      const fitting = await lock.attempt(person.username, async () => {
        const hash = await passwordHashOf(db, person.id)
        return hash !== null && (await passwords.verify(hash, password)) ? hash : null
      })
      if (fitting === null) throw new Problem('PASSWORD_WRONG')
      return fitting
    },
  }
}
