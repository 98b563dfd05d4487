import { Problem } from '../../domain/problem.ts'
import { PERSON_HEADER } from '../../protocol/wire.ts'
import type { SessionOwner } from '../auth/auth.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { cameByHttps } from './visitor.ts'

/**
 * Who asks. A request may say for whom it speaks: on a tablet whose cookie has
 * become somebody else's, one person's work must not be sent as another's, nor
 * another's account be shown and changed as one's own.
 * @throws Problem SIGN_IN_REQUIRED
 */
export async function personOf(c: AppContext, { auth, trustProxy }: AppParts): Promise<SessionOwner> {
  const owner = await auth.personFor(c.req.header('cookie') ?? null)
  if (!owner) throw new Problem('SIGN_IN_REQUIRED')
  setCookies(c, owner.cookies, trustProxy)
  const named = c.req.header(PERSON_HEADER)
  if (named !== undefined && named !== owner.person.id) throw new Problem('SIGN_IN_REQUIRED')
  return owner
}

/** Cookies of the reply: `Secure` where the request came by https, so that http://localhost works too. */
export function setCookies(c: AppContext, cookies: readonly string[], trustProxy = false): void {
  const suffix = cameByHttps(c, trustProxy) ? '; Secure' : ''
  for (const cookie of cookies) c.header('Set-Cookie', cookie + suffix, { append: true })
}
