import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verify } from '../../src/server/commands/verify.ts'
import { rebuildStandings } from '../../src/server/overview/rebuild-standings.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { remoteServer } from '../support/remote-server.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { bareDatabase, cluster } from '../support/test-database.ts'
import { type Acknowledged, type Read, read, severalServers, write } from './storm.ts'

/** Several server processes on one database: only PostgreSQL can have them. */
describe.runIf(cluster !== null)('several servers on one PostgreSQL', () => {
  /** Acknowledged, before a storm is over. */
  const PUSHES = Number(process.env.PUSHES ?? 48)
  let built: Awaited<ReturnType<typeof buildServer>>
  let folder: string
  let place: Awaited<ReturnType<typeof bareDatabase>>
  let db: Database
  let servers: ReturnType<typeof spawnServer>[] = []

  beforeAll(async () => {
    built = await buildServer()
  }, 120_000)
  afterAll(() => built.remove())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'so-kiem-several-'))
    place = await bareDatabase()
    db = openDatabase(place.address)
  })
  afterEach(async () => {
    for (const server of servers) server.kill('SIGKILL')
    await Promise.all(servers.map(({ exited }) => exited))
    await db.destroy()
    await place.remove()
    rmSync(folder, { recursive: true })
  })

  /** All at once on an empty database: each wants to migrate it, publish, and fill it. */
  async function startServers(count: number): Promise<string[]> {
    const env = { PORT: '0', DATA_DIR: folder, DATABASE_URL: place.address, LOG: 'off' }
    servers = Array.from({ length: count }, () => spawnServer(built.main, env))
    return Promise.all(servers.map((server) => server.address()))
  }

  async function storm(
    addresses: readonly string[],
    { writers, readers }: { writers: number; readers: number },
    halfWay: () => void = () => {},
  ) {
    const said: Acknowledged = { drafts: new Set(), handedIn: new Set(), mutations: new Map(), again: new Map() }
    const cookie = await remoteServer(addresses[0] ?? '').signIn('kiemtra')
    // Each of them begins with another server.
    const asking = () => ({ servers: severalServers([...addresses]), cookie })
    const turned = (by: number) => {
      const each = asking()
      for (let n = 0; n < by; n++) each.servers.pick()
      return each
    }
    let writing = true
    let reading = true
    const readersDone = Promise.all(Array.from({ length: readers }, (_, n) => read(turned(n), () => !reading)))
    const writersDone = Promise.all(
      Array.from({ length: writers }, (_, n) => write(turned(n), n, () => !writing, said)),
    )
    const pushed = async (count: number) => {
      while (said.drafts.size < count) await pause(10)
    }
    // Whoever of them fails ends it.
    const untilFailure = Promise.all([writersDone, readersDone])
    await Promise.race([pushed(PUSHES / 2), untilFailure])
    halfWay()
    await Promise.race([pushed(PUSHES), untilFailure])
    writing = false
    await writersDone
    reading = false
    return { said, seen: await readersDone, fresh: await read(asking(), () => true) }
  }

  function holdReaders({ drafts, handedIn }: Acknowledged, seen: readonly Read[]): void {
    for (const { times, status } of seen) {
      const missed = [...drafts, ...handedIn].filter((id) => !times.has(id))
      const doubled = [...drafts, ...handedIn].filter((id) => (times.get(id) ?? 0) > 1)
      expect({ missed: missed.length, doubled: doubled.length }).toEqual({ missed: 0, doubled: 0 })
      expect(new Set([...handedIn].map((id) => status.get(id)))).toEqual(new Set(['submitted']))
      expect(new Set([...drafts].map((id) => status.get(id)))).toEqual(new Set(['draft']))
    }
  }

  async function holdDatabase({ mutations, handedIn }: Acknowledged): Promise<void> {
    const rows = await db.selectFrom('mutation').select(['device_id', 'seq', 'id', 'outcome']).execute()
    const kept = new Map(rows.map((row) => [`${row.device_id}/${row.seq}`, row]))
    const lost = [...mutations].filter(([key, { id, outcome }]) => {
      const row = kept.get(key)
      return row?.id !== id || JSON.parse(row.outcome).o !== outcome
    })
    expect(lost).toEqual([])
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    const { seals } = await db
      .selectFrom('inspection_seal')
      .select(({ fn }) => fn.countAll<number>().as('seals'))
      .executeTakeFirstOrThrow()
    expect(seals).toBeGreaterThanOrEqual(handedIn.size)
    const { rows: versions } = await sql<{ n: number; least: number; most: number; clock: number }>`
      SELECT count(*) AS n, min(feed.ver) AS least, max(feed.ver) AS most, max(tenant_clock.ver) AS clock
      FROM feed, tenant_clock`.execute(db)
    expect(versions[0]?.most).toBe(versions[0]?.clock)
    const lines: string[] = []
    expect(
      await verify({ database: place.address, dataDir: folder, pictures: false }, (line) => lines.push(line)),
      lines.join('\n'),
    ).toBe(true)
    // The sums that were kept while everybody wrote are those that are made anew.
    const standings = () => db.selectFrom('standing').selectAll().orderBy('facility_id').orderBy('kind').execute()
    const before = await standings()
    await rebuildStandings(db)
    expect(before).toEqual(await standings())
  }

  test('[P10] [I5] 8 writers at 4 servers, readers all the time: nothing is missed, nothing comes twice', async () => {
    const addresses = await startServers(4)
    const { said, seen, fresh } = await storm(addresses, { writers: 8, readers: 4 })
    holdReaders(said, [...seen, fresh])
    await holdDatabase(said)
    const pages = seen.reduce((sum, each) => sum + each.pages, 0)
    console.info(
      `${said.mutations.size} mutations in ${said.drafts.size} pushes acknowledged, ${pages} pages read, asked again: ${JSON.stringify([...said.again])}`,
    )
    expect(pages).toBeGreaterThan(50)
  }, 120_000)

  test('[P4] [P6] [I1] one of 3 servers is killed while everybody pushes: what was acknowledged is there, once', async () => {
    const addresses = await startServers(3)
    const { said, seen, fresh } = await storm(addresses, { writers: 8, readers: 3 }, () => servers[1]?.kill('SIGKILL'))
    holdReaders(said, [...seen, fresh])
    await holdDatabase(said)
    console.info(`${said.mutations.size} mutations acknowledged, asked again: ${JSON.stringify([...said.again])}`)
    expect(said.again.get('no answer')).toBeGreaterThan(0)
  }, 120_000)
})
