import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { checklists } from '../../src/criteria/all.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { firstDayOf, periodNamed, quarterOf } from '../../src/domain/overview/period.ts'
import type { Person } from '../../src/domain/people.ts'
import { readOverview } from '../../src/server/overview/read-overview.ts'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { facts } from '../support/builders.ts'
import { seededRandom } from '../support/seeded-random.ts'

/**
 * `npm run bench:dashboard`: what the questions of the supervisor's room cost on the
 * embedded database. Provinces in which every facility is visited with five
 * checklists each quarter; the table of visits itself stays as large as it would be in narrow columns, since no
 * overview reads answers. No statistics are gathered for the planner, as the server gathers none.
 */

const RUNS = 25
const WARM_UP = 3
const families = ['xanh-sach-dep', 'chat-thai-y-te', 'nuoc-thai', 'ksnk', 'tram-y-te-xa']

/** Facilities × quarters × five checklists. */
const provinces = [
  { inspections: 1_000, facilities: 50, quarters: 4 },
  { inspections: 10_000, facilities: 250, quarters: 8 },
  { inspections: 100_000, facilities: 1_000, quarters: 20 },
  { inspections: 100_000, facilities: 2_500, quarters: 8 },
  { inspections: 400_000, facilities: 2_000, quarters: 40 },
]

const last = quarterOf('2026-11-22')

async function fill(db: Database, { facilities, quarters }: (typeof provinces)[number]): Promise<Person> {
  await migrate(db)
  await publishChecklists(db, checklists, 0)
  const random = seededRandom(facilities)
  const areaIds = Array.from({ length: Math.ceil(facilities / 10) }, (_, index) => `area-${index}`)
  await sql`INSERT INTO province (id, name) VALUES ('p', 'Tỉnh')`.execute(db)
  await db.transaction().execute(async (trx) => {
    for (const id of areaIds)
      await trx
        .insertInto('area')
        .values({
          id,
          tenant_id: 'p',
          name: `Xã ${id}`,
          kind: 'commune',
          valid_from: '2025-07-01',
          valid_until: null,
        })
        .execute()
    for (let index = 0; index < facilities; index++) {
      const type = index % 5 === 0 ? 'hospital' : 'communeStation'
      const area = areaIds[Math.floor(index / 10)] as string
      const values = { id: `f${index}`, tenant_id: 'p', area_id: area, name: `Cơ sở ${index}`, address: '' }
      await trx
        .insertInto('facility')
        .values({
          ...values,
          demonstration: 0,
          facts: JSON.stringify(facts({ type })),
          position: null,
          closed_on: null,
        })
        .execute()
      await trx
        .insertInto('facility_stay')
        .values({ tenant_id: 'p', facility_id: `f${index}`, area_id: area, from_date: '2025-07-01' })
        .execute()
    }
    for (const id of families) {
      const checklist = checklists.find((each) => each.id === id)
      if (!checklist) throw new Error(`there is no checklist ${id}`)
      const items = itemsOf(checklist).map((item) => item.id)
      for (let back = 0; back < quarters; back++)
        for (let index = 0; index < facilities; index++) {
          // Now and then an item does not apply: few visits are judged by exactly the same list.
          const notJudged = items.filter(() => random.chance(0.02))
          const failed = items.filter((item) => !notJudged.includes(item) && random.chance(0.12))
          const sections = checklist.sections.map(({ id }) => [id, [random.below(100), 100]])
          const tone = random.pick(['pass', 'pass', 'partial', 'fail'] as const)
          await trx
            .insertInto('standing')
            .values({
              tenant_id: 'p',
              checklist_id: id,
              kind: 'inspection',
              quarter: last - back,
              facility_id: `f${index}`,
              next_quarter: back === 0 ? null : last - back + 1,
              inspection_id: `${id}-${back}-${index}`,
              checklist_version: checklist.version,
              date: firstDayOf(last - back),
              status: 'submitted',
              visits: 1,
              earned: 4000 + random.below(6000),
              max: 10_000,
              tone,
              critical_failures: random.below(2),
              grade: 'Đạt',
              signals: '[]',
              position: null,
              sections: JSON.stringify(Object.fromEntries(sections)),
              failed: JSON.stringify(failed),
              not_judged: JSON.stringify(notJudged),
              critical: '[]',
            })
            .execute()
        }
    }
  })
  const none = { username: 'g', name: 'Giám', facilityId: null }
  return { id: 'g', role: 'supervisor', provinceId: 'p', areaIds, ...none }
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** @param args the most inspections to try, where not all sizes are wanted */
export async function main([most = '1e9']: readonly string[] = []): Promise<void> {
  console.log(`Overview of one period, whole reply as JSON, ${RUNS} runs after ${WARM_UP}; Node ${process.version}`)
  console.log(
    'inspections  facilities  quarters  question                     least ms  median ms  p95 ms  reply kB  database MB',
  )
  for (const province of provinces.filter(({ inspections }) => inspections <= Number(most))) {
    const folder = mkdtempSync(join(tmpdir(), 'so-kiem-dashboard-'))
    const file = join(folder, 'd.sqlite')
    const db = openDatabase(file)
    const person = await fill(db, province)
    const questions: [string, string, string | null][] = [
      ['a quarter, the province', '2026-q4', null],
      ['nine months, the province', '2026-9', null],
      ['a year, the province', '2026', null],
      ['a year, one commune', '2026', person.areaIds[0] ?? null],
    ]
    for (const [name, key, areaId] of questions) {
      const period = periodNamed(key)
      if (!period) throw new Error(`${key} is no period`)
      const wish = { checklistId: 'ksnk', kind: 'inspection' as const, period, areaId, type: null }
      const times: number[] = []
      let bytes = 0
      for (let run = -WARM_UP; run < RUNS; run++) {
        const begun = performance.now()
        bytes = JSON.stringify(await readOverview(db, person, wish)).length
        if (run >= 0) times.push(performance.now() - begun)
      }
      times.sort((a, b) => a - b)
      const cells = [
        String(province.inspections).padStart(11),
        String(province.facilities).padStart(10),
        String(province.quarters).padStart(8),
        name.padEnd(27),
        quantile(times, 0).toFixed(1).padStart(8),
        quantile(times, 0.5).toFixed(1).padStart(9),
        quantile(times, 0.95).toFixed(1).padStart(6),
        (bytes / 1024).toFixed(0).padStart(8),
        (statSync(file).size / 2 ** 20).toFixed(0).padStart(11),
      ]
      console.log(cells.join('  '))
    }
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
}
