import { Problem } from '../../domain/problem.ts'
import { PERSON_HEADER } from '../../protocol/wire.ts'
import { type SessionOwner, sessionTokenIn } from '../auth/auth.ts'
import { isLostSession } from '../storage/lost.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { cookieOf, setCookies } from './session-cookie.ts'

/** Who asks. @throws Problem SIGN_IN_REQUIRED, or DEVICE_LOST where the session was ended because its tablet is lost */
export async function personOf(c: AppContext, { auth, db, trustProxy }: AppParts): Promise<SessionOwner> {
  const cookie = cookieOf(c, trustProxy)
  const signedIn = await auth.personFor(cookie)
  if (!signedIn) {
    const token = sessionTokenIn(cookie)
    throw new Problem(token !== null && (await isLostSession(db, token)) ? 'DEVICE_LOST' : 'SIGN_IN_REQUIRED')
  }
  setCookies(c, signedIn.cookies, trustProxy)
  return signedIn
}

/**
 * Who asks, for requests that speak for a store: a tablet whose cookie has become
 * somebody else's must not send one person's work as another's.
 * @throws Problem SIGN_IN_REQUIRED
 */
export async function speakerOf(c: AppContext, parts: AppParts): Promise<SessionOwner> {
  const owner = await personOf(c, parts)
  const named = c.req.header(PERSON_HEADER)
  if (named !== undefined && named !== owner.person.id) throw new Problem('SIGN_IN_REQUIRED')
  return owner
}
