import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { contents } from '../../src/device/store/contents.ts'
import type { OutboxRow } from '../../src/device/store/database.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { offerAnew, pruneSent } from '../../src/device/store/outbox.ts'
import { getResult, listFacilities } from '../../src/device/store/replica.ts'
import { countChanges } from '../../src/device/store/together.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let tablet: DeviceWorld
let id: string
const open: { close(): unknown }[] = []
async function device(): Promise<DeviceWorld> {
  const made = await createDeviceWorld(server, 'kiemtra')
  open.push(made)
  await made.sync()
  return made
}
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await device()
  const [facility] = await listFacilities(tablet.store)
  id = await startInspection(tablet.store, await headFor(facility?.id ?? ''))
  await tablet.sync()
})
afterEach(async () => {
  for (const each of open.splice(0)) each.close()
  await server.close()
})

const items = itemsOf(tinyChecklist).map((item) => item.id)
const answerAll = async (answer: Answer, on = tablet) => {
  for (const item of items) await saveAnswer(on.store, id, item, answer)
}
const ledger = () =>
  server.db.selectFrom('mutation').select(['seq', 'kind', 'outcome']).orderBy('received_at').orderBy('seq').execute()
/** What some other version of the app might have written. */
const unfit: Answer = { value: { is: 'level', level: 2 } }

describe('answers that go out together', () => {
  it('[P41] are one mutation, and each knows its revision', async () => {
    await answerAll(passed)
    await tablet.sync()
    expect(await ledger()).toHaveLength(2)
    expect((await openInspection(tablet.store, id))?.revs).toEqual({ q1: 1, q2: 1, q3: 1 })
  })

  it('[P41] [I4] one that the server cannot take is told apart; the others arrive', async () => {
    await answerAll(passed)
    await saveAnswer(tablet.store, id, 'q2', unfit)
    await tablet.sync()
    const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
    expect(Object.keys(JSON.parse(cells)).sort()).toEqual(['q1', 'q3'])
    expect(await listAttention(tablet.store)).toMatchObject([
      { insp: id, entries: [{ kind: 'rejected', code: 'ANSWER_INVALID', cell: 'q2', answer: unfit }] },
    ])
    expect((await contents(tablet.store)).unsentChanges).toBe(0)

    await saveAnswer(tablet.store, id, 'q2', passed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ score: { earned: 300 } })
  })

  it('[P41] [P3] what its author has changed meanwhile goes out as it now is', async () => {
    await answerAll(passed)
    await saveAnswer(tablet.store, id, 'q2', unfit)
    tablet.network(async (request, pass) => {
      const reply = await pass()
      // While the batch is away, the same hand corrects it.
      if (request.path.includes('push') && request.body.includes('level'))
        await saveAnswer(tablet.store, id, 'q2', failed)
      return reply
    })
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.answers.q2).toEqual(failed)
    expect(await listAttention(tablet.store)).toEqual([])
    const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
    expect(JSON.parse(cells)).toMatchObject({ q2: { rev: 1, answer: failed } })
  })

  it('[P41] [I6] a dispute about one leaves the others undisputed', async () => {
    const second = await device()
    await saveAnswer(second.store, id, 'q2', failed)
    await second.sync()
    await answerAll(passed)
    await tablet.push()
    expect((await openInspection(tablet.store, id))?.contested).toEqual(['q2'])
  })

  it('[P41] [P15] [I4] those that came too late stand beside the seal, each by itself', async () => {
    const second = await device()
    await answerAll(passed)
    await submitInspection(tablet.store, id)
    await answerAll(failed, second)
    await tablet.sync()
    await second.sync()
    const [group] = await listAttention(second.store)
    expect(group?.entries.map(({ kind, cell }) => [kind, cell]).sort()).toEqual(items.map((item) => ['late', item]))
  })

  it('[P41] [P16] are offered to a restored server as the same mutation, and counted once', async () => {
    await answerAll(passed)
    await tablet.sync()
    await offerAnew(tablet.store, 'another')
    const batch = await freezeBatch(tablet.store)
    expect(batch?.mutations.map(({ seq, k }) => [seq, k])).toEqual([
      [1, 'inspection.start'],
      [2, 'answer.set'],
    ])
    await server.db.updateTable('tenant_clock').set({ epoch: 'another' }).execute()
    await tablet.sync()
    const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
    expect(JSON.parse(cells)).toMatchObject({ q1: { rev: 1 }, q2: { rev: 1 }, q3: { rev: 1 } })
  })

  it('[P41] the journal is never cut through one mutation', async () => {
    await answerAll(passed)
    await tablet.sync()
    await pruneSent(tablet.store, 2)
    expect(await countChanges(tablet.store.db.sent)).toBe(3)
    await pruneSent(tablet.store, 0)
    expect(await countChanges(tablet.store.db.sent)).toBe(3)
  })

  it('[P41] [P16] [I1] a journal longer than one reading is never cut through one of them', async () => {
    const { db } = tablet.store
    await db.outbox.clear()
    // Sixty-five visits' answers, 130 in each: more rows than are read at a time, and small enough for one request.
    await db.outbox.bulkAdd(
      Array.from({ length: 65 * 130 }, (_, n): OutboxRow => {
        const [visit, item] = [Math.floor(n / 130), n % 130]
        const payload = { plain: { k: 'answer.set', set: { [`q${item}`]: [0, passed] } } } as const
        const frozen = {
          localId: n + 1,
          state: 'frozen',
          seq: visit + 1,
          id: `r${n}`,
          mutationId: `m${visit}`,
        } as const
        return { ...frozen, insp: `v${visit}`, cell: `q${item}`, base: 0, at: 0, bytes: 200, payload: payload as never }
      }),
    )
    const sizes = (await freezeBatch(tablet.store))?.mutations.map((each) =>
      each.k === 'answer.set' ? Object.keys(each.set).length : 0,
    )
    expect(new Set(sizes)).toEqual(new Set([130]))
    expect(sizes?.length).toBeGreaterThan(50)
  })
})
