import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { areaOfFacility } from '../../src/domain/area.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { type Person, reaches } from '../../src/domain/people.ts'
import {
  type AreaActReply,
  areaActReplySchema,
  areasReplySchema,
  facilitiesReplySchema,
  facilityReplySchema,
} from '../../src/protocol/places-wire.ts'
import type { PullReply } from '../../src/protocol/wire.ts'
import { facilities, PROVINCE } from '../../src/server/demonstration-data.ts'
import { openAdministrator } from '../../src/server/people/first-administrator.ts'
import { findFacility } from '../../src/server/storage/facilities.ts'
import { readFeed } from '../../src/server/storage/feed.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { readPlaces } from '../../src/server/storage/places.ts'
import {
  createServerWorld,
  headFor,
  jsonRequest,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'

/** The inspector reaches Suối Mơ, Đồng Xuân and Bến Sao; Mây Trắng is somebody else's. */
const STATION = 'demo-tyt-suoi-mo'
const TODAY = '2026-11-22'

let world: ServerWorld
let admin: string
let now: number
beforeEach(async () => {
  now = MORNING
  world = await createServerWorld({ now: () => now })
  admin = await world.signIn('quantri')
})
afterEach(() => world.close())

async function call(method: string, path: string, body?: unknown, cookie = admin) {
  const init = body === undefined ? { headers: { cookie } } : jsonRequest(body, cookie)
  const reply = await world.app.request(`/api/${path}`, { ...init, method })
  return { status: reply.status, body: await reply.json() }
}
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

const tree = async (cookie = admin) => areasReplySchema.parse((await call('GET', 'areas', undefined, cookie)).body)
const list = async (cookie = admin) =>
  facilitiesReplySchema.parse((await call('GET', 'facilities', undefined, cookie)).body).facilities

/** An act on the tree as it now is. */
async function onAreas(
  path: string,
  body: Record<string, unknown>,
  method = 'POST',
  cookie = admin,
): Promise<AreaActReply> {
  const { version } = await tree(cookie)
  const { status, body: said } = await call(method, path, { version, from: TODAY, ...body }, cookie)
  expect([status, said.code, said.detail]).toEqual([200, undefined, undefined])
  return areaActReplySchema.parse(said)
}

/** An act on a facility as it now is. */
async function onFacility(id: string, path: string, body: Record<string, unknown>, method = 'POST') {
  const version = (await list()).find((each) => each.id === id)?.version
  const { status, body: said } = await call(method, `facilities/${id}${path}`, { version, ...body })
  expect([status, said.code]).toEqual([200, undefined])
  return facilityReplySchema.parse(said).facility
}

async function change(id: string, more: Partial<Facts>) {
  const found = (await list()).find((each) => each.id === id)
  if (!found) throw new Error(`no ${id}`)
  const { name, address, facts, position } = found
  return onFacility(id, '', { name, address, facts: { ...facts, ...more }, position }, 'PUT')
}

const commune = { kind: 'commune', name: 'Xã Suối Xuân', parentId: null }
const mergeTwo = () => onAreas('areas/merge', { ...commune, areaIds: ['demo-suoi-mo', 'demo-dong-xuan'] })
const person = async (id: string) => (await findPerson(world.db, id)) as Person
const facilityIds = ({ changes }: PullReply) =>
  changes.flatMap((each) => (each.entity === 'facility' ? [each.data.id] : [])).sort()
const inAreas = (...areaIds: string[]) =>
  facilities
    .filter(({ areaId }) => areaIds.includes(areaId))
    .map(({ id }) => id)
    .sort()

/** What a page and the rule of `reaches` say of every facility: the same. */
async function expectSameReach(): Promise<void> {
  for (const id of ['demo-kiemtra', 'demo-coso', 'demo-giamsat', 'demo-quantri']) {
    const who = await person(id)
    const rows = await readFeed(world.db, who, 0, 1000)
    const seen = rows.filter(({ entity }) => entity === 'facility').map(({ entityId }) => entityId)
    const reached = (await list()).filter((facility) => reaches(who, facility)).map((facility) => facility.id)
    expect([id, seen.sort()]).toEqual([id, reached.sort()])
  }
}

async function auditOf(what: string) {
  const rows = await world.db
    .selectFrom('audit')
    .selectAll()
    .where('what', '=', what as never)
    .orderBy('no')
    .execute()
  return rows.map(({ who, subject_kind, subject_id, detail }) => [who, subject_kind, subject_id, JSON.parse(detail)])
}

describe('from nothing', () => {
  test('the first administrator of an empty province makes its tree and its facilities, and sees them', async () => {
    const passwordHash = await world.auth.hashPassword('một câu đủ dài để nhớ')
    const wanted = { province: 'Tỉnh Mới', username: 'moi.quan', name: 'Quản Mới', passwordHash, mustChange: false }
    const { person: made } = await openAdministrator(world.db, wanted, MORNING)
    const cookie = await world.signIn('moi.quan', 'một câu đủ dài để nhớ')
    expect(await tree(cookie)).toMatchObject({ today: TODAY, province: { name: 'Tỉnh Mới' }, areas: [] })

    const district = { kind: 'district', name: 'Huyện Cũ', parentId: null, from: '2008-01-01' }
    const [huyen = ''] = (await onAreas('areas', district, 'POST', cookie)).made
    const at = { ...commune, name: 'Xã Một', parentId: huyen, from: '2008-01-01' }
    const [mot = ''] = (await onAreas('areas', at, 'POST', cookie)).made
    await onAreas(`areas/${mot}/move`, { parentId: null, from: '2025-07-01' }, 'POST', cookie)
    await onAreas(`areas/${huyen}/end`, { from: '2025-07-01' }, 'POST', cookie)
    const {
      made: [hai = ''],
      areas,
    } = await onAreas('areas', { ...commune, name: ' Xã Hai ', from: '2025-07-01' }, 'POST', cookie)
    expect(areas.find(({ id }) => id === hai)).toMatchObject({ name: 'Xã Hai', people: 1, facilities: 0, until: null })
    expect((await findPerson(world.db, made.id))?.areaIds.sort()).toEqual([mot, hai].sort())

    const { facts } = facilities[0] as { facts: Facts }
    const station = {
      name: 'Trạm Y tế xã Một',
      address: 'Thôn Đầu',
      areaId: mot,
      from: null,
      position: { lat: 21.4, lon: 104.5 },
    }
    const reply = await call('POST', 'facilities', { ...station, facts }, cookie)
    const { facility } = facilityReplySchema.parse(reply.body)
    expect(facility).toMatchObject({
      areaName: 'Xã Một',
      demonstration: false,
      stays: [{ areaId: mot, from: '2008-01-01' }],
    })
    const page = await world.pull(cookie)
    expect(facilityIds(page)).toEqual([facility.id])
    expect(await auditOf('facility.created')).toMatchObject([
      [made.id, 'facility', facility.id, { area: mot, from: '2008-01-01' }],
    ])
  })

  test('a later area opens to the administrators who reach all the others, and to nobody else', async () => {
    const {
      made: [id = ''],
    } = await onAreas('areas', { ...commune, name: 'Xã Thứ Sáu' })
    expect((await person('demo-quantri')).areaIds).toContain(id)
    expect((await person('demo-giamsat')).areaIds).not.toContain(id)
    await expectSameReach()
    // What is added to an invented province is invented too.
    const { facts } = facilities[0] as { facts: Facts }
    const wanted = { name: 'Trạm mới', address: '', areaId: id, from: null, facts, position: null }
    expect((await call('POST', 'facilities', wanted)).body.facility).toMatchObject({
      demonstration: true,
      position: null,
    })
    await expectSameReach()
  })
})

describe('a merge', () => {
  test('[P11] who had one of them has the new one, without signing in again, and the view begins anew', async () => {
    const tablet = await world.device('kiemtra')
    const own = await world.signIn('coso')
    const [before, ofOwn] = [await world.pull(tablet.cookie), await world.pull(own)]
    const {
      made: [id = ''],
      areas,
    } = await mergeTwo()
    expect(areas.find((each) => each.id === id)).toMatchObject({
      facilities: inAreas('demo-suoi-mo', 'demo-dong-xuan').length,
      people: 3,
    })
    expect(areas.find((each) => each.id === 'demo-suoi-mo')).toMatchObject({
      until: TODAY,
      became: [id],
      people: 0,
      facilities: 0,
    })
    expect((await person('demo-kiemtra')).areaIds.sort()).toEqual(['demo-ben-sao', id].sort())

    const next = await world.pull(tablet.cookie, { cursor: before.cursor })
    expect([next.reset, next.gone]).toEqual([true, undefined])
    expect(facilityIds(next)).toEqual(facilityIds(before))
    const station = next.changes.find((each) => each.entity === 'facility' && each.data.id === STATION)
    expect(station).toMatchObject({ data: { areaId: id, areaName: 'Xã Suối Xuân' } })
    // A facility's own account sees no more and no less, under the new name.
    const later = await world.pull(own, { cursor: ofOwn.cursor })
    expect(later).toMatchObject({ reset: false, changes: [{ data: { id: STATION, areaName: 'Xã Suối Xuân' } }] })
    await expectSameReach()
    const people = ['demo-giamsat', 'demo-kiemtra', 'demo-quantri']
    expect(await auditOf('area.merged')).toEqual([
      ['demo-quantri', 'area', id, { areas: ['demo-dong-xuan', 'demo-suoi-mo'], from: TODAY, people }],
    ])
  })

  test('[P11] who had only one of two sees the facilities of both', async () => {
    const cookie = await world.signIn('kiemtra')
    const { cursor } = await world.pull(cookie)
    await onAreas('areas/merge', { ...commune, areaIds: ['demo-suoi-mo', 'demo-may-trang'] })
    const next = await world.pull(cookie, { cursor })
    expect(facilityIds(next)).toEqual(inAreas('demo-suoi-mo', 'demo-may-trang', 'demo-dong-xuan', 'demo-ben-sao'))
    await expectSameReach()
  })

  test('a report of the time before finds the former area, and what was sealed stays as it was', async () => {
    const tablet = await world.device('kiemtra')
    const head = await headFor(STATION, {})
    const all = { q1: passed, q2: passed, q3: passed }
    const set = { q1: [0, passed], q2: [0, passed], q3: [0, passed] }
    await tablet.send(
      { k: 'inspection.start', insp: 'i', head },
      { k: 'answer.set', insp: 'i', set },
      await submitOf('i', head, all),
    )
    const sealed = await findInspection(world.db, PROVINCE.id, 'i')
    const {
      made: [id = ''],
    } = await mergeTwo()
    await change(STATION, { beds: 99 })
    const places = await readPlaces(world.db, PROVINCE.id)
    const where = (date: string) => areaOfFacility(places, STATION, date)?.id
    expect(['2025-06-30', '2025-07-01', '2026-11-21', TODAY].map(where)).toEqual([
      'demo-cu-ban-moi',
      'demo-suoi-mo',
      'demo-suoi-mo',
      id,
    ])
    expect(await findInspection(world.db, PROVINCE.id, 'i')).toEqual(sealed)
    expect(sealed?.head.facts.beds).toBe(5)
  })

  test('a split: who had the whole has all parts, each facility lies where it was said', async () => {
    const cookie = await world.signIn('kiemtra')
    const { cursor } = await world.pull(cookie)
    const [first = '', ...others] = inAreas('demo-suoi-mo')
    const parts = [
      { kind: 'commune', name: 'Xã Suối Trên', facilityIds: [first], areaIds: [] },
      { kind: 'commune', name: 'Xã Suối Dưới', facilityIds: others, areaIds: [] },
    ]
    const { made } = await onAreas('areas/demo-suoi-mo/split', { parts })
    expect((await person('demo-kiemtra')).areaIds.sort()).toEqual(['demo-ben-sao', 'demo-dong-xuan', ...made].sort())
    expect((await findFacility(world.db, PROVINCE.id, first))?.areaName).toBe('Xã Suối Trên')
    const next = await world.pull(cookie, { cursor })
    expect([next.reset, facilityIds(next)]).toEqual([true, inAreas('demo-suoi-mo', 'demo-dong-xuan', 'demo-ben-sao')])
    await expectSameReach()
    expect(await auditOf('area.split')).toMatchObject([['demo-quantri', 'area', 'demo-suoi-mo', { areas: made }]])
  })

  test('another name comes down with the facilities, and takes nothing away', async () => {
    const cookie = await world.signIn('kiemtra')
    const { cursor } = await world.pull(cookie)
    await onAreas('areas/demo-suoi-mo', { name: 'Xã Suối Thơ' }, 'PUT')
    const next = await world.pull(cookie, { cursor })
    expect([next.reset, facilityIds(next)]).toEqual([false, inAreas('demo-suoi-mo')])
    expect(next.changes[0]).toMatchObject({ data: { areaName: 'Xã Suối Thơ' } })
  })
})

describe('a facility', () => {
  test('[P19] that moves is gone for those who saw it there, and its history says since when', async () => {
    const cookie = await world.signIn('kiemtra')
    const { cursor } = await world.pull(cookie)
    const moved = await onFacility(STATION, '/move', { areaId: 'demo-may-trang', from: '2026-10-01' })
    expect(moved.stays.slice(-2)).toEqual([
      { areaId: 'demo-suoi-mo', from: '2025-07-01' },
      { areaId: 'demo-may-trang', from: '2026-10-01' },
    ])
    const next = await world.pull(cookie, { cursor })
    expect([next.reset, next.gone]).toEqual([false, [{ entity: 'facility', id: STATION }]])
    await expectSameReach()
    await onFacility(STATION, '/move', { areaId: 'demo-suoi-mo', from: TODAY })
    expect(facilityIds(await world.pull(cookie, { cursor: next.cursor }))).toEqual([STATION])
  })

  test('that is edited comes down with what is new; the decision of the zone, the flow and the place too', async () => {
    const cookie = await world.signIn('kiemtra')
    const { cursor } = await world.pull(cookie)
    const found = (await list()).find(({ id }) => id === STATION)
    const facts = {
      ...found?.facts,
      zoneDecision: { number: '12/QĐ-MH (minh họa)', date: '2026-03-04' },
      wastewater: { ...found?.facts.wastewater, flow: '3.5' },
    }
    const said = { name: 'Trạm Y tế xã Suối Mơ', address: 'Thôn Hạ', facts, position: { lat: 21.5, lon: 104.25 } }
    expect(await onFacility(STATION, '', said, 'PUT')).toMatchObject({ ...said, version: 2 })
    const { changes } = await world.pull(cookie, { cursor })
    expect(changes).toMatchObject([{ entity: 'facility', data: said }])
    expect(changes[0]).not.toHaveProperty('data.closedOn')
  })

  test('that is closed says so on the devices, and nothing else of it goes; reopened it says nothing', async () => {
    const cookie = await world.signIn('kiemtra')
    const { cursor } = await world.pull(cookie)
    expect((await onFacility(STATION, '/close', { on: '2026-11-01' })).closedOn).toBe('2026-11-01')
    const next = await world.pull(cookie, { cursor })
    expect([next.gone, next.changes]).toMatchObject([undefined, [{ data: { id: STATION, closedOn: '2026-11-01' } }]])
    await onFacility(STATION, '/reopen', {})
    const again = await world.pull(cookie, { cursor: next.cursor })
    expect(again.changes[0]).not.toHaveProperty('data.closedOn')
  })
})

describe('[P42] a visit begun offline', () => {
  const start = async (facilityId: string, date = '2026-11-22') => ({
    k: 'inspection.start' as const,
    insp: randomUUID(),
    head: await headFor(facilityId, { date }),
  })
  /** It comes in whole: begun, answered, handed in. */
  async function arrives(tablet: Awaited<ReturnType<ServerWorld['device']>>, begun: Awaited<ReturnType<typeof start>>) {
    const { insp, head } = begun
    const all = { q1: passed, q2: passed, q3: passed }
    const set = { q1: [0, passed], q2: [0, passed], q3: [0, passed] }
    const { r } = await tablet.send(begun, { k: 'answer.set', insp, set }, await submitOf(insp, head, all))
    return r.map(({ o, code }) => code ?? o)
  }
  const whole = ['applied', 'applied', 'applied']

  test.each<[string, () => Promise<unknown>]>([
    ['a merge of its area', mergeTwo],
    [
      'an edit of its facts, and one more',
      () => change(STATION, { beds: 6 }).then(() => change(STATION, { beds: 7, zone: 2 })),
    ],
    ['its closing', () => onFacility(STATION, '/close', { on: '2026-11-01' })],
    ['its move out of reach', () => onFacility(STATION, '/move', { areaId: 'demo-may-trang', from: '2026-11-01' })],
    [
      'another reach of its author',
      () =>
        call('PUT', 'people/demo-kiemtra/reach', { role: 'inspector', areaIds: ['demo-may-trang'], facilityId: null }),
    ],
    [
      'all of it',
      async () => {
        await change(STATION, { beds: 6 })
        await mergeTwo()
        await onFacility(STATION, '/move', { areaId: 'demo-may-trang', from: TODAY })
        await onFacility(STATION, '/close', { on: TODAY })
      },
    ],
  ])('arrives after %s', async (_case, happens) => {
    const tablet = await world.device('kiemtra')
    const begun = await start(STATION)
    await happens()
    now += 3 * 86_400_000
    expect(await arrives(tablet, begun)).toEqual(whole)
    // It is its author's, wherever the facility now lies, with the facts of then.
    expect(await findInspection(world.db, PROVINCE.id, begun.insp)).toMatchObject({
      status: 'submitted',
      head: begun.head,
    })
    const seen = await world.pull(tablet.cookie)
    expect(seen.changes.some((each) => each.entity === 'inspection' && each.data.id === begun.insp)).toBe(true)
  })

  test('is refused where it is dated after the facility had become somebody else’s; what it holds is kept', async () => {
    const tablet = await world.device('kiemtra')
    await onFacility(STATION, '/move', { areaId: 'demo-may-trang', from: TODAY })
    now += 3 * 86_400_000
    const begun = await start(STATION, '2026-11-23')
    expect((await arrives(tablet, begun))[0]).toBe('FACILITY_UNKNOWN')
    const kept = await world.db
      .selectFrom('mutation')
      .select('payload')
      .where('inspection_id', '=', begun.insp)
      .execute()
    expect(JSON.parse(kept[0]?.payload ?? '{}')).toMatchObject({ head: begun.head })
  })

  test('in a facility that was never in reach is refused, whatever its date', async () => {
    const tablet = await world.device('kiemtra')
    await onFacility('demo-tyt-may-trang', '/move', { areaId: 'demo-hoa-ban', from: TODAY })
    expect((await arrives(tablet, await start('demo-tyt-may-trang', '2026-01-02')))[0]).toBe('FACILITY_UNKNOWN')
  })
})

describe('refused, and nothing is changed', () => {
  async function state() {
    const { areas, ...rest } = await tree()
    return JSON.stringify([areas, rest, await list(), await world.db.selectFrom('person_area').selectAll().execute()])
  }
  const part = { kind: 'commune', name: 'Xã Phần', facilityIds: [], areaIds: [] }
  const said = { name: 'Trạm', address: '', facts: facilities[0]?.facts, position: null }
  test.each<[string, string, string, Record<string, unknown>, number, string]>([
    ['a tree of before', 'POST', 'areas', { ...commune, version: 1, from: TODAY }, 409, 'PLACES_CHANGED'],
    [
      'a day after today',
      'POST',
      'areas',
      { ...commune, version: 2, from: '2026-11-23' },
      422,
      'EFFECTIVE_DATE_FUTURE',
    ],
    [
      'a name that is taken',
      'POST',
      'areas',
      { ...commune, name: 'XÃ SUỐI MƠ', version: 2, from: TODAY },
      409,
      'AREA_NAME_TAKEN',
    ],
    [
      'an area of another kind',
      'POST',
      'areas',
      { ...commune, kind: 'province', version: 2, from: TODAY },
      422,
      'BODY_INVALID',
    ],
    ['a day that is none', 'POST', 'areas', { ...commune, version: 2, from: '2026-02-30' }, 422, 'BODY_INVALID'],
    ['an area that is none', 'PUT', 'areas/nowhere', { name: 'Xã', version: 2, from: TODAY }, 404, 'NOT_FOUND'],
    ['a former area', 'PUT', 'areas/demo-cu-bo-song', { name: 'Xã', version: 2, from: TODAY }, 422, 'AREA_UNKNOWN'],
    [
      'a facility left out',
      'POST',
      'areas/demo-suoi-mo/split',
      { parts: [part, { ...part, name: 'Xã Hai' }], version: 2, from: TODAY },
      422,
      'AREA_PARTS_INCOMPLETE',
    ],
    [
      'the end of one in which something lies',
      'POST',
      'areas/demo-suoi-mo/end',
      { version: 2, from: TODAY },
      422,
      'AREA_NOT_EMPTY',
    ],
    ['a facility of before', 'PUT', `facilities/${STATION}`, { ...said, version: 0 }, 409, 'PLACES_CHANGED'],
    [
      'a facility in a former area',
      'POST',
      `facilities/${STATION}/move`,
      { areaId: 'demo-cu-bo-song', from: TODAY, version: 1 },
      422,
      'AREA_UNKNOWN',
    ],
    [
      'a facility in a district',
      'POST',
      'facilities',
      { ...said, areaId: 'demo-cu-hoa-sim', from: null },
      422,
      'AREA_UNKNOWN',
    ],
    [
      'a closing after today',
      'POST',
      `facilities/${STATION}/close`,
      { on: '2026-11-23', version: 1 },
      422,
      'EFFECTIVE_DATE_FUTURE',
    ],
    [
      'a closing before it was there',
      'POST',
      `facilities/${STATION}/close`,
      { on: '2007-12-31', version: 1 },
      422,
      'EFFECTIVE_DATE_TOO_EARLY',
    ],
    [
      'a place off the earth',
      'PUT',
      `facilities/${STATION}`,
      { ...said, position: { lat: 105, lon: 21 }, version: 1 },
      422,
      'BODY_INVALID',
    ],
    [
      'a permit number without end',
      'PUT',
      `facilities/${STATION}`,
      {
        ...said,
        facts: {
          ...said.facts,
          sites: [{ id: 'a', name: 'A' }],
          zoneDecision: { number: 'x'.repeat(20_000), date: TODAY },
        },
        version: 1,
      },
      422,
      'BODY_INVALID',
    ],
    [
      'two sites of one id',
      'PUT',
      `facilities/${STATION}`,
      {
        ...said,
        facts: {
          ...said.facts,
          sites: [
            { id: 'a', name: 'A' },
            { id: 'a', name: 'B' },
          ],
        },
        version: 1,
      },
      422,
      'BODY_INVALID',
    ],
  ])('%s', async (_case, method, path, body, status, code) => {
    const before = await state()
    expect(codeOf(await call(method, path, body))).toEqual([status, code])
    expect(await state()).toBe(before)
  })

  test('an area that is still somebody’s does not end', async () => {
    const {
      made: [id = ''],
    } = await onAreas('areas', { ...commune, name: 'Xã Trống', from: '2026-01-01' })
    const reach = (areaIds: string[]) =>
      call('PUT', 'people/demo-kiemtra/reach', { role: 'inspector', areaIds, facilityId: null })
    await reach([id])
    const before = await state()
    const { version } = await tree()
    const end = () => call('POST', `areas/${id}/end`, { version, from: TODAY })
    expect([codeOf(await end()), (await end()).body.detail]).toEqual([[422, 'AREA_NOT_EMPTY'], { people: 1 }])
    expect(await state()).toBe(before)
    await reach([])
    expect((await end()).status).toBe(200)
    expect(codeOf(await reach([id]))).toEqual([422, 'REACH_UNKNOWN'])
  })

  test('of two administrators who saw the same tree, one is told of the other', async () => {
    const { version } = await tree()
    const rename = (name: string) => call('PUT', 'areas/demo-suoi-mo', { version, from: TODAY, name })
    const done = await Promise.all([rename('Xã Một'), rename('Xã Hai')])
    expect(done.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('an area that people are given is one that stands and holds facilities', async () => {
    for (const area of ['demo-cu-bo-song', 'demo-cu-hoa-sim']) {
      const wanted = { role: 'inspector', areaIds: [area], facilityId: null }
      expect(codeOf(await call('PUT', 'people/demo-kiemtra/reach', wanted))).toEqual([422, 'REACH_UNKNOWN'])
    }
  })
})
