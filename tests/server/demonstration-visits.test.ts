import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { followActions, standingOf, visitActionsOf } from '../../src/domain/action.ts'
import { disagreementsOf } from '../../src/domain/action-state.ts'
import { selfAssessmentFor } from '../../src/domain/comparison.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { quarterKey } from '../../src/domain/overview/period.ts'
import { reviewOf } from '../../src/domain/review.ts'
import { campaignsReplySchema } from '../../src/protocol/campaign-wire.ts'
import { overviewReplySchema } from '../../src/protocol/overview-wire.ts'
import { verify } from '../../src/server/commands/verify.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { bringVisits, owesVisits } from '../../src/server/demonstration-visits.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { createServerWorld, MORNING, type ServerWorld } from '../support/server-world.ts'

/** What people who try the demonstration find in it. */

const folder = mkdtempSync(join(tmpdir(), 'so-kiem-demo-'))
const file = join(folder, 'so-kiem.sqlite')
let world: ServerWorld
let records: InspectionRecord[]
beforeAll(async () => {
  world = await demonstrationWorld(file)
  records = await recordsOf(world)
}, 60_000)
afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

async function demonstrationWorld(database = ':memory:', at = MORNING): Promise<ServerWorld> {
  const made = await createServerWorld({ checklists: [xanhSachDep], file: database, now: () => at })
  await made.db.transaction().execute((trx) => owesVisits(trx, at))
  await bringVisits(made.db)
  return made
}

async function recordsOf({ db }: ServerWorld): Promise<InspectionRecord[]> {
  const rows = await db.selectFrom('inspection').select('id').orderBy('id').execute()
  return Promise.all(rows.map(async ({ id }) => (await findInspection(db, PROVINCE.id, id)) as InspectionRecord))
}

async function ask(path: string, who = 'giamsat'): Promise<unknown> {
  const reply = await world.app.request(path, { headers: { cookie: await world.signIn(who) } })
  if (!reply.ok) throw new Error(await reply.text())
  return reply.json()
}

test('a reviewer has results that wait, one that was returned, and a year of approved ones', () => {
  const states = records.map((record) => reviewOf(record)?.state)
  const count = (state: string) => states.filter((each) => each === state).length
  expect([count('waiting'), count('returned'), count('approved')]).toEqual([5, 1, 16])
  const returned = records.find(({ status }) => status === 'returned')
  expect(reviewOf(returned as InspectionRecord)?.returned.size).toBe(2)
})

test('a station’s inspection has its self-assessment beside it, and a word against one item', () => {
  const inspection = records.find(({ id }) => id === 'demo-luot-tram-suoi-mo') as InspectionRecord
  expect(selfAssessmentFor(inspection, records)?.id).toBe('demo-luot-tu-danh-gia')
  expect(disagreementsOf(inspection).size).toBe(1)
})

test('actions stand in every state, one of them late', () => {
  const actions = followActions(records.map(visitActionsOf))
  expect(actions.map(standingOf).sort()).toEqual(['done', 'open', 'open', 'open', 'verified'])
  expect(actions.filter(({ by }) => by !== null && by < '2026-11-22')).toHaveLength(1)
})

test('the overview has five quarters and a campaign that has begun', async () => {
  const { campaigns } = campaignsReplySchema.parse(await ask('/api/campaigns'))
  expect(campaigns).toMatchObject([{ title: 'Kiểm tra quý IV/2026 (minh họa)', progress: { done: 5 } }])
  const overview = overviewReplySchema.parse(
    await ask(`/api/overview?period=${quarterKey('2026-11-22')}&campaign=${campaigns[0]?.id}`),
  )
  expect(overview.demonstration).toBe(true)
  expect(overview.chosen?.trend.filter(({ assessed }) => assessed > 0)).toHaveLength(5)
  expect(overview.chosen?.change?.facilities).toBeGreaterThan(1)
  expect(overview.chosen?.selfMinusInspection?.facilities).toBe(1)
  expect(overview.chosen?.facilities.rows.flatMap(({ now }) => now?.signals ?? [])).toContain('tooFast')
})

test('seals, receipts and the audit log agree', async () => {
  const said: string[] = []
  const isWhole = await verify({ database: world.address, dataDir: folder, pictures: false }, (line) => said.push(line))
  expect([isWhole, said.join('\n')]).toEqual([true, expect.stringContaining('Đã soát 22 lượt đã nộp, 22 niêm phong')])
})

test('what is planned is about the item that failed', () => {
  const inspection = records.find(({ id }) => id === 'demo-luot-tram-suoi-mo')
  const planned = Object.values(inspection?.cells ?? {}).filter(({ answer }) => answer.plan)
  expect(planned).toHaveLength(5)
  for (const { answer } of planned) expect(answer.note).toBeDefined()
})

test('some of what waits is plain enough to be approved together, some is grave', () => {
  const waiting = records.filter((record) => reviewOf(record)?.state === 'waiting')
  const grave = waiting.filter(({ score }) => (score?.criticalFailures ?? 0) > 0)
  expect([waiting.length, grave.length]).toEqual([5, 3])
})

test('every visit is of an invented facility', async () => {
  const real = await world.db
    .selectFrom('inspection')
    .innerJoin('facility', 'facility.id', 'inspection.facility_id')
    .select('inspection.id')
    .where('facility.demonstration', '=', 0)
    .execute()
  expect(real).toEqual([])
})

test('a server that died on the way goes on where it was, and has nothing twice', async () => {
  const again = await createServerWorld({ checklists: [xanhSachDep] })
  await again.db.transaction().execute((trx) => owesVisits(trx, MORNING))
  let left = 9
  const real = again.db.transaction.bind(again.db)
  again.db.transaction = () => {
    if (left-- === 0) throw new Error('the power fails')
    return real()
  }
  await expect(bringVisits(again.db)).rejects.toThrow('the power fails')
  again.db.transaction = real
  await bringVisits(again.db)
  expect((await recordsOf(again)).map(essence)).toEqual(records.map(essence))
  expect(await again.db.selectFrom('campaign').select('id').execute()).toHaveLength(1)
  // Nothing is owed any more.
  const before = await again.db.selectFrom('mutation').select('id').execute()
  await bringVisits(again.db)
  expect(await again.db.selectFrom('mutation').select('id').execute()).toHaveLength(before.length)
  await again.close()
}, 60_000)

const essence = ({ id, head, status, score, cells, steps }: InspectionRecord) => ({
  id,
  head,
  status,
  score,
  cells,
  steps,
})

// The first and last days of a quarter and of a year, and a leap day: what lies before lies in another quarter.
test.each(['2027-01-01', '2026-12-31', '2028-02-29', '2027-04-01'])(
  'made on %s it has the same story',
  async (day) => {
    const then = await demonstrationWorld(':memory:', Date.parse(`${day}T17:00:00+07:00`))
    expect(await recordsOf(then)).toHaveLength(22)
    await then.close()
  },
  60_000,
)
