import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { listPhotos } from '../../src/device/store/photos.ts'
import { sealRows } from '../../src/device/store/seal-rows.ts'
import { setAside } from '../../src/device/store/settle.ts'
import { getOwnView, type Proof, sayOfMany, sayStep } from '../../src/device/store/steps.ts'
import { actionsOf } from '../../src/domain/action-state.ts'
import { reviewOf } from '../../src/domain/review.ts'
import type { Saying } from '../../src/domain/step.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { createDeviceWorld, offline, replyLost } from '../support/device-world.ts'
import { photoOf, picture } from '../support/photos.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>
let server: ServerWorld
/** Which server the tablets reach: a test may put another in its place. */
let reached: ServerWorld
const tablets: Tablet[] = []
let inspector: Tablet
let facility: Tablet
let supervisor: Tablet
let insp: string

const approve: Saying = { is: 'approve', comment: '' }
const done: Saying = { is: 'done', item: 'q3', comment: 'Đã thay vòi' }
const plan = { what: 'Thay vòi', who: 'Phòng hành chính', by: '2026-12-01' }

async function tabletOf(username: string): Promise<Tablet> {
  const ways = {
    signIn: (name: string) => reached.signIn(name),
    app: { request: (path: string, init?: RequestInit) => reached.app.request(path, init) },
  }
  const tablet = await createDeviceWorld(ways, username)
  tablets.push(tablet)
  return tablet
}

beforeEach(async () => {
  server = await createServerWorld()
  reached = server
  inspector = await tabletOf('kiemtra')
  await inspector.sync()
  insp = await startInspection(inspector.store, await headFor('demo-tyt-suoi-mo'))
  for (const item of ['q1', 'q2']) await saveAnswer(inspector.store, insp, item, passed)
  await saveAnswer(inspector.store, insp, 'q3', { ...failed, plan })
  await submitInspection(inspector.store, insp)
  await inspector.sync()
  facility = await tabletOf('coso')
  supervisor = await tabletOf('giamsat')
  for (const tablet of [facility, supervisor]) await tablet.sync()
})
afterEach(async () => {
  for (const tablet of tablets.splice(0)) tablet.close()
  await server.close()
})

const viewOf = async (tablet: Tablet) => {
  const who = { person: tablet.person, isOfWholeProvince: tablet === supervisor }
  return (await getOwnView(tablet.store, insp, who)) ?? expect.fail('not on this device')
}
const atServer = async (world = reached) =>
  (await findInspection(world.db, PROVINCE.id, insp)) ?? expect.fail('not at the server')
const stateAt = async (tablet: Tablet) => {
  const { record, waiting } = await viewOf(tablet)
  return [reviewOf(record)?.state, actionsOf(record).get('q3')?.state, waiting.size]
}
const proofOf = (bytes = picture(900)): Proof => {
  const { id: _id, ...shot } = photoOf(bytes, { item: 'q3' })
  return { shot, bytes: new Blob([bytes], { type: 'image/jpeg' }) }
}

describe('[P70] a step on the device', () => {
  it('[P70] stands at once as it will at the server, says that it waits, and survives a restart', async () => {
    facility.network(offline)
    await sayStep(facility.store, insp, done, [proofOf()])
    await facility.sync().catch(() => undefined)
    await facility.restart()
    expect(await stateAt(facility)).toEqual(['waiting', 'done', 1])
    expect(await listPhotos(facility.store, insp)).toMatchObject([{ item: 'q3', state: 'stored', isHere: true }])
    const rows = JSON.stringify(await facility.store.db.outbox.toArray())
    expect(rows).not.toContain('Đã thay vòi')
    expect(await sealRows(facility.store)).toBe(0)
  })

  it('is told by the server to everybody, with its proof, once the line is back', async () => {
    await sayStep(facility.store, insp, done, [proofOf()])
    await facility.sync()
    await facility.sendPhotos()
    await facility.sync()
    expect(await stateAt(facility)).toEqual(['waiting', 'done', 0])
    await inspector.sync()
    const { record } = await viewOf(inspector)
    expect(actionsOf(record).get('q3')).toMatchObject({ state: 'done', done: { by: { id: 'demo-coso' } } })
    expect(record.photos).toMatchObject([{ item: 'q3', stored: true, step: record.steps?.[0]?.id }])
    expect(record.photos?.[0]?.late).toBeUndefined()
  })

  it('[P4] [P66] a reply that was lost gives it no second effect', async () => {
    await sayStep(supervisor.store, insp, approve)
    supervisor.network(replyLost)
    await supervisor.sync().catch(() => undefined)
    supervisor.network()
    await supervisor.sync()
    expect((await atServer()).steps).toHaveLength(1)
    expect(await stateAt(supervisor)).toEqual(['approved', 'open', 0])
  })

  it('[P67] [P70] what crossed on the way is shown to its author, and nothing of it is lost', async () => {
    await sayStep(supervisor.store, insp, { is: 'return', comment: '', items: { q3: 'Thiếu ảnh' } })
    const other = await tabletOf('quantri')
    await other.sync()
    await sayStep(other.store, insp, approve)
    await supervisor.sync()
    await other.sync()
    expect(await atServer()).toMatchObject({ status: 'returned', steps: [{}, { late: true }] })
    const [group] = await listAttention(other.store)
    expect(group?.entries).toMatchObject([{ kind: 'late', code: 'REVIEW_DECIDED', said: { step: { say: approve } } }])
    expect(await stateAt(other)).toEqual(['returned', 'open', 0])
  })

  it('many at once are kept together, or none', async () => {
    await expect(
      sayOfMany(supervisor.store, [
        { insp, say: approve },
        { insp: 'nobody', say: approve },
      ]),
    ).rejects.toMatchObject({ code: 'INSPECTION_UNKNOWN' })
    expect(await stateAt(supervisor)).toEqual(['waiting', 'open', 0])
    await sayOfMany(supervisor.store, [{ insp, say: { ...approve, draw: { seed: 'k3', percent: 10 } } }])
    await supervisor.sync()
    expect((await atServer()).steps).toMatchObject([{ say: { draw: { seed: 'k3', percent: 10 } } }])
  })

  it('too many pictures: neither they nor the step are kept', async () => {
    const proof = Array.from({ length: 11 }, () => proofOf())
    await expect(sayStep(facility.store, insp, done, proof)).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY' })
    expect(await stateAt(facility)).toEqual(['waiting', 'open', 0])
    expect(await listPhotos(facility.store, insp)).toEqual([])
  })

  it('[P16] is said again where a restored server did not have the inspection before its author came', async () => {
    await sayStep(facility.store, insp, done, [proofOf()])
    await facility.sync()
    await facility.sendPhotos()
    // Another server under the same address, restored from before the visit; everybody signs in anew.
    reached = await createServerWorld()
    for (const tablet of [facility, inspector]) await tablet.signInAs(tablet === facility ? 'coso' : 'kiemtra')
    await facility.sync()
    expect(await listAttention(facility.store)).toMatchObject([{ entries: [{ code: 'INSPECTION_UNKNOWN' }, {}] }])
    await inspector.sync()
    for (let round = 0; round < 3; round++) await facility.sync()
    await facility.sendPhotos()
    await facility.sync()
    expect(await atServer()).toMatchObject({ steps: [{ say: done }], photos: [{ stored: true }] })
    expect(await stateAt(facility)).toEqual(['waiting', 'done', 0])
    const open = (await listAttention(facility.store)).flatMap(({ entries }) => entries)
    expect(open.every(({ handled }) => handled !== null)).toBe(true)
    await reached.close()
  })
})

it('a step that was set aside, since somebody on the line called it too large, is said to wait no more', async () => {
  await sayStep(supervisor.store, insp, approve)
  const [row] = await supervisor.store.db.outbox.toArray()
  await supervisor.store.db.outbox.update(row?.localId ?? 0, { seq: 1, state: 'frozen' })
  const who = { person: supervisor.person, isOfWholeProvince: true }
  expect((await getOwnView(supervisor.store, insp, who))?.waiting.size).toBe(1)
  await setAside(supervisor.store, 1, 'BODY_TOO_LARGE')
  expect((await getOwnView(supervisor.store, insp, who))?.waiting.size).toBe(0)
  expect(await listAttention(supervisor.store)).toHaveLength(1)
})
