import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Pgbouncer, startPgbouncer } from '../../scripts/pgbouncer.ts'
import { type Member, startPair } from '../../scripts/postgres.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { spawnServer } from '../support/server-process.ts'
import { cluster } from '../support/test-database.ts'

/** Why there is none; null: it is here (`run.mjs` has looked). */
export const withoutPooler = cluster === null ? 'not on PostgreSQL' : process.env.TEST_WITHOUT_POOLER || null

const DATABASE = 'so_kiem'

/** A primary, its synchronous replica, pgbouncer in front of both, and servers behind it. `stop()` it. */
export async function openRig(main: string) {
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-rig-'))
  const pair = startPair(DATABASE)
  const { primary, replica } = pair
  const pooler: Pgbouncer = await startPgbouncer({ primary: primary.host, replica: replica.host })
  const straight = ({ url }: Member) => openDatabase(url.replace('/postgres?', `/${DATABASE}?`))
  const databases: Record<'primary' | 'replica', Database> = { primary: straight(primary), replica: straight(replica) }
  const servers: ReturnType<typeof spawnServer>[] = []
  return {
    folder,
    primary,
    replica,
    pooler,
    /** Past the pooler. */
    databases,
    servers,
    /** Of the database that leads, as servers see it. */
    address: pooler.url(DATABASE),
    async startServers(count: number): Promise<string[]> {
      const env = {
        PORT: '0',
        DATA_DIR: folder,
        LOG: 'off',
        DATABASE_URL: pooler.url(DATABASE),
        DATABASE_REPLICA_URL: pooler.url(`${DATABASE}_replica`),
      }
      const started = Array.from({ length: count }, () => spawnServer(main, env))
      servers.push(...started)
      return Promise.all(started.map((server) => server.address()))
    },
    async stop() {
      for (const server of servers) server.kill('SIGKILL')
      await Promise.all(servers.map(({ exited }) => exited))
      for (const db of Object.values(databases)) await db.destroy().catch(() => {})
      await pooler.stop()
      pair.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks until it is so. Throws when it is not within ten seconds. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return
    await pause(50)
  }
  throw new Error(`not within ten seconds: ${what}`)
}
