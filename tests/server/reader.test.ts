import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Problem } from '../../src/domain/problem.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { createReader } from '../../src/server/storage/reader.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { createServerWorld, headFor, type ServerWorld } from '../support/server-world.ts'

/** A copy is any other database with the same province in it; a real one that lags: tests/postgres/replica.test.ts. */
let world: ServerWorld
let copy: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
  copy = await createServerWorld()
  const { epoch, ver } = await clockOf(world.db)
  await copy.db.updateTable('tenant_clock').set({ epoch, ver }).execute()
})
afterEach(async () => {
  await copy.close()
  await world.close()
})

const clockOf = (db: Database) => db.selectFrom('tenant_clock').selectAll().executeTakeFirstOrThrow()
const move = (db: Database, by: number) =>
  db
    .updateTable('tenant_clock')
    .set({ ver: sql`ver + ${by}` })
    .execute()

/** Which of the two was read. */
async function asked(): Promise<string> {
  const name = (db: Database) => db.selectFrom('province').select('name').executeTakeFirstOrThrow()
  const reader = createReader(world.db, copy.db)
  return (await reader.read(PROVINCE.id, name)).name
}

beforeEach(async () => {
  await world.db.updateTable('province').set({ name: 'primary' }).execute()
  await copy.db.updateTable('province').set({ name: 'copy' }).execute()
})

test('[P78] a copy that is as far is read', async () => {
  expect(await asked()).toBe('copy')
  await move(copy.db, 3)
  expect(await asked()).toBe('copy')
})

test('[P78] one that is a single version behind is not, nor one of another epoch that is ahead', async () => {
  await move(world.db, 1)
  expect(await asked()).toBe('primary')
  await copy.db.updateTable('tenant_clock').set({ epoch: 'another', ver: 1_000_000 }).execute()
  expect(await asked()).toBe('primary')
})

test('[P78] one that catches up while it is waited for is read', async () => {
  await move(world.db, 1)
  setTimeout(() => void move(copy.db, 1), 30)
  expect(await asked()).toBe('copy')
})

test('a copy that fails is left alone for a while, and the primary answers', async () => {
  const trouble: unknown[] = []
  const reader = createReader(world.db, copy.db, (error) => trouble.push(error))
  let tries = 0
  const name = async (db: Database) => {
    const { name } = await db.selectFrom('province').select('name').executeTakeFirstOrThrow()
    if (name === 'copy') tries++
    if (name === 'copy') throw new Problem('STORAGE_UNAVAILABLE')
    return name
  }
  expect([await reader.read(PROVINCE.id, name), await reader.read(PROVINCE.id, name)]).toEqual(['primary', 'primary'])
  expect([tries, trouble.length]).toEqual([1, 1])
  expect(await reader.source(PROVINCE.id)).toBe(world.db)
})

test('what the asker did wrong is not asked twice', async () => {
  const reader = createReader(world.db, copy.db)
  let tries = 0
  const wrong = () => {
    tries++
    return Promise.reject(new Problem('PROTOCOL_UNSUPPORTED'))
  }
  await expect(reader.read(PROVINCE.id, wrong)).rejects.toMatchObject({ code: 'PROTOCOL_UNSUPPORTED' })
  expect(tries).toBe(1)
})

test('[P78] a database that knows less of the same epoch than a device has read: "later", and the log says why', async () => {
  const tablet = await world.device('kiemtra')
  await tablet.send({ k: 'inspection.start', insp: 'i', head: await headFor('demo-tyt-suoi-mo') })
  const { cursor } = await world.pull(tablet.cookie)
  await move(world.db, -1)
  for (const path of ['pull', 'digest']) {
    const reply = await world.app.request(`/sync/v1/${path}?cursor=${cursor}`, { headers: { cookie: tablet.cookie } })
    expect([reply.status, (await reply.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    expect(String(world.errors.splice(0)[0])).toContain('epoch:renew')
  }
  await move(world.db, 1)
  expect((await world.pull(tablet.cookie, { cursor })).reset).toBe(false)
})
