import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { addPhoto, listPhotos, removePhoto } from '../../src/device/store/photos.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { createPhotoLane } from '../../src/device/sync/photo-lane.ts'
import { bitFlipped, createDeviceWorld, cutAfter, offline, replyLost, type Weather } from '../support/device-world.ts'
import { photoOf, picture } from '../support/photos.ts'
import { createServerWorld, headFor, passed, type ServerWorld } from '../support/server-world.ts'

let server: ServerWorld
let tablet: Awaited<ReturnType<typeof createDeviceWorld>>
let insp: string
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
  insp = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))
})
afterEach(async () => {
  tablet.close()
  await server.close()
})

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
  const keep = vi.spyOn(server.pictures.blobs, 'keep').mockRejectedValueOnce(new Error('the disk is gone'))
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

test('[P25] an upload that the server has given up is made anew', async () => {
  await add()
  await tablet.sync()
  tablet.network(cutAfter(1000))
  await attempt()
  tablet.network()
  const { folder } = server.pictures
  const { readdirSync, rmSync } = await import('node:fs')
  for (const file of readdirSync(folder)) rmSync(`${folder}/${file}`)
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
