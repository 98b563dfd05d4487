import { afterAll, beforeAll, expect, test } from 'vitest'
import { checklists } from '../../src/criteria/all.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import { answersIn, type InspectionHead, type InspectionRecord } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { areas, PROVINCE } from '../../src/server/demonstration-data.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { LAST_VISIT } from '../support/random-facts.ts'
import { completed, type RandomInspection, randomInspection } from '../support/random-inspections.ts'
import { type Random, seededRandom } from '../support/seeded-random.ts'
import { createServerWorld, type ServerWorld, submitOf } from '../support/server-world.ts'
import { published } from '../support/two-sides.ts'

const VISITS = 30

let world: ServerWorld
beforeAll(async () => {
  world = await createServerWorld({ checklists, now: () => Date.parse(`${LAST_VISIT}T12:00:00Z`) })
})
afterAll(() => world.close())

type Tablet = Awaited<ReturnType<ServerWorld['device']>>

/** Begins, answers and hands in one visit at a facility that has its facts. */
async function handIn(tablet: Tablet, of: Checklist, insp: string, visit: RandomInspection, random: Random) {
  const { facts, date, answers } = visit
  const [area] = areas
  await addFacility(world.db, PROVINCE.id, {
    id: `at-${insp}`,
    name: `Cơ sở ${insp}`,
    areaId: area.id,
    address: '',
    demonstration: true,
    facts,
  })
  const head: InspectionHead = {
    facilityId: `at-${insp}`,
    facilityName: `Cơ sở ${insp}`,
    checklist: { id: of.id, version: of.version, hash: await digestOf(published(of)) },
    kind: 'inspection',
    date,
    team: ['Nguyễn Thị Kiểm'],
    facts,
  }
  const entries = random.shuffled(Object.entries(answers)).map(([item, answer]) => [item, [0, answer]] as const)
  const half = random.below(entries.length + 1)
  const reply = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: Object.fromEntries(entries.slice(0, half)) },
    { k: 'answer.set', insp, set: Object.fromEntries(entries.slice(half)) },
    await submitOf(insp, head, answers, of),
  )
  expect(reply.r.filter(({ o }) => o === 'rejected' || o === 'quarantined')).toEqual([])
}

/** Everything that a person may see, page by page. */
async function readAll(cookie: string): Promise<Map<string, InspectionRecord>> {
  const found = new Map<string, InspectionRecord>()
  for (let cursor: string | undefined; ; ) {
    const page = await world.pull(cookie, { ...(cursor && { cursor }) })
    for (const change of page.changes) if (change.entity === 'inspection') found.set(change.data.id, change.data)
    if (!page.more) return found
    cursor = page.cursor
  }
}

test.each(checklists)(
  `[P14] ${VISITS} random visits of $id are sealed with the score the device showed`,
  async (of) => {
    const tablet = await world.device('kiemtra')
    const visits = Array.from({ length: VISITS }, (_, n) => {
      const random = seededRandom(n)
      return { insp: `${of.id}-${n}`, random, visit: completed(of, randomInspection(of, random), random) }
    })
    for (const { insp, visit, random } of visits) await handIn(tablet, of, insp, visit, random)

    const records = await readAll(await world.signIn('giamsat'))
    for (const { insp, visit } of visits) {
      const { facts, date, answers } = visit
      const device = score(of, facts, answers, { date })
      const record = records.get(insp)
      expect(record, `seed ${insp}`).toMatchObject({ status: 'submitted', score: summaryOf(device) })
      if (!record) continue
      const again = score(published(of), record.head.facts, answersIn(record.cells), { date: record.head.date })
      expect(again, `seed ${insp}`).toEqual(device)
    }
  },
)
