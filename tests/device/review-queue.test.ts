import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { completeVisits } from '../../src/device/store/earlier-pictures.ts'
import { isOfWholeProvince, noteReach } from '../../src/device/store/reach.ts'
import { listReviews } from '../../src/device/store/review-queue.ts'
import { sayOfMany, sayStep } from '../../src/device/store/steps.ts'
import { createDeviceWorld, offline } from '../support/device-world.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What waits for a reviewer, read from what is on their device. */

type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let author: Tablet
let desk: Tablet

beforeEach(async () => {
  server = await createServerWorld()
  author = await createDeviceWorld(server, 'kiemtra')
  desk = await createDeviceWorld(server, 'giamsat')
  await author.sync()
})
afterEach(async () => {
  author.close()
  desk.close()
  await server.close()
})

async function handIn(q3 = passed): Promise<string> {
  const id = await startInspection(author.store, await headFor('demo-tyt-suoi-mo'))
  for (const item of ['q1', 'q2']) await saveAnswer(author.store, id, item, passed)
  await saveAnswer(author.store, id, 'q3', q3)
  await submitInspection(author.store, id)
  await author.sync()
  return id
}

const who = () => ({ person: desk.person, isOfWholeProvince: true })
const lines = async () => new Map((await listReviews(desk.store, who())).map((line) => [line.id, line]))

/** How many records were opened meanwhile. */
async function opened(work: () => Promise<unknown>): Promise<number> {
  const unpack = vi.spyOn(desk.store.db, 'unpack')
  await work()
  const read = await Promise.all(unpack.mock.results.map(({ value }) => value))
  unpack.mockRestore()
  return read.filter((value) => typeof value === 'object' && value !== null && 'cells' in value).length
}

describe('the queue on a device', () => {
  it('[P66] says how each stands without opening any of them', async () => {
    const [good, bad] = [await handIn(), await handIn(failed)]
    await desk.sync()
    expect((await lines()).get(good)).toMatchObject({ state: 'waiting', tone: 'pass', critical: 0, isSaid: false })
    expect((await lines()).get(bad)).toMatchObject({ state: 'waiting', tone: 'fail', critical: 1, kind: 'inspection' })
    expect(await opened(lines)).toBe(0)
  })

  it('[P70] shows what was decided here at once, offline too, and that it waits', async () => {
    const [first, second, third] = [await handIn(), await handIn(), await handIn(failed)]
    await desk.sync()
    desk.network(offline)
    const draw = { seed: 'abc', percent: 10 }
    await sayOfMany(desk.store, [
      { insp: first, say: { is: 'approve', comment: '', draw } },
      { insp: second, say: { is: 'hold', draw } },
    ])
    await sayStep(desk.store, third, { is: 'return', comment: '', items: { q3: 'Xem lại' } })
    const before = await lines()
    expect(before.get(first)).toMatchObject({ state: 'approved', isSaid: true })
    expect(before.get(second)).toMatchObject({ state: 'held', isSaid: true })
    expect(before.get(third)).toMatchObject({ state: 'returned', isSaid: true })
    desk.network()
    await desk.push()
    // Sent, and not back yet: nobody is asked to decide it again.
    expect((await lines()).get(first)).toMatchObject({ state: 'approved', isSaid: true })
    await desk.sync()
    expect((await lines()).get(first)).toMatchObject({ state: 'approved', isSaid: false })
  })

  it('reads, and fills once, what an older version of the app has written', async () => {
    const [first, second] = [await handIn(), await handIn(failed)]
    await desk.sync()
    const { db } = desk.store
    await db.visit
      .where('id')
      .equals(first)
      .modify((row) => {
        delete row.review
        delete row.gravity
      })
    await db.visit.delete(second)
    expect((await lines()).get(second)).toMatchObject({ state: 'waiting', critical: 1 })
    expect(await opened(lines)).toBeGreaterThan(0)
    await completeVisits(desk.store)
    expect(await opened(lines)).toBe(0)
    expect((await lines()).get(first)).toMatchObject({ state: 'waiting', checklistId: 'thu-nghiem' })
    expect((await lines()).get(second)).toMatchObject({ state: 'waiting', critical: 1, facilityId: 'demo-tyt-suoi-mo' })
  })

  it('[P67] knows offline whether its person answers for the whole province', async () => {
    expect(await isOfWholeProvince(desk.store)).toBe(false)
    await noteReach(desk.store, true)
    await desk.restart()
    expect(await isOfWholeProvince(desk.store)).toBe(true)
    await noteReach(desk.store, false)
    expect(await isOfWholeProvince(desk.store)).toBe(false)
  })
})
