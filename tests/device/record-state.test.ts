import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { amendInspection } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { markSeen } from '../../src/device/store/attention.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { addPhoto, removePhoto } from '../../src/device/store/photos.ts'
import { sendPicturesOnce, setWifiOnly, waitingPictures } from '../../src/device/store/picture-net.ts'
import { listUnfinished, recordStates } from '../../src/device/store/record-facts.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { createPhotoLane } from '../../src/device/sync/photo-lane.ts'
import type { NetworkKind } from '../../src/domain/picture-net.ts'
import type { RecordState } from '../../src/domain/record-state.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { photosOf } from '../../src/server/storage/photos.ts'
import { createDeviceWorld, offline, replyLost } from '../support/device-world.ts'
import { photoOf, picture } from '../support/photos.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

let server: ServerWorld
let tablet: Awaited<ReturnType<typeof createDeviceWorld>>
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
})
afterEach(async () => {
  tablet.close()
  await server.close()
})

const stateOf = async (insp: string) => (await recordStates(tablet.store, [insp])).get(insp) as RecordState
const begin = async (more = {}) => startInspection(tablet.store, await headFor('demo-tyt-suoi-mo', more))
async function answer(insp: string) {
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, insp, item, { value: passed.value })
}
async function add(insp: string, bytes = picture()) {
  const { id: _id, ...shot } = photoOf(bytes)
  return addPhoto(tablet.store, insp, shot, new Blob([bytes]))
}

describe('where a visit stands, from its first answer to its receipt', () => {
  test('each step is told when it has happened, and not before', async () => {
    const insp = await begin()
    expect(await stateOf(insp)).toMatchObject({ is: 'saved', changes: 1 })
    await answer(insp)
    await add(insp)
    await add(insp)
    expect(await stateOf(insp)).toMatchObject({ is: 'saved', changes: 6, pictures: { all: 2, here: 2 } })
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'photos', pictures: { received: 0, all: 2 } })
    await submitInspection(tablet.store, insp)
    expect(await stateOf(insp)).toMatchObject({ is: 'waiting', what: 'visit', changes: 1 })
    // Answered, and the record has not come yet: the text is there, the receipt is not.
    await tablet.push()
    expect(await stateOf(insp)).toMatchObject({ is: 'photos' })
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'photos', pictures: { received: 0, all: 2 } })
    expect((await listUnfinished(tablet.store)).map(({ id }) => id)).toEqual([insp])
    await tablet.sendPhotos()
    expect(await stateOf(insp)).toMatchObject({ is: 'whole', pictures: { received: 2, all: 2 } })
    expect(await listUnfinished(tablet.store)).toEqual([])
  })

  test('a receipt that says something else, or none, is no "whole"', async () => {
    const insp = await begin()
    await answer(insp)
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'whole' })
    const { db } = tablet.store
    const row = await db.result.get(insp)
    const record = await getResult(tablet.store, insp)
    if (!row || !record) throw new Error('no record')
    await db.result.put({ ...row, body: await db.pack({ ...record, head: { ...record.head, team: ['Ai khác'] } }) })
    expect(await stateOf(insp)).toMatchObject({ is: 'text', lacks: 'receipt', receipt: 'differs' })
    const { evidence: _none, ...without } = row
    await db.result.put(without)
    expect(await stateOf(insp)).toMatchObject({ is: 'text', lacks: 'receipt', receipt: null })
  })

  test('an amendment that waits, and one that was refused, are told of a visit that was received', async () => {
    const insp = await begin()
    await answer(insp)
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    await amendInspection(tablet.store, insp, { set: { q1: { value: failed.value } }, reason: 'nhầm' })
    expect(await stateOf(insp)).toMatchObject({ is: 'waiting', what: 'amendment', changes: 1 })
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'whole' })
    // Its answer does not exist: the server refuses the whole amendment.
    await amendInspection(tablet.store, insp, { set: { q999: { value: failed.value } }, reason: 'nhầm' })
    await tablet.sync()
    const refused = await stateOf(insp)
    expect(refused).toMatchObject({ is: 'refused', parts: [{ item: null }] })
    const [entry] = await tablet.store.db.attention.where({ insp }).primaryKeys()
    await markSeen(tablet.store, [entry as string])
    expect(await stateOf(insp)).toMatchObject({ is: 'whole' })
  })

  test('a photo that comes after the seal is counted, wherever it is', async () => {
    const insp = await begin()
    await answer(insp)
    await tablet.sync()
    const other = await createDeviceWorld(server, 'kiemtra')
    await other.sync()
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'whole' })
    const bytes = picture()
    const { id: _id, ...shot } = photoOf(bytes)
    await addPhoto(other.store, insp, shot, new Blob([bytes]))
    await other.sync()
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'photos', pictures: { elsewhere: 1, all: 1 } })
    expect((await recordStates(other.store, [insp])).get(insp)).toMatchObject({ is: 'photos', pictures: { here: 1 } })
    await other.sendPhotos()
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'whole', pictures: { received: 1 } })
    other.close()
  })

  test('[P14] a refusal names the reason; a single photo that is not taken names its item', async () => {
    const insp = await begin({ date: '1970-01-01' })
    await answer(insp)
    await tablet.sync()
    expect(await stateOf(insp)).toMatchObject({ is: 'refused', parts: [{ code: 'DATE_OUT_OF_RANGE', item: null }] })
    const second = await begin()
    const noImage = new Uint8Array(40)
    await add(second, noImage)
    await tablet.sync()
    await tablet.sendPhotos()
    expect(await stateOf(second)).toMatchObject({ is: 'photos', pictures: { failed: 1, all: 1 } })
  })

  test.each([1, 2, 3, 4, 5, 6])('whatever happens (%i), no more is claimed than the server has', async (seed) => {
    const random = seededRandom(seed)
    const visits = [await begin(), await begin()]
    const photos: string[] = []
    for (let move = 0; move < 30; move++) {
      const insp = random.pick(visits)
      const way = random.below(4)
      tablet.network(way === 0 ? offline : way === 1 ? replyLost : undefined)
      const acts = [
        () =>
          saveAnswer(tablet.store, insp, random.pick(['q1', 'q2', 'q3']), {
            value: random.pick([passed, failed]).value,
          }),
        async () => void photos.push(await add(insp)),
        async () => removePhoto(tablet.store, photos[random.below(photos.length + 1)] ?? ''),
        () => submitInspection(tablet.store, insp),
        () => tablet.sync(),
        () => tablet.sync(),
        () => tablet.sendPhotos(),
        () => tablet.push(),
      ]
      // What the network or the rules refuse is part of the game.
      await random
        .pick(acts)()
        .catch((error: { code?: string }) => expect(error.code).toBeTruthy())
      for (const id of visits) await claims(id)
    }
  })
})

/** What is said of a visit, held against the server's own tables. */
async function claims(insp: string) {
  const state = await stateOf(insp)
  const stored = (await photosOf(server.db, PROVINCE.id, insp)).filter((photo) => photo.stored && !photo.removed)
  expect(state.pictures.received).toBeLessThanOrEqual(stored.length)
  if (state.is === 'saved' || state.is === 'waiting' || state.is === 'refused') return
  const row = await server.db.selectFrom('inspection').selectAll().where('id', '=', insp).executeTakeFirst()
  expect(row).toBeDefined()
  if (state.is !== 'whole') return
  expect(row?.status).not.toBe('draft')
  const seals = await server.db.selectFrom('inspection_seal').select('no').where('inspection_id', '=', insp).execute()
  expect(seals.length).toBeGreaterThan(0)
  expect(state.pictures.received).toBe(state.pictures.all)
}

describe('[P60] pictures that wait for Wi-Fi', () => {
  let kind: NetworkKind = 'mobile'
  let changed = () => {}
  const network = {
    kind: () => kind,
    subscribe(listener: () => void) {
      changed = listener
      return () => {}
    },
  }
  const uploads = () => tablet.sent.filter((line) => line.includes('blobs')).length

  test('stay, while every answer goes; those let go once go, and the next ones stay', async () => {
    kind = 'mobile'
    const insp = await begin()
    await setWifiOnly(tablet.store, true)
    const lane = createPhotoLane(tablet.store, tablet.transport, undefined, 1, network)
    await add(insp)
    await answer(insp)
    await tablet.sync()
    await lane.sendSoon()
    expect([uploads(), await tablet.store.db.outbox.count()]).toEqual([0, 0])
    expect(await waitingPictures(tablet.store)).toEqual({ count: 1, bytes: 3000 })
    expect(await stateOf(insp)).toMatchObject({ is: 'photos', pictures: { here: 1 } })
    await sendPicturesOnce(tablet.store)
    expect(await stateOf(insp)).toMatchObject({ is: 'photos', pictures: { going: 1 } })
    await lane.sendSoon()
    expect(await stateOf(insp)).toMatchObject({ is: 'text', pictures: { received: 1 } })
    await add(insp)
    await tablet.sync()
    const before = uploads()
    await lane.sendSoon()
    expect([uploads() - before, (await stateOf(insp)).pictures.here]).toEqual([0, 1])
    lane.stop()
  })

  test('go by themselves when there is Wi-Fi, and where the switch is turned off', async () => {
    kind = 'unknown'
    const insp = await begin()
    await setWifiOnly(tablet.store, true)
    const lane = createPhotoLane(tablet.store, tablet.transport, undefined, 1, network)
    await add(insp)
    await tablet.sync()
    await lane.sendSoon()
    expect(uploads()).toBe(0)
    kind = 'wifi'
    changed()
    await expect.poll(async () => (await stateOf(insp)).pictures.received).toBe(1)
    kind = 'mobile'
    await add(insp)
    await tablet.sync()
    await lane.sendSoon()
    expect((await stateOf(insp)).pictures.here).toBe(1)
    await setWifiOnly(tablet.store, false)
    await lane.sendSoon()
    expect((await stateOf(insp)).pictures.received).toBe(2)
    lane.stop()
  })

  test('a Wi-Fi that is left in the middle of a round lets no further picture go', async () => {
    kind = 'wifi'
    const insp = await begin()
    await setWifiOnly(tablet.store, true)
    for (const size of [3000, 3001, 3002]) await add(insp, picture(size))
    await tablet.sync()
    tablet.network(async ({ path, method }, pass) => {
      if (path.includes('/tus') && method === 'POST') kind = 'mobile'
      return pass()
    })
    const lane = createPhotoLane(tablet.store, tablet.transport, undefined, 1, network)
    await lane.sendSoon()
    expect((await stateOf(insp)).pictures).toMatchObject({ received: 1, here: 2 })
    lane.stop()
  })
})
