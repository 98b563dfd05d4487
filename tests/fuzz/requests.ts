import { randomUUID } from 'node:crypto'
import { type RouteName, rights } from '../../src/server/routes/rights.ts'
import { facts } from '../support/builders.ts'
import type { Random } from '../support/seeded-random.ts'
import { MORNING } from '../support/server-world.ts'
import type { TwoProvinces, Visit } from '../support/two-provinces.ts'
import { brokenBody, oddity, withFault } from './broken.ts'

export const routeNames = Object.keys(rights) as RouteName[]

const newArea = { kind: 'commune', name: 'Xã Mới', parentId: null }
const part = { kind: 'commune', name: 'Xã Mới', facilityIds: [], areaIds: [] }
const said = { name: 'Trạm thử', address: '', facts: facts(), position: null }
/** Versions of what is there: what is right would be done. */
const onTree = { version: 2, from: '2026-11-22' }

const sealed = { iv: 'A'.repeat(16), sealed: 'A'.repeat(64) }
const relayOwner = { personId: 'demo-kiemtra', deviceId: 'd', key: sealed }

/** A well-formed body of every route that reads one; what is sent has always a fault. */
const bodies: Partial<Record<RouteName, Record<string, unknown>>> = {
  'POST /api/sign-in': { username: 'kiemtra', password: 'sai' },
  'POST /api/password': { current: 'sai', next: 'một câu đủ dài để nhớ' },
  'POST /api/people': { username: 'moi', name: 'Mới', role: 'inspector', areaIds: ['demo-suoi-mo'], facilityId: null },
  'POST /api/second-factor': { password: 'sai' },
  'POST /api/second-factor/confirm': { code: '000000' },
  'POST /api/second-factor/off': { password: 'sai' },
  'POST /api/sessions/:id/lost': { everybody: true },
  'POST /api/devices/:id/lost': { everybody: true },
  'POST /api/devices/:id/found': { reason: 'found' },
  'POST /sync/v1/lost': {
    personId: 'demo-kiemtra',
    proof: 'x',
    queue: {
      key: null,
      mutations: [{ id: 'a', insp: 'b', seq: 1, base: 0, at: 0, cell: '', payload: { plain: 1 } }],
      left: 0,
    },
  },
  'POST /sync/v1/relay': {
    proto: 1,
    ask: 'a',
    ...relayOwner,
    epoch: null,
    schema: 1,
    app: 't',
    clock: { wall: 0 },
    rows: [{ seq: 1, id: 'a', insp: 'b', cell: '', base: 0, at: 0, payload: sealed }],
  },
  'POST /sync/v1/file': {
    proto: 1,
    ask: 'a',
    ...relayOwner,
    file: 'f',
    tablet: '0b5c1f5e-6f0d-4a7b-9d5d-0a6d5b8f2c11',
    epoch: null,
    schema: 1,
    app: 't',
    offset: null,
    part: 0,
    rows: sealed,
  },
  'POST /api/people/reset-passwords': { ids: ['demo-kiemtra'] },
  'PUT /api/people/:id/name': { name: 'Tên Mới', was: 'Nguyễn Thị Kiểm' },
  'PUT /api/people/:id/reach': { role: 'administrator', areaIds: [], facilityId: null },
  'POST /api/areas': { ...onTree, ...newArea },
  'POST /api/areas/merge': { ...onTree, ...newArea, areaIds: ['demo-suoi-mo', 'demo-dong-xuan'] },
  'PUT /api/areas/:id': { ...onTree, name: 'Xã Mới' },
  'POST /api/areas/:id/split': { ...onTree, parts: [part, part] },
  'POST /api/areas/:id/move': { ...onTree, parentId: null },
  'POST /api/areas/:id/end': onTree,
  'POST /api/facilities': { ...said, areaId: 'demo-suoi-mo', from: null },
  'PUT /api/facilities/:id': { ...said, version: 1 },
  'POST /api/facilities/:id/move': { version: 1, areaId: 'demo-dong-xuan', from: '2026-11-22' },
  'POST /api/facilities/:id/close': { version: 1, on: '2026-11-22' },
  'POST /api/facilities/:id/reopen': { version: 1 },
  'POST /api/imports': { digest: 'sai' },
  'POST /sync/v1/push': { proto: 1, epoch: null, deviceId: 'd', schema: 1, app: 't', clock: { wall: 0 }, m: [] },
  'POST /sync/v1/blobs/have': { proto: 1, sha256: ['0'.repeat(64)] },
}

/** What addresses may name: things of others, and nothing at all. */
export function namesIn(world: TwoProvinces): string[] {
  const visits = (['ownArea', 'otherArea', 'otherProvince'] as const).map((at) => world.standingAt(at))
  return [
    'demo-kiemtra',
    'demo-quantri',
    'demo-suoi-mo',
    'demo-cu-hoa-sim',
    'demo-tyt-suoi-mo',
    'far-area',
    'far-station',
    ...visits.flatMap(({ author, draft, submitted }) => [
      author.person.id,
      ...[draft, submitted].flatMap(({ insp, upload, photo }) => [insp, upload, photo.sha256]),
    ]),
    'x',
    '%00',
    '%2e%2e%2f',
    '%E1%BB',
    'a'.repeat(300),
    encodeURIComponent('ệ đ ơ'),
    '__proto__',
    randomUUID(),
  ]
}

type Made = { path: string; init: RequestInit }

/** A request with at least one fault, for a route of the table. */
export function faultyRequest(name: RouteName, names: readonly string[], random: Random): Made {
  const [method = '', pattern = ''] = name.split(' ')
  const path = pattern.replace(/:\w+/g, () => random.pick(names)) + (query(random) || whole(name))
  const headers = new Headers({ 'content-type': random.pick(['application/json', 'text/plain', 'x', '']) })
  for (const [header, values] of Object.entries(oddHeaders)) {
    if (random.chance(0.08)) headers.set(header, random.pick(values))
  }
  // Hono hands a HEAD to the route of GET.
  if (method === 'GET') return { path, init: { method: random.chance(0.2) ? 'HEAD' : 'GET', headers } }
  if (random.chance(0.05)) return { path, init: { method, headers } }
  const { body, encoding } = brokenBody(bodies[name] ?? {}, random)
  if (encoding) headers.set('content-encoding', encoding)
  return { path, init: { method, headers, body } }
}

const oddHeaders: Record<string, readonly string[]> = {
  'sync-proto': ['1', '2', '', 'x', '1e9'],
  'sync-person': ['demo-kiemtra', '', 'x'],
  'sync-tablet': ['x', '', '4f9b9f0e-8e0c-4e5b-9d2e-2f9f3f6f8a11'],
  'sync-report': [
    '{',
    'null',
    '{"app":"x","schema":1,"wall":1e400,"waiting":0,"photos":0,"since":null}',
    '{"app":"x","schema":1,"wall":0,"waiting":-1,"photos":0,"since":null}',
    '{"app":"x","schema":1,"wall":0,"waiting":3,"photos":0,"since":5}',
  ],
  'sync-relay': ['{', 'null', JSON.stringify({ ...relayOwner, photo: 'x', iv: 'x' }), JSON.stringify(relayOwner)],
  'sync-file': ['{', 'null', JSON.stringify({ ...relayOwner, photo: 'x', iv: 'x' }), JSON.stringify(relayOwner)],
  'content-length': ['0', '-1', '99999999999', 'x'],
  'x-forwarded-for': ['203.0.113.7', 'x, y', ',', '::1'],
  'x-forwarded-proto': ['https', 'ftp', ''],
  origin: ['https://khac.example', 'null', 'x', 'http://localhost'],
  host: ['localhost', 'x'],
  'tus-resumable': ['1.0.0', '0.2.2', 'x'],
  'upload-length': ['3000', '-1', 'x', '99999999999999999999', ''],
  'upload-offset': ['0', '-1', 'x', '1e9'],
  'upload-metadata': ['', 'sha256', 'sha256 !!!', `sha256 ${btoa('0'.repeat(64))},photoId ${btoa('x')}`, 'a b,a b,,'],
  'upload-defer-length': ['1', 'x'],
  'upload-concat': ['partial', 'final;/x /y'],
  'x-http-method-override': ['DELETE', 'PATCH'],
  range: ['bytes=0-', 'bytes=9-1'],
  'if-none-match': ['*', '"x"'],
}

/** A page of everything at every turn would only test patience. */
const whole = (name: RouteName) => (name === 'GET /sync/v1/pull' ? '?limit=1' : '')

function query(random: Random): string {
  if (random.chance(0.6)) return ''
  const value = () => encodeURIComponent(String(oddity(random)).replace(/[\ud800-\udfff]/g, ''))
  const raw = random.pick(['%', '%ff', '&&=', 'limit', 'limit=5&limit=x', 'cursor[]=1'])
  return random.chance(0.2)
    ? `?${raw}`
    : `?${random.pick(['cursor', 'limit', 'deviceId', 'x'])}=${value()}&limit=${random.pick(['1', '500', '501', '-1', '1e3', 'x'])}`
}

/** A push that can be read, of mutations that cannot, or that are about somebody else's visits. */
export function faultyPush(visits: readonly Visit[], deviceId: string, seq: number, random: Random): Made {
  const { insp, head, photo, signature } = random.pick(visits)
  const whole = random.pick<Record<string, unknown>>([
    { k: 'inspection.start', insp: randomUUID(), head },
    { k: 'inspection.head', insp, set: { team: ['x'] } },
    { k: 'answer.set', insp, set: { q1: [0, { value: null }] } },
    { k: 'photo.add', insp, photo },
    { k: 'photo.remove', insp, photo: photo.id },
    { k: 'inspection.sign', insp, signature },
    { k: 'inspection.unsign', insp, signature: signature.id },
    { k: 'inspection.submit', insp, digest: 'x', score: {} },
    { k: 'inspection.step', insp, step: { id: randomUUID(), seal: 1, say: { is: 'approve', comment: '' } } },
    { k: 'inspection.step', insp, step: { id: randomUUID(), seal: 1, say: { is: 'done', item: 'q1', comment: 'x' } } },
    { k: 'inspection.amend', insp, baseSeal: 1, set: {}, reason: 'x', digest: 'x', score: {} },
  ])
  const faulty = withFault({ at: MORNING, ...whole }, random)
  const mutation = typeof faulty === 'object' && faulty !== null && !Array.isArray(faulty) ? faulty : { x: faulty }
  const m = [{ ...mutation, seq: random.chance(0.9) ? seq : random.below(5), id: randomUUID() }]
  const body = {
    proto: 1,
    epoch: null,
    deviceId,
    schema: 1,
    app: 't',
    clock: { wall: random.pick([0, MORNING, -1e300]) },
    m,
  }
  return {
    path: '/sync/v1/push',
    init: { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  }
}
