import { deepStrictEqual } from 'node:assert'
import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import { type Period, periodNamed } from '../../../src/domain/overview/period.ts'
import type { Person } from '../../../src/domain/people.ts'
import { type FacilityPage, firstPage } from '../../../src/server/overview/facility-page.ts'
import { readFacilities, readOverview } from '../../../src/server/overview/read-overview.ts'
import { openDatabase } from '../../../src/server/storage/database.ts'
import { engineOf } from '../../../src/server/storage/dialect.ts'
import type { Database } from '../../../src/server/storage/schema.ts'
import { FAMILIES, fillProvinces, type ProvinceSize, supervisorOf } from './many-provinces.ts'
import { type Aim, type Comparison, type Effort, limitAim, openSeries, quantile, takeTurns } from './measure.ts'
import { askPlainly, figuresIn } from './overview-plain.ts'
import { openCluster } from './postgres.ts'
import { newFolder } from './process.ts'
import { sqliteIn } from './seed.ts'

const YEAR = periodNamed('2026') as Period
const QUARTER = periodNamed('2026-q4') as Period
const CHECKLIST = 'do-60-0'

/** How often ours is asked in a turn, and the other for at most so many milliseconds. */
const ASKED = 20
const PATIENCE = 4_000

type Series = ReturnType<typeof openSeries>

/** The supervisor's overview of a year, whole reply as JSON; the same without our summary tables. */
export async function compareOverview(effort: Effort): Promise<Comparison> {
  const tenth = effort.isQuick ? 10 : 1
  const half = openSeries('overview of a year, a province, p50', 'ms', 'visits')
  const slow = openSeries('the same, p95', 'ms', 'visits')
  const others = openSeries('other questions, p95', 'ms', 'visits')
  const byFacilities = openSeries('overview of a year by facilities of the province, p95', 'ms', 'facilities')
  const byYears = openSeries('overview of a year by quarters behind it, 1,000 facilities, p95', 'ms', 'quarters')
  const replies = openSeries('size of its reply', 'bytes', 'facilities')
  const cluster = openCluster()
  const folder = newFolder()

  async function inDatabase(
    engine: 'SQLite' | 'PostgreSQL',
    sizes: ProvinceSize[],
    measure: (db: Database) => Promise<void>,
  ) {
    const address = engine === 'PostgreSQL' ? await cluster.create() : sqliteIn(folder)
    const db = openDatabase(address)
    const begun = performance.now()
    await fillProvinces(db, sizes)
    // As PostgreSQL does by itself some time after so many rows; SQLite gathers nothing here, as our server does not.
    if (engineOf(db) === 'postgres') await sql`VACUUM ANALYZE`.execute(db)
    console.log(
      `(${visitsIn(sizes).toLocaleString('en')} visits in ${engine}: ${((performance.now() - begun) / 1000).toFixed(0)} s)`,
    )
    await measure(db)
    await db.destroy()
    if (engine === 'PostgreSQL') await cluster.drop(address)
    else for (const end of ['', '-wal', '-shm']) rmSync(`${address}${end}`, { force: true })
  }

  /** Ours and plain SQL of the first province; both have to say the same. */
  async function besidePlain(db: Database, engine: string, sizes: ProvinceSize[]): Promise<void> {
    const visits = visitsIn(sizes)
    const [size] = sizes as [ProvinceSize]
    const person = supervisorOf(0, size)
    const wish = { checklistId: CHECKLIST, kind: 'inspection' as const, period: YEAR, areaId: null, type: null }
    const plain = () => askPlainly(db, { tenant: 'p0', checklist: CHECKLIST, period: YEAR })
    const rows: FacilityPage['rows'] = []
    for (
      let after: string | null = null, page: FacilityPage | null = null;
      !page || after !== null;
      after = page.next
    ) {
      page = await readFacilities(db, person, wish, { ...firstPage, after })
      rows.push(...page.rows)
    }
    deepStrictEqual(figuresIn(await readOverview(db, person, wish), rows, size.facilities), await plain())
    const contenders = [
      { name: `ours, ${engine}`, ask: () => overviewAsText(db, person, YEAR), patience: Number.POSITIVE_INFINITY },
      { name: `plain SQL, ${engine}`, ask: async () => JSON.stringify(await plain()), patience: PATIENCE },
    ]
    await takeTurns(contenders, effort, async ({ name, ask, patience }, counts) => {
      const times = await timesOf(ask, patience)
      if (!counts) return
      half.add(visits, name, quantile(times, 0.5))
      slow.add(visits, name, quantile(times, 0.95))
    })
    const questions = [
      { name: `a quarter, the province, ${engine}`, ask: () => overviewAsText(db, person, QUARTER) },
      { name: `a year, one commune, ${engine}`, ask: () => overviewAsText(db, person, YEAR, person.areaIds[0]) },
    ]
    await takeTurns(questions, effort, async ({ name, ask }, counts) => {
      const times = await timesOf(ask)
      if (counts) others.add(visits, name, quantile(times, 0.95))
    })
  }

  async function byProvince(
    db: Database,
    sizes: ProvinceSize[],
    series: Series,
    key: keyof ProvinceSize,
  ): Promise<void> {
    const provinces = sizes.map((size, n) => ({ size, person: supervisorOf(n, size) }))
    await takeTurns(provinces, effort, async ({ size, person }, counts) => {
      const times = await timesOf(() => overviewAsText(db, person, YEAR))
      if (!counts) return
      series.add(size[key], 'ours, PostgreSQL', quantile(times, 0.95))
      if (key === 'facilities')
        replies.add(size[key], 'ours, as it is before it is packed', (await overviewAsText(db, person, YEAR)).length)
    })
  }

  const spread = [10, 100, 1000].map((facilities): ProvinceSize[] => [{ facilities: facilities / tenth, quarters: 20 }])
  const ten = Array.from({ length: 10 }, (): ProvinceSize => ({ facilities: 1000 / tenth, quarters: 20 }))
  const embedded = [10, 100, 500, 1000].map((facilities): ProvinceSize[] => [
    { facilities: facilities / tenth, quarters: 20 },
  ])
  const large = [1250, 2500, 5000, 10_000].map(
    (facilities): ProvinceSize => ({ facilities: facilities / tenth, quarters: facilities === 10_000 ? 20 : 8 }),
  )
  const old = [4, 8, 20, 40].map((quarters): ProvinceSize => ({ facilities: 1000 / tenth, quarters }))
  try {
    for (const sizes of embedded) await inDatabase('SQLite', sizes, (db) => besidePlain(db, 'SQLite', sizes))
    for (const sizes of [...spread, ten])
      await inDatabase('PostgreSQL', sizes, (db) => besidePlain(db, 'PostgreSQL', sizes))
    await inDatabase('PostgreSQL', old, (db) => byProvince(db, old, byYears, 'quarters'))
    await inDatabase('PostgreSQL', large, (db) => byProvince(db, large, byFacilities, 'facilities'))
  } finally {
    cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return {
    title: 'Overview: the supervisor’s room, whole reply as JSON',
    how: [
      `Visits of 60 answers with ${FAMILIES} checklists in each quarter; up to 100,000 visits in one province, a million in ten provinces of 1,000 facilities over five years. Each question is asked ${ASKED} times in a turn, of the database that just answered the other; nothing is kept from one answer to the next. Tables of ten thousand facilities stand apart below.`,
      'Plain SQL asks the visits themselves (window functions over `inspection`, which has an index of province and day; answers by `json_each`) for families, each facility’s share now, a year before and by the other kind of visit, areas, trend, sections and failed items; its medians are of as many runs as 4 s allow. Both gave the same figures, compared member by member before each measurement. It does not say what ours says beside: spreads, places with their positions, grades, doubts. That speaks for it, and so does that its checklists know only “pass” and “fail”: real ones cannot be scored in SQL at all.',
      'The visits are copies, with another day and place, of 200 that went the way of real pushes; 24 in each province were then taken away and pushed through the product: it wrote the same rows, in every column of the visit and of its standing.',
      `PostgreSQL ${cluster.version} as its package sets it up (128 MB of shared buffers), vacuumed and analysed; reckoning and JSON in one process beside it.`,
    ],
    series: [half, slow, others, byFacilities, replies, byYears].map(({ series }) => series),
    aims: aimsOf(slow, byFacilities),
  }
}

function aimsOf(slow: Series, byFacilities: Series): Aim[] {
  const most = Math.max(...byFacilities.series.sizes.map(({ size }) => size))
  return [
    limitAim('p95, PostgreSQL, the largest table in ten provinces', slow.at('ours, PostgreSQL'), 100, 'ms'),
    limitAim(
      `p95, PostgreSQL, one province of ${most.toLocaleString('en')} facilities`,
      byFacilities.at('ours, PostgreSQL'),
      100,
      'ms',
    ),
  ]
}

const visitsIn = (sizes: readonly ProvinceSize[]) =>
  sizes.reduce((sum, { facilities, quarters }) => sum + facilities * quarters * FAMILIES, 0)

async function overviewAsText(db: Database, person: Person, period: Period, areaId: string | null = null) {
  const wish = { checklistId: CHECKLIST, kind: 'inspection' as const, period, areaId, type: null }
  return JSON.stringify(await readOverview(db, person, wish))
}

async function timesOf(ask: () => Promise<unknown>, patience = Number.POSITIVE_INFINITY): Promise<number[]> {
  const times: number[] = []
  const begun = performance.now()
  while (times.length < ASKED && (times.length === 0 || performance.now() - begun < patience)) {
    const since = performance.now()
    await ask()
    times.push(performance.now() - since)
  }
  return times
}
