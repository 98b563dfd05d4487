import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amendInspection, isAmending } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { getFacility, getResult, listFacilities } from '../../src/device/store/replica.ts'
import { pullAll } from '../../src/device/sync/pull.ts'
import { verifyView } from '../../src/device/sync/verify.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { moveFacility } from '../../src/server/storage/departures.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { pageIn, withPage } from '../support/page.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What a device holds beside its own work, and how it corrects what is sealed. */

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>
const STATION = 'demo-tyt-suoi-mo'
const NOW = Date.parse('2026-11-22T03:00:00Z')

let server: ServerWorld
let tablet: DeviceWorld
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
})
afterEach(async () => {
  tablet.close()
  await server.close()
})

async function sealed(): Promise<string> {
  const id = await startInspection(tablet.store, await headFor(STATION))
  for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
  await submitInspection(tablet.store, id)
  await tablet.sync()
  return id
}

const move = (areaId: string) =>
  server.db.transaction().execute((trx) => moveFacility(trx, PROVINCE.id, STATION, areaId))

describe('[P18] correcting what is sealed', () => {
  it('waits in the outbox, and comes back as the record under its new seal', async () => {
    const id = await sealed()
    await amendInspection(tablet.store, id, { set: { q1: failed }, reason: 'Đếm lại thấy thiếu' })
    expect(await isAmending(tablet.store, id)).toBe(true)
    expect((await getResult(tablet.store, id))?.cells.q1?.answer).toEqual(passed)
    await tablet.sync()
    expect(await isAmending(tablet.store, id)).toBe(false)
    expect(await getResult(tablet.store, id)).toMatchObject({ sealNo: 2, cells: { q1: { answer: failed } } })
  })

  it('survives a restart before it is sent', async () => {
    const id = await sealed()
    await amendInspection(tablet.store, id, { set: { q1: failed }, reason: 'Đếm lại thấy thiếu' })
    await tablet.restart()
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ sealNo: 2 })
  })

  it('is its author’s alone', async () => {
    const id = await sealed()
    const desk = await createDeviceWorld(server, 'giamsat')
    await desk.sync()
    const attempt = amendInspection(desk.store, id, { set: { q1: failed }, reason: 'Thử' })
    await expect(attempt).rejects.toMatchObject({ code: 'INSPECTION_OF_ANOTHER' })
    desk.close()
  })
})

describe('[P19] what moves away', () => {
  it('a facility that is gone leaves the device with the page that says so; one’s own record stays', async () => {
    const id = await sealed()
    await move('demo-may-trang')
    await tablet.sync()
    expect(await getFacility(tablet.store, STATION)).toBeNull()
    expect(await getResult(tablet.store, id)).not.toBeNull()
  })

  it('[I10] unfinished work in it is still delivered', async () => {
    const id = await startInspection(tablet.store, await headFor(STATION))
    await tablet.sync()
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
    await submitInspection(tablet.store, id)
    await move('demo-may-trang')
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ status: 'submitted' })
    expect(await tablet.store.db.outbox.count()).toBe(0)
  })
})

describe('[P40] comparing the view', () => {
  it('[P40] finds nothing where nothing is missing', async () => {
    await sealed()
    expect(await verifyView(tablet.store, tablet.transport, NOW)).toBe(false)
    expect(await tablet.store.db.meta.get('verifiedAt')).toMatchObject({ value: NOW })
  })

  it.each([
    ['a facility that vanished', async () => tablet.store.db.facility.delete(STATION)],
    ['a result that vanished', async () => tablet.store.db.result.clear()],
    [
      'a row that is not what it was',
      async () => {
        const other = (await tablet.store.db.facility.toArray()).find(({ id }) => id !== STATION)
        await tablet.store.db.facility.update(STATION, { body: other?.body })
      },
    ],
  ])('[P40] %s is found, and the view is read again', async (_case, harm) => {
    const id = await sealed()
    const before = (await listFacilities(tablet.store)).map(({ id: facility }) => facility)
    await harm()
    expect(await verifyView(tablet.store, tablet.transport, NOW)).toBe(true)
    await pullAll(tablet.store, tablet.transport)
    expect((await listFacilities(tablet.store)).map(({ id: facility }) => facility)).toEqual(before)
    expect(await getResult(tablet.store, id)).not.toBeNull()
    expect(await verifyView(tablet.store, tablet.transport, NOW, true)).toBe(false)
  })

  it('is done once a week, whatever the clock says', async () => {
    await verifyView(tablet.store, tablet.transport, NOW)
    await tablet.store.db.facility.delete(STATION)
    const day = 86_400_000
    expect(await verifyView(tablet.store, tablet.transport, NOW + 6 * day)).toBe(false)
    // Set back by years: it is done now rather than never.
    expect(await verifyView(tablet.store, tablet.transport, NOW - 700 * day)).toBe(true)
  })

  it('while something newer waits there is nothing to compare', async () => {
    await tablet.store.db.facility.delete(STATION)
    const other = await server.device('kiemtra')
    await other.send({ k: 'inspection.start', insp: crypto.randomUUID(), head: await headFor('demo-tyt-suoi-mo') })
    expect(await verifyView(tablet.store, tablet.transport, NOW)).toBe(false)
    expect(await tablet.store.db.meta.get('verifiedAt')).toBeUndefined()
  })
})

describe('[P42] a server that is newer than the app', () => {
  /** Everything that comes down has something in it that this app has never heard of. */
  const fromTheFuture = async (reply: Response) => {
    const page = await pageIn(reply)
    for (const change of page.changes) {
      if (change.entity === 'facility') Object.assign(change.data, { helipad: true })
      const facts =
        change.entity === 'facility'
          ? change.data.facts
          : change.entity === 'inspection'
            ? change.data.head.facts
            : null
      if (facts) Object.assign(facts, { towers: 2 })
      if (facts?.wastewater) Object.assign(facts.wastewater, { basin: 'x' })
    }
    return withPage(reply, page)
  }

  it('is read all the same; what is not understood is kept, and said again with the facts of a visit', async () => {
    const id = await sealed()
    const fresh = await createDeviceWorld(server, 'kiemtra')
    const pushed: string[] = []
    fresh.network(async ({ path, body }, pass) => {
      const reply = await pass()
      if (path.includes('/push')) pushed.push(body)
      if (!path.includes('/pull')) return reply
      return fromTheFuture(reply)
    })
    await fresh.sync()
    const facility = await getFacility(fresh.store, STATION)
    const facts = { type: 'communeStation', towers: 2, wastewater: { basin: 'x' } }
    expect(facility).toMatchObject({ helipad: true, facts })
    expect(await getResult(fresh.store, id)).toMatchObject({ head: { facts } })
    if (!facility) return
    await startInspection(fresh.store, { ...(await headFor(STATION)), facts: facility.facts })
    await fresh.sync()
    expect(JSON.parse(pushed[0] ?? '{}').m[0]).toMatchObject({ k: 'inspection.start', head: { facts } })
    fresh.close()
  })
})
