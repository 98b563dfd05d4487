import { spawnSync } from 'node:child_process'
import { runnerImport } from 'vite'

/**
 * `npm run test:postgres`: the heart of the server's tests on a real PostgreSQL, and
 * what only several processes on one can show; `-- --all` takes every test of the
 * server, `-- <files>` those; with `--pooled` all of it goes through pgbouncer, with
 * `--partitioned` on tables that are cut by province and year. Finds a PostgreSQL, or
 * installs one where it may. Where there is none the last line says that this was
 * skipped, and why.
 */
const HEART = [
  'tests/server/storage.test.ts',
  'tests/server/push.test.ts',
  'tests/server/pull.test.ts',
  'tests/server/audit.test.ts',
  'tests/server/departures.test.ts',
  'tests/server/order.test.ts',
  'tests/postgres',
]

const asked = process.argv.slice(2)
const files = asked.filter((each) => !each.startsWith('-'))
const isAll = asked.includes('--all')
const isPooled = asked.includes('--pooled')
const isPartitioned = asked.includes('--partitioned')
const chosen = files.length > 0 ? files : isAll ? ['tests/server', 'tests/postgres'] : HEART

const quiet = { configFile: false, logLevel: 'error' }
const { module: folder } = await runnerImport('./scripts/test-folder.ts', quiet)
folder.default()
const { module } = await runnerImport('./scripts/postgres.ts', quiet)
const why = module.getPostgres()
if (why === null) {
  const cluster = module.startPostgres()
  const end = () => cluster.stop()
  process.on('SIGINT', () => process.exit(130))
  process.on('exit', end)
  console.log(`PostgreSQL ${cluster.version}, fsync on`)
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'tests/postgres/vitest.config.ts', ...chosen]
  const pooling = (await runnerImport('./scripts/pgbouncer.ts', quiet)).module
  const without = pooling.getPgbouncer()
  const { host } = cluster
  const pooler = isPooled ? await pooling.startPgbouncer({ primary: host, replica: host, every: true }) : null
  const url = pooler?.url('postgres') ?? cluster.url
  const env = {
    ...process.env,
    TEST_DATABASE_URL: url,
    TEST_WITHOUT_POOLER: without ?? '',
    TEST_POOLED: isPooled ? '1' : '',
    TEST_PARTITIONED: isPartitioned ? '1' : '',
  }
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env })
  await pooler?.stop()
  const said = [
    `test:postgres: ${status === 0 ? 'passed' : 'FAILED'} on PostgreSQL ${cluster.version}`,
    ...(isAll ? ['all tests of the server'] : []),
    ...(isPooled ? ['all through pgbouncer'] : []),
    ...(isPartitioned ? ['all on partitioned tables'] : []),
    ...(without === null ? [] : [`SKIPPED what needs pgbouncer (replica, fail-over): ${without}`]),
  ]
  console.log(said.join(', '))
  process.exitCode = status ?? 1
} else {
  // Not an error: the same tests have run on SQLite. Who wants it to be one asks for it.
  console.log(`SKIPPED test:postgres (the server's tests on PostgreSQL): ${why}`)
  process.exitCode = process.env.POSTGRES_REQUIRED ? 1 : 0
}
