import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { amendInspection } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { changeHead, openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { addPhoto, listPhotos, removePhoto } from '../../src/device/store/photos.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { evictReceived } from '../../src/device/store/room.ts'
import { readMeta } from '../../src/device/store/store.ts'
import { createPhotoLane } from '../../src/device/sync/photo-lane.ts'
import { verifyView } from '../../src/device/sync/verify.ts'
import { bitFlipped, createDeviceWorld, cutAfter, offline, replyLost, type Weather } from '../support/device-world.ts'
import { openVisit } from '../support/open-visit.ts'
import { photoOf, picture } from '../support/photos.ts'
import { failed, headFor, passed } from '../support/server-world.ts'

let open: Awaited<ReturnType<typeof openVisit>>
let server: typeof open.server
let tablet: typeof open.tablet
let insp: string
beforeEach(async () => {
  open = await openVisit()
  ;({ server, tablet, insp } = open)
})
afterEach(() => open.close())

async function add(bytes = picture(), on = tablet, item = 'q1') {
  const { id: _id, ...shot } = photoOf(bytes, { item })
  return addPhoto(on.store, insp, shot, new Blob([bytes]))
}
const states = async (on = tablet) => (await listPhotos(on.store, insp)).map(({ state }) => state)
const requests = () => tablet.sent.filter((line) => /blobs\/tus/.test(line)).map((line) => line.split(' ')[0])
const attempt = () => tablet.sendPhotos().catch((error) => error.code as string)

test('[P23] a picture waits for its mutation, then takes one request, and counts when the server confirms it', async () => {
  await add()
  await tablet.sendPhotos()
  expect([await states(), requests()]).toEqual([['stored'], []])
  await tablet.sync()
  await tablet.sendPhotos()
  expect([await states(), requests()]).toEqual([['received'], ['POST']])
  await tablet.sendPhotos()
  expect(requests()).toEqual(['POST'])
})

test('[P23] a lane of pictures that do not get through holds up no mutation', async () => {
  await add()
  await tablet.sync()
  tablet.network((request, pass) => (request.path.includes('/blobs') ? offline(request, pass) : pass()))
  expect(await attempt()).toBe('OFFLINE')
  await saveAnswer(tablet.store, insp, 'q1', { value: passed.value })
  await tablet.sync()
  expect(await tablet.store.db.outbox.count()).toBe(0)
  expect(await states()).toEqual(['stored'])
})

test.each([
  ['before the first byte', 0],
  ['half way', 1500],
  ['one byte before the end', 2999],
  ['after the last byte', 3000],
])('[P25] cut %s: the rest is sent, nothing twice', async (_, count) => {
  const bytes = picture(3000)
  await add(bytes)
  await tablet.sync()
  tablet.network(cutAfter(count))
  expect(await attempt()).toBe('OFFLINE')
  // The tablet was switched off in between: it still asks before it sends.
  await tablet.restart()
  let resent = 0
  tablet.network((request, pass) => {
    resent += request.bytes?.size ?? 0
    return pass()
  })
  await tablet.sendPhotos()
  expect([await states(), resent]).toEqual([['received'], 3000 - count])
  expect(requests().slice(0, 2)).toEqual(count === 3000 ? requests().slice(0, 2) : ['POST', 'HEAD'])
  expect(await server.pictures.blobs.read(photoOf(bytes).sha256)).toEqual(Buffer.from(bytes))
})

test('[P27] the end of an upload is no confirmation: what the server then failed to keep is asked for and kept', async () => {
  await add()
  await tablet.sync()
  const keep = vi.spyOn(server.pictures.uploads, 'keep').mockRejectedValueOnce(new Error('the disk is gone'))
  expect(await attempt()).toBe('SERVER_FAILED')
  expect(await states()).toEqual(['stored'])
  keep.mockRestore()
  // Every byte is there: the next attempt sends none, and the server does what it had failed to do.
  await tablet.sendPhotos()
  expect([await states(), requests()]).toEqual([['received'], ['POST', 'HEAD', 'PATCH']])
})

test('[P27] a reply that says "sent" while nothing is stored is not believed', async () => {
  await add()
  await tablet.sync()
  const liar: Weather = async ({ method, path }, pass) =>
    method === 'POST' && path.endsWith('/tus')
      ? new Response('', { status: 201, headers: { 'sync-proto': '1', 'upload-offset': '3000' } })
      : pass()
  tablet.network(liar)
  await tablet.sendPhotos()
  expect(await states()).not.toEqual(['received'])
  tablet.network()
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
})

test('[P23] a photo that was refused with its visit waits for it, and knocks at nothing', async () => {
  insp = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo', { date: '1970-01-01' }))
  await add()
  await tablet.sync()
  await tablet.sendPhotos()
  expect(tablet.sent.filter((line) => line.includes('/blobs'))).toEqual([])
  await changeHead(tablet.store, insp, { date: '2026-11-20' })
  await tablet.sync()
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
})

test('[P9] [P27] a mixed-up reply about other pictures confirms none of ours', async () => {
  await add()
  await tablet.sync()
  tablet.network(async ({ path }, pass) =>
    path.endsWith('/have')
      ? new Response('{"proto":1,"missing":[],"stored":[]}', {
          headers: { 'sync-proto': '1', 'content-type': 'application/json' },
        })
      : pass(),
  )
  await tablet.sendPhotos()
  expect(await states()).not.toEqual(['received'])
})

test('[P27] a flipped bit on the way: once more from the beginning, and right in the end', async () => {
  await add()
  await tablet.sync()
  let times = 0
  tablet.network((request, pass) => (request.bytes && times++ === 0 ? bitFlipped(request, pass) : pass()))
  await tablet.sendPhotos()
  expect([await states(), requests()]).toEqual([['received'], ['POST', 'POST']])
})

test('[P27] a line that changes every picture: it waits, and tries again later', async () => {
  await add()
  await tablet.sync()
  tablet.network(bitFlipped)
  expect(await attempt()).toBe('PHOTO_DIFFERS')
  expect(await states()).toEqual(['stored'])
  tablet.network()
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
})

test('[P27] bytes that have changed on this device: the photo is damaged, says so, and the others go on', async () => {
  const bytes = picture()
  await add(bytes)
  await add()
  await add()
  await tablet.sync()
  const [changed, gone] = await listPhotos(tablet.store, insp)
  const body = { plain: new Blob([picture()]) }
  await tablet.store.db.photoBlob.put({ sha256: changed?.sha256 ?? '', body })
  await tablet.store.db.photoBlob.delete(gone?.sha256 ?? '')
  await tablet.sendPhotos()
  expect(await states()).toEqual(['damaged', 'damaged', 'received'])
})

test('[P26] bytes that are no picture: refused with the reason, never tried again, and the others go on', async () => {
  await add(new Uint8Array(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')))
  await add()
  await tablet.sync()
  await tablet.sendPhotos()
  expect(await states()).toEqual(['refused', 'received'])
  expect((await listPhotos(tablet.store, insp))[0]?.refusal).toBe('PHOTO_NOT_IMAGE')
  const asked = requests().length
  // The server goes on telling of the photo; its bytes are still the same.
  await add(picture(), tablet, 'q2')
  await tablet.sync()
  await tablet.sendPhotos()
  expect([requests().length, await states()]).toEqual([asked + 1, ['refused', 'received', 'received']])
})

test('[P25] a proxy with a limit: the picture arrives in pieces that pass', async () => {
  const bytes = picture(200_000)
  await add(bytes)
  await tablet.sync()
  tablet.network(async (request, pass) =>
    (request.bytes?.size ?? 0) > 20_000 ? new Response('<!doctype html>', { status: 413 }) : pass(),
  )
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
  expect(await server.pictures.blobs.read(photoOf(bytes).sha256)).toEqual(Buffer.from(bytes))
})

test('[P25] a stranger that calls everything too large is the line’s trouble, not the picture’s', async () => {
  await add()
  await tablet.sync()
  tablet.network(async (request, pass) =>
    request.path.includes('/tus') ? new Response('<!doctype html>', { status: 413 }) : pass(),
  )
  expect(await attempt()).toBe('INTERCEPTED')
  expect(await states()).toEqual(['stored'])
  tablet.network()
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
})

test('[P25] what our own server calls too large is refused with the reason, and the others go on', async () => {
  await add()
  await add(picture(2000))
  await tablet.sync()
  let isFirst = true
  tablet.network(async (request, pass) => {
    if (!isFirst || !request.path.includes('/tus')) return pass()
    isFirst = false
    return new Response('Maximum size exceeded', { status: 413, headers: { 'sync-proto': '1' } })
  })
  await tablet.sendPhotos()
  expect((await listPhotos(tablet.store, insp)).map(({ state, refusal }) => [state, refusal])).toEqual([
    ['refused', 'PHOTO_TOO_LARGE'],
    ['received', null],
  ])
})

test('[P25] an upload that the server has given up is made anew', async () => {
  await add()
  await tablet.sync()
  tablet.network(cutAfter(1000))
  await attempt()
  tablet.network()
  const { uploads } = server.pictures
  for (const name of await uploads.names()) await uploads.remove(name)
  await tablet.sendPhotos()
  expect([await states(), requests()]).toEqual([['received'], ['POST', 'HEAD', 'POST', 'PATCH']])
})

test('the same picture for two items is sent once', async () => {
  const bytes = picture()
  await add(bytes)
  await add(bytes, tablet, 'q2')
  await tablet.sync()
  await tablet.sendPhotos()
  expect([await states(), requests()]).toEqual([['received', 'received'], ['POST']])
})

test('[P21] two devices of one person add to one visit: both photos are there, and each device says where the pictures are', async () => {
  await tablet.sync()
  const other = await createDeviceWorld(server, 'kiemtra')
  await other.sync()
  await add()
  await add(picture(), other)
  await Promise.all([tablet.sync(), other.sync()])
  await tablet.sendPhotos()
  await other.sync()
  expect((await states(other)).sort()).toEqual(['received', 'stored'])
  await other.sendPhotos()
  await tablet.sync()
  expect(await states()).toEqual(['received', 'received'])
  // Taken back on one, it is gone on the other.
  const [mine] = await listPhotos(tablet.store, insp)
  await removePhoto(tablet.store, mine?.id ?? '')
  await tablet.sync()
  await other.sync()
  expect(await states(other)).toHaveLength(1)
  other.close()
})

test('[P22] handed in before its pictures: the server has it, the pictures follow, and a pull says when they are there', async () => {
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, insp, item, { value: passed.value })
  await add()
  await submitInspection(tablet.store, insp)
  await tablet.sync()
  expect(await openInspection(tablet.store, insp)).toBeNull()
  expect((await getResult(tablet.store, insp))?.photos).toMatchObject([{ stored: false }])
  await tablet.sendPhotos()
  await tablet.sync()
  expect((await getResult(tablet.store, insp))?.photos).toMatchObject([{ stored: true }])
})

test('[P27] a server restored from an older backup gets its pictures again', async () => {
  await add()
  await tablet.sync()
  await tablet.sendPhotos()
  await server.db.deleteFrom('blob').execute()
  await saveAnswer(tablet.store, insp, 'q1', { value: passed.value })
  await tablet.sync()
  expect(await states()).toEqual(['stored'])
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
})

test('[P16] [P27] what another history has confirmed makes no room before the restored server is asked', async () => {
  await add()
  await tablet.sync()
  await tablet.sendPhotos()
  await server.db.updateTable('tenant_clock').set({ epoch: 'another' }).execute()
  await server.db.deleteFrom('blob').execute()
  // The tablet learns of it, and goes no further.
  tablet.network(async (request, pass) => (request.path.includes('/pull') ? pass() : offline(request, pass)))
  await tablet.sync().catch(() => undefined)
  expect(await states()).toEqual(['stored'])
  expect(await evictReceived(tablet.store.db)).toBe(0)
  tablet.network()
  await tablet.sync()
  await tablet.sendPhotos()
  expect(await states()).toEqual(['received'])
  expect(await evictReceived(tablet.store.db)).toBe(1)
})

test('[P23] the lane tries again by itself, and stops when it is told to', async () => {
  await add()
  await tablet.sync()
  const lane = createPhotoLane(tablet.store, tablet.transport)
  tablet.network(replyLost)
  await lane.sendNow()
  expect(await states()).toEqual(['stored'])
  tablet.network()
  await expect.poll(states, { timeout: 8000 }).toEqual(['received'])
  lane.stop()
  await add(picture(), tablet, 'q2')
  await tablet.sync()
  await lane.sendNow()
  expect((await states()).sort()).toEqual(['received', 'stored'])
})

test('[P23] a person who has signed in over another’s store sends no picture', async () => {
  await add()
  await tablet.sync()
  await tablet.signInAs('coso')
  expect(await attempt()).toBe('SIGN_IN_REQUIRED')
  expect(await states()).toEqual(['stored'])
})

test('[P36] a server that asks the pictures for quiet gets it from the answers too', async () => {
  await add()
  await tablet.sync()
  const headers = { 'sync-proto': '1', 'retry-after': '60' }
  tablet.network((request, pass) =>
    request.bytes ? Promise.resolve(new Response('', { status: 429, headers })) : pass(),
  )
  expect(await attempt()).toBe('TOO_MANY_REQUESTS')
  const before = tablet.sent.length
  await expect(tablet.sync()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
  expect(await attempt()).toBe('TOO_MANY_REQUESTS')
  expect(tablet.sent).toHaveLength(before)
})

test.each([
  ['the upload is still locked', 423, { 'sync-proto': '1' }, 'STORAGE_UNAVAILABLE'],
  ['the server is being brought back', 503, { 'sync-proto': '1' }, 'STORAGE_UNAVAILABLE'],
  ['a proxy without a server', 502, {}, 'STORAGE_UNAVAILABLE'],
  ['a portal that knows no such page', 404, {}, 'INTERCEPTED'],
  ['a portal that is content with everything', 200, {}, 'INTERCEPTED'],
  ['a proxy that waited too long', 408, {}, 'TIMED_OUT'],
])('[P31] an upload answered otherwise: %s', async (_, status, headers, code) => {
  await add()
  await tablet.sync()
  tablet.network((request, pass) =>
    request.bytes ? Promise.resolve(new Response('<p>', { status, headers })) : pass(),
  )
  expect(await attempt()).toBe(code)
  expect([await states(), requests()]).toEqual([['stored'], ['POST']])
})

test('[P25] what the server says of one photo stops no other: it is told apart by its code', async () => {
  await add()
  await add(picture(), tablet, 'q2')
  await tablet.sync()
  const [first] = await listPhotos(tablet.store, insp)
  await server.db
    .updateTable('photo')
    .set({ removed_at: 1 })
    .where('id', '=', first?.id ?? '')
    .execute()
  expect(await attempt()).toBe('PHOTO_NOT_ANNOUNCED')
  expect(await states()).toEqual(['stored', 'received'])
})

test('[P23] after a failure the lane waits, whoever else makes a round', async () => {
  await add()
  await tablet.sync()
  tablet.network(offline)
  const lane = createPhotoLane(tablet.store, tablet.transport)
  await lane.sendNow()
  const before = tablet.sent.length
  await lane.sendSoon()
  expect(tablet.sent).toHaveLength(before)
  await lane.sendNow()
  expect(tablet.sent.length).toBeGreaterThan(before)
  lane.stop()
})

test('[P18] [P22] an amendment covers the photos of the seal before it; [P40] device and server hold the same of it', async () => {
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, insp, item, { value: passed.value })
  await add()
  await submitInspection(tablet.store, insp)
  await tablet.sync()
  await amendInspection(tablet.store, insp, { set: { q3: failed }, reason: 'Đếm lại thấy thiếu' })
  await tablet.sync()
  expect(await getResult(tablet.store, insp)).toMatchObject({ sealNo: 2, photos: [{ stored: false }] })
  expect(await verifyView(tablet.store, tablet.transport, 1e12, true)).toBe(false)
  expect(await readMeta(tablet.store, 'verifiedAt')).toBe(1e12)
  await tablet.sendPhotos()
  await tablet.sync()
  expect(await verifyView(tablet.store, tablet.transport, 2e12, true)).toBe(false)
  expect(await readMeta(tablet.store, 'verifiedAt')).toBe(2e12)
  expect((await getResult(tablet.store, insp))?.photos).toMatchObject([{ stored: true }])
})
