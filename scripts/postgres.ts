import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A PostgreSQL of its own for tests: in a folder that goes away, on a socket in it, with fsync. */
export type Cluster = {
  version: string
  /** Of its first database, as whoever may do everything. */
  url: string
  stop(): void
}

const DEBIAN = '/usr/lib/postgresql'
const TEN_MINUTES = 600_000

/** The system's package managers, in turn. */
const attempts: [command: string, args: string[]][] = [
  ['apt-get', ['update']],
  ['apt-get', ['install', '-y', '--no-install-recommends', 'postgresql']],
  ['dnf', ['install', '-y', 'postgresql-server']],
  ['apk', ['add', 'postgresql']],
]

/** The folder of initdb and its like: `POSTGRES_BIN`, the newest of Debian's, or in PATH. Null where there is none. */
export function postgresBin(): string | null {
  const named = process.env.POSTGRES_BIN
  if (named) return existsSync(join(named, 'initdb')) ? named : null
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(DEBIAN, version, 'bin')), ...(process.env.PATH ?? '').split(':')]
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null
}

/** Makes sure that there is a PostgreSQL, as far as this machine allows it. @returns why there is none; null where there is one */
export function getPostgres(): string | null {
  if (postgresBin()) return null
  if (process.env.POSTGRES_BIN) return `POSTGRES_BIN=${process.env.POSTGRES_BIN} has no initdb`
  if (process.getuid?.() !== 0) return 'no PostgreSQL on this machine, and only root may install one'
  for (const [command, args] of attempts) {
    console.log(`PostgreSQL is not here. Trying: ${command} ${args.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync(command, args, { stdio: 'inherit', timeout: TEN_MINUTES, env })
    if (postgresBin()) return null
  }
  return 'no PostgreSQL on this machine, and no package manager brought one'
}

/** Starts a fresh cluster. Throws what its tools say where they fail. */
export function startPostgres(): Cluster {
  const bin = postgresBin()
  if (!bin) throw new Error('there is no PostgreSQL on this machine')
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-postgres-'))
  const data = join(folder, 'data')
  // Its tools refuse to be root: then it is the user that every package of it makes.
  const isRoot = process.getuid?.() === 0
  if (isRoot) chownSync(folder, Number(id('-u')), Number(id('-g')))
  chmodSync(folder, 0o755)
  const tool = (name: string, args: string[]) => {
    const command = [join(bin, name), ...args]
    const whole = isRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command
    const { status, error, stderr } = spawnSync(whole[0] ?? '', whole.slice(1), {
      // A server that is started holds its own output open.
      stdio: ['ignore', 'ignore', name === 'pg_ctl' ? 'ignore' : 'pipe'],
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`${name}: ${error?.message ?? stderr ?? `exit code ${status}`}`)
  }
  tool('initdb', ['-D', data, '-U', 'so_kiem', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8'])
  const settings = `-c listen_addresses='' -k ${folder} -c max_connections=200 -c fsync=on -c log_min_messages=fatal`
  tool('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings, 'start'])
  return {
    version: /(\d+)\/bin$/.exec(bin)?.[1] ?? dirname(bin),
    url: `postgres://so_kiem@localhost/postgres?host=${folder}`,
    stop() {
      tool('pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function id(which: '-u' | '-g'): string {
  return spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout.trim()
}
