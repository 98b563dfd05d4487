import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { exportUnsent, listAttention } from '../../src/device/store/attention.ts'
import { listChecklists } from '../../src/device/store/checklists.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { getFacility, getResult, listFacilities } from '../../src/device/store/replica.ts'
import { countChanges } from '../../src/device/store/together.ts'
import { createEngine } from '../../src/device/sync/engine.ts'
import { createRound } from '../../src/device/sync/round.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { reduce } from '../../src/domain/merge.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import { moveFacility } from '../../src/server/storage/departures.ts'
import { setDisabled } from '../../src/server/storage/people.ts'
import { createDeviceWorld, offline } from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What others do, decide and change while a tablet is without a network. */

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>
const STATION = 'demo-tyt-suoi-mo'

let server: ServerWorld
let tablet: DeviceWorld
const open: { close(): unknown }[] = []
async function device(username = 'kiemtra', on = server): Promise<DeviceWorld> {
  const made = await createDeviceWorld(on, username)
  open.push(made)
  await made.sync()
  return made
}
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await device()
})
afterEach(async () => {
  for (const each of open.splice(0)) each.close()
  await server.close()
})

const items = itemsOf(tinyChecklist).map(({ id }) => id)
const start = async (on = tablet, changes = {}) => startInspection(on.store, await headFor(STATION, changes))
async function answerAll(id: string, on = tablet, answer: Answer = passed) {
  for (const item of items) await saveAnswer(on.store, id, item, answer)
}
const seals = () => server.db.selectFrom('inspection_seal').selectAll().execute()
const unsent = (on = tablet) => on.store.db.outbox.count()

describe('two of them at one visit', () => {
  it('[I6] fifty visits, each answered by two tablets at different questions: a hundred of a hundred are there', async () => {
    const second = await device()
    const ids = await Promise.all(Array.from({ length: 50 }, () => start()))
    await tablet.sync()
    await second.sync()
    for (const id of ids) {
      await saveAnswer(tablet.store, id, 'q1', passed)
      await saveAnswer(second.store, id, 'q2', failed)
    }
    await Promise.all([tablet.sync(), second.sync()])
    for (const each of [tablet, second]) {
      await each.sync()
      for (const id of ids)
        expect(await openInspection(each.store, id)).toMatchObject({
          answers: { q1: passed, q2: failed },
          contested: [],
        })
    }
  })

  it('[P15] one hands in while the other, three days without a network, still answers: the seal stands, the work is shown', async () => {
    const second = await device()
    const id = await start()
    await answerAll(id)
    await tablet.sync()
    await second.sync()
    await submitInspection(tablet.store, id)
    await tablet.sync()
    const sealed = await seals()
    await saveAnswer(second.store, id, 'q1', { ...failed, note: 'đèn hỏng' })
    await second.sync()
    expect(await seals()).toEqual(sealed)
    expect((await getResult(second.store, id))?.cells.q1?.answer).toEqual(passed)
    expect((await getResult(second.store, id))?.late).toMatchObject([{ item: 'q1', answer: { note: 'đèn hỏng' } }])
    const [group] = await listAttention(second.store)
    expect(group?.entries).toMatchObject([{ kind: 'late', cell: 'q1', answer: { note: 'đèn hỏng' } }])
    // Who handed it in sees it too.
    await tablet.sync()
    expect((await getResult(tablet.store, id))?.late).toHaveLength(1)
  })

  it('[P14] both hand it in, the same: one seal, and both have the record', async () => {
    const second = await device()
    const id = await start()
    await answerAll(id)
    await tablet.sync()
    await second.sync()
    for (const each of [tablet, second]) await submitInspection(each.store, id)
    for (const each of [tablet, second]) await each.sync()
    expect(await seals()).toHaveLength(1)
    for (const each of [tablet, second]) {
      expect(await getResult(each.store, id)).toMatchObject({ status: 'submitted' })
      expect([await unsent(each), await listAttention(each.store)]).toEqual([0, []])
    }
  })

  it('[P14] both hand it in, each with an answer of its own: one seal, and the other’s answer stands beside it', async () => {
    const second = await device()
    const id = await start()
    await answerAll(id)
    await tablet.sync()
    await second.sync()
    await saveAnswer(tablet.store, id, 'q1', { ...passed, note: 'một' })
    await saveAnswer(second.store, id, 'q2', { ...failed, note: 'hai' })
    for (const each of [tablet, second]) await submitInspection(each.store, id)
    for (const each of [tablet, second]) await each.sync()
    expect(await seals()).toHaveLength(1)
    const record = await getResult(second.store, id)
    expect(record?.cells.q1?.answer).toMatchObject({ note: 'một' })
    expect(record?.late).toMatchObject([{ item: 'q2', answer: { note: 'hai' } }])
    expect((await listAttention(second.store))[0]?.entries.map(({ code }) => code)).toContain('INSPECTION_CLOSED')
    expect(await unsent(second)).toBe(0)
  })
})

describe('one mutation that may not be', () => {
  it('[P5] forbidden among others: the rest is delivered, and its content is on both sides', async () => {
    const station = await device('coso')
    const forbidden = await start(station)
    const own = await start(station, { kind: 'selfAssessment' })
    await answerAll(own, station)
    await submitInspection(station.store, own)
    await station.sync()
    expect(await unsent(station)).toBe(0)
    expect(await getResult(station.store, own)).toMatchObject({ status: 'submitted' })
    const [group] = await listAttention(station.store)
    expect(group).toMatchObject({ insp: forbidden, entries: [{ kind: 'rejected', code: 'FORBIDDEN' }] })
    const kept = await server.db.selectFrom('mutation').select('payload').where('payload', 'is not', null).execute()
    expect(kept.map(({ payload }) => JSON.parse(payload ?? '').insp)).toEqual([forbidden])
  })

  it('[P5] an answer that our own rules break on, and then the submit: it is decided on what the server holds, and said', async () => {
    const broken = await createServerWorld({
      reduce: (state, mutation, context) => {
        if (mutation.k === 'answer.set' && 'q2' in mutation.set) throw new TypeError('undefined is not a function')
        return reduce(state, mutation, context)
      },
    })
    open.push(broken)
    const other = await device('kiemtra', broken)
    const id = await start(other)
    await answerAll(id, other)
    await submitInspection(other.store, id)
    const next = await start(other)
    await saveAnswer(other.store, next, 'q1', passed)
    await other.sync()
    expect(await unsent(other)).toBe(0)
    expect(await broken.db.selectFrom('inspection_seal').select('no').execute()).toEqual([])
    expect(await openInspection(other.store, id)).toMatchObject({
      state: 'refused',
      answers: { q1: passed, q2: passed, q3: passed },
    })
    const codes = (await listAttention(other.store))[0]?.entries.map(({ code }) => code)
    expect(codes?.sort()).toEqual(['DIGEST_MISMATCH', 'SERVER_QUARANTINED'])
    expect((await openInspection(other.store, next))?.revs).toEqual({ q1: 1 })
  })
})

describe('what is decided elsewhere', () => {
  it('[P14] a newer version without one of the questions: what was begun goes on with its own, and is sealed', async () => {
    const id = await start()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    const [section] = tinyChecklist.sections
    if (!section) throw new Error('no section')
    const shorter = { ...section, items: section.items.filter((item) => item.id !== 'q2') }
    await publishChecklists(server.db, [{ ...tinyChecklist, version: '2.0', sections: [shorter] }], 0)
    await tablet.sync()
    expect((await listChecklists(tablet.store)).map(({ ref }) => ref.version)).toContain('2.0')
    await answerAll(id)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    const record = await getResult(tablet.store, id)
    expect(record).toMatchObject({ status: 'submitted', head: { checklist: { version: '1.0' } } })
    expect(Object.keys(record?.cells ?? {})).toEqual(items)
  })

  it('[I10] a commune taken from its inspector: the visit under way is delivered, the clean rows go, the new ones come', async () => {
    const id = await start()
    await tablet.sync()
    const there = (await getFacility(tablet.store, STATION))?.areaId ?? ''
    await answerAll(id)
    await submitInspection(tablet.store, id)
    await server.db
      .deleteFrom('person_area')
      .where('user_id', '=', tablet.person.id)
      .where('area_id', '=', there)
      .execute()
    await server.db
      .insertInto('person_area')
      .values({ tenant_id: PROVINCE.id, user_id: tablet.person.id, area_id: 'demo-may-trang' })
      .execute()
    await tablet.sync()
    expect(await seals()).toHaveLength(1)
    expect(await unsent()).toBe(0)
    expect(await getResult(tablet.store, id)).toMatchObject({ status: 'submitted' })
    const areas = new Set((await listFacilities(tablet.store)).map(({ areaId }) => areaId))
    expect([areas.has(there), areas.has('demo-may-trang')]).toEqual([false, true])
  })

  it('[I10] a visit whose beginning had not been sent either: refused in words, and all of it stays with its author', async () => {
    const id = await start()
    await answerAll(id)
    await server.db
      .transaction()
      .execute((trx) => moveFacility(trx, tablet.person.provinceId, STATION, 'demo-may-trang'))
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'refused',
      answers: { q1: passed, q2: passed, q3: passed },
    })
    expect((await listAttention(tablet.store))[0]).toMatchObject({ insp: id, head: { facilityId: STATION } })
    const kept = await server.db.selectFrom('mutation').select('payload').where('inspection_id', '=', id).execute()
    // The start, and its answers in one.
    expect(kept.filter(({ payload }) => payload !== null)).toHaveLength(2)
  })

  it('[P33] an account closed while its tablet was away for two weeks: nothing goes out, nothing is lost, nobody else gets in', async () => {
    const id = await start()
    tablet.network(offline)
    await answerAll(id, tablet, { ...failed, note: 'của Kiểm' })
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    tablet.network()
    await setDisabled(server.db, PROVINCE.id, [tablet.person.id], Date.now())
    const engine = createEngine(tablet.store, createRound(tablet.store, tablet.transport, 'test'))
    await engine.syncNow()
    expect(engine.status().state).toBe('signInNeeded')
    engine.stop()
    expect(await server.db.selectFrom('mutation').select('seq').execute()).toEqual([])
    expect(JSON.stringify(await exportUnsent(tablet.store))).toContain('của Kiểm')
    await expect(tablet.signInAs('kiemtra')).rejects.toThrow(/may not sign in/)
    // Whoever signs in next on this tablet has a store of their own, and sends nothing of this one.
    await tablet.signInAs('giamsat')
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    // Opened again, everything arrives.
    await setDisabled(server.db, PROVINCE.id, [tablet.person.id], null)
    await tablet.signInAs('kiemtra')
    await tablet.sync()
    expect([await unsent(), (await openInspection(tablet.store, id))?.revs]).toEqual([0, { q1: 1, q2: 1, q3: 1 }])
  })
})

describe('half a server', () => {
  it('[P37] 503 on every pull: pushes go on, what was answered stays on the screen, and the view comes when it can', async () => {
    const id = await start()
    tablet.network(async ({ path }, pass) =>
      path.includes('/pull')
        ? Response.json({ code: 'STORAGE_UNAVAILABLE', message: 'x.' }, { status: 503, headers: { 'sync-proto': '1' } })
        : pass(),
    )
    const engine = createEngine(tablet.store, createRound(tablet.store, tablet.transport, 'test'))
    for (const item of items) {
      await saveAnswer(tablet.store, id, item, passed)
      await engine.syncNow()
      expect(engine.status()).toMatchObject({ state: 'serverTrouble', problem: 'STORAGE_UNAVAILABLE' })
      expect(await unsent()).toBe(0)
    }
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: passed, q2: passed, q3: passed })
    tablet.network()
    await engine.syncNow()
    engine.stop()
    expect(engine.status().state).toBe('idle')
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: passed, q2: passed, q3: passed })
  })
})

describe('a clock of this tablet that cannot be right', () => {
  afterEach(() => vi.useRealTimers())

  it.each([
    ['two years behind', -2],
    ['ten years ahead', 10],
  ])('[I9] %s, then right again: it writes, sends, keeps its journal and its order', async (_, years) => {
    const id = await start()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    const wrong = () => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + years * 365 * 86_400_000 })
    // The server of this test lives in the same process; its clock is right.
    tablet.network(async (_request, pass) => {
      vi.useRealTimers()
      const reply = await pass()
      wrong()
      return reply
    })
    wrong()
    const engine = createEngine(tablet.store, createRound(tablet.store, tablet.transport, 'test'))
    await saveAnswer(tablet.store, id, 'q1', failed)
    await saveAnswer(tablet.store, id, 'q2', passed)
    await engine.syncNow()
    expect(engine.status()).toMatchObject({ state: 'idle' })
    vi.useRealTimers()
    tablet.network()
    await saveAnswer(tablet.store, id, 'q3', passed)
    await engine.syncNow()
    engine.stop()
    expect(await unsent()).toBe(0)
    expect(await countChanges(tablet.store.db.sent)).toBe(5)
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: failed, q2: passed, q3: passed })
    const ledger = await server.db
      .selectFrom('mutation')
      .select(['seq', 'at_est', 'received_at'])
      .orderBy('seq')
      .execute()
    expect(ledger.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
    // Told in the server's time, never later than it was received.
    for (const { at_est, received_at } of ledger.slice(2, 3)) expect(at_est).toBeLessThanOrEqual(received_at)
  })
})
