import { deepStrictEqual } from 'node:assert'
import { type RawBuilder, sql } from 'kysely'
import { type Checklist, checklistSchema } from '../../../src/domain/checklist.ts'
import { answersIn } from '../../../src/domain/inspection.ts'
import { firstDayOf, quarterOf } from '../../../src/domain/overview/period.ts'
import type { Person } from '../../../src/domain/people.ts'
import type { Facility } from '../../../src/domain/place.ts'
import { digestOf } from '../../../src/protocol/digest.ts'
import { openSigner } from '../../../src/server/audit/signatures.ts'
import { publishChecklists } from '../../../src/server/publish-checklists.ts'
import { engineOf } from '../../../src/server/storage/dialect.ts'
import { findInspection } from '../../../src/server/storage/inspections.ts'
import { migrate } from '../../../src/server/storage/migrations.ts'
import { addPerson } from '../../../src/server/storage/people.ts'
import { addProvince } from '../../../src/server/storage/provinces.ts'
import type { Database, Schema } from '../../../src/server/storage/schema.ts'
import { transact } from '../../../src/server/storage/transaction.ts'
import { acceptPush } from '../../../src/server/sync/accept-push.ts'
import { checklistOf } from '../many-visits.ts'
import { newFacilities, newVisit } from './content.ts'
import { handIn, NUMBERS } from './hand-in.ts'

/** Provinces in which every facility was visited with each of five checklists in each of some quarters. */
export type ProvinceSize = { facilities: number; quarters: number }

export const FAMILIES = 5
/** Visits made by the product, of each checklist; all others are copies of them with another day and place. */
const PATTERNS = 40
/** Of those that are made once more by the product, to be compared. */
const SAMPLE = 24
const PER_AREA = 40
const DAYS = 28
const LAST = quarterOf('2026-11-22')
const FIRST_DAY = '2015-01-01'

const checklists: readonly Checklist[] = Array.from({ length: FAMILIES }, (_, n) => {
  const whole = checklistOf(60)
  const named = { ...whole, id: `${whole.id}-${n}`, title: `${whole.title} ${n}`, inForceFrom: FIRST_DAY }
  return checklistSchema.parse(named)
})
const refs = await Promise.all(
  checklists.map(async (each) => ({ id: each.id, version: each.version, hash: await digestOf(each) })),
)

const [model] = newFacilities(1) as [Facility]

export const supervisorOf = (province: number, { facilities }: ProvinceSize): Person =>
  personOf('supervisor', `p${province}`, areasOf(province, facilities))

const inspectorOf = (province: number, { facilities }: ProvinceSize): Person =>
  personOf('inspector', `p${province}`, areasOf(province, facilities))

function personOf(role: 'supervisor' | 'inspector', provinceId: string, areaIds: string[]): Person {
  const username = `${role}-${provinceId}`
  return { id: username, username, name: 'Nguyễn Thị Kiểm', role, provinceId, areaIds, facilityId: null }
}

function areasOf(province: number, facilities: number): string[] {
  return Array.from({ length: Math.ceil(facilities / PER_AREA) }, (_, n) => `p${province}-a${n}`)
}

/** Fills an empty database; looks whether some of the visits are what the product would have written. */
export async function fillProvinces(db: Database, sizes: readonly ProvinceSize[]): Promise<void> {
  await migrate(db)
  await publishChecklists(db, checklists, 0)
  const workshop = { facilities: PATTERNS, quarters: 1 }
  await addPlaces(db, sizes.length, workshop)
  await pushPatterns(db, sizes.length, workshop)
  for (const [province, size] of sizes.entries()) await addPlaces(db, province, size)
  await withoutIndexes(db, async (one) => {
    for (const [province, size] of sizes.entries()) await copyPatterns(one, province, size)
  })
  await sql`DROP TABLE pattern`.execute(db)
  await sql`DROP TABLE day`.execute(db)
  for (const [province, size] of sizes.entries()) await compareSample(db, province, size)
}

async function addPlaces(db: Database, province: number, size: ProvinceSize): Promise<void> {
  const id = `p${province}`
  const areaIds = areasOf(province, size.facilities)
  await transact(db, 'everything', async (trx) => {
    await addProvince(trx, { id, name: `Tỉnh ${province}` }, 0)
    const rows = areaIds.map((area) => ({ id: area, tenant_id: id, name: `Xã ${area}`, kind: 'commune' as const }))
    for (let at = 0; at < rows.length; at += 100)
      await trx
        .insertInto('area')
        .values(rows.slice(at, at + 100).map((each) => ({ ...each, valid_from: FIRST_DAY, valid_until: null })))
        .execute()
    const facts = JSON.stringify(model.facts)
    await sql`${numbersTo(size.facilities)}
      INSERT INTO facility (id, tenant_id, area_id, name, address, demonstration, facts, position, closed_on)
      SELECT ${`${id}-f`} || n, ${id}, ${`${id}-a`} || (n / ${sql.lit(PER_AREA)}), 'Trạm Y tế số ' || n, 'Thôn ' || (n % 17), 0, ${facts}, NULL, NULL
      FROM number`.execute(trx)
    await sql`INSERT INTO facility_stay (tenant_id, facility_id, area_id, from_date)
      SELECT tenant_id, id, area_id, ${FIRST_DAY} FROM facility WHERE tenant_id = ${id}`.execute(trx)
    for (const person of [inspectorOf(province, size), supervisorOf(province, size)])
      await addPerson(trx, person, '', 0)
  })
}

/** A query that begins with a table `number` of 0 … count − 1. Recursion is what both engines know. */
function numbersTo(count: number): RawBuilder<unknown> {
  return sql`WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < ${sql.lit(count - 1)})`
}

/** Visits by the way of real work, with marks instead of day and place in a table of their own. */
async function pushPatterns(db: Database, province: number, size: ProvinceSize): Promise<void> {
  const date = firstDayOf(LAST)
  for (const [family, checklist] of refs.entries())
    for (let n = 0; n < PATTERNS; n++) {
      const place = { ...model, id: `p${province}-f${n}`, name: `Trạm Y tế số ${n}` }
      const { answers, head } = newVisit(date, place)
      const visit = { id: `pattern-${family}-${n}`, head: { ...head, checklist }, answers }
      await push(db, inspectorOf(province, size), { visit, family, at: Date.parse(`${date}T03:00:00Z`) })
    }
  await sql`CREATE TABLE pattern AS SELECT inspection.*, standing.sections, standing.failed, standing.not_judged,
    standing.critical, standing.signals, CAST(NULL AS integer) AS family, CAST(NULL AS integer) AS nth
    FROM inspection JOIN standing ON standing.inspection_id = inspection.id`.execute(db)
  for (let family = 0; family < FAMILIES; family++)
    for (let n = 0; n < PATTERNS; n++) {
      const id = `pattern-${family}-${n}`
      const row = await db.selectFrom('inspection').select('head').where('id', '=', id).executeTakeFirstOrThrow()
      const head = row.head
        .replace(`"facilityId":"p${province}-f${n}"`, '"facilityId":"@facility"')
        .replace(`"facilityName":"Trạm Y tế số ${n}"`, '"facilityName":"@name"')
        .replace(`"date":"${date}"`, '"date":"@date"')
      await sql`UPDATE pattern SET family = ${family}, nth = ${n}, head = ${head} WHERE id = ${id}`.execute(db)
    }
  await sql`CREATE TABLE day (quarter integer, nth integer, date text, at bigint)`.execute(db)
  for (let quarter = LAST - 79; quarter <= LAST; quarter++)
    for (let n = 0; n < DAYS; n++) {
      const day = firstDayOf(quarter).replace(/01$/, String(n + 1).padStart(2, '0'))
      await sql`INSERT INTO day VALUES (${quarter}, ${n}, ${day}, ${Date.parse(`${day}T03:00:00Z`)})`.execute(db)
    }
}

async function push(
  db: Database,
  person: Person,
  made: { visit: Parameters<typeof handIn>[1]; family: number; at: number },
): Promise<void> {
  const { visit, family, at } = made
  const signer = await openSigner(db)
  const deviceId = `device-${visit.id}`
  const sent = handIn(deviceId, visit, { seq: 0, at }, checklists[family] as Checklist)
  const onQuarantine = (error: unknown) => {
    throw error
  }
  const { r } = await acceptPush(sent, { db, person, now: at, signer, onQuarantine })
  if (r.length !== NUMBERS || r.some(({ o }) => o !== 'applied'))
    throw new Error(`a visit was not taken: ${JSON.stringify(r)}`)
}

/** A million rows go in several times as fast where indexes are made afterwards, and references are not asked one by one. */
async function withoutIndexes(db: Database, fill: (one: Database) => Promise<void>): Promise<void> {
  if (engineOf(db) === 'sqlite') return fill(db)
  await db.connection().execute(async (one) => {
    const { rows } = await sql<{
      name: string
      text: string
    }>`SELECT indexname AS name, indexdef AS text FROM pg_indexes
      WHERE tablename IN ('inspection', 'standing') AND indexname NOT LIKE '%_pkey'`.execute(one)
    for (const { name } of rows) await sql`DROP INDEX ${sql.ref(name)}`.execute(one)
    await sql`SET session_replication_role = 'replica'`.execute(one)
    await fill(one)
    await sql`SET session_replication_role = 'origin'`.execute(one)
    for (const { text } of rows) await sql.raw(text).execute(one)
  })
}

async function copyPatterns(db: Database, province: number, { facilities, quarters }: ProvinceSize): Promise<void> {
  const id = `p${province}`
  const author = personOf('inspector', id, [])
  const pick = (family: number) =>
    sql`FROM number CROSS JOIN (SELECT DISTINCT quarter FROM day WHERE quarter > ${sql.lit(LAST - quarters)}) AS q
      JOIN day ON day.quarter = q.quarter AND day.nth = (number.n + ${sql.lit(family)} * 5) % ${sql.lit(DAYS)}
      JOIN pattern ON pattern.family = ${sql.lit(family)}
        AND pattern.nth = (number.n * 7 + q.quarter * 13) % ${sql.lit(PATTERNS)}`
  const visit = (family: number) => sql`${sql.lit(`${id}-`)} || number.n || ${sql.lit(`-${family}-`)} || q.quarter`
  const place = sql`${sql.lit(`${id}-f`)} || number.n`
  // One checklist after the other: a statement on PostgreSQL may take two minutes in a transaction of the product, here as long as it wants.
  for (let family = 0; family < FAMILIES; family++) {
    await sql`${numbersTo(facilities)}
      INSERT INTO inspection (id, tenant_id, facility_id, status, kind, date, checklist_id, checklist_version,
        created_by, created_by_name, created_at, submitted_at, earned, max, grade, tone, critical_failures, score,
        head, cells, seal_no, late, signatures, steps)
      SELECT ${visit(family)}, ${sql.lit(id)}, ${place}, status, kind, day.date, checklist_id, checklist_version,
        ${author.id}, ${author.name}, day.at, day.at, earned, max, grade, tone, critical_failures, score,
        replace(replace(replace(head, '@facility', ${place}), '@name', 'Trạm Y tế số ' || number.n), '@date', day.date),
        cells, seal_no, late, signatures, steps ${pick(family)}`.execute(db)
    await sql`${numbersTo(facilities)}
      INSERT INTO standing (tenant_id, checklist_id, kind, quarter, facility_id, next_quarter, inspection_id,
        checklist_version, date, status, visits, earned, max, tone, critical_failures, grade, signals, position,
        sections, failed, not_judged, critical)
      SELECT ${sql.lit(id)}, checklist_id, kind, q.quarter, ${place},
        CASE WHEN q.quarter = ${sql.lit(LAST)} THEN NULL ELSE q.quarter + 1 END, ${visit(family)},
        checklist_version, day.date, status, 1, earned, max, tone, critical_failures, grade, signals, NULL,
        sections, failed, not_judged, critical ${pick(family)}`.execute(db)
  }
}

/** Takes some of the copies away and has the product make them: not one column may be another. */
async function compareSample(db: Database, province: number, size: ProvinceSize): Promise<void> {
  const seen = new Set<string>()
  for (let n = 0; n < SAMPLE; n++) {
    const family = n % FAMILIES
    const quarter = LAST - ((n * 3) % size.quarters)
    const id = `p${province}-${(n * 37) % size.facilities}-${family}-${quarter}`
    if (seen.has(id)) continue
    seen.add(id)
    const key: StandingKey = {
      facility_id: `p${province}-f${(n * 37) % size.facilities}`,
      checklist_id: refs[family]?.id ?? '',
      kind: 'inspection',
      quarter,
    }
    const before = await rowsOf(db, id, key)
    const record = await findInspection(db, `p${province}`, id)
    if (!record?.submittedAt) throw new Error(`there is no visit ${id}`)
    await db
      .deleteFrom('standing')
      .where((eb) => eb.and(key))
      .execute()
    await db.deleteFrom('inspection').where('id', '=', id).execute()
    const visit = { id, head: record.head, answers: answersIn(record.cells) }
    await push(db, inspectorOf(province, size), { visit, family, at: record.submittedAt })
    deepStrictEqual(await rowsOf(db, id, key), before)
  }
}

type StandingKey = Pick<Schema['standing'], 'facility_id' | 'checklist_id' | 'kind' | 'quarter'>

async function rowsOf(db: Database, id: string, key: StandingKey) {
  const ofKey = db
    .selectFrom('standing')
    .selectAll()
    .where((eb) => eb.and(key))
  return {
    inspection: await db.selectFrom('inspection').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    standing: await ofKey.executeTakeFirstOrThrow(),
  }
}
