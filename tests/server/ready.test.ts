import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createServerWorld, type ServerWorld } from '../support/server-world.ts'
import { engine } from '../support/test-database.ts'

let folder: string
let world: ServerWorld
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-ready-'))
  world = await createServerWorld({ file: join(folder, 'so-kiem.sqlite') })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await world.close()
  rmSync(folder, { recursive: true })
})

async function ready() {
  const reply = await world.app.request('/api/ready')
  const { code, detail, ready: is } = (await reply.json()) as { code?: string; detail?: unknown; ready?: boolean }
  return [reply.status, code ?? is, detail]
}

test('a server that can take work in says so, and has written to find out', async () => {
  expect(await ready()).toEqual([200, true, undefined])
  const row = await world.db.selectFrom('setting').select('value').where('key', '=', 'alive-at').executeTakeFirst()
  expect(row).toBeDefined()
})

test('however often it is asked at once, it looks once', async () => {
  const probe = vi.spyOn(world.pictures.blobs, 'probe')
  await Promise.all(Array.from({ length: 50 }, ready))
  expect(probe).toHaveBeenCalledTimes(1)
})

test.runIf(engine === 'sqlite')('a database that takes no writes, though it can be read', async () => {
  await sql`PRAGMA query_only = ON`.execute(world.db)
  expect((await world.app.request('/api/health')).status).toBe(200)
  expect(await ready()).toEqual([503, 'SERVER_NOT_READY', { why: 'STORAGE_UNAVAILABLE' }])
})

test.runIf(engine === 'sqlite')('a disk that is full', async () => {
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(world.db)
  await sql.raw(`PRAGMA max_page_count = ${rows[0]?.page_count}`).execute(world.db)
  // What little room is left in the pages is used up first.
  await sql`CREATE TRIGGER full AFTER INSERT ON setting BEGIN
    INSERT INTO setting (key, value) VALUES (NEW.key || 'x', hex(zeroblob(1000000))); END`
    .execute(world.db)
    .catch(() => {})
  expect(await ready()).toEqual([503, 'SERVER_NOT_READY', { why: 'STORAGE_FULL' }])
})

test('tables that lack the newest migration', async () => {
  await sql`DELETE FROM kysely_migration WHERE name = '006-audit'`.execute(world.db)
  expect(await ready()).toEqual([503, 'SERVER_NOT_READY', { why: 'MIGRATIONS' }])
})

test('no place for pictures', async () => {
  mkdirSync(world.dataDir, { recursive: true })
  writeFileSync(join(world.dataDir, 'blobs'), 'a file where the folder should be')
  expect(await ready()).toEqual([503, 'SERVER_NOT_READY', { why: 'PICTURES' }])
})

test('one that is about to stop says so at once, whatever it said a moment ago, and answers everything else', async () => {
  let isStopping = false
  const leaving = await createServerWorld({ isStopping: () => isStopping })
  const asked = async () => (await leaving.app.request('/api/ready')).json()
  expect(await asked()).toEqual({ ready: true })
  isStopping = true
  expect(await asked()).toMatchObject({ code: 'SERVER_NOT_READY', detail: { why: 'STOPPING' } })
  expect((await leaving.app.request('/api/health')).status).toBe(200)
  const tablet = await leaving.device('kiemtra')
  expect((await leaving.pull(tablet.cookie)).changes).not.toEqual([])
  await leaving.close()
})
