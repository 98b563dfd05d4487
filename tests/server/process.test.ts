import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { cookieOf, jsonRequest } from '../support/server-world.ts'

let built: Awaited<ReturnType<typeof buildServer>>
let folder: string
const running: ReturnType<typeof spawnServer>[] = []

// Each test starts real processes, which hash passwords: slow on a small machine.
vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  built = await buildServer()
}, 60_000)
afterAll(() => built.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-'))
})
afterEach(async () => {
  for (const server of running.splice(0)) {
    server.kill('SIGKILL')
    await server.exited
  }
  rmSync(folder, { recursive: true })
})

function spawn(env: Record<string, string> = {}) {
  const server = spawnServer(built.main, { PORT: '0', DATA_DIR: folder, ...env })
  running.push(server)
  return server
}

async function signIn(address: string, username = 'kiemtra'): Promise<string> {
  const reply = await fetch(`${address}/api/sign-in`, jsonRequest({ username, password: 'so-kiem-2026' }))
  expect(reply.status).toBe(200)
  return cookieOf(reply)
}

test('it starts with an invented province, says how to sign in, and stops when asked', async () => {
  const server = spawn()
  const address = await server.address()
  expect(await (await fetch(`${address}/api/health`)).json()).toEqual({
    ok: true,
    version: '9.9.9-test',
    storage: 'sqlite',
  })
  await expect.poll(server.output).toMatch(/kiemtra .*coso .*giamsat .*quantri /s)
  expect(server.output()).toContain('so-kiem-2026')
  await signIn(address)
  server.kill('SIGTERM')
  expect(await server.exited).toBe(0)
  expect(server.output()).toContain('Đã dừng.')
  expect(server.errors()).toBe('')
})

test('where the demonstration is switched off later, nobody signs in with the password that everybody knows', async () => {
  const first = spawn()
  await first.address()
  first.kill('SIGTERM')
  await first.exited
  const second = spawn({ DEMO: 'off' })
  const address = await second.address()
  expect((await (await fetch(`${address}/api/welcome`)).json()).demonstration).toBeNull()
  const credentials = { username: 'quantri', password: 'so-kiem-2026' }
  expect((await fetch(`${address}/api/sign-in`, jsonRequest(credentials))).status).toBe(403)
  second.kill('SIGTERM')
  await second.exited
  await signIn(await spawn().address(), 'quantri')
})

test('audit:verify says that everything agrees, and where it does not it says so and fails', async () => {
  const server = spawn()
  await signIn(await server.address())
  const first = spawnServer(built.main, { DATA_DIR: folder }, ['audit:verify'])
  expect(await first.exited).toBe(0)
  expect(first.output()).toContain('tất cả khớp')
  const db = new DatabaseSync(join(folder, 'so-kiem.sqlite'))
  db.exec('PRAGMA foreign_keys = OFF')
  db.exec(`INSERT INTO inspection (id, tenant_id, facility_id, status, kind, date, checklist_id, checklist_version,
      created_by, created_by_name, created_at, head, cells)
    VALUES ('v1', 'demo-province', 'x', 'submitted', 'inspection', '2026-11-22', 'x', '1', 'x', 'x', 0, '{}', '{}')`)
  db.close()
  const second = spawnServer(built.main, { DATA_DIR: folder }, ['audit:verify'])
  expect(await second.exited).toBe(1)
  expect(second.output()).toContain('Lượt v1, niêm phong ?: thiếu niêm phong đang có hiệu lực.')
  expect(second.output()).toContain('1 chỗ sai')
})

test('audit:export writes a file that audit:verify checks by itself, and overwrites none', async () => {
  const server = spawn()
  await signIn(await server.address())
  const file = join(folder, 'log.jsonl')
  const run = async (...args: string[]) => {
    const command = spawnServer(built.main, { DATA_DIR: folder }, args)
    return [await command.exited, command.output() + command.errors()]
  }
  expect(await run('audit:export', file)).toEqual([0, expect.stringMatching(/Đã xuất \d+ dòng nhật ký/)])
  expect(await run('audit:export', file)).toEqual([1, expect.stringContaining('hãy chọn tên khác')])
  expect(await run('audit:verify', '--export', file)).toEqual([0, expect.stringContaining('tất cả khớp')])
  writeFileSync(file, readFileSync(file, 'utf8').replace('signedIn', 'signedOut'))
  expect(await run('audit:verify', '--export', file)).toEqual([1, expect.stringContaining('nội dung đã bị sửa')])
  expect(await run('audit:verify', '--pictures')).toEqual([0, expect.stringContaining('Đã soát 0 tệp ảnh')])
  expect(await run('audit:verify', '--everything')).toEqual([1, expect.stringContaining('Dùng: backup <tệp>')])
})

test('requests are written as lines for programs, with the bytes that went out; LOG=off writes none', async () => {
  const server = spawn()
  const reply = await fetch(`${await server.address()}/api/welcome`)
  await reply.text()
  await expect.poll(server.output).toContain('"route":"/api/welcome"')
  const line = server
    .output()
    .split('\n')
    .find((each) => each.includes('/api/welcome')) as string
  expect(JSON.parse(line)).toMatchObject({ kind: 'request', id: reply.headers.get('x-request-id'), status: 200 })
  expect(JSON.parse(line).bytes).toBeGreaterThan(500)
  const quiet = spawn({ LOG: 'off', DATA_DIR: join(folder, 'quiet') })
  await fetch(`${await quiet.address()}/api/ready`)
  quiet.kill('SIGTERM')
  await quiet.exited
  expect(quiet.output()).not.toContain('/api/')
})

test('wrong settings: every one is named, without a stack, and it does not start', async () => {
  const server = spawn({ PORT: 'abc', DEMO: 'maybe' })
  expect(await server.exited).toBe(1)
  expect(server.errors().trim().split('\n')).toEqual([
    'PORT phải là số nguyên từ 0 đến 65535, không phải "abc".',
    'DEMO phải là "on" hoặc "off", không phải "maybe".',
  ])
})

test('a port that is taken is said in a sentence', async () => {
  const first = spawn()
  const { port } = new URL(await first.address())
  const second = spawn({ PORT: port, DATA_DIR: join(folder, 'other') })
  expect(await second.exited).toBe(1)
  expect(second.errors()).toContain(`Không mở được cổng ${port}`)
})

test('a database that cannot be used is said in a sentence', async () => {
  writeFileSync(join(folder, 'notes.txt'), 'đây không phải là cơ sở dữ liệu'.repeat(100))
  for (const path of [join(folder, 'notes.txt'), join(folder, 'notes.txt/inside.sqlite')]) {
    const server = spawn({ DATABASE_URL: `sqlite:${path}` })
    expect(await server.exited).toBe(1)
    expect(server.errors()).toMatch(/^Không dùng được cơ sở dữ liệu .*: .*\.\n$/)
  }
})

test('[P6] what was acknowledged is there after the process was killed, and a session goes on', async () => {
  const first = spawn()
  const address = await first.address()
  const cookie = await signIn(address)
  // A broken mutation is answered too, and its content is kept.
  const m = [{ seq: 1, id: randomUUID(), k: 'from.the.future', insp: 'x' }]
  const body = { proto: 1, epoch: null, deviceId: 'd', schema: 1, app: 'test', clock: { wall: Date.now() }, m }
  const pushed = await (await fetch(`${address}/sync/v1/push`, jsonRequest(body, cookie))).json()
  expect(pushed.r[0].code).toBe('MUTATION_INVALID')
  first.kill('SIGKILL')
  await first.exited

  const again = await spawn().address()
  const pulled = await (await fetch(`${again}/sync/v1/pull?deviceId=d`, { headers: { cookie } })).json()
  expect(pulled).toMatchObject({ deviceAck: 1, epoch: pushed.epoch })
  const repeated = await (await fetch(`${again}/sync/v1/push`, jsonRequest(body, cookie))).json()
  expect(repeated.r).toEqual([{ ...pushed.r[0], replayed: true }])
})

/** Sends 50 MB as an ordinary client would, and gives the status it is told. */
function send50MB(address: string, cookie: string, announced: boolean): Promise<{ status?: number; body: string }> {
  const size = 50 * 1024 * 1024
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address)
    const headers: Record<string, string | number> = { 'content-type': 'application/json', cookie }
    if (announced) headers['content-length'] = size
    const outgoing = request({ hostname, port, path: '/sync/v1/push', method: 'POST', headers }, (incoming) => {
      let body = ''
      incoming.on('data', (chunk) => {
        body += chunk
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode, body }))
    })
    outgoing.on('error', reject)
    const chunk = Buffer.alloc(64 * 1024, 0x20)
    let sent = 0
    const write = (): void => {
      while (sent < size) {
        sent += chunk.byteLength
        if (!outgoing.write(chunk)) {
          outgoing.once('drain', write)
          return
        }
      }
      outgoing.end()
    }
    write()
  })
}

test.each([
  ['announced', true],
  ['not announced', false],
])('50 MB, %s: a clean refusal, little memory, and the server goes on', async (_, announced) => {
  const server = spawn()
  const address = await server.address()
  const cookie = await signIn(address)
  const before = server.peakMemory()
  const { status, body } = await send50MB(address, cookie, announced)
  expect([status, JSON.parse(body).code]).toEqual([413, 'BODY_TOO_LARGE'])
  const after = server.peakMemory()
  if (before !== null && after !== null) expect(after - before).toBeLessThan(40 * 1024 * 1024)
  expect((await fetch(`${address}/api/health`)).status).toBe(200)
  expect(server.errors()).toBe('')
})
