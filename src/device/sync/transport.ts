import type * as z from 'zod/mini'
import { isProblemCode, Problem, type ProblemCode } from '../../domain/problem.ts'
import {
  type DigestReply,
  digestReplySchema,
  PERSON_HEADER,
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
  digest(cursor: string): Promise<DigestReply>
  call<T>(method: 'GET' | 'POST', path: string, schema: z.ZodMiniType<T>, body?: unknown): Promise<T>
}

/** A reply that takes longer has been lost on the way: the same bytes are sent again. */
const TIMEOUT = 30_000

type Settings = {
  /** Whose store speaks; nobody's before sign-in. */
  personId?: string
  fetcher?: typeof fetch
}

/** Every failure is thrown as a Problem: OFFLINE, INTERCEPTED, or what the server said. */
export function createTransport({ personId, fetcher = (...call) => fetch(...call) }: Settings = {}): Transport {
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (personId !== undefined) headers[PERSON_HEADER] = personId
    if (body !== undefined) headers['content-type'] = 'application/json'
    try {
      return await fetcher(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: 'no-store',
        credentials: 'same-origin',
        // A portal's redirect to its sign-in page must not look like an answer.
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
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
    const response = await send(method, path, body)
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
    pull: async (deviceId, cursor) => {
      const query = new URLSearchParams({ deviceId, ...(cursor !== null && { cursor }) })
      const page = await ask('GET', `/sync/v1/pull?${query}`, pullReplySchema, undefined, spoken)
      // Another device's page would move our cursor past what we have not read.
      if (page.deviceId !== deviceId || page.after !== (cursor ?? '')) throw new Problem('INTERCEPTED')
      return page
    },
    digest: (cursor) =>
      ask('GET', `/sync/v1/digest?${new URLSearchParams({ cursor })}`, digestReplySchema, undefined, spoken),
    call: (method, path, schema, body) => ask(method, path, schema, body, () => true),
  }
}

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
  return new Problem(status >= 500 || status === 429 ? 'STORAGE_UNAVAILABLE' : 'INTERCEPTED', { status })
}
