import type { Visitor } from '../auth/auth.ts'
import type { AppContext } from './app-context.ts'

/** Whether what a proxy says of the request may be believed: it runs here, or the settings say so. */
function behindProxy(c: AppContext, trustProxy: boolean): boolean {
  const peer = peerOf(c)
  return trustProxy || peer === undefined || /^(::ffff:)?127\.|^::1$/.test(peer)
}

function peerOf(c: AppContext): string | undefined {
  return c.env?.incoming?.socket.remoteAddress
}

/** The network address behind a request, for counting tries of a password. */
export function visitorOf(c: AppContext, trustProxy = false): Visitor {
  // The last hop is the one that our own proxy wrote; the ones before it are the visitor's claims.
  const forwarded = behindProxy(c, trustProxy) ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return { address: forwarded || peerOf(c) || '127.0.0.1', userAgent: (c.req.header('user-agent') ?? '').slice(0, 200) }
}

/** Whether the page that asks was loaded by https. */
export function cameByHttps(c: AppContext, trustProxy = false): boolean {
  const forwarded = behindProxy(c, trustProxy) ? c.req.header('x-forwarded-proto') : undefined
  return (forwarded ?? new URL(c.req.url).protocol.slice(0, -1)) === 'https'
}

/**
 * Whether another site's page sent this request. Browsers say where a changing
 * request comes from; a client that says nothing is no browser and carries no
 * one's cookies by accident.
 */
export function isForeign(c: AppContext, trustProxy = false): boolean {
  const origin = c.req.header('origin')
  if (origin === undefined) return c.req.header('sec-fetch-site') === 'cross-site'
  const host = (behindProxy(c, trustProxy) ? c.req.header('x-forwarded-host') : undefined) ?? c.req.header('host')
  return !URL.canParse(origin) || new URL(origin).host !== (host ?? new URL(c.req.url).host)
}
