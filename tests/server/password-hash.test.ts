import { hashPassword as libraryHash } from 'better-auth/crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { passwordHashing, SAFE_COST } from '../../src/server/auth/password-hash.ts'
import { passwordHashOf } from '../../src/server/storage/passwords.ts'
import { CHEAP, createServerWorld, type ServerWorld } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

test('the cost is one of those that OWASP calls enough', () => {
  // Password Storage Cheat Sheet, scrypt: log2 N, r, p.
  const enough = ['17 8 1', '16 8 2', '15 8 3', '14 8 5', '13 8 10']
  expect(enough).toContain(`${Math.log2(SAFE_COST.N)} ${SAFE_COST.r} ${SAFE_COST.p}`)
})

test('a password fits its own hash alone, however its letters are composed', async () => {
  const { hash, verify } = passwordHashing(CHEAP)
  const made = await hash('Mật khẩu dài')
  expect(made).toMatch(/^scrypt\$128\$8\$1\$[\w-]{22}\$[\w-]{86}$/)
  expect(await hash('Mật khẩu dài')).not.toBe(made)
  expect(await verify(made, 'Mật khẩu dài'.normalize('NFD'))).toBe(true)
  expect(await verify(made, 'Mật khẩu dai')).toBe(false)
})

test.each(['', 'x', 'a:b', 'scrypt$128$8$1$AAAA$AAAA', `scrypt$128$8$1$${'A'.repeat(22)}$`])(
  'a hash that cannot be read fits nothing: %j',
  async (hash) => {
    expect(await passwordHashing(CHEAP).verify(hash, '')).toBe(false)
  },
)

test('a hash from before is still good, and is made anew when its owner signs in', async () => {
  const before = await libraryHash('so-kiem-2026')
  await world.db.updateTable('account').set({ password: before }).where('userId', '=', 'demo-kiemtra').execute()
  await expect(world.signIn('kiemtra', 'sai')).rejects.toThrow()
  expect(await passwordHashOf(world.db, 'demo-kiemtra')).toBe(before)
  await world.signIn('kiemtra')
  const after = await passwordHashOf(world.db, 'demo-kiemtra')
  expect(after).toMatch(/^scrypt\$128\$8\$1\$/)
  await world.signIn('kiemtra')
  expect(await passwordHashOf(world.db, 'demo-kiemtra')).toBe(after)
})
