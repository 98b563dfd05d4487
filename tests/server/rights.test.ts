import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultDeadlines } from '../../src/domain/campaign/deadlines.ts'
import { type Role, roles } from '../../src/domain/people.ts'
import { changes, type Reach, sayings, startable } from '../../src/domain/rights.ts'
import type { SayingIs } from '../../src/domain/step.ts'
import { BLOBS_PATH, uploadName } from '../../src/protocol/terms.ts'
import { createApp } from '../../src/server/app.ts'
import { PASSWORD, PROVINCE } from '../../src/server/demonstration-data.ts'
import { type Right, type RouteName, rights } from '../../src/server/routes/rights.ts'
import { saveLetter } from '../../src/server/storage/dead-letters.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { declareLost } from '../../src/server/storage/lost.ts'
import { readProvince } from '../../src/server/storage/places.ts'
import { createReader } from '../../src/server/storage/reader.ts'
import { addArea } from '../support/areas.ts'
import { authenticatorCode } from '../support/authenticator.ts'
import { facts } from '../support/builders.ts'
import { campaignFor } from '../support/campaigns.ts'
import { photoOf, picture, tusBy } from '../support/photos.ts'
import { lockedStore } from '../support/relay.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { failed, jsonRequest, passed, submitOf } from '../support/server-world.ts'
import { signatureOf } from '../support/signatures.ts'
import {
  answers,
  createTwoProvinces,
  facilityAt,
  type Place,
  places,
  provinceAt,
  type Somebody,
  type TwoProvinces,
} from '../support/two-provinces.ts'

let world: TwoProvinces
beforeAll(async () => {
  world = await createTwoProvinces({ signInsPerMinute: 1e9 })
})
afterAll(() => world.end())

const routes = Object.entries(rights) as [RouteName, Right][]

/** Who asks: a role, somebody without a session, or one whose account was closed while they were signed in. */
const actors = ['nobody', 'closed', ...roles] as const
type Actor = (typeof actors)[number]

type Case = { actor: Actor; asker: Somebody; place: Place }
type Ask = { param?: string; query?: string; method?: string; init?: RequestInit }

/** Somebody who is at a place: the asker themself at their own. */
function atPlace({ asker, place }: Case): Promise<Somebody> | Somebody | null {
  if (place === 'own') return asker
  return place === 'nobodys' ? null : world.somebody('inspector', place)
}

const mayVisit = ({ person }: Somebody) => person.role === 'inspector' || person.role === 'facility'

/** What stands at a place, handed in or not; null where a role can have none of its own. */
async function visitAt({ asker, place }: Case, state: 'draft' | 'submitted') {
  if (place === 'nobodys')
    return { insp: randomUUID(), photo: photoOf(picture(300)), upload: uploadName('khong-ai', 'x') }
  if (place !== 'own') return world.standingAt(place)[state]
  return mayVisit(asker) ? world[state](asker) : null
}

/** Another sign-in of the same person, on a tablet of its own. */
async function otherSession({ person }: Somebody): Promise<string> {
  await world.signIn(person.username).catch(() => {})
  const { id } = await world.db
    .selectFrom('session')
    .select('id')
    .where('userId', '=', person.id)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return id
}

async function otherDevice({ person }: Somebody): Promise<string> {
  const id = randomUUID()
  const { provinceId: tenant_id, id: user_id } = person
  const row = { id, tenant_id, user_id, last_seq: 0, schema_ver: 1, app: 't', seen_at: 0, tablet: randomUUID() }
  await world.db.insertInto('device').values(row).execute()
  return id
}

async function orderWiping({ person }: Somebody, deviceId: string): Promise<void> {
  const device = world.db.selectFrom('device').select('tablet').where('id', '=', deviceId)
  const { tablet } = await device.executeTakeFirstOrThrow()
  const order = { tenantId: person.provinceId, userId: person.id, tablet, token: null, now: 0 }
  await declareLost(world.db, order)
}

async function letterOf({ person }: Somebody): Promise<string> {
  const hash = randomUUID()
  const body = JSON.stringify({ handedOver: [], left: 0 })
  const { provinceId: tenant_id, id: user_id } = person
  await saveLetter(world.db, { hash, tenant_id, user_id, device_id: randomUUID(), body, received_at: 0 })
  return hash
}

/** Something that the server does not take of them. */
async function refusedOf(somebody: Somebody): Promise<string> {
  await world.push(somebody, { k: 'answer.set', insp: randomUUID(), set: { q1: [0, passed] } })
  const { device_id, seq } = await world.db
    .selectFrom('mutation')
    .select(['device_id', 'seq'])
    .where('user_id', '=', somebody.person.id)
    .where('payload', 'is not', null)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return `m.${seq}.${device_id}`
}

/** An area of its own for each question: what is done to it is done to nothing else. */
async function areaIn({ place }: Case): Promise<string> {
  if (place === 'otherProvince') return 'far-area'
  const id = randomUUID()
  if (place !== 'nobodys') await addArea(world.db, { id, provinceId: PROVINCE.id, name: `Xã ${id}` })
  return id
}

/** The same with facilities. */
async function facilityIn(at: Case): Promise<string> {
  if (at.place === 'otherProvince') return 'far-station'
  const id = randomUUID()
  if (at.place !== 'nobodys')
    await addFacility(world.db, PROVINCE.id, { ...said, id, areaId: await areaIn(at), demonstration: true })
  return id
}

const onArea = (method: string, body: Record<string, unknown>) => async (at: Case) => {
  const param = await areaIn(at)
  const { version } = await readProvince(world.db, PROVINCE.id)
  return { param, init: { ...jsonRequest({ version, from: '2026-11-22', ...body }), method } }
}
const onFacility = (method: string, body: Record<string, unknown>) => async (at: Case) => ({
  param: await facilityIn(at),
  init: { ...jsonRequest({ version: 1, ...body }), method },
})

/** A campaign that asks for one visit at a place. */
async function campaignAt({ asker, place }: Case): Promise<{ campaign: string; assignment: string }> {
  if (place === 'nobodys') return { campaign: randomUUID(), assignment: randomUUID() }
  const at = place === 'own' ? 'ownFacility' : place
  const { person } = place === 'own' ? asker : await world.somebody('supervisor', at)
  const { checklist } = await world.headAt('ownFacility')
  const asked = { tenantId: person.provinceId, by: person.id, facilityIds: [facilityAt[at]], checklist }
  const { id, assignments } = await campaignFor(world.db, asked)
  return { campaign: id, assignment: assignments[0] ?? '' }
}

const campaignWish = {
  kind: 'inspection',
  checklists: [tinyChecklist.id],
  selection: { by: 'list', facilityIds: ['demo-tyt-suoi-mo'] },
  people: [],
  sharing: 'together',
}
const newCampaign = {
  ...campaignWish,
  title: 'Đợt thử',
  period: '2026-q4',
  from: '2026-10-01',
  until: '2026-12-31',
  due: '2026-11-30',
  facilities: ['demo-tyt-suoi-mo'],
}

const said = { name: 'Trạm thử', address: '', facts: facts({ type: 'communeStation', beds: null }) }
const newArea = () => ({ kind: 'commune', name: `Xã ${randomUUID()}`, parentId: null })
const part = () => ({ kind: 'commune', name: `Xã ${randomUUID()}`, facilityIds: [], areaIds: [] })

const nothing: Ask = { init: jsonRequest({}) }
const personAsk = (init: RequestInit) => async (at: Case) => ({
  param: (await atPlace(at))?.person.id ?? randomUUID(),
  init,
})
const listOfOne = () =>
  `Tên đăng nhập,Họ và tên,Vai trò,Địa bàn\nu${randomUUID().replaceAll('-', '')},Người Mới,Người kiểm tra,Tất cả`
const pushBody = { proto: 1, epoch: null, deviceId: 'd', schema: 1, app: 't', clock: { wall: 0 }, m: [] }
const tusHeaders = { 'tus-resumable': '1.0.0' }

/** A right and proper request for every route; null where the asker can have nothing to ask for. */
const asks: Record<RouteName, (at: Case) => Promise<Ask | null> | Ask | null> = {
  'GET /api/health': () => ({}),
  'GET /api/ready': () => ({}),
  'GET /api/welcome': () => ({}),
  'GET /api/keys': () => ({}),
  'GET /xac-minh/:inspection/:digest': () => ({ param: 'x' }),
  'POST /api/sign-in': ({ asker }) => ({
    init: jsonRequest({ username: asker.person.role === 'inspector' ? 'giamsat' : 'kiemtra', password: PASSWORD }),
  }),
  'POST /api/sign-out': () => nothing,
  'GET /api/me': () => ({}),
  'POST /api/password': () => ({ init: jsonRequest({ current: PASSWORD, next: 'một câu đủ dài để nhớ' }) }),
  'GET /api/second-factor': () => ({}),
  'POST /api/second-factor': () => ({ init: jsonRequest({ password: PASSWORD }) }),
  'POST /api/second-factor/confirm': async ({ asker }) => {
    const { secret } = await world.auth.secondFactor.begin(asker.person)
    return { init: jsonRequest({ code: authenticatorCode(secret) }) }
  },
  'POST /api/second-factor/off': () => ({ init: jsonRequest({ password: PASSWORD }) }),
  'GET /api/sessions': () => ({}),
  'DELETE /api/sessions/:id': async (at) => {
    const owner = await atPlace(at)
    return { param: owner ? await otherSession(owner) : randomUUID(), init: jsonRequest({ password: PASSWORD }) }
  },
  'POST /api/sessions/:id/lost': async (at) => {
    const owner = await atPlace(at)
    return {
      param: owner ? await otherSession(owner) : randomUUID(),
      init: jsonRequest({ everybody: false, password: PASSWORD }),
    }
  },
  'GET /api/devices': () => ({}),
  'POST /api/devices/:id/lost': async (at) => {
    const owner = await atPlace(at)
    return {
      param: owner ? await otherDevice(owner) : randomUUID(),
      init: jsonRequest({ everybody: false, password: PASSWORD }),
    }
  },
  'POST /api/devices/:id/found': async (at) => {
    const owner = await atPlace(at)
    const param = owner ? await otherDevice(owner) : randomUUID()
    if (owner) await orderWiping(owner, param)
    return { param, init: jsonRequest({ reason: 'found' }) }
  },
  'GET /api/handovers': () => ({}),
  'POST /api/handovers/:id/take': async (at) => {
    const owner = await atPlace(at)
    return { param: owner ? await letterOf(owner) : randomUUID(), init: jsonRequest({}) }
  },
  'GET /api/refusals': () => ({}),
  'POST /api/refusals/:id/take': async (at) => {
    const owner = await atPlace(at)
    return { param: owner ? await refusedOf(owner) : `m.1.${randomUUID()}`, init: jsonRequest({}) }
  },
  'GET /api/inspections/:id': async (at) => {
    const visit = await visitAt(at, 'submitted')
    return visit && { param: visit.insp }
  },
  'GET /api/overview': () => ({ query: '?period=2026' }),
  'GET /api/overview/facilities': () => ({ query: `?period=2026&checklist=${tinyChecklist.id}` }),
  'GET /api/campaigns': () => ({}),
  'GET /api/campaigns/choices': () => ({}),
  'POST /api/campaigns/preview': () => ({ init: jsonRequest(campaignWish) }),
  'POST /api/campaigns': () => ({ init: jsonRequest(newCampaign) }),
  'GET /api/campaigns/:id': async (at) => ({ param: (await campaignAt(at)).campaign }),
  'PUT /api/campaigns/:id': async (at) => ({
    param: (await campaignAt(at)).campaign,
    init: jsonRequest({ version: 1, title: 'Tên khác', due: '2026-12-15' }),
  }),
  'POST /api/campaigns/:id/close': async (at) => ({
    param: (await campaignAt(at)).campaign,
    init: jsonRequest({ version: 1 }),
  }),
  'PUT /api/assignments/:id': async (at) => ({
    param: (await campaignAt(at)).assignment,
    init: jsonRequest({ people: [] }),
  }),
  'GET /api/deadlines': () => ({}),
  'PUT /api/deadlines': () => ({ init: jsonRequest({ deadlines: defaultDeadlines }) }),
  'GET /api/reports/period': () => ({ query: '?period=2026' }),
  'GET /api/reports/period.xlsx': () => ({ query: '?period=2026' }),
  'GET /api/export/inspections.csv': () => ({}),
  'GET /api/export/inspections.xlsx': () => ({}),
  'GET /api/export/answers.csv': () => ({}),
  'GET /api/export/answers.xlsx': () => ({}),
  'GET /api/openapi.json': () => ({}),
  'GET /api/people': () => ({}),
  'POST /api/people': () => {
    const username = `u${randomUUID().replaceAll('-', '')}`
    return { init: jsonRequest({ username, name: 'Người Mới', role: 'inspector', areaIds: [], facilityId: null }) }
  },
  'POST /api/people/reset-passwords': async (at) => ({
    init: jsonRequest({ ids: [(await atPlace(at))?.person.id ?? randomUUID()] }),
  }),
  'POST /api/people/:id/lock': personAsk(jsonRequest({})),
  'POST /api/people/:id/unlock': personAsk(jsonRequest({})),
  'POST /api/people/:id/reset-password': personAsk(jsonRequest({})),
  'POST /api/people/:id/reset-second-factor': personAsk(jsonRequest({})),
  'PUT /api/people/:id/name': async (at) => {
    const owner = await atPlace(at)
    const was = owner?.person.name ?? ''
    return {
      param: owner?.person.id ?? randomUUID(),
      init: jsonRequest({ name: 'Tên Mới', was }),
    }
  },
  'PUT /api/people/:id/reach': personAsk(jsonRequest({ role: 'administrator', areaIds: [], facilityId: null })),
  'GET /api/people/:id/sessions': personAsk({}),
  'GET /api/areas': () => ({}),
  'POST /api/areas': (at) => onArea('POST', newArea())(at),
  'POST /api/areas/merge': async (at) =>
    onArea('POST', { ...newArea(), areaIds: [await areaIn(at), await areaIn(at)] })(at),
  'PUT /api/areas/:id': (at) => onArea('PUT', { name: `Xã ${randomUUID()}` })(at),
  'POST /api/areas/:id/split': (at) => onArea('POST', { parts: [part(), part()] })(at),
  'POST /api/areas/:id/move': onArea('POST', { parentId: null }),
  'POST /api/areas/:id/end': onArea('POST', {}),
  'GET /api/facilities': () => ({}),
  'POST /api/facilities': () => ({
    init: jsonRequest({ ...said, areaId: 'demo-suoi-mo', from: null, position: null }),
  }),
  'GET /api/facilities/:id': async (at) => ({ param: await facilityIn(at) }),
  'PUT /api/facilities/:id': onFacility('PUT', { ...said, position: { lat: 21.5, lon: 104.9 } }),
  'POST /api/facilities/:id/move': onFacility('POST', { areaId: 'demo-dong-xuan', from: '2026-11-22' }),
  'POST /api/facilities/:id/close': onFacility('POST', { on: '2026-11-22' }),
  'POST /api/facilities/:id/reopen': onFacility('POST', {}),
  'GET /api/imports/template': () => ({}),
  'POST /api/imports/check': () => ({ init: { body: listOfOne() } }),
  'POST /api/imports': async ({ asker }) => {
    const body = listOfOne()
    const headers = { cookie: asker.cookie }
    const checked = await world.app.request('/api/imports/check', { method: 'POST', headers, body })
    const digest = checked.ok ? (await checked.json()).digest : '0'.repeat(64)
    return { query: `?digest=${digest}`, init: { body } }
  },
  'GET /sync/v1/ping': () => ({}),
  'GET /sync/v1/lost': () => ({}),
  'POST /sync/v1/lost': ({ asker: { person } }) => {
    const tablet = randomUUID()
    const init = jsonRequest({ personId: person.id, proof: world.auth.lostProofOf(person.id, tablet), queue: null })
    return { init: { ...init, headers: { ...init.headers, 'sync-tablet': tablet } } }
  },
  // Whoever asks brings it for somebody else, whose key says whose it is.
  'POST /sync/v1/relay': async () => {
    const { person } = await world.somebody('inspector')
    const payload = { k: 'inspection.start', head: await world.headAt('ownFacility') }
    return { init: await (await lockedStore(world, person.id)).ask([{ insp: randomUUID(), payload }]) }
  },
  'POST /sync/v1/relay/photo': async () => {
    const author = await world.somebody('inspector')
    const { photo, bytes } = await world.draft(author)
    return { init: await (await lockedStore(world, author.person.id)).askPicture(photo.id, bytes) }
  },
  'POST /sync/v1/file': async () => {
    const { person } = await world.somebody('inspector')
    const payload = { k: 'inspection.start', head: await world.headAt('ownFacility') }
    return { init: await (await lockedStore(world, person.id)).askFile([{ insp: randomUUID(), payload }]) }
  },
  'POST /sync/v1/file/photo': async () => {
    const author = await world.somebody('inspector')
    const { photo, bytes } = await world.draft(author)
    return { init: await (await lockedStore(world, author.person.id)).askFilePicture(photo.id, bytes) }
  },
  'POST /sync/v1/push': () => ({ init: jsonRequest({ ...pushBody, deviceId: randomUUID() }) }),
  'POST /sync/v1/deadletter': () => nothing,
  'GET /sync/v1/pull': () => ({}),
  'GET /sync/v1/digest': () => ({}),
  'POST /sync/v1/blobs/have': () => ({ init: jsonRequest({ proto: 1, sha256: [] }) }),
  'POST /sync/v1/blobs/tus': async (at) => {
    const { asker } = at
    if (!mayVisit(asker)) return null
    const { photo } = await world.draft(asker)
    const metadata = `sha256 ${btoa(photo.sha256)},photoId ${btoa(photo.id)}`
    const headers = { ...tusHeaders, 'upload-length': String(photo.size), 'upload-metadata': metadata }
    return { init: { method: 'POST', headers } }
  },
  'PATCH /sync/v1/blobs/tus/:name': async (at) => {
    const visit = await visitAt(at, 'draft')
    const headers = { ...tusHeaders, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
    return visit && { param: visit.upload, init: { headers, body: new Uint8Array(1) } }
  },
  'GET /sync/v1/blobs/tus/:name': async (at) => {
    const visit = await visitAt(at, 'draft')
    return visit && { param: visit.upload, method: 'HEAD', init: { headers: tusHeaders } }
  },
  'GET /sync/v1/blobs/:sha256': async (at) => {
    const visit = await visitAt(at, 'submitted')
    return visit && { param: visit.photo.sha256 }
  },
}

/** Which places a right reaches; what is nobody's no right does. */
const covers: Record<Reach, readonly Place[]> = {
  own: ['own'],
  facility: ['own', 'ownFacility'],
  areas: ['own', 'ownFacility', 'ownArea'],
  province: ['own', 'ownFacility', 'ownArea', 'otherArea'],
}

/** Rows whose address names nothing lie nowhere. */
const hasPlace = ({ what }: Right) => !['server', 'self', 'view', 'province'].includes(what)

function expected({ who }: Right, actor: Actor, place: Place): 'done' | 401 | 403 | 404 {
  if (who === 'anyone') return 'done'
  if (actor === 'nobody' || actor === 'closed') return 401
  if (who === 'signedIn') return 'done'
  const reach = who[actor]
  if (reach === undefined) return 403
  return covers[reach].includes(place) ? 'done' : 404
}

async function ask(name: RouteName, actor: Actor, place: Place): Promise<Response | null> {
  const [ownMethod = '', path = ''] = name.split(' ')
  const asker = await world.somebody(actor === 'nobody' || actor === 'closed' ? 'inspector' : actor)
  const request = await asks[name]({ actor, asker, place })
  if (!request) return null
  if (actor === 'closed') await world.close(asker)
  const { param = '', query = '', init = {} } = request
  const headers = new Headers(init.headers)
  if (actor !== 'nobody') headers.set('cookie', asker.cookie)
  const method = request.method ?? ownMethod
  return world.app.request(path.replace(/:\w+/, param) + query, { ...init, method, headers })
}

/** What nobody may do to themself is told so; everything else follows from the table. */
const toOneself: Partial<Record<RouteName, number>> = {
  'POST /api/people/:id/lock': 403,
  'POST /api/people/:id/reset-password': 403,
  'POST /api/people/reset-passwords': 403,
  'POST /api/people/:id/reset-second-factor': 403,
}

const seen = (status: number) => (status < 300 ? 'done' : status)

describe.each(routes)('%s', (name, right) => {
  test.each(actors)('asked by: %s', async (actor) => {
    let notFound: string | undefined
    for (const place of hasPlace(right) ? places : (['own'] as const)) {
      const reply = await ask(name, actor, place)
      if (!reply) continue
      const want = expected(right, actor, place)
      const own = place === 'own' && want === 'done' ? toOneself[name] : undefined
      expect([place, seen(reply.status)]).toEqual([place, own ?? want])
      if (reply.status !== 404) continue
      // Somebody else's and nobody's look the same from outside.
      const said = `${reply.headers.get('content-type')} ${await reply.text()}`
      notFound ??= said
      expect(said).toBe(notFound)
    }
  })
})

/** Written by hand, so that a wrong row does not make itself right. */
test.each<[RouteName, Actor, Place, 'done' | number]>([
  ['GET /api/welcome', 'nobody', 'own', 'done'],
  ['GET /api/me', 'nobody', 'own', 401],
  ['GET /api/me', 'closed', 'own', 401],
  ['POST /sync/v1/push', 'nobody', 'own', 401],
  ['POST /sync/v1/push', 'closed', 'own', 401],
  ['GET /sync/v1/pull', 'closed', 'own', 401],
  ['GET /api/inspections/:id', 'inspector', 'own', 'done'],
  ['GET /api/inspections/:id', 'inspector', 'ownArea', 'done'],
  ['GET /api/inspections/:id', 'inspector', 'otherArea', 404],
  ['GET /api/inspections/:id', 'facility', 'ownFacility', 'done'],
  ['GET /api/inspections/:id', 'facility', 'ownArea', 404],
  ['GET /api/inspections/:id', 'supervisor', 'otherArea', 404],
  ['GET /api/inspections/:id', 'administrator', 'otherProvince', 404],
  ['GET /sync/v1/blobs/:sha256', 'facility', 'ownArea', 404],
  ['GET /sync/v1/blobs/:sha256', 'supervisor', 'ownArea', 'done'],
  ['GET /sync/v1/blobs/:sha256', 'supervisor', 'otherProvince', 404],
  ['PATCH /sync/v1/blobs/tus/:name', 'inspector', 'ownArea', 404],
  ['GET /sync/v1/blobs/tus/:name', 'administrator', 'ownFacility', 404],
  ['GET /api/overview', 'inspector', 'own', 403],
  ['GET /api/overview', 'facility', 'own', 403],
  ['GET /api/overview', 'supervisor', 'own', 'done'],
  ['GET /api/overview/facilities', 'inspector', 'own', 403],
  ['GET /api/overview/facilities', 'facility', 'own', 403],
  ['GET /api/overview/facilities', 'supervisor', 'own', 'done'],
  ['GET /api/campaigns', 'inspector', 'own', 403],
  ['GET /api/campaigns', 'facility', 'own', 403],
  ['POST /api/campaigns', 'inspector', 'own', 403],
  ['POST /api/campaigns', 'supervisor', 'own', 'done'],
  ['GET /api/campaigns/:id', 'supervisor', 'ownArea', 'done'],
  ['GET /api/campaigns/:id', 'supervisor', 'otherArea', 404],
  ['PUT /api/campaigns/:id', 'supervisor', 'otherArea', 404],
  ['PUT /api/campaigns/:id', 'administrator', 'otherArea', 'done'],
  ['PUT /api/campaigns/:id', 'administrator', 'otherProvince', 404],
  ['PUT /api/assignments/:id', 'supervisor', 'otherArea', 404],
  ['PUT /api/assignments/:id', 'inspector', 'own', 403],
  ['GET /api/reports/period', 'inspector', 'own', 403],
  ['GET /api/reports/period', 'facility', 'own', 'done'],
  ['GET /api/reports/period.xlsx', 'closed', 'own', 401],
  ['GET /api/export/answers.csv', 'facility', 'own', 403],
  ['GET /api/export/answers.xlsx', 'inspector', 'own', 403],
  ['GET /api/export/inspections.csv', 'supervisor', 'own', 'done'],
  ['GET /api/openapi.json', 'nobody', 'own', 401],
  ['GET /api/openapi.json', 'inspector', 'own', 'done'],
  ['GET /api/people', 'inspector', 'own', 403],
  ['GET /api/people', 'supervisor', 'own', 403],
  ['GET /api/people', 'administrator', 'own', 'done'],
  ['POST /api/people', 'facility', 'own', 403],
  ['POST /api/people/:id/lock', 'supervisor', 'ownArea', 403],
  ['POST /api/people/:id/lock', 'administrator', 'otherArea', 'done'],
  ['POST /api/people/:id/lock', 'administrator', 'otherProvince', 404],
  ['POST /api/people/:id/reset-password', 'administrator', 'otherProvince', 404],
  ['POST /api/people/reset-passwords', 'supervisor', 'ownArea', 403],
  ['POST /api/people/reset-passwords', 'administrator', 'otherArea', 'done'],
  ['POST /api/people/reset-passwords', 'administrator', 'otherProvince', 404],
  ['PUT /api/people/:id/reach', 'inspector', 'own', 403],
  ['PUT /api/people/:id/reach', 'administrator', 'otherProvince', 404],
  ['POST /api/second-factor', 'inspector', 'own', 403],
  ['POST /api/second-factor', 'supervisor', 'own', 'done'],
  ['POST /api/people/:id/reset-second-factor', 'supervisor', 'ownArea', 403],
  ['POST /api/people/:id/reset-second-factor', 'administrator', 'otherArea', 'done'],
  ['POST /api/people/:id/reset-second-factor', 'administrator', 'otherProvince', 404],
  ['GET /api/devices', 'supervisor', 'own', 403],
  ['POST /api/devices/:id/lost', 'inspector', 'own', 'done'],
  ['POST /api/devices/:id/lost', 'inspector', 'ownArea', 404],
  ['POST /api/devices/:id/lost', 'administrator', 'otherArea', 'done'],
  ['POST /api/devices/:id/lost', 'administrator', 'otherProvince', 404],
  ['POST /api/devices/:id/found', 'inspector', 'own', 403],
  ['POST /api/devices/:id/found', 'administrator', 'otherArea', 'done'],
  ['POST /api/devices/:id/found', 'administrator', 'otherProvince', 404],
  ['GET /api/handovers', 'supervisor', 'own', 403],
  ['POST /api/handovers/:id/take', 'supervisor', 'ownArea', 403],
  ['POST /api/handovers/:id/take', 'administrator', 'otherArea', 'done'],
  ['POST /api/handovers/:id/take', 'administrator', 'otherProvince', 404],
  ['GET /api/refusals', 'supervisor', 'own', 403],
  ['POST /api/refusals/:id/take', 'inspector', 'own', 403],
  ['POST /api/refusals/:id/take', 'supervisor', 'ownArea', 403],
  ['POST /api/refusals/:id/take', 'administrator', 'otherArea', 'done'],
  ['POST /api/refusals/:id/take', 'administrator', 'otherProvince', 404],
  ['PUT /api/people/:id/name', 'inspector', 'own', 403],
  ['PUT /api/people/:id/name', 'administrator', 'otherArea', 'done'],
  ['PUT /api/people/:id/name', 'administrator', 'otherProvince', 404],
  ['POST /api/sessions/:id/lost', 'supervisor', 'ownArea', 404],
  ['POST /api/sessions/:id/lost', 'administrator', 'otherProvince', 404],
  ['GET /api/areas', 'supervisor', 'own', 403],
  ['POST /api/areas', 'inspector', 'own', 403],
  ['POST /api/areas/merge', 'administrator', 'own', 'done'],
  ['PUT /api/areas/:id', 'administrator', 'otherArea', 'done'],
  ['POST /api/areas/:id/split', 'administrator', 'otherProvince', 404],
  ['POST /api/areas/:id/end', 'supervisor', 'ownArea', 403],
  ['GET /api/facilities', 'facility', 'own', 403],
  ['GET /api/facilities/:id', 'facility', 'ownFacility', 403],
  ['GET /api/facilities/:id', 'administrator', 'otherProvince', 404],
  ['PUT /api/facilities/:id', 'facility', 'ownFacility', 403],
  ['PUT /api/facilities/:id', 'administrator', 'otherArea', 'done'],
  ['POST /api/facilities/:id/close', 'administrator', 'otherProvince', 404],
  ['POST /api/facilities/:id/move', 'inspector', 'ownArea', 403],
  ['DELETE /api/sessions/:id', 'inspector', 'own', 'done'],
  ['DELETE /api/sessions/:id', 'inspector', 'ownArea', 404],
  ['DELETE /api/sessions/:id', 'administrator', 'otherArea', 'done'],
  ['DELETE /api/sessions/:id', 'administrator', 'otherProvince', 404],
])('%s asked by %s, %s: %s', async (name, actor, place, want) => {
  expect(seen((await ask(name, actor, place))?.status ?? 0)).toBe(want)
})

describe('every route has its row', () => {
  /** Headers on every reply, and the answer to every address that is none. */
  const wholeTrees = ['/*', '/sync/*', '/api/*', '*']
  const withoutRow = (app: ReturnType<typeof createApp>) =>
    app.routes
      .filter(({ method, path }) => !(method === 'ALL' && wholeTrees.includes(path)))
      .map(({ method, path }) => `${method} ${path}`)
      .filter((name) => !Object.hasOwn(rights, name))

  test('and every row its route', () => {
    expect(withoutRow(world.app)).toEqual([])
    const names = new Set(world.app.routes.map(({ method, path }) => `${method} ${path}`))
    expect(Object.keys(rights).filter((name) => !names.has(name))).toEqual([])
  })

  test('one that is registered past the table is found', () => {
    const { db, auth, pictures, signer } = world
    const app = createApp({
      db,
      reader: createReader(db, null),
      auth,
      pictures,
      signer,
      now: Date.now,
      version: 'test',
      demonstration: null,
    })
    app.get('/api/secret', (c) => c.text('x'))
    app.all('/sync/v1/secret', (c) => c.text('x'))
    expect(withoutRow(app)).toEqual(['GET /api/secret', 'ALL /sync/v1/secret'])
  })

  test('an unfinished upload is not for reading, not even by who made it', async () => {
    const author = await world.somebody('inspector')
    const { upload } = await world.draft(author)
    const reply = await world.app.request(`${BLOBS_PATH}/tus/${upload}`, { headers: { cookie: author.cookie } })
    expect(reply.status).toBe(404)
  })

  test('a draft is read by its author alone', async () => {
    const author = world.standingAt('ownArea')
    const get = async (cookie: string) =>
      (await world.app.request(`/api/inspections/${author.draft.insp}`, { headers: { cookie } })).status
    expect(await get(author.author.cookie)).toBe(200)
    for (const role of roles) expect([role, await get((await world.somebody(role)).cookie)]).toEqual([role, 404])
  })
})

/** How far a role sees: the table's reach for reading inspections. */
const sight = (role: Role): readonly Place[] => covers[rights['GET /api/inspections/:id'].who[role]]
const elsewhere = places.filter((place) => place !== 'own')

describe('what a push changes', () => {
  describe.each(roles)('by: %s', (role) => {
    test.each(
      elsewhere.flatMap((place) => (['inspection', 'selfAssessment'] as const).map((kind) => [kind, place] as const)),
    )('a new %s, %s', async (kind, place) => {
      const asker = await world.somebody(role)
      const insp = randomUUID()
      const [outcome] = await world.push(asker, { k: 'inspection.start', insp, head: await world.headAt(place, kind) })
      const reach: Reach | undefined = (changes['inspection.start'] as Partial<Record<Role, Reach>>)[role]
      const kinds = (startable as Partial<Record<Role, readonly string[]>>)[role] ?? []
      const isWithin = reach !== undefined && covers[reach].includes(place)
      const refused = sight(role).includes(place) ? 'FORBIDDEN' : 'FACILITY_UNKNOWN'
      expect(outcome?.code ?? outcome?.o).toBe(isWithin && kinds.includes(kind) ? 'applied' : refused)
      expect((await findInspection(world.db, asker.person.provinceId, insp)) !== null).toBe(outcome?.o === 'applied')
    })

    test.each(
      Object.keys(changes).filter((k) => k !== 'inspection.start' && k !== 'inspection.step') as Exclude<
        keyof typeof changes,
        'inspection.start' | 'inspection.step'
      >[],
    )('%s', async (k) => {
      for (const place of places) {
        const asker = await world.somebody(role)
        if (place === 'own' && !mayVisit(asker)) continue
        const state = k === 'inspection.amend' ? 'submitted' : 'draft'
        const visit =
          place === 'nobodys'
            ? { ...world.standingAt('ownArea').draft, insp: randomUUID() }
            : place !== 'own'
              ? world.standingAt(place)[state]
              : await world[k === 'inspection.submit' ? 'answered' : state](asker)
        const { insp, head, photo, signature } = visit
        const sealed = await submitOf(insp, head, answers, undefined, [photo.sha256])
        const amended = { ...answers, q1: failed }
        const said = {
          'inspection.head': { set: { team: ['Người Khác'] } },
          'answer.set': { set: { q1: [0, passed] } },
          'photo.add': { photo: photoOf(picture(300)) },
          'photo.remove': { photo: photo.id },
          'inspection.sign': { signature: signatureOf() },
          'inspection.unsign': { signature: signature.id },
          'inspection.submit': sealed,
          'inspection.amend': {
            ...(await submitOf(insp, head, amended, undefined, [photo.sha256])),
            baseSeal: 1,
            set: { q1: failed },
            reason: 'Xem lại',
          },
        }[k]
        const before = await findInspection(world.db, provinceAt(place), insp)
        const [outcome] = await world.push(asker, { ...said, k, insp })
        const right = changes[k] as Record<Role, Reach>
        const refused = sight(role).includes(place) ? 'INSPECTION_OF_ANOTHER' : 'INSPECTION_UNKNOWN'
        const want = covers[right[role]].includes(place) ? 'applied' : refused
        expect([place, outcome?.code ?? outcome?.o]).toEqual([place, want])
        if (want !== 'applied') expect(await findInspection(world.db, provinceAt(place), insp)).toEqual(before)
      }
    })
  })

  describe.each(roles)('a step by: %s', (role) => {
    test.each(Object.keys(sayings) as SayingIs[])('%s', async (is) => {
      for (const place of places) {
        const asker = await world.somebody(role)
        if (place === 'own' && !mayVisit(asker)) continue
        const { insp } =
          place === 'nobodys'
            ? { insp: randomUUID() }
            : place === 'own'
              ? await world.submitted(asker)
              : world.standingAt(place).submitted
        const say = {
          approve: { comment: '' },
          hold: { draw: { seed: 's', percent: 10 } },
          return: { comment: '', items: { q1: 'Xem lại' } },
          sendUp: { comment: 'Nhờ tỉnh' },
          assign: { item: 'q1', plan: { what: 'Sửa', who: '', by: null } },
          done: { item: 'q1', comment: '' },
          verify: { item: 'q1', of: 'x', comment: '' },
          sendBack: { item: 'q1', of: 'x', comment: 'Chưa' },
          disagree: { item: 'q1', reason: 'Có thùng' },
          agree: { item: 'q1' },
        }[is]
        const step = { id: randomUUID(), seal: 1, say: { is, ...say } }
        const before = await findInspection(world.db, provinceAt(place), insp)
        const [outcome] = await world.push(asker, { k: 'inspection.step', insp, step })
        const reach: Reach | undefined = (sayings[is] as Partial<Record<Role, Reach>>)[role]
        // What one has made oneself lies in one's own facility here, and being its author gives no right.
        const at = place === 'own' ? 'ownFacility' : place
        const isWithin = reach !== undefined && covers[reach].includes(at) && place !== 'nobodys'
        const refused = sight(role).includes(place) ? 'FORBIDDEN' : 'INSPECTION_UNKNOWN'
        const got = outcome?.code ?? outcome?.o
        if (!isWithin) {
          expect([place, got]).toEqual([place, refused])
          expect(await findInspection(world.db, provinceAt(place), insp)).toEqual(before)
        } else {
          // What stands otherwise by now, or has no action yet, is no question of rights.
          expect(['applied', 'REVIEW_DECIDED', 'ACTION_UNKNOWN', 'ACTION_MOVED', 'REVIEW_AT_PROVINCE']).toContain(got)
        }
      }
    })
  })

  /** Written by hand. */
  test.each<[Role, 'draft' | 'submitted', Place, Record<string, unknown>, string]>([
    ['inspector', 'draft', 'ownArea', { k: 'answer.set', set: { q1: [0, passed] } }, 'INSPECTION_OF_ANOTHER'],
    ['inspector', 'draft', 'otherProvince', { k: 'answer.set', set: { q1: [0, passed] } }, 'INSPECTION_UNKNOWN'],
    ['administrator', 'submitted', 'ownArea', { k: 'photo.remove', photo: 'x' }, 'INSPECTION_OF_ANOTHER'],
    ['facility', 'draft', 'otherArea', { k: 'inspection.head', set: {} }, 'INSPECTION_UNKNOWN'],
  ])('%s, a %s of somebody else, %s: %j gives %s', async (role, state, place, said, code) => {
    if (place === 'own' || place === 'nobodys') return
    const [outcome] = await world.push(await world.somebody(role), {
      ...said,
      insp: world.standingAt(place)[state].insp,
    })
    expect(outcome).toMatchObject({ o: 'rejected', code })
  })

  test('a picture announced by somebody else is not uploaded in their name, nor in one’s own', async () => {
    const { author, draft } = world.standingAt('ownArea')
    const thief = await world.somebody('inspector')
    const send = (path: string, init: RequestInit) => world.app.request(path, init)
    expect((await tusBy(send, thief.cookie, thief.person.id).create(draft.photo)).status).toBe(403)
    expect(await tusBy(send, thief.cookie, author.person.id).offset(draft.photo)).toBe(404)
  })
})

describe('what a pull brings', () => {
  test.each(roles)('to: %s', async (role) => {
    const asker = await world.somebody(role)
    const own = mayVisit(asker) ? await world.draft(asker) : null
    const ids = (await world.pull(asker.cookie, { limit: 500 })).changes.flatMap((change) =>
      change.entity === 'inspection' ? [change.data.id] : [],
    )
    for (const place of elsewhere) {
      if (place === 'nobodys') continue
      const { draft, submitted } = world.standingAt(place)
      expect([place, ids.includes(submitted.insp)]).toEqual([place, sight(role).includes(place)])
      expect([place, ids.includes(draft.insp)]).toEqual([place, false])
    }
    if (own) expect(ids).toContain(own.insp)
  })

  test.each(roles)('of a picture of another province %s hears what they would hear of none', async (role) => {
    const { cookie } = await world.somebody(role)
    const far = world.standingAt('otherProvince').submitted.photo.sha256
    const ask = jsonRequest({ proto: 1, sha256: [far] }, cookie)
    expect((await (await world.app.request(`${BLOBS_PATH}/have`, ask)).json()).missing).toEqual([far])
  })
})
