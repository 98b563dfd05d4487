import { planInWords } from '../domain/action-words.ts'
import { formatDate } from '../domain/date.ts'
import { approvalWords, gapWords, shareWords } from '../domain/overview/figure-words.ts'
import type { GroupRow } from '../domain/overview/overview.ts'
import type { ActionRow, FamilyReport, PeriodReport, RankedRow, WaterRow } from '../domain/overview/period-report.ts'
import type { WaterParameter } from '../domain/overview/water.ts'
import { inspectionKindNames } from '../domain/people.ts'
import { itemStateWords, pointsWords } from '../domain/scoring/score-words.ts'
import { dateOfDocument, GAP } from './frame.ts'
import type { Block, Cell, Column, Paper, Table, Words } from './paper.ts'
import {
  changeInWords,
  comparedWith,
  countingRules,
  familySentences,
  periodOf,
  periodWithin,
  reachWords,
  scopeWords,
} from './report-words.ts'
import { cell } from './result-tables.ts'

/** Facilities of one ranking on paper; a whole province's stands in the workbook. */
const RANKED_MAX = 200

/**
 * A period report (báo cáo kỳ): Mẫu 1.4 “Văn bản có tên loại” of Phụ lục III, Nghị định
 * 30/2020/NĐ-CP. It works nothing out: every figure stands in `PeriodReport`.
 */
export function periodReportPaper(report: PeriodReport): Paper {
  const { kind, madeOn, demonstration } = report
  const act = inspectionKindNames[kind].toLocaleLowerCase('vi')
  return {
    title: `Báo cáo ${act} – ${periodOf(report)} – ${scopeWords(report)}`,
    watermark: demonstration ? 'MINH HỌA' : null,
    foot: `Lập ngày ${formatDate(madeOn)} từ số liệu đã nộp · Sổ Kiểm`,
    density: 'full',
    blocks: [
      {
        is: 'letterhead',
        parent: null,
        issuer: report.scope.is === 'facility' ? report.scope.name : null,
        symbol: `Số: ${GAP}/BC-${GAP}`,
        placeAndDate: `${GAP}${GAP}, ${dateOfDocument(madeOn)}`,
      },
      {
        is: 'title',
        kind: 'BÁO CÁO',
        subject: `Kết quả ${act} ${periodWithin(report)}\n${scopeWords(report)}`,
      },
      ...reportBody(report),
      {
        is: 'signatures',
        signers: [
          { title: 'NGƯỜI LẬP', hint: '(Ký, ghi rõ họ tên)', name: null, mark: null },
          { title: 'THỦ TRƯỞNG ĐƠN VỊ', hint: '(Ký, ghi rõ họ tên, đóng dấu)', name: null, mark: null },
        ],
      },
      { is: 'ending', recipients: [`${GAP}${GAP};`, 'Lưu: VT.'], code: null },
    ],
  }
}

/** What stands between head and signatures: the same on a screen. */
export function reportBody(report: PeriodReport): Block[] {
  const parts: [string, Block[]][] = [
    ['Phạm vi và số liệu chung', general(report)],
    ...report.families.map((family): [string, Block[]] => [family.title, familyBlocks(family, report)]),
    ...(report.scope.is === 'facility' ? [[visitsTitle(report), visits(report)] as [string, Block[]]] : []),
    [`Biện pháp khắc phục còn mở đến ngày ${formatDate(report.until)}`, actions(report)],
    ['Kết quả quan trắc nước thải y tế', water(report)],
    ['Biến động cơ sở và địa bàn trong kỳ', changes(report)],
  ]
  return parts.flatMap(([title, blocks], index) => headed(`${roman(index + 1)}. ${title}`, blocks))
}

/** A heading never stands alone at the foot of a page. */
function headed(text: string, [first, ...rest]: readonly Block[]): Block[] {
  const heading: Block = { is: 'heading', text }
  if (!first || first.is === 'table') return [heading, ...(first ? [first] : []), ...rest]
  return [{ is: 'together', blocks: [heading, first] }, ...rest]
}

function roman(number: number): string {
  const signs: [number, string][] = [
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let [left, text] = [number, '']
  for (const [value, sign] of signs) for (; left >= value; left -= value) text += sign
  return text
}

const paragraph = (words: Words): Block => ({ is: 'paragraph', words })
const column = (title: string, width: number | null, align?: Column['align']): Column => ({
  title,
  width,
  ...(align && { align }),
})
const number = (title: string, width: number) => column(title, width, 'center')
const table = (caption: string | null, columns: Column[], rows: Cell[][]): Table => ({
  is: 'table',
  caption,
  columns,
  rows,
})

/** The days are said once where the period is called by them. */
function periodSentence(report: PeriodReport): string {
  const days = `từ ngày ${formatDate(report.from)} đến ngày ${formatDate(report.until)}`
  const period = periodWithin(report)
  return period === days ? `Kỳ báo cáo và số liệu ${days}.` : `Kỳ báo cáo: ${period}; số liệu ${days}.`
}

function general(report: PeriodReport): Block[] {
  const { families, scope } = report
  const stays = scope.is === 'facility' ? scope.stays : []
  const reach = reachWords(report)
  return [
    ...(reach === null ? [] : [paragraph(`Phạm vi: ${reach}.`)]),
    paragraph(periodSentence(report)),
    { is: 'list', items: countingRules(report) },
    ...(stays.length > 1
      ? [
          paragraph(
            `Cơ sở đã thuộc: ${stays.map((stay) => `${stay.areaName} từ ${formatDate(stay.from)}`).join('; ')}. Kết quả cũ vẫn là của cơ sở này.`,
          ),
        ]
      : []),
    families.length === 0
      ? paragraph('Trong kỳ không có cơ sở nào phải làm hoặc đã làm.')
      : table(
          'Theo bộ tiêu chí',
          [
            column('Bộ tiêu chí', null),
            number('Đã làm / phải làm', 19),
            number('Đạt', 13),
            number('Một phần', 15),
            number('Chưa đạt', 15),
            number('Chưa xác định', 17),
            number('Trung bình', 22),
            number('Đã duyệt', 15),
          ],
          families.map(({ title, due, assessed, approved, tones, spread }) => [
            cell(title),
            cell(`${assessed}/${Math.max(due, assessed)}`),
            cell(`${tones.pass}`),
            cell(`${tones.partial}`),
            cell(`${tones.fail}`),
            cell(`${tones.undetermined}`),
            cell(spread ? shareWords(spread.mean) : '–'),
            cell(`${approved}`),
          ]),
        ),
  ]
}

function familyBlocks(family: FamilyReport, report: PeriodReport): Block[] {
  const { critical, areas, types } = family
  const isOne = report.scope.is === 'facility'
  const done = family.ranking.filter(({ date }) => date !== null)
  const notYet = family.ranking.filter(({ date }) => date === null)
  if (done.length === 0) return [{ is: 'list', items: familySentences(family, report) }]
  return [
    { is: 'list', items: familySentences(family, report) },
    ...(isOne ? [] : [groups('Theo địa bàn', areas), groups('Theo loại cơ sở', types)]),
    sections(family),
    rankingTable(done, isOne),
    ...(done.length > RANKED_MAX
      ? [paragraph(`Còn ${done.length - RANKED_MAX} cơ sở: xem tệp XLSX kèm theo báo cáo này.`)]
      : []),
    ...(notYet.length === 0 ? [] : [paragraph(notYetWords(notYet))]),
    ...(family.failedItems.length === 0 ? [] : [failedTable(family, isOne)]),
    ...(critical.length === 0 || isOne
      ? []
      : [
          table(
            'Điểm liệt không đạt ở lượt gần nhất',
            [column('Cơ sở', 58), number('Ngày', 22), number('Số', 14), column('Tiêu chí', null)],
            critical.map((row) => [
              cell(row.facilityName),
              cell(formatDate(row.date)),
              cell(row.number),
              cell(row.question),
            ]),
          ),
        ]),
  ]
}

function groups(caption: string, rows: readonly GroupRow[]): Table {
  return table(
    caption,
    [
      column(
        caption.replace('Theo ', '').replace(/^./, (first) => first.toLocaleUpperCase('vi')),
        null,
      ),
      number('Đã làm / phải làm', 24),
      number('Đạt', 16),
      number('Chưa đạt', 18),
      number('Chưa xác định', 20),
      number('Trung bình', 26),
    ],
    rows.map(({ name, due, assessed, tones, spread }) => [
      cell(name),
      cell(`${assessed}/${Math.max(due, assessed)}`),
      cell(`${tones.pass}`),
      cell(`${tones.fail}`),
      cell(`${tones.undetermined}`),
      cell(spread ? shareWords(spread.mean) : '–'),
    ]),
  )
}

function sections({ sections: rows }: FamilyReport): Table {
  return table(
    'Theo mục',
    [column('Mục', null), number('Trung bình', 26), number('Thấp nhất', 26), number('Cao nhất', 26)],
    rows.map(({ title, spread }) => [
      cell(title),
      cell(spread ? shareWords(spread.mean) : '–'),
      cell(spread ? shareWords(spread.low) : '–'),
      cell(spread ? shareWords(spread.high) : '–'),
    ]),
  )
}

function rankingTable(rows: readonly RankedRow[], isOne: boolean): Table {
  return table(
    isOne ? 'Kết quả của lượt gần nhất' : 'Xếp hạng cơ sở',
    [
      number('Hạng', 13),
      column('Cơ sở', null),
      number('Ngày, duyệt', 24),
      column('Điểm, xếp loại', 38),
      number('So cùng kỳ', 22),
      number('Điểm liệt', 14),
    ],
    rows
      .slice(0, RANKED_MAX)
      .map((row) => [
        cell(row.rank === null || isOne ? '–' : `${row.rank}`),
        [row.name, ...asideOf(row)],
        row.date && row.status ? [formatDate(row.date), approvalWords[row.status]] : cell('–'),
        row.date === null ? cell('chưa làm') : [shareWords(row.share), ...(row.grade ? [row.grade] : [])],
        cell(row.share !== null && row.before !== null ? gapWords(row.share - row.before) : '–'),
        cell(row.criticalFailures > 0 ? `${row.criticalFailures}` : '–'),
      ]),
  )
}

function notYetWords(rows: readonly RankedRow[]): string {
  const shown = rows.slice(0, RANKED_MAX).map(({ name, areaName }) => `${name} (${areaName})`)
  const more = rows.length > RANKED_MAX ? `; và ${rows.length - RANKED_MAX} cơ sở khác trong tệp XLSX` : ''
  return `Chưa làm ${rows.length} cơ sở: ${shown.join('; ')}${more}.`
}

function asideOf({ areaName, moved, closedOn }: RankedRow): Words[] {
  const words = [
    areaName,
    ...(moved ? ['chuyển địa bàn trong kỳ'] : []),
    ...(closedOn === null ? [] : [`ngừng hoạt động từ ${formatDate(closedOn)}`]),
  ]
  return [[{ text: words.join(' · '), italics: true }]]
}

function failedTable({ failedItems }: FamilyReport, isOne: boolean): Table {
  const shown = (critical: boolean, question: string): Cell =>
    critical ? [[{ text: 'Điểm liệt. ', bold: true }, question]] : [question]
  if (isOne)
    return table(
      'Tiêu chí không đạt ở lượt gần nhất',
      [number('Số', 16), column('Tiêu chí', null)],
      failedItems.map((row) => [cell(row.number), shown(row.critical, row.question)]),
    )
  return table(
    `Tiêu chí không đạt nhiều nhất (${failedItems.length})`,
    [number('Số', 16), column('Tiêu chí', null), number('Không đạt / đã chấm', 30)],
    failedItems.map((row) => [
      cell(row.number),
      shown(row.critical, row.question),
      cell(`${row.failed}/${row.judged} (${shareWords(Math.floor((row.failed * 10_000) / row.judged))})`),
    ]),
  )
}

function visitsTitle(report: PeriodReport): string {
  return comparedWith(report) === null ? 'Các lượt trong kỳ' : 'Các lượt trong kỳ và cùng kỳ năm trước'
}

function visits({ visits: rows }: PeriodReport): Block[] {
  if (rows.length === 0) return [paragraph('Không có lượt nào.')]
  return [
    table(
      null,
      [
        number('Ngày', 22),
        column('Bộ tiêu chí', null),
        column('Hình thức, duyệt', 30),
        column('Điểm, xếp loại', 44),
        column('Địa bàn khi đó', 32),
      ],
      rows.map((row) => [
        cell(formatDate(row.date)),
        [row.title, `Phiên bản ${row.checklistVersion}`],
        [inspectionKindNames[row.kind], approvalWords[row.status]],
        [
          `${shareWords(row.share)}${row.max > 0 ? ` (${pointsWords(row.earned, row.max)})` : ''}`,
          ...(row.grade ? [row.grade] : []),
        ],
        cell(row.areaName),
      ]),
    ),
  ]
}

function actions({ actions: rows, scope }: PeriodReport): Block[] {
  if (rows.length === 0) return [paragraph('Không có biện pháp nào còn mở.')]
  const late = rows.filter(({ daysLate }) => daysLate > 0).length
  const isOne = scope.is === 'facility'
  return [
    paragraph(`Còn mở ${rows.length} biện pháp, trong đó ${late} đã quá hạn.`),
    table(
      null,
      [
        ...(isOne ? [] : [column('Cơ sở', 42)]),
        column('Tiêu chí', null),
        column('Biện pháp (người chịu trách nhiệm, hạn)', 52),
        number('Quá hạn (ngày)', 20),
      ],
      rows.map((row) => [
        ...(isOne ? [] : [cell(row.facilityName)]),
        [`${row.number}. ${row.question}`],
        [planInWords(row.plan), sinceThen(row)],
        cell(row.daysLate > 0 ? `${row.daysLate}` : '–'),
      ]),
    ),
  ]
}

/** "Đề ra ngày 01/02/2026; chưa khắc phục khi xem lại 01/05/2026." */
function sinceThen({ plannedOn, notFixedOn, reportedOn }: ActionRow): string {
  const parts = [
    `Đề ra ngày ${formatDate(plannedOn)}`,
    ...(notFixedOn.length > 0 ? [`chưa khắc phục khi xem lại ${notFixedOn.map(formatDate).join(', ')}`] : []),
    ...(reportedOn === null ? [] : [`cơ sở báo đã khắc phục ngày ${formatDate(reportedOn)}, chờ xác nhận`]),
  ]
  return `${parts.join('; ')}.`
}

function water({ water: rows, scope }: PeriodReport): Block[] {
  if (rows.length === 0) return [paragraph('Trong kỳ không có phiếu nước thải nào được ghi.')]
  const failed = rows.filter((row) => exceeded(row).length > 0).length
  const standards = [...new Set(rows.map(({ sample }) => sample.standard))].join(', ')
  return [
    paragraph(
      `${rows.length} mẫu, ${failed} mẫu có thông số vượt giới hạn. Quy chuẩn trong bộ tiêu chí: ${standards}. Giới hạn là giới hạn đã áp dụng khi nộp, theo cột, hệ số K và giấy phép của cơ sở khi đó.`,
    ),
    ...(scope.is === 'facility' ? rows.flatMap(sampleBlocks) : [samplesTable(rows)]),
  ]
}

function exceeded({ sample }: WaterRow): WaterParameter[] {
  return sample.parameters.filter(({ state }) => state === 'fail')
}

/** A row a sample. */
function samplesTable(rows: readonly WaterRow[]): Table {
  return table(
    'Kết quả nước thải y tế',
    [column('Cơ sở, mẫu', 46), column('Kết quả (giới hạn đã áp dụng)', null), column('Vượt giới hạn', 34)],
    rows.map((row) => [
      [row.facilityName, ...sampleWords(row)],
      [
        ...row.sample.parameters.map(({ name, words, limit, state }): Words => {
          const text = `${name}: ${words} (${limit ?? 'chưa xác định'})`
          return state === 'fail' ? [{ text, bold: true }] : text
        }),
        ...reasonsOf(row),
      ],
      exceeded(row).length === 0
        ? cell(isJudged(row) ? 'Không' : 'Chưa xác định')
        : exceeded(row).map(({ name }) => name),
    ]),
  )
}

/** Whether every parameter has been judged: what nobody can judge is no pass. */
function isJudged({ sample }: WaterRow): boolean {
  return sample.parameters.every(({ state }) => state === 'pass' || state === 'fail')
}

function sampleWords({ areaName, date, status, sample: { sampledOn } }: WaterRow): string[] {
  const sampled = sampledOn === null ? 'Chưa ghi ngày lấy mẫu' : `Lấy mẫu ${formatDate(sampledOn)}`
  return [areaName, `${sampled}, kiểm tra ${formatDate(date)}, ${approvalWords[status]}`]
}

/** Why these limits: column, factor, permit; each said once. */
function reasonsOf({ sample }: WaterRow): Words[] {
  const reasons = new Set(sample.parameters.flatMap(({ why }) => (why === '' ? [] : [why])))
  return [...reasons].map((text): Words => [{ text, italics: true }])
}

/** The sample of one facility in full. */
function sampleBlocks(row: WaterRow): Block[] {
  return [
    table(
      sampleWords(row).slice(1).join(''),
      [column('Thông số', null), column('Kết quả', 34), column('Giới hạn', 56), column('Kết luận', 26)],
      row.sample.parameters.map(({ number: no, name, words, limit, state }) => [
        cell(`${no}. ${name}`),
        cell(words),
        cell(limit ?? 'chưa xác định'),
        state === 'fail' ? [[{ text: 'Vượt giới hạn', bold: true }]] : cell(itemStateWords[state]),
      ]),
    ),
    { is: 'list', items: [...row.sample.slip.map(({ question, words }) => `${question} ${words}`), ...reasonsOf(row)] },
  ]
}

function changes({ changes: rows, scope }: PeriodReport): Block[] {
  if (rows.length === 0) return [paragraph('Không có thay đổi.')]
  const isOne = scope.is === 'facility'
  return [
    table(
      null,
      [number('Từ ngày', 24), ...(isOne ? [] : [column('Cơ sở', 62)]), column('Thay đổi', null)],
      rows.map((row) => [
        cell(formatDate(row.on)),
        ...(isOne ? [] : [cell(row.facilityName)]),
        cell(changeInWords(row)),
      ]),
    ),
    paragraph('Kết quả của cơ sở trước ngày thay đổi vẫn được giữ và tính cho chính cơ sở đó.'),
  ]
}
