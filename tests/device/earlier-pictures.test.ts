import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { applyPage } from '../../src/device/store/apply-page.ts'
import { contents } from '../../src/device/store/contents.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { readEarlier } from '../../src/device/store/earlier.ts'
import { completeVisits, hasPicture, planEarlier } from '../../src/device/store/earlier-pictures.ts'
import { addPhoto } from '../../src/device/store/photos.ts'
import { setWifiOnly } from '../../src/device/store/picture-net.ts'
import { readPicture, tidyPictures } from '../../src/device/store/pictures.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { commit, readMeta } from '../../src/device/store/store.ts'
import { createFetchLane } from '../../src/device/sync/fetch-lane.ts'
import { fetchForView, fetchPictures } from '../../src/device/sync/fetch-pictures.ts'
import type { Person } from '../../src/domain/people.ts'
import type { Photo } from '../../src/domain/photo.ts'
import type { NetworkKind } from '../../src/domain/picture-net.ts'
import { createDeviceWorld, offline, type Weather } from '../support/device-world.ts'
import { photoOf, picture, tusBy } from '../support/photos.ts'
import { createServerWorld, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

const SUOI_MO = 'demo-tyt-suoi-mo'
const MB = 1_048_576
const plenty = async () => ({ quota: 10_000 * MB, usage: 0 })

let server: ServerWorld
let tablet: Awaited<ReturnType<typeof createDeviceWorld>>
beforeEach(async () => {
  server = await createServerWorld()
})
afterEach(async () => {
  tablet?.close()
  await server.close()
})

/** An inspector's visit with pictures, made on another tablet, sealed and at the server whole. */
async function visited(date: string, sizes: readonly number[] = [3000], facility = SUOI_MO) {
  const other = await server.device('kiemtra')
  const { cookie } = other
  const { person } = (await (await server.app.request('/api/me', { headers: { cookie } })).json()) as { person: Person }
  const bytes = sizes.map((size) => picture(size))
  const photos: Photo[] = bytes.map((each) => photoOf(each))
  const insp = randomUUID()
  const head = await headFor(facility, { date })
  const answers = { q1: passed, q2: passed, q3: passed }
  const hashes = photos.map(({ sha256 }) => sha256)
  await other.send(
    { k: 'inspection.start', insp, head },
    ...photos.map((photo) => ({ k: 'photo.add' as const, insp, photo })),
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, passed] } },
    await submitOf(insp, head, answers, undefined, hashes.length > 0 ? [...hashes].sort() : undefined),
  )
  const tus = tusBy((path, init) => server.app.request(path, init), cookie, person.id)
  for (const [index, photo] of photos.entries()) await tus.create(photo, bytes[index])
  return { insp, photos, hashes, bytes }
}

async function arrive(username = 'kiemtra') {
  tablet = await createDeviceWorld(server, username)
  await tablet.sync()
  return tablet
}
const fetchAll = (room = plenty, refused = new Set<string>()) =>
  fetchPictures(tablet.store, tablet.transport, { room, mayGo: async () => true, refused })
const asked = () => tablet.sent.filter((line) => /^GET .*\/blobs\//.test(line)).length
const here = async (hashes: readonly string[]) => Promise.all(hashes.map((sha256) => hasPicture(tablet.store, sha256)))

describe('the last three visits', () => {
  test('are here for every facility in reach, on a fresh device and on one in long use, whoever made them', async () => {
    const veteran = await createDeviceWorld(server, 'giamsat')
    await veteran.sync()
    const facilities = [SUOI_MO, 'demo-tyt-dong-xuan']
    for (const day of ['01', '02', '03', '04', '05'])
      for (const id of facilities) {
        await visited(`2026-11-${day}`, [], id)
        await veteran.sync()
      }
    await arrive('giamsat')
    expect((await listFacilities(tablet.store)).map(({ id }) => id)).toEqual(expect.arrayContaining(facilities))
    for (const facilityId of facilities) {
      const about = {
        facilityId,
        checklistId: 'thu-nghiem',
        date: '2026-11-22',
        id: 'new',
        kind: 'inspection' as const,
      }
      for (const { store } of [tablet, veteran]) {
        const { visits } = await readEarlier(store, about)
        expect(visits.map(({ record }) => record.head.date)).toEqual(['2026-11-05', '2026-11-04', '2026-11-03'])
      }
    }
    veteran.close()
  })
})

describe('pictures of earlier visits', () => {
  test('[P61] come by themselves, verified and sealed, those of the last visit first', async () => {
    const visits: Awaited<ReturnType<typeof visited>>[] = []
    for (const date of ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04']) visits.push(await visited(date))
    await arrive()
    expect((await planEarlier(tablet.store, await plenty())).map(({ sha256 }) => sha256)).toEqual(
      [3, 2, 1].flatMap((index) => visits[index]?.hashes ?? []),
    )
    expect(await fetchAll()).toBe('done')
    expect(await here(visits.flatMap(({ hashes }) => hashes))).toEqual([false, true, true, true])
    const bytes = await readPicture(tablet.store, visits[3]?.hashes[0] as string)
    expect(new Uint8Array(await (bytes as Blob).arrayBuffer())).toEqual(visits[3]?.bytes[0])
    // Sealed as everything here.
    const row = await tablet.store.db.photoBlob.get(visits[3]?.hashes[0] as string)
    expect(row && 'sealed' in row.body).toBe(true)
    expect(await fetchAll()).toBe('done')
    expect(asked()).toBe(3)
  })

  test('are not counted as something to send, and nobody is asked to keep them', async () => {
    await visited('2026-11-01')
    await arrive()
    await fetchAll()
    expect(await contents(tablet.store)).toMatchObject({ unsentPhotos: 0, unsentChanges: 0 })
    await tablet.sendPhotos()
    expect(tablet.sent.some((line) => line.includes('blobs/tus'))).toBe(false)
  })

  test('other bytes under the name are asked for once more, and never kept', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive()
    const liar: Weather = async ({ path }, pass) =>
      path.includes('/blobs/') ? new Response(picture(3000), { headers: { 'sync-proto': '1' } }) : pass()
    tablet.network(liar)
    const refused = new Set<string>()
    expect(await fetchAll(plenty, refused)).toBe('done')
    expect([asked(), [...refused], await here(hashes)]).toEqual([2, hashes, [false]])
    let turned = 0
    tablet.network(({ path }, pass) =>
      path.includes('/blobs/') && turned++ === 0 ? liar({ path } as never, pass) : pass(),
    )
    await fetchAll()
    expect(await here(hashes)).toEqual([true])
  })

  test('[P31] a portal’s page is no picture, and the line is at fault', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive()
    tablet.network(async () => new Response('<html>', { headers: { 'content-type': 'text/html' } }))
    await expect(fetchAll()).rejects.toMatchObject({ code: 'INTERCEPTED' })
    expect(await here(hashes)).toEqual([false])
  })

  test('a line that breaks costs the picture under way; what has come is kept, and after a restart the rest comes', async () => {
    const { hashes } = await visited('2026-11-01', [3000, 3001, 3002])
    await arrive()
    let count = 0
    tablet.network((request, pass) => (count++ === 1 ? offline(request, pass) : pass()))
    await expect(fetchAll()).rejects.toMatchObject({ code: 'OFFLINE' })
    expect((await here(hashes)).filter(Boolean)).toHaveLength(1)
    await tablet.restart()
    tablet.network()
    const before = asked()
    await fetchAll()
    expect([await here(hashes), asked() - before]).toEqual([[true, true, true], 2])
  })

  test('[P61] as many as there is room for; when room grows scarce the least wanted go first, and own unsent ones never', async () => {
    const older = await visited('2026-11-01', [40_000])
    const last = await visited('2026-11-02', [40_000])
    await arrive()
    await fetchAll()
    expect(await here([...older.hashes, ...last.hashes])).toEqual([true, true])
    const mine = await startInspection(tablet.store, await headFor(SUOI_MO))
    const own = picture(40_000)
    const { id: _id, ...shot } = photoOf(own)
    await addPhoto(tablet.store, mine, shot, new Blob([own]))
    // 80 MB are kept free: what is left over them is one picture.
    const scarce = async () => ({ quota: 1_000 * MB, usage: 920 * MB + 40_000 })
    await planEarlier(tablet.store, await scarce())
    expect(await here([...older.hashes, ...last.hashes, shot.sha256])).toEqual([false, true, true])
    const none = async () => ({ quota: 1_000 * MB, usage: 999 * MB })
    expect(await fetchAll(none)).toBe('done')
    expect(await here([...last.hashes, shot.sha256])).toEqual([false, true])
  })

  test('a disk that refuses ends the round and puts nothing out for them', async () => {
    const { hashes } = await visited('2026-11-01', [3000, 3001])
    await arrive()
    let writes = 0
    const original = tablet.store.db.photoBlob.put.bind(tablet.store.db.photoBlob)
    vi.spyOn(tablet.store.db.photoBlob, 'put').mockImplementation((row) => {
      if (row.sha256 !== 'probe' && ++writes === 2) throw new DOMException('full', 'QuotaExceededError')
      return original(row)
    })
    expect(await fetchAll()).toBe('full')
    expect((await here(hashes)).filter(Boolean)).toHaveLength(1)
    vi.restoreAllMocks()
  })

  test('a photo of one’s own takes their place when the device is full', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive()
    await fetchAll()
    const mine = await startInspection(tablet.store, await headFor(SUOI_MO))
    const own = picture(3000)
    const { id: _id, ...shot } = photoOf(own)
    const original = tablet.store.db.photoBlob.put.bind(tablet.store.db.photoBlob)
    vi.spyOn(tablet.store.db.photoBlob, 'put').mockImplementation(
      (row) =>
        tablet.store.db.photoBlob.count().then((count) => {
          if (count >= 1 && row.sha256 !== 'probe') throw new DOMException('full', 'QuotaExceededError')
          return original(row)
        }) as never,
    )
    await addPhoto(tablet.store, mine, shot, new Blob([own]))
    vi.restoreAllMocks()
    expect(await here([...hashes, shot.sha256])).toEqual([false, true])
  })

  test('one that a newer visit pushes out of the last three goes', async () => {
    const first = await visited('2026-11-01')
    await arrive()
    await fetchAll()
    expect(await here(first.hashes)).toEqual([true])
    for (const date of ['2026-11-02', '2026-11-03', '2026-11-04']) await visited(date, [])
    await tablet.sync()
    await fetchAll()
    expect(await here(first.hashes)).toEqual([false])
  })

  test('the week’s tidying leaves what an earlier visit shows', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive()
    await fetchAll()
    await tidyPictures(tablet.store, Date.now() + 400 * 86_400_000)
    expect(await here(hashes)).toEqual([true])
  })

  test('what an older version of the app took in is completed, and what it left behind goes', async () => {
    const { hashes, insp } = await visited('2026-11-01')
    await arrive()
    await tablet.store.db.visit.clear()
    expect(await planEarlier(tablet.store, await plenty())).toEqual([])
    await completeVisits(tablet.store)
    await fetchAll()
    expect(await here(hashes)).toEqual([true])
    await tablet.store.db.result.delete(insp)
    await completeVisits(tablet.store)
    expect(await here(hashes)).toEqual([false])
  })
})

describe('what may no longer be seen', () => {
  test('[P62] is not readable after the pull that says so: the page takes the pictures with the records', async () => {
    const { hashes } = await visited('2026-11-01')
    const elsewhere = await visited('2026-11-01', [3000], 'demo-tyt-dong-xuan')
    await arrive('giamsat')
    await fetchAll()
    const all = [...hashes, ...elsewhere.hashes]
    expect(await here(all)).toEqual([true, true])
    await server.db
      .deleteFrom('person_area')
      .where('user_id', '=', tablet.person.id)
      .where('area_id', '=', 'demo-suoi-mo')
      .execute()
    await tablet.sync()
    expect(await here(all)).toEqual([false, true])
  })

  test('nor when its facility has moved out of reach', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive('giamsat')
    await fetchAll()
    const page = {
      ...{ proto: 1 as const, deviceId: 'd', after: '', serverTime: 0, more: false, reset: false, deviceAck: 0 },
      ...{ epoch: (await readMeta<string>(tablet.store, 'epoch')) as string, cursor: 'next', changes: [] },
    }
    const gone = (await tablet.store.db.result.toCollection().primaryKeys()).map((id) => ({
      entity: 'inspection' as const,
      id,
    }))
    await applyPage(tablet.store, { ...page, gone }, await readMeta<string>(tablet.store, 'cursor'))
    expect(await here(hashes)).toEqual([false])
  })

  test('[P62] a picture that was taken back goes with the page that says so', async () => {
    const { hashes, insp } = await visited('2026-11-01')
    await arrive('giamsat')
    await fetchAll()
    const row = await tablet.store.db.visit.get(insp)
    expect(row?.hashes).toEqual(hashes)
    await server.db.updateTable('photo').set({ removed_at: 1 }).where('inspection_id', '=', insp).execute()
    // Another visit moves the feed: the record is told again as it now stands.
    await server.db.updateTable('feed').set({ ver: 1_000_000 }).where('entity_id', '=', insp).execute()
    await server.db.updateTable('tenant_clock').set({ ver: 1_000_000 }).execute()
    await tablet.sync()
    expect(await here(hashes)).toEqual([false])
  })

  test('[P62] a picture that comes when its visit has gone meanwhile is not kept', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive()
    tablet.network(async ({ path }, pass) => {
      if (path.includes('/blobs/')) await tablet.store.db.visit.clear()
      return pass()
    })
    await fetchAll()
    expect(await here(hashes)).toEqual([false])
  })
})

describe('the lane', () => {
  let kind: NetworkKind = 'wifi'
  let changed = () => {}
  const network = {
    kind: () => kind,
    subscribe(listener: () => void) {
      changed = listener
      return () => {}
    },
  }
  const started = () => createFetchLane(tablet.store, tablet.transport, { network, room: plenty })

  test('[P60] holds where pictures wait for Wi-Fi, and goes on when it is there; a tap brings one at once', async () => {
    const { hashes } = await visited('2026-11-01', [3000, 3001])
    await arrive()
    await setWifiOnly(tablet.store, true)
    kind = 'mobile'
    const lane = started()
    await lane.sendSoon()
    expect([asked(), await here(hashes)]).toEqual([0, [false, false]])
    await fetchForView(tablet.store, tablet.transport, hashes[0] as string)
    expect(await here(hashes)).toEqual([true, false])
    kind = 'wifi'
    changed()
    await vi.waitFor(async () => expect(await here(hashes)).toEqual([true, true]))
    lane.stop()
  })

  test('asks for nothing again while the view is the same', async () => {
    await visited('2026-11-01')
    await arrive()
    kind = 'wifi'
    const lane = started()
    await lane.sendSoon()
    expect(asked()).toBe(1)
    const read = vi.spyOn(tablet.store.db.visit, 'toArray')
    await lane.sendSoon()
    expect([asked(), read.mock.calls.length]).toEqual([1, 0])
    lane.stop()
    vi.restoreAllMocks()
  })

  let hours: number
  const startedAtHour = () =>
    createFetchLane(tablet.store, tablet.transport, {
      network,
      room: plenty,
      surroundings: { random: Math.random, after: () => () => {}, now: () => hours * 3_600_000 },
    })
  /** Something that matters more is written, and there is room for it only once pictures are gone. */
  const writeOnFullDisk = async () => {
    let refusals = 1
    await commit(tablet.store, ['meta'], async () => {
      if (refusals-- > 0) throw new DOMException('full', 'QuotaExceededError')
    })
  }

  test('brings back what was put out for an answer on a full disk, once the hour without room is over', async () => {
    const { hashes } = await visited('2026-11-01')
    await arrive()
    kind = 'wifi'
    hours = 0
    const lane = startedAtHour()
    await lane.sendSoon()
    expect(await here(hashes)).toEqual([true])
    await writeOnFullDisk()
    expect(await here(hashes)).toEqual([false])
    await lane.sendSoon()
    expect([asked(), await here(hashes)]).toEqual([1, [false]])
    hours = 1
    await lane.sendSoon()
    expect([asked(), await here(hashes)]).toEqual([2, [true]])
    lane.stop()
  })

  test('also what was put out while the last of the round was on its way', async () => {
    const { hashes } = await visited('2026-11-01', [3000, 3001])
    await arrive()
    kind = 'wifi'
    hours = 0
    tablet.network(async ({ path }, pass) => {
      const reply = await pass()
      if (path.includes('/blobs/') && asked() === 2) await writeOnFullDisk()
      return reply
    })
    const lane = startedAtHour()
    await lane.sendSoon()
    // Of the two that came first, whichever that was, nothing is left.
    expect((await here(hashes)).sort()).toEqual([false, true])
    hours = 1
    await lane.sendSoon()
    expect(await here(hashes)).toEqual([true, true])
    lane.stop()
  })

  test('[P36] obeys a server that asks for quiet', async () => {
    await visited('2026-11-01')
    await arrive()
    tablet.network(async ({ path }, pass) =>
      path.includes('/blobs/')
        ? new Response('', { status: 429, headers: { 'retry-after': '60', 'sync-proto': '1' } })
        : pass(),
    )
    const lane = started()
    await lane.sendSoon()
    tablet.network()
    await lane.sendSoon()
    await lane.sendSoon()
    expect(asked()).toBe(1)
    lane.stop()
  })
})
