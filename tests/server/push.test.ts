import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { digestOf } from '../../src/protocol/digest.ts'
import type { Push } from '../../src/protocol/wire.ts'
import { openSigner } from '../../src/server/audit/signatures.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { acceptPush } from '../../src/server/sync/accept-push.ts'
import { digestNow, digestsNow } from '../../src/server/sync/digest.ts'
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

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

const SUOI_MO = 'demo-tyt-suoi-mo'
const HOA_BAN = 'demo-tyt-hoa-ban'

async function started(changes: Parameters<typeof headFor>[1] = {}, facilityId = SUOI_MO) {
  const head = await headFor(facilityId, changes)
  const insp = randomUUID()
  return { head, insp, start: { k: 'inspection.start' as const, insp, head } }
}

function answer(insp: string, set: Record<string, unknown>) {
  return { k: 'answer.set' as const, insp, set }
}

function stored(insp: string) {
  return world.db.selectFrom('inspection').selectAll().where('id', '=', insp).executeTakeFirst()
}

async function cellsOf(insp: string): Promise<Record<string, unknown>> {
  return JSON.parse((await stored(insp))?.cells ?? 'null')
}

test('[P14] a visit begun, answered and submitted in one batch is sealed', async () => {
  const tablet = await world.device('kiemtra')
  const { head, insp, start } = await started()
  const answers = { q1: passed, q2: failed, q3: passed }
  const reply = await tablet.send(
    start,
    answer(insp, { q1: [0, passed], q2: [0, failed], q3: [0, passed] }),
    await submitOf(insp, head, answers),
  )
  expect(reply.r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
  expect(reply.r[1]?.revs).toEqual({ q1: 1, q2: 1, q3: 1 })
  expect(reply).toMatchObject({ ackSeq: 3, expectSeq: 4, deviceId: tablet.deviceId, serverTime: MORNING })
  expect(await stored(insp)).toMatchObject({
    status: 'submitted',
    facility_id: SUOI_MO,
    checklist_version: '1.0',
    earned: 200,
    max: 300,
    submitted_at: MORNING,
  })
  const seals = await world.db.selectFrom('inspection_seal').selectAll().execute()
  expect(seals).toMatchObject([{ inspection_id: insp, no: 1, prev_sha256: null, by_user: 'demo-kiemtra' }])
  expect(JSON.parse(seals[0]?.snapshot ?? '')).toMatchObject({
    head: { facilityId: SUOI_MO },
    answers,
    score: { earned: 200 },
  })
})

test('device and server take the same digest of the same content', async () => {
  const head = await headFor(SUOI_MO, { team: ['Đặng Thuỳ Trâm', 'Ỷ 😀'] })
  expect(digestNow(head)).toBe(await digestOf(head))
})

test('the two digests of a mutation are those of the whole and of the same without its number', () => {
  const mutation = { seq: 7, id: 'x', 'seq":': 1, sequence: [2], k: 'answer.set', set: { '10': [0], '9': [1] } }
  const expected = { hash: digestNow(mutation), contentHash: digestNow({ ...mutation, seq: undefined }) }
  expect(digestsNow(mutation)).toEqual(expected)
})

test('[P15] a seal can be neither changed nor deleted, whoever asks the database', async () => {
  const tablet = await world.device('kiemtra')
  const { head, insp, start } = await started()
  const answers = { q1: passed, q2: passed, q3: passed }
  await tablet.send(
    start,
    answer(insp, { q1: [0, passed], q2: [0, passed], q3: [0, passed] }),
    await submitOf(insp, head, answers),
  )
  await expect(world.db.updateTable('inspection_seal').set({ snapshot: '{}' }).execute()).rejects.toThrow(
    'a seal never changes',
  )
  await expect(world.db.deleteFrom('inspection_seal').execute()).rejects.toThrow('a seal never changes')
  await expect(world.db.updateTable('checklist').set({ content: '{}' }).execute()).rejects.toThrow('never changes')
})

describe('exactly once', () => {
  test('[P4] a push whose reply was lost has one effect and the same answers', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const m = tablet.number(start, answer(insp, { q1: [0, passed] }))
    const first = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    const again = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    expect(again.r).toEqual(first.r.map((outcome) => ({ ...outcome, replayed: true })))
    expect(again.ackSeq).toBe(2)
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 1, answer: passed } })
    expect(await world.db.selectFrom('mutation').select('seq').execute()).toHaveLength(2)
  })

  test('[P4] the same push ten times at once has one effect', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const m = tablet.number(start, answer(insp, { q1: [0, passed] }))
    const replies = await Promise.all(
      Array.from({ length: 10 }, async () =>
        accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })),
      ),
    )
    expect(replies.filter(({ r }) => r.every(({ replayed }) => !replayed))).toHaveLength(1)
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 1, answer: passed } })
    expect(await world.db.selectFrom('feed').select('ver').where('entity', '=', 'inspection').execute()).toHaveLength(1)
  })

  test('[P4] the same content twice in one batch, under two numbers: one effect, and both numbers are answered', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const [begun, said] = tablet.number(start, answer(insp, { q1: [0, passed] }))
    const m = [begun, said, { ...said, seq: 3 }, { ...begun, seq: 4 }]
    const reply = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    expect(reply.r.map(({ o, seq, replayed = false }) => [o, seq, replayed])).toEqual([
      ['applied', 1, false],
      ['applied', 2, false],
      ['applied', 3, true],
      ['applied', 4, true],
    ])
    expect(reply.r[2]?.revs).toEqual({ q1: 1 })
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 1, answer: passed } })
    const again = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    expect(again.r).toEqual(reply.r.map((outcome) => ({ ...outcome, replayed: true })))
  })

  test('[P4] the same number twice in one batch is answered twice, with one effect; with another content it is a fork', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const [begun, said] = tablet.number(start, answer(insp, { q1: [0, passed] }))
    const send = (...m: unknown[]) => world.push(tablet.cookie, { deviceId: tablet.deviceId, m })
    expect((await send(begun, said, { ...said, ...answer(insp, { q1: [0, failed] }) })).status).toBe(409)
    expect(await stored(insp)).toBeUndefined()
    const reply = await accepted(await send(begun, said, said))
    expect(reply.r.map(({ seq, replayed = false }) => [seq, replayed])).toEqual([
      [1, false],
      [2, false],
      [2, true],
    ])
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 1, answer: passed } })
  })

  test('[P4] more mutations than a statement takes values, as a file may bring them: all are taken, once', async () => {
    const tablet = await world.device('kiemtra')
    const person = (await findPerson(world.db, 'demo-kiemtra')) ?? expect.fail('nobody')
    const signer = await openSigner(world.db)
    const m = Array.from({ length: 2500 }, (_, n) => ({
      seq: n + 1,
      id: `v${n}`,
      k: 'void',
      insp: `i${n % 300}`,
      at: MORNING,
    }))
    const push: Push = {
      proto: 1,
      epoch: null,
      deviceId: tablet.deviceId,
      schema: 1,
      app: 'x',
      clock: { wall: MORNING },
      m,
    }
    const send = () =>
      acceptPush(push, { db: world.db, person, signer, now: MORNING, onQuarantine: () => expect.fail() })
    const first = await send()
    expect(first.ackSeq).toBe(2500)
    expect((await send()).r).toEqual(first.r.map((outcome) => ({ ...outcome, replayed: true })))
  })

  test('[P4] what was answered and what is new in one batch: the first is told again, the rest is done', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const m = tablet.number(start, answer(insp, { q1: [0, passed] }), answer(insp, { q2: [0, failed] }))
    const send = (some: typeof m) => world.push(tablet.cookie, { deviceId: tablet.deviceId, m: some })
    await accepted(await send(m.slice(0, 2)))
    const reply = await accepted(await send(m))
    expect(reply.r.map(({ seq, replayed = false }) => [seq, replayed])).toEqual([
      [1, true],
      [2, true],
      [3, false],
    ])
    expect(await cellsOf(insp)).toMatchObject({ q1: { rev: 1 }, q2: { rev: 1 } })
  })

  test('[P8] other bytes under a number already used mean two machines share one profile: nothing of the batch is done', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    await tablet.send(start, answer(insp, { q1: [0, passed] }))
    const before = await stored(insp)
    const twin = { seq: 2, id: randomUUID(), at: MORNING, ...answer(insp, { q1: [0, failed] }) }
    const fresh = { seq: 3, id: randomUUID(), at: MORNING, ...answer(insp, { q2: [0, failed] }) }
    const reply = await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [twin, fresh] })
    expect(reply.status).toBe(409)
    expect((await reply.json()).code).toBe('DEVICE_FORK')
    expect(await stored(insp)).toEqual(before)
  })

  test('[P8] a gap in the numbers stops the batch there and says which number is wanted', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const [first, , third] = tablet.number(start, answer(insp, { q1: [0, passed] }), answer(insp, { q2: [0, passed] }))
    const reply = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [first, third] }))
    expect(reply).toMatchObject({ ackSeq: 1, expectSeq: 2 })
    expect(reply.r).toHaveLength(1)
  })

  test('[P8] after a fork the same mutations under new numbers of a new device are not counted twice', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const m = tablet.number(start, answer(insp, { q1: [0, passed] }))
    await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    const reply = await accepted(await world.push(tablet.cookie, { deviceId: 'renumbered', m }))
    expect(reply.r).toMatchObject([
      { seq: 1, o: 'applied', replayed: true },
      { seq: 2, o: 'applied', replayed: true, revs: { q1: 1 } },
    ])
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 1, answer: passed } })
  })

  test('[P13] twins that edited on under the same id lose neither edit', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const [begin, edit] = tablet.number(start, answer(insp, { q1: [0, passed] }))
    await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [begin, edit] }))
    const other = { ...edit, seq: 1, set: { q1: [0, failed] } }
    const reply = await accepted(await world.push(tablet.cookie, { deviceId: 'twin', m: [other] }))
    expect(reply.r[0]).toMatchObject({ o: 'contested', revs: { q1: 2 } })
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 2, answer: failed, contested: true, former: passed } })
    const kept = await world.db.selectFrom('answer_version').selectAll().execute()
    expect(kept).toMatchObject([{ inspection_id: insp, item: 'q1', rev: 1, reason: 'head' }])
    expect(JSON.parse(kept[0]?.answer ?? '')).toEqual(passed)
  })

  test('[P16] a server restored from a copy says where its history ends and takes nothing', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    await tablet.send(start)
    const m = tablet.number(answer(insp, { q1: [0, passed] }))
    const reply = await world.push(tablet.cookie, { deviceId: tablet.deviceId, epoch: 'another-life', m })
    expect(reply.status).toBe(409)
    const { epoch } = await world.db.selectFrom('tenant_clock').select('epoch').executeTakeFirstOrThrow()
    expect(await reply.json()).toMatchObject({ code: 'EPOCH_CHANGED', detail: { epoch, lastSeq: 1 } })
    expect(await cellsOf(insp)).toEqual({})
  })

  test('a device belongs to the first person who used it', async () => {
    const tablet = await world.device('kiemtra', 'shared-tablet')
    const { start } = await started()
    await tablet.send(start)
    const other = await world.signIn('coso')
    const reply = await world.push(other, { deviceId: 'shared-tablet', m: [] })
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'DEVICE_OF_ANOTHER'])
  })
})

describe('the queue never stops because of what is in it', () => {
  test.each([
    ['an unknown kind', { k: 'inspection.explode', insp: 'x', at: 1 }],
    ['no inspection', { k: 'answer.set', set: {}, at: 1 }],
    ['an answer of no known shape', { k: 'answer.set', insp: 'x', at: 1, set: { q1: [0, { value: { is: 'poem' } }] } }],
    ['a field that does not belong', { k: 'answer.set', insp: 'x', at: 1, set: {}, extra: true }],
    ['a date in words', { k: 'inspection.head', insp: 'x', at: 1, set: { date: 'hôm qua' } }],
  ])('[P5] %s is rejected, kept, and what follows is delivered', async (_, broken) => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const m = [
      { ...broken, seq: 1, id: 'poison' },
      { ...start, seq: 2, id: 'a', at: MORNING },
      { ...answer(insp, { q1: [0, passed] }), seq: 3, id: 'b', at: MORNING },
    ]
    const reply = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m }))
    expect(reply.r.map(({ o, code }) => code ?? o)).toEqual(['MUTATION_INVALID', 'applied', 'applied'])
    const row = await world.db
      .selectFrom('mutation')
      .select('payload')
      .where('id', '=', 'poison')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(row.payload ?? '')).toEqual(m[0])
  })

  test('[P5] a fault of the server’s own rules puts one mutation aside and nobody’s work stops', async () => {
    await world.close()
    const { reduce } = await import('../../src/domain/merge.ts')
    world = await createServerWorld({
      reduce: (state, mutation, context) => {
        if (mutation.k === 'answer.set' && 'q2' in mutation.set) throw new TypeError('undefined is not a function')
        return reduce(state, mutation, context)
      },
    })
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    const reply = await tablet.send(start, answer(insp, { q2: [0, passed] }), answer(insp, { q1: [0, passed] }))
    expect(reply.r.map(({ o }) => o)).toEqual(['applied', 'quarantined', 'applied'])
    expect(reply.r[1]?.code).toBe('SERVER_QUARANTINED')
    expect(reply.ackSeq).toBe(3)
    expect(await cellsOf(insp)).toEqual({ q1: { rev: 1, answer: passed } })
    const kept = await world.db.selectFrom('mutation').select('payload').where('seq', '=', 2).executeTakeFirstOrThrow()
    expect(JSON.parse(kept.payload ?? '').set).toEqual({ q2: [0, passed] })
    expect(world.errors).toHaveLength(1)
  })

  test('[P5] a rejected mutation keeps its payload; an applied one need not', async () => {
    const tablet = await world.device('kiemtra')
    const { insp, start } = await started()
    await tablet.send(start, answer(insp, { q99: [0, passed] }))
    const rows = await world.db.selectFrom('mutation').select(['kind', 'payload', 'outcome']).orderBy('seq').execute()
    expect(rows[0]?.payload).toBeNull()
    expect(rows[1]?.payload).toContain('q99')
    expect(JSON.parse(rows[1]?.outcome ?? '')).toMatchObject({ o: 'rejected', code: 'ITEM_UNKNOWN' })
  })
})

describe('what a device may not do is refused with its reason', () => {
  async function outcomeOf(
    username: string,
    ...mutations: Parameters<Awaited<ReturnType<typeof world.device>>['send']>
  ) {
    const { r } = await (await world.device(username)).send(...mutations)
    return r.at(-1)
  }

  test('a facility that the server has never seen', async () => {
    const { start } = await started({ facilityId: 'nowhere' })
    expect(await outcomeOf('kiemtra', start)).toMatchObject({ o: 'rejected', code: 'FACILITY_UNKNOWN' })
  })

  test('a facility outside one’s communes reads like an unknown one', async () => {
    const { start } = await started({}, HOA_BAN)
    expect(await outcomeOf('kiemtra', start)).toMatchObject({ o: 'rejected', code: 'FACILITY_UNKNOWN' })
  })

  test('a checklist version that the server has never seen', async () => {
    const head = await headFor(SUOI_MO)
    const { start } = await started({ checklist: { ...head.checklist, version: '9.9' } })
    expect(await outcomeOf('kiemtra', start)).toMatchObject({ o: 'rejected', code: 'CHECKLIST_UNKNOWN' })
  })

  test('a known version with another content', async () => {
    const head = await headFor(SUOI_MO)
    const { start } = await started({ checklist: { ...head.checklist, hash: '0'.repeat(64) } })
    expect(await outcomeOf('kiemtra', start)).toMatchObject({ o: 'rejected', code: 'CHECKLIST_UNKNOWN' })
  })

  test.each(['1970-01-01', '2025-12-31', '2026-11-24'])('a visit on %s', async (date) => {
    const { start } = await started({ date })
    expect(await outcomeOf('kiemtra', start)).toMatchObject({ o: 'rejected', code: 'DATE_OUT_OF_RANGE' })
  })

  test('facts other than the server’s', async () => {
    const head = await headFor(SUOI_MO)
    const { start } = await started({ facts: { ...head.facts, beds: 99 } })
    expect(await outcomeOf('kiemtra', start)).toMatchObject({ o: 'rejected', code: 'FACTS_DIFFER' })
  })

  test('an inspection of somebody else', async () => {
    const owner = await world.device('kiemtra')
    const { insp, start } = await started()
    await owner.send(start)
    expect(await outcomeOf('coso', answer(insp, { q1: [0, passed] }))).toMatchObject({
      o: 'rejected',
      code: 'INSPECTION_OF_ANOTHER',
    })
    expect(await outcomeOf('coso', start)).toMatchObject({ o: 'rejected', code: 'INSPECTION_OF_ANOTHER' })
    expect(await cellsOf(insp)).toEqual({})
  })

  test('an inspection by a facility’s own account, or by a supervisor', async () => {
    const { start } = await started()
    expect(await outcomeOf('coso', start)).toMatchObject({ o: 'rejected', code: 'FORBIDDEN' })
    expect(await outcomeOf('giamsat', start)).toMatchObject({ o: 'rejected', code: 'FORBIDDEN' })
    const own = await started({ kind: 'selfAssessment' })
    expect(await outcomeOf('coso', own.start)).toMatchObject({ o: 'applied' })
  })

  test('[P14] a score that the server cannot confirm; the draft stays as it was and can be submitted again', async () => {
    const tablet = await world.device('kiemtra')
    const { head, insp, start } = await started()
    const answers = { q1: passed, q2: failed, q3: passed }
    const submit = await submitOf(insp, head, answers)
    const reply = await tablet.send(start, answer(insp, { q1: [0, passed], q2: [0, failed], q3: [0, passed] }), {
      ...submit,
      score: { ...(submit.score as object), earned: 300 },
    })
    expect(reply.r[2]).toMatchObject({
      o: 'rejected',
      code: 'SCORE_MISMATCH',
      detail: { server: { earned: 200 }, device: { earned: 300 } },
    })
    expect(await stored(insp)).toMatchObject({ status: 'draft', score: null, submitted_at: null })
    expect(await world.db.selectFrom('inspection_seal').select('no').execute()).toEqual([])

    const better = await tablet.send(submit)
    expect(better.r[0]).toMatchObject({ o: 'applied' })
    expect(await stored(insp)).toMatchObject({ status: 'submitted', earned: 200 })
  })

  test('[P14] a submit with an item unanswered, or of another content than the server holds', async () => {
    const tablet = await world.device('kiemtra')
    const { head, insp, start } = await started()
    const reply = await tablet.send(
      start,
      answer(insp, { q1: [0, passed] }),
      await submitOf(insp, head, { q1: passed }),
      await submitOf(insp, head, { q1: failed }),
    )
    expect(reply.r[2]).toMatchObject({ o: 'rejected', code: 'INCOMPLETE', detail: { missing: ['q2', 'q3'] } })
    expect(reply.r[3]).toMatchObject({ o: 'rejected', code: 'DIGEST_MISMATCH' })
  })

  test('[P15] an answer after the seal: kept beside it, and the seal stands', async () => {
    const tablet = await world.device('kiemtra')
    const { head, insp, start } = await started()
    const answers = { q1: passed, q2: passed, q3: passed }
    await tablet.send(
      start,
      answer(insp, { q1: [0, passed], q2: [0, passed], q3: [0, passed] }),
      await submitOf(insp, head, answers),
    )
    const before = await stored(insp)
    const late = await tablet.send(answer(insp, { q1: [1, failed] }))
    expect(late.r[0]).toMatchObject({ o: 'late' })
    expect(await stored(insp)).toEqual({ ...before, late: JSON.stringify([{ item: 'q1', answer: failed }]) })
    expect(await world.db.selectFrom('answer_version').select(['item', 'reason']).execute()).toEqual([
      { item: 'q1', reason: 'late' },
    ])
  })
})
