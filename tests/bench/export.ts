import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { chatThaiYTe } from '../../src/criteria/chat-thai-y-te.ts'
import { addDays } from '../../src/domain/date.ts'
import { answersIn, type InspectionHead } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { csvStream } from '../../src/server/export/csv-stream.ts'
import { type RawWhat, rawTable } from '../../src/server/export/raw-rows.ts'
import { xlsxStream } from '../../src/server/export/xlsx-stream.ts'
import { publishChecklists } from '../../src/server/publish-checklists.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import type { ExportFilter } from '../../src/server/storage/export-visits.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { facts } from '../support/builders.ts'
import { fullAnswers } from '../support/full-answers.ts'

/**
 * `npm run bench:export`: raw tables of 1,000, 10,000 and 50,000 visits of the waste
 * checklist, every item answered, thrown away as fast as they come. What is to be
 * seen is that the memory does not grow with the rows; so the visits are written by a
 * process of their own, and each table is read by another.
 * `npm run bench:export -- 50000 answers xlsx` makes one of them alone.
 */

const SIZES = [1_000, 10_000, 50_000]
const TABLES = (['inspections', 'answers'] as RawWhat[]).flatMap((what) =>
  (['csv', 'xlsx'] as const).map((as) => ({ what, as })),
)
const FACILITIES = 200

async function fill(db: Database, count: number): Promise<void> {
  await migrate(db)
  await publishChecklists(db, [chatThaiYTe], 0)
  const of = facts({ beds: 320 })
  const ref = { id: chatThaiYTe.id, version: chatThaiYTe.version, hash: await digestOf(chatThaiYTe) }
  const answers = fullAnswers(chatThaiYTe, of)
  const cells = Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, { rev: 1, answer }]))
  const summary = summaryOf(score(chatThaiYTe, of, answersIn(cells), { date: '2026-01-01' }))
  const area = { id: 'a', tenant_id: 'p', name: 'Xã A', kind: 'commune' as const, valid_from: '2025-07-01' }
  // Visits without their authors: no account is opened for what is only read.
  await sql`PRAGMA foreign_keys = OFF`.execute(db)
  await sql`INSERT INTO province (id, name) VALUES ('p', 'Tỉnh')`.execute(db)
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('area')
      .values({ ...area, valid_until: null })
      .execute()
    for (let index = 0; index < FACILITIES; index++) {
      const values = { id: `f${index}`, tenant_id: 'p', area_id: 'a', name: `Cơ sở ${index}`, address: '' }
      const rest = { demonstration: 0, facts: JSON.stringify(of), position: null, closed_on: null }
      await trx
        .insertInto('facility')
        .values({ ...values, ...rest })
        .execute()
      await trx
        .insertInto('facility_stay')
        .values({ tenant_id: 'p', facility_id: `f${index}`, area_id: 'a', from_date: '2025-07-01' })
        .execute()
    }
  })
  for (let done = 0; done < count; ) {
    const end = Math.min(count, done + 1000)
    await db.transaction().execute(async (trx) => {
      for (; done < end; done++) {
        const date = addDays('2022-01-01', done % 1700)
        const head: InspectionHead = {
          facilityId: `f${done % FACILITIES}`,
          facilityName: `Cơ sở ${done % FACILITIES}`,
          checklist: ref,
          kind: 'inspection',
          date,
          team: ['Nguyễn Thị Kiểm'],
          facts: of,
        }
        await trx
          .insertInto('inspection')
          .values({
            id: randomUUID(),
            tenant_id: 'p',
            facility_id: head.facilityId,
            status: 'submitted',
            kind: 'inspection',
            date,
            checklist_id: ref.id,
            checklist_version: ref.version,
            created_by: 'k',
            created_by_name: 'Nguyễn Thị Kiểm',
            created_at: 0,
            submitted_at: 0,
            earned: summary.earned,
            max: summary.max,
            grade: summary.grade,
            tone: summary.tone,
            critical_failures: summary.criticalFailures,
            score: JSON.stringify(summary),
            head: JSON.stringify(head),
            cells: JSON.stringify(cells),
            seal_no: 1,
            late: null,
            signatures: null,
          })
          .execute()
      }
    })
  }
}

const filter: ExportFilter = {
  tenantId: 'p',
  facilities: new Map(
    Array.from({ length: FACILITIES }, (_, index) => [`f${index}`, { name: `Cơ sở ${index}`, areaName: 'Xã A' }]),
  ),
  from: null,
  until: null,
  kind: null,
  checklistId: null,
  approval: null,
}

export async function main(args: readonly string[]): Promise<void> {
  const [step, file = '', ...rest] = args
  if (step === 'fill') return withDatabase(file, (db) => fill(db, Number(rest[0])))
  if (step === 'read') return withDatabase(file, (db) => read(db, rest))
  console.log(`Raw tables, thrown away as they come; Node ${process.version}`)
  console.log(
    'inspections  table        as        rows  seconds    file MB  RSS before, peak, heap peak MB  longest wait of others ms',
  )
  const [size, what, as] = args
  for (const each of SIZES.filter((count) => size === undefined || count === Number(size))) measureSize(each, what, as)
}

function measureSize(size: number, what: string | undefined, as: string | undefined): void {
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-export-'))
  const file = join(folder, 'd.sqlite')
  alone('fill', file, `${size}`)
  for (const table of TABLES)
    if ((what ?? table.what) === table.what && (as ?? table.as) === table.as)
      alone('read', file, `${size}`, table.what, table.as)
  rmSync(folder, { recursive: true, force: true })
}

/** One step in a process of its own, which says what it has to say on the same screen. */
function alone(...step: string[]): void {
  execFileSync(process.execPath, [...process.execArgv, process.argv[1] ?? '', 'export', ...step], { stdio: 'inherit' })
}

async function withDatabase(file: string, use: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(file)
  await use(db)
  await db.destroy()
}

async function read(db: Database, [size = '', what, as]: readonly string[]): Promise<void> {
  const table = TABLES.find((each) => each.what === what && each.as === as)
  if (!table) throw new Error(`there is no table of ${what} as ${as}`)
  const said = await measure(db, table.what, table.as)
  console.log([size.padStart(11), table.what.padEnd(11), table.as.padEnd(4), ...said].join('  '))
}

async function measure(db: Database, what: RawWhat, as: 'csv' | 'xlsx'): Promise<string[]> {
  const table = await rawTable(db, what, filter)
  let rows = 0
  async function* counted() {
    for await (const row of table.rows) {
      rows += 1
      yield row
    }
  }
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let peak = 0
  let heap = 0
  let waited = 0
  let last = performance.now()
  const watch = setInterval(() => {
    const now = performance.now()
    waited = Math.max(waited, now - last - 20)
    last = now
    const memory = process.memoryUsage()
    peak = Math.max(peak, memory.rss)
    heap = Math.max(heap, memory.heapUsed)
  }, 20)
  let bytes = 0
  const nowhere = new Writable({
    write(chunk: Buffer, _, done) {
      bytes += chunk.length
      done()
    },
  })
  const begun = performance.now()
  const wanted = { ...table, rows: counted() }
  await pipeline(as === 'csv' ? csvStream(wanted) : xlsxStream(wanted, []), nowhere)
  const seconds = (performance.now() - begun) / 1000
  clearInterval(watch)
  return [
    String(rows).padStart(9),
    seconds.toFixed(1).padStart(7),
    (bytes / 1e6).toFixed(1).padStart(9),
    (before / 2 ** 20).toFixed(0).padStart(10),
    (peak / 2 ** 20).toFixed(0).padStart(7),
    (heap / 2 ** 20).toFixed(0).padStart(7),
    waited.toFixed(0).padStart(12),
  ]
}
