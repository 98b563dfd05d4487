import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { renewEpochsOf } from '../../src/server/commands/renew-epochs.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { hold } from '../../src/server/storage/dialect.ts'
import { isMigrated, migrate } from '../../src/server/storage/migrations.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { transact } from '../../src/server/storage/transaction.ts'
import { createServerWorld, headFor, type ServerWorld } from '../support/server-world.ts'
import { bareDatabase, cluster } from '../support/test-database.ts'

/** What PostgreSQL does of its own: lines that break, transactions that meet, numbers of eight bytes. */
describe.runIf(cluster !== null)('on PostgreSQL', () => {
  let world: ServerWorld
  let other: Database
  beforeEach(async () => {
    world = await createServerWorld()
    other = openDatabase(world.address)
  })
  afterEach(async () => {
    await other.destroy()
    await world.close()
  })

  const clock = () => world.db.selectFrom('tenant_clock').select('ver').executeTakeFirstOrThrow()
  const advance = (trx: Database) => trx.updateTable('tenant_clock').set({ ver: sql`ver + 1` }).execute()

  async function start(tablet: Awaited<ReturnType<ServerWorld['device']>>, insp: string) {
    const m = tablet.number({ k: 'inspection.start', insp, head: await headFor('demo-tyt-suoi-mo') })
    return () => world.push(tablet.cookie, { deviceId: tablet.deviceId, m })
  }

  test('what is acknowledged is on the disk, and text is ordered byte by byte', async () => {
    const { rows } = await sql<{ fsync: string; commit: string; sorted: boolean }>`SELECT
      current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
      (SELECT bool_and(collation_name = 'C') FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'text') AS sorted`.execute(world.db)
    expect(rows).toEqual([{ fsync: 'on', commit: 'on', sorted: true }])
  })

  test('every whole number has eight bytes', async () => {
    const { rows } = await sql`SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type IN ('integer', 'smallint', 'real')
      AND table_name NOT LIKE 'kysely%'`.execute(world.db)
    expect(rows).toEqual([])
  })

  test('four servers that migrate one empty database at once do it once', async () => {
    const { address, remove } = await bareDatabase()
    const all = Array.from({ length: 4 }, () => openDatabase(address))
    await Promise.all(all.map(migrate))
    for (const db of all) {
      expect(await isMigrated(db)).toBe(true)
      await db.destroy()
    }
    await remove()
  })

  test('[P6] a line that breaks in the middle: "later", nothing of it is done, and the next request has another line', async () => {
    const push = await start(await world.device('kiemtra'), 'i')
    // The push waits for this, and its line is cut meanwhile.
    await transact(other, 'rows', async (trx) => {
      await trx.updateTable('tenant_clock').set({ ver: sql`ver` }).execute()
      const reply = push()
      await pause(300)
      await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'`.execute(trx)
      const refused = await reply
      expect([refused.status, (await refused.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    })
    expect(await world.db.selectFrom('mutation').select('seq').execute()).toEqual([])
    expect((await push()).status).toBe(200)
  })

  // Only a new session hears of the setting, and a pooler keeps its own. A real replica: replica.test.ts.
  test.skipIf(process.env.TEST_POOLED)('[P6] a database that takes no writes, as a replica: "later"', async () => {
    const tablet = await world.device('kiemtra')
    const push = await start(tablet, 'i')
    const name = new URL(world.address).pathname.slice(1)
    await sql.raw(`ALTER DATABASE ${name} SET default_transaction_read_only = on`).execute(other)
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`.execute(other)
    await pause(200)
    const refused = await push()
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
    await sql`SET default_transaction_read_only = off`.execute(other)
    await sql.raw(`ALTER DATABASE ${name} RESET default_transaction_read_only`).execute(other)
  })

  test('a server that is not there is said to be away, without its password', async () => {
    const nobody = openDatabase('postgres://x:bi-mat@127.0.0.1:1/x')
    const asked = sql`SELECT 1`.execute(nobody)
    await expect(asked).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    await expect(asked).rejects.not.toThrow('bi-mat')
    await nobody.destroy()
  })

  test('two that lock each other out: one is tried again, and both are done', async () => {
    const before = await clock()
    let tries = 0
    const both = (db: Database, first: string, second: string) =>
      transact(db, 'rows', async (trx) => {
        tries++
        await hold(trx, [first])
        await pause(200)
        await hold(trx, [second])
        await advance(trx)
      })
    await Promise.all([both(world.db, 'a', 'b'), both(other, 'b', 'a')])
    expect((await clock()).ver).toBe(before.ver + 2)
    expect(tries).toBe(3)
  })

  test('a transaction that never gets through is given up as "later"', async () => {
    let tries = 0
    const never = transact(world.db, 'rows', async (trx) => {
      tries++
      await sql`DO $$ BEGIN RAISE EXCEPTION 'met another' USING ERRCODE = 'serialization_failure'; END $$`.execute(trx)
    })
    await expect(never).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
    expect(tries).toBe(5)
  })

  test('[P10] a long transaction of somebody else delays no pull: what was pushed meanwhile is in the next page', async () => {
    const tablet = await world.device('kiemtra')
    const { cursor } = await world.pull(tablet.cookie, { cursor: '' })
    let end = () => {}
    const lasts = new Promise<void>((done) => {
      end = done
    })
    // It has a number among the transactions, so that whoever waits for all older ones to end would wait for it.
    const long = other.transaction().execute(async (trx) => {
      await sql`SELECT pg_current_xact_id()`.execute(trx)
      await lasts
    })
    const insp = randomUUID()
    expect((await (await start(tablet, insp))()).status).toBe(200)
    const page = await world.pull(tablet.cookie, { cursor })
    expect(page.changes).toMatchObject([{ entity: 'inspection', data: { id: insp } }])
    end()
    await long
  })

  test('who works alone in a province waits for those beside, and they for it; another province does not', async () => {
    const done: string[] = []
    const work = (db: Database, name: string, alone: Parameters<typeof transact>[1], ms: number) =>
      transact(db, alone, async () => {
        await pause(ms)
        done.push(name)
      })
    const beside = work(world.db, 'beside', { beside: 'p' }, 400)
    await pause(100)
    const alone = work(other, 'alone', { province: 'p' }, 100)
    await pause(50)
    await Promise.all([beside, alone, work(world.db, 'elsewhere', { province: 'q' }, 0)])
    expect(done).toEqual(['elsewhere', 'beside', 'alone'])
  })

  test('[P16] a database that was put back says so to every province, and in its log', async () => {
    const before = await world.db.selectFrom('tenant_clock').selectAll().execute()
    const said: string[] = []
    await renewEpochsOf(world.address, 1, (line) => said.push(line))
    expect(said.join()).toContain(`${before.length} tỉnh`)
    const after = await world.db.selectFrom('tenant_clock').selectAll().execute()
    expect(after.map(({ ver }) => ver)).toEqual(before.map(({ ver }) => ver))
    expect(after[0]?.epoch).not.toBe(before[0]?.epoch)
    const last = await world.db
      .selectFrom('audit')
      .selectAll()
      .where('tenant_id', '=', before[0]?.tenant_id ?? '')
      .orderBy('no', 'desc')
      .limit(1)
      .executeTakeFirst()
    expect([last?.what, JSON.parse(last?.detail ?? '')]).toEqual([
      'epoch.renewed',
      { from: before[0]?.epoch, to: after[0]?.epoch },
    ])
  })

  test('numbers are numbers, and one that none can be is no other number', async () => {
    const one = async (expression: string) =>
      (await sql.raw<{ n: unknown }>(`SELECT ${expression} AS n`).execute(world.db)).rows[0]?.n
    expect(await one('9007199254740991::bigint')).toBe(Number.MAX_SAFE_INTEGER)
    expect(await one('count(*)')).toBe(1)
    expect(await one('sum(1::bigint)')).toBe(1)
    await expect(one('9007199254740993::bigint')).rejects.toThrow(RangeError)
  })

  test('a NUL, which no text of it holds, is refused as nothing of ours', async () => {
    const push = await start(await world.device('kiemtra'), 'a\0b')
    const reply = await push()
    expect([reply.status, (await reply.json()).code]).toEqual([422, 'BODY_INVALID'])
  })

  test.each(['audit', 'inspection_seal', 'seal_witness', 'checklist', 'device_key'])(
    'rows of %s cannot be taken away all at once either',
    async (table) => {
      await expect(sql.raw(`TRUNCATE ${table} CASCADE`).execute(world.db)).rejects.toThrow(/never changes|only grows/)
    },
  )

  test('[P13] one device that pushes the same batch many times at once is answered once for all', async () => {
    const tablet = await world.device('kiemtra')
    const push = await start(tablet, 'i')
    const replies = await Promise.all(Array.from({ length: 8 }, push))
    expect(replies.map(({ status }) => status)).toEqual(Array(8).fill(200))
    expect(await world.db.selectFrom('mutation').select('seq').execute()).toEqual([{ seq: 1 }])
  })

  test('two administrators who open an account of one name at once: one is told that it is taken', async () => {
    const cookie = await world.signIn('quantri')
    const body = { username: 'an.nguyen', name: 'Nguyễn An', role: 'inspector', areaIds: [], facilityId: null }
    const open = () =>
      world.app.request('/api/people', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const replies = await Promise.all([open(), open(), open()])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  })
})
