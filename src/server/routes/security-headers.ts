import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-context.ts'
import { cameByHttps } from './visitor.ts'

/** What a page of ours may load and do: our own files, and pictures and papers that it has made itself. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  // A PDF is printed from a frame; no address leads into one, only what the page made itself.
  'frame-src blob:',
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Photos and places are asked for on a visit; nothing else of the machine is ever needed. */
const permissions = [
  'camera=(self)',
  'geolocation=(self)',
  ...['microphone', 'payment', 'usb', 'serial', 'bluetooth', 'midi', 'display-capture', 'browsing-topics'].map(
    (feature) => `${feature}=()`,
  ),
].join(', ')

/** Data and the parts of a page are no page: where a browser is led to them all the same, they load and do nothing. */
export const policyOfParts = "default-src 'none'; frame-ancestors 'none'"
const DATA = /^application\/(\w+\+)?json\b/

const YEAR = 365 * 86_400

/**
 * On every reply: nothing of other sites runs here, and no other site frames, reads or embeds us.
 * What only a page or a worker heeds stays away from all else: it would be more than most replies of a round are long.
 */
export function securityHeaders(trustProxy = false): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next()
    // A picture, and a part of the page (pages.ts), comes with a narrower policy of its own.
    const own = c.res.headers.get('Content-Security-Policy')
    const isPart = own === policyOfParts || DATA.test(c.res.headers.get('Content-Type') ?? '')
    if (own === null) c.header('Content-Security-Policy', isPart ? policyOfParts : policy)
    c.header('X-Content-Type-Options', 'nosniff')
    // Ids of inspections stand in our addresses; other sites need not see them.
    c.header('Referrer-Policy', 'same-origin')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
    if (!isPart) {
      c.header('Cross-Origin-Opener-Policy', 'same-origin')
      c.header('Permissions-Policy', permissions)
    }
    // Browsers heed it by https alone; said by http it would only mislead whoever reads it.
    if (cameByHttps(c, trustProxy)) c.header('Strict-Transport-Security', `max-age=${YEAR}; includeSubDomains`)
  }
}
