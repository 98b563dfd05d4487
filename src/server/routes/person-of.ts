import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { cameByHttps } from './visitor.ts'

/** Who asks. @throws Problem SIGN_IN_REQUIRED */
export async function personOf(c: AppContext, { auth, trustProxy }: AppParts): Promise<Person> {
  const signedIn = await auth.personFor(c.req.header('cookie') ?? null)
  if (!signedIn) throw new Problem('SIGN_IN_REQUIRED')
  setCookies(c, signedIn.cookies, trustProxy)
  return signedIn.person
}

/** Cookies of the reply: `Secure` where the request came by https, so that http://localhost works too. */
export function setCookies(c: AppContext, cookies: readonly string[], trustProxy = false): void {
  const suffix = cameByHttps(c, trustProxy) ? '; Secure' : ''
  for (const cookie of cookies) c.header('Set-Cookie', cookie + suffix, { append: true })
}
