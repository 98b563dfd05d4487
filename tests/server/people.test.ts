import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import {
  passwordsReplySchema,
  peopleReplySchema,
  personReplySchema,
  RESET_MAX,
  sessionsReplySchema,
  temporaryPasswordReplySchema,
} from '../../src/protocol/people-wire.ts'
import { PERSON_HEADER } from '../../src/protocol/terms.ts'
import { signedInSchema } from '../../src/protocol/wire.ts'
import { PASSWORD } from '../../src/server/demonstration-data.ts'
import { lockAccount } from '../../src/server/people/accounts.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { MORNING } from '../support/server-world.ts'
import { createTwoProvinces, type Somebody, type TwoProvinces } from '../support/two-provinces.ts'

let world: TwoProvinces
let admin: Somebody
let names = 0
beforeAll(async () => {
  world = await createTwoProvinces()
})
beforeEach(async () => {
  admin = await world.somebody('administrator')
  wanted.username = `hoa.le${++names}`
})
afterAll(() => world.end())

const LONG = 'một câu đủ dài để nhớ'

async function call(cookie: string, method: string, path: string, body?: unknown) {
  const headers: Record<string, string> = { cookie }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const reply = await world.app.request(path, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}
const post = (path: string, body: unknown = {}, cookie = admin.cookie) => call(cookie, 'POST', `/api/${path}`, body)
const get = (path: string, cookie = admin.cookie) => call(cookie, 'GET', `/api/${path}`)
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

const wanted = {
  username: 'hoa.le',
  name: 'Lê Thị Hoa',
  role: 'inspector',
  areaIds: ['demo-suoi-mo'],
  facilityId: null,
}

async function listed(id: string) {
  return peopleReplySchema.parse((await get('people')).body).people.find((each) => each.id === id)
}

describe('opening an account', () => {
  test('its owner signs in with the password that was said once, and has to choose another', async () => {
    const made = temporaryPasswordReplySchema.parse(
      (await post('people', { ...wanted, username: ` ${wanted.username.toUpperCase()} ` })).body,
    )
    expect(made.person).toMatchObject({ ...wanted, locked: false, mustChange: true, lastSeen: null })
    expect(made.temporaryPassword).toMatch(/^([2-9a-z]{5}-){3}[2-9a-z]{5}$/)
    const cookie = await world.signIn(wanted.username, made.temporaryPassword)
    const me = async () => signedInSchema.parse((await get('me', cookie)).body)
    expect(await me()).toMatchObject({ person: await findPerson(world.db, made.person.id), mustChange: true })
    const change = { current: made.temporaryPassword, next: LONG }
    expect((await post('password', change, cookie)).status).toBe(200)
    expect(await me()).not.toHaveProperty('mustChange')
    await world.signIn(wanted.username, LONG)
    expect((await listed(made.person.id))?.lastSeen).toBeGreaterThan(0)
  })

  test('an administrator with a temporary password keeps no accounts before it is changed', async () => {
    const { body } = await post('people', { ...wanted, role: 'administrator', areaIds: [] })
    const cookie = await world.signIn(wanted.username, body.temporaryPassword)
    expect(codeOf(await get('people', cookie))).toEqual([403, 'PASSWORD_CHANGE_REQUIRED'])
    await post('password', { current: body.temporaryPassword, next: LONG }, cookie)
    expect((await get('people', cookie)).status).toBe(200)
  })

  test.each<[string, Record<string, unknown>, number, string]>([
    ['a name that is taken', { username: 'kiemtra' }, 409, 'USERNAME_TAKEN'],
    ['a name with marks', { username: 'hòa' }, 422, 'BODY_INVALID'],
    ['a name of two letters', { username: 'ab' }, 422, 'BODY_INVALID'],
    ['no full name', { name: ' ' }, 422, 'BODY_INVALID'],
    ['a role that is none', { role: 'root' }, 422, 'BODY_INVALID'],
    ['a field too many', { provinceId: 'far-province' }, 422, 'BODY_INVALID'],
    ['an area of another province', { areaIds: ['far-area'] }, 422, 'REACH_UNKNOWN'],
    ['an area that is none', { areaIds: ['nowhere'] }, 422, 'REACH_UNKNOWN'],
    ['an inspector of a facility', { facilityId: 'demo-tyt-suoi-mo' }, 422, 'REACH_UNKNOWN'],
    ['a facility without one', { role: 'facility', areaIds: [] }, 422, 'REACH_UNKNOWN'],
    [
      'a facility of another province',
      { role: 'facility', areaIds: [], facilityId: 'far-station' },
      422,
      'REACH_UNKNOWN',
    ],
    ['a facility with areas', { role: 'facility', facilityId: 'demo-tyt-suoi-mo' }, 422, 'REACH_UNKNOWN'],
  ])('%s is refused, and no account is there', async (_, wrong, status, code) => {
    const before = (await get('people')).body.people.length
    expect(codeOf(await post('people', { ...wanted, ...wrong }))).toEqual([status, code])
    expect((await get('people')).body.people).toHaveLength(before)
  })
})

test('the list is of the own province alone', async () => {
  const { people } = peopleReplySchema.parse((await get('people')).body)
  const names = people.map(({ username }) => username)
  expect(names).toEqual(expect.arrayContaining(['kiemtra', 'coso', 'giamsat', 'quantri', admin.person.username]))
  expect(names).not.toContain(world.standingAt('otherProvince').author.person.username)
  expect(people.find(({ id }) => id === 'demo-coso')).toEqual({
    id: 'demo-coso',
    username: 'coso',
    name: 'Lò Văn Trạm (minh họa)',
    role: 'facility',
    areaIds: [],
    facilityId: 'demo-tyt-suoi-mo',
    locked: false,
    mustChange: false,
    secondFactor: false,
    lastSeen: null,
  })
})

describe('locking', () => {
  test('ends every session at once; unlocking does not bring them back', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const second = await world.signIn(person.username)
    const locked = personReplySchema.parse((await post(`people/${person.id}/lock`)).body)
    expect(locked.person.locked).toBe(true)
    for (const each of [cookie, second]) expect((await get('me', each)).status).toBe(401)
    const signIn = () => post('sign-in', { username: person.username, password: PASSWORD }, '')
    expect(codeOf(await signIn())).toEqual([403, 'FORBIDDEN'])
    // Not even that try has left a session behind.
    const sessions = await world.db.selectFrom('session').select('id').where('userId', '=', person.id).execute()
    expect(sessions).toEqual([])
    expect((await post(`people/${person.id}/unlock`)).body.person.locked).toBe(false)
    expect((await get('me', cookie)).status).toBe(401)
    expect((await signIn()).status).toBe(200)
  })

  test('of oneself is refused', async () => {
    expect(codeOf(await post(`people/${admin.person.id}/lock`))).toEqual([403, 'OWN_ACCOUNT'])
    expect((await get('people')).status).toBe(200)
  })

  test('of the last administrator is refused with the reason', async () => {
    const alone = await world.somebody('administrator', 'otherProvince')
    expect(codeOf(await post(`people/${alone.person.id}/lock`, {}, alone.cookie))).toEqual([409, 'LAST_ADMINISTRATOR'])
    const demoted = { role: 'supervisor', areaIds: ['far-area'], facilityId: null }
    const reach = await call(alone.cookie, 'PUT', `/api/people/${alone.person.id}/reach`, demoted)
    expect(codeOf(reach)).toEqual([409, 'LAST_ADMINISTRATOR'])
  })

  test('two administrators who lock each other at once leave one', async () => {
    const [a, b] = [
      await world.somebody('administrator', 'otherProvince'),
      await world.somebody('administrator', 'otherProvince'),
    ]
    const act = (by: Person) => ({ db: world.db, by, now: MORNING })
    const done = await Promise.allSettled([
      lockAccount(act(a.person), b.person.id),
      lockAccount(act(b.person), a.person.id),
    ])
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await findPerson(world.db, a.person.id)).not.toBeNull()
  })
})

describe('another reach', () => {
  const reach = (id: string, body: unknown) => call(admin.cookie, 'PUT', `/api/people/${id}/reach`, body)

  test('counts from the next request on, and what came from elsewhere is gone from the view', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const there = world.standingAt('otherArea').submitted.insp
    expect((await get(`inspections/${there}`, cookie)).status).toBe(404)
    const changed = { role: 'supervisor', areaIds: ['demo-dong-xuan', 'demo-dong-xuan'], facilityId: null }
    const { body } = await reach(person.id, changed)
    expect(personReplySchema.parse(body).person).toMatchObject({ role: 'supervisor', areaIds: ['demo-dong-xuan'] })
    expect((await get(`inspections/${there}`, cookie)).status).toBe(200)
    expect((await get(`inspections/${world.standingAt('ownArea').submitted.insp}`, cookie)).status).toBe(404)
  })

  test('outside the province there is none, and nothing was changed', async () => {
    const { person } = await world.somebody('inspector')
    const outside = { role: 'inspector', areaIds: ['demo-suoi-mo', 'far-area'], facilityId: null }
    expect(codeOf(await reach(person.id, outside))).toEqual([422, 'REACH_UNKNOWN'])
    expect(await findPerson(world.db, person.id)).toEqual(person)
  })

  test('administrators may move their own areas, and not give up their role', async () => {
    const own = { role: 'administrator', areaIds: ['demo-ben-sao'], facilityId: null }
    expect((await reach(admin.person.id, own)).status).toBe(200)
    expect(codeOf(await reach(admin.person.id, { ...own, role: 'inspector' }))).toEqual([403, 'OWN_ACCOUNT'])
    expect(await findPerson(world.db, admin.person.id)).toMatchObject({
      role: 'administrator',
      areaIds: ['demo-ben-sao'],
    })
  })
})

describe('a name', () => {
  const rename = (id: string, body: unknown) => call(admin.cookie, 'PUT', `/api/people/${id}/name`, body)

  test('is corrected everywhere it is asked for, one’s own too; the log has no name in it', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const reply = await rename(person.id, { name: '  Nguyễn Thị Kiểm Đúng ', was: person.name })
    expect(personReplySchema.parse(reply.body).person.name).toBe('Nguyễn Thị Kiểm Đúng')
    expect((await listed(person.id))?.name).toBe('Nguyễn Thị Kiểm Đúng')
    expect((await get('me', cookie)).body.person.name).toBe('Nguyễn Thị Kiểm Đúng')
    expect((await rename(admin.person.id, { name: 'Quản', was: admin.person.name })).status).toBe(200)
    const lines = world.db.selectFrom('audit').select(['who', 'detail']).where('what', '=', 'account.renamed')
    expect(await lines.where('subject_id', '=', person.id).execute()).toEqual([{ who: admin.person.id, detail: '{}' }])
  })

  test('that somebody else has corrected meanwhile is not overwritten; the same name again is no change', async () => {
    const { person } = await world.somebody('inspector')
    await rename(person.id, { name: 'Lê Thị Hoa', was: person.name })
    expect(codeOf(await rename(person.id, { name: 'Lê Thị Hòa', was: person.name }))).toEqual([409, 'PLACES_CHANGED'])
    expect((await listed(person.id))?.name).toBe('Lê Thị Hoa')
    expect((await rename(person.id, { name: 'Lê Thị Hoa', was: 'Lê Thị Hoa' })).status).toBe(200)
    const lines = world.db.selectFrom('audit').select('no').where('what', '=', 'account.renamed')
    expect(await lines.where('subject_id', '=', person.id).execute()).toHaveLength(1)
    for (const name of ['', '   ', 'x'.repeat(101)])
      expect(codeOf(await rename(person.id, { name, was: 'Lê Thị Hoa' }))).toEqual([422, 'BODY_INVALID'])
  })
})

describe('a password', () => {
  test('that was lost is replaced by one that is said once; who had the old one is out', async () => {
    const { person, cookie } = await world.somebody('supervisor')
    const { body } = await post(`people/${person.id}/reset-password`)
    const { temporaryPassword } = temporaryPasswordReplySchema.parse(body)
    expect((await get('me', cookie)).status).toBe(401)
    await expect(world.signIn(person.username)).rejects.toThrow()
    const again = await world.signIn(person.username, temporaryPassword)
    expect((await get('me', again)).body.mustChange).toBe(true)
  })

  test('of several people at once: all are out, each signs in with their own, and each has a line of the log', async () => {
    const people = await Promise.all([world.somebody('inspector'), world.somebody('supervisor')])
    const ids = people.map(({ person }) => person.id)
    const reply = await post('people/reset-passwords', { ids: [...ids, ...ids] })
    const { opened } = passwordsReplySchema.parse(reply.body)
    expect(opened.map(({ username }) => username)).toEqual(people.map(({ person }) => person.username))
    expect(new Set(opened.map(({ temporaryPassword }) => temporaryPassword)).size).toBe(2)
    for (const [index, { cookie, person }] of people.entries()) {
      expect((await get('me', cookie)).status).toBe(401)
      const again = await world.signIn(person.username, opened[index]?.temporaryPassword)
      expect((await get('me', again)).body.mustChange).toBe(true)
    }
    const lines = world.db.selectFrom('audit').select('subject_id').where('what', '=', 'password.reset')
    const noted = await lines.where('who', '=', admin.person.id).orderBy('no').execute()
    expect(noted.map(({ subject_id }) => subject_id)).toEqual(ids)
  })

  test('of several people where one may not be reset stays with all of them', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const far = await world.somebody('inspector', 'otherProvince')
    for (const [other, code] of [
      [admin.person.id, [403, 'OWN_ACCOUNT']],
      [far.person.id, [404, 'NOT_FOUND']],
      ['nobody', [404, 'NOT_FOUND']],
    ] as const)
      expect(codeOf(await post('people/reset-passwords', { ids: [person.id, other] }))).toEqual(code)
    expect(codeOf(await post('people/reset-passwords', { ids: [] }))).toEqual([422, 'BODY_INVALID'])
    const many = Array.from({ length: RESET_MAX + 1 }, (_, n) => `${n}`)
    expect(codeOf(await post('people/reset-passwords', { ids: many }))).toEqual([422, 'BODY_INVALID'])
    expect((await get('me', cookie)).status).toBe(200)
    await world.signIn(person.username)
  })

  test('of one’s own is not reset: who knows it changes it', async () => {
    expect(codeOf(await post(`people/${admin.person.id}/reset-password`))).toEqual([403, 'OWN_ACCOUNT'])
  })

  test('is changed by who knows it; every other session ends', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const other = await world.signIn(person.username)
    expect((await post('password', { current: PASSWORD, next: LONG }, cookie)).status).toBe(200)
    expect((await get('me', cookie)).status).toBe(200)
    expect((await get('me', other)).status).toBe(401)
    await expect(world.signIn(person.username)).rejects.toThrow()
    await world.signIn(person.username, LONG)
  })

  test.each([
    ['sai', LONG, 422, 'PASSWORD_WRONG'],
    [PASSWORD, 'ngắn', 422, 'PASSWORD_WEAK'],
    [PASSWORD, 'matkhau123456', 422, 'PASSWORD_WEAK'],
    [PASSWORD, 'đây là TÊN nhé bạn', 422, 'PASSWORD_WEAK'],
    [PASSWORD, '', 422, 'BODY_INVALID'],
  ])('%s → %s is refused', async (current, chosen, status, code) => {
    const { person, cookie } = await world.somebody('inspector')
    const next = chosen.replace('TÊN', person.username.toUpperCase())
    expect(codeOf(await post('password', { current, next }, cookie))).toEqual([status, code])
    await world.signIn(person.username)
  })

  test('the same again is no change', async () => {
    const { person, cookie } = await world.somebody('inspector')
    await post('password', { current: PASSWORD, next: LONG }, cookie)
    expect(codeOf(await post('password', { current: LONG, next: LONG }, cookie))).toEqual([422, 'PASSWORD_SAME'])
    expect(person.role).toBe('inspector')
  })

  test('guessed from an open tablet: ten tries, as at sign-in', async () => {
    const { cookie } = await world.somebody('inspector')
    const guess = async () => codeOf(await post('password', { current: 'đoán', next: LONG }, cookie))
    for (let n = 0; n < 10; n++) expect(await guess()).toEqual([422, 'PASSWORD_WRONG'])
    expect(await guess()).toEqual([429, 'SIGN_IN_LOCKED'])
  })
})

describe('sessions', () => {
  const sessions = async (path: string, cookie: string) =>
    sessionsReplySchema.parse((await get(path, cookie)).body).sessions

  test('each device of one’s own is listed, says which one asks, and can be ended', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const headers = {
      'user-agent': 'May bang thu hai',
      'x-forwarded-for': '203.0.113.7',
      'content-type': 'application/json',
    }
    const body = JSON.stringify({ username: person.username, password: PASSWORD })
    await world.app.request('/api/sign-in', { method: 'POST', headers, body })
    const [mine, other] = (await sessions('sessions', cookie)).sort((a, b) => Number(b.current) - Number(a.current))
    expect(mine).toMatchObject({ current: true })
    expect(other).toMatchObject({ current: false, userAgent: 'May bang thu hai', address: '203.0.113.7' })
    expect(Math.abs(Date.now() - (other?.lastSeen ?? 0))).toBeLessThan(60_000)
    const end = (id: string | undefined, body: object) => call(cookie, 'DELETE', `/api/sessions/${id}`, body)
    expect(codeOf(await end(other?.id, {}))).toEqual([422, 'PASSWORD_WRONG'])
    expect(codeOf(await end(other?.id, { password: 'đoán' }))).toEqual([422, 'PASSWORD_WRONG'])
    expect(await sessions('sessions', cookie)).toHaveLength(2)
    expect((await end(other?.id, { password: PASSWORD })).status).toBe(200)
    expect(await sessions('sessions', cookie)).toHaveLength(1)
    expect(codeOf(await end(other?.id, { password: PASSWORD }))).toEqual([404, 'NOT_FOUND'])
    expect((await end(mine?.id, {})).status).toBe(200)
    expect((await get('me', cookie)).status).toBe(401)
  })

  test('a page that speaks for somebody else on the same tablet is told to sign in', async () => {
    const { person, cookie } = await world.somebody('inspector')
    const as = async (id: string) =>
      (await world.app.request('/api/sessions', { headers: { cookie, [PERSON_HEADER]: id } })).status
    expect([await as(person.id), await as(admin.person.id)]).toEqual([200, 401])
  })

  test('an administrator sees and ends those of the province; no secret is in the list', async () => {
    const { person, cookie } = await world.somebody('facility')
    const [only] = await sessions(`people/${person.id}/sessions`, admin.cookie)
    const token = await world.db
      .selectFrom('session')
      .select('token')
      .where('id', '=', only?.id ?? '')
      .executeTakeFirstOrThrow()
    expect(JSON.stringify((await get(`people/${person.id}/sessions`)).body)).not.toContain(token.token)
    expect((await call(admin.cookie, 'DELETE', `/api/sessions/${only?.id}`, {})).status).toBe(200)
    expect((await get('me', cookie)).status).toBe(401)
  })
})

test('all that is done to an account stands in the audit log, with who did it; what was refused does not', async () => {
  const { body } = await post('people', wanted)
  const { id } = personReplySchema.parse({ person: body.person }).person
  const cookie = await world.signIn(wanted.username, body.temporaryPassword)
  const own = { current: body.temporaryPassword, next: LONG }
  expect((await post('password', own, cookie)).status).toBe(200)
  expect(codeOf(await post('people', wanted))).toEqual([409, 'USERNAME_TAKEN'])
  await call(admin.cookie, 'PUT', `/api/people/${id}/reach`, { role: 'supervisor', areaIds: [], facilityId: null })
  await post(`people/${id}/reset-password`)
  await post(`people/${id}/lock`)
  await post(`people/${id}/lock`)
  await post(`people/${id}/unlock`)
  const lines = await world.db
    .selectFrom('audit')
    .select(['what', 'who', 'detail'])
    .where('subject_id', '=', id)
    .orderBy('no')
    .execute()
  expect(lines.map(({ what, who, detail }) => [what, who === id ? 'self' : who, JSON.parse(detail)])).toEqual([
    ['account.created', admin.person.id, { role: 'inspector', areas: ['demo-suoi-mo'], facility: null }],
    ['signedIn', 'self', {}],
    ['password.changed', 'self', {}],
    [
      'reach.changed',
      admin.person.id,
      {
        from: { role: 'inspector', areas: ['demo-suoi-mo'], facility: null },
        to: { role: 'supervisor', areas: [], facility: null },
      },
    ],
    ['password.reset', admin.person.id, {}],
    ['session.ended', admin.person.id, { sessions: 1 }],
    ['account.locked', admin.person.id, {}],
    ['account.unlocked', admin.person.id, {}],
  ])
  expect(JSON.stringify(lines)).not.toContain(wanted.name)
})
