import { Problem } from '../../domain/problem.ts'
import { PERSON_HEADER } from '../../protocol/terms.ts'
import { type SessionOwner, sessionTokenIn } from '../auth/auth.ts'
import { lostSessionOf } from '../storage/lost.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { cookieOf, setCookies } from './session-cookie.ts'

/**
 * Who asks. A request may say for whom it speaks: on a tablet whose cookie has
 * become somebody else's, one person's work must not be sent as another's, nor
 * another's account be shown and changed as one's own.
 * @throws Problem SIGN_IN_REQUIRED, or DEVICE_LOST where the session was ended because its tablet is lost
 */
export async function personOf(c: AppContext, { auth, db, trustProxy }: AppParts): Promise<SessionOwner> {
  const cookie = cookieOf(c, trustProxy)
  const owner = await auth.personFor(cookie)
  const named = c.req.header(PERSON_HEADER)
  if (!owner) {
    const token = sessionTokenIn(cookie)
    const lost = token === null ? null : await lostSessionOf(db, token)
    // Somebody else on the same tablet signs in as ever.
    throw new Problem(lost !== null && (named ?? lost) === lost ? 'DEVICE_LOST' : 'SIGN_IN_REQUIRED')
  }
  setCookies(c, owner.cookies, trustProxy)
  if (named !== undefined && named !== owner.person.id) throw new Problem('SIGN_IN_REQUIRED')
  return owner
}
