import type * as z from 'zod/mini'
import { isProblemCode, Problem, type ProblemCode } from '../../domain/problem.ts'
import { COLUMNS_TYPE, type Columns, fromColumns } from '../../protocol/columns.ts'
import {
  type DeviceReport,
  type LostOrder,
  lostReplySchema,
  REPORT_HEADER,
  type SealedQueue,
  TABLET_HEADER,
  wipedReplySchema,
} from '../../protocol/device-wire.ts'
import {
  FILE_HEADER,
  type FilePhoto,
  type FileRowsReply,
  type FileRowsRequest,
  fileRowsReplySchema,
} from '../../protocol/file-wire.ts'
import { SCHEMA_HEADER } from '../../protocol/reading.ts'
import {
  RELAY_HEADER,
  type Relay,
  type RelayedPhoto,
  type RelayReply,
  relayedPhotoReplySchema,
  relayReplySchema,
} from '../../protocol/relay-wire.ts'
import { BLOBS_PATH, PERSON_HEADER, PROTO, PROTO_HEADER, SCHEMA } from '../../protocol/terms.ts'
import {
  type DigestReply,
  digestReplySchema,
  haveReplySchema,
  letterReplySchema,
  type PullReply,
  type Push,
  type PushReply,
  pingReplySchema,
  problemBodySchema,
  pullReplySchema,
  pushReplySchema,
} from '../../protocol/wire.ts'
import { createHold, type Hold, retryAfter } from './hold.ts'

/** The only code of the device that talks to the network. A simulation passes a `fetch` of its own. */
export type Transport = {
  push(push: Push): Promise<PushReply>
  /** @param report what the device says of itself, for administrators to see what waits on it */
  pull(deviceId: string, cursor: string | null, report?: DeviceReport): Promise<PullReply>
  digest(cursor: string): Promise<DigestReply>
  /** Returns when the way to the server is open. */
  ping(): Promise<void>
  /** Whose stores the server wants wiped here; each with what proves it. */
  lostOrders(): Promise<LostOrder[]>
  /** Hands over what a store that is about to be wiped has not sent; null: it is gone. */
  handOver(order: LostOrder, queue: SealedQueue | null): Promise<void>
  /** Sends mutations for somebody whose store is locked. @param left what waits there behind them */
  relay(relay: Relay, left?: DeviceReport): Promise<RelayReply>
  /** Sends a picture for them, sealed and whole. @param left as above */
  relayPhoto(about: RelayedPhoto, sealed: Blob, left?: DeviceReport): Promise<void>
  /** Brings a part of a file that this tablet carries for somebody. */
  fileRows(request: FileRowsRequest): Promise<FileRowsReply>
  /** Brings a picture of it, sealed and whole. */
  filePhoto(about: FilePhoto, sealed: Blob): Promise<void>
  /** Hands over what the server could not read as a mutation, for people to look at. */
  deadLetter(deviceId: string, letter: unknown): Promise<void>
  /**
   * @param body JSON, or a file as its bytes
   * @param wait for an answer that is known to take its time: 'long'
   */
  call<T>(method: Method, path: string, schema: z.ZodMiniType<T>, body?: unknown, wait?: 'long'): Promise<T>
  /** Pictures that the server says it has. Only what it names counts: the reply may be one to another question. */
  held(sha256: readonly string[]): Promise<string[]>
  /**
   * The bytes under a hash, as they came: whether they are the picture is for the caller to see.
   * @throws Problem NOT_FOUND where this person may not see it, or nobody has it
   */
  picture(sha256: string): Promise<ArrayBuffer>
  /** One request of tus. */
  upload(
    method: 'POST' | 'HEAD' | 'PATCH',
    path: string,
    headers: Record<string, string>,
    body?: Blob,
  ): Promise<UploadReply>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a tus server says, as far as an upload goes on; anything else is thrown as a Problem. */
export type UploadReply =
  /** So many bytes are there. */
  | { is: 'at'; offset: number }
  /** There is no such upload (any more). */
  | { is: 'gone' }
  /** The server is at another byte than the request thought. */
  | { is: 'elsewhere' }
  /** Every byte arrived, and they were others than announced. */
  | { is: 'mismatch' }
  /** Somebody on the way lets no request of this size through. */
  | { is: 'tooLarge' }

/** A reply that takes longer has been lost on the way: the same bytes are sent again. */
const TIMEOUT = 30_000
/** One answer alone is packed (it loses a sixth); less than it hardly becomes smaller. */
const PACKED_FROM = 300
/** What a 429 without a readable Retry-After is taken to mean. */
const HOLD_UNSAID = 30_000
/** A picture at 4 kB a second; what arrived until then is not lost. */
const UPLOAD_TIMEOUT = 120_000
/** For a list of people: hundreds of passwords are hashed before the answer comes. */
const LONG_TIMEOUT = 300_000

type Settings = {
  /** Whose store speaks; nobody's before sign-in. */
  personId?: string
  /** The browser's own number. */
  tablet?: string | null
  fetcher?: typeof fetch
  /** Packs larger bodies where the browser can. */
  gzip?: boolean
  hold?: Hold
}

type Body = { text: string; packed: Uint8Array<ArrayBuffer> | null }
type Sent = {
  headers?: Record<string, string>
  body?: BodyInit
  timeout?: number
  /** What comes with a 200 is no text. */
  wantsBytes?: true
}
type Reply = { status: number; headers: Headers; text: string; bytes?: ArrayBuffer }

/** Every failure is thrown as a Problem: OFFLINE, TIMED_OUT, INTERCEPTED, or what the server said. */
export function createTransport(settings: Settings = {}): Transport {
  const { personId, tablet, fetcher = (...call) => fetch(...call), hold = createHold() } = settings
  let packs = settings.gzip === true && typeof CompressionStream === 'function'

  async function send(
    method: string,
    path: string,
    { headers: own, body, timeout = TIMEOUT, wantsBytes }: Sent,
  ): Promise<Reply> {
    const headers: Record<string, string> = { accept: 'application/json', [PROTO_HEADER]: String(PROTO), ...own }
    if (personId !== undefined) headers[PERSON_HEADER] = personId
    if (tablet) headers[TABLET_HEADER] = tablet
    try {
      const response = await fetcher(path, {
        method,
        headers,
        body,
        cache: 'no-store',
        credentials: 'same-origin',
        // Not followed: a portal's redirect to its sign-in page must not look like an answer, nor like no network.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      })
      // A body cut in the middle throws here: nothing of it counts.
      if (wantsBytes && response.status === 200)
        return { status: 200, headers: response.headers, text: '', bytes: await response.arrayBuffer() }
      return { status: response.status, headers: response.headers, text: await response.text() }
    } catch (error) {
      const cause = error instanceof Error ? error.name : String(error)
      throw new Problem(cause === 'TimeoutError' ? 'TIMED_OUT' : 'OFFLINE', { cause })
    }
  }

  async function sendPacked(
    method: string,
    path: string,
    body: Body | null,
    headers: Record<string, string>,
  ): Promise<Reply> {
    const reply = await send(method, path, asJson(body, true, headers))
    if (body?.packed == null || (reply.status !== 400 && reply.status !== 415)) return reply
    // Something between here and the server cannot bear gzip, or took its header off: once more as plain text.
    const plain = await send(method, path, asJson(body, false, headers))
    if (isSpoken(plain) && plain.status !== 400) packs = false
    return plain
  }

  /** A server that asks for quiet gets it, whichever request it said so to. */
  function keepQuiet(): void {
    const quiet = hold.left()
    if (quiet > 0) throw new Problem('TOO_MANY_REQUESTS', { retryAfter: quiet })
  }

  /** Why a request under `/sync` was not answered as it should be. */
  function failureOf(reply: Reply, quiets = hold.set): Problem {
    const problem = isSpoken(reply) ? problemOfServer(reply, parseJson(reply)) : problemOfStranger(reply)
    if (problem.code !== 'TOO_MANY_REQUESTS') return problem
    const wait = retryAfter(reply.headers) ?? HOLD_UNSAID
    quiets(wait)
    return new Problem('TOO_MANY_REQUESTS', { retryAfter: wait })
  }

  /** `/sync`: every reply of ours carries our header. */
  async function sync<T>(
    method: 'GET' | 'POST',
    path: string,
    schema: z.ZodMiniType<T>,
    content?: unknown,
    { quiets = hold.set, headers = {} }: { quiets?: Hold['set']; headers?: Record<string, string> } = {},
  ): Promise<T> {
    keepQuiet()
    const reply = await sendPacked(method, path, content === undefined ? null : await pack(content, packs), headers)
    if (reply.status === 200) return accept(reply, parseJson(reply), schema, isSpoken(reply))
    throw failureOf(reply, quiets)
  }

  /** A picture of somebody else, whole; what is said of it stands beside it in headers. */
  async function sealedPicture(
    path: string,
    beside: Record<string, string>,
    about: { photo: string },
    sealed: Blob,
  ): Promise<void> {
    keepQuiet()
    const headers = { 'content-type': 'application/octet-stream', ...beside }
    const reply = await send('POST', path, { headers, body: sealed, timeout: UPLOAD_TIMEOUT })
    if (reply.status !== 200) throw failureOf(reply)
    const { photo } = accept(reply, parseJson(reply), relayedPhotoReplySchema, isSpoken(reply))
    if (photo !== about.photo) throw new Problem('INTERCEPTED')
  }

  return {
    push: (push) => sync('POST', '/sync/v1/push', pushReplySchema, push),
    pull: async (deviceId, cursor, report) => {
      const query = new URLSearchParams({ deviceId, ...(cursor !== null && { cursor }) })
      const accept = `${COLUMNS_TYPE}, application/json`
      const headers = { accept, [SCHEMA_HEADER]: String(SCHEMA), ...reporting(report) }
      const page = await sync('GET', `/sync/v1/pull?${query}`, pullReplySchema, undefined, { headers })
      // Another device's page would move our cursor past what we have not read.
      if (page.deviceId !== deviceId || page.after !== (cursor ?? '')) throw new Problem('INTERCEPTED')
      return page
    },
    digest: async (cursor) => {
      const reply = await sync('GET', `/sync/v1/digest?${new URLSearchParams({ cursor })}`, digestReplySchema)
      // Of another view it says nothing about this one.
      if (reply.after !== cursor) throw new Problem('INTERCEPTED')
      return reply
    },
    ping: async () => {
      await sync('GET', '/sync/v1/ping', pingReplySchema)
    },
    deadLetter: async (deviceId, letter) => {
      const query = new URLSearchParams({ deviceId })
      // Too many letters are no reason to hold back the inspections.
      await sync('POST', `/sync/v1/deadletter?${query}`, letterReplySchema, letter, { quiets: () => {} })
    },
    lostOrders: async () => (await sync('GET', '/sync/v1/lost', lostReplySchema)).wipe,
    handOver: async (order, queue) => {
      await sync('POST', '/sync/v1/lost', wipedReplySchema, { ...order, queue })
    },
    relay: async (relay, left) => {
      const headers = reporting(left)
      const reply = await sync('POST', '/sync/v1/relay', relayReplySchema, relay, { headers })
      if (reply.ask !== relay.ask) throw new Problem('INTERCEPTED')
      return reply
    },
    relayPhoto: (about, sealed, left) =>
      sealedPicture(
        '/sync/v1/relay/photo',
        { [RELAY_HEADER]: JSON.stringify(about), ...reporting(left) },
        about,
        sealed,
      ),
    fileRows: async (request) => {
      const reply = await sync('POST', '/sync/v1/file', fileRowsReplySchema, request)
      if (reply.ask !== request.ask) throw new Problem('INTERCEPTED')
      return reply
    },
    filePhoto: (about, sealed) =>
      sealedPicture('/sync/v1/file/photo', { [FILE_HEADER]: JSON.stringify(about) }, about, sealed),
    async call(method, path, schema, content, wait) {
      const sent: Sent =
        content instanceof Blob
          ? { headers: { 'content-type': 'application/octet-stream' }, body: content }
          : asJson(content === undefined ? null : await pack(content, false), false)
      const timeout = wait === 'long' || content instanceof Blob ? LONG_TIMEOUT : TIMEOUT
      const reply = await send(method, path, { ...sent, timeout })
      const data = parseJson(reply)
      if (reply.status === 200) return accept(reply, data, schema, true)
      const named = problemBodySchema.safeParse(data)
      throw named.success ? problemOfServer(reply, data) : problemOfStranger(reply)
    },
    async held(sha256) {
      return (await sync('POST', `${BLOBS_PATH}/have`, haveReplySchema, { proto: PROTO, sha256 })).stored
    },
    async picture(sha256) {
      keepQuiet()
      const sent = { headers: { accept: 'image/*' }, timeout: UPLOAD_TIMEOUT, wantsBytes: true as const }
      const reply = await send('GET', `${BLOBS_PATH}/${sha256}`, sent)
      if (!reply.bytes) throw failureOf(reply)
      if (!isSpoken(reply)) throw new Problem('INTERCEPTED')
      return reply.bytes
    },
    async upload(method, path, tus, body) {
      keepQuiet()
      const headers = { 'tus-resumable': '1.0.0', ...tus }
      const reply = await send(method, path, { headers, body, timeout: UPLOAD_TIMEOUT })
      // A portal's 404 must not start an upload anew, nor its 200 end one.
      const { status } = reply
      if (!isSpoken(reply)) {
        if (status === 413) return { is: 'tooLarge' }
        throw failureOf(reply)
      }
      if (status >= 200 && status < 300) return { is: 'at', offset: Number(reply.headers.get('upload-offset') ?? 0) }
      const is = uploadReplies[status]
      if (!is) throw failureOf(reply)
      return { is }
    },
  }
}

const uploadReplies: Record<number, Exclude<UploadReply['is'], 'at' | 'tooLarge'>> = {
  404: 'gone',
  410: 'gone',
  409: 'elsewhere',
  460: 'mismatch',
}

function asJson(body: Body | null, mayPack: boolean, own: Record<string, string> = {}): Sent {
  if (body === null) return { headers: own }
  const headers = { 'content-type': 'application/json', ...own }
  if (!mayPack || !body.packed) return { headers, body: body.text }
  return { headers: { ...headers, 'content-encoding': 'gzip' }, body: body.packed }
}

async function pack(content: unknown, isPacked: boolean): Promise<Body> {
  const text = JSON.stringify(content)
  if (!isPacked || text.length <= PACKED_FROM) return { text, packed: null }
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return { text, packed: new Uint8Array(await new Response(stream).arrayBuffer()) }
}

function isSpoken({ headers }: Reply): boolean {
  return headers.get(PROTO_HEADER) !== null
}

/** The reply's JSON; undefined where it does not even claim to be JSON. */
function reporting(report: DeviceReport | undefined): Record<string, string> {
  return report ? { [REPORT_HEADER]: JSON.stringify(report) } : {}
}

function parseJson({ headers, text }: Reply): unknown {
  const type = headers.get('content-type') ?? ''
  if (!/^application\/(\w+\+)?json\b/i.test(type)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return type.startsWith(COLUMNS_TYPE) ? fromColumns(value as Columns) : value
  } catch {
    return undefined
  }
}

/** 200 with somebody else's page is the favourite lie of a hotel's Wi-Fi. */
function accept<T>({ status }: Reply, data: unknown, schema: z.ZodMiniType<T>, isOurs: boolean): T {
  const parsed = isOurs ? schema.safeParse(data) : null
  if (!parsed?.success) throw new Problem('INTERCEPTED', { status })
  return parsed.data
}

/** What our own server says; a code that this app is too old to know is read by its status. */
function problemOfServer({ status, headers }: Reply, data: unknown): Problem {
  const wait = retryAfter(headers)
  const soonest = wait === null ? {} : { retryAfter: wait }
  const body = problemBodySchema.safeParse(data)
  if (body.success && isProblemCode(body.data.code)) {
    return new Problem(body.data.code, { ...body.data.detail, ...soonest })
  }
  const codes: Record<number, ProblemCode> = {
    401: 'SIGN_IN_REQUIRED',
    403: 'FORBIDDEN',
    413: 'BODY_TOO_LARGE',
    // An upload of the same picture is still under way.
    423: 'STORAGE_UNAVAILABLE',
    426: 'PROTOCOL_UNSUPPORTED',
    429: 'TOO_MANY_REQUESTS',
    503: 'STORAGE_UNAVAILABLE',
    507: 'STORAGE_FULL',
  }
  return new Problem(codes[status] ?? 'SERVER_FAILED', { status, ...soonest })
}

/**
 * What a status without our header means: somebody between here and the server.
 *
 * | status            | it is                                                     |
 * |-------------------|-----------------------------------------------------------|
 * | 0, 3xx, 4xx, 511  | a portal or a proxy: the person may have to sign in there |
 * | 408               | the line was too slow for the proxy                       |
 * | 413               | the proxy's own limit: smaller pieces may pass            |
 * | 429               | a limit of requests: obeyed, whoever asks for it          |
 * | other 5xx         | the proxy is there and the server behind it is not        |
 */
function problemOfStranger({ status, headers }: Reply): Problem {
  const wait = retryAfter(headers)
  const detail = { status, ...(wait === null ? {} : { retryAfter: wait }) }
  const codes: Record<number, ProblemCode> = {
    408: 'TIMED_OUT',
    413: 'BODY_TOO_LARGE',
    429: 'TOO_MANY_REQUESTS',
    511: 'INTERCEPTED',
  }
  return new Problem(codes[status] ?? (status >= 500 ? 'STORAGE_UNAVAILABLE' : 'INTERCEPTED'), detail)
}
