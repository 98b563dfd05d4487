import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAuth } from '../../src/server/auth/auth.ts'
import { CHEAP, createServerWorld, jsonRequest, type ServerWorld } from '../support/server-world.ts'

const MINUTE = 60_000
let world: ServerWorld
let addresses = 0
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  world = await createServerWorld()
})
afterEach(async () => {
  vi.useRealTimers()
  await world.close()
})

/** Each try from another address, so that only the name is counted. */
function signIn(username: string, password: string) {
  const request = jsonRequest({ username, password })
  const headers = { ...request.headers, 'x-forwarded-for': `203.0.113.${++addresses % 250}` }
  return world.app.request('/api/sign-in', { ...request, headers })
}

async function wrong(username: string, times: number, minutesBetween = 0): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < times; n++) {
    if (n > 0) vi.setSystemTime(Date.now() + minutesBetween * MINUTE)
    statuses.push((await signIn(username, `sai lần thứ ${n}`)).status)
  }
  return statuses
}

const right = async (username = 'kiemtra') => (await signIn(username, 'so-kiem-2026')).status

test('after ten wrong passwords even the right one waits a quarter of an hour, from any address', async () => {
  expect(await wrong('kiemtra', 10)).toEqual(Array(10).fill(401))
  const late = await signIn('KiemTra ', 'so-kiem-2026')
  expect([late.status, await late.json(), late.headers.get('retry-after')]).toEqual([
    429,
    {
      code: 'SIGN_IN_LOCKED',
      message:
        'Đã nhập sai mật khẩu quá nhiều lần nên tên đăng nhập này tạm khóa 15 phút. Vui lòng chờ, hoặc nhờ người quản trị mở lại.',
      detail: { seconds: 900 },
    },
    '900',
  ])
  // Others are not kept waiting, and neither is a session that goes on.
  expect(await right('coso')).toBe(200)
  vi.setSystemTime(Date.now() + 14.9 * MINUTE)
  expect(await right()).toBe(429)
  vi.setSystemTime(Date.now() + 0.2 * MINUTE)
  expect(await right()).toBe(200)
})

test('a name that nobody has is closed with the same words', async () => {
  const said = async (name: string) => {
    await wrong(name, 10)
    const reply = await signIn(name, 'so-kiem-2026')
    return [reply.status, await reply.text()]
  }
  expect(await said('khong-ai')).toEqual(await said('kiemtra'))
})

test('ten in more than a quarter of an hour close nothing; any ten within one do', async () => {
  expect(await wrong('kiemtra', 12, 2)).toEqual(Array(12).fill(401))
  vi.setSystemTime(Date.now() + 2 * MINUTE)
  // Seven of the last quarter of an hour and three more.
  expect(await wrong('kiemtra', 4)).toEqual([401, 401, 401, 429])
})

test('tries while it is closed do not prolong it; afterwards ten more are needed', async () => {
  await wrong('kiemtra', 10)
  vi.setSystemTime(Date.now() + 14 * MINUTE)
  expect(await wrong('kiemtra', 3)).toEqual([429, 429, 429])
  vi.setSystemTime(Date.now() + 1.1 * MINUTE)
  expect(await wrong('kiemtra', 10)).toEqual(Array(10).fill(401))
  expect(await right()).toBe(429)
})

test('the right password forgets the wrong ones before it', async () => {
  await wrong('kiemtra', 9)
  expect(await right()).toBe(200)
  expect(await wrong('kiemtra', 9)).toEqual(Array(9).fill(401))
  expect(await right()).toBe(200)
})

test('fifty at once are no more than ten guesses', async () => {
  const statuses = await Promise.all(Array.from({ length: 50 }, (_, n) => signIn('kiemtra', `sai ${n}`)))
  expect(statuses.filter(({ status }) => status === 401)).toHaveLength(10)
  expect(statuses.filter(({ status }) => status === 429)).toHaveLength(40)
})

test('it outlives a restart, and no name is kept in the clear', async () => {
  await wrong('kiemtra', 10)
  const again = await createAuth(world.db, { signInsPerMinute: 1000, passwordCost: CHEAP })
  const visitor = { address: '203.0.113.251', userAgent: '' }
  await expect(again.signIn('kiemtra', 'so-kiem-2026', visitor, { now: Date.now() })).rejects.toMatchObject({
    code: 'SIGN_IN_LOCKED',
  })
  const rows = await world.db.selectFrom('sign_in_try').selectAll().execute()
  expect(rows).toHaveLength(10)
  expect(JSON.stringify(rows)).not.toContain('kiemtra')
  // Old ones are swept by whoever errs next.
  vi.setSystemTime(Date.now() + 31 * MINUTE)
  await wrong('coso', 1)
  expect(await world.db.selectFrom('sign_in_try').selectAll().execute()).toHaveLength(1)
})

test.each(['unlock', 'reset-password'])('an administrator’s %s opens the name again', async (what) => {
  const cookie = await world.signIn('quantri')
  await wrong('kiemtra', 10)
  const reply = await world.app.request(`/api/people/demo-kiemtra/${what}`, jsonRequest({}, cookie))
  expect(reply.status).toBe(200)
  const { temporaryPassword = 'so-kiem-2026' } = await reply.json()
  expect((await signIn('kiemtra', temporaryPassword)).status).toBe(200)
})
