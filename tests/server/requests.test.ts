import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isProblemCode } from '../../src/domain/problem.ts'
import { PUSH_BYTES_MAX } from '../../src/protocol/terms.ts'
import { problemBodySchema, welcomeSchema } from '../../src/protocol/wire.ts'
import {
  accepted,
  createServerWorld,
  headFor,
  jsonRequest,
  MORNING,
  type ServerWorld,
} from '../support/server-world.ts'
import { engine } from '../support/test-database.ts'

let world: ServerWorld
let cookie: string
beforeEach(async () => {
  world = await createServerWorld()
  cookie = await world.signIn('kiemtra')
})
afterEach(() => world.close())

function post(body: BodyInit | null, headers: Record<string, string> = {}) {
  // `duplex` is what Node asks for with a body that streams.
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie, ...headers },
    body,
    duplex: 'half',
  }
  return world.app.request('/sync/v1/push', init as RequestInit)
}

async function refusal(reply: Response): Promise<[number, string]> {
  const { code, message } = problemBodySchema.parse(await reply.json())
  expect(isProblemCode(code)).toBe(true)
  expect(message).toMatch(/\.$/)
  return [reply.status, code]
}

const envelope = { proto: 1, epoch: null, deviceId: 'd', schema: 1, app: 'test', clock: { wall: MORNING }, m: [] }

test('health says that it is well, and with which storage', async () => {
  const reply = await world.app.request('/api/health')
  expect([reply.status, await reply.json()]).toEqual([200, { ok: true, version: 'test', storage: engine }])
})

test('the welcome names the four invented accounts and says that they are invented', async () => {
  const { demonstration } = welcomeSchema.parse(await (await world.app.request('/api/welcome')).json())
  expect(demonstration?.notice).toContain('minh họa')
  expect(demonstration?.accounts.map(({ username, role }) => `${username}: ${role}`)).toEqual([
    'kiemtra: Người kiểm tra',
    'coso: Cơ sở y tế',
    'giamsat: Người giám sát',
    'quantri: Quản trị',
  ])
})

test('a ping answers anybody, with the sign by which a device knows its server', async () => {
  const reply = await world.app.request('/sync/v1/ping')
  expect([reply.status, reply.headers.get('sync-proto')]).toEqual([200, '1'])
  expect(await reply.json()).toEqual({ proto: 1, serverTime: MORNING })
})

describe('every reply of the sync carries its sign, is JSON and is never kept', () => {
  test.each([
    ['a push', () => post(JSON.stringify(envelope))],
    ['a pull', () => world.app.request('/sync/v1/pull', { headers: { cookie } })],
    ['a pull by nobody', () => world.app.request('/sync/v1/pull')],
    ['an unknown path', () => world.app.request('/sync/v1/nothing')],
    ['another version', () => world.app.request('/sync/v2/push', { method: 'POST' })],
    ['a broken body', () => post('{')],
    ['another site', () => post('{}', { origin: 'https://khac.example' })],
  ])('%s', async (_, ask) => {
    const reply = await ask()
    expect(reply.headers.get('sync-proto')).toBe('1')
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/)
    expect(reply.headers.get('cache-control')).toBe('no-store')
  })
})

describe('without a session', () => {
  test.each([
    ['GET', '/api/me'],
    ['GET', '/api/inspections/any'],
    ['GET', '/sync/v1/pull'],
    ['POST', '/sync/v1/push'],
  ])('%s %s asks to sign in', async (method, path) => {
    expect(await refusal(await world.app.request(path, { method }))).toEqual([401, 'SIGN_IN_REQUIRED'])
    const stale = { cookie: 'so-kiem.session_token=made.up' }
    expect(await refusal(await world.app.request(path, { method, headers: stale }))).toEqual([401, 'SIGN_IN_REQUIRED'])
  })
})

describe('a body that cannot be read', () => {
  test.each<[string, BodyInit | null, number, string]>([
    ['nothing', null, 400, 'BODY_MALFORMED'],
    ['half a JSON', '{"proto":1,', 400, 'BODY_MALFORMED'],
    ['a web page', '<!doctype html>', 400, 'BODY_MALFORMED'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 400, 'BODY_MALFORMED'],
    ['brackets without end', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 400, 'BODY_MALFORMED'],
    ['a list', '[]', 422, 'BODY_INVALID'],
    ['a word', '"proto"', 422, 'BODY_INVALID'],
    ['no device', JSON.stringify({ ...envelope, deviceId: undefined }), 422, 'BODY_INVALID'],
    ['a field too many', JSON.stringify({ ...envelope, admin: true }), 422, 'BODY_INVALID'],
    ['101 mutations', JSON.stringify({ ...envelope, m: Array(101).fill({}) }), 422, 'BODY_INVALID'],
    ['a mutation without a number', JSON.stringify({ ...envelope, m: [{ id: 'a' }] }), 422, 'BODY_INVALID'],
    ['a mutation without an id', JSON.stringify({ ...envelope, m: [{ seq: 1 }] }), 422, 'BODY_INVALID'],
    [
      'a number beyond 2^53',
      '{"proto":1,"epoch":null,"deviceId":"d","schema":1,"app":"t","clock":{"wall":1},"m":[{"seq":9007199254740993,"id":"a"}]}',
      422,
      'BODY_INVALID',
    ],
    [
      'a number that is none',
      JSON.stringify({ ...envelope, m: [{ seq: 1, id: 'a', n: 'X' }] }).replace('"X"', '1e999'),
      422,
      'BODY_INVALID',
    ],
    ['another protocol', JSON.stringify({ ...envelope, proto: 2, more: 'new' }), 426, 'PROTOCOL_UNSUPPORTED'],
  ])('%s', async (_, body, status, code) => {
    expect(await refusal(await post(body))).toEqual([status, code])
    expect(world.errors).toEqual([])
  })

  test('50 MB, announced', async () => {
    const body = new Uint8Array(50 * 1024 * 1024).fill(0x20)
    expect(await refusal(await post(body, { 'content-length': String(body.byteLength) }))).toEqual([
      413,
      'BODY_TOO_LARGE',
    ])
  })

  test('50 MB, not announced: reading stops soon after the limit', async () => {
    let sent = 0
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024
        if (sent > 50 * 1024 * 1024) controller.close()
        else controller.enqueue(new Uint8Array(64 * 1024).fill(0x20))
      },
    })
    expect(await refusal(await post(stream))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(sent).toBeLessThan(PUSH_BYTES_MAX + 512 * 1024)
  })

  test('a small gzip that unpacks to 50 MB', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, 0x20))
    expect(bomb.byteLength).toBeLessThan(100_000)
    expect(await refusal(await post(bomb, { 'content-encoding': 'gzip' }))).toEqual([413, 'BODY_TOO_LARGE'])
  })

  test('a gzip cut half way, and a packing that nobody knows', async () => {
    const half = gzipSync(JSON.stringify(envelope)).subarray(0, 30)
    expect(await refusal(await post(half, { 'content-encoding': 'gzip' }))).toEqual([400, 'BODY_MALFORMED'])
    expect(await refusal(await post('{}', { 'content-encoding': 'zip' }))).toEqual([400, 'BODY_MALFORMED'])
  })
})

test('a gzipped push is a push', async () => {
  const start = { seq: 1, id: 'a', at: 1, k: 'inspection.start', insp: 'i', head: await headFor('demo-tyt-suoi-mo') }
  const reply = await accepted(
    await post(gzipSync(JSON.stringify({ ...envelope, m: [start] })), { 'content-encoding': 'gzip' }),
  )
  expect(reply.r[0]?.o).toBe('applied')
})

test.each(['limit=0', 'limit=501', 'limit=2.5', 'limit=abc', `cursor=${'x'.repeat(1001)}`])(
  'a pull with %s is a wrong shape',
  async (query) => {
    const reply = await world.app.request(`/sync/v1/pull?${query}`, { headers: { cookie } })
    expect(await refusal(reply)).toEqual([422, 'BODY_INVALID'])
  },
)

test('a value given twice counts once: the first', async () => {
  const pull = (query: string) => world.app.request(`/sync/v1/pull?${query}`, { headers: { cookie } })
  expect((await pull('limit=1&limit=abc')).status).toBe(200)
  expect((await pull('limit=abc&limit=1')).status).toBe(422)
})

test.each(['__proto__', 'constructor', 'prototype'])('no body reaches what all objects share: %s', async (key) => {
  const head = await headFor('demo-tyt-suoi-mo')
  const answer = '{"value":{"is":"verdict","verdict":"pass"},"note":"x"}'
  const mutations = [
    `{"seq":1,"id":"a","at":1,"k":"inspection.start","insp":"i","head":${JSON.stringify(head)}}`,
    `{"seq":2,"id":"b","at":1,"k":"answer.set","insp":"i","set":{"${key}":[0,${answer}]}}`,
    `{"seq":3,"id":"c","at":1,"k":"answer.set","insp":"i","set":{"q1":[0,{"value":{"is":"marks","marks":{"${key}":"done"}}}]}}`,
    `{"seq":4,"id":"d","at":1,"k":"answer.set","insp":"i","${key}":{"polluted":true},"set":{}}`,
  ]
  const text = JSON.stringify(envelope).replace('"m":[]', `"${key}":{"polluted":true},"m":[${mutations}]`)
  const reply = await post(text)
  expect([200, 422]).toContain(reply.status)
  expect(world.errors).toEqual([])
  const fresh = {} as Record<string, unknown>
  for (const name of ['polluted', 'note', 'value', '0']) expect(fresh[name]).toBeUndefined()
  // And the server goes on as before.
  const start = { seq: 1, id: 'e', at: 1, k: 'inspection.start', insp: 'j', head }
  expect((await accepted(await post(JSON.stringify({ ...envelope, deviceId: 'e', m: [start] })))).r[0]?.o).toBe(
    'applied',
  )
})

test('a pull that speaks another protocol is told to update', async () => {
  const reply = await world.app.request('/sync/v1/pull', { headers: { cookie, 'sync-proto': '2' } })
  expect(await refusal(reply)).toEqual([426, 'PROTOCOL_UNSUPPORTED'])
})

test.each(['/api', '/api/', '/api/nothing', '/api/health/more', '/sync', '/sync/v1', '/sync/v1/nothing'])(
  '%s is not found, in JSON, even for a browser',
  async (path) => {
    const reply = await world.app.request(path, { headers: { cookie, accept: 'text/html' } })
    expect(await refusal(reply)).toEqual([404, 'NOT_FOUND'])
  },
)

test('an inspection that does not exist and one of another person look the same', async () => {
  const tablet = await world.device('kiemtra')
  await tablet.send({ k: 'inspection.start', insp: 'mine', head: await headFor('demo-tyt-suoi-mo') })
  const other = await world.signIn('giamsat')
  const ask = (id: string) => world.app.request(`/api/inspections/${id}`, { headers: { cookie: other } })
  const [theirs, nobodys] = [await ask('mine'), await ask('none')]
  expect(await theirs.text()).toBe(await nobodys.text())
  expect([theirs.status, nobodys.status]).toEqual([404, 404])
  const mine = await world.app.request('/api/inspections/mine', { headers: { cookie: tablet.cookie } })
  expect(await mine.json()).toMatchObject({ id: 'mine', status: 'draft', createdBy: { id: 'demo-kiemtra' } })
})

test('a fault of ours is told to our log, and to nobody outside', async () => {
  await world.db.schema.dropTable('feed').execute()
  const reply = await world.app.request('/sync/v1/pull', { headers: { cookie } })
  const text = await reply.text()
  expect(reply.status).toBe(500)
  expect(JSON.parse(text).code).toBe('SERVER_FAILED')
  expect(text).not.toMatch(/feed|sqlite|\.ts/i)
  expect(String(world.errors[0])).toContain(
    engine === 'sqlite' ? 'no such table: feed' : 'relation "feed" does not exist',
  )
})

test('every reply of data may load, run and be framed by nothing', async () => {
  for (const path of ['/api/health', '/sync/v1/ping', '/nothing']) {
    const { headers } = await world.app.request(path)
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('strict-transport-security')).toBeNull()
  }
})

test('by https, and only then, browsers are told to stay with it', async () => {
  const direct = await world.app.request('https://so.example/api/health')
  expect(direct.headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
  const headers = { 'x-forwarded-proto': 'https' }
  const proxied = await world.app.request('/api/health', { headers })
  expect(proxied.headers.get('strict-transport-security')).toContain('max-age=31536000')
})

test('a push by another site’s page is refused before anything is read', async () => {
  const request = jsonRequest({ ...envelope }, cookie)
  const headers = { ...request.headers, origin: 'https://khac.example' }
  expect(await refusal(await world.app.request('/sync/v1/push', { ...request, headers }))).toEqual([403, 'FORBIDDEN'])
})
