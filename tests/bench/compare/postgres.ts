import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { getPostgres, startPostgres } from '../../../scripts/postgres.ts'
import { openDatabase } from '../../../src/server/storage/database.ts'
import { processorTime } from './process.ts'

/** A PostgreSQL of our own, as its packages set it up (fsync on), with databases in it. */
export function openCluster() {
  const why = getPostgres()
  if (why !== null) throw new Error(why)
  const cluster = startPostgres()
  process.once('exit', cluster.stop)
  // Else it would outlive whoever breaks a bench off.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))
  let made = 0

  async function tell(statement: string): Promise<void> {
    const db = openDatabase(cluster.url)
    await sql
      .raw(statement)
      .execute(db)
      .finally(() => db.destroy())
  }

  return {
    version: cluster.version,
    host: cluster.host,
    /** An empty one, or a copy of another, to which nobody may be connected. @returns its address */
    async create(copyOf?: string): Promise<string> {
      const name = `bench_${++made}`
      await tell(`CREATE DATABASE ${name}${copyOf ? ` TEMPLATE ${nameOf(copyOf)}` : ''}`)
      const address = new URL(cluster.url)
      address.pathname = `/${name}`
      return address.href
    },
    drop: (address: string) => tell(`DROP DATABASE ${nameOf(address)} WITH (FORCE)`),
    /** Milliseconds of processor that all its processes have used so far. */
    processor: () =>
      processorOfTree(Number(readFileSync(join(cluster.host, 'data/postmaster.pid'), 'utf8').split('\n')[0])),
    stop() {
      process.off('exit', cluster.stop)
      cluster.stop()
    },
  }
}

export type Bench = ReturnType<typeof openCluster>

function nameOf(address: string): string {
  return new URL(address).pathname.slice(1)
}

/** Of a process, its children, and those that have ended. */
function processorOfTree(leader: number): number {
  if (process.platform !== 'linux') return Number.NaN
  let sum = processorTime(leader, { ended: true })
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ')
      if (Number(fields[1]) === leader) sum += processorTime(pid)
    } catch (error) {
      // It ended while we looked: what it used is then the leader's.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ESRCH')
        throw error
    }
  }
  return sum
}
