import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { snapshot } from '../../src/server/storage/transaction.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, headFor, jsonRequest, passed, type ServerWorld } from '../support/server-world.ts'
import { engine, writeTables } from '../support/test-database.ts'

let folder: string
let world: ServerWorld
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-'))
  world = await createServerWorld({ file: join(folder, 'so-kiem.sqlite'), busyTimeout: 50 })
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

async function pragma(name: string): Promise<unknown> {
  const { rows } = await sql.raw<Record<string, unknown>>(`PRAGMA ${name}`).execute(world.db)
  return Object.values(rows[0] ?? {})[0]
}

test.runIf(engine === 'sqlite')(
  'the file is for the server alone, and what was acknowledged survives a power cut',
  async () => {
    expect(statSync(join(folder, 'so-kiem.sqlite')).mode & 0o777).toBe(0o600)
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
  },
)

test('migrations write tables through `define`, which knows what PostgreSQL calls their columns', () => {
  const folder = 'src/server/storage/migrations'
  const rough = readdirSync(folder).filter((name) =>
    /sql\.raw|sql`\s*(CREATE|ALTER)/.test(readFileSync(join(folder, name), 'utf8')),
  )
  expect(rough).toEqual([])
})

/**
 * Everything that is told of a file, and everything in it but when that was written.
 * `sqlite_sequence` is left from tables that counted by themselves before 018.
 */
async function all(db: Database) {
  type Part = { type: string; name: string; tbl_name: string; sql: string | null }
  const { rows: parts } =
    await sql<Part>`SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name <> 'sqlite_sequence'
    ORDER BY type, name`.execute(db)
  const rows: [string, unknown][] = []
  for (const { name } of parts.filter(({ type }) => type === 'table')) {
    const { rows: found } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(name)}`.execute(db)
    for (const { at, timestamp, sha256, ...row } of found) rows.push([name, row])
  }
  return { parts, rows }
}

test.runIf(engine === 'sqlite')(
  'the worlds of tests have the tables, indexes, triggers and rows of migrating',
  async () => {
    const [migrated, written] = [openDatabase(':memory:'), openDatabase(':memory:')]
    await migrate(migrated)
    await writeTables(written)
    expect(await all(written)).toEqual(await all(migrated))
    await Promise.all([migrated.destroy(), written.destroy()])
  },
)

test('migrating again changes nothing', async () => {
  await migrate(world.db)
  expect(await world.db.selectFrom('person').select('user_id').execute()).toHaveLength(4)
})

test.runIf(engine === 'sqlite')(
  '[P6] a full disk: nothing is acknowledged, reading goes on, and the same push is taken once there is room',
  async () => {
    const tablet = await world.device('kiemtra')
    const head = await headFor('demo-tyt-suoi-mo')
    const note = 'đ'.repeat(2000)
    const m = tablet.number(
      { k: 'inspection.start', insp: 'i', head },
      ...Array.from({ length: 40 }, (_, at) => ({
        k: 'answer.set' as const,
        insp: 'i',
        set: { q1: [at, { ...passed, note: `${at} ${note}` }] },
      })),
    )
    // What migrations have left free would be room.
    await sql`VACUUM`.execute(world.db)
    const pages = await pragma('page_count')
    await pragma(`max_page_count = ${Number(pages) + 2}`)
    const refused = await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })
    expect([refused.status, (await refused.json()).code]).toEqual([507, 'STORAGE_FULL'])
    expect(await world.db.selectFrom('mutation').select('seq').execute()).toEqual([])
    expect((await world.pull(tablet.cookie, { deviceId: tablet.deviceId })).deviceAck).toBe(0)

    await pragma('max_page_count = 1000000')
    const taken = await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })
    expect(taken.status).toBe(200)
    expect((await taken.json()).ackSeq).toBe(41)
  },
)

test('[P6] [I1] what was acknowledged is committed: whoever else opens the file sees it at once', async () => {
  const tablet = await world.device('kiemtra')
  const reply = await tablet.send({ k: 'inspection.start', insp: 'i', head: await headFor('demo-tyt-suoi-mo') })
  expect(reply.r).toMatchObject([{ o: 'applied' }])
  const other = openDatabase(world.address)
  expect(await other.selectFrom('mutation').select('seq').execute()).toEqual([{ seq: 1 }])
  await other.destroy()
})

test.runIf(engine === 'sqlite')(
  'while another process writes, nobody is told that their password is wrong',
  async () => {
    const other = openDatabase(join(folder, 'so-kiem.sqlite'))
    await sql`BEGIN IMMEDIATE`.execute(other)
    const reply = await world.app.request('/api/sign-in', jsonRequest({ username: 'coso', password: 'so-kiem-2026' }))
    expect([reply.status, (await reply.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    await other.destroy()
  },
)

test.runIf(engine === 'sqlite')(
  '[P6] while another process writes: wait a little, then say "later"; nothing is acknowledged',
  async () => {
    const tablet = await world.device('kiemtra')
    const m = tablet.number({ k: 'inspection.start', insp: 'i', head: await headFor('demo-tyt-suoi-mo') })
    const other = openDatabase(join(folder, 'so-kiem.sqlite'))
    await sql`BEGIN IMMEDIATE`.execute(other)
    const refused = await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    await sql`COMMIT`.execute(other)
    await other.destroy()
    expect((await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })).status).toBe(200)
  },
)

test('a pull reads one moment, whatever is written meanwhile', async () => {
  await snapshot(world.db, async (trx) => {
    const before = await trx.selectFrom('tenant_clock').select('ver').executeTakeFirstOrThrow()
    const other = openDatabase(world.address)
    await other
      .updateTable('tenant_clock')
      .set({ ver: before.ver + 100 })
      .execute()
    await other.destroy()
    expect(await trx.selectFrom('tenant_clock').select('ver').executeTakeFirstOrThrow()).toEqual(before)
  })
})

test('a transaction that fails half way leaves nothing, and the next one works', async () => {
  const broken = world.db.transaction().execute(async (trx) => {
    await trx.insertInto('setting').values({ key: 'a', value: 'b' }).execute()
    throw new Error('half way')
  })
  await expect(broken).rejects.toThrow('half way')
  expect(await world.db.selectFrom('setting').select('key').where('key', '=', 'a').execute()).toEqual([])
})

test('publishing the same version again is nothing; the same version with another content is refused', async () => {
  await publishChecklists(world.db, [tinyChecklist], 2)
  expect(await world.db.selectFrom('checklist').select('published_at').execute()).toHaveLength(1)
  const changed = { ...tinyChecklist, title: 'Sửa lén' }
  const next = { ...tinyChecklist, version: '2.0' }
  await expect(publishChecklists(world.db, [next, changed], 3)).rejects.toThrow(
    /thu-nghiem@1\.0 differs .* a published version never changes/,
  )
  expect(await world.db.selectFrom('checklist').select('version').execute()).toEqual([{ version: '1.0' }])
})

test('the invented province is loaded once, with the same ids every time', async () => {
  const { loadDemonstration } = await import('../../src/server/demonstration.ts')
  const ids = () => world.db.selectFrom('facility').select('id').orderBy('id').execute()
  const before = await ids()
  await loadDemonstration(world.db, world.auth, 9)
  expect(await ids()).toEqual(before)
  expect(before).toHaveLength(20)
  const fresh = await createServerWorld()
  expect(await fresh.db.selectFrom('facility').select('id').orderBy('id').execute()).toEqual(before)
  await fresh.close()
})
