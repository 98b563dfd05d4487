import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import type { Photo } from '../../src/domain/photo.ts'
import { haveReplySchema } from '../../src/protocol/wire.ts'
import { PASSWORD } from '../../src/server/demonstration-data.ts'
import { openBlobs } from '../../src/server/storage/blobs.ts'
import { addPerson } from '../../src/server/storage/people.ts'
import { addProvince } from '../../src/server/storage/provinces.ts'
import { openPictures } from '../../src/server/sync/accept-photo.ts'
import { photoOf, picture, sha256, tusBy } from '../support/photos.ts'
import {
  createServerWorld,
  headFor,
  jsonRequest,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'

let world: ServerWorld
let now = MORNING
beforeEach(async () => {
  now = MORNING
  world = await createServerWorld({ now: () => now })
})
afterEach(() => world.close())

const SUOI_MO = 'demo-tyt-suoi-mo'

async function tabletOf(username: string) {
  const tablet = await world.device(username)
  const { cookie } = tablet
  const { person } = (await (await world.app.request('/api/me', { headers: { cookie } })).json()) as { person: Person }
  return { ...tablet, person, tus: tusBy((path, init) => world.app.request(path, init), cookie, person.id) }
}
type Tablet = Awaited<ReturnType<typeof tabletOf>>

/** A visit begun by somebody, with photos announced. */
async function visitWith(tablet: Tablet, photos: readonly Photo[]) {
  const insp = randomUUID()
  const head = await headFor(SUOI_MO)
  const adds = photos.map((photo) => ({ k: 'photo.add' as const, insp, photo }))
  const { r } = await tablet.send({ k: 'inspection.start', insp, head }, ...adds)
  return { insp, head, outcomes: r.slice(1) }
}

async function submit(tablet: Tablet, insp: string, hashes?: string[]) {
  const answers = { q1: passed, q2: passed, q3: passed }
  const head = await headFor(SUOI_MO)
  const set = Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, [0, answer]]))
  const { r } = await tablet.send(
    { k: 'answer.set', insp, set },
    await submitOf(insp, head, answers, undefined, hashes),
  )
  return r[1]
}

async function missing(cookie: string, hashes: string[]) {
  const reply = await world.app.request('/sync/v1/blobs/have', jsonRequest({ proto: 1, sha256: hashes }, cookie))
  expect(reply.status).toBe(200)
  return haveReplySchema.parse(await reply.json()).missing
}

async function recordOf(tablet: Tablet, insp: string) {
  const { changes } = await world.pull(tablet.cookie)
  return changes.flatMap((change) =>
    change.entity === 'inspection' && change.data.id === insp ? [change.data] : [],
  )[0]
}

const view = (cookie: string, hash: string) => world.app.request(`/sync/v1/blobs/${hash}`, { headers: { cookie } })
const kept = () =>
  readdirSync(join(world.dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
const uploads = () => readdirSync(join(world.dataDir, 'uploads'))

test('[P26] a picture in one request: hashed, kept under its hash, and the upload is gone', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const photo = photoOf(bytes)
  const { insp, outcomes } = await visitWith(tablet, [photo])
  expect(outcomes.map(({ o }) => o)).toEqual(['applied'])
  expect(await missing(tablet.cookie, [photo.sha256])).toEqual([photo.sha256])
  expect((await recordOf(tablet, insp))?.photos).toEqual([{ ...photo, stored: false }])

  expect((await tablet.tus.create(photo, bytes)).status).toBe(201)
  const file = join(world.dataDir, 'blobs', photo.sha256.slice(0, 2), photo.sha256)
  expect(sha256(readFileSync(file))).toBe(photo.sha256)
  expect(uploads()).toEqual([])
  expect(await missing(tablet.cookie, [photo.sha256])).toEqual([])
  expect((await recordOf(tablet, insp))?.photos).toEqual([{ ...photo, stored: true }])
  expect(world.errors).toEqual([])
})

test('[P25] cut after any byte, it goes on from where the server is', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture(9000)
  const photo = photoOf(bytes)
  await visitWith(tablet, [photo])
  expect((await tablet.tus.create(photo)).status).toBe(201)
  expect(await tablet.tus.offset(photo)).toBe(0)
  expect((await tablet.tus.append(photo, 0, bytes.slice(0, 4000))).status).toBe(204)
  expect((await tablet.tus.append(photo, 0, bytes.slice(0, 4000))).status).toBe(409)
  expect(await tablet.tus.offset(photo)).toBe(4000)
  expect((await tablet.tus.append(photo, 4000, bytes.slice(4000))).status).toBe(204)
  expect(await missing(tablet.cookie, [photo.sha256])).toEqual([])
})

test('[P26] a flipped bit: 460, nothing is kept, and the right bytes arrive in the end', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const photo = photoOf(bytes)
  const { insp } = await visitWith(tablet, [photo])
  const flipped = bytes.slice()
  flipped[1500] = (flipped[1500] ?? 0) ^ 1
  const reply = await tablet.tus.create(photo, flipped)
  expect([reply.status, (await reply.json()).code]).toEqual([460, 'PHOTO_DIFFERS'])
  expect(await missing(tablet.cookie, [photo.sha256])).toEqual([photo.sha256])
  expect(uploads()).toEqual([])
  expect(await tablet.tus.offset(photo)).toBe(404)
  expect((await tablet.tus.create(photo, bytes)).status).toBe(201)
  expect((await recordOf(tablet, insp))?.photos?.[0]?.stored).toBe(true)
})

test('[P26] what a crash left complete but unverified is taken over by the sweep, twice without harm', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const [right, wrong] = [photoOf(bytes), photoOf(picture())]
  const { insp } = await visitWith(tablet, [right, wrong])
  for (const photo of [right, wrong]) {
    await tablet.tus.create(photo)
    // The last byte is on the disk; the process died before anything else happened.
    writeFileSync(join(world.dataDir, 'uploads', `${tablet.person.id}.${photo.id}`), bytes)
  }
  const again = openPictures(world.db, world.dataDir, () => now)
  await Promise.all([again.sweep(), again.sweep()])
  await again.sweep()
  const stored = (await recordOf(tablet, insp))?.photos?.map(({ sha256: hash, stored: is }) => [hash, is])
  expect(new Map(stored as [string, boolean][])).toEqual(
    new Map([
      [right.sha256, true],
      [wrong.sha256, false],
    ]),
  )
  expect(uploads()).toEqual([])
})

test('[P25] an upload that is complete is verified by an empty request at its end', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const photo = photoOf(bytes)
  await visitWith(tablet, [photo])
  await tablet.tus.create(photo)
  writeFileSync(join(world.dataDir, 'uploads', `${tablet.person.id}.${photo.id}`), bytes)
  expect(await tablet.tus.offset(photo)).toBe(photo.size)
  expect((await tablet.tus.append(photo, photo.size, new Uint8Array())).status).toBe(204)
  expect(await missing(tablet.cookie, [photo.sha256])).toEqual([])
})

test('[P25] what nobody finishes is gone after 30 days, and the photo can be sent anew', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const photo = photoOf(bytes)
  await visitWith(tablet, [photo])
  await tablet.tus.create(photo)
  await tablet.tus.append(photo, 0, bytes.slice(0, 1000))
  // The library dates an upload by the real clock.
  now = Date.now() + 29 * 86_400_000
  await world.pictures.sweep()
  expect(await tablet.tus.offset(photo)).toBe(1000)
  now = Date.now() + 31 * 86_400_000
  await world.pictures.sweep()
  expect(await tablet.tus.offset(photo)).toBe(404)
  expect((await tablet.tus.create(photo, bytes)).status).toBe(201)
})

test('[P26] the same picture in two visits is one file; taking one back leaves the other', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const [one, other] = [photoOf(bytes), photoOf(bytes, { item: 'q2' })]
  const first = await visitWith(tablet, [one])
  const second = await visitWith(await tabletOf('kiemtra'), [other])
  await tablet.tus.create(one, bytes)
  // The second is stored without a byte more; sending it all the same changes nothing.
  expect((await recordOf(tablet, second.insp))?.photos?.[0]?.stored).toBe(true)
  await tablet.tus.create(other, bytes)
  expect(kept()).toHaveLength(1)
  await tablet.send({ k: 'photo.remove', insp: first.insp, photo: one.id })
  expect((await recordOf(tablet, first.insp))?.photos?.[0]).toMatchObject({ removed: true, stored: true })
  expect((await view(tablet.cookie, one.sha256)).status).toBe(200)
  await tablet.send({ k: 'photo.remove', insp: second.insp, photo: other.id })
  expect((await view(tablet.cookie, one.sha256)).status).toBe(404)
  // Taken back is not destroyed.
  expect(kept()).toHaveLength(1)
})

test('[P24] another province learns nothing: not by asking, not by looking, not by naming the hash', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const photo = photoOf(bytes)
  await visitWith(tablet, [photo])
  await tablet.tus.create(photo, bytes)
  await addProvince(world.db, { id: 'khac', name: 'Tỉnh khác' }, 0)
  const hash = await world.auth.hashPassword(PASSWORD)
  const person = { id: 'la', username: 'nguoila', name: 'Lạ', role: 'inspector', provinceId: 'khac' } as const
  await addPerson(world.db, { ...person, areaIds: [], facilityId: null }, hash, 0)
  const stranger = await tabletOf('nguoila')
  expect(await missing(stranger.cookie, [photo.sha256])).toEqual([photo.sha256])
  expect((await view(stranger.cookie, photo.sha256)).status).toBe(404)
  const guess = await stranger.tus.create(photo, picture(photo.size))
  expect([guess.status, (await guess.json()).code]).toEqual([403, 'PHOTO_NOT_ANNOUNCED'])
})

test('[P24] a draft’s picture is its author’s alone, a submitted one is for those who may read the visit', async () => {
  const tablet = await tabletOf('kiemtra')
  const supervisor = await world.signIn('giamsat')
  const bytes = picture()
  const photo = photoOf(bytes)
  const { insp } = await visitWith(tablet, [photo])
  await tablet.tus.create(photo, bytes)
  expect((await view(supervisor, photo.sha256)).status).toBe(404)
  expect(await submit(tablet, insp, [photo.sha256])).toMatchObject({ o: 'applied' })
  const reply = await view(supervisor, photo.sha256)
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    // Where it is kept on a tablet it is sealed: by the store, never by the browser.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="${photo.sha256}.jpeg"`,
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect(sha256(new Uint8Array(await reply.arrayBuffer()))).toBe(photo.sha256)
  expect((await world.app.request(`/sync/v1/blobs/${photo.sha256}`)).status).toBe(401)
})

test('[P22] a submit does not wait for pictures; the record says which are missing, and is sent again when they come', async () => {
  const tablet = await tabletOf('kiemtra')
  const supervisor = await tabletOf('giamsat')
  const [one, two] = [picture(), picture()]
  const photos = [photoOf(one), photoOf(two)]
  const { insp } = await visitWith(tablet, photos)
  const hashes = photos.map(({ sha256: hash }) => hash).sort()
  expect(await submit(tablet, insp)).toMatchObject({ o: 'rejected', code: 'DIGEST_MISMATCH' })
  expect(await submit(tablet, insp, hashes)).toMatchObject({ o: 'applied' })
  const before = await world.pull(supervisor.cookie)
  expect((await recordOf(supervisor, insp))?.photos?.map(({ stored }) => stored)).toEqual([false, false])
  await tablet.tus.create(photos[0] as Photo, one)
  const after = await world.pull(supervisor.cookie, { cursor: before.cursor })
  expect(after.changes).toHaveLength(1)
  const { snapshot } = await world.db.selectFrom('inspection_seal').select('snapshot').executeTakeFirstOrThrow()
  expect(
    JSON.parse(snapshot)
      .photos.map((photo: Photo) => photo.sha256)
      .sort(),
  ).toEqual(hashes)
})

test('[P21] a photo after the seal stands beside it, and its picture is taken', async () => {
  const tablet = await tabletOf('kiemtra')
  const { insp } = await visitWith(tablet, [])
  await submit(tablet, insp)
  const bytes = picture()
  const photo = photoOf(bytes)
  expect((await tablet.send({ k: 'photo.add', insp, photo })).r[0]).toMatchObject({ o: 'late' })
  expect((await tablet.tus.create(photo, bytes)).status).toBe(201)
  expect((await recordOf(tablet, insp))?.photos).toEqual([{ ...photo, stored: true, late: true }])
})

test.each<[string, (photo: Photo) => Partial<Photo>]>([
  ['a photo that nobody announced', () => ({ id: randomUUID() })],
  ['another hash than announced', () => ({ sha256: sha256(picture()) })],
  ['another size than announced', ({ size }) => ({ size: size - 1 })],
])('[P25] %s is not taken', async (_, claims) => {
  const tablet = await tabletOf('kiemtra')
  const photo = photoOf(picture())
  await visitWith(tablet, [photo])
  const reply = await tablet.tus.create(photo, undefined, claims(photo))
  expect([reply.status, (await reply.json()).code]).toEqual([403, 'PHOTO_NOT_ANNOUNCED'])
  expect(existsSync(join(world.dataDir, 'uploads')) ? uploads() : []).toEqual([])
})

test('[P25] nobody touches another’s upload, and nobody uploads unsigned or too much', async () => {
  const tablet = await tabletOf('kiemtra')
  const photo = photoOf(picture())
  await visitWith(tablet, [photo])
  await tablet.tus.create(photo)
  const other = tusBy((path, init) => world.app.request(path, init), await world.signIn('coso'), tablet.person.id)
  expect(await other.offset(photo)).toBe(404)
  expect((await other.append(photo, 0, picture(10))).status).toBe(404)
  expect((await other.create(photo)).status).toBe(403)
  const nobody = tusBy((path, init) => world.app.request(path, init), '', tablet.person.id)
  expect((await nobody.create(photo)).status).toBe(401)
  expect((await tablet.tus.create(photo, undefined, { size: 3 * 1024 * 1024 })).status).toBe(413)
  expect((await tablet.tus.append(photo, 0, picture(photo.size + 1))).status).toBe(413)
  for (const name of ['../../so-kiem.sqlite', '..%2f..%2fx', `${tablet.person.id}.%2e%2e%2fx`])
    expect((await world.app.request(`/sync/v1/blobs/tus/${name}`, { method: 'HEAD' })).status).toBeGreaterThan(399)
})

test('[P24] more than 500 hashes, or what is none, is refused', async () => {
  const cookie = await world.signIn('kiemtra')
  const ask = (hashes: string[]) =>
    world.app.request('/sync/v1/blobs/have', jsonRequest({ proto: 1, sha256: hashes }, cookie))
  expect((await ask(Array.from({ length: 500 }, () => 'a'.repeat(64)))).status).toBe(200)
  expect((await ask(Array.from({ length: 501 }, () => 'a'.repeat(64)))).status).toBeGreaterThan(399)
  expect((await ask(["' OR 1=1 --"])).status).toBe(422)
})

test('a picture is kept for the server’s own user, and a second keeping changes nothing', async () => {
  const file = join(world.dataDir, 'x')
  const bytes = picture()
  writeFileSync(file, bytes)
  const hash = sha256(bytes)
  const blobs = openBlobs(join(world.dataDir, 'blobs'), join(world.dataDir, 'uploads'))
  for (let time = 0; time < 3; time++) await blobs.keep(file, hash)
  expect(kept().map(({ name }) => name)).toEqual([hash])
  expect(statSync(file).size).toBe(bytes.byteLength)
  expect(await world.pictures.blobs.read('0'.repeat(64))).toBeNull()
})

const hostile = {
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'a page behind the first two bytes of a JPEG': Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from('<html>')]),
  'nothing but zeros': Buffer.alloc(500),
}

test.each(Object.entries(hostile))('[P26] %s is refused after its last byte and never kept', async (_what, content) => {
  const tablet = await tabletOf('kiemtra')
  const bytes = new Uint8Array(content)
  const photo = photoOf(bytes)
  const { insp } = await visitWith(tablet, [photo])
  const reply = await tablet.tus.create(photo, bytes)
  expect([reply.status, await reply.json()]).toEqual([
    415,
    {
      code: 'PHOTO_NOT_IMAGE',
      message: 'Tệp này không phải là ảnh JPEG, PNG hay WebP đọc được nên máy chủ không nhận.',
    },
  ])
  expect([uploads(), await missing(tablet.cookie, [photo.sha256])]).toEqual([[], [photo.sha256]])
  // So too where a crash came before the look at it.
  await tablet.tus.create(photo)
  writeFileSync(join(world.dataDir, 'uploads', `${tablet.person.id}.${photo.id}`), bytes)
  await world.pictures.sweep()
  expect(uploads()).toEqual([])
  expect(existsSync(join(world.dataDir, 'blobs'))).toBe(false)
  expect((await recordOf(tablet, insp))?.photos?.[0]?.stored).toBe(false)
})

test('[P24] what was kept before bytes were looked at is not handed out', async () => {
  const tablet = await tabletOf('kiemtra')
  const bytes = picture()
  const photo = photoOf(bytes)
  await visitWith(tablet, [photo])
  await tablet.tus.create(photo, bytes)
  writeFileSync(join(world.dataDir, 'blobs', photo.sha256.slice(0, 2), photo.sha256), hostile.svg)
  expect((await view(tablet.cookie, photo.sha256)).status).toBe(404)
})

test('[P25] an upload in parallel parts, which nobody speaks here, is the fault of who asks (fuzz 1021693)', async () => {
  const tablet = await tabletOf('kiemtra')
  const headers = { cookie: tablet.cookie, 'tus-resumable': '1.0.0', 'upload-length': '9', 'upload-concat': 'partial' }
  const reply = await world.app.request('/sync/v1/blobs/tus', { method: 'POST', headers })
  expect([reply.status, (await reply.json()).code]).toEqual([422, 'BODY_INVALID'])
  expect(world.errors).toEqual([])
})
