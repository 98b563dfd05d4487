import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import { type BucketSettings, openBucket } from '../../src/server/storage/bucket.ts'

/** What a store that is in trouble does with a request. */
type Trouble = 'answers' | { status: number } | 'cuts' | 'cuts the answer' | 'never answers'

/**
 * A real S3-speaking server with one bucket, which checks every signature, and a line to it
 * on which the test may stand. Keys are as for the store, by name and size: `keys()`.
 */
export async function createObjectStorage() {
  const directory = mkdtempSync(join(tmpdir(), 'so-kiem-s3-'))
  const store = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: 'anh', configs: [] }],
  })
  const { port } = await store.run()
  const seen: string[] = []
  let trouble: (method: string, path: string) => Trouble = () => 'answers'

  const line = createServer((asked, answer) => {
    const { method = '', url = '', headers } = asked
    seen.push(`${method} ${url.split('?')[0]}`)
    const what = trouble(method, url)
    if (what === 'cuts') return void asked.destroy()
    if (what === 'never answers') return void asked.resume()
    if (typeof what === 'object') {
      asked.resume()
      answer.writeHead(what.status, { 'content-type': 'application/xml' })
      return void answer.end('<Error><Code>SlowDown</Code></Error>')
    }
    const onward = request({ port, host: '127.0.0.1', method, path: url, headers }, (reply) => {
      if (what === 'cuts the answer') {
        reply.resume()
        return void reply.on('end', () => asked.socket.destroy())
      }
      answer.writeHead(reply.statusCode ?? 500, reply.headers)
      reply.pipe(answer)
    })
    onward.on('error', () => asked.destroy())
    asked.pipe(onward)
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  const settings: BucketSettings = {
    endpoint: `http://127.0.0.1:${(line.address() as AddressInfo).port}`,
    region: 'us-east-1',
    bucket: 'anh',
    prefix: 'tinh/',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  }
  /** Past the line. */
  const bucket = openBucket({ ...settings, endpoint: `http://127.0.0.1:${port}` })
  return {
    settings,
    bucket,
    /** What a server process is told. */
    env: {
      PICTURES_URL: `s3://anh/tinh?endpoint=${settings.endpoint}`,
      AWS_ACCESS_KEY_ID: settings.accessKeyId,
      AWS_SECRET_ACCESS_KEY: settings.secretAccessKey,
    },
    /** Methods and paths of all requests, in order. */
    seen,
    trouble(next: typeof trouble = () => 'answers') {
      trouble = next
    },
    async keys(start = ''): Promise<string[]> {
      const keys: string[] = []
      for await (const { key } of bucket.list(start)) keys.push(key)
      return keys
    },
    async close() {
      line.closeAllConnections()
      line.close()
      await store.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

export type ObjectStorage = Awaited<ReturnType<typeof createObjectStorage>>
