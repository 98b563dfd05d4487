import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answersIn, sealedContent } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { type Finding, verifySeals } from '../../src/server/audit/verify-seals.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { dropTriggers, withMember } from '../support/catalogue.ts'
import { photoOf, picture } from '../support/photos.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

const sealed = { q1: passed, q2: passed, q3: failed }

let world: ServerWorld
let insp: string
beforeEach(async () => {
  world = await createServerWorld()
  insp = randomUUID()
  const tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const photo = photoOf(picture())
  await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    { k: 'photo.add', insp, photo },
    await submitOf(insp, head, sealed, tinyChecklist, [photo.sha256]),
  )
  const after = { ...sealed, q3: passed }
  const { r } = await tablet.send({
    k: 'inspection.amend',
    insp,
    baseSeal: 1,
    set: { q3: passed },
    reason: 'Đã kiểm tra lại tại chỗ',
    digest: await digestOf(sealedContent(head, after, [photo.sha256])),
    score: summaryOf(score(tinyChecklist, head.facts, after, { date: head.date })),
  })
  expect(r[0]?.o).toBe('applied')
  // Late work stands beside the seal and is no fault of it.
  await tablet.send({ k: 'answer.set', insp, set: { q1: [1, failed] } })
})
afterEach(() => world.close())

async function findings(): Promise<Finding[]> {
  const found: Finding[] = []
  await verifySeals(world.db, (finding) => found.push(finding))
  return found
}

test('[P18] what the server wrote agrees with itself', async () => {
  const found: Finding[] = []
  expect(await verifySeals(world.db, (finding) => found.push(finding))).toEqual({ inspections: 1, seals: 2 })
  expect(found).toEqual([])
})

test('[P18] one that was handed in and never amended agrees too', async () => {
  const tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const other = randomUUID()
  await tablet.send(
    { k: 'inspection.start', insp: other, head },
    { k: 'answer.set', insp: other, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    await submitOf(other, head, sealed),
  )
  expect(await findings()).toEqual([])
  await world.db.updateTable('inspection').set({ status: 'draft' }).where('id', '=', other).execute()
  expect(await findings()).toEqual([{ inspection: other, seal: null, what: 'missing' }])
})

test('[P18] however many inspections there are, each is walked', async () => {
  const row = await world.db.selectFrom('inspection').selectAll().where('id', '=', insp).executeTakeFirstOrThrow()
  const ids = Array.from({ length: 450 }, () => randomUUID()).sort()
  for (const id of ids)
    await world.db
      .insertInto('inspection')
      .values({ ...row, id })
      .execute()
  expect((await findings()).map(({ inspection }) => inspection)).toEqual(ids)
})

describe('[P18] whoever drops the trigger first', () => {
  beforeEach(async () => {
    await dropTriggers(world.db, 'inspection_seal_no_update', 'inspection_seal_no_delete')
  })
  const set = (no: number, change: string) =>
    sql.raw(`UPDATE inspection_seal SET ${change} WHERE no = ${no}`).execute(world.db)
  const record = (change: string) => sql.raw(`UPDATE inspection SET ${change}`).execute(world.db)

  test.each<[string, () => Promise<unknown>, Omit<Finding, 'inspection'>[]]>([
    [
      'one character of a snapshot',
      () => set(1, `snapshot = replace(snapshot, '"verdict":"fail"', '"verdict":"pass"')`),
      [{ seal: 1, what: 'changed' }],
    ],
    ['a hash', () => set(2, `sha256 = '${'0'.repeat(64)}'`), [{ seal: 2, what: 'changed' }]],
    ['the link to the seal before it', () => set(2, 'prev_sha256 = NULL'), [{ seal: 2, what: 'unlinked' }]],
    [
      'the first seal removed',
      () => sql`DELETE FROM inspection_seal WHERE no = 1`.execute(world.db),
      [
        { seal: 2, what: 'unlinked' },
        { seal: 2, what: 'missing' },
      ],
    ],
    [
      'the standing seal removed',
      () => sql`DELETE FROM inspection_seal WHERE no = 2`.execute(world.db),
      [{ seal: 2, what: 'missing' }],
    ],
    [
      'all seals removed, and the number with them',
      async () => {
        await sql`DELETE FROM inspection_seal`.execute(world.db)
        await record('seal_no = NULL')
      },
      [{ seal: null, what: 'missing' }],
    ],
    [
      'an answer of the record',
      () => record(`cells = replace(cells, '"verdict":"pass"', '"verdict":"fail"')`),
      [{ seal: 2, what: 'differs' }],
    ],
    [
      'the score of the record',
      () => record(`score = ${withMember('score', 'earned', '99')}`),
      [{ seal: 2, what: 'differs' }],
    ],
    [
      'the date of the record',
      () => record(`head = ${withMember('head', 'date', '2026-01-01')}`),
      [{ seal: 2, what: 'differs' }],
    ],
    [
      'the picture of a photo',
      () => sql.raw(`UPDATE photo SET announced = ${withMember('announced', 'sha256', 'x')}`).execute(world.db),
      [{ seal: 2, what: 'differs' }],
    ],
  ])('and changes %s is found, and where it is', async (_what, change, expected) => {
    const before = await findInspection(world.db, PROVINCE.id, insp)
    expect(answersIn(before?.cells ?? {})).toMatchObject({ q3: passed })
    await change()
    expect(await findings()).toEqual(expected.map((each) => ({ inspection: insp, ...each })))
  })
})
