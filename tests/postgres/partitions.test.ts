import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { v7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { partitionTables } from '../../src/server/commands/partition-tables.ts'
import { verify } from '../../src/server/commands/verify.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import {
  createServerWorld,
  failed,
  headFor,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'
import { cluster } from '../support/test-database.ts'

const isCutAlready = Boolean(process.env.TEST_PARTITIONED)

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

async function cut(way?: string, now = MORNING): Promise<string[]> {
  const said: string[] = []
  await partitionTables({ database: world.address, way, now }, (line) => said.push(line))
  return said
}

/** Hands a visit in, under an id of an app of today or of an older one. */
async function handIn(insp: string): Promise<void> {
  const tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const { r } = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    await submitOf(insp, head, { q1: passed, q2: passed, q3: failed }),
  )
  expect(r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
}

/** In which partition a visit lies. */
async function placeOf(insp: string): Promise<string | undefined> {
  const { rows } = await sql<{ place: string }>`
    SELECT tableoid::regclass::text AS place FROM inspection WHERE id = ${insp}`.execute(world.db)
  return rows[0]?.place
}

/** The tables that are read for a question. */
async function readFor(question: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await sql<{ 'QUERY PLAN': unknown }>`EXPLAIN (FORMAT JSON) ${question}`.execute(world.db)
  return [...JSON.stringify(rows).matchAll(/"Relation Name":"([^"]+)"/g)].map(([, name]) => name ?? '')
}

const everything = async () => {
  const cookie = await world.signIn('giamsat')
  return {
    pull: await world.pull(cookie),
    overview: await (await world.app.request('/api/overview', { headers: { cookie } })).json(),
  }
}

describe.skipIf(cluster === null || isCutAlready)('tables that are cut into partitions', () => {
  const ofToday = () => v7({ msecs: MORNING })

  test.each([
    ['province', 'inspection_demo_province', 'inspection_demo_province'],
    ['year', 'inspection__2026', 'inspection__rest'],
    ['province,year', 'inspection_demo_province__2026', 'inspection_demo_province__rest'],
  ])('by %s: nothing is lost, everybody is told the same, and it goes on', async (way, place, placeOfOlder) => {
    const [before, older] = [ofToday(), `f${randomUUID().slice(1)}`]
    await handIn(before)
    await handIn(older)
    const told = await everything()
    expect((await cut(way)).at(-1)).toContain(`theo ${way}`)
    expect(await everything()).toEqual(told)
    expect(await placeOf(before)).toBe(place)
    expect(await placeOf(older)).toBe(placeOfOlder)

    const after = ofToday()
    await handIn(after)
    expect(await placeOf(after)).toBe(place)
    const { database, dataDir } = { database: world.address, dataDir: world.dataDir }
    const lines: string[] = []
    expect(await verify({ database, dataDir, bucket: null, pictures: false }, (line) => lines.push(line))).toBe(true)
    await expect(cut(way)).rejects.toThrow('đã được chia')
  })

  test('what never changes does not change in a partition either, nor does a reference lead nowhere', async () => {
    const insp = ofToday()
    await handIn(insp)
    await cut('province,year')
    for (const table of ['inspection_seal', 'inspection_seal_demo_province__2026', 'audit_demo_province'])
      await expect(sql`DELETE FROM ${sql.table(table)}`.execute(world.db)).rejects.toThrow(/never changes|only grows/)
    await expect(sql`DELETE FROM inspection WHERE id = ${insp}`.execute(world.db)).rejects.toThrow()
    await expect(
      sql`INSERT INTO water_sample (tenant_id, inspection_id, facility_id, sample)
        VALUES (${PROVINCE.id}, 'nowhere', 'demo-tyt-suoi-mo', '{}')`.execute(world.db),
    ).rejects.toThrow()
    await expect(sql`DELETE FROM facility WHERE id = 'demo-tyt-suoi-mo'`.execute(world.db)).rejects.toThrow()
  })

  test('one visit is looked for in one partition, and a quarter in that of its year', async () => {
    const insp = ofToday()
    await handIn(insp)
    await cut('province,year')
    expect(await readFor(sql`SELECT * FROM inspection WHERE tenant_id = ${PROVINCE.id} AND id = ${insp}`)).toEqual([
      'inspection_demo_province__2026',
    ])
    expect(
      await readFor(sql`SELECT * FROM inspection_seal WHERE tenant_id = ${PROVINCE.id} AND inspection_id = ${insp}`),
    ).toEqual(['inspection_seal_demo_province__2026'])
    expect(
      await readFor(sql`SELECT * FROM standing WHERE tenant_id = ${PROVINCE.id} AND quarter = ${2026 * 4 + 3}`),
    ).toEqual(['standing_demo_province__2026'])
  })

  test('partitions of a new province and of years to come are added; what lies in the rest stays, and that is said', async () => {
    await handIn(ofToday())
    // By a clock that is thirty years ahead.
    const ahead = v7({ msecs: Date.UTC(2056, 5) })
    await handIn(ahead)
    await cut('province,year')
    await sql`INSERT INTO province (id, name) VALUES ('Tỉnh Mới', 'Tỉnh Mới')`.execute(world.db)
    const inYear = async (year: number) =>
      (
        await sql`SELECT 1 FROM pg_class WHERE relispartition AND relkind = 'r' AND relname LIKE ${`inspection\\_%\\_\\_${year}`}
          AND relname NOT LIKE 'inspection_seal%'`.execute(world.db)
      ).rows.length
    expect(await inYear(2036)).toBe(2)
    const later = await cut(undefined, Date.UTC(2046, 5))
    // Two provinces and the rest.
    expect([await inYear(2036), await inYear(2055)]).toEqual([3, 3])
    expect(later.join('\n')).toContain('Chưa thêm inspection_demo_province__2056')
    expect(await inYear(2056)).toBe(2)
    expect(await placeOf(ahead)).toBe('inspection_demo_province__rest')
    expect((await cut(undefined, Date.UTC(2046, 5))).at(-1)).toBe('Đã thêm 0 phần.')
  })

  test('a file is not cut, nor in a way that there is not, nor what is not cut added to', async () => {
    await expect(cut('month')).rejects.toThrow('province | year | province,year')
    await expect(cut()).rejects.toThrow('chưa được chia')
    await expect(
      partitionTables({ database: '/srv/so-kiem.sqlite', way: 'year', now: MORNING }, () => {}),
    ).rejects.toThrow('Chỉ PostgreSQL')
  })

  test('broken off in the middle it is as it was', async () => {
    const insp = ofToday()
    await handIn(insp)
    const told = await everything()
    const other = openDatabase(world.address)
    await sql`CREATE TABLE standing__2026 (x text)`.execute(other)
    await other.destroy()
    await expect(cut('year')).rejects.toThrow()
    expect(await everything()).toEqual(told)
    expect(await placeOf(insp)).toBe('inspection')
  })
})
