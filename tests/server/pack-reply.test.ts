import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { COLUMNS_TYPE, fromColumns } from '../../src/protocol/columns.ts'
import { createServerWorld, type ServerWorld } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

const unpacked: Record<string, (body: Buffer) => Buffer> = { br: brotliDecompressSync, gzip: gunzipSync }

async function pull(headers: Record<string, string>) {
  const reply = await world.app.request('/sync/v1/pull', {
    headers: { cookie: await world.signIn('kiemtra'), ...headers },
  })
  const encoding = reply.headers.get('content-encoding')
  const body = Buffer.from(await reply.arrayBuffer())
  const text = (encoding === null ? body : (unpacked[encoding]?.(body) ?? body)).toString('utf8')
  return { headers: reply.headers, encoding, length: body.byteLength, value: JSON.parse(text) }
}

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['identity', null],
  ['', null],
])('who takes “%s” gets a page in %s, and the same page', async (accepted, encoding) => {
  const page = await pull({ 'accept-encoding': accepted })
  expect(page.encoding).toBe(encoding)
  expect(page.headers.get('vary')).toContain('Accept-Encoding')
  expect(page.headers.get('sync-proto')).toBe('1')
  expect(page.headers.get('content-length') ?? String(page.length)).toBe(String(page.length))
  const { serverTime: _now, ...plain } = (await pull({})).value
  expect(page.value).toMatchObject(plain)
})

test('a small reply and an error are packed too, and HEAD and a picture are not', async () => {
  const headers = { cookie: await world.signIn('kiemtra'), 'accept-encoding': 'br' }
  const ping = await world.app.request('/sync/v1/ping', { headers })
  expect(ping.headers.get('content-encoding')).toBe('br')
  expect(JSON.parse(brotliDecompressSync(Buffer.from(await ping.arrayBuffer())).toString())).toMatchObject({ proto: 1 })
  const error = await world.app.request('/sync/v1/nothing', { headers })
  expect([error.status, error.headers.get('content-encoding')]).toEqual([404, 'br'])
  const head = await world.app.request('/sync/v1/ping', { method: 'HEAD', headers })
  expect(head.headers.get('content-encoding')).toBeNull()
})

test('[P79] who takes columns gets the same page in them, said by its type; everybody else gets it as it always was', async () => {
  const { value: plain } = await pull({ accept: 'application/json' })
  expect(plain).toMatchObject({ proto: 1, reset: true })
  const asked = await pull({ accept: `${COLUMNS_TYPE}, application/json` })
  expect(asked.headers.get('content-type')).toBe(COLUMNS_TYPE)
  expect(fromColumns(asked.value)).toEqual({ ...plain, serverTime: expect.any(Number) })
  const refused = await pull({ accept: `${COLUMNS_TYPE};q=0, application/json` })
  expect(refused.headers.get('content-type')).toMatch('application/json')
})
