import type * as z from 'zod/mini'
import { isProblemCode, Problem, type ProblemCode } from '../../domain/problem.ts'
import {
  BLOBS_PATH,
  haveReplySchema,
  PERSON_HEADER,
  PROTO,
  PROTO_HEADER,
  type PullReply,
  type Push,
  type PushReply,
  problemBodySchema,
  pullReplySchema,
  pushReplySchema,
} from '../../protocol/wire.ts'

/** The only code of the device that talks to the network. A simulation passes a `fetch` of its own. */
export type Transport = {
  push(push: Push): Promise<PushReply>
  pull(deviceId: string, cursor: string | null): Promise<PullReply>
  call<T>(method: 'GET' | 'POST', path: string, schema: z.ZodMiniType<T>, body?: unknown): Promise<T>
  /** Which of these pictures the server lacks. */
  missing(sha256: readonly string[]): Promise<string[]>
  /** One request of tus. */
  upload(
    method: 'POST' | 'HEAD' | 'PATCH',
    path: string,
    headers: Record<string, string>,
    body?: Blob,
  ): Promise<UploadReply>
}

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

/** A reply that takes longer has been lost on the way: the same bytes are sent again. */
const TIMEOUT = 30_000
/** A picture at 4 kB a second; what arrived until then is not lost. */
const UPLOAD_TIMEOUT = 120_000

type Settings = {
  /** Whose store speaks; nobody's before sign-in. */
  personId?: string
  fetcher?: typeof fetch
}

/** Every failure is thrown as a Problem: OFFLINE, INTERCEPTED, or what the server said. */
export function createTransport({ personId, fetcher = (...call) => fetch(...call) }: Settings = {}): Transport {
  async function send(method: string, path: string, more: RequestInit = {}, timeout = TIMEOUT): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', ...(more.headers as Record<string, string>) }
    if (personId !== undefined) headers[PERSON_HEADER] = personId
    try {
      return await fetcher(path, {
        method,
        headers,
        body: more.body,
        cache: 'no-store',
        credentials: 'same-origin',
        // A portal's redirect to its sign-in page must not look like an answer.
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      })
    } catch (error) {
      throw new Problem('OFFLINE', { cause: error instanceof Error ? error.name : String(error) })
    }
  }

  async function ask<T>(
    method: string,
    path: string,
    schema: z.ZodMiniType<T>,
    body: unknown,
    isOurs: (response: Response) => boolean,
  ): Promise<T> {
    const json = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const response = await send(method, path, body === undefined ? {} : json)
    const text = await response.text().catch(() => {
      // Cut in the middle: nothing of it counts.
      throw new Problem('OFFLINE', { cause: 'truncated' })
    })
    const data = parseJson(text)
    if (!response.ok) throw problemFrom(response.status, data)
    const parsed = isOurs(response) ? schema.safeParse(data) : null
    if (!parsed?.success) throw new Problem('INTERCEPTED', { status: response.status })
    return parsed.data
  }

  // 200 with somebody else's page is the favourite lie of a hotel's Wi-Fi.
  const spoken = (response: Response) => response.headers.get(PROTO_HEADER) !== null
  return {
    push: (push) => ask('POST', '/sync/v1/push', pushReplySchema, push, spoken),
    pull: (deviceId, cursor) =>
      ask(
        'GET',
        `/sync/v1/pull?${new URLSearchParams({ deviceId, ...(cursor !== null && { cursor }) })}`,
        pullReplySchema,
        undefined,
        spoken,
      ),
    call: (method, path, schema, body) => ask(method, path, schema, body, () => true),
    async missing(sha256) {
      const reply = await ask('POST', `${BLOBS_PATH}/have`, haveReplySchema, { proto: PROTO, sha256 }, spoken)
      return reply.missing
    },
    async upload(method, path, tus, body) {
      const response = await send(method, path, { headers: { 'tus-resumable': '1.0.0', ...tus }, body }, UPLOAD_TIMEOUT)
      // A portal's 404 must not start an upload anew.
      if (!spoken(response)) throw problemFrom(response.status, undefined)
      if (response.ok) return { is: 'at', offset: Number(response.headers.get('upload-offset') ?? 0) }
      if (uploadReplies[response.status]) return { is: uploadReplies[response.status] } as UploadReply
      throw problemFrom(response.status, parseJson(await response.text().catch(() => '')))
    },
  }
}

const uploadReplies: Record<number, UploadReply['is']> = { 404: 'gone', 410: 'gone', 409: 'elsewhere', 460: 'mismatch' }

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a status without a code of ours means: a proxy answered, or the server could not. */
function problemFrom(status: number, data: unknown): Problem {
  const body = problemBodySchema.safeParse(data)
  if (body.success && isProblemCode(body.data.code)) return new Problem(body.data.code, body.data.detail)
  const codes: Record<number, ProblemCode> = {
    401: 'SIGN_IN_REQUIRED',
    413: 'BODY_TOO_LARGE',
    426: 'PROTOCOL_UNSUPPORTED',
    507: 'STORAGE_FULL',
  }
  if (codes[status]) return new Problem(codes[status])
  return new Problem(status >= 500 || status === 429 || status === 423 ? 'STORAGE_UNAVAILABLE' : 'INTERCEPTED', {
    status,
  })
}
