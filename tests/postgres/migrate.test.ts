import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection } from '../../src/device/store/drafts.ts'
import { migrateToPostgres } from '../../src/server/commands/migrate-to-postgres.ts'
import { verify } from '../../src/server/commands/verify.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { bareDatabase, cluster } from '../support/test-database.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

/** A file that has been served moves to PostgreSQL; only a real one can take it. */
describe.runIf(cluster !== null)('a move from the file to PostgreSQL', () => {
  let built: Awaited<ReturnType<typeof buildServer>>
  let folder: string
  let place: Awaited<ReturnType<typeof bareDatabase>>
  let target: Database
  let address = ''
  const running: ReturnType<typeof spawnServer>[] = []

  beforeAll(async () => {
    built = await buildServer()
  })
  afterAll(() => built.remove())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'so-kiem-move-'))
    place = await bareDatabase()
    target = openDatabase(place.address)
  })
  afterEach(async () => {
    for (const server of running.splice(0)) await stop(server)
    await target.destroy()
    await place.remove()
    rmSync(folder, { recursive: true })
  })

  const file = () => join(folder, 'so-kiem.sqlite')

  async function serve(env: Record<string, string> = {}) {
    const server = spawnServer(built.main, { PORT: '0', DATA_DIR: folder, LOG: 'off', ...env })
    running.push(server)
    address = await server.address()
    return server
  }
  async function stop(server: ReturnType<typeof spawnServer>) {
    server.kill('SIGTERM')
    await server.exited
  }
  /** A file as a demonstration leaves it: accounts, places and checklists. */
  async function servedFile(env: Record<string, string> = {}) {
    await stop(await serve(env))
    running.pop()
  }

  async function move(isFinal = false): Promise<string[]> {
    const lines: string[] = []
    await migrateToPostgres({ file: file(), target: place.address, isFinal }, (line) => lines.push(line))
    return lines
  }
  const refusal = (isFinal = false) =>
    move(isFinal).then(
      () => '',
      (error: Error) => error.message,
    )
  function inFile(statement: string): void {
    const db = new DatabaseSync(file())
    db.exec(statement)
    db.close()
  }
  const count = async (table: string) =>
    (await sql<{ n: number }>`SELECT count(*) AS n FROM ${sql.table(table)}`.execute(target)).rows[0]?.n

  async function holdWhole(): Promise<void> {
    const said: string[] = []
    const asked = { database: place.address, dataDir: folder, pictures: false }
    expect(await verify(asked, (line) => said.push(line)), said.join('\n')).toBe(true)
  }

  test('[P4] [P16] a tablet goes on where it was: same session, same cursor, same epoch, and the log goes on', async () => {
    const server = await serve()
    const tablet = await createDeviceOverHttp(() => address)
    await tablet.sync()
    const { insp, items } = await startAnyVisit(tablet.store, 'qd-4999')
    const answer = (index: number) =>
      saveAnswer(tablet.store, insp, items[index] ?? '', { value: { is: 'level', level: 1 }, note: `lời ${index}` })
    await answer(0)
    await tablet.sync()
    // A copy to try, while the server goes on and takes more.
    await move()
    await answer(1)
    await tablet.sync()
    expect(await refusal(true)).toContain('đang được dùng')
    await stop(server)
    const said = (await move(true)).join('\n')
    expect(said).toMatch(/inspection +1 dòng, hai bên khớp/)

    await serve({ DATABASE_URL: place.address })
    const meta = async (key: string) => (await tablet.store.db.meta.get(key as never))?.value
    const before = await meta('deviceId')
    await answer(2)
    tablet.sent.length = 0
    await tablet.sync()
    expect(await tablet.store.db.outbox.count()).toBe(0)
    // Another epoch would have given it another number, and made it send everything again.
    expect(await meta('deviceId')).toBe(before)
    expect(await count('mutation')).toBe(4)
    const fresh = await createDeviceOverHttp(() => address)
    await fresh.sync()
    const notes = Object.values((await openInspection(fresh.store, insp))?.answers ?? {}).map(({ note }) => note)
    expect(notes.sort()).toEqual(['lời 0', 'lời 1', 'lời 2'])
    // The sign-in of the fresh tablet wrote a line behind the last one that was copied.
    await holdWhole()
    fresh.close()
    tablet.close()
  })

  test('a year of visits comes over whole, and rows that never change still never do', async () => {
    await servedFile({ DEMO_VISITS: 'on' })
    await move(true)
    expect(await count('inspection_seal')).toBeGreaterThan(20)
    await holdWhole()
    for (const table of ['audit', 'inspection_seal', 'checklist'])
      await expect(sql`DELETE FROM ${sql.table(table)}`.execute(target)).rejects.toThrow(/never changes|only grows/)
  })

  test('killed at any moment: PostgreSQL has nothing of it or all, and the next run takes it over', async () => {
    await servedFile({ DEMO_VISITS: 'on' })
    for (const wait of [600, 1200, 2000]) {
      const run = spawnServer(built.main, { DATA_DIR: folder }, ['migrate:to-postgres', place.address])
      await pause(wait)
      run.kill('SIGKILL')
      await run.exited
    }
    expect((await move(true)).at(-1)).toContain('Đã chuyển sang')
    await holdWhole()
  })

  test('killed with everything copied and nothing committed: the earlier copy stands, and the next run replaces it', async () => {
    await servedFile()
    await move()
    inFile("UPDATE facility SET name = 'Trạm đổi tên' WHERE id = (SELECT min(id) FROM facility)")
    const renamed = async () =>
      (await sql`SELECT 1 FROM facility WHERE name = 'Trạm đổi tên'`.execute(target)).rows.length
    const other = openDatabase(place.address)
    await other.transaction().execute(async (trx) => {
      // What the copy leaves is noted last of all.
      await sql`SELECT 1 FROM moved_here FOR UPDATE`.execute(trx)
      const run = spawnServer(built.main, { DATA_DIR: folder }, ['migrate:to-postgres', place.address])
      // Asked elsewhere: in one transaction it would be told the same every time.
      const waiting = sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND query LIKE 'UPDATE moved_here%'`
      await expect.poll(async () => (await waiting.execute(target)).rows.length, { timeout: 60_000 }).toBe(1)
      run.kill('SIGKILL')
      expect(await run.exited).toBe('SIGKILL')
    })
    await other.destroy()
    expect(await renamed()).toBe(0)
    await move()
    expect(await renamed()).toBe(1)
    await holdWhole()
  })

  test('run again after more was written in the file: the copy is the newer one', async () => {
    await servedFile()
    await move()
    inFile("UPDATE facility SET name = 'Trạm đổi tên' WHERE id = (SELECT min(id) FROM facility)")
    await move()
    const { rows } = await sql`SELECT 1 FROM facility WHERE name = 'Trạm đổi tên'`.execute(target)
    expect(rows).toHaveLength(1)
  })

  test('a row that was changed on PostgreSQL is found, and nothing is written over it', async () => {
    await servedFile()
    await move(true)
    await sql`UPDATE facility SET address = 'sửa tay' WHERE id = (SELECT min(id) FROM facility)`.execute(target)
    expect(await refusal(true)).toContain('Bảng facility ở đích khác')
    const { rows } = await sql`SELECT 1 FROM facility WHERE address = 'sửa tay'`.execute(target)
    expect(rows).toHaveLength(1)
  })

  test('a database that holds anything of somebody else is refused', async () => {
    await servedFile()
    await sql`CREATE TABLE theirs (x text)`.execute(target)
    expect(await refusal()).toContain('đã có bảng')
    expect(await count('theirs')).toBe(0)
  })

  test('what PostgreSQL cannot keep exactly is refused by name, and nothing is copied', async () => {
    await servedFile()
    inFile("INSERT INTO setting (key, value) VALUES ('x', 'a' || char(0) || 'b')")
    expect(await refusal()).toContain('Bảng setting có ký tự NUL')
    inFile("DELETE FROM setting WHERE key = 'x'; UPDATE tenant_clock SET ver = 9007199254740993")
    expect(await refusal()).toContain('Bảng tenant_clock có một giá trị')
    expect(await count('setting')).toBe(0)
  })

  test('no server serves a copy to try, nor a file whose data has gone', async () => {
    await servedFile()
    await move()
    await expect(serve({ DATABASE_URL: place.address })).rejects.toThrow('bản chép thử')
    await move(true)
    await expect(serve()).rejects.toThrow('đã chuyển sang PostgreSQL')
  })
})
