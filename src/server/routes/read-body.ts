import { gunzipSync } from 'node:zlib'
import type * as z from 'zod/mini'
import { Problem } from '../../domain/problem.ts'

/** Deeper than any answer; a text of brackets alone would exhaust the stack of whatever walks it. */
const DEPTH_MAX = 40

/**
 * The JSON of a request, plain or gzipped, at most `limit` bytes once unpacked.
 * Reads no further than the limit, whatever Content-Length says.
 *
 * @throws Problem BODY_TOO_LARGE, BODY_MALFORMED
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const text = await readText(request, limit)
  if (depthOf(text) > DEPTH_MAX) throw new Problem('BODY_MALFORMED')
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('BODY_MALFORMED')
  }
}

/** A value in the shape that a schema asks for. @throws Problem BODY_INVALID with the places that do not fit. */
export function parseAs<T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data as z.output<T>
  throw new Problem('BODY_INVALID', { at: parsed.error.issues.map(({ path }) => path.join('.')).slice(0, 5) })
}

/**
 * The text of a request, plain or gzipped, at most `limit` bytes once unpacked: a
 * small gzip that unpacks to a mountain is refused when the limit is passed.
 *
 * @param strict refuses bytes that are no UTF-8; otherwise they are marked as unreadable and the rest is kept
 * @throws Problem BODY_TOO_LARGE, BODY_MALFORMED
 */
export async function readText(request: Request, limit: number, { strict = true } = {}): Promise<string> {
  const bytes = await readBytes(request, limit)
  try {
    return new TextDecoder('utf-8', { fatal: strict }).decode(bytes)
  } catch {
    throw new Problem('BODY_MALFORMED')
  }
}

/** The bytes of a request, in the same way. @throws Problem BODY_TOO_LARGE, BODY_MALFORMED */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new Problem('BODY_TOO_LARGE')
  if (request.body === null) throw new Problem('BODY_MALFORMED')
  const encoding = request.headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') throw new Problem('BODY_MALFORMED')
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.byteLength
      if (length > limit) throw new Problem('BODY_TOO_LARGE')
      chunks.push(value)
    }
    const bytes = Buffer.concat(chunks)
    // At once: a stream of its own would cost more than unpacking does.
    return encoding === 'gzip' ? gunzipSync(bytes, { maxOutputLength: limit }) : bytes
  } catch (error) {
    if (error instanceof Problem) throw error
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      throw new Problem('BODY_TOO_LARGE')
    // A broken gzip, a line cut half way: nothing here can be read.
    throw new Problem('BODY_MALFORMED')
  }
}

/** How deep brackets nest outside of texts. */
function depthOf(json: string): number {
  let depth = 0
  let deepest = 0
  let inText = false
  for (let at = 0; at < json.length; at++) {
    const character = json[at]
    if (inText) {
      if (character === '\\') at++
      else if (character === '"') inText = false
    } else if (character === '"') inText = true
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth)
    else if (character === '}' || character === ']') depth--
  }
  return deepest
}
