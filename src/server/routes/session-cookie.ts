import type { AppContext } from './app-context.ts'
import { cameByHttps } from './visitor.ts'

/**
 * How the session's cookie is called: by https with the prefix that browsers take
 * only from this very host, and only Secure; by http, which is this machine alone
 * (http://localhost), without it. The sign-in library knows the plain name alone.
 */
const PLAIN = 'so-kiem.session_token'
const HOST = `__Host-${PLAIN}`
const KEPT = 'Path=/; HttpOnly; SameSite=Lax; Secure'

/** The Cookie header as the sign-in library reads it; null where there is none. */
export function cookieOf(c: AppContext, trustProxy = false): string | null {
  const header = c.req.header('cookie') ?? null
  if (header === null || !cameByHttps(c, trustProxy)) return header
  const value = namedIn(header, HOST)
  // Who signed in when it had no prefix is not signed out: it is renamed with the next reply.
  return value === null ? header : `${PLAIN}=${value}`
}

/** Puts the library's cookies into the reply; one that came by https under the older name is renamed. */
export function setCookies(c: AppContext, cookies: readonly string[], trustProxy = false): void {
  const set = (cookie: string) => c.header('Set-Cookie', cookie, { append: true })
  if (!cameByHttps(c, trustProxy)) {
    for (const cookie of cookies) set(cookie)
    return
  }
  for (const cookie of cookies) set(`${cookie.replace(`${PLAIN}=`, `${HOST}=`)}; Secure`)
  const header = c.req.header('cookie') ?? ''
  const former = namedIn(header, PLAIN)
  if (former === null) return
  set(`${PLAIN}=; Max-Age=0; ${KEPT}`)
  const isSet = cookies.some((cookie) => cookie.startsWith(`${PLAIN}=`))
  if (!isSet && namedIn(header, HOST) === null) set(`${HOST}=${former}; Max-Age=${90 * 24 * 60 * 60}; ${KEPT}`)
}

function namedIn(header: string, name: string): string | null {
  const pair = header.split(/;\s*/).find((each) => each.startsWith(`${name}=`))
  return pair === undefined ? null : pair.slice(name.length + 1)
}
