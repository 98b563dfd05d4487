import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { readComparison } from '../../src/device/store/comparison.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { completeVisits } from '../../src/device/store/earlier-pictures.ts'
import { followedHere, openFollowed, readAction, type Who } from '../../src/device/store/facility-actions.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import { standingOf } from '../../src/domain/action.ts'
import { actionsOf } from '../../src/domain/action-state.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { createDeviceWorld, offline } from '../support/device-world.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>
const STATION = 'demo-tyt-suoi-mo'
const plan = { what: 'Thay nắp thùng', who: 'Trưởng trạm', by: '2026-12-31' }

let server: ServerWorld
let inspector: Tablet
let station: Tablet
beforeEach(async () => {
  server = await createServerWorld()
  inspector = await createDeviceWorld(server, 'kiemtra')
  station = await createDeviceWorld(server, 'coso')
  await inspector.sync()
  await station.sync()
})
afterEach(async () => {
  vi.restoreAllMocks()
  inspector.close()
  station.close()
  await server.close()
})

const whoOf = ({ person }: Tablet): Who => ({ person, isOfWholeProvince: false })

async function visit(on: Tablet, answers: Record<string, Answer>, head: Partial<InspectionHead> = {}) {
  const id = await startInspection(on.store, await headFor(STATION, head))
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(on.store, id, item, answers[item] ?? passed)
  await submitInspection(on.store, id)
  await on.sync()
  return id
}

const standings = async (on: Tablet) =>
  (await followedHere(on.store, whoOf(on))).map((each) => [each.visit.id, each.item, standingOf(each)])

describe('the actions on a device', () => {
  it('[P74] are listed from what is sealed beside the records, opened once: no record is, but those that are shown', async () => {
    await visit(inspector, { q1: { ...failed, plan } }, { date: '2026-11-01' })
    const first = await visit(inspector, { q2: { ...failed, plan } }, { date: '2026-10-01' })
    await inspector.sync()
    const unpack = vi.spyOn(inspector.store.db, 'unpack')
    const all = await followedHere(inspector.store, whoOf(inspector))
    expect([all.length, unpack.mock.calls.length]).toEqual([2, 2])
    await followedHere(inspector.store, whoOf(inspector))
    expect(unpack).toHaveBeenCalledTimes(2)
    const [opened] = await openFollowed(inspector.store, all.slice(0, 1), whoOf(inspector))
    expect([opened?.record.id, opened?.action.plan, unpack.mock.calls.length]).toEqual([first, plan, 3])
  })

  it('of an app that wrote nothing of the kind are read from the records, until they are completed', async () => {
    const insp = await visit(inspector, { q1: { ...failed, plan } })
    await inspector.store.db.visit.toCollection().modify((row) => {
      delete row.acted
    })
    expect(await standings(inspector)).toEqual([[insp, 'q1', 'open']])
    await completeVisits(inspector.store)
    const unpack = vi.spyOn(inspector.store.db, 'unpack')
    expect(await standings(inspector)).toEqual([[insp, 'q1', 'open']])
    // What lies beside it, and not the record.
    expect(unpack).toHaveBeenCalledTimes(1)
  })

  it('[P70] stand as they will with what was said here, before and after it was sent', async () => {
    const insp = await visit(inspector, { q1: { ...failed, plan } })
    await station.sync()
    station.network(offline)
    await sayStep(station.store, insp, {
      is: 'assign',
      item: 'q1',
      plan: { ...plan, who: 'Tổ KSNK', by: '2026-11-30' },
    })
    await sayStep(station.store, insp, { is: 'done', item: 'q1', comment: 'Đã thay' })
    expect(await standings(station)).toEqual([[insp, 'q1', 'done']])
    expect(await readAction(station.store, insp, 'q1', whoOf(station))).toMatchObject({
      isWaiting: true,
      action: { plan: { who: 'Tổ KSNK' } },
    })
    station.network()
    await station.push()
    // Sent, and not told back yet.
    expect(await standings(station)).toEqual([[insp, 'q1', 'done']])
    await station.sync()
    expect(await readAction(station.store, insp, 'q1', whoOf(station))).toMatchObject({ isWaiting: false })
    await inspector.sync()
    expect(await standings(inspector)).toEqual([[insp, 'q1', 'done']])
  })

  it('of an item without any are empty, and can be assigned', async () => {
    const insp = await visit(inspector, { q1: failed })
    await station.sync()
    expect(await readAction(station.store, insp, 'q1', whoOf(station))).toMatchObject({ action: { plan: { who: '' } } })
    expect(await readAction(station.store, insp, 'no-such', whoOf(station))).toBeNull()
    await sayStep(station.store, insp, { is: 'assign', item: 'q1', plan })
    expect(await standings(station)).toEqual([[insp, 'q1', 'open']])
  })
})

describe('a visit that marks what was reported', () => {
  async function reported() {
    const insp = await visit(inspector, { q1: { ...failed, plan } }, { date: '2026-11-20' })
    await station.sync()
    const done = await sayStep(station.store, insp, { is: 'done', item: 'q1', comment: 'Đã thay' })
    await station.sync()
    await inspector.sync()
    return { insp, done }
  }

  it.each([
    ['fixed', 'verify', 'verified'],
    ['notFixed', 'sendBack', 'open'],
  ] as const)('[P73] %s says it to the action too, with the visit: %s', async (is, says, state) => {
    const { insp, done } = await reported()
    await visit(inspector, { q1: { ...failed, followUp: { of: insp, is } } }, { date: '2026-11-22' })
    await inspector.sync()
    await station.sync()
    const record = await getResult(station.store, insp)
    expect(record?.steps?.map(({ say }) => say)).toMatchObject([{ is: 'done' }, { is: says, of: done }])
    expect(record && actionsOf(record).get('q1')?.state).toBe(state)
  })

  it.each([
    ['notFixed', 'open', ['done', 'sendBack']],
    ['fixed', 'done', ['done']],
  ] as const)('[P73] of one’s own report: %s, and the action is %s', async (is, state, said) => {
    const first = { kind: 'selfAssessment', date: '2026-11-10' } as const
    const insp = await visit(station, { q1: { ...failed, plan } }, first)
    await sayStep(station.store, insp, { is: 'done', item: 'q1', comment: 'Đã thay' })
    await station.sync()
    await visit(station, { q1: { ...failed, followUp: { of: insp, is } } }, { ...first, date: '2026-11-21' })
    expect(await standings(station)).toEqual([[insp, 'q1', is === 'fixed' ? 'fixed' : state]])
    await station.sync()
    await inspector.sync()
    // The server has taken it, and others see it so.
    const record = await getResult(inspector.store, insp)
    expect(record?.steps?.map(({ say, late }) => [say.is, late])).toEqual(said.map((each) => [each, undefined]))
    expect(record && actionsOf(record).get('q1')?.state).toBe(state)
  })

  it('[P73] says it once, however often the visit is handed in', async () => {
    const { insp } = await reported()
    const id = await startInspection(inspector.store, await headFor(STATION, { date: '2026-11-22' }))
    const answers: Record<string, Answer> = { q1: { ...failed, followUp: { of: insp, is: 'fixed' } } }
    for (const item of ['q1', 'q2', 'q3']) await saveAnswer(inspector.store, id, item, answers[item] ?? passed)
    await submitInspection(inspector.store, id)
    // As if the server had refused it: it is handed in again whole.
    await inspector.store.db.inspection.update(id, { state: 'refused' })
    await submitInspection(inspector.store, id)
    await inspector.sync()
    await inspector.sync()
    expect((await getResult(inspector.store, insp))?.steps?.filter(({ say }) => say.is === 'verify').length).toBe(1)
    expect((await getResult(inspector.store, id))?.status).toBe('submitted')
  })
})

describe('an inspection beside the facility’s own assessment', () => {
  it('is read on the facility’s device, with what it has said of it', async () => {
    const self = await visit(station, {}, { kind: 'selfAssessment', date: '2026-11-10' })
    const insp = await visit(inspector, { q1: failed }, { date: '2026-11-20' })
    await station.sync()
    station.network(offline)
    const step = await sayStep(station.store, insp, { is: 'disagree', item: 'q1', reason: 'Nắp đã thay hôm trước' })
    const comparison = await readComparison(station.store, insp, whoOf(station))
    expect(comparison?.self?.record.id).toBe(self)
    expect(comparison?.inspected.record.steps?.map(({ id }) => id)).toEqual([step])
    expect([...(comparison?.waiting ?? [])]).toEqual([step])
    station.network()
    await station.sync()
    await inspector.sync()
    const seen = await readComparison(inspector.store, insp, whoOf(inspector))
    expect([seen?.self?.record.id, seen?.inspected.record.steps?.map(({ id }) => id), seen?.waiting.size]).toEqual([
      self,
      [step],
      0,
    ])
  })
})
