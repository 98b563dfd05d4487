import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { install, newFolder, unprivileged } from './postgres.ts'

const SHIPPED = 'deploy/postgres/pgbouncer.ini'
const PASSWORD = 'so-kiem-2026'

export type Pgbouncer = {
  /** Of one of its databases, as the server's user. */
  url(database: string): string
  /** Where its databases are from now on: what a fail-over tells it. Whoever is in the middle of something is cut off. */
  point(hosts: Hosts): void
  stop(): Promise<void>
}

/** Folders of sockets; `every`: whatever database is asked for, on the primary. */
type Hosts = { primary: string; replica: string; every?: boolean }

/** Makes sure that there is a pgbouncer. @returns why there is none; null where there is one */
export function getPgbouncer(): string | null {
  return install('pgbouncer', isHere, { apt: 'pgbouncer', dnf: 'pgbouncer', apk: 'pgbouncer' })
}

function isHere(): boolean {
  return spawnSync('pgbouncer', ['--version'], { env: withSbin() }).status === 0
}

function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
}

/** The file that we ship, with the addresses and folders of this test and nothing else changed. Throws where a line to change is not there. */
function settings(folder: string, { primary, replica, every = false }: Hosts): string {
  let text = readFileSync(SHIPPED, 'utf8')
  const change = (line: RegExp, to: string) => {
    if (!line.test(text)) throw new Error(`${SHIPPED} has no line ${line}`)
    text = text.replace(line, to)
  }
  change(/^so_kiem = host=\S+ port=\d+/m, `so_kiem = host=${primary} port=5432`)
  change(/^so_kiem_replica = host=\S+ port=\d+/m, `so_kiem_replica = host=${replica} port=5432`)
  if (every) change(/^\[databases\]$/m, `[databases]\n* = host=${primary} port=5432`)
  // On its socket alone: it is an address too.
  change(/^listen_addr = .*/m, 'listen_addr =')
  change(/^unix_socket_dir = .*/m, `unix_socket_dir = ${folder}`)
  change(/^auth_file = .*/m, `auth_file = ${join(folder, 'userlist.txt')}`)
  change(/^logfile = .*/m, `logfile = ${join(folder, 'log')}`)
  change(/^pidfile = .*/m, `pidfile = ${join(folder, 'pid')}`)
  return text
}

/** Starts pgbouncer from the settings that we ship. */
export async function startPgbouncer(hosts: Hosts): Promise<Pgbouncer> {
  const folder = newFolder('pgbouncer')
  const file = join(folder, 'pgbouncer.ini')
  writeFileSync(file, settings(folder, hosts))
  writeFileSync(join(folder, 'userlist.txt'), `"so_kiem" "${PASSWORD}"\n`)
  const [command, args] = unprivileged(['pgbouncer', '-q', file])
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: withSbin(), cwd: folder })
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  const pid = await pidIn(join(folder, 'pid'), () => child.exitCode)
  return {
    url: (database) => `postgres://so_kiem:${PASSWORD}@localhost:6432/${database}?host=${folder}`,
    point(next) {
      writeFileSync(file, settings(folder, next))
      process.kill(pid, 'SIGHUP')
    },
    async stop() {
      process.kill(pid, 'SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function pidIn(file: string, exitCode: () => number | null): Promise<number> {
  for (let tries = 0; tries < 250; tries++) {
    if (exitCode() !== null) break
    try {
      const pid = Number(readFileSync(file, 'utf8'))
      if (pid > 0) return pid
    } catch (error) {
      // Not written yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    await new Promise((next) => setTimeout(next, 20))
  }
  throw new Error(`pgbouncer did not start (exit code ${exitCode()})`)
}
