import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { createTcpProxy } from '../support/tcp-proxy.ts'

let built: Awaited<ReturnType<typeof buildServer>>
let folder: string
let running: ReturnType<typeof spawnServer>
let address: string

vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

beforeAll(async () => {
  built = await buildServer()
})
afterAll(() => built.remove())
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-'))
  await start()
})
afterEach(async () => {
  await kill()
  rmSync(folder, { recursive: true })
})

async function start() {
  running = spawnServer(built.main, { PORT: '0', DATA_DIR: folder })
  address = await running.address()
}
async function kill() {
  running.kill('SIGKILL')
  await running.exited
}
const describedUploads = () =>
  readdirSync(join(folder, 'uploads')).filter(
    (name) => name.endsWith('.json') && readFileSync(join(folder, 'uploads', name), 'utf8').endsWith('}'),
  ).length
const uploads = () => readdirSync(join(folder, 'uploads')).filter((name) => !name.endsWith('.json'))

async function tabletWith(pictures: readonly Uint8Array<ArrayBuffer>[], at = () => address) {
  const tablet = await createDeviceOverHttp(at)
  await tablet.sync()
  const { insp, items } = await startAnyVisit(tablet.store)
  for (const [index, bytes] of pictures.entries()) {
    const { id: _id, ...shot } = photoOf(bytes, { item: items[index % items.length] as string })
    await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
  }
  await tablet.sync()
  return { ...tablet, states: async () => (await listPhotos(tablet.store, insp)).map(({ state }) => state) }
}

test('[P26] killed after the last byte: the next start verifies it, and the device need not send again', async () => {
  const bytes = picture(300_000)
  const tablet = await tabletWith([bytes])
  const proxy = await createTcpProxy(address, [150_000])
  const direct = address
  address = proxy.url
  await tablet.sendPhotos().catch(() => undefined)
  address = direct
  // Its description is written after the file: killed before that, the upload would be made anew.
  await expect.poll(describedUploads, { timeout: 20_000 }).toBe(1)
  await kill()
  proxy.close()
  // What the file would hold had the process died one moment later, with every byte written and nothing checked.
  writeFileSync(join(folder, 'uploads', uploads()[0] as string), bytes)
  await start()
  await expect.poll(uploads, { timeout: 20_000 }).toEqual([])
  tablet.sent.length = 0
  await tablet.sendPhotos()
  expect(await tablet.states()).toEqual(['received'])
  expect(tablet.sent).toEqual(['POST /sync/v1/blobs/have'])
  expect(running.errors()).toBe('')
})

test('[P26] killed at any moment of an upload: nothing wrong is ever confirmed, and all arrive', async () => {
  const pictures = Array.from({ length: 6 }, () => picture(200_000))
  const tablet = await tabletWith(pictures)
  for (const wait of [3, 8, 15, 25, 40]) {
    const sending = tablet.sendPhotos().catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, wait))
    await kill()
    await sending
    await start()
  }
  await expect.poll(() => tablet.sendPhotos().catch((error) => error.code), { timeout: 20_000 }).toBeUndefined()
  await tablet.sendPhotos()
  expect(await tablet.states()).toEqual(pictures.map(() => 'received'))
  const kept = readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
  expect(kept.sort()).toEqual(pictures.map((bytes) => photoOf(bytes).sha256).sort())
})

test('[P25] a line that breaks again and again: every picture arrives whole', async () => {
  const pictures = Array.from({ length: 6 }, () => picture(300_000))
  const cuts = Array.from({ length: 6 }, (_, index) => 120_000 + index * 290_000)
  const proxy = await createTcpProxy(address, cuts)
  const tablet = await tabletWith(pictures, () => proxy.url)
  await expect
    .poll(() => tablet.sendPhotos().catch((error) => error.code), { timeout: 30_000, interval: 50 })
    .toBeUndefined()
  expect(await tablet.states()).toEqual(pictures.map(() => 'received'))
  expect(proxy.broken()).toBeGreaterThanOrEqual(5)
  expect(uploads()).toEqual([])
  proxy.close()
})
