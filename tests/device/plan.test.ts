import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amendInspection } from '../../src/device/store/amendments.ts'
import { answerBlanks, saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { askedBy, readEarlier } from '../../src/device/store/earlier.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { verifyView } from '../../src/device/sync/verify.ts'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What was planned and what became of it, from one tablet over the server to another. */

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>
const STATION = 'demo-tyt-suoi-mo'
const plan = { what: 'Thay nắp thùng', who: 'Trưởng trạm', by: '2026-12-31' }
const planned: Answer = { ...failed, plan }

let server: ServerWorld
let tablet: DeviceWorld
let other: DeviceWorld
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  other = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
  await other.sync()
})
afterEach(async () => {
  tablet.close()
  other.close()
  await server.close()
})

async function begin(on: DeviceWorld, head: Partial<InspectionHead> = {}): Promise<string> {
  return startInspection(on.store, await headFor(STATION, head))
}

async function fill(on: DeviceWorld, id: string, answers: Record<string, Answer> = {}): Promise<void> {
  for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(on.store, id, item, answers[item] ?? passed)
}

/** A visit with a plan for one item, handed in and known to both tablets. */
async function plannedVisit(): Promise<string> {
  const id = await begin(tablet, { date: '2026-11-01' })
  await fill(tablet, id, { q2: planned })
  await submitInspection(tablet.store, id)
  await tablet.sync()
  await other.sync()
  return id
}

describe('[P51] a plan is part of its answer', () => {
  it('[P51] is saved, sent, sealed and read on another tablet as it was written', async () => {
    const id = await plannedVisit()
    expect((await getResult(other.store, id))?.cells.q2?.answer).toEqual(planned)
    const [sealed] = await server.db.selectFrom('inspection_seal').selectAll().where('inspection_id', '=', id).execute()
    expect(String(sealed?.snapshot)).toContain('Thay nắp thùng')
  })

  it('[P51] [I6] two tablets that plan differently for one item: both plans are kept, and a person chooses', async () => {
    const id = await begin(tablet)
    await saveAnswer(tablet.store, id, 'q2', planned)
    await tablet.sync()
    await other.sync()
    const elsewhere = { ...planned, plan: { ...plan, who: 'Chị Lan' } }
    await saveAnswer(tablet.store, id, 'q2', { ...planned, plan: { ...plan, by: '2026-12-01' } })
    await saveAnswer(other.store, id, 'q2', elsewhere)
    await tablet.sync()
    await other.sync()
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ contested: ['q2'], answers: { q2: elsewhere } })
    await saveAnswer(tablet.store, id, 'q2', elsewhere)
    await tablet.sync()
    await other.sync()
    expect(await openInspection(other.store, id)).toMatchObject({ contested: [], answers: { q2: elsewhere } })
  })

  it('[P51] a plan without an answer yet is sealed, an answer that was taken back is not', async () => {
    const id = await begin(tablet)
    await saveAnswer(tablet.store, id, 'q1', { value: null, plan })
    await tablet.sync()
    await other.sync()
    expect((await openInspection(other.store, id))?.answers.q1).toEqual({ value: null, plan })
  })

  it('what is marked as not applicable together keeps what was planned', async () => {
    const id = await begin(tablet)
    await saveAnswer(tablet.store, id, 'q2', { value: null, plan })
    await answerBlanks(tablet.store, id, ['q2'], { is: 'notApplicable' }, 'Không có phòng này')
    expect((await openInspection(tablet.store, id))?.answers.q2).toEqual({
      value: { is: 'notApplicable' },
      note: 'Không có phòng này',
      plan,
    })
  })

  it('[P51] a sealed plan is changed by an amendment alone, and the former one stays in the record', async () => {
    const id = await plannedVisit()
    const later = { ...planned, plan: { ...plan, by: '2027-01-31' } }
    await amendInspection(tablet.store, id, { set: { q2: later }, reason: 'Gia hạn theo đề nghị của trạm' })
    await tablet.sync()
    await other.sync()
    expect(await getResult(other.store, id)).toMatchObject({ sealNo: 2, cells: { q2: { answer: later } } })
  })

  it('[P51] a visit cannot follow up itself', async () => {
    const id = await begin(tablet)
    await saveAnswer(tablet.store, id, 'q2', { ...failed, followUp: { of: id, is: 'fixed' } })
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      state: 'refused',
      refusal: { code: 'ANSWER_INVALID' },
    })
  })
})

describe('what an earlier visit planned', () => {
  it('is asked about on any tablet that has the visit, and not handed in unanswered', async () => {
    const first = await plannedVisit()
    const id = await begin(other)
    const head = await headFor(STATION)
    const { actions } = await readEarlier(other.store, askedBy(id, head))
    expect([...actions]).toEqual([
      ['q2', { of: first, plannedOn: '2026-11-01', plan, notFixedOn: [], reported: null, owner: null }],
    ])
    await fill(other, id)
    await expect(submitInspection(other.store, id)).rejects.toMatchObject({
      code: 'FOLLOW_UP_MISSING',
      detail: { items: ['q2'] },
    })
    await saveAnswer(other.store, id, 'q2', { ...passed, followUp: { of: first, is: 'fixed' } })
    await submitInspection(other.store, id)
    await other.sync()
    await tablet.sync()
    const next = await begin(tablet)
    expect((await readEarlier(tablet.store, askedBy(next, head))).actions.size).toBe(0)
  })

  it('[P51] the server does not ask for it: a tablet may never have seen that visit', async () => {
    const away = await begin(other)
    await fill(other, away)
    await tablet.sync()
    const first = await begin(tablet, { date: '2026-11-01' })
    await fill(tablet, first, { q2: planned })
    await submitInspection(tablet.store, first)
    await tablet.sync()
    await submitInspection(other.store, away)
    await other.sync()
    expect(await getResult(other.store, away)).toMatchObject({ status: 'submitted' })
    // And what it names may be a visit that the server has never seen.
    const id = await begin(other)
    await fill(other, id, { q2: { ...failed, followUp: { of: 'nobody-knows', is: 'notFixed' } } })
    await saveAnswer(other.store, id, 'q2', { ...failed, followUp: { of: first, is: 'notFixed' } })
    await submitInspection(other.store, id)
    await other.sync()
    expect(await getResult(other.store, id)).toMatchObject({ status: 'submitted' })
  })
})

describe('[P50] what a newer app has added', () => {
  it('[P50] is kept as it came, wherever in a record it stands; what is compared with the server agrees', async () => {
    const id = await plannedVisit()
    const row = await server.db
      .selectFrom('inspection')
      .select(['head', 'cells'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const head = { ...JSON.parse(String(row.head)), weather: { celsius: 21 } }
    const cells = JSON.parse(String(row.cells))
    cells.q1 = { ...cells.q1, weight: 2, answer: { ...cells.q1.answer, heard: ['a'] } }
    cells.q2.answer.plan.cost = 5
    await server.db
      .updateTable('inspection')
      .set({ head: JSON.stringify(head), cells: JSON.stringify(cells) })
      .where('id', '=', id)
      .execute()
    const third = await createDeviceWorld(server, 'giamsat')
    await third.sync()
    const { head: kept, cells: keptCells } = (await getResult(third.store, id)) ?? {}
    expect(kept).toEqual(head)
    expect(keptCells).toEqual(cells)
    expect(await verifyView(third.store, third.transport, Date.now(), true)).toBe(false)
    third.close()
  })
})
