import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPages } from '../../src/server/routes/pages.ts'
import { createServerWorld, type ServerWorld } from '../support/server-world.ts'

const script = 'console.log("Xin chào")'.repeat(50)
let folder: string
let world: ServerWorld
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-'))
  mkdirSync(join(folder, 'client/assets'), { recursive: true })
  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, 'client', name), content)
  write('index.html', '<!doctype html><title>Sổ Kiểm</title>')
  write('sw.js', '// worker')
  write('manifest.webmanifest', '{}')
  write('assets/app-1a2b.js', script)
  write('assets/app-1a2b.js.br', brotliCompressSync(Buffer.from(script)))
  mkdirSync(join(folder, 'client/assets/workers'))
  write('assets/workers/pdf-worker-3c4d.js', '// worker')
  write('assets/app-5e6f.css', 'body { color: red }')
  write('assets/chữ viết.woff2', Buffer.from([1, 2, 3]))
  writeFileSync(join(folder, 'secret.txt'), 'bí mật')
  const pages = openPages(join(folder, 'client'))
  world = await createServerWorld(pages ? { pages } : {})
})
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  return Promise.resolve(world.app.request(path, { method, headers }))
}

test.each([
  ['/', 'text/html; charset=utf-8', 'no-cache'],
  ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
  ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
  ['/manifest.webmanifest', 'application/manifest+json; charset=utf-8', 'no-cache'],
  ['/assets/app-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  ['/assets/ch%E1%BB%AF%20vi%E1%BA%BFt.woff2', 'font/woff2', 'public, max-age=31536000, immutable'],
])('%s is served as what it is, and kept for as long as it may be', async (path, type, cache) => {
  const reply = await get(path)
  expect(reply.status).toBe(200)
  expect(reply.headers.get('content-type')).toBe(type)
  expect(reply.headers.get('cache-control')).toBe(cache)
  expect(reply.headers.get('etag')).toMatch(/^"[\w-]+"$/)
})

const person = { accept: 'text/html,*/*;q=0.8' }

// A worker’s policy is that of its script. An address of a part that is gone opens the app where a person asks for it.
test.each(['/', '/sw.js', '/assets/workers/pdf-worker-3c4d.js', '/assets/app-old.js'])(
  '%s forbids what the app never does',
  async (path) => {
    const { headers } = await get(path, person)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    for (const part of ['script', 'style', 'connect', 'font', 'manifest', 'worker'])
      expect(policy).toContain(`${part}-src 'self'`)
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toMatch(/^camera=\(self\), geolocation=\(self\), microphone=\(\)/)
  },
)

test.each(['/assets/app-1a2b.js', '/assets/app-5e6f.css', '/assets/ch%E1%BB%AF%20vi%E1%BA%BFt.woff2'])(
  '%s is governed by the page that loads it, and does nothing by itself',
  async (path) => {
    const { headers } = await get(path, person)
    const policy = "default-src 'none'; frame-ancestors 'none'"
    expect(headers.get('content-security-policy')).toBe(policy)
    expect(headers.get('permissions-policy')).toBeNull()
    expect(headers.get('cross-origin-opener-policy')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    // A browser that asks again must not put another policy in its place.
    const again = await get(path, { 'if-none-match': headers.get('etag') ?? '' })
    expect([again.status, again.headers.get('content-security-policy')]).toEqual([304, policy])
  },
)

test('what the build has compressed is sent compressed to those who understand it', async () => {
  const packed = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, deflate, br, zstd' })
  expect(packed.headers.get('content-encoding')).toBe('br')
  expect(packed.headers.get('vary')).toBe('Accept-Encoding')
  expect(brotliDecompressSync(Buffer.from(await packed.arrayBuffer())).toString()).toBe(script)

  for (const encoding of ['gzip', 'br;q=0', '']) {
    const plain = await get('/assets/app-1a2b.js', { 'accept-encoding': encoding })
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(await plain.text()).toBe(script)
    expect(plain.headers.get('etag')).not.toBe(packed.headers.get('etag'))
  }
})

test('what a browser holds already is not sent again', async () => {
  for (const encoding of ['br', 'gzip']) {
    const first = await get('/assets/app-1a2b.js', { 'accept-encoding': encoding })
    const tag = first.headers.get('etag') ?? ''
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const again = await get('/assets/app-1a2b.js', { 'accept-encoding': encoding, 'if-none-match': known })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect(again.headers.get('etag')).toBe(tag)
    }
    expect((await get('/assets/app-1a2b.js', { 'if-none-match': '"other"' })).status).toBe(200)
  }
})

test('an address of the app opens the app; a missing script or picture is missing', async () => {
  const page = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
  for (const path of ['/luot-kiem-tra/abc', '/%zz', '/dang-nhap?tu=/']) {
    const reply = await get(path, page)
    expect([reply.status, await reply.text()]).toEqual([200, '<!doctype html><title>Sổ Kiểm</title>'])
  }
  for (const path of ['/assets/old-9f.js', '/luot-kiem-tra/abc']) {
    const reply = await get(path, { accept: '*/*' })
    expect([reply.status, (await reply.json()).code]).toEqual([404, 'NOT_FOUND'])
  }
  expect((await get('/luot-kiem-tra', page, 'POST')).status).toBe(404)
})

test('HEAD is GET without the content', async () => {
  const reply = await get('/assets/app-1a2b.js', {}, 'HEAD')
  expect([reply.status, await reply.text()]).toEqual([200, ''])
  expect(reply.headers.get('content-length')).toBe(String(Buffer.byteLength(script)))
})

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/..%5csecret.txt'])(
  '%s does not lead out of the folder',
  async (path) => {
    expect((await get(path)).status).toBe(404)
  },
)

test('a folder without a page in it is no client', () => {
  expect(openPages(join(folder, 'nowhere'))).toBeNull()
})
