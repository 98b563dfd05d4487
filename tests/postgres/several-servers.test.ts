import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { bareDatabase, cluster } from '../support/test-database.ts'
import { storm } from './storm.ts'
import { holdDatabase, holdReaders } from './whole.ts'

/** Several server processes on one database: only PostgreSQL can have them. */
describe.runIf(cluster !== null)('several servers on one PostgreSQL', () => {
  /** Acknowledged, before a storm is over. */
  const PUSHES = Number(process.env.PUSHES ?? 48)
  let built: Awaited<ReturnType<typeof buildServer>>
  let folder: string
  let place: Awaited<ReturnType<typeof bareDatabase>>
  let servers: ReturnType<typeof spawnServer>[] = []

  beforeAll(async () => {
    built = await buildServer()
  }, 120_000)
  afterAll(() => built.remove())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'so-kiem-several-'))
    place = await bareDatabase()
  })
  afterEach(async () => {
    for (const server of servers) server.kill('SIGKILL')
    await Promise.all(servers.map(({ exited }) => exited))
    await place.remove()
    rmSync(folder, { recursive: true })
  })

  /** All at once on an empty database: each wants to migrate it, publish, and fill it. */
  async function startServers(count: number): Promise<string[]> {
    const env = { PORT: '0', DATA_DIR: folder, DATABASE_URL: place.address, LOG: 'off' }
    servers = Array.from({ length: count }, () => spawnServer(built.main, env))
    return Promise.all(servers.map((server) => server.address()))
  }

  test('[P10] [I5] 8 writers at 4 servers, readers all the time: nothing is missed, nothing comes twice', async () => {
    const addresses = await startServers(4)
    const { said, seen, fresh } = await storm(addresses, { writers: 8, readers: 4, pushes: PUSHES })
    holdReaders(said, [...seen, fresh])
    await holdDatabase(said, { database: place.address, dataDir: folder })
    const pages = seen.reduce((sum, each) => sum + each.pages, 0)
    console.info(
      `${said.mutations.size} mutations in ${said.drafts.size} pushes acknowledged, ${pages} pages read, asked again: ${JSON.stringify([...said.again])}`,
    )
    expect(pages).toBeGreaterThan(50)
  }, 120_000)

  test('[P4] [P6] [I1] one of 3 servers is killed while everybody pushes: what was acknowledged is there, once', async () => {
    const addresses = await startServers(3)
    const { said, seen, fresh } = await storm(addresses, { writers: 8, readers: 3, pushes: PUSHES }, () => {
      servers[1]?.kill('SIGKILL')
    })
    holdReaders(said, [...seen, fresh])
    await holdDatabase(said, { database: place.address, dataDir: folder })
    console.info(`${said.mutations.size} mutations acknowledged, asked again: ${JSON.stringify([...said.again])}`)
    expect(said.again.get('no answer')).toBeGreaterThan(0)
  }, 120_000)
})
