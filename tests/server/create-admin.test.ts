import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { signedInSchema } from '../../src/protocol/wire.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { cookieOf, jsonRequest } from '../support/server-world.ts'

let built: Awaited<ReturnType<typeof buildServer>>
let folder: string
const running: ReturnType<typeof spawnServer>[] = []

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

const GOOD = 'Cây đa bến nước sân đình'

/** Runs the command to its end with a text on its standard input. */
function create(input: string, ...args: string[]): Promise<{ code: number | null; out: string; errors: string }> {
  const child = spawn(process.execPath, [built.main, 'create-admin', ...args], {
    env: { PATH: process.env.PATH, DATA_DIR: folder, DEMO: 'off' },
  })
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, errors })))
}

async function serve(): Promise<string> {
  const server = spawnServer(built.main, { PORT: '0', DATA_DIR: folder, DEMO: 'off' })
  running.push(server)
  return server.address()
}

async function signIn(address: string, username: string, password: string) {
  const reply = await fetch(`${address}/api/sign-in`, jsonRequest({ username, password }))
  return { status: reply.status, cookie: cookieOf(reply), body: await reply.json() }
}

test('on an empty database: the province, its first administrator, and a password that is said once', async () => {
  const made = await create('', 'Tỉnh Sông Lam', 'Quan.Tri', 'Hồ Thị Quản')
  expect([made.code, made.errors]).toEqual([0, ''])
  expect(made.out).toMatch(/^Đã tạo tỉnh Tỉnh Sông Lam \(mã [0-9a-f-]{36}\)\.$/m)
  expect(made.out).toMatch(/^Đã mở tài khoản quản trị quan\.tri: Hồ Thị Quản\.$/m)
  const password = /một lần.*: ((?:[2-9a-z]{5}-?){4})$/m.exec(made.out)?.[1] ?? ''
  expect(password).toHaveLength(23)
  expect(readFileSync(join(folder, 'so-kiem.sqlite')).includes(password)).toBe(false)

  const address = await serve()
  expect((await (await fetch(`${address}/api/welcome`)).json()).demonstration).toBeNull()
  const { status, cookie, body } = await signIn(address, 'quan.tri', password)
  expect(status).toBe(200)
  expect(signedInSchema.parse(body)).toMatchObject({
    person: { role: 'administrator', name: 'Hồ Thị Quản', areaIds: [], facilityId: null },
    mustChange: true,
  })
  const change = { current: password, next: GOOD }
  expect((await fetch(`${address}/api/password`, jsonRequest(change, cookie))).status).toBe(200)
  expect((await fetch(`${address}/api/people`, { headers: { cookie } })).status).toBe(200)
  expect((await signIn(address, 'quan.tri', password)).status).toBe(401)
  // The checklists are there, though the province was made before any server ran.
  const pulled = await (await fetch(`${address}/sync/v1/pull`, { headers: { cookie } })).json()
  expect(pulled.changes.length).toBeGreaterThan(0)
})

test('a password from standard input is used as it stands, and need not be changed; the province is found by name or id', async () => {
  const first = await create(`${GOOD}\n`, 'Tỉnh Sông Lam', 'mot', 'Một')
  expect(first.out).not.toContain('Mật khẩu')
  const id = /mã ([0-9a-f-]{36})/.exec(first.out)?.[1] ?? ''
  const second = await create(`${GOOD}\r\nmore\n`, 'Tỉnh Sông Lam', 'hai', 'Hai')
  const third = await create(GOOD, id, 'bon', 'Bốn')
  for (const { out } of [second, third]) expect(out).toContain(`Tỉnh Tỉnh Sông Lam (mã ${id}).`)
  const address = await serve()
  for (const username of ['mot', 'hai', 'bon']) {
    const { status, body } = await signIn(address, username, GOOD)
    expect([status, body.mustChange, body.person.provinceId]).toEqual([200, undefined, id])
  }
})

test('a name that is taken is refused in words, and nothing is made', async () => {
  await create(GOOD, 'Tỉnh Sông Lam', 'quantri1', 'Một')
  const again = await create(GOOD, 'Tỉnh Núi Hồng', 'QuanTri1', 'Hai')
  expect([again.code, again.errors]).toEqual([1, 'Tên đăng nhập quantri1 đã có người dùng.\n'])
  const address = await serve()
  const { cookie } = await signIn(address, 'quantri1', GOOD)
  const { people } = await (await fetch(`${address}/api/people`, { headers: { cookie } })).json()
  expect(people).toHaveLength(1)
})

test.each([
  ['ngan-qua', 'cần ít nhất 12 ký tự'],
  ['matkhau123456', 'dễ đoán'],
  ['aaaaaaaaaaaaaaaa', 'dễ đoán'],
  ['xin chào sonlam 9', 'chứa tên đăng nhập'],
  ['x1y2'.repeat(40), 'dài quá 128 ký tự'],
])('the password %s is refused', async (password, why) => {
  const { code, errors } = await create(password, 'Tỉnh Sông Lam', 'sonlam', 'Sơn Lâm')
  expect([code, errors]).toEqual([1, `Mật khẩu không dùng được: ${why}.\n`])
})

test.each([
  [[], /^Dùng: create-admin/],
  [['Tỉnh', 'quantri'], /^Dùng: create-admin/],
  [['Tỉnh', 'quản trị', 'Một'], /^Tên đăng nhập gồm/],
  [['Tỉnh', 'ab', 'Một'], /^Tên đăng nhập gồm/],
])('called with %j it says how', async (args, words) => {
  const { code, errors } = await create(GOOD, ...args)
  expect(code).toBe(1)
  expect(errors).toMatch(words)
})
