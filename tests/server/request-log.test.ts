import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { reduce } from '../../src/domain/merge.ts'
import { PASSWORD } from '../../src/server/demonstration-data.ts'
import type { Pages } from '../../src/server/routes/pages.ts'
import { type Log, type LogMode, openLog } from '../../src/server/routes/request-log.ts'
import { authenticatorCode } from '../support/authenticator.ts'
import { photoOf, picture, tusBy } from '../support/photos.ts'
import { lockedStore } from '../support/relay.ts'
import {
  createServerWorld,
  headFor,
  jsonRequest,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'
import { engine } from '../support/test-database.ts'

/** Stands for everything that people type, are called or come from. */
const CANARY = 'hoàng-yến-xk91'
const TYPED = encodeURIComponent(CANARY)

let world: ServerWorld | undefined
afterEach(() => world?.close())

function logOf(mode: LogMode) {
  const said: string[] = []
  const complaints: string[] = []
  const outputs = {
    say: (line: string) => said.push(line),
    complain: (line: string) => complaints.push(line),
    now: () => MORNING,
  }
  return { log: openLog(mode, outputs) as Log, said, complaints }
}

async function worldWith(mode: LogMode, settings: Parameters<typeof createServerWorld>[0] = {}) {
  const { log, said, complaints } = logOf(mode)
  world = await createServerWorld({ ...settings, log })
  return { world, said, complaints, lines: () => said.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

test('a line says when, what kind of address, how it went and how long it took, under the id of the reply', async () => {
  const { world, lines } = await worldWith('json')
  const reply = await world.app.request('/api/inspections/abc?x=1')
  expect(lines()).toEqual([
    {
      time: '2026-11-22T03:00:00.000Z',
      kind: 'request',
      id: reply.headers.get('x-request-id'),
      method: 'GET',
      route: '/api/inspections/:id',
      status: 401,
      ms: expect.any(Number),
      bytes: null,
    },
  ])
  expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
})

test('an id that the asker brings along is not taken over', async () => {
  const { world, said } = await worldWith('json')
  const reply = await world.app.request('/api/health', { headers: { 'x-request-id': TYPED } })
  expect(reply.headers.get('x-request-id')).not.toBe(TYPED)
  expect(said.join()).not.toContain(TYPED)
})

const noFeed = engine === 'sqlite' ? 'no such table: feed' : 'relation "feed" does not exist'

test('a fault of ours stands in the same log, under the id of its request, with its place and without its values', async () => {
  const { world, lines } = await worldWith('json', {
    reduce: () => {
      throw new TypeError(`Cannot use 'in' operator to search for 'x' in ${CANARY}`)
    },
  })
  const tablet = await world.device('kiemtra')
  await tablet.send({ k: 'inspection.start', insp: 'x', head: await headFor('demo-tyt-suoi-mo') })
  await world.db.schema.dropTable('feed').execute()
  await world.app.request('/sync/v1/pull', { headers: { cookie: tablet.cookie } })
  const rows = lines().slice(1)
  expect(rows.map(({ kind }) => kind)).toEqual(['error', 'request', 'error', 'request'])
  expect(rows[0]).toMatchObject({ id: rows[1]?.id, name: 'TypeError' })
  expect(rows[0]?.at).toContainEqual(expect.stringContaining('request-log.test.ts'))
  expect(rows[0]).not.toHaveProperty('message')
  expect(rows[2]).toMatchObject({ id: rows[3]?.id, message: noFeed })
})

test.each(['pretty', 'off'] as const)('%s: for eyes', async (mode) => {
  const { world, said, complaints } = await worldWith(mode)
  await world.db.schema.dropTable('setting').execute()
  const reply = await world.app.request('/api/welcome')
  const id = reply.headers.get('x-request-id')?.slice(0, 8)
  expect(said).toEqual(mode === 'off' ? [] : [expect.stringMatching(/^03:00:00 GET \/api\/welcome 200 [\d.]+ ms \? B/)])
  if (mode === 'pretty') expect(said[0]).toContain(`[${id}]`)
  const { log, said: alone, complaints: apart } = logOf(mode)
  log.error(new Error('đĩa hỏng'))
  log.error('không phải lỗi')
  const written = mode === 'off' ? apart : alone
  expect(written[0]).toMatch(/^03:00:00 Error : đĩa hỏng \[-\]\n {4}at /)
  expect(written[1]).toBe('03:00:00 string [-]')
  expect([complaints, mode === 'off' ? alone : apart]).toEqual([[], []])
})

test('names, notes, passwords, addresses and cookies pass through every route and stand in no line', async () => {
  const pages: Pages = new Map([
    [
      '/index.html',
      { body: Buffer.from('x'), brotli: null, hash: 'h', type: 'text/html', cacheControl: 'no-cache', isPart: false },
    ],
  ])
  let isBroken = false
  const { world, said, lines } = await worldWith('json', {
    pages,
    reduce: isBrokenOr(() => isBroken),
  })
  const app = world.app
  const headers = {
    'user-agent': TYPED,
    'x-forwarded-for': '203.0.113.77',
    'x-forwarded-host': `${TYPED}.example`,
    referer: `https://x.example/${TYPED}`,
  }
  const tablet = await world.device('kiemtra')
  const cookie = `${tablet.cookie}; other=${TYPED}`
  const ask = (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { ...headers, cookie, ...init.headers } })
  const post = (path: string, body: unknown) => ask(path, jsonRequest(body, cookie))

  await post('/api/sign-in', { username: CANARY, password: CANARY })
  await post('/api/sign-in', { username: 'kiemtra', password: CANARY })
  await ask(`/api/sign-in?${TYPED}`, { method: 'POST', body: CANARY })
  for (const path of [
    '/api/health',
    '/api/ready',
    '/api/welcome',
    '/api/keys',
    '/api/me',
    `/xac-minh/${TYPED}/${TYPED}`,
    `/api/inspections/${TYPED}`,
    `/api/${TYPED}`,
  ])
    await ask(`${path}?q=${TYPED}`)
  await ask(`/sync/${TYPED}`)
  await ask(`/${TYPED}`, { headers: { accept: 'text/html' } })
  await ask(`/${TYPED}`, { method: CANARY.toUpperCase().replace(/[^A-Z]/g, '') })

  const insp = randomUUID()
  const head = await headFor('demo-tyt-suoi-mo', { team: [CANARY] })
  const noted = { ...passed, note: CANARY }
  const bytes = picture()
  const photo = photoOf(bytes)
  const { r } = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, noted], q2: [0, passed], q3: [0, passed] } },
    { k: 'photo.add', insp, photo },
    await submitOf(insp, head, { q1: noted, q2: passed, q3: passed }, undefined, [photo.sha256]),
  )
  expect(r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied', 'applied'])
  isBroken = true
  await tablet.send({ k: 'answer.set', insp, set: { q1: [1, noted] } })
  isBroken = false
  await ask('/sync/v1/push', { method: 'POST', body: `{"${CANARY}` })
  await post('/sync/v1/push', { [CANARY]: CANARY })
  await post(`/sync/v1/deadletter?deviceId=${TYPED}`, { note: CANARY })
  for (const path of [
    '/sync/v1/ping',
    '/sync/v1/pull',
    `/sync/v1/pull?cursor=${TYPED}`,
    `/sync/v1/digest?cursor=${TYPED}`,
  ])
    await ask(path)
  await post('/sync/v1/blobs/have', { proto: 1, sha256: [photo.sha256] })
  const tus = tusBy((path, init) => app.request(path, init), cookie, 'demo-kiemtra')
  await tus.create(photo)
  await tus.offset(photo)
  await tus.append(photo, 0, bytes)
  await tus.create({ ...photo, id: CANARY }, bytes)
  await ask(`/sync/v1/blobs/${photo.sha256}`)
  await ask(`/sync/v1/blobs/${TYPED}`)
  // A stored text that cannot be read: the engine's message would quote it.
  await world.db.updateTable('inspection').set({ cells: CANARY }).execute()
  await ask(`/api/inspections/${insp}`)
  const administrator = await world.signIn('quantri')
  const send = (method: string, path: string, body: unknown = {}) =>
    app.request(path, {
      ...jsonRequest(body, administrator),
      method,
      headers: { ...headers, cookie: administrator, 'content-type': 'application/json' },
    })
  const read = (path: string) => ask(path, { headers: { cookie: administrator } })
  await send('POST', '/api/people', {
    username: 'canary',
    name: CANARY,
    role: 'supervisor',
    areaIds: [],
    facilityId: null,
  })
  await read('/api/second-factor')
  for (const what of ['', '/off']) await send('POST', `/api/second-factor${what}`, { password: CANARY })
  const begun = await (await send('POST', '/api/second-factor', { password: PASSWORD })).json()
  const code = authenticatorCode(begun.secret)
  const { recoveryCodes } = await (await send('POST', '/api/second-factor/confirm', { code })).json()
  const number = randomUUID()
  const proof = world.auth.lostProofOf('demo-kiemtra', number)
  await ask('/sync/v1/lost', {
    ...jsonRequest({ personId: 'demo-kiemtra', proof, queue: null }),
    headers: { 'content-type': 'application/json', 'sync-tablet': number },
  })
  const told = [begun.secret, begun.address, ...recoveryCodes, number, proof, world.auth.storeKeyOf('demo-kiemtra')]
  await send('POST', '/api/second-factor/confirm', { code: CANARY })
  await send('POST', `/api/people/${TYPED}/reset-second-factor`)
  await post('/sync/v1/lost', { personId: CANARY, proof: CANARY })
  const locked = await lockedStore(world, 'demo-kiemtra', { tablet: number })
  const relayed = await locked.ask([{ insp: TYPED, payload: { k: 'answer.set', set: { [TYPED]: [0, CANARY] } } }])
  told.push(locked.owner.key.sealed)
  await ask('/sync/v1/relay', relayed)
  await ask('/sync/v1/relay', { ...relayed, body: String(relayed.body).replace('"key":{', `"key":{"${TYPED}":1,`) })
  await ask('/sync/v1/relay/photo', await locked.askPicture(TYPED, new TextEncoder().encode(CANARY)))
  await ask('/sync/v1/relay/photo', { method: 'POST', headers: { 'sync-relay': TYPED }, body: CANARY })
  await ask('/sync/v1/file', { ...relayed, body: String(relayed.body).replace('"key":{', `"key":{"${TYPED}":1,`) })
  await ask('/sync/v1/file/photo', { method: 'POST', headers: { 'sync-file': TYPED }, body: CANARY })
  await ask('/sync/v1/lost', { headers: { 'sync-tablet': TYPED, 'sync-report': TYPED } })
  await send('POST', `/api/devices/${TYPED}/found`, { reason: 'found' })
  await send('POST', `/api/handovers/${TYPED}/take`)
  await send('POST', `/api/refusals/${TYPED}/take`)
  await send('POST', '/api/people/reset-passwords', { ids: [TYPED] })
  await send('PUT', `/api/people/${TYPED}/name`, { name: CANARY, was: CANARY })
  for (const what of ['sessions', 'devices']) await send('POST', `/api/${what}/${TYPED}/lost`, { everybody: true })
  for (const path of [
    '/api/devices',
    '/api/handovers',
    '/api/refusals',
    `/api/overview?period=2026&area=${TYPED}`,
    `/api/overview/facilities?period=2026&checklist=${TYPED}&item=${TYPED}&after=-2.${TYPED}`,
    '/api/people',
    '/api/sessions',
    '/api/people/demo-kiemtra/sessions',
    `/api/people/${TYPED}/sessions`,
  ])
    await read(path)
  for (const act of ['lock', 'unlock', 'reset-password']) await send('POST', `/api/people/${TYPED}/${act}`)
  await send('PUT', '/api/people/demo-coso/reach', { role: 'inspector', areaIds: [CANARY], facilityId: null })
  for (const path of ['/api/areas', '/api/facilities', `/api/facilities/${TYPED}`]) await read(path)
  const tree = { version: 2, from: '2026-11-22' }
  const area = { kind: 'commune', name: CANARY, parentId: null }
  await send('POST', '/api/areas', { ...tree, ...area })
  await send('POST', '/api/areas/merge', { ...tree, ...area, areaIds: [TYPED, CANARY] })
  await send('PUT', '/api/areas/demo-suoi-mo', { ...tree, name: CANARY })
  for (const act of ['split', 'move', 'end'])
    await send('POST', `/api/areas/${TYPED}/${act}`, { ...tree, name: CANARY })
  const station = { name: CANARY, address: CANARY, facts: head.facts, position: null }
  await send('POST', '/api/facilities', { ...station, areaId: 'demo-suoi-mo', from: null })
  await send('PUT', '/api/facilities/demo-tyt-suoi-mo', { ...station, version: 1 })
  for (const act of ['move', 'close', 'reopen']) await send('POST', `/api/facilities/${TYPED}/${act}`, { version: 1 })
  await send('POST', '/api/password', { current: CANARY, next: `${CANARY}-${CANARY}` })
  await send('DELETE', `/api/sessions/${TYPED}`, { password: CANARY })
  const list = `Tên đăng nhập,Họ và tên,Vai trò,Địa bàn\n${CANARY},${CANARY},${CANARY},${CANARY}`
  for (const path of ['/api/imports/check', `/api/imports?digest=${TYPED}`, `/api/imports?digest=${'0'.repeat(64)}`])
    await ask(path, { method: 'POST', body: list, headers: { cookie: administrator } })
  await read('/api/imports/template')
  for (const path of [
    '/api/campaigns',
    '/api/campaigns/choices',
    `/api/campaigns/${TYPED}`,
    '/api/deadlines',
    `/api/reports/period?period=2026&area=${TYPED}`,
    `/api/reports/period.xlsx?period=2026&area=${TYPED}`,
    ...['inspections', 'answers'].flatMap((what) => [
      `/api/export/${what}.csv?area=${TYPED}`,
      `/api/export/${what}.xlsx`,
    ]),
    '/api/openapi.json',
  ])
    await read(path)
  for (const path of ['', '/preview', `/${TYPED}/close`]) await send('POST', `/api/campaigns${path}`, { title: CANARY })
  await send('PUT', `/api/campaigns/${TYPED}`, { version: 1, title: CANARY, due: '2026-12-15' })
  await send('PUT', `/api/assignments/${TYPED}`, { people: [CANARY] })
  await send('PUT', '/api/deadlines', { deadlines: { [CANARY]: CANARY } })
  await ask('/api/sign-out', { method: 'POST' })

  const text = said.join('\n')
  expect(said.length).toBeGreaterThan(25)
  for (const secret of [CANARY, TYPED, 'xk91', '203.0.113.77', 'kiemtra', 'Nguyễn', insp, photo.sha256, photo.id])
    expect(text).not.toContain(secret)
  expect(told.length).toBe(16)
  for (const secret of told) expect(text).not.toContain(secret)
  for (const value of tablet.cookie.split(/[=;] ?/).filter((part) => part.length > 20))
    expect(text).not.toContain(value)
  const requests = lines().filter(({ kind }) => kind === 'request')
  const routes = new Set(requests.map(({ route }) => route))
  // Every route of the app has been walked; the patterns are those of the code.
  const known = app.routes
    .filter(({ method, handler }) => method !== 'ALL' || handler.length < 2)
    .map(({ path }) => path)
  expect([...new Set(known)].filter((path) => !routes.has(path))).toEqual([])
  expect(lines().filter(({ kind }) => kind === 'error').length).toBeGreaterThan(1)
})

function isBrokenOr(isBroken: () => boolean): NonNullable<Parameters<typeof createServerWorld>[0]>['reduce'] {
  return (state, mutation, context) => {
    if (isBroken()) JSON.parse(`${CANARY}${JSON.stringify(mutation)}`)
    return reduce(state, mutation, context)
  }
}
