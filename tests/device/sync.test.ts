import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { applyPage } from '../../src/device/store/apply-page.ts'
import { getChecklist, listChecklists } from '../../src/device/store/checklists.ts'
import { contents } from '../../src/device/store/contents.ts'
import {
  changeHead,
  openInspection,
  progressOf,
  resendInspection,
  startInspection,
  submitInspection,
} from '../../src/device/store/drafts.ts'
import { listOpen } from '../../src/device/store/open-list.ts'
import { getResult, listFacilities, listResults } from '../../src/device/store/replica.ts'
import { readMeta } from '../../src/device/store/store.ts'
import { pullAll } from '../../src/device/sync/pull.ts'
import { type Answer, NOTE_MAX } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { Problem } from '../../src/domain/problem.ts'
import { createDeviceWorld, hotelWifi, offline, replyLost } from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let tablet: DeviceWorld
const open: { close(): unknown }[] = []
async function device(username: string): Promise<DeviceWorld> {
  const made = await createDeviceWorld(server, username)
  open.push(made)
  return made
}
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await device('kiemtra')
  await tablet.sync()
})
afterEach(async () => {
  for (const each of open.splice(0)) each.close()
  await server.close()
})

async function head() {
  const [facility] = await listFacilities(tablet.store)
  if (!facility) throw new Error('the tablet has no facility')
  return headFor(facility.id)
}

async function answered(answer: Answer = passed): Promise<string> {
  const id = await startInspection(tablet.store, await head())
  for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, answer)
  return id
}

const submittedOnServer = () =>
  server.db.selectFrom('inspection').selectAll().where('status', '=', 'submitted').execute()

describe('what comes down', () => {
  it('checklists with version and hash, and the facilities of one’s area alone', async () => {
    const [header] = await listChecklists(tablet.store)
    expect(header).toMatchObject({ ref: { id: tinyChecklist.id, version: '1.0' }, readable: true })
    expect(header && (await getChecklist(tablet.store, header.ref))).toEqual(tinyChecklist)
    const facilities = await listFacilities(tablet.store)
    expect(facilities.length).toBeGreaterThan(3)
    expect(facilities.every(({ areaId }) => tablet.person.areaIds.includes(areaId))).toBe(true)
  })

  it('[P7] a checklist that does not have its hash is not taken, and the cursor stays', async () => {
    const other = await device('giamsat')
    other.network(async ({ path }, pass) => {
      const reply = await pass()
      if (!path.includes('pull')) return reply
      return new Response((await reply.text()).replaceAll('Câu hỏi q1?', 'Câu hỏi khác?'), reply)
    })
    await expect(other.sync()).rejects.toMatchObject({ code: 'CHECKLIST_DAMAGED' })
    expect(await contents(other.store)).toMatchObject({ checklists: 0, facilities: 0, lastPulledAt: null })
    other.network()
    await other.sync()
    expect((await contents(other.store)).checklists).toBe(1)
  })
})

describe('what goes up', () => {
  it('a submitted inspection arrives, scored by the server, and comes back as a result', async () => {
    const id = await answered(failed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await submittedOnServer()).toHaveLength(1)
    expect(await openInspection(tablet.store, id)).toBeNull()
    expect(await getResult(tablet.store, id)).toMatchObject({
      status: 'submitted',
      score: { earned: 0, max: 300, grade: 'Chưa đạt' },
    })
    const supervisor = await device('giamsat')
    await supervisor.sync()
    expect(await listResults(supervisor.store)).toMatchObject([{ id, createdBy: { id: tablet.person.id } }])
  })

  it('[I2] exactly once, though the reply to each request was lost', async () => {
    const id = await answered()
    await submitInspection(tablet.store, id)
    for (let n = 0; n < 3; n++) {
      tablet.network(replyLost)
      await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    }
    await tablet.restart()
    tablet.network()
    await tablet.sync()
    expect(await submittedOnServer()).toHaveLength(1)
    expect(await server.db.selectFrom('inspection_seal').selectAll().execute()).toHaveLength(1)
    expect(await contents(tablet.store)).toMatchObject({ unsentChanges: 0, waiting: 0 })
  })

  it('[P1] what is done without a network waits, and says so', async () => {
    tablet.network(offline)
    const id = await answered()
    await submitInspection(tablet.store, id)
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    expect(await contents(tablet.store)).toMatchObject({ waiting: 1, unsentChanges: 5 })
    expect(await listOpen(tablet.store)).toMatchObject([{ id, state: 'waiting' }])
    expect(await progressOf(tablet.store, id)).toEqual({ answered: 3, applicable: 3 })
  })

  it('[P9] a hotel’s sign-in page is not an answer', async () => {
    const id = await answered()
    tablet.network(hotelWifi)
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
    expect((await openInspection(tablet.store, id))?.unsent).toBe(4)
  })

  it('[P9] nor is another tablet’s reply', async () => {
    await answered()
    tablet.network(async ({ path }, pass) => {
      const reply = await pass()
      if (!path.includes('push')) return reply
      return new Response(JSON.stringify({ ...(await reply.json()), deviceId: 'another' }), reply)
    })
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
    tablet.network()
    await tablet.sync()
    expect((await contents(tablet.store)).unsentChanges).toBe(0)
  })

  it('[P9] a reply cut in the middle acknowledges nothing', async () => {
    await answered()
    tablet.network(
      async (_request, pass) =>
        new Response((await (await pass()).text()).slice(0, 40), {
          headers: { 'sync-proto': '1', 'content-type': 'application/json' },
        }),
    )
    await expect(tablet.sync()).rejects.toBeInstanceOf(Problem)
    expect((await contents(tablet.store)).unsentChanges).toBe(4)
  })

  it('[P3] an answer changed while its first value was under way is no conflict', async () => {
    const id = await startInspection(tablet.store, await head())
    await saveAnswer(tablet.store, id, 'q1', passed)
    tablet.network(async (_request, pass) => {
      const reply = await pass()
      await saveAnswer(tablet.store, id, 'q1', failed)
      tablet.network()
      return reply
    })
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ answers: { q1: failed }, contested: [], unsent: 0 })
    const row = await server.db.selectFrom('inspection').select('cells').where('id', '=', id).executeTakeFirstOrThrow()
    expect(JSON.parse(row.cells)).toMatchObject({ q1: { rev: 2, answer: failed } })
  })

  it('[P6] a body that is too large is halved until it passes', async () => {
    const id = await startInspection(tablet.store, await head())
    for (const { id: item } of itemsOf(tinyChecklist))
      await saveAnswer(tablet.store, id, item, { ...passed, note: 'ệ'.repeat(NOTE_MAX) })
    tablet.network(async ({ body }, pass) =>
      body.length > 3_500 ? new Response('too large', { status: 413 }) : pass(),
    )
    await tablet.sync()
    expect((await contents(tablet.store)).unsentChanges).toBe(0)
  })
})

describe('a shared tablet', () => {
  it('[P17] one person’s work is not sent under another’s name', async () => {
    const id = await answered()
    await tablet.signInAs('giamsat')
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    expect((await openInspection(tablet.store, id))?.unsent).toBe(4)
    await tablet.signInAs('kiemtra')
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.unsent).toBe(0)
  })
})

describe('what is refused', () => {
  it('[I4] an unknown facility: the reason is shown, nothing is deleted, the next inspection goes through', async () => {
    const id = await startInspection(tablet.store, { ...(await head()), facilityId: 'khong-co' })
    await saveAnswer(tablet.store, id, 'q1', passed)
    const next = await answered()
    await submitInspection(tablet.store, next)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'refused',
      refusal: { code: 'FACILITY_UNKNOWN' },
      answers: { q1: passed },
    })
    expect(await getResult(tablet.store, next)).not.toBeNull()
    expect(
      await server.db.selectFrom('mutation').select('payload').where('inspection_id', '=', id).execute(),
    ).toHaveLength(2)
  })

  it('a date in 1970 is refused with its reason; corrected, the whole inspection arrives', async () => {
    const id = await startInspection(tablet.store, { ...(await head()), date: '1970-01-01' })
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'refused',
      refusal: { code: 'DATE_OUT_OF_RANGE' },
    })
    await changeHead(tablet.store, id, { date: (await head()).date })
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ status: 'submitted', score: { earned: 300 } })
  })

  it('a checklist version the server has never seen is refused, and the answers stay', async () => {
    const real = await head()
    const id = await startInspection(tablet.store, { ...real, checklist: { ...real.checklist, version: '9.9' } })
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      refusal: { code: 'CHECKLIST_UNKNOWN' },
      answers: { q1: passed },
    })
  })

  it('facts that changed on the server meanwhile: sent again with the new ones', async () => {
    const real = await head()
    const id = await startInspection(tablet.store, { ...real, facts: { ...real.facts, beds: 999 } })
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.refusal?.code).toBe('FACTS_DIFFER')
    await resendInspection(tablet.store, id)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'draft',
      refusal: null,
      unsent: 0,
      head: { facts: real.facts },
    })
  })

  it('submitting with something missing is refused on the device, by name', async () => {
    const id = await startInspection(tablet.store, await head())
    await saveAnswer(tablet.store, id, 'q1', passed)
    await expect(submitInspection(tablet.store, id)).rejects.toMatchObject({
      code: 'INCOMPLETE',
      detail: { missing: ['q2', 'q3'] },
    })
    expect((await openInspection(tablet.store, id))?.state).toBe('draft')
  })

  it('a submitted inspection takes no more answers', async () => {
    const id = await answered()
    await submitInspection(tablet.store, id)
    await expect(saveAnswer(tablet.store, id, 'q1', failed)).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
    await expect(submitInspection(tablet.store, id)).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
  })
})

describe('two tablets of one person', () => {
  it('[I6] the same question answered differently is shown as contested, and choosing settles it', async () => {
    const second = await device('kiemtra')
    const id = await startInspection(tablet.store, await head())
    await tablet.sync()
    await second.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await saveAnswer(second.store, id, 'q1', failed)
    await tablet.sync()
    await second.sync()
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.contested).toEqual(['q1'])
    expect((await openInspection(second.store, id))?.contested).toEqual(['q1'])
    for (const item of ['q2', 'q3']) await saveAnswer(tablet.store, id, item, passed)
    await expect(submitInspection(tablet.store, id)).rejects.toMatchObject({ code: 'CONTESTED' })
    await saveAnswer(tablet.store, id, 'q1', passed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ score: { earned: 300 } })
  })

  it('[P13] [I6] what its author wrote on while the answer was under way does not settle a dispute they never saw', async () => {
    const second = await device('kiemtra')
    const id = await startInspection(tablet.store, await head())
    await tablet.sync()
    await second.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await saveAnswer(second.store, id, 'q1', failed)
    second.network(async ({ path }, pass) => {
      const reply = await pass()
      if (path.includes('/push')) {
        second.network()
        await saveAnswer(second.store, id, 'q1', { ...failed, note: 'Thiếu xà phòng' })
      }
      return reply
    })
    await second.sync()
    await second.sync()
    await tablet.sync()
    for (const each of [tablet, second])
      expect((await openInspection(each.store, id))?.contested, each.person.id).toEqual(['q1'])
  })

  it('[P13] [I6] an answer that came down a moment before the tap, and was not on the screen yet, is not settled by it', async () => {
    const second = await device('kiemtra')
    const id = await startInspection(tablet.store, await head())
    await tablet.sync()
    await second.sync()
    await saveAnswer(second.store, id, 'q1', failed)
    await saveAnswer(second.store, id, 'q2', failed)
    await second.sync()
    const looked = (await openInspection(tablet.store, id))?.pulled
    await tablet.sync()
    const now = (await openInspection(tablet.store, id))?.pulled
    expect([looked, now]).toEqual([{}, { q1: 1, q2: 1 }])
    await saveAnswer(tablet.store, id, 'q1', passed, looked?.q1 ?? 0)
    // Of the other question the screen showed what had come.
    await saveAnswer(tablet.store, id, 'q2', passed, now?.q2)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ contested: ['q1'], answers: { q2: passed } })
    // Both are on the screen now; choosing settles it.
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.contested).toEqual([])
  })

  it('[P12] what waits to be sent is not overwritten by what comes down', async () => {
    const second = await device('kiemtra')
    const id = await startInspection(tablet.store, await head())
    await tablet.sync()
    await second.sync()
    await saveAnswer(second.store, id, 'q1', failed)
    await second.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await pullAll(tablet.store, tablet.transport)
    expect((await openInspection(tablet.store, id))?.answers.q1).toEqual(passed)
  })

  it('different questions are both kept', async () => {
    const second = await device('kiemtra')
    const id = await startInspection(tablet.store, await head())
    await tablet.sync()
    await second.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await saveAnswer(second.store, id, 'q2', failed)
    await second.sync()
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: passed, q2: failed })
  })

  it('a tablet that lost its storage gets its drafts back', async () => {
    const id = await answered()
    await tablet.sync()
    const fresh = await device('kiemtra')
    await fresh.sync()
    expect(await openInspection(fresh.store, id)).toMatchObject({
      state: 'draft',
      answers: { q1: passed, q2: passed, q3: passed },
    })
  })
})

describe('a view that changes', () => {
  const cursor = () => readMeta<string>(tablet.store, 'cursor')

  it('[P11] what a person may no longer see goes when the new view has been read to its end, and not before', async () => {
    const before = (await listFacilities(tablet.store)).map(({ id }) => id)
    const whole = await tablet.transport.pull('another', null)
    const [kept, gone] = whole.changes.filter(({ entity }) => entity === 'facility')
    if (!kept || !gone) throw new Error('the world is too small')
    const page = { ...whole, reset: true, more: true, changes: [gone] }
    await applyPage(tablet.store, page, await cursor())
    // Cut off here, and the view begins once more, now without that facility.
    expect((await listFacilities(tablet.store)).map(({ id }) => id)).toEqual(before)
    await applyPage(tablet.store, { ...page, changes: [kept] }, await cursor())
    await applyPage(tablet.store, { ...page, reset: false, more: false, changes: [] }, await cursor())
    expect((await listFacilities(tablet.store)).map(({ id }) => id)).toEqual(
      kept.entity === 'facility' ? [kept.data.id] : [],
    )
  })
})

describe('a page that another tab has overtaken', () => {
  it('[P10] [P38] is not written: the view does not go back, and nothing is taken for gone', async () => {
    const id = await answered()
    let goOn = () => {}
    const held = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let round = Promise.resolve()
    await new Promise<void>((hasArrived) => {
      tablet.network(async ({ path }, pass) => {
        const reply = await pass()
        if (!path.includes('/pull')) return reply
        hasArrived()
        await held
        return reply
      })
      round = tablet.sync()
    })
    tablet.network()
    await saveAnswer(tablet.store, id, 'q1', failed)
    await tablet.sync()
    const before = await Promise.all(tablet.store.db.tables.map((table) => table.toArray()))
    goOn()
    await round
    const after = await Promise.all(tablet.store.db.tables.map((table) => table.toArray()))
    const isOfTime = ({ key }: { key?: unknown }) => key === 'lastPulledAt' || key === 'clock'
    const timeless = (tables: Record<string, unknown>[][]) =>
      JSON.stringify(tables.map((rows) => rows.filter((row) => !isOfTime(row))))
    expect(timeless(after)).toBe(timeless(before))
  })
})

describe('a server that forgot', () => {
  it('a tablet whose profile was copied takes a number of its own, and nothing is lost or doubled', async () => {
    const id = await startInspection(tablet.store, await head())
    await tablet.sync()
    // The copy goes on under the same device number.
    const copy = await device('kiemtra')
    const deviceId = (await tablet.store.db.meta.get('deviceId'))?.value
    await copy.store.db.meta.bulkPut([
      { key: 'deviceId', value: deviceId },
      { key: 'nextSeq', value: 2 },
    ])
    await copy.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await saveAnswer(copy.store, id, 'q2', failed)
    await tablet.sync()
    await copy.sync()
    await tablet.sync()
    expect((await copy.store.db.meta.get('deviceId'))?.value).not.toBe(deviceId)
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: passed, q2: failed })
  })

  it('an empty server (restored, reset) gets again what it had confirmed', async () => {
    const id = await answered()
    await tablet.sync()
    await server.close()
    server = await createServerWorld()
    const again = await createDeviceWorld(server, 'kiemtra', tablet.store.db.name)
    open.push(again)
    await again.sync()
    await submitInspection(again.store, id)
    await again.sync()
    expect(await submittedOnServer()).toHaveLength(1)
    expect(await contents(again.store)).toMatchObject({ unsentChanges: 0, drafts: 0, waiting: 0, results: 1 })
  })
})
