import readWorkbook from 'read-excel-file/node'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '../../../src/documents/paper-pdf.ts'
import { periodReportPaper } from '../../../src/documents/period-report.ts'
import type { Checklist } from '../../../src/domain/checklist.ts'
import { daysBetween, formatDate } from '../../../src/domain/date.ts'
import { shareWords } from '../../../src/domain/overview/figure-words.ts'
import { waterSampleOf } from '../../../src/domain/overview/water.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { type PeriodReportReply, periodReportSchema } from '../../../src/protocol/report-wire.ts'
import { facilities } from '../../../src/server/demonstration-data.ts'
import { rebuildStandings } from '../../../src/server/overview/rebuild-standings.ts'
import { bringPaperFonts } from '../../support/paper-fonts.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { createServerWorld, type ServerWorld } from '../../support/server-world.ts'
import { approveSome, checklists, everything, handInMany, order, type Row, waste, wide } from './generated.ts'

let world: ServerWorld
let rows: Row[]
beforeAll(async () => {
  await bringPaperFonts()
  world = await createServerWorld({ checklists })
  await handInMany(world, { count: 2000, random: seededRandom(11), first: '2024-12-01', days: 720 })
  await approveSome(world, seededRandom(5))
  rows = await everything(world)
}, 240_000)
afterAll(() => world.close())

async function get(path: string, query: Record<string, string>, who = 'giamsat'): Promise<Response> {
  return world.app.request(`${path}?${new URLSearchParams(query)}`, { headers: { cookie: await world.signIn(who) } })
}

async function ask(query: Record<string, string>, who = 'giamsat'): Promise<PeriodReportReply> {
  const reply = await get('/api/reports/period', query, who)
  if (!reply.ok) throw new Error(await reply.text())
  return periodReportSchema.parse(await reply.json())
}

const share = ({ earned, max, tone }: Row['score']) =>
  max > 0 && tone !== 'undetermined' ? Math.round((earned / max) * 10_000) : null
const mean = (values: number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)

/** Of each facility the last visit of a span. */
function lastOfEach(all: Row[], from: string, until: string): Map<string, Row> {
  const last = new Map<string, Row>()
  for (const row of all.filter(({ head }) => head.date >= from && head.date <= until)) {
    const known = last.get(row.head.facilityId)
    if (!known || order(row) > order(known)) last.set(row.head.facilityId, row)
  }
  return last
}

/** What is open on a day, read off every answer from the first visit on. */
function openOn(all: Row[], until: string) {
  const open = new Map<string, { of: string; what: string; by: string | null; on: string; notFixedOn: string[] }>()
  const seen = all.filter(({ head }) => head.date <= until).sort((a, b) => (order(a) < order(b) ? -1 : 1))
  for (const { id, head, cells } of seen)
    for (const [item, { answer }] of Object.entries(cells)) {
      const key = `${head.facilityId} ${head.checklist.id} ${item}`
      const known = open.get(key)
      if (known && answer.followUp?.of === known.of) {
        if (answer.followUp.is === 'fixed') open.delete(key)
        else known.notFixedOn.push(head.date)
      }
      if (answer.plan)
        open.set(key, { of: id, what: answer.plan.what, by: answer.plan.by, on: head.date, notFixedOn: [] })
    }
  return open
}

const spans: Record<string, [from: string, until: string]> = {
  '2026-q1': ['2026-01-01', '2026-03-31'],
  '2026-9': ['2026-01-01', '2026-09-30'],
  // The clock of this world stands on 22 November.
  '2026': ['2026-01-01', '2026-11-22'],
  // Days of one's own: within one quarter, over several, and longer than a year.
  '2026-02-10_2026-03-05': ['2026-02-10', '2026-03-05'],
  '2025-11-15_2026-05-20': ['2025-11-15', '2026-05-20'],
  '2025-01-20_2026-08-31': ['2025-01-20', '2026-08-31'],
}
const questions = Object.keys(spans).flatMap((period) =>
  (['inspection', 'selfAssessment'] as const).flatMap((kind) =>
    [undefined, 'demo-ben-sao'].map((area) => ({ period, kind, area })),
  ),
)

const yearEarlier = (day: string) => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`
const isWithinAYear = (from: string, until: string) => yearEarlier(until) < from

describe('two thousand generated visits', () => {
  test.each(questions)('$period $kind $area: every figure is that of a plain count', async ({ period, kind, area }) => {
    const [from, until] = spans[period] as [string, string]
    const report = await ask({ period, kind, ...(area && { area }) })
    expect([report.from, report.until]).toEqual([from, until])
    const placed = facilities.filter(({ areaId }) => area === undefined || areaId === area)
    const own = rows.filter(({ head }) => head.kind === kind && placed.some(({ id }) => id === head.facilityId))

    expect(report.families.map(({ checklistId }) => checklistId).sort()).toEqual(checklists.map(({ id }) => id).sort())
    for (const family of report.families) {
      const last = lastOfEach(
        own.filter(({ head }) => head.checklist.id === family.checklistId),
        from,
        until,
      )
      expect(family.assessed).toBe(last.size)
      const approved = [...last.values()].filter(({ status }) => status === 'approved')
      expect(family.approved).toBe(approved.length)
      const means = (isApproved: boolean) => {
        const shares = [...last.values()].flatMap(({ status, score }) => {
          const own = share(score)
          return (status === 'approved') === isApproved && own !== null ? [own] : []
        })
        return shares.length === 0 ? null : { count: shares.length, mean: mean(shares) }
      }
      for (const [spread, wanted] of [
        [family.approvedSpread, means(true)],
        [family.openSpread, means(false)],
      ])
        expect(spread && { count: spread.count, mean: spread.mean }).toEqual(wanted)

      // The same days a year before, and the other kind of visit within the period.
      const before = isWithinAYear(from, until)
        ? lastOfEach(
            own.filter(({ head }) => head.checklist.id === family.checklistId),
            yearEarlier(from),
            yearEarlier(until),
          )
        : new Map<string, Row>()
      const other = lastOfEach(
        rows.filter(({ head }) => head.checklist.id === family.checklistId && head.kind !== kind),
        from,
        until,
      )
      for (const row of family.ranking) {
        const [former, theirs] = [before.get(row.id), other.get(row.id)]
        // A period that runs is compared with the whole of the one before.
        if (until !== '2026-11-22')
          expect([row.name, row.before]).toEqual([row.name, former ? share(former.score) : null])
        expect([row.name, row.other]).toEqual([row.name, theirs ? share(theirs.score) : null])
      }

      // What failed, scored anew from the answers.
      const failures = [...last.values()].flatMap((row) => {
        const of = checklists.find(({ id }) => id === family.checklistId) as Checklist
        const answers = Object.fromEntries(Object.entries(row.cells).map(([id, { answer }]) => [id, answer]))
        const { byItem } = score(of, row.head.facts, answers, { date: row.head.date })
        return Object.values(byItem).filter((item) => item.state === 'fail' || item.criticalFailure)
      })
      expect(family.failedItems.reduce((sum, { failed }) => sum + failed, 0)).toBe(failures.length)

      // The ranking, one after the other.
      const shares = [...last.values()].flatMap(({ score }) => share(score) ?? [])
      for (const row of family.ranking) {
        const mine = last.get(row.id)
        expect([row.name, row.inspectionId, row.share]).toEqual([
          row.name,
          mine?.id ?? null,
          mine ? share(mine.score) : null,
        ])
        expect(row.status).toBe(mine?.status ?? null)
        const wanted = row.share === null ? null : 1 + shares.filter((each) => each > (row.share ?? 0)).length
        expect([row.name, row.rank]).toEqual([row.name, wanted])
      }
      const critical = [...last.values()].reduce((sum, { score }) => sum + score.criticalFailures, 0)
      expect(family.critical).toHaveLength(critical)
    }
  })

  test.each(questions)(
    '$period $kind $area: what is open is what every answer says',
    async ({ period, kind, area }) => {
      const [, until] = spans[period] as [string, string]
      const { actions } = await ask({ period, kind, ...(area && { area }) })
      const placed = facilities.filter(({ areaId }) => area === undefined || areaId === area)
      const own = rows.filter(({ head }) => head.kind === kind && placed.some(({ id }) => id === head.facilityId))
      const open = openOn(own, until)
      expect(actions.length).toBeGreaterThan(10)
      const text = (...parts: unknown[]) => JSON.stringify(parts)
      expect(
        actions
          .map((row) =>
            text(row.facilityId, row.inspectionId, row.plan.what, row.plannedOn, row.notFixedOn, row.daysLate),
          )
          .sort(),
      ).toEqual(
        [...open]
          .map(([key, { of, what, by, on, notFixedOn }]) => {
            const late = by === null ? 0 : Math.max(0, daysBetween(by, until))
            return text(key.split(' ')[0], of, what, on, notFixedOn, late)
          })
          .sort(),
      )
      const late = actions.map(({ daysLate }) => daysLate)
      expect(late).toEqual(late.toSorted((a, b) => b - a))
    },
  )

  test('the wastewater of every visit of the period, as its own checklist judges it', async () => {
    const { water } = await ask({ period: '2026', kind: 'inspection' })
    const wanted = rows.filter(
      ({ head }) => head.checklist.id === waste.id && head.kind === 'inspection' && head.date >= '2026-01-01',
    )
    expect(wanted.length).toBeGreaterThan(100)
    expect(new Set(water.map(({ inspectionId }) => inspectionId))).toEqual(new Set(wanted.map(({ id }) => id)))
    for (const { inspectionId, sample, status } of water) {
      const row = wanted.find(({ id }) => id === inspectionId) as Row
      const { head, cells } = row
      expect(status).toBe(row.status)
      const { facts } = facilities.find(({ id }) => id === head.facilityId) ?? {}
      const [bod5] = sample.parameters
      const value = cells['t.1']?.answer.value
      // By hand, for the plainest case of the table: no permit, no infectious disease, into a sewer or other water.
      const isPlain =
        facts?.wastewater?.permit === null &&
        !facts.wastewater.treatsInfectious &&
        !facts.wastewater.treatedOnSite &&
        ['publicSewer', 'otherWater'].includes(facts.wastewater.receivingWater ?? '') &&
        (facts.wastewater.operatingSince ?? '9') < '2025-09-01'
      if (!isPlain || value?.is !== 'reading' || value.reading.is !== 'number') continue
      const limit = facts.type === 'hospital' && (facts.beds ?? 0) >= 300 ? 50 : 60
      expect([inspectionId, bod5?.state]).toEqual([
        inspectionId,
        Number(value.reading.number) > limit ? 'fail' : 'pass',
      ])
      expect(bod5?.limit).toContain(`= ${limit} mg/l`)
      expect(bod5?.why).toContain('cột B')
    }
  })

  test('made anew, the rows beside the standings are what the pushes have made of them', async () => {
    const read = async () => [
      await world.db.selectFrom('action_said').selectAll().orderBy('inspection_id').orderBy('item').execute(),
      await world.db.selectFrom('water_sample').selectAll().orderBy('inspection_id').execute(),
    ]
    const before = await read()
    expect(before.map(({ length }) => length > 200)).toEqual([true, true])
    expect(await rebuildStandings(world.db)).toBe(2000)
    expect(await read()).toEqual(before)
  })

  test('a report of one facility lists its visits, and those of the same months a year before', async () => {
    const facility = 'demo-bv-ben-sao'
    const report = await ask({ period: '2026-6', facility })
    expect(report.scope).toMatchObject({ is: 'facility', id: facility })
    const wanted = rows.filter(({ head: { facilityId, date } }) => {
      const isWithin = (from: string, until: string) => date >= from && date <= until
      return facilityId === facility && (isWithin('2026-01-01', '2026-06-30') || isWithin('2025-01-01', '2025-06-30'))
    })
    expect(wanted.length).toBeGreaterThan(5)
    expect(new Set(report.visits.map(({ inspectionId }) => inspectionId))).toEqual(new Set(wanted.map(({ id }) => id)))
    for (const family of report.families) {
      expect(family.ranking.map(({ id }) => id)).toEqual([facility])
      const [latest] = family.ranking
      const row = rows.find(({ id }) => id === latest?.inspectionId)
      const failed = await world.db
        .selectFrom('standing')
        .select('failed')
        .where('inspection_id', '=', row?.id ?? '')
        .executeTakeFirst()
      expect(family.failedItems).toHaveLength(JSON.parse(failed?.failed ?? '[]').length)
    }
    expect(report.actions.every(({ facilityId }) => facilityId === facility)).toBe(true)
  })
})

/** Cells as the workbook holds them. */
const percent = (of: number | null) => (of === null ? null : of / 10_000)

test('the workbook says what the report says', async () => {
  const query = { period: '2026', kind: 'inspection' }
  const report = await ask(query)
  const file = await get('/api/reports/period.xlsx', query)
  expect(file.headers.get('content-disposition')).toContain('bao-cao-2026.xlsx')
  const sheets = await readWorkbook(Buffer.from(await file.arrayBuffer()))
  const sheet = (name: string) => {
    const found = sheets.find((each) => each.sheet === name)
    if (!found) throw new Error(`no sheet is called ${name}`)
    return found.data.slice(1)
  }
  expect(sheet('Bộ tiêu chí').map((row) => [row[0], row[1], row[2], row[7], row[8]])).toEqual(
    report.families.map((each) => [
      each.title,
      each.due,
      each.assessed,
      each.approved,
      percent(each.spread?.mean ?? null),
    ]),
  )
  expect(sheet('Xếp hạng').map((row) => [row[0], row[1], row[2], row[4], row[8], row[14]])).toEqual(
    report.families.flatMap(({ title, ranking }) =>
      ranking.map((row) => [
        title,
        row.rank,
        row.name,
        row.date && formatDate(row.date),
        row.criticalFailures,
        row.inspectionId,
      ]),
    ),
  )
  expect(sheet('Biện pháp còn mở').map((row) => [row[0], row[5], row[8], row[12]])).toEqual(
    report.actions.map((row) => [row.facilityName, row.plan.what, row.daysLate, row.inspectionId]),
  )
  expect(sheet('Nước thải').map((row) => [row[0], row.at(-1), row[7], row[8]])).toEqual(
    report.water.map(({ facilityName, inspectionId, sample }) => [
      facilityName,
      inspectionId,
      sample.parameters[0]?.words ?? null,
      sample.parameters[0] ? (sample.parameters[0].limit ?? 'chưa xác định') : null,
    ]),
  )
})

test.each([
  ['2026-11-20_2026-10-05'],
  ['2026-02-30_2026-03-01'],
  ['2026-11-23_2026-12-31'],
  ['2026-q5'],
  ['x'.repeat(60)],
])('a report of “%s” is refused with a reason that people understand', async (period) => {
  for (const path of ['/api/reports/period', '/api/reports/period.xlsx']) {
    const reply = await get(path, { period })
    const { code, message } = (await reply.json()) as { code: string; message: string }
    expect([reply.status, code]).toEqual([422, 'PERIOD_INVALID'])
    expect(message).toContain('ngày đầu không sau ngày cuối')
  }
})

test('days of one’s own are said by the paper and by the workbook, with what they are compared with', async () => {
  const query = { period: '2026-10-05_2026-11-20', kind: 'inspection', area: 'demo-ben-sao' }
  const report = await ask(query)
  const { bytes } = await makePdf([periodReportPaper(report)])
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true })
  const all = text.replace(/\s+/g, ' ')
  expect(all).toContain('Kết quả kiểm tra từ ngày 05/10/2026 đến ngày 20/11/2026')
  expect(all).toContain('Cùng kỳ năm trước là từ ngày 05/10/2025 đến ngày 20/11/2025.')
  const file = await get('/api/reports/period.xlsx', query)
  expect(file.headers.get('content-disposition')).toContain('bao-cao-2026-10-05_2026-11-20.xlsx')
  const [about] = await readWorkbook(Buffer.from(await file.arrayBuffer()))
  expect(about?.data).toContainEqual(['Kỳ báo cáo', 'Từ ngày 05/10/2026 đến ngày 20/11/2026'])

  const long = await ask({ ...query, period: '2025-01-01_2026-11-20' })
  expect(long.families.map(({ change }) => change)).toEqual(long.families.map(() => null))
  const words = JSON.stringify(periodReportPaper(long))
  expect(words).toContain('Kỳ báo cáo dài hơn một năm nên không so với cùng kỳ năm trước.')
  expect(words).not.toContain('cả kỳ này và cùng kỳ')
})

test('of days it counts as due what was open on the first of them', async () => {
  const due = async (period: string) => (await ask({ period, facility: 'demo-bv-moi' })).families.map(({ due }) => due)
  const closeOn = (day: string | null) =>
    world.db.updateTable('facility').set({ closed_on: day }).where('id', '=', 'demo-bv-moi').execute()
  await closeOn('2026-02-20')
  expect(Math.max(...(await due('2026-02-10_2026-03-05')))).toBe(1)
  expect(Math.max(0, ...(await due('2026-02-20_2026-03-05')))).toBe(0)
  await closeOn(null)
})

test('the paper says what the report says', async () => {
  const report = await ask({ period: '2026', kind: 'inspection', area: 'demo-ben-sao' })
  const { bytes } = await makePdf([periodReportPaper(report)])
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true })
  // Lines are broken where the paper ends them: spaces say nothing.
  const bare = (words: string) => words.replace(/\s+/g, '')
  const all = bare(text)
  expect(all).toContain(bare('BÁO CÁO'))
  expect(all).toContain(bare('số liệu từ ngày 01/01/2026 đến ngày 22/11/2026'))
  // Every facility here is invented: each page says so.
  expect(all).toContain(bare('MINH HỌA'))
  for (const { title, spread, approvedSpread, ranking, critical } of report.families) {
    expect(all).toContain(bare(title))
    expect(all).toContain(bare(`trung bình ${shareWords(spread?.mean ?? null)}`))
    if (approvedSpread) expect(all).toContain(bare(`(trung bình ${shareWords(approvedSpread.mean)})`))
    for (const row of ranking) {
      expect(all).toContain(bare(row.name))
      if (row.date) expect(all).toContain(bare(shareWords(row.share)))
    }
    for (const { question } of critical) expect(all).toContain(bare(question))
  }
  for (const { plan } of report.actions) expect(all).toContain(bare(plan.what))
  for (const { sample } of report.water)
    for (const { name, words } of sample.parameters) expect(all).toContain(bare(`${name}: ${words}`))
  expect(all).not.toContain('undefined')
  expect(all).not.toContain('□')
})

test('a sample says nothing where the checklist has no limits', () => {
  const [row] = rows.filter(({ head }) => head.checklist.id === wide.id)
  expect(waterSampleOf({ ...(row as Row), cells: {} } as never, wide)).toBeNull()
})
