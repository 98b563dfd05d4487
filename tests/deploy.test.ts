import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/server/config.ts'

/** Debian has servers' programs where a plain PATH does not look. */
const withSbin = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` }
const haproxy = (args: string[]) => spawnSync('haproxy', args, { env: withSbin, encoding: 'utf8' })
const hasHaproxy = haproxy(['-v']).status === 0

const read = (path: string) => readFileSync(path, 'utf8')
/** Settings of the product, as its README lists them. */
const settings = [...read('README.md').matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(([, names = '']) =>
  [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
)
/** What the backup script asks for by itself. */
const ofBackup = ['BACKUP_DIR', 'KEEP_DAYS']

function environmentOf(text: string): Record<string, string> {
  const lines = [...text.matchAll(/^(?:Environment=|ENV )(.*)$/gm)].map(([, line = '']) => line)
  return Object.fromEntries(lines.flatMap((line) => line.split(' ').map((pair) => pair.split('='))))
}

describe('what operators install', () => {
  it('the README names settings', () => expect(settings).toContain('DATA_DIR'))

  it.each(readdirSync('deploy').filter((name) => /service$|Dockerfile$/.test(name)))(
    '%s sets nothing that the server does not know, and nothing wrong',
    (name) => {
      const { NODE_ENV: _ofNode, ...environment } = environmentOf(read(`deploy/${name}`))
      const unknown = Object.keys(environment).filter((key) => ![...settings, ...ofBackup].includes(key))
      expect(unknown).toEqual([])
      expect(() => readConfig(environment)).not.toThrow()
    },
  )

  it('the image runs as nobody, may be read-only, and says whether it can work', () => {
    const [, last = ''] = read('deploy/Dockerfile').split(/^FROM .*nonroot$/m)
    expect(last).toContain('VOLUME /data')
    expect(last).not.toMatch(/^RUN /m)
    expect(last).toContain('/api/ready')
  })

  it('the image takes over only what its own build made', () => {
    const [build = '', last = ''] = read('deploy/Dockerfile').split(/^FROM .*nonroot$/m)
    const made = [...build.matchAll(/(?:pack -- |mkdir )(\S+)/g)].map(([, path]) => path)
    const taken = [...last.matchAll(/^COPY --from=build (?:--\S+ )*(\S+) /gm)].map(([, path]) => path)
    expect(taken.length).toBeGreaterThan(0)
    expect(made).toEqual(expect.arrayContaining(taken))
  })

  it('a proxy has asked a server that stops before its port is closed, and nobody kills it before it is done', () => {
    const [leaving, stopping] = ['LEAVING_MS', 'STOP_MS'].map((name) =>
      Number(new RegExp(`^const ${name} = ([\\d_]+)`, 'm').exec(read('src/server/main.ts'))?.[1]?.replace('_', '')),
    ) as [number, number]
    const seconds = (path: string, line: RegExp) => 1000 * Number(line.exec(read(path))?.[1])
    expect(2 * seconds('deploy/Caddyfile', /health_interval (\d+)s/)).toBeLessThan(leaving)
    expect(leaving + stopping).toBeLessThan(seconds('deploy/so-kiem.service', /^TimeoutStopSec=(\d+)$/m))
    expect(leaving + stopping).toBeLessThan(seconds('deploy/compose.yaml', /stop_grace_period: (\d+)s/))
  })

  it('the service’s user may write its data alone', () => {
    const unit = read('deploy/so-kiem.service')
    for (const line of ['ProtectSystem=strict', 'NoNewPrivileges=yes', 'StateDirectory=so-kiem', 'UMask=0077'])
      expect(unit).toContain(line)
  })
})

/** pgbouncer starts from its own file in `npm run test:postgres`. */
describe('what finds the database that leads', () => {
  const folder = 'deploy/postgres'
  const number = (file: string, line: RegExp) => Number(line.exec(read(`${folder}/${file}`))?.[1])

  it.runIf(hasHaproxy)('HAProxy takes its file without a warning', () => {
    const { status, stderr } = haproxy(['-c', '-f', `${folder}/haproxy.cfg`])
    expect([status, stderr]).toEqual([0, expect.not.stringMatching(/WARNING|ALERT/)])
  })

  it('pgbouncer looks where HAProxy listens, and HAProxy asks what Patroni answers', () => {
    const proxy = read(`${folder}/haproxy.cfg`)
    for (const [name, path] of [
      ['primary', '/primary'],
      ['replica', '/replica?lag=16MB'],
    ] as const) {
      const [, section = ''] = proxy.split(`\nlisten ${name}\n`)
      const database = name === 'primary' ? 'so_kiem' : 'so_kiem_replica'
      expect(/bind 127\.0\.0\.1:(\d+)/.exec(section)?.[1]).toBe(
        String(number('pgbouncer.ini', new RegExp(`^${database} = host=127\\.0\\.0\\.1 port=(\\d+)`, 'm'))),
      )
      expect(section).toContain(`option httpchk OPTIONS ${path}`)
      expect(section).toContain('check port 8008')
    }
    expect(number('patroni.yml', /^ {2}listen: 10\.0\.0\.11:(\d+)$/m)).toBe(8008)
  })

  it('nothing is acknowledged that lies on one machine alone, and sessions mean nothing', () => {
    const patroni = read(`${folder}/patroni.yml`)
    for (const line of ['synchronous_mode: true', 'synchronous_mode_strict: true', 'synchronous_commit: "on"'])
      expect(patroni).toContain(line)
    expect(read(`${folder}/pgbouncer.ini`)).toMatch(/^pool_mode = transaction$/m)
    // Whoever waits for a leader hears "later" before a tablet gives up on its request.
    expect(number('pgbouncer.ini', /^query_wait_timeout = (\d+)$/m)).toBeLessThan(30)
  })

  it('two machines with servers fit into what PostgreSQL takes, also when one pool has two names', () => {
    const [pool, reserve] = [/^default_pool_size = (\d+)$/m, /^reserve_pool_size = (\d+)$/m].map((line) =>
      number('pgbouncer.ini', line),
    ) as [number, number]
    expect(2 * 2 * (pool + reserve)).toBeLessThan(number('patroni.yml', /max_connections: (\d+)/))
  })
})
