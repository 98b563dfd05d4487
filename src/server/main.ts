import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { Problem } from '../domain/problem.ts'
import { runCommand } from './commands/run.ts'
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
