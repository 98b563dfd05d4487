import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { applyPage } from '../../src/device/store/apply-page.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { contents } from '../../src/device/store/contents.ts'
import { changeHead, openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { offerAnew } from '../../src/device/store/outbox.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { settle } from '../../src/device/store/settle.ts'
import { readMeta } from '../../src/device/store/store.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { PROTO } from '../../src/protocol/terms.ts'
import type { PullReply } from '../../src/protocol/wire.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What a device does under a number of its own, once the old count is worth nothing. */

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

async function started(date?: string): Promise<string> {
  const [facility] = await listFacilities(tablet.store)
  if (!facility) throw new Error('the tablet has no facility')
  return startInspection(tablet.store, await headFor(facility.id, date === undefined ? {} : { date }))
}

/** From now on the server tells another history, which lacks nothing of the former. */
const tellAnother = () => server.db.updateTable('tenant_clock').set({ epoch: 'another' }).execute()

async function serverState() {
  const cells = await server.db.selectFrom('inspection').select(['id', 'cells', 'status']).orderBy('id').execute()
  const versions = await server.db.selectFrom('answer_version').select(['item', 'rev', 'reason']).execute()
  const seals = await server.db.selectFrom('inspection_seal').select(['no', 'sha256']).execute()
  return { cells, versions, seals }
}

describe('a server that was restored and lacks nothing', () => {
  it('[P16] [P4] knows again all that it is offered, and nothing has a second effect', async () => {
    const id = await started()
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, failed)
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await submitInspection(tablet.store, id)
    await tablet.sync()
    const [before, number] = [await serverState(), await readMeta<string>(tablet.store, 'deviceId')]
    await tellAnother()
    await tablet.sync()
    expect(await serverState()).toEqual(before)
    expect(before.seals).toHaveLength(1)
    const now = await readMeta<string>(tablet.store, 'deviceId')
    expect(now).not.toBe(number)
    const ids = async (device: string | null) =>
      server.db
        .selectFrom('mutation')
        .select(['seq', 'id'])
        .where('device_id', '=', device ?? '')
        .orderBy('seq')
        .execute()
    expect(await ids(now)).toEqual(await ids(number))
    expect(await contents(tablet.store)).toMatchObject({ unsentChanges: 0, drafts: 0, refused: 0, results: 1 })
  })

  it('[P16] [P12] leaves a draft as its author sees it, revisions and all', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', failed)
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q2', passed)
    await tellAnother()
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      answers: { q1: passed, q2: passed },
      revs: { q1: 2, q2: 1 },
      contested: [],
    })
  })

  it('[P16] [P5] what was refused and then corrected is not refused again', async () => {
    const id = await started('1970-01-01')
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.state).toBe('refused')
    await changeHead(tablet.store, id, { date: '2026-11-20' })
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.state).toBe('draft')
    const told = await tablet.store.db.attention.toArray()
    await tellAnother()
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.state).toBe('draft')
    expect(await tablet.store.db.attention.toArray()).toEqual(told)
  })
})

describe('a server that lacks everything', () => {
  it('[P16] [P5] refuses once more what it had refused, and the corrected visit goes on', async () => {
    const id = await started('1970-01-01')
    await tablet.sync()
    await changeHead(tablet.store, id, { date: '2026-11-20' })
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    for (const table of ['mutation', 'inspection', 'device'] as const) await server.db.deleteFrom(table).execute()
    await server.db.deleteFrom('feed').where('entity', '=', 'inspection').execute()
    await tellAnother()
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ state: 'draft', answers: { q1: passed } })
    expect((await serverState()).cells).toMatchObject([{ id, status: 'draft' }])
  })
})

describe('a reply to the old count', () => {
  it('[P2] [P9] settles nothing of the new one: its numbers stand for other things', async () => {
    const id = await started()
    await freezeBatch(tablet.store)
    const former = (await readMeta<string>(tablet.store, 'deviceId')) as string
    await offerAnew(tablet.store, null)
    await saveAnswer(tablet.store, id, 'q1', passed)
    await settle(tablet.store, [{ seq: 1, o: 'applied' }], 'e', former)
    expect(await contents(tablet.store)).toMatchObject({ unsentChanges: 2 })
  })
})

describe('what was refused before', () => {
  it('[P16] [P5] and is taken when it is offered again is dealt with, under its own id too', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await freezeBatch(tablet.store)
    // The visit was begun on another tablet, and a restored server did not know it yet.
    await settle(
      tablet.store,
      [
        { seq: 1, o: 'applied' },
        { seq: 2, o: 'rejected', code: 'INSPECTION_UNKNOWN' },
      ],
      'e1',
    )
    expect(await openInspection(tablet.store, id)).toMatchObject({ state: 'refused' })
    await offerAnew(tablet.store, 'e2')
    await freezeBatch(tablet.store)
    await settle(
      tablet.store,
      [
        { seq: 1, o: 'applied' },
        { seq: 2, o: 'applied', revs: { q1: 1 } },
      ],
      'e2',
    )
    expect((await listAttention(tablet.store))[0]?.entries).toMatchObject([{ cell: 'q1', handled: 'done' }])
    expect(await openInspection(tablet.store, id)).toMatchObject({ state: 'draft', refusal: null })
  })
})

describe('what an answer rests on', () => {
  const cellOf = async (id: string, item: string) => {
    const { cells } = await server.db
      .selectFrom('inspection')
      .select('cells')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return (JSON.parse(cells) as InspectionRecord['cells'])[item]
  }

  it('[P13] [P16] [I6] is the answer, not only its number: another history may have another under the same', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q1', failed)
    await freezeBatch(tablet.store)
    const stranger = { ...passed, note: 'của máy kia' }
    const cells = JSON.stringify({ q1: { rev: 1, answer: stranger } })
    await server.db.updateTable('inspection').set({ cells }).where('id', '=', id).execute()
    await tellAnother()
    await tablet.sync()
    expect(await cellOf(id, 'q1')).toMatchObject({ answer: failed, contested: true, former: stranger })
  })

  it('[P13] [P16] is found again where a restored server gets one after the other', async () => {
    const id = await started()
    for (const answer of [passed, failed, { ...passed, note: 'xem lại' }]) {
      await saveAnswer(tablet.store, id, 'q1', answer)
      await tablet.sync()
    }
    await server.db.deleteFrom('answer_version').execute()
    await server.db.deleteFrom('mutation').execute()
    await server.db.deleteFrom('feed').where('entity', '=', 'inspection').execute()
    await server.db.deleteFrom('inspection').execute()
    await tellAnother()
    await tablet.sync()
    expect(await cellOf(id, 'q1')).toEqual({ rev: 3, answer: { ...passed, note: 'xem lại' } })
  })

  it('[P13] stays what the server has while an answer in between was refused', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q1', failed)
    const batch = await freezeBatch(tablet.store)
    const seq = batch?.mutations[0]?.seq ?? 0
    await server.db.updateTable('device').set({ last_seq: seq }).execute()
    const refusal = { seq, o: 'rejected', code: 'ANSWER_INVALID' } as const
    await settle(tablet.store, [refusal], (await readMeta<string>(tablet.store, 'epoch')) ?? '', batch?.deviceId)
    await saveAnswer(tablet.store, id, 'q1', { ...failed, note: 'sửa lại' })
    await tablet.sync()
    expect(await cellOf(id, 'q1')).toEqual({ rev: 2, answer: { ...failed, note: 'sửa lại' } })
  })
})

it('[P16] [I5] what another tab has just said anew of a lost answer is not said again in its older form', async () => {
  const second = await createDeviceWorld(server, 'kiemtra')
  const id = await started()
  await tablet.sync()
  await second.sync()
  await saveAnswer(second.store, id, 'q1', passed)
  await second.sync()
  await tablet.sync()
  const newer = { ...failed, note: 'tab kia' }
  const inspection = await server.db.selectFrom('inspection').selectAll().executeTakeFirstOrThrow()
  const record: InspectionRecord = {
    id,
    head: JSON.parse(inspection.head) as InspectionRecord['head'],
    status: 'draft',
    createdBy: { id: tablet.store.personId, name: '' },
    submittedAt: null,
    score: null,
    cells: {},
  }
  const [asked, epoch] = [await readMeta<string>(tablet.store, 'cursor'), await readMeta<string>(tablet.store, 'epoch')]
  const { db } = tablet.store
  const begin = db.transaction.bind(db) as (...call: unknown[]) => Promise<unknown>
  // The page has been prepared; before it is written, another tab writes and its round comes to its end.
  const between = vi.spyOn(db, 'transaction').mockImplementationOnce((async (...call: unknown[]) => {
    await saveAnswer(tablet.store, id, 'q1', newer)
    const batch = await freezeBatch(tablet.store)
    const outcome = { seq: batch?.mutations[0]?.seq ?? 0, o: 'applied', revs: { q1: 1 } } as const
    await settle(tablet.store, [outcome], epoch ?? '', batch?.deviceId)
    return begin(...call)
  }) as never)
  const page: PullReply = {
    proto: PROTO,
    epoch: epoch ?? '',
    deviceId: '',
    after: asked ?? '',
    serverTime: 0,
    cursor: 'c',
    more: false,
    reset: false,
    deviceAck: 0,
    changes: [{ entity: 'inspection', data: record }],
  }
  expect(await applyPage(tablet.store, page, asked)).toBe(true)
  expect(between).toHaveBeenCalled()
  expect(await contents(tablet.store)).toMatchObject({ unsentChanges: 0 })
  expect(await openInspection(tablet.store, id)).toMatchObject({ answers: { q1: newer }, revs: { q1: 1 } })
  second.close()
})
