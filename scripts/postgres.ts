import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A PostgreSQL of its own for tests: in a folder that goes away, on a socket in it, with fsync. */
export type Cluster = {
  version: string
  /** Of its first database, as whoever may do everything. */
  url: string
  /** Of its socket. */
  host: string
  stop(): void
}

/** One of two that follow each other. */
export type Member = Cluster & {
  /** SIGKILL for every process of it at once, as when the power goes. */
  kill(): void
  /** From a copy that follows to one that leads. */
  promote(): void
}

const DEBIAN = '/usr/lib/postgresql'
const TEN_MINUTES = 600_000

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
  if (process.env.POSTGRES_BIN && !postgresBin()) return `POSTGRES_BIN=${process.env.POSTGRES_BIN} has no initdb`
  return install('PostgreSQL', () => postgresBin() !== null, {
    apt: 'postgresql',
    dnf: 'postgresql-server',
    apk: 'postgresql',
  })
}

/**
 * Asks the system's package managers in turn for what is not here.
 * @returns why it is not here at last; null where it is
 */
export function install(
  name: string,
  isHere: () => boolean,
  packages: { apt: string; dnf: string; apk: string },
): string | null {
  if (isHere()) return null
  if (process.getuid?.() !== 0) return `no ${name} on this machine, and only root may install one`
  const attempts: [command: string, args: string[]][] = [
    ['apt-get', ['update']],
    ['apt-get', ['install', '-y', '--no-install-recommends', packages.apt]],
    ['dnf', ['install', '-y', packages.dnf]],
    ['apk', ['add', packages.apk]],
  ]
  for (const [command, args] of attempts) {
    console.log(`${name} is not here. Trying: ${command} ${args.join(' ')}`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync(command, args, { stdio: 'inherit', timeout: TEN_MINUTES, env })
    if (isHere()) return null
  }
  return `no ${name} on this machine, and no package manager brought one`
}

/** Starts a fresh cluster. Throws what its tools say where they fail. */
export function startPostgres(): Cluster {
  const folder = newFolder('postgres')
  initialise(folder)
  return start(folder)
}

/**
 * Starts a primary and a copy that follows it: no commit is acknowledged before the copy
 * has it on its disk (`synchronous_commit = on`). `remote_apply` would also wait until
 * the copy shows it; then a long report there would hold up every push.
 *
 * @param database made on the primary
 */
export function startPair(database: string): { primary: Member; replica: Member; stop(): void } {
  const [first, second] = [newFolder('primary'), newFolder('replica')]
  initialise(first)
  const primary = start(first, 'primary')
  runTool(second, 'pg_basebackup', ['-h', first, '-U', 'so_kiem', '-D', join(second, 'data'), '-R', '-c', 'fast'])
  // The copy was made before anybody waits for one: once it leads, it does not wait for itself.
  const replica = start(second, 'replica')
  const tell = (statement: string) =>
    runTool(first, 'psql', ['-h', first, '-U', 'so_kiem', '-d', 'postgres', '-qc', statement])
  tell("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
  tell('SELECT pg_reload_conf()')
  tell(`CREATE DATABASE ${database}`)
  const stop = () => {
    for (const member of [primary, replica]) member.stop()
  }
  return { primary, replica, stop }
}

/** A folder for the user under whom servers run here. */
export function newFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `so-kiem-${name}-`))
  // These servers refuse to be root: then it is the user that every package of them makes.
  if (process.getuid?.() === 0) chownSync(folder, Number(id('-u')), Number(id('-g')))
  chmodSync(folder, 0o755)
  return folder
}

/** A command as a user whom servers accept. */
export function unprivileged(command: readonly string[]): [command: string, args: string[]] {
  const whole = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : [...command]
  return [whole[0] ?? '', whole.slice(1)]
}

function binFolder(): string {
  const bin = postgresBin()
  if (!bin) throw new Error('there is no PostgreSQL on this machine')
  return bin
}

function runTool(folder: string, name: string, args: string[]): void {
  const [command, rest] = unprivileged([join(binFolder(), name), ...args])
  const { status, error, stderr } = spawnSync(command, rest, {
    // A server that is started holds its own output open.
    stdio: ['ignore', 'ignore', name === 'pg_ctl' ? 'ignore' : 'pipe'],
    cwd: folder,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${name}: ${error?.message ?? stderr ?? `exit code ${status}`}`)
}

function initialise(folder: string): void {
  const how = ['-U', 'so_kiem', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8']
  runTool(folder, 'initdb', ['-D', join(folder, 'data'), ...how])
}

/** @param name by which a primary knows its copy */
function start(folder: string, name = ''): Member {
  const data = join(folder, 'data')
  const settings = [`-c listen_addresses='' -k ${folder} -c max_connections=200 -c fsync=on -c log_min_messages=fatal`]
  if (name) settings.push(`-c cluster_name=${name} -c wal_receiver_status_interval=1s`)
  runTool(folder, 'pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', settings.join(' '), 'start'])
  const bin = binFolder()
  let isRunning = true
  return {
    version: /(\d+)\/bin$/.exec(bin)?.[1] ?? dirname(bin),
    url: `postgres://so_kiem@localhost/postgres?host=${folder}`,
    host: folder,
    promote: () => runTool(folder, 'pg_ctl', ['-D', data, '-w', 'promote']),
    kill() {
      isRunning = false
      const leader = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
      // The leader first: it would start the others anew.
      for (const pid of [leader, ...childrenOf(leader)]) process.kill(pid, 'SIGKILL')
    },
    stop() {
      if (isRunning) runTool(folder, 'pg_ctl', ['-D', data, '-w', '-m', 'immediate', 'stop'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function childrenOf(parent: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(parent)], { encoding: 'utf8' })
  return stdout.split('\n').map(Number).filter(Boolean)
}

function id(which: '-u' | '-g'): string {
  return spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout.trim()
}
