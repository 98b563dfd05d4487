import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { reduce } from '../../domain/merge.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Welcome } from '../../protocol/wire.ts'
import type { Auth } from '../auth/auth.ts'
import type { Database } from '../storage/schema.ts'
import type { Pages } from './pages.ts'
import { cameByHttps } from './visitor.ts'

/** What the server is made of; tests hand in their own clock and database. */
export type AppParts = {
  db: Database
  auth: Auth
  /** Milliseconds since 1970. */
  now: () => number
  version: string
  /** What the sign-in page says of the invented province; null where there is none. */
  demonstration: Welcome['demonstration']
  /** The built client; without it only the interfaces are served. */
  pages?: Pages
  trustProxy?: boolean
  /** Hears of every failure that nobody expected. */
  logError?: (error: unknown) => void
  reduce?: typeof reduce
}

/** Without a socket the call came from inside the process: a test, or the development server. */
export type AppEnv = { Bindings: Partial<HttpBindings> | undefined }
export type AppContext = Context<AppEnv>

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
