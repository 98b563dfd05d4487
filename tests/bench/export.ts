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
 * seen is that the memory does not grow with the rows.
 */

const SIZES = [1_000, 10_000, 50_000]
const FACILITIES = 200

async function fill(db: Database, count: number): Promise<void> {
  await migrate(db)
  await publishChecklists(db, [chatThaiYTe], 0)
  const of = facts({ beds: 320 })
  const ref = { id: chatThaiYTe.id, version: chatThaiYTe.version, hash: await digestOf(chatThaiYTe) }
  const answers = fullAnswers(chatThaiYTe, of)
  const cells = Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, { rev: 1, answer }]))
  const summary = summaryOf(score(chatThaiYTe, of, answersIn(cells), { date: '2026-01-01' }))
  const area = { id: 'a', province_id: 'p', name: 'Xã A', kind: 'commune' as const, valid_from: '2025-07-01' }
  // Visits without their authors: no account is opened for what is only read.
  await sql`PRAGMA foreign_keys = OFF`.execute(db)
  await sql`INSERT INTO province (id, name) VALUES ('p', 'Tỉnh')`.execute(db)
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('area')
      .values({ ...area, valid_until: null })
      .execute()
    for (let index = 0; index < FACILITIES; index++) {
      const values = { id: `f${index}`, province_id: 'p', area_id: 'a', name: `Cơ sở ${index}`, address: '' }
      const rest = { demonstration: 0, facts: JSON.stringify(of), position: null, closed_on: null }
      await trx
        .insertInto('facility')
        .values({ ...values, ...rest })
        .execute()
      await trx
        .insertInto('facility_stay')
        .values({ facility_id: `f${index}`, area_id: 'a', from_date: '2025-07-01' })
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

export async function main(): Promise<void> {
  console.log(`Raw tables, thrown away as they come; Node ${process.version}`)
  console.log(
    'inspections  table        as        rows  seconds    file MB  RSS before, peak MB  longest wait of others ms',
  )
  for (const size of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'so-kiem-export-'))
    const db = openDatabase(join(folder, 'd.sqlite'))
    await fill(db, size)
    for (const what of ['inspections', 'answers'] as RawWhat[])
      for (const as of ['csv', 'xlsx'] as const) {
        const said = await measure(db, what, as)
        const cells = [String(size).padStart(11), what.padEnd(11), as.padEnd(4), ...said]
        console.log(cells.join('  '))
      }
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  }
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
  let waited = 0
  let last = performance.now()
  const watch = setInterval(() => {
    const now = performance.now()
    waited = Math.max(waited, now - last - 20)
    last = now
    peak = Math.max(peak, process.memoryUsage().rss)
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
    waited.toFixed(0).padStart(12),
  ]
}
