import Papa from 'papaparse'
import readWorkbook from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvStream } from '../../../src/server/export/csv-stream.ts'
import type { RawCell, RawTable } from '../../../src/server/export/raw-rows.ts'
import { xlsxStream } from '../../../src/server/export/xlsx-stream.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { createServerWorld, MORNING, type ServerWorld } from '../../support/server-world.ts'
import { createTwoProvinces } from '../../support/two-provinces.ts'
import { bestAnswers, checklists, everything, handInMany, type Row, visit, wide } from './generated.ts'

let world: ServerWorld
let rows: Row[]
beforeAll(async () => {
  world = await createServerWorld({ checklists })
  await handInMany(world, { count: 300, random: seededRandom(3), first: '2026-01-01', days: 300 })
  rows = await everything(world)
}, 120_000)
afterAll(() => world.close())

type Asked = Record<string, string>
async function get(path: string, query: Asked = {}, who = 'giamsat'): Promise<Response> {
  const reply = await world.app.request(`/api/export/${path}?${new URLSearchParams(query)}`, {
    headers: { cookie: await world.signIn(who) },
  })
  if (!reply.ok) throw new Error(await reply.text())
  return reply
}

async function csv(path: string, query: Asked = {}): Promise<Record<string, string>[]> {
  // Not `text()`: that would take the mark away.
  const text = Buffer.from(await (await get(path, query)).arrayBuffer()).toString('utf8')
  expect(text.startsWith('\ufeff')).toBe(true)
  const { data, errors } = Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true })
  expect(errors).toEqual([])
  return data
}

async function xlsx(path: string, query: Asked = {}): Promise<{ name: string; rows: Record<string, unknown>[] }[]> {
  const file = Buffer.from(await (await get(path, query)).arrayBuffer())
  return (await readWorkbook(file, { trim: false })).map(({ sheet, data: [titles = [], ...lines] }) => ({
    name: sheet,
    rows: lines.map((line) => Object.fromEntries(line.map((cell, index) => [String(titles[index]), cell]))),
  }))
}

/** Everything that was answered, with what the item was worth. */
const answered = () =>
  rows.flatMap(({ id, head, cells }) =>
    Object.entries(cells).map(([item, { answer }]) => ({ id, head, item, answer, key: `${id} ${item}` })),
  )
const sorted = (keys: string[]) => keys.sort()

describe('a visit a row', () => {
  test('as CSV: every visit once, in order of day, with what was sealed', async () => {
    const data = await csv('inspections.csv')
    expect(sorted(data.map((row) => row['Mã lượt'] ?? ''))).toEqual(sorted(rows.map(({ id }) => id)))
    const days = data.map((row) => row.Ngày ?? '')
    expect(days).toEqual([...days].sort())
    for (const line of data) {
      const { head, score, by } = rows.find(({ id }) => id === line['Mã lượt']) as Row
      expect(line).toMatchObject({
        'Mã cơ sở': head.facilityId,
        'Cơ sở': head.facilityName,
        'Phiên bản': head.checklist.version,
        'Hình thức': head.kind === 'inspection' ? 'Kiểm tra' : 'Tự đánh giá',
        'Người ghi': by,
        Đoàn: head.team.join('; '),
        Điểm: `${score.earned / 100}`,
        'Điểm tối đa': `${score.max / 100}`,
        'Điểm liệt không đạt': `${score.criticalFailures}`,
      })
    }
  })

  test('as a workbook: the same, with numbers as numbers', async () => {
    const [sheet, about] = await xlsx('inspections.xlsx')
    const data = await csv('inspections.csv')
    expect(sheet?.name).toBe('Lượt')
    expect(sheet?.rows.map((row) => [row['Mã lượt'], row.Điểm, row.Ngày])).toEqual(
      data.map((row) => [row['Mã lượt'], Number(row.Điểm), row.Ngày]),
    )
    expect(about?.name).toBe('Về tệp này')
    expect(about?.rows).toContainEqual({ 'Nội dung': 'Số dòng', 'Giá trị': '300' })
  })

  test.each<[Asked, (row: Row) => boolean]>([
    [{ from: '2026-03-01', until: '2026-05-31' }, ({ head }) => head.date >= '2026-03-01' && head.date <= '2026-05-31'],
    [{ kind: 'selfAssessment' }, ({ head }) => head.kind === 'selfAssessment'],
    [{ checklist: 'nuoc' }, ({ head }) => head.checklist.id === 'nuoc'],
    [{ facility: 'demo-bv-ben-sao' }, ({ head }) => head.facilityId === 'demo-bv-ben-sao'],
    [{ approval: 'open' }, () => true],
    [{ approval: 'approved' }, () => false],
  ])('%j: those and no others', async (query, isWanted) => {
    const data = await csv('inspections.csv', query)
    expect(sorted(data.map((row) => row['Mã lượt'] ?? ''))).toEqual(sorted(rows.filter(isWanted).map(({ id }) => id)))
  })
})

describe('an answer a row', () => {
  test('as CSV: every answer once, with what was planned', async () => {
    const data = await csv('answers.csv')
    expect(sorted(data.map((row) => `${row['Mã lượt']} ${row['Mã tiêu chí']}`))).toEqual(
      sorted(answered().map(({ key }) => key)),
    )
    const known = new Map(answered().map((each) => [each.key, each]))
    for (const line of data) {
      const { answer, head } = known.get(`${line['Mã lượt']} ${line['Mã tiêu chí']}`) ?? {}
      expect(JSON.parse(line['Giá trị (JSON)'] || 'null')).toEqual(answer?.value)
      expect([line['Biện pháp'], line.Hạn, line.Ngày]).toEqual([
        answer?.plan?.what ?? '',
        answer?.plan?.by ?? '',
        head?.date,
      ])
    }
  })

  test('as a workbook: the same', async () => {
    const [sheet] = await xlsx('answers.xlsx', { checklist: 'nuoc' })
    const data = await csv('answers.csv', { checklist: 'nuoc' })
    expect(data.length).toBeGreaterThan(200)
    const pick = (row: Record<string, unknown>) => [
      row['Mã lượt'],
      row['Mã tiêu chí'],
      row['Trả lời'],
      row['Giới hạn'] || null,
    ]
    expect(sheet?.rows.map(pick)).toEqual(data.map(pick))
  })
})

test('each export leaves a line in the audit log, with who and what was asked for', async () => {
  await (await get('answers.csv', { from: '2026-10-01', kind: 'inspection' })).arrayBuffer()
  const line = await world.db
    .selectFrom('audit')
    .selectAll()
    .orderBy('no', 'desc')
    .where('what', '=', 'data.exported')
    .executeTakeFirstOrThrow()
  expect([line.who, line.subject_kind, line.at]).toEqual(['demo-giamsat', 'province', MORNING])
  expect(JSON.parse(line.detail)).toEqual({
    what: 'answers',
    as: 'csv',
    asked: { from: '2026-10-01', kind: 'inspection' },
  })
})

test('what people typed is never carried out: not in a cell of text, not in a workbook', async () => {
  const tablet = await world.device('kiemtra')
  const note = '=HYPERLINK("http://x","y")\u0007 _x0041_ <b>&'
  const answers = { ...bestAnswers(wide), 'w.1': { value: { is: 'verdict' as const, verdict: 'fail' as const }, note } }
  await tablet.send(...(await visit(wide, 'demo-bv-ben-sao', { insp: 'hostile', date: '2026-11-21', answers })))
  const query = { from: '2026-11-21', facility: 'demo-bv-ben-sao' }
  const text = (await csv('answers.csv', query)).find((row) => row['Ghi chú'] !== '')
  expect(text?.['Ghi chú']).toBe(`'${note}`)
  const [sheet] = await xlsx('answers.xlsx', query)
  const cell = sheet?.rows.find((row) => row['Ghi chú'])?.['Ghi chú']
  // As XML can say it; Excel itself reads the guard before “x0041” away again.
  expect(String(cell).replace('_x005F_', '_')).toBe(note.replace('\u0007', ''))
})

test('nothing of elsewhere, no draft, and nothing invented beside what is real', async () => {
  const two = await createTwoProvinces()
  const { cookie } = await two.somebody('supervisor')
  const ids = async (as: string) => {
    const text = await (await two.app.request('/api/export/inspections.csv', { headers: { cookie: as } })).text()
    return Papa.parse<Record<string, string>>(text.replace('\ufeff', ''), {
      header: true,
      skipEmptyLines: true,
    }).data.map((row) => row['Mã lượt'])
  }
  const own = [two.standingAt('ownFacility').submitted.insp, two.standingAt('ownArea').submitted.insp]
  expect((await ids(cookie)).sort()).toEqual(own.sort())
  await two.db.updateTable('facility').set({ demonstration: 0 }).where('id', '=', 'neighbour').execute()
  expect(await ids(cookie)).toEqual([two.standingAt('ownArea').submitted.insp])
  const elsewhere = await two.app.request('/api/export/answers.csv?area=far-area', { headers: { cookie } })
  expect(elsewhere.status).toBe(404)
  await two.end()
})

describe('a table that goes out', () => {
  /** Says how far it was read. */
  function table(count: number): RawTable & { read: () => number } {
    let read = 0
    async function* lines(): AsyncGenerator<RawCell[]> {
      for (; read < count; read++) yield [read, `dòng ${read} ${'x'.repeat(100)}`]
    }
    return { name: 'Bảng', titles: ['Số', 'Chữ'], rows: lines(), read: () => read }
  }

  test('goes on in further sheets where one is full, and says so', async () => {
    const chunks: Buffer[] = []
    for await (const chunk of xlsxStream(table(25), [['Lập lúc', 'nay']], 11)) chunks.push(chunk)
    const sheets = await readWorkbook(Buffer.concat(chunks))
    expect(sheets.map(({ sheet, data }) => [sheet, data.length])).toEqual([
      ['Bảng', 11],
      ['Bảng (2)', 11],
      ['Bảng (3)', 6],
      ['Về tệp này', 4],
    ])
    const numbers = sheets.slice(0, 3).flatMap(({ data }) => data.slice(1).map(([number]) => number))
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => index))
    expect(sheets.at(-1)?.data.at(-1)?.[1]).toContain('chia làm 3 trang')
  })

  test('has its titles where nothing was found', async () => {
    const chunks: Buffer[] = []
    for await (const chunk of xlsxStream(table(0), [])) chunks.push(chunk)
    const [first] = await readWorkbook(Buffer.concat(chunks))
    expect(first).toEqual({ sheet: 'Bảng', data: [['Số', 'Chữ']] })
  })

  test.each([
    ['CSV', csvStream],
    ['a workbook', (of: RawTable) => xlsxStream(of, [])],
  ])('is read no faster than it is taken, as %s', async (_, streamOf) => {
    const much = table(2_000_000)
    const stream = streamOf(much)[Symbol.asyncIterator]()
    await stream.next()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(much.read()).toBeLessThan(200_000)
    await stream.return?.(undefined)
  })

  test('breaks off where a row cannot be read: nobody takes it for a whole one', async () => {
    async function* broken(): AsyncGenerator<RawCell[]> {
      yield [1, 'a']
      throw new Error('gone')
    }
    for (const streamOf of [csvStream, (of: RawTable) => xlsxStream(of, [])]) {
      const taking = async () => {
        for await (const _ of streamOf({ name: 'Bảng', titles: ['Số', 'Chữ'], rows: broken() }));
      }
      await expect(taking()).rejects.toThrow('gone')
    }
  })
})
