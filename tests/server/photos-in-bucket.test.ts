import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import type { Person } from '../../src/domain/people.ts'
import type { Photo } from '../../src/domain/photo.ts'
import { picturesToBucket } from '../../src/server/commands/pictures-to-bucket.ts'
import { verify } from '../../src/server/commands/verify.ts'
import { openPictureStore } from '../../src/server/storage/picture-store.ts'
import { openPictures } from '../../src/server/sync/accept-photo.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { createObjectStorage, type ObjectStorage } from '../support/object-storage.ts'
import { photoOf, picture, sha256, tusBy } from '../support/photos.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { createServerWorld, headFor, MORNING, type ServerWorld } from '../support/server-world.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let storage: ObjectStorage
beforeEach(async () => {
  storage = await createObjectStorage()
})
afterEach(() => storage.close())

const keyOf = (hash: string) => `blobs/${hash.slice(0, 2)}/${hash}`

describe('a server whose pictures lie in a bucket', () => {
  let world: ServerWorld
  let folder: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'so-kiem-bucket-'))
    world = await createServerWorld({ bucket: storage.settings, file: join(folder, 'so-kiem.sqlite') })
  })
  afterEach(async () => {
    await world.close()
    rmSync(folder, { recursive: true })
  })
  const audit = async () => {
    const said: string[] = []
    const asked = { database: world.address, dataDir: world.dataDir, bucket: storage.settings, pictures: true }
    return [await verify(asked, (line) => said.push(line)), said.join('\n')] as const
  }

  async function tabletOf(username: string, photos: readonly Photo[]) {
    const tablet = await world.device(username)
    const { cookie } = tablet
    const reply = await world.app.request('/api/me', { headers: { cookie } })
    const { person } = (await reply.json()) as { person: Person }
    const insp = randomUUID()
    const head = await headFor('demo-tyt-suoi-mo')
    const adds = photos.map((photo) => ({ k: 'photo.add' as const, insp, photo }))
    await tablet.send({ k: 'inspection.start', insp, head }, ...adds)
    const tus = tusBy((path, init) => world.app.request(path, init), cookie, person.id)
    return { ...tablet, person, tus }
  }
  const view = (cookie: string, hash: string) => world.app.request(`/sync/v1/blobs/${hash}`, { headers: { cookie } })

  test('[P26] a picture is kept under its hash, served, and nothing is left of its upload', async () => {
    const bytes = picture(700_000)
    const photo = photoOf(bytes)
    const { tus, cookie } = await tabletOf('kiemtra', [photo])
    expect((await tus.create(photo, bytes)).status).toBe(201)
    expect(await storage.keys()).toEqual([keyOf(photo.sha256)])
    const reply = await view(cookie, photo.sha256)
    expect(sha256(new Uint8Array(await reply.arrayBuffer()))).toBe(photo.sha256)
    expect(await audit()).toEqual([true, expect.stringContaining('Đã soát 1 tệp ảnh')])
    expect(world.errors).toEqual([])
  })

  test('[P25] cut anywhere, it goes on from where the bucket is, in parts that no two servers share', async () => {
    const bytes = picture(9000)
    const photo = photoOf(bytes)
    const { tus } = await tabletOf('kiemtra', [photo])
    await tus.create(photo)
    expect((await tus.append(photo, 0, bytes.slice(0, 4000))).status).toBe(204)
    expect((await tus.append(photo, 0, bytes.slice(0, 4000))).status).toBe(409)
    expect(await tus.offset(photo)).toBe(4000)
    expect((await tus.append(photo, 4000, bytes.slice(4000))).status).toBe(204)
    expect(await storage.keys()).toEqual([keyOf(photo.sha256)])
  })

  test('[P26] wrong bytes: 460 and no object; the right ones arrive in the end', async () => {
    const bytes = picture()
    const photo = photoOf(bytes)
    const { tus } = await tabletOf('kiemtra', [photo])
    const flipped = bytes.slice()
    flipped[1500] = (flipped[1500] ?? 0) ^ 1
    expect((await tus.create(photo, flipped)).status).toBe(460)
    expect(await storage.keys()).toEqual([])
    expect((await tus.create(photo, bytes)).status).toBe(201)
    expect(await storage.keys()).toEqual([keyOf(photo.sha256)])
  })

  test('[P26] what is no picture is refused, and no object is left', async () => {
    const bytes = new TextEncoder().encode('<!doctype html><script>alert(1)</script>')
    const photo = photoOf(bytes)
    const { tus } = await tabletOf('kiemtra', [photo])
    expect((await tus.create(photo, bytes)).status).toBe(415)
    expect(await storage.keys()).toEqual([])
  })

  test('[P26] the same picture from two tablets at once is one object', async () => {
    const bytes = picture(300_000)
    const [one, other] = [photoOf(bytes), photoOf(bytes, { item: 'q2' })]
    const [first, second] = [await tabletOf('kiemtra', [one]), await tabletOf('kiemtra', [other])]
    const replies = await Promise.all([first.tus.create(one, bytes), second.tus.create(other, bytes)])
    expect(replies.map(({ status }) => status)).toEqual([201, 201])
    expect(await storage.keys()).toEqual([keyOf(one.sha256)])
  })

  test('[P26] what a crash left complete, kept or noted, another server finishes; both at once without harm', async () => {
    const bytes = picture()
    const photos = [photoOf(bytes), photoOf(picture())]
    const { tus, cookie, person } = await tabletOf('kiemtra', photos)
    const { uploads, blobs } = openPictureStore(storage.settings)
    if (uploads.in !== 'bucket') throw new Error('not in a bucket')
    for (const photo of photos) {
      await tus.create(photo)
      await uploads.parts.append(`${person.id}.${photo.id}`, 0, bytes)
    }
    // As far as the first of them was when its server died.
    await blobs.put(bytes, photos[0]?.sha256 ?? '')
    const servers = [1, 2].map(() => openPictures(world.db, storage.settings, () => MORNING))
    await Promise.all(servers.map((server) => server.sweep()))
    expect(await storage.keys()).toEqual([keyOf(photos[0]?.sha256 ?? '')])
    expect((await view(cookie, photos[0]?.sha256 ?? '')).status).toBe(200)
  })

  const troubles: [string, Parameters<ObjectStorage['trouble']>[0]][] = [
    ['500', () => ({ status: 500 })],
    ['503', () => ({ status: 503 })],
    ['no key of its own', () => ({ status: 403 })],
    ['a line that is cut', () => 'cuts'],
    ['nothing at all', () => 'never answers'],
    ['an answer that is cut: it was done all the same', () => 'cuts the answer'],
    [
      'a failure of the last step alone',
      (method, path) => (method === 'PUT' && path.includes('/blobs/') ? { status: 503 } : 'answers'),
    ],
  ]
  test.each(troubles)(
    '[P6] [P27] the store answers with %s: "later", nothing is said to be stored, and then it arrives',
    async (_, trouble) => {
      const bytes = picture(300_000)
      const photo = photoOf(bytes)
      const { tus, cookie } = await tabletOf('kiemtra', [photo])
      storage.trouble(trouble)
      const refused = await tus.create(photo, bytes)
      expect([refused.status, (await refused.json()).code]).toEqual([503, 'STORAGE_UNAVAILABLE'])
      expect((await view(cookie, photo.sha256)).status).toBe(404)
      storage.trouble()
      const offset = await tus.offset(photo)
      if (offset === 404) expect((await tus.create(photo, bytes)).status).toBe(201)
      else expect((await tus.append(photo, offset, bytes.slice(offset))).status).toBe(204)
      expect(await storage.keys()).toEqual([keyOf(photo.sha256)])
      expect((await view(cookie, photo.sha256)).status).toBe(200)
      // Whatever was written down of it, its keys were not.
      expect(
        JSON.stringify(world.errors.map((error) => String((error as Error).stack) + (error as Error).cause)),
      ).not.toContain('S3RVER')
    },
  )

  test('a store that cannot be reached: alive, and not ready', async () => {
    storage.trouble(() => 'cuts')
    expect((await world.app.request('/api/health')).status).toBe(200)
    const reply = await world.app.request('/api/ready')
    expect([reply.status, (await reply.json()).detail]).toEqual([503, { why: 'PICTURES' }])
  })

  test('[P28] an object that is gone is not stored any more; one that is damaged is found by the audit', async () => {
    const [gone, damaged] = [picture(), picture()]
    const photos = [photoOf(gone), photoOf(damaged)]
    const { tus, cookie } = await tabletOf('kiemtra', photos)
    await tus.create(photos[0] as Photo, gone)
    await tus.create(photos[1] as Photo, damaged)
    await storage.bucket.remove(keyOf(sha256(gone)))
    await storage.bucket.put(keyOf(sha256(damaged)), picture())
    await world.pictures.compare()
    const stored = await world.db.selectFrom('blob').select('sha256').execute()
    expect(stored).toEqual([{ sha256: sha256(damaged) }])
    expect(await audit()).toEqual([false, expect.stringContaining(`Ảnh ${sha256(damaged)}: nội dung tệp đã bị sửa`)])
    expect((await tus.create(photos[0] as Photo, gone)).status).toBe(201)
    expect((await view(cookie, sha256(gone))).status).toBe(200)
  })

  test('pictures go from the disk into the bucket, again and again, but none that is damaged', async () => {
    const disk = openPictureStore(world.dataDir).blobs
    const pictures = [picture(), picture(), picture()]
    for (const bytes of pictures) await disk.put(bytes, sha256(bytes))
    const wrong = 'ab'.repeat(32)
    mkdirSync(join(world.dataDir, 'blobs', 'ab'), { recursive: true })
    writeFileSync(join(world.dataDir, 'blobs', 'ab', wrong), 'x')
    const said: string[] = []
    const go = () =>
      picturesToBucket({ dataDir: world.dataDir, bucket: storage.settings }, 'kho', (line) => said.push(line))
    await expect(go()).rejects.toThrow(wrong)
    await expect(go()).rejects.toThrow(wrong)
    expect(said).toEqual([
      'Đã chép 3 ảnh vào kho; 0 ảnh đã có sẵn ở đó.',
      'Đã chép 0 ảnh vào kho; 3 ảnh đã có sẵn ở đó.',
    ])
    expect((await storage.keys()).sort()).toEqual(pictures.map((bytes) => keyOf(sha256(bytes))).sort())
  })
})

describe('server processes with one bucket', () => {
  let built: Awaited<ReturnType<typeof buildServer>>
  let folder: string
  let address = ''
  let running: ReturnType<typeof spawnServer>

  beforeAll(async () => {
    built = await buildServer()
  })
  afterAll(() => built.remove())
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'so-kiem-s3-process-'))
  })
  afterEach(async () => {
    running.kill('SIGKILL')
    await running.exited
    rmSync(folder, { recursive: true })
  })

  /** Each on a machine of its own, as far as pictures go; only the database is one. */
  async function start() {
    const DATA_DIR = mkdtempSync(join(folder, 'machine-'))
    const DATABASE_URL = `sqlite:${join(folder, 'so-kiem.sqlite')}`
    running = spawnServer(built.main, { PORT: '0', DATA_DIR, DATABASE_URL, ...storage.env })
    address = await running.address()
  }

  test('[P25] [P26] killed again and again between parts: the next server goes on, all arrive, no key is logged', async () => {
    await start()
    const tablet = await createDeviceOverHttp(() => address)
    await tablet.sync()
    const { insp, items } = await startAnyVisit(tablet.store)
    const pictures = Array.from({ length: 3 }, () => picture(900_000))
    for (const [index, bytes] of pictures.entries()) {
      const { id: _id, ...shot } = photoOf(bytes, { item: items[index % items.length] as string })
      await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
    }
    await tablet.sync()
    let output = ''
    for (const parts of [1, 2, 3]) {
      // The server dies while the store has a part in its hands, and others lie there already.
      let left = parts
      const dead = new Promise<void>((done) => {
        storage.trouble((method, path) => {
          if (method !== 'PUT' || !/\/uploads\/.*\/\d{8}$/.test(path) || left-- > 0) return 'answers'
          running.kill('SIGKILL')
          done()
          return 'cuts'
        })
      })
      const sending = tablet.sendPhotos().catch(() => undefined)
      await Promise.race([dead, sending])
      await running.exited
      await sending
      storage.trouble()
      output += running.output() + running.errors()
      await start()
      expect((await storage.keys('uploads/')).length).toBeGreaterThan(0)
    }
    await expect.poll(() => tablet.sendPhotos().catch((error) => error.code), { timeout: 30_000 }).toBeUndefined()
    await tablet.sendPhotos()
    expect((await listPhotos(tablet.store, insp)).map(({ state }) => state)).toEqual(pictures.map(() => 'received'))
    await expect.poll(() => storage.keys('uploads/'), { timeout: 20_000 }).toEqual([])
    expect((await storage.keys()).sort()).toEqual(pictures.map((bytes) => keyOf(sha256(bytes))).sort())
    output += running.output() + running.errors()
    expect(output).toContain('Ảnh: http://127.0.0.1')
    expect(output).not.toContain('S3RVER')
    tablet.close()
  })
})
