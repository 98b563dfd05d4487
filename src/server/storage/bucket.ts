import { createHash } from 'node:crypto'
import { AwsClient } from 'aws4fetch'
import { Problem } from '../../domain/problem.ts'

/** Where pictures lie in an S3-compatible store. The two keys are never printed. */
export type BucketSettings = {
  /** Without a slash at its end. Buckets are addressed by path below it: what every store understands. */
  endpoint: string
  region: string
  bucket: string
  /** Before every key; empty, or with a slash at its end. */
  prefix: string
  accessKeyId: string
  secretAccessKey: string
}

/** The six things that are asked of a store. Whatever fails is the Problem that devices know: "later". */
export type Bucket = {
  /** @param isNew where something under this key stays as it is */
  put(key: string, bytes: Uint8Array<ArrayBuffer>, isNew?: boolean): Promise<void>
  get(key: string): Promise<Buffer | null>
  /** In bytes; null where there is nothing. */
  size(key: string): Promise<number | null>
  remove(key: string): Promise<void>
  /** Every key that begins so, with its size, in order. */
  list(start: string): AsyncGenerator<{ key: string; size: number }>
}

/** One request with its answer: two megabytes at least at a hundred kilobytes a second. */
const TIMEOUT_MS = 20_000
/** Beside the first try, where the store says that it has too much to do. */
const RETRIES = 2

export function openBucket({ endpoint, region, bucket, prefix, ...keys }: BucketSettings): Bucket {
  const client = new AwsClient({ ...keys, region, service: 's3', retries: RETRIES })
  const base = `${endpoint}/${bucket}`

  /** With its body: a line may break in the middle of it. @throws Problem for all but these statuses */
  async function ask(
    method: string,
    url: string,
    expected: readonly number[],
    init: { headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> } = {},
  ): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const reply = await client
      .fetch(url, { method, ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then(async (said) => ({
        status: said.status,
        headers: said.headers,
        bytes: Buffer.from(await said.arrayBuffer()),
      }))
      .catch((cause: Error) => unavailable(method, cause.message, cause))
    if (expected.includes(reply.status)) return reply
    const code = /<Code>(\w+)<\/Code>/.exec(reply.bytes.toString('utf8'))?.[1] ?? ''
    if (reply.status === INSUFFICIENT_STORAGE || code.endsWith('StorageFull')) throw new Problem('STORAGE_FULL')
    return unavailable(method, `${reply.status} ${code}`)
  }

  const at = (key: string) => `${base}/${prefix}${key.split('/').map(encodeURIComponent).join('/')}`

  return {
    async put(key, bytes, isNew = false) {
      const headers = {
        // Both are checked by the store, before anything stands under the key.
        'x-amz-content-sha256': createHash('sha256').update(bytes).digest('hex'),
        'content-md5': createHash('md5').update(bytes).digest('base64'),
        ...(isNew && { 'if-none-match': '*' }),
      }
      const { status } = await ask('PUT', at(key), isNew ? [200, 412, 501] : [200], { headers, body: bytes })
      // A store that has no such condition; the content under this key is the same whoever wins.
      if (status === 501) await this.put(key, bytes)
    },
    async get(key) {
      const { status, bytes } = await ask('GET', at(key), [200, 404])
      return status === 404 ? null : bytes
    },
    async size(key) {
      const { status, headers } = await ask('HEAD', at(key), [200, 404])
      return status === 404 ? null : Number(headers.get('content-length'))
    },
    async remove(key) {
      await ask('DELETE', at(key), [200, 204, 404])
    },
    async *list(start) {
      for (let last: string | null = ''; last !== null; ) {
        // The first version of listing goes on behind a key instead of with a token of the store's: every store has it.
        const query = new URLSearchParams({ prefix: prefix + start, ...(last && { marker: last }) })
        const text: string = (await ask('GET', `${base}?${query}`, [200])).bytes.toString('utf8')
        let end: string | null = null
        for (const [, entry = ''] of text.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          end = within(entry, 'Key')
          if (end !== null) yield { key: end.slice(prefix.length), size: Number(within(entry, 'Size')) }
        }
        last = within(text, 'IsTruncated') === 'true' ? end : null
      }
    },
  }
}

const INSUFFICIENT_STORAGE = 507

/** The text of an element; our keys have no sign that XML would have to write otherwise. */
function within(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null
}

function unavailable(method: string, why: string, cause?: unknown): never {
  const problem = new Problem('STORAGE_UNAVAILABLE')
  problem.cause = new Error(`object storage, ${method}: ${why}`, { cause })
  throw problem
}
