import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { remoteServer } from '../support/remote-server.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { bareDatabase, cluster } from '../support/test-database.ts'
import { type Acknowledged, severalServers, write } from './storm.ts'
import { holdDatabase } from './whole.ts'

/** What the systemd unit and the compose file leave a server, and more than it takes: 3 s until the proxy has seen it, 10 s for what runs. */
const STOPS_WITHIN_MS = 15_000

describe.runIf(cluster !== null)('one of two servers is stopped while everybody pushes', () => {
  let built: Awaited<ReturnType<typeof buildServer>>
  let place: Awaited<ReturnType<typeof bareDatabase>>
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-stop-'))
  const servers: ReturnType<typeof spawnServer>[] = []

  beforeAll(async () => {
    built = await buildServer()
    place = await bareDatabase()
    const env = { PORT: '0', DATA_DIR: folder, DATABASE_URL: place.address, LOG: 'off' }
    servers.push(...Array.from({ length: 2 }, () => spawnServer(built.main, env)))
  }, 120_000)
  afterAll(async () => {
    for (const server of servers) server.kill('SIGKILL')
    await Promise.all(servers.map(({ exited }) => exited))
    await place.remove()
    built.remove()
    rmSync(folder, { recursive: true })
  })

  test('it says "not ready" at once, answers on until the proxy has seen it, finishes what runs, and ends with 0', async () => {
    const addresses = await Promise.all(servers.map((server) => server.address()))
    const [leaving = '', staying = ''] = addresses
    const ready = async () => {
      const reply = await fetch(`${leaving}/api/ready`)
      return [reply.status, ((await reply.json()) as { detail?: { why: string } }).detail?.why]
    }
    const said: Acknowledged = { drafts: new Set(), handedIn: new Set(), mutations: new Map(), again: new Map() }
    const cookie = await remoteServer(staying).signIn('kiemtra')
    // A proxy that asks now and then, and sends on to whoever was ready.
    const proxied = severalServers(addresses)
    let isOver = false
    const writing = Promise.all(
      Array.from({ length: 6 }, (_, n) => write({ servers: proxied, cookie }, n, () => isOver, said)),
    )
    while (said.drafts.size < 12) await pause(10)
    expect(await ready()).toEqual([200, undefined])

    servers[0]?.kill('SIGTERM')
    const since = performance.now()
    while ((await ready())[0] === 200) await pause(5)
    const saidAfter = performance.now() - since
    expect(await ready()).toEqual([503, 'STOPPING'])
    // It is asked once a second, and answers whoever is still sent to it meanwhile.
    await pause(1000)
    proxied.lose(leaving)
    expect(await servers[0]?.exited).toBe(0)
    const took = performance.now() - since
    const before = said.drafts.size
    while (said.drafts.size < before + 6) await pause(10)
    isOver = true
    await writing
    console.info(`not ready after ${Math.round(saidAfter)} ms, ended after ${Math.round(took)} ms`)
    expect(took).toBeLessThan(STOPS_WITHIN_MS)
    // Nobody had to ask again: no request was cut, none was refused.
    expect([...said.again]).toEqual([])
    expect(servers[0]?.errors()).toBe('')
    await holdDatabase(said, { database: place.address, dataDir: folder })
  }, 90_000)
})
