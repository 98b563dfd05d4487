import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { recoveryCodesSchema, secondFactorSecretSchema } from '../../src/protocol/people-wire.ts'
import { base32, codeAt, stepOf } from '../../src/server/auth/totp.ts'
import { PASSWORD } from '../../src/server/demonstration-data.ts'
import { findAccount } from '../../src/server/storage/people.ts'
import { authenticatorCode } from '../support/authenticator.ts'
import { createServerWorld, jsonRequest, type ServerWorld } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(async () => {
  vi.useRealTimers()
  await world.close()
})

const post = async (path: string, body: unknown, cookie?: string) => {
  const reply = await world.app.request(`/api/${path}`, jsonRequest(body, cookie))
  return { status: reply.status, body: await reply.json(), cookies: reply.headers.getSetCookie() }
}
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
const signIn = (code?: string, password = PASSWORD) =>
  post('sign-in', { username: 'giamsat', password, ...(code !== undefined && { code }) })
const kinds = async () =>
  (await world.db.selectFrom('audit').select('what').orderBy('no').execute()).map(({ what }) => what)

/** Turned on by the supervisor, whose clock then stands a step later: that code is used up. */
async function turnedOn() {
  const cookie = await world.signIn('giamsat')
  const { secret } = secondFactorSecretSchema.parse((await post('second-factor', { password: PASSWORD }, cookie)).body)
  const first = authenticatorCode(secret, -1)
  const confirmed = await post('second-factor/confirm', { code: first }, cookie)
  return { cookie, secret, first, ...recoveryCodesSchema.parse(confirmed.body) }
}

test.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('RFC 6238, appendix B: at %d s the code is %s', (seconds, code) => {
  const secret = Buffer.from('12345678901234567890')
  expect(codeAt(secret, Math.floor(seconds / 30))).toBe(code)
  const step = Math.floor(seconds / 30)
  expect(stepOf(secret, code, seconds * 1000, step - 1)).toBe(step)
  expect(stepOf(secret, code, seconds * 1000, step)).toBeNull()
  expect(stepOf(secret, code, seconds * 1000 + 90_000, 0)).toBeNull()
})

test.each([
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foobar', 'MZXW6YTBOI'],
])('RFC 4648: %s in base 32 is %s', (text, encoded) => expect(base32(Buffer.from(text))).toBe(encoded))

describe('a second factor', () => {
  test('is begun with the password, and counts only once a code of it was shown', async () => {
    const cookie = await world.signIn('giamsat')
    expect(codeOf(await post('second-factor', { password: 'sai' }, cookie))).toEqual([422, 'PASSWORD_WRONG'])
    const { body } = await post('second-factor', { password: PASSWORD }, cookie)
    const { secret, address } = secondFactorSecretSchema.parse(body)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(new URL(address).searchParams.get('secret')).toBe(secret)
    expect((await signIn()).status).toBe(200)
    expect(codeOf(await post('second-factor/confirm', { code: '000000' }, cookie))).toEqual([
      401,
      'SECOND_FACTOR_WRONG',
    ])
    expect((await signIn()).status).toBe(200)
    const { recoveryCodes } = (await post('second-factor/confirm', { code: authenticatorCode(secret) }, cookie)).body
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(codeOf(await signIn())).toEqual([401, 'SECOND_FACTOR_REQUIRED'])
    expect(codeOf(await post('second-factor', { password: PASSWORD }, cookie))).toEqual([409, 'SECOND_FACTOR_ON'])
    expect(await kinds()).toContain('secondFactor.on')
  })

  test('is not told to who does not know the password, and leaves no session half way', async () => {
    const { cookie } = await turnedOn()
    const before = await world.db.selectFrom('session').select('id').execute()
    expect(codeOf(await signIn(undefined, 'sai'))).toEqual([401, 'SIGN_IN_FAILED'])
    const asked = await signIn()
    expect([codeOf(asked), asked.cookies]).toEqual([[401, 'SECOND_FACTOR_REQUIRED'], []])
    expect(asked.body).not.toHaveProperty('storeKey')
    expect(codeOf(await signIn('000000'))).toEqual([401, 'SECOND_FACTOR_WRONG'])
    expect(await world.db.selectFrom('session').select('id').execute()).toEqual(before)
    expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(200)
  })

  test('a code counts once, and none before it counts any more', async () => {
    const { secret, first } = await turnedOn()
    expect(codeOf(await signIn(first))).toEqual([401, 'SECOND_FACTOR_WRONG'])
    const next = authenticatorCode(secret, 1)
    expect((await signIn(` ${next.slice(0, 3)} ${next.slice(3)} `)).status).toBe(200)
    expect(codeOf(await signIn(next))).toEqual([401, 'SECOND_FACTOR_WRONG'])
    expect(codeOf(await signIn(authenticatorCode(secret)))).toEqual([401, 'SECOND_FACTOR_WRONG'])
  })

  test('the same code from two browsers at once opens one of them', async () => {
    const { secret } = await turnedOn()
    const code = authenticatorCode(secret, 1)
    const statuses = await Promise.all([signIn(code), signIn(code)])
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 401])
  })

  test('guessed ten times closes the name, and asking without a code in between forgets none of them', async () => {
    const { secret } = await turnedOn()
    for (let n = 0; n < 10; n++) {
      expect(codeOf(await signIn('000000'))).toEqual([401, 'SECOND_FACTOR_WRONG'])
      if (n < 9) expect(codeOf(await signIn())).toEqual([401, 'SECOND_FACTOR_REQUIRED'])
    }
    expect(codeOf(await signIn(authenticatorCode(secret, 1)))).toEqual([429, 'SIGN_IN_LOCKED'])
  })

  test('a recovery code opens once, however it is typed', async () => {
    const { recoveryCodes, cookie } = await turnedOn()
    const [one = '', two = ''] = recoveryCodes
    expect((await signIn(one.toUpperCase().replace('-', ' '))).status).toBe(200)
    expect(codeOf(await signIn(one))).toEqual([401, 'SECOND_FACTOR_WRONG'])
    expect((await signIn(two)).status).toBe(200)
    const state = await (await world.app.request('/api/second-factor', { headers: { cookie } })).json()
    expect(state).toEqual({ factor: { since: expect.any(Number), codesLeft: 8 }, offered: true })
    expect((await kinds()).filter((what) => what === 'secondFactor.recovered')).toHaveLength(2)
  })

  test('neither secret nor codes lie readable in the database', async () => {
    const { secret, recoveryCodes } = await turnedOn()
    const text = JSON.stringify([
      await world.db.selectFrom('second_factor').selectAll().execute(),
      await world.db.selectFrom('audit').selectAll().execute(),
    ])
    for (const each of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replace('-', ''))])
      expect(text).not.toContain(each)
  })

  test('is turned off with the password, and by an administrator for who has lost the phone', async () => {
    const { cookie } = await turnedOn()
    expect(codeOf(await post('second-factor/off', { password: 'sai' }, cookie))).toEqual([422, 'PASSWORD_WRONG'])
    expect((await post('second-factor/off', { password: PASSWORD }, cookie)).status).toBe(200)
    expect((await signIn()).status).toBe(200)
    await turnedOn()
    const admin = await world.signIn('quantri')
    const seen = async () => (await findAccount(world.db, 'demo-giamsat'))?.secondFactor
    expect(await seen()).toBe(true)
    expect((await post('people/demo-giamsat/reset-second-factor', {}, admin)).status).toBe(200)
    expect(await seen()).toBe(false)
    expect((await signIn()).status).toBe(200)
    expect((await kinds()).filter((what) => what.startsWith('secondFactor'))).toEqual([
      'secondFactor.on',
      'secondFactor.off',
      'secondFactor.on',
      'secondFactor.reset',
    ])
  })

  test('of an older account is none: nothing is asked for', async () => {
    expect((await post('sign-in', { username: 'kiemtra', password: PASSWORD, code: '123456' })).status).toBe(200)
  })
})
