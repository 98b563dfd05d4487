import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { cookieOf, createServerWorld, jsonRequest, MORNING, type ServerWorld } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld({ signInsPerMinute: 10 })
})
afterEach(async () => {
  vi.useRealTimers()
  await world.close()
})

function signIn(username: string, password: string, headers: Record<string, string> = {}) {
  const request = jsonRequest({ username, password })
  return world.app.request('/api/sign-in', { ...request, headers: { ...request.headers, ...headers } })
}

test('an inspector signs in with name and password and is known afterwards', async () => {
  const reply = await signIn('kiemtra', 'so-kiem-2026')
  expect(reply.status).toBe(200)
  const { person } = await reply.json()
  expect(person).toMatchObject({ id: 'demo-kiemtra', username: 'kiemtra', role: 'inspector', facilityId: null })
  expect(person.areaIds).toHaveLength(3)

  const me = await world.app.request('/api/me', { headers: { cookie: cookieOf(reply) } })
  expect((await me.json()).person).toEqual(person)
})

test('capital letters and spaces around the name do not keep anybody out', async () => {
  expect((await signIn(' KiemTra ', 'so-kiem-2026')).status).toBe(200)
})

test.each([
  ['a wrong password', 'kiemtra', 'sai-mat-khau'],
  ['a name that nobody has', 'khong-ai', 'so-kiem-2026'],
  ['a name that cannot be one', 'kiểm tra; drop table', 'so-kiem-2026'],
  ['a password of 200 letters', 'kiemtra', 'x'.repeat(200)],
])('%s is told the same and nothing more', async (_, username, password) => {
  const reply = await signIn(username, password)
  expect(reply.status).toBe(401)
  expect(await reply.json()).toEqual({ code: 'SIGN_IN_FAILED', message: 'Tên đăng nhập hoặc mật khẩu chưa đúng.' })
  expect(reply.headers.getSetCookie()).toEqual([])
})

test('an empty name or password is a wrong shape', async () => {
  expect((await signIn('', 'x')).status).toBe(422)
  expect((await signIn('kiemtra', '')).status).toBe(422)
})

test('after ten tries in a minute even the right password waits, and a minute later it works', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  for (let attempt = 1; attempt <= 10; attempt++) expect((await signIn(`ten${attempt}`, 'sai')).status).toBe(401)
  const late = await signIn('kiemtra', 'so-kiem-2026')
  expect(late.status).toBe(429)
  expect((await late.json()).code).toBe('SIGN_IN_TOO_OFTEN')
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  // Another address has tries of its own.
  expect((await signIn('kiemtra', 'so-kiem-2026', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(200)

  vi.setSystemTime(Date.now() + 61_000)
  expect((await signIn('kiemtra', 'so-kiem-2026')).status).toBe(200)
})

test('an address claimed in front of the proxy’s own entry does not buy new tries', async () => {
  for (let attempt = 1; attempt <= 10; attempt++) {
    await signIn(`ten${attempt}`, 'sai', { 'x-forwarded-for': `198.51.100.${attempt}, 203.0.113.9` })
  }
  expect((await signIn('kiemtra', 'sai', { 'x-forwarded-for': '198.51.100.99, 203.0.113.9' })).status).toBe(429)
})

test('the cookie is out of reach for scripts and other sites, and Secure where the page came by https', async () => {
  const plain = (await signIn('kiemtra', 'so-kiem-2026')).headers.getSetCookie()[0]
  expect(plain).toMatch(/HttpOnly/i)
  expect(plain).toMatch(/SameSite=Lax/i)
  expect(plain).toMatch(/Max-Age=7776000/)
  expect(plain).not.toMatch(/Secure/)
  expect(plain).toMatch(/^so-kiem\.session_token=/)
  const secure = (await signIn('kiemtra', 'so-kiem-2026', { 'x-forwarded-proto': 'https' })).headers.getSetCookie()[0]
  expect(secure).toMatch(/; Secure$/)
  // The prefix binds it to this host: Secure, for every path, and for no other name of the domain.
  expect(secure).toMatch(/^__Host-so-kiem\.session_token=/)
  expect(secure).toMatch(/; Path=\//)
  expect(secure).not.toMatch(/Domain/i)
})

test('by https the cookie with the prefix counts alone; who has the older name keeps the session, under the new one', async () => {
  const https = { 'x-forwarded-proto': 'https' }
  const me = (cookie: string) => world.app.request('/api/me', { headers: { cookie, ...https } })
  const older = await world.signIn('coso')
  const renamed = await me(older)
  expect(renamed.status).toBe(200)
  const [erased, set] = renamed.headers.getSetCookie()
  expect(erased).toMatch(/^so-kiem\.session_token=; Max-Age=0; .*Secure$/)
  expect(set).toMatch(/^__Host-so-kiem\.session_token=.+; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  const fresh = set?.split(';')[0] ?? ''
  const again = await me(fresh)
  expect([again.status, again.headers.getSetCookie()]).toEqual([200, []])
  // Somebody who can write cookies for the domain cannot put a session of theirs over it.
  const other = await world.signIn('giamsat')
  expect((await (await me(`${other}; ${fresh}`)).json()).person.username).toBe('coso')
  const out = await world.app.request('/api/sign-out', {
    ...jsonRequest({}, fresh),
    headers: { cookie: fresh, 'content-type': 'application/json', ...https },
  })
  expect(out.headers.getSetCookie().join()).toMatch(/__Host-so-kiem\.session_token=;.*Max-Age=0/)
  expect((await me(fresh)).status).toBe(401)
})

test('the session that was open in this browser ends when somebody signs in in it, and no other', async () => {
  const elsewhere = await world.signIn('coso')
  const before = await world.signIn('coso')
  expect((await signIn('kiemtra', 'sai', { cookie: before })).status).toBe(401)
  expect((await world.app.request('/api/me', { headers: { cookie: before } })).status).toBe(200)
  expect((await signIn('kiemtra', 'so-kiem-2026', { cookie: before })).status).toBe(200)
  expect((await world.app.request('/api/me', { headers: { cookie: before } })).status).toBe(401)
  expect((await world.app.request('/api/me', { headers: { cookie: elsewhere } })).status).toBe(200)
  const ended = await world.db.selectFrom('audit').selectAll().where('what', '=', 'session.ended').execute()
  expect(ended).toMatchObject([{ who: 'demo-kiemtra', subject_id: 'demo-coso', detail: '{"sessions":1}' }])
})

test.each([
  [6.9, 200],
  [7.1, 403],
])('a temporary password of %d days ago: %d', async (days, status) => {
  await world.db
    .updateTable('person')
    .set({ must_change: 1, temporary_since: MORNING - days * 86_400_000 })
    .where('user_id', '=', 'demo-coso')
    .execute()
  const reply = await signIn('coso', 'so-kiem-2026')
  expect(reply.status).toBe(status)
  if (status === 200) return
  expect((await reply.json()).code).toBe('PASSWORD_EXPIRED')
  expect(reply.headers.getSetCookie()).toEqual([])
  expect(await world.db.selectFrom('session').select('id').execute()).toEqual([])
})

test('signing out ends the session on the server, not only in the browser', async () => {
  const cookie = await world.signIn('coso')
  const reply = await world.app.request('/api/sign-out', jsonRequest({}, cookie))
  expect(reply.status).toBe(200)
  expect(reply.headers.getSetCookie().join()).toMatch(/Max-Age=0/)
  expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(401)
})

test('a session in use is prolonged: after two days there is a new cookie', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const cookie = await world.signIn('coso')
  const soon = await world.app.request('/api/me', { headers: { cookie } })
  expect(soon.headers.getSetCookie()).toEqual([])
  vi.setSystemTime(Date.now() + 2 * 86_400_000)
  const later = await world.app.request('/api/me', { headers: { cookie } })
  expect(later.headers.getSetCookie().join()).toMatch(/Max-Age=7776000/)
  vi.setSystemTime(Date.now() + 91 * 86_400_000)
  expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(401)
})

test('a session of one is nothing with the signature of another, or with one that was changed', async () => {
  const [one, other] = [await world.signIn('coso'), await world.signIn('kiemtra')]
  const status = async (cookie: string) => (await world.app.request('/api/me', { headers: { cookie } })).status
  const [token = '', signature = ''] = one.split('.').slice(-2)
  const before = one.slice(0, one.length - token.length - signature.length - 1)
  expect(await status(`${before}${token}.${signature}`)).toBe(200)
  const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
  for (const wrong of [changed, other.split('.').at(-1), signature.slice(1), `${signature}A`, ''])
    expect(await status(`${before}${token}.${wrong}`)).toBe(401)
  expect(await status(`${before}${token}`)).toBe(401)
})

test('a closed account is out at once, wherever it was signed in', async () => {
  const cookie = await world.signIn('coso')
  await world.db.updateTable('person').set({ disabled_at: 1 }).where('user_id', '=', 'demo-coso').execute()
  expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(401)
  expect((await signIn('coso', 'so-kiem-2026')).status).toBe(403)
})

test('nobody opens an account over the network', async () => {
  const body = { name: 'Ai đó', email: 'ai@do.vn', password: 'mat-khau-dai', username: 'aido' }
  for (const path of ['/api/auth/sign-up/email', '/api/sign-up/email', '/api/sign-up']) {
    expect((await world.app.request(path, jsonRequest(body))).status).toBe(404)
  }
  expect(await world.db.selectFrom('user').select('id').execute()).toHaveLength(4)
})

test.each([
  [{ origin: 'https://khac.example' }, 403],
  [{ origin: 'null' }, 403],
  [{ 'sec-fetch-site': 'cross-site' }, 403],
  [{ origin: 'http://localhost' }, 200],
])('a page of another site cannot sign anybody in or push: %j', async (headers, status) => {
  expect((await signIn('kiemtra', 'so-kiem-2026', headers)).status).toBe(status)
})
