import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { EventEmitter } from 'node:events'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { AppEnv } from './app-context.ts'

export const logModes = ['json', 'pretty', 'off'] as const
export type LogMode = (typeof logModes)[number]

/** How a reply names its line in the log: what a person reads out to whoever looks after the server. */
const ID_HEADER = 'X-Request-Id'

export type Log = {
  /** First among all: its time is the whole request's. */
  request: MiddlewareHandler<AppEnv>
  /** A failure that nobody expected, with the id of the request in which it happened. */
  error: (error: unknown) => void
}

type Outputs = { say?: (line: string) => void; complain?: (line: string) => void; now?: () => number }

/**
 * One line for each request and each failure. No line carries what people are
 * called, write or come from: of an address only its pattern is written, of an error
 * only what we or the machine have worded ourselves.
 *
 * | mode   | requests             | failures             |
 * |--------|----------------------|----------------------|
 * | json   | one object a line    | the same stream      |
 * | pretty | for eyes             | the same stream      |
 * | off    | none                 | for eyes, to stderr  |
 */
export function openLog(
  mode: LogMode,
  { say = console.log, complain = console.error, now = Date.now }: Outputs = {},
): Log {
  const current = new AsyncLocalStorage<string>()
  const time = () => new Date(now()).toISOString()

  function write(line: RequestLine): void {
    if (mode === 'json') say(JSON.stringify({ time: time(), kind: 'request', ...line }))
    if (mode === 'pretty') say(prettyRequest(time(), line))
  }

  return {
    async request(c, next) {
      const id = randomUUID()
      const since = performance.now()
      const socket = c.env?.incoming?.socket
      const before = socket?.bytesWritten ?? 0
      await current.run(id, next)
      c.header(ID_HEADER, id)
      const line = {
        id,
        method: methods.has(c.req.method) ? c.req.method : 'OTHER',
        route: routePath(c),
        status: c.res.status,
      }
      const end = () => {
        const ms = Math.round((performance.now() - since) * 10) / 10
        const length = c.res.headers.get('content-length')
        const bytes = socket ? socket.bytesWritten - before : length === null ? null : Number(length)
        write({ ...line, ms, bytes })
      }
      // By the network it ends with its last byte; how many there were is known then.
      const outgoing = c.env?.outgoing as EventEmitter | undefined
      if (outgoing) outgoing.once('close', end)
      else end()
    },

    error(error) {
      const line = { id: current.getStore() ?? null, ...described(error) }
      if (mode === 'json') say(JSON.stringify({ time: time(), kind: 'error', ...line }))
      else (mode === 'pretty' ? say : complain)(prettyError(time(), line))
    },
  }
}

type RequestLine = { id: string; method: string; route: string; status: number; ms: number; bytes: number | null }
type ErrorLine = { id: string | null; name: string; code?: string; message?: string; at: string[] }

/** Any word may stand where a method is expected. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'])

/** Enough to find the place. */
const FRAMES = 12

/**
 * An error without what it may quote. The engine's own messages repeat values
 * ("Unexpected token …", "Cannot use 'in' operator to search for … in …"), those of
 * a schema repeat keys, PostgreSQL's of a value that does not fit (class 22) that
 * value; the machine's (with a code) and ours (plain errors) do not.
 */
function described(error: unknown): Omit<ErrorLine, 'id'> {
  if (!(error instanceof Error)) return { name: typeof error, at: [] }
  const code = 'code' in error ? error.code : 'errcode' in error ? error.errcode : undefined
  const quotes = 'severity' in error && String(code).startsWith('22')
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    name: error.name,
    ...((typeof code === 'string' || typeof code === 'number') && { code: String(code) }),
    ...((code !== undefined || error.constructor === Error) && !quotes && { message: error.message.slice(0, 300) }),
    at: frames.slice(0, FRAMES).map((line) => line.trim().slice('at '.length)),
  }
}

function prettyRequest(time: string, { id, method, route, status, ms, bytes }: RequestLine): string {
  return `${time.slice(11, 19)} ${method} ${route} ${status} ${ms} ms ${bytes ?? '?'} B [${id.slice(0, 8)}]`
}

function prettyError(time: string, { id, name, code, message, at }: ErrorLine): string {
  const head = [name, code && `(${code})`, message && `: ${message}`].filter(Boolean).join(' ')
  return [`${time.slice(11, 19)} ${head} [${id?.slice(0, 8) ?? '-'}]`, ...at.map((frame) => `    at ${frame}`)].join(
    '\n',
  )
}
