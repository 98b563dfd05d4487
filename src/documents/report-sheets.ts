import { formatDate } from '../domain/date.ts'
import { signals, signalWords } from '../domain/overview/doubts.ts'
import { approvalWords } from '../domain/overview/figure-words.ts'
import type { Share, Spread } from '../domain/overview/figures.ts'
import type { GroupRow } from '../domain/overview/overview.ts'
import type { FamilyReport, PeriodReport } from '../domain/overview/period-report.ts'
import { inspectionKindNames } from '../domain/people.ts'
import { changeInWords, countingRules, periodOf, reachWords, scopeWords } from './report-words.ts'

/** A cell of a workbook: text is never a formula, a share is a number that is shown in per cent. */
export type SheetCell = string | number | null | { share: number }
export type Sheet = { name: string; titles: string[]; rows: SheetCell[][] }

/** A period report as a workbook: one sheet a question, figures as numbers. The first says what counts. */
export function periodReportSheets(report: PeriodReport): Sheet[] {
  const { families } = report
  const ofEach = <Row>(list: (family: FamilyReport) => readonly Row[], cells: (row: Row) => SheetCell[]) =>
    families.flatMap((family) => list(family).map((row) => [family.title, ...cells(row)]))
  return [
    about(report),
    {
      name: 'Bộ tiêu chí',
      titles: ['Bộ tiêu chí', ...counts, 'Đã duyệt', ...spreadTitles, 'TB đã duyệt', 'TB chưa duyệt', ...comparisons],
      rows: families.map(familyCells),
    },
    { name: 'Địa bàn', titles: groupTitles('Địa bàn'), rows: ofEach(({ areas }) => areas, groupCells) },
    { name: 'Loại cơ sở', titles: groupTitles('Loại cơ sở'), rows: ofEach(({ types }) => types, groupCells) },
    {
      name: 'Mục',
      titles: ['Bộ tiêu chí', 'Mục', ...spreadTitles],
      rows: ofEach(
        ({ sections }) => sections,
        ({ title, spread }) => [title, ...spreadCells(spread)],
      ),
    },
    ranking(report),
    {
      name: 'Tiêu chí không đạt',
      titles: ['Bộ tiêu chí', 'Số', 'Tiêu chí', 'Điểm liệt', 'Không đạt', 'Đã chấm'],
      rows: ofEach(
        ({ failedItems }) => failedItems,
        (row) => [row.number, row.question, row.critical ? 'Có' : '', row.failed, row.judged],
      ),
    },
    {
      name: 'Điểm liệt không đạt',
      titles: ['Bộ tiêu chí', 'Cơ sở', 'Ngày', 'Số', 'Tiêu chí', 'Mã lượt'],
      rows: ofEach(
        ({ critical }) => critical,
        (row) => [row.facilityName, formatDate(row.date), row.number, row.question, row.inspectionId],
      ),
    },
    actions(report),
    water(report),
    {
      name: 'Biến động',
      titles: ['Từ ngày', 'Cơ sở', 'Thay đổi'],
      rows: report.changes.map((row) => [formatDate(row.on), row.facilityName, changeInWords(row)]),
    },
    ...(report.scope.is === 'facility' ? [visits(report)] : []),
  ]
}

const percent = (share: Share): SheetCell => (share === null ? null : { share })
const day = (date: string | null): SheetCell => (date === null ? null : formatDate(date))

const counts = ['Phải làm', 'Đã làm', 'Đạt', 'Một phần', 'Chưa đạt', 'Chưa xác định']
const spreadTitles = ['Trung bình', 'Trung vị', 'Thấp nhất', 'Cao nhất', 'Độ lệch chuẩn']
const comparisons = [
  'Cơ sở có cả hai kỳ',
  'Cùng kỳ năm trước',
  'Kỳ này',
  'Cơ sở có cả tự đánh giá và kiểm tra',
  'Tự đánh giá trừ kiểm tra',
  ...signals.map((signal) => signalWords[signal]),
]

function about(report: PeriodReport): Sheet {
  const { kind, from, until, madeOn, scope, province } = report
  const stays = scope.is === 'facility' ? scope.stays : []
  const lines: [string, string][] = [
    ['Tỉnh', province],
    ['Phạm vi', [scopeWords(report), reachWords(report)].filter(Boolean).join(': ')],
    ['Kỳ báo cáo', periodOf(report)],
    ['Số liệu', `từ ${formatDate(from)} đến ${formatDate(until)}`],
    ['Hình thức', inspectionKindNames[kind]],
    ['Ngày lập', formatDate(madeOn)],
    ...countingRules(report).map((rule): [string, string] => ['Cách tính', rule]),
    ...stays.map((stay): [string, string] => ['Thuộc địa bàn', `${stay.areaName} từ ${formatDate(stay.from)}`]),
  ]
  return { name: 'Báo cáo', titles: ['Nội dung', 'Giá trị'], rows: lines }
}

function spreadCells(spread: Spread | null): SheetCell[] {
  if (!spread) return [null, null, null, null, null]
  return [spread.mean, spread.median, spread.low, spread.high, spread.deviation].map(percent)
}

function familyCells(family: FamilyReport): SheetCell[] {
  const { title, due, assessed, tones, approved, spread, approvedSpread, openSpread } = family
  const { change, selfMinusInspection, doubts } = family
  return [
    title,
    ...[due, assessed, tones.pass, tones.partial, tones.fail, tones.undetermined, approved],
    ...spreadCells(spread),
    percent(approvedSpread?.mean ?? null),
    percent(openSpread?.mean ?? null),
    change?.facilities ?? 0,
    percent(change?.before ?? null),
    percent(change?.now ?? null),
    selfMinusInspection?.facilities ?? 0,
    percent(selfMinusInspection?.mean ?? null),
    ...signals.map((signal) => doubts[signal]),
  ]
}

const groupTitles = (what: string) => ['Bộ tiêu chí', what, ...counts, ...spreadTitles]

function groupCells({ name, due, assessed, tones, spread }: GroupRow): SheetCell[] {
  return [name, due, assessed, tones.pass, tones.partial, tones.fail, tones.undetermined, ...spreadCells(spread)]
}

/** Every facility with every section: sections have columns by their place, and their names on the sheet before. */
function ranking({ families }: PeriodReport): Sheet {
  const most = Math.max(0, ...families.map(({ sections }) => sections.length))
  const titles = ['Bộ tiêu chí', 'Hạng', 'Cơ sở', 'Địa bàn', 'Ngày', 'Duyệt', 'Tỷ lệ điểm', 'Xếp loại', 'Điểm liệt']
  return {
    name: 'Xếp hạng',
    titles: [
      ...titles,
      'Cùng kỳ năm trước',
      'Hình thức kia',
      'Dấu hiệu cần hỏi lại',
      'Chuyển địa bàn trong kỳ',
      'Ngừng hoạt động',
      'Mã lượt',
      ...Array.from({ length: most }, (_, index) => `Mục ${index + 1}`),
    ],
    rows: families.flatMap(({ title, ranking: rows }) =>
      rows.map((row) => [
        title,
        row.rank,
        row.name,
        row.areaName,
        day(row.date),
        row.status && approvalWords[row.status],
        row.date !== null && row.share === null ? 'chưa xác định' : percent(row.share),
        row.grade,
        row.criticalFailures,
        percent(row.before),
        percent(row.other),
        row.signals.map((signal) => signalWords[signal]).join('; '),
        row.moved ? 'Có' : '',
        day(row.closedOn),
        row.inspectionId,
        ...row.sections.map(percent),
      ]),
    ),
  }
}

function actions({ actions: rows }: PeriodReport): Sheet {
  const about = ['Cơ sở', 'Địa bàn', 'Bộ tiêu chí', 'Số', 'Tiêu chí', 'Biện pháp', 'Người chịu trách nhiệm', 'Hạn']
  return {
    name: 'Biện pháp còn mở',
    titles: [
      ...about,
      'Quá hạn (ngày)',
      'Đề ra ngày',
      'Chưa khắc phục khi xem lại',
      'Cơ sở báo đã khắc phục',
      'Mã lượt',
    ],
    rows: rows.map((row) => [
      row.facilityName,
      row.areaName,
      row.checklistTitle,
      row.number,
      row.question,
      row.plan.what,
      row.plan.who,
      day(row.plan.by),
      row.daysLate,
      day(row.plannedOn),
      row.notFixedOn.map(formatDate).join('; '),
      day(row.reportedOn),
      row.inspectionId,
    ]),
  }
}

/** A row a sample; each parameter with its limit beside it. */
function water({ water: rows }: PeriodReport): Sheet {
  const names = new Map(
    rows.flatMap(({ sample }) => sample.parameters.map(({ item, name }): [string, string] => [item, name])),
  )
  return {
    name: 'Nước thải',
    titles: [
      ...['Cơ sở', 'Địa bàn', 'Ngày kiểm tra', 'Duyệt', 'Ngày lấy mẫu', 'Quy chuẩn', 'Vượt giới hạn'],
      ...[...names.values()].flatMap((name) => [name, `Giới hạn ${name}`]),
      ...['Căn cứ chọn giới hạn', 'Phiếu phân tích', 'Mã lượt'],
    ],
    rows: rows.map(({ facilityName, areaName, date, status, sample, inspectionId }) => {
      const { parameters, slip } = sample
      const failed = parameters.filter(({ state }) => state === 'fail')
      return [
        ...[facilityName, areaName, formatDate(date), approvalWords[status], day(sample.sampledOn), sample.standard],
        failed.map(({ name }) => name).join('; '),
        ...[...names.keys()].flatMap((item): SheetCell[] => {
          const parameter = parameters.find((each) => each.item === item)
          return parameter ? [parameter.words, parameter.limit ?? 'chưa xác định'] : [null, null]
        }),
        [...new Set(parameters.map(({ why }) => why))].filter((why) => why !== '').join(' '),
        slip.map(({ question, words }) => `${question} ${words}`).join(' '),
        inspectionId,
      ]
    }),
  }
}

function visits({ visits: rows }: PeriodReport): Sheet {
  const about = ['Ngày', 'Bộ tiêu chí', 'Phiên bản', 'Hình thức', 'Duyệt', 'Điểm', 'Điểm tối đa', 'Tỷ lệ điểm']
  return {
    name: 'Các lượt',
    titles: [...about, 'Xếp loại', 'Điểm liệt', 'Địa bàn khi đó', 'Mã lượt'],
    rows: rows.map((row) => [
      formatDate(row.date),
      row.title,
      row.checklistVersion,
      inspectionKindNames[row.kind],
      approvalWords[row.status],
      row.earned / 100,
      row.max / 100,
      row.share === null ? 'chưa xác định' : percent(row.share),
      row.grade,
      row.criticalFailures,
      row.areaName,
      row.inspectionId,
    ]),
  }
}
