import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { amendInspection } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { askedBy, readEarlier } from '../../src/device/store/earlier.ts'
import { hasPicture, planEarlier } from '../../src/device/store/earlier-pictures.ts'
import { listPhotos } from '../../src/device/store/photos.ts'
import { readPicture, tidyPictures } from '../../src/device/store/pictures.ts'
import { recordStates } from '../../src/device/store/record-facts.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { evictReceived } from '../../src/device/store/room.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import { verifyView } from '../../src/device/sync/verify.ts'
import { proofOf, visitPhotos } from '../../src/domain/photo.ts'
import { PHOTOS_PER_ITEM } from '../../src/domain/photo-limits.ts'
import { previousAnswers } from '../../src/domain/previous.ts'
import { verifySeals } from '../../src/server/audit/verify-seals.ts'
import { createDeviceWorld, offline, replyLost } from '../support/device-world.ts'
import { photoOf, picture, tusBy } from '../support/photos.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** Pictures that a facility takes of what it has mended, for somebody else's inspection: from its tablet to everybody who may see them. */

type Ask = [path: string, init?: RequestInit]
type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>
const STATION = 'demo-tyt-suoi-mo'
const plan = { what: 'Thay nắp thùng', who: 'Trưởng trạm', by: '2026-12-31' }

let server: ServerWorld
let inspector: Tablet
let station: Tablet
let insp: string
beforeEach(async () => {
  server = await createServerWorld()
  // Whichever server there is: a restored one is another.
  const now = {
    signIn: (name: string) => server.signIn(name),
    app: { request: (...ask: Ask) => server.app.request(...ask) },
  }
  inspector = await createDeviceWorld(now, 'kiemtra')
  station = await createDeviceWorld(now, 'coso')
  await inspector.sync()
  insp = await visit('2026-11-20')
  await station.sync()
})
afterEach(async () => {
  inspector.close()
  station.close()
  await server.close()
})

/** A visit with one failed item and a plan for it, handed in. */
async function visit(date: string) {
  const id = await startInspection(inspector.store, await headFor(STATION, { date }))
  await saveAnswer(inspector.store, id, 'q1', { ...failed, plan })
  for (const item of ['q2', 'q3']) await saveAnswer(inspector.store, id, item, passed)
  await submitInspection(inspector.store, id)
  await inspector.sync()
  await inspector.sync()
  return id
}

function shotOf(bytes: Uint8Array<ArrayBuffer>) {
  const { id: _id, ...shot } = photoOf(bytes)
  return { shot, bytes: new Blob([bytes], { type: 'image/jpeg' }) }
}

/** The facility says that it is done, and shows it. */
async function report(...pictures: Uint8Array<ArrayBuffer>[]) {
  return sayStep(station.store, insp, { is: 'done', item: 'q1', comment: 'Đã thay' }, pictures.map(shotOf))
}

const stateAt = async ({ store }: Tablet) => (await recordStates(store, [insp])).get(insp)
const recordAt = async ({ store }: Tablet) => {
  const record = await getResult(store, insp)
  if (!record) throw new Error('it is not here')
  return record
}

describe('proof that something was mended', () => {
  test('[P69] [P70] is kept without a network, announced, sent and shown to the inspector; nothing claims more on the way', async () => {
    const bytes = picture()
    station.network(offline)
    const step = await report(bytes)
    expect(await stateAt(station)).toMatchObject({ is: 'waiting', what: 'steps', changes: 2, pictures: { here: 1 } })
    await station.sync().catch(() => undefined)
    station.network()
    await station.sync()
    // Announced, and its picture nowhere but here.
    expect(await stateAt(station)).toMatchObject({ is: 'photos', pictures: { received: 0, here: 1, all: 1 } })
    await inspector.sync()
    expect(await stateAt(inspector)).toMatchObject({ is: 'photos', pictures: { elsewhere: 1 } })
    await station.sendPhotos()
    expect(await server.pictures.blobs.read(photoOf(bytes).sha256)).toEqual(Buffer.from(bytes))
    await station.sync()
    await inspector.sync()
    const { steps, photos } = await recordAt(inspector)
    expect(steps?.map(({ id, by, late }) => [id, by.id, late])).toEqual([[step, 'demo-coso', undefined]])
    expect(proofOf(photos, step)).toMatchObject([{ item: 'q1', stored: true }])
    expect(await stateAt(station)).toMatchObject({ is: 'whole', pictures: { received: 1, all: 1 } })
    expect(await stateAt(inspector)).toMatchObject({ is: 'whole', pictures: { received: 1, all: 1 } })
    // Both hold what the server has, to the letter.
    for (const { store, transport } of [inspector, station])
      expect(await verifyView(store, transport, Date.now(), true)).toBe(false)
  })

  test('[P69] [P4] a reply that was lost: sent again it is there once, and late for nobody', async () => {
    await report(picture())
    station.network(replyLost)
    await station.sync().catch(() => undefined)
    station.network()
    await station.sync()
    await station.sendPhotos()
    await station.sync()
    const { steps, photos } = await recordAt(station)
    expect([steps?.length, photos?.length]).toEqual([1, 1])
    expect(photos?.[0]).not.toHaveProperty('late')
  })

  test('[P74] [P69] [P22] is no part of the visit: not among its photos, nor of what an amendment seals', async () => {
    const step = await report(picture())
    await station.sync()
    await station.sendPhotos()
    await inspector.sync()
    await amendInspection(inspector.store, insp, { set: { q2: failed }, reason: 'Ghi nhầm' })
    await inspector.sync()
    const record = await recordAt(inspector)
    expect([record.sealNo, visitPhotos(record.photos), proofOf(record.photos, step).length]).toEqual([2, [], 1])
    const [, sealed] = await server.db.selectFrom('inspection_seal').selectAll().orderBy('no').execute()
    expect(JSON.parse(String(sealed?.snapshot))).not.toHaveProperty('photos')
    const faults: unknown[] = []
    await verifySeals(server.db, (fault) => faults.push(fault))
    expect(faults).toEqual([])
    expect((await stateAt(inspector))?.is).toBe('whole')
    // Beside the question of the next visit stand the visit's own photos; the proof stands with the action.
    const next = await startInspection(inspector.store, await headFor(STATION, { date: '2026-11-22' }))
    const earlier = await readEarlier(inspector.store, askedBy(next, await headFor(STATION, { date: '2026-11-22' })))
    expect(previousAnswers(earlier.visits).get('q1')?.[0]?.photos).toEqual([])
    expect(earlier.actions.get('q1')?.reported?.photos).toMatchObject([{ step }])
  })

  test('[P69] [P46] an amendment after proof keeps signatures and receipts good', async () => {
    await report(picture())
    await station.sync()
    await station.sendPhotos()
    await inspector.sync()
    await amendInspection(inspector.store, insp, { set: { q2: failed }, reason: 'Ghi nhầm' })
    await inspector.sync()
    await station.sync()
    expect((await stateAt(station))?.is).toBe('whole')
  })

  test('[P61] is fetched for the next visit, kept sealed with the others, and goes with its record', async () => {
    const bytes = picture()
    await report(bytes)
    await station.sync()
    await station.sendPhotos()
    await inspector.sync()
    const room = { quota: 10_000_000_000, usage: 0 }
    expect((await planEarlier(inspector.store, room)).map(({ sha256 }) => sha256)).toEqual([photoOf(bytes).sha256])
  })

  test('[P62] [P27] the tablet that took it may forget the bytes once the server has them, and not before', async () => {
    const bytes = picture()
    const { sha256 } = photoOf(bytes)
    await report(bytes)
    await station.sync()
    await tidyPictures(station.store, Date.now() + 30 * 86_400_000)
    expect([await evictReceived(station.store.db), await hasPicture(station.store, sha256)]).toEqual([0, true])
    await station.sendPhotos()
    await station.sync()
    expect(await evictReceived(station.store.db)).toBe(1)
    expect(await readPicture(station.store, sha256)).toBeNull()
    expect((await stateAt(station))?.is).toBe('whole')
  })

  test('[P16] [P69] a restored server that has neither visit nor proof gets both, whoever comes first', async () => {
    const bytes = picture()
    const step = await report(bytes)
    await station.sync()
    await station.sendPhotos()
    await station.sync()
    await inspector.sync()
    await server.close()
    server = await createServerWorld()
    for (const [tablet, name] of [
      [inspector, 'kiemtra'],
      [station, 'coso'],
    ] as const)
      await tablet.signInAs(name)
    // The facility comes first: the server does not know the visit.
    await station.sync()
    expect(await station.store.db.attention.count()).toBeGreaterThan(0)
    await inspector.sync()
    await inspector.sync()
    await station.sync()
    await station.sync()
    await station.sendPhotos()
    await station.sync()
    const record = await recordAt(station)
    expect(record.steps?.map(({ say }) => say.is)).toEqual(['done'])
    expect(proofOf(record.photos, step)).toMatchObject([{ stored: true }])
    expect((await stateAt(station))?.is).toBe('whole')
  })

  test('[P69] as many as fit: those of another device count too, and nothing of the report is kept', async () => {
    const other = await createDeviceWorld(server, 'coso')
    await other.sync()
    await sayStep(
      other.store,
      insp,
      { is: 'done', item: 'q1', comment: '' },
      Array.from({ length: PHOTOS_PER_ITEM }, () => shotOf(picture())),
    )
    await other.sync()
    await station.sync()
    await expect(report(picture())).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY' })
    expect([await station.store.db.outbox.count(), await station.store.db.photo.count()]).toEqual([0, 0])
    expect(await listPhotos(other.store, insp)).toHaveLength(PHOTOS_PER_ITEM)
    other.close()
  })

  test('[P25] [P69] only who announced it may send it, and only who may report may announce it', async () => {
    const bytes = picture()
    await report(bytes)
    await station.sync()
    const [row] = await station.store.db.photo.toArray()
    if (!row) throw new Error('no photo')
    const photo = await station.store.db.unpack(row.body)
    const cookie = await server.signIn('kiemtra')
    const upload = tusBy((path, init) => server.app.request(path, init), cookie, inspector.person.id)
    expect((await upload.create(photo, bytes)).status).not.toBe(201)
    const wrong = await server.device('kiemtra')
    const { r } = await wrong.send({ k: 'photo.add', insp, photo: photoOf(picture(), { step: 'x' }) })
    expect(r).toMatchObject([{ o: 'rejected', code: 'FORBIDDEN' }])
    expect(server.errors).toEqual([])
  })
})
