import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { exportUnsent, listAttention } from '../../src/device/store/attention.ts'
import { contents } from '../../src/device/store/contents.ts'
import type { OutboxRow } from '../../src/device/store/database.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { listUnsentWork } from '../../src/device/store/file/unsent-work.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { listOpen } from '../../src/device/store/open-list.ts'
import { offerAnew, pruneSent } from '../../src/device/store/outbox.ts'
import { recordFacts } from '../../src/device/store/record-facts.ts'
import { countWaiting } from '../../src/device/store/relay-queue.ts'
import { reportBehind } from '../../src/device/store/relay-report.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { sealRows } from '../../src/device/store/seal-rows.ts'
import { sealedQueue } from '../../src/device/store/sealed-queue.ts'
import { setAside } from '../../src/device/store/settle.ts'
import { closeStore, openStore, readMeta, STORE_SCHEMA, type Store } from '../../src/device/store/store.ts'
import { apart, countChanges, removeRows } from '../../src/device/store/together.ts'
import { pullAll } from '../../src/device/sync/pull.ts'
import type { Answer } from '../../src/domain/answer.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'
import { storeKey } from '../support/store-key.ts'

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let tablet: DeviceWorld
let id: string
const open: { close(): unknown }[] = []
const device = async (name?: string, settings?: Parameters<typeof createDeviceWorld>[3]) => {
  const made = await createDeviceWorld(server, 'kiemtra', name, settings)
  open.push(made)
  return made
}
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await device()
  await tablet.sync()
  id = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))
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
const outbox = (store = tablet.store) => store.db.outbox.toArray()

/** Every number of changes that a person, or the server, is told. */
async function told(store: Store) {
  return {
    device: (await contents(store)).unsentChanges,
    visit: (await openInspection(store, id))?.unsent,
    list: (await listOpen(store)).map(({ unsent }) => unsent),
    record: (await recordFacts(store, id))?.unsent,
    file: (await listUnsentWork(store)).map(({ changes }) => changes),
    waiting: (await countWaiting(store)).unsent,
    behind: (await reportBehind(store, 'test', { last: 0 })).waiting,
    export: ((await exportUnsent(store)) as { waiting: unknown[] }).waiting.length,
    handover: (await sealedQueue(store.personId, null)).flatMap(({ mutations }) => mutations).length,
  }
}

describe('answers that have their number', () => {
  it('[P41] lie as one row, and whoever counts counts each of them', async () => {
    const named = await device(`so-kiem:${tablet.person.id}`)
    await named.sync()
    await answerAll(passed, named)
    const before = await told(named.store)
    expect(before).toMatchObject({ device: 3, visit: 3, list: [3], handover: 3 })
    await freezeBatch(named.store)
    expect(await outbox(named.store)).toHaveLength(1)
    expect(await told(named.store)).toEqual(before)
    await saveAnswer(named.store, id, 'q2', failed)
    expect(await told(named.store)).toMatchObject({ device: 4, visit: 4, list: [4], handover: 4 })
    await named.sync()
    expect(await told(named.store)).toMatchObject({ device: 0, visit: 0, list: [0], handover: 0 })
  })

  it('[P2] go out again to the letter, also after a restart', async () => {
    await answerAll(passed)
    const batch = await freezeBatch(tablet.store)
    await saveAnswer(tablet.store, id, 'q3', failed)
    await tablet.restart()
    expect(await freezeBatch(tablet.store)).toEqual(batch)
  })

  it('[P12] are not overwritten by a pull, none of them', async () => {
    const other = await device()
    await other.sync()
    await answerAll(failed, other)
    await other.sync()
    await answerAll(passed)
    await freezeBatch(tablet.store)
    tablet.network(async ({ path }, pass) =>
      path.includes('push') ? Promise.reject(new TypeError('Failed to fetch')) : pass(),
    )
    await pullAll(tablet.store, tablet.transport, 'test')
    expect((await openInspection(tablet.store, id))?.answers).toEqual(Object.fromEntries(items.map((q) => [q, passed])))
  })

  it('[P41] [P34] set aside, they wait again in their old places, before what was written after them', async () => {
    await answerAll(passed)
    const before = (await outbox()).map(({ localId, cell }) => [localId, cell])
    await freezeBatch(tablet.store)
    await submitInspection(tablet.store, id)
    await setAside(tablet.store, 2, 'BODY_INVALID')
    const rows = await outbox()
    expect(rows.slice(0, 3).map(({ localId, cell }) => [localId, cell])).toEqual(before)
    expect(rows.map(({ state, alone = false, isVoid = false }) => [state, alone, isVoid])).toEqual([
      ...items.map(() => ['open', true, false]),
      ['open', false, false],
      ['frozen', false, true],
    ])
    await tablet.sync()
    expect(await getResult(tablet.store, id)).toMatchObject({ score: { earned: 300 } })
    expect(await listAttention(tablet.store)).toEqual([])
  })

  it.each(items)(
    '[P41] [P34] set aside, where %s was changed meanwhile: it goes out as it now is, and under their number a void alone',
    async (changed) => {
      await answerAll(passed)
      await freezeBatch(tablet.store)
      await saveAnswer(tablet.store, id, changed, failed)
      await setAside(tablet.store, 2, 'BODY_INVALID')
      const rows = (await outbox()).map(({ seq, cell, alone, isVoid }) => ({ seq, cell, alone, isVoid }))
      expect(rows.filter(({ seq }) => seq !== null)).toEqual([{ seq: 2, cell: '', alone: undefined, isVoid: true }])
      const waiting = rows.filter(({ seq }) => seq === null)
      expect(waiting.map(({ cell, alone }) => [cell, alone]).sort()).toEqual(items.map((q) => [q, true]))
      const kinds: string[] = []
      tablet.network(async ({ path, body }, pass) => {
        if (path.includes('push')) kinds.push(...JSON.parse(body).m.map(({ k }: { k: string }) => k))
        return pass()
      })
      await tablet.sync()
      expect(kinds).toEqual(['void', 'answer.set', 'answer.set', 'answer.set'])
      const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
      const answers = Object.entries(JSON.parse(cells)).map(([q, cell]) => [q, (cell as { answer: Answer }).answer])
      expect(Object.fromEntries(answers)).toEqual({
        ...Object.fromEntries(items.map((q) => [q, passed])),
        [changed]: failed,
      })
      expect(await listAttention(tablet.store)).toEqual([])
    },
  )

  it('[P41] [I6] of those that were received each is found again, where somebody had answered otherwise', async () => {
    const other = await device()
    await other.sync()
    await answerAll(failed, other)
    await other.sync()
    await answerAll(passed)
    await tablet.push()
    expect((await openInspection(tablet.store, id))?.contested.sort()).toEqual(items)
    const [group] = await listAttention(tablet.store)
    expect(group?.contested.map(({ cell, mine }) => [cell, mine]).sort()).toEqual(items.map((q) => [q, 'head']))
  })

  it('[P16] whether they were answered or not: all of them are offered to another history, each once', async () => {
    await answerAll(passed)
    await tablet.sync()
    await answerAll(failed)
    await freezeBatch(tablet.store)
    await offerAnew(tablet.store, 'another')
    const batch = await freezeBatch(tablet.store)
    expect(batch?.mutations).toMatchObject([
      { seq: 1, k: 'inspection.start' },
      { seq: 2, set: Object.fromEntries(items.map((q) => [q, [0, passed]])) },
      { seq: 3, set: Object.fromEntries(items.map((q) => [q, [1, failed, expect.any(String)]])) },
    ])
  })

  it('[P41] the journal counts each of them, and is never cut through their mutation', async () => {
    await answerAll(passed)
    await tablet.sync()
    const { sent } = tablet.store.db
    expect([await sent.count(), await countChanges(sent)]).toEqual([2, 4])
    await pruneSent(tablet.store, 4)
    expect(await countChanges(sent)).toBe(4)
    await pruneSent(tablet.store, 2)
    expect(await countChanges(sent)).toBe(3)
    await answerAll(failed)
    await tablet.sync()
    await pruneSent(tablet.store, 4)
    expect(await countChanges(sent)).toBe(6)
    await pruneSent(tablet.store, 3)
    expect((await sent.toArray()).map(({ seq }) => seq)).toEqual([3])
  })

  it('written before there was a PIN, and numbered or received then: each is sealed', async () => {
    const early = await device(undefined, { key: null })
    await early.sync()
    await answerAll(passed, early)
    await early.sync()
    await answerAll(failed, early)
    const batch = await freezeBatch(early.store)
    const { name } = early.store.db
    closeStore(early.store)
    const store = await openStore(early.person.id, name, await storeKey)
    open.push({ close: () => closeStore(store) })
    expect(await sealRows(store)).toBeGreaterThan(0)
    const rows = apart([...(await store.db.outbox.toArray()), ...(await store.db.sent.toArray())] as never[])
    const payloads = (rows as { payload: object; seen?: object }[]).flatMap(({ payload, seen }) => [
      payload,
      seen ?? payload,
    ])
    expect(payloads).toHaveLength(12)
    expect(payloads.filter((each) => !('sealed' in each))).toEqual([])
    expect(await sealRows(store)).toBe(0)
    expect(await freezeBatch(store)).toEqual(batch)
  })
})

it('rows are taken away in runs, and none beside them', async () => {
  const { db } = tablet.store
  const row = {
    state: 'open',
    seq: null,
    insp: 'v',
    cell: 'q',
    base: 0,
    at: 0,
    bytes: 1,
    payload: { plain: {} },
  } as const
  const ids = await db.outbox.bulkAdd(Array.from({ length: 9 }, (_, n) => ({ ...row, id: `r${n}` })) as never, {
    allKeys: true,
  })
  const first = Number(ids[0])
  await removeRows(
    db.outbox,
    [7, 0, 2, 3, 8].map((n) => first + n),
  )
  expect((await outbox()).map(({ localId }) => localId - first)).toEqual([1, 4, 5, 6])
  await removeRows(db.outbox, [])
  expect(await outbox()).toHaveLength(4)
})

/** As Dexie's version 6 had made it, with what an app of that version wrote: a row for each answer, numbered or not. */
async function asVersionSix(from: Store): Promise<string> {
  const name = `so-kiem:${randomUUID()}`
  const old = new Dexie(name)
  old.version(6).stores({
    meta: 'key',
    inspection: 'id, state',
    answer: '[insp+cell], insp',
    outbox: '++localId, seq, [insp+cell], insp, state',
    sent: 'id, seq, insp',
    attention: 'id, insp',
    checklist: 'key, gen',
    facility: 'id, gen',
    result: 'id, gen, facilityId, submittedAt',
    photo: 'id, insp, sha256, state',
    photoBlob: 'sha256',
    signature: 'id, insp',
    visit: 'id, gen, *hashes',
    assignment: 'id, gen, facilityId',
    correction: '[insp+item], insp',
  })
  await old.open()
  for (const table of old.tables) {
    const rows: OutboxRow[] = await from.db.table(table.name).toArray()
    await table.bulkAdd(['outbox', 'sent'].includes(table.name) ? apart(rows) : rows)
  }
  await old.table('meta').put({ key: 'schemaMin', value: 5 })
  old.close()
  return name
}

it('[P2] [P4] a store of the version before, with answers that are numbered and answers that are not, goes on to the letter', async () => {
  await answerAll(passed)
  await tablet.sync()
  await answerAll(failed)
  // The push arrives, its reply is lost: the numbers are taken, and this tablet does not know.
  tablet.network(async (_request, pass) => {
    await pass()
    throw new TypeError('Failed to fetch')
  })
  await tablet.push().catch(() => undefined)
  const batch = await freezeBatch(tablet.store)
  await saveAnswer(tablet.store, id, 'q1', passed)
  await saveAnswer(tablet.store, id, 'q2', passed)
  const name = await asVersionSix(tablet.store)

  const newer = await device(name)
  expect(await readMeta(newer.store, 'schemaMin')).toBe(STORE_SCHEMA)
  expect((await outbox(newer.store)).map(({ seq, cell }) => [seq, cell])).toEqual([
    ...items.map((q) => [3, q]),
    [null, 'q1'],
    [null, 'q2'],
  ])
  expect((await contents(newer.store)).unsentChanges).toBe(5)
  expect(await freezeBatch(newer.store)).toEqual(batch)
  await newer.sync()
  expect((await contents(newer.store)).unsentChanges).toBe(0)
  expect(await countChanges(newer.store.db.sent)).toBe(9)
  const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
  expect(JSON.parse(cells)).toMatchObject({
    q1: { rev: 3, answer: passed },
    q2: { rev: 3, answer: passed },
    q3: { rev: 2, answer: failed },
  })
  expect(await server.db.selectFrom('mutation').select('seq').execute()).toHaveLength(4)
  expect((await openInspection(newer.store, id))?.revs).toEqual({ q1: 3, q2: 3, q3: 2 })
  expect(await listAttention(newer.store)).toEqual([])
})
