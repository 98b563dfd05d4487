import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { listOnDevice } from '../../src/device/store/on-device.ts'
import { listOnlyHere, listOthersOnlyHere } from '../../src/device/store/only-here.ts'
import { enterByAccount } from '../../src/device/store/people.ts'
import { addPhoto, removePhoto } from '../../src/device/store/photos.ts'
import { closeStore, openStore } from '../../src/device/store/store.ts'
import { NOTE_MAX } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { type Loss, lossOf } from '../../src/domain/loss.ts'
import { createDeviceWorld, replyLost } from '../support/device-world.ts'
import { photoOf, picture } from '../support/photos.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What is on a tablet, and what of it is nowhere else: from real stores, against the real server. */

const STATION = 'demo-tyt-suoi-mo'

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

const start = async () => startInspection(tablet.store, await headFor(STATION))
const onlyHere = () => listOnlyHere(tablet.store)
const loss = async (): Promise<Loss> => lossOf({ visits: await onlyHere(), others: [], unfinished: 0 })

async function take(insp: string) {
  const bytes = picture()
  const { id: _id, ...shot } = photoOf(bytes)
  return addPhoto(tablet.store, insp, shot, new Blob([bytes]))
}

describe('what would be gone with the tablet', () => {
  it('nothing, before anything is written and after everything was confirmed; in between each change, by its visit', async () => {
    expect(await loss()).toEqual({ isSafe: true })
    const id = await start()
    await saveAnswer(tablet.store, id, 'q1', passed)
    expect(await onlyHere()).toEqual([
      { id, name: expect.stringMatching(/^Trạm Y tế xã Suối Mơ.* – /), changes: 2, begun: 0, photos: 0, setAside: 0 },
    ])
    // The server has it, and this tablet does not know: nobody may say so yet.
    tablet.network(replyLost)
    await tablet.sync().catch(() => undefined)
    expect((await loss()).isSafe).toBe(false)
    tablet.network()
    await tablet.sync()
    expect(await loss()).toEqual({ isSafe: true })
  })

  it('a visit that was handed in stays on the list until the server has taken it', async () => {
    const id = await start()
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
    await tablet.sync()
    await submitInspection(tablet.store, id)
    expect(await onlyHere()).toMatchObject([{ id, changes: 1 }])
    await tablet.sync()
    expect(await onlyHere()).toEqual([])
  })

  it('a photo, until the server has confirmed its bytes; its announcement alone is not enough', async () => {
    const id = await start()
    const photo = await take(id)
    await tablet.sync()
    expect(await onlyHere()).toMatchObject([{ id, changes: 0, photos: 1 }])
    for (const state of ['sending', 'refused', 'damaged'] as const) {
      await tablet.store.db.photo.update(photo, { state })
      expect(await onlyHere(), state).toMatchObject([{ id, photos: 1 }])
    }
    await tablet.store.db.photo.update(photo, { state: 'stored' })
    await tablet.sendPhotos()
    expect(await loss()).toEqual({ isSafe: true })
  })

  it('a photo that its author took back is missed by nobody; one that another tablet has is not lost with this one', async () => {
    const id = await start()
    const [gone, elsewhere] = [await take(id), await take(id)]
    await removePhoto(tablet.store, gone)
    await tablet.sync()
    await tablet.store.db.photo.update(elsewhere, { state: 'elsewhere' })
    expect(await onlyHere()).toEqual([])
  })

  it('what could not be sent, until its letter has arrived; what the server itself refused it has kept', async () => {
    const id = await start()
    await saveAnswer(tablet.store, id, 'q2', { ...failed, note: 'ệ'.repeat(NOTE_MAX) })
    let takesLetters = false
    tablet.network(async ({ path, body }, pass) => {
      const refused = (status: number, code: string) =>
        new Response(JSON.stringify({ code, message: '' }), {
          status,
          headers: { 'Content-Type': 'application/json', 'Sync-Proto': '1' },
        })
      if (path.includes('deadletter') && !takesLetters) return refused(503, 'STORAGE_UNAVAILABLE')
      return path.includes('/push') && body.length > 2_300 ? refused(413, 'BODY_TOO_LARGE') : pass()
    })
    await tablet.sync().catch(() => undefined)
    expect(await onlyHere()).toMatchObject([{ id, setAside: 1 }])
    takesLetters = true
    tablet.pace.noLettersBefore = 0
    await tablet.sync()
    expect(await onlyHere()).toEqual([])

    const row = (await tablet.store.db.attention.toArray())[0]
    if (!row) throw new Error('nothing was set aside')
    await tablet.store.db.attention.update(row.id, { letter: 'refused' })
    expect(await onlyHere(), 'a letter that was refused is no copy').toMatchObject([{ setAside: 1 }])
    const { letter: _letter, ...older } = row
    await tablet.store.db.attention.put({ ...older, kind: 'unreadable' })
    expect(await onlyHere(), 'a row of an older app').toMatchObject([{ setAside: 1 }])
    await tablet.store.db.attention.put({ ...older, kind: 'rejected' })
    expect(await onlyHere(), 'kept by the server with its refusal').toEqual([])
  })

  it('of everybody else on the tablet in numbers, though their stores are locked or have no PIN', async () => {
    const hoa = { ...tablet.person, id: `hoa-${crypto.randomUUID()}`, name: 'Lê Thị Hoa' }
    await enterByAccount(hoa, null, Date.now())
    expect(await listOthersOnlyHere(tablet.person.id), 'nobody has opened it yet').not.toContainEqual(
      expect.objectContaining({ name: 'Lê Thị Hoa' }),
    )
    const store = await openStore(hoa.id)
    const id = await startInspection(store, await headFor(STATION))
    const bytes = picture()
    const { id: _id, ...shot } = photoOf(bytes)
    await addPhoto(store, id, shot, new Blob([bytes]))
    closeStore(store)
    expect(await listOthersOnlyHere(tablet.person.id)).toContainEqual({ name: 'Lê Thị Hoa', changes: 2, photos: 1 })
    expect(await listOthersOnlyHere(hoa.id)).not.toContainEqual(expect.objectContaining({ name: 'Lê Thị Hoa' }))
  })
})

describe('what is on the tablet', () => {
  it('checklists, facilities, visits, pictures and open visits, with their dates and what they weigh', async () => {
    const id = await start()
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    await take(await start())
    const here = await listOnDevice(tablet.store)
    expect(here.checklists).toMatchObject([{ title: tinyChecklist.title, inForceFrom: tinyChecklist.inForceFrom }])
    expect(here.checklists[0]?.bytes).toBeGreaterThan(500)
    expect(here.facilities).toMatchObject({ count: expect.any(Number), isEstimate: false })
    expect(here.facilities.count).toBeGreaterThan(0)
    expect(here.facilities.areas.length).toBeGreaterThan(0)
    expect(here.facilities.bytes).toBeGreaterThan(100 * here.facilities.count)
    expect(here.visits).toMatchObject({ count: 1, isEstimate: false })
    expect(here.visits.oldest).toBe(here.visits.newest)
    expect(here.pictures.count).toBe(1)
    expect(here.pictures.bytes).toBeGreaterThanOrEqual(3000)
    expect([here.open, here.pulledAt]).toEqual([1, expect.any(Number)])
  })

  it('of many visits some are weighed, and the figure is called an estimate', async () => {
    const id = await start()
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    const { db } = tablet.store
    const [row] = await db.result.toArray()
    if (!row) throw new Error('no result')
    const { bytes } = (await listOnDevice(tablet.store)).visits
    await db.result.bulkPut(Array.from({ length: 299 }, (_, n) => ({ ...row, id: `more-${n}` })))
    expect((await listOnDevice(tablet.store)).visits).toMatchObject({
      count: 300,
      bytes: 300 * bytes,
      isEstimate: true,
    })
  })
})
