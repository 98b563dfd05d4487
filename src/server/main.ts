import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { Problem } from '../domain/problem.ts'
import { backup } from './commands/backup.ts'
import { createAdmin } from './commands/create-admin.ts'
import { exportAudit } from './commands/export-audit.ts'
import { migrateToPostgres } from './commands/migrate-to-postgres.ts'
import { partitionTables } from './commands/partition-tables.ts'
import { picturesToBucket } from './commands/pictures-to-bucket.ts'
import { renewEpochsOf } from './commands/renew-epochs.ts'
import { restore } from './commands/restore.ts'
import { rotateReceiptKey } from './commands/rotate-receipt-key.ts'
import { verify, verifyExport } from './commands/verify.ts'
import { type Config, ConfigError, readConfig, shownDatabase, shownPictures } from './config.ts'
import { openPages } from './routes/pages.ts'
import { start } from './start.ts'
import { isPostgres, openDatabase, openReplica } from './storage/database.ts'

/** How long running requests may take to finish once the server is asked to stop. */
const STOP_MS = 10_000
/** How long `/api/ready` says 503 before the port is closed, where there may be other servers: a proxy asks every second. */
const LEAVING_MS = 3_000
/** How often pictures are looked after whose last request a crash or a full disk has interrupted. */
const SWEEP_MS = 3 * 60_000

async function main(): Promise<void> {
  const config = readConfig(process.env, process.stdout.isTTY)
  const [command, ...args] = process.argv.slice(2)
  if (command !== undefined) return runCommand(command, args, config).catch(inWords(config))
  const db = openDatabase(config.database)
  const pages = openPages(clientFolder())
  const replica = config.replica === null ? null : openReplica(config.replica)
  let stopping = false
  const { app, pictures, demonstration, isEmpty, log } = await start(db, config, {
    replica,
    pages,
    isStopping: () => stopping,
  }).catch(inWords(config))

  const server = serve({ fetch: app.fetch, port: config.port, hostname: config.host }, (address) => {
    console.log(`Sổ Kiểm đang chạy tại ${addressOf(address)}`)
    console.log(`Dữ liệu: ${shownDatabase(config.database)}`)
    if (config.replica !== null) console.log(`Đọc từ bản sao: ${shownDatabase(config.replica)}`)
    if (config.bucket) console.log(`Ảnh: ${shownPictures(config)}`)
    if (!pages) console.log('Chưa có giao diện: hãy chạy "npm run build" trước.')
    if (demonstration) {
      console.log(`\n${demonstration.notice}\nĐăng nhập thử (mật khẩu: ${demonstration.password}):`)
      for (const { username, name, role } of demonstration.accounts) {
        console.log(`  ${username.padEnd(10)} ${role}: ${name}`)
      }
    } else if (isEmpty) {
      console.log('Cơ sở dữ liệu còn trống. Đặt DEMO=on rồi khởi động lại để có dữ liệu minh họa,')
      console.log('hoặc mở tài khoản quản trị đầu tiên: npm run create-admin -- <tỉnh> <tên đăng nhập> "<Họ và tên>".')
    }
  })
  server.on('error', (error) =>
    fail(new ConfigError([`Không mở được cổng ${config.port} tại ${config.host}: ${error.message}`])),
  )

  // The database, or the folder of the pictures, may have been put back from a copy while the server was away.
  const ending = new AbortController()
  const comparing = pictures.compare(ending.signal).catch(log.error)
  const sweep = () => pictures.sweep().catch(log.error)
  void sweep()
  const sweeping = setInterval(sweep, SWEEP_MS)

  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    console.log('Đang dừng …')
    clearInterval(sweeping)
    ending.abort()
    // One of several: it still answers whoever is sent here until the proxy has seen that it is not ready any more.
    if (isPostgres(config.database)) await pause(LEAVING_MS)
    // Finishes what is being answered; what is not done in time is cut, and its sender asks again.
    const timer = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), STOP_MS)
    server.close(() => {
      clearTimeout(timer)
      comparing.then(() => Promise.all([db.destroy(), replica?.destroy()])).then(() => console.log('Đã dừng.'), fail)
    })
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
}

/** A folder that may not be written, a file that is no database, a server that is away: for people to mend, so without a stack. */
function inWords({ database }: Config): (error: Error) => never {
  return (error) => {
    const reason = error instanceof Problem ? error.cause : 'syscall' in error ? error : undefined
    if (!(reason instanceof Error)) throw error
    throw new ConfigError([`Không dùng được cơ sở dữ liệu ${shownDatabase(database)}: ${reason.message}.`])
  }
}

/** `backup <file>`, `restore <file>`, `audit:verify`, `audit:export <file>`, `receipt-key:rotate`, `epoch:renew`, `migrate:to-postgres <address>`, `pictures:to-bucket`, `partition:tables` or `create-admin …`, instead of serving. */
async function runCommand(command: string, args: readonly string[], config: Config): Promise<void> {
  const { database, dataDir, bucket } = config
  if (command === 'create-admin') return createAdmin(database, { args, input: process.stdin }, console.log)
  const [first, second] = args
  if (command === 'receipt-key:rotate' && args.length === 0) return rotateReceiptKey(database, Date.now(), console.log)
  if (command === 'epoch:renew' && args.length === 0) return renewEpochsOf(database, Date.now(), console.log)
  if (command === 'partition:tables' && args.length <= 1)
    return partitionTables({ database, way: first, now: Date.now() }, console.log)
  if (command === 'pictures:to-bucket' && args.length === 0) {
    if (!bucket) throw new ConfigError(['Hãy đặt PICTURES_URL: ảnh được chép từ DATA_DIR vào đó.'])
    return picturesToBucket({ dataDir, bucket }, shownPictures(config), console.log)
  }
  if (command === 'migrate:to-postgres' && first !== undefined && [undefined, '--final'].includes(second)) {
    return migrateToPostgres({ file: database, target: first, isFinal: second === '--final' }, console.log)
  }
  if (command === 'audit:verify' && (args.length === 0 || (args.length === 1 && first === '--pictures'))) {
    const isWhole = await verify({ database, dataDir, bucket, pictures: first === '--pictures' }, console.log)
    if (!isWhole) process.exitCode = 1
    return
  }
  if (command === 'audit:verify' && first === '--export' && second !== undefined && args.length === 2) {
    if (!(await verifyExport(resolve(second), console.log))) process.exitCode = 1
    return
  }
  if (first === undefined || args.length > 1 || !['backup', 'restore', 'audit:export'].includes(command)) {
    throw new ConfigError([
      'Dùng: backup <tệp>, restore <tệp>, audit:verify [--pictures | --export <tệp>], audit:export <tệp>, receipt-key:rotate, epoch:renew, migrate:to-postgres <postgres://…> [--final], pictures:to-bucket, partition:tables [province | year | province,year] hoặc create-admin <tỉnh> <tên đăng nhập> "<Họ và tên>".',
    ])
  }
  const path = resolve(first)
  if (isPostgres(database) && command !== 'audit:export')
    throw new ConfigError([
      `${command} chỉ dùng cho tệp SQLite; với PostgreSQL hãy dùng pg_dump, pg_restore hoặc pg_basebackup.`,
    ])
  if (command === 'backup') {
    backup(database, path)
    console.log(`Đã sao lưu ${database} vào ${path}.`)
    return
  }
  if (command === 'audit:export') {
    const lines = await exportAudit(database, path)
    console.log(`Đã xuất ${lines} dòng nhật ký vào ${path}.`)
    return
  }
  const kept = await restore(database, path, new Date())
  console.log(`Đã khôi phục ${database} từ ${path}.`)
  if (kept !== null) console.log(`Bản trước được giữ tại ${kept}.`)
}

/** dist/client beside dist/server, or under the folder the server was started in. */
function clientFolder(): string {
  const beside = fileURLToPath(new URL('../client', import.meta.url))
  return existsSync(beside) ? beside : resolve('dist/client')
}

function addressOf({ address, port, family }: AddressInfo): string {
  if (address === '127.0.0.1' || address === '::1') return `http://localhost:${port}`
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}

/** A wrong setting is said in plain words; anything else keeps its stack. */
function fail(error: unknown): void {
  console.error(error instanceof ConfigError ? error.message : error)
  process.exit(1)
}

main().catch(fail)
