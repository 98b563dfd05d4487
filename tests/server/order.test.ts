import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  accepted,
  createServerWorld,
  failed,
  headFor,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'

/** Requests that arrive late, in another order, or at once; clocks and numbers that cannot be right. */

const HOUR = 3_600_000

let world: ServerWorld
let now = MORNING
beforeEach(async () => {
  now = MORNING
  world = await createServerWorld({ now: () => now })
})
afterEach(() => world.close())

async function visit() {
  const insp = randomUUID()
  const head = await headFor('demo-tyt-suoi-mo')
  return {
    insp,
    start: { k: 'inspection.start' as const, insp, head },
    answer: (item: string, answer = passed, base = 0) => ({
      k: 'answer.set' as const,
      insp,
      set: { [item]: [base, answer] },
    }),
  }
}

const tables = ['mutation', 'inspection', 'answer_version', 'feed', 'tenant_clock'] as const
const state = () => Promise.all(tables.map((table) => world.db.selectFrom(table).selectAll().execute()))
const cells = async (insp: string) =>
  JSON.parse(
    (await world.db.selectFrom('inspection').select('cells').where('id', '=', insp).executeTakeFirstOrThrow()).cells,
  )

describe('batches in another order', () => {
  test('[P8] the last one first: it is not taken, and in order all are', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start, answer } = await visit()
    const batches = [
      tablet.number(start, answer('q1')),
      tablet.number(answer('q2'), answer('q3')),
      tablet.number(answer('q1', failed, 1)),
    ]
    const send = async (n: number) =>
      accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: batches[n] ?? [] }))
    for (const early of [2, 1]) expect(await send(early)).toMatchObject({ ackSeq: 0, expectSeq: 1, r: [] })
    expect(await world.db.selectFrom('mutation').select('seq').execute()).toEqual([])
    for (const n of [0, 1, 2]) await send(n)
    expect(await cells(insp)).toMatchObject({ q1: { rev: 2, answer: failed }, q2: { rev: 1 }, q3: { rev: 1 } })
  })

  test('[P4] one that was held back arrives hours later, behind newer ones: stored outcomes, and nothing moves', async () => {
    const tablet = await world.device('kiemtra')
    const other = await world.device('kiemtra')
    const { insp, start, answer } = await visit()
    const old = tablet.number(start, answer('q1'))
    const first = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: old }))
    await tablet.send(answer('q1', failed, 1))
    await other.send(answer('q1', passed, 0), answer('q2', failed))
    now += 9 * HOUR
    const before = await state()
    const again = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: old }))
    expect(again.r).toEqual(first.r.map((outcome) => ({ ...outcome, replayed: true })))
    expect(await state()).toEqual(before)
    expect(await cells(insp)).toMatchObject({ q1: { contested: true } })
  })
})

test('[P10] eight tablets push at once while one reads in small pages: every row arrives', async () => {
  const reader = await world.signIn('giamsat')
  const seen = new Map<string, number>()
  let cursor = ''
  let isOver = false
  const read = async () => {
    for (let more = true; more; ) {
      const page = await world.pull(reader, { cursor, limit: 2 })
      for (const change of page.changes)
        if (change.entity === 'inspection') seen.set(change.data.id, (seen.get(change.data.id) ?? 0) + 1)
      cursor = page.cursor
      more = page.more
    }
  }
  const polling = (async () => {
    while (!isOver) await read()
  })()
  const sent = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const tablet = await world.device('kiemtra')
      const ids: string[] = []
      for (let n = 0; n < 6; n++) {
        const { insp, start, answer } = await visit()
        const answers = { q1: passed, q2: passed, q3: failed }
        await tablet.send(start, answer('q1'), answer('q2'))
        await tablet.send(answer('q3', failed), await submitOf(insp, start.head, answers))
        ids.push(insp)
      }
      return ids
    }),
  )
  isOver = true
  await polling
  await read()
  expect([...seen.keys()].sort()).toEqual(sent.flat().sort())
})

test('[P10] the server’s clock steps back by a day: what comes after is still behind the cursor', async () => {
  const tablet = await world.device('kiemtra')
  const reader = await world.signIn('kiemtra')
  const first = await visit()
  await tablet.send(first.start, first.answer('q1'))
  const { cursor } = await world.pull(reader)
  now -= 24 * HOUR
  const second = await visit()
  const head = { ...second.start.head, date: '2026-11-21' }
  await tablet.send({ ...second.start, head }, second.answer('q1'), first.answer('q2'))
  const page = await world.pull(reader, { cursor })
  const ids = page.changes.flatMap((change) => (change.entity === 'inspection' ? [change.data.id] : []))
  expect(ids.sort()).toEqual([first.insp, second.insp].sort())
  const versions = await world.db.selectFrom('feed').select('ver').execute()
  expect(new Set(versions.map(({ ver }) => ver)).size).toBe(versions.length)
})

describe('numbers of nobody', () => {
  test.each([0, -1, 1.5, '1', null, 2 ** 53, 1e300])(
    '[P8] the number %j is no number: refused whole, nothing is kept',
    async (seq) => {
      const tablet = await world.device('kiemtra')
      const { start } = await visit()
      const before = await state()
      const m = [{ ...start, id: 'x', at: now, seq }]
      const reply = await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })
      expect([reply.status, (await reply.json()).code]).toEqual([422, 'BODY_INVALID'])
      expect(await state()).toEqual(before)
    },
  )

  test('[P8] a jump to the largest number there is: it is not taken, and the right one still is', async () => {
    const tablet = await world.device('kiemtra')
    const { start } = await visit()
    const m = [{ ...start, id: 'x', at: now, seq: Number.MAX_SAFE_INTEGER }]
    const reply = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    expect(reply).toMatchObject({ ackSeq: 0, expectSeq: 1, r: [] })
    expect((await tablet.send(start)).r).toMatchObject([{ seq: 1, o: 'applied' }])
  })
})
