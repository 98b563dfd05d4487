import { formatDate } from '../domain/date.ts'
import { signals, signalWords } from '../domain/overview/doubts.ts'
import { gapWords, shareWords, spreadWords } from '../domain/overview/figure-words.ts'
import { daysOf, type Period, periodWords, reportPeriodNamed, yearBefore } from '../domain/overview/period.ts'
import type { FamilyReport, PeriodReport, PlaceChange } from '../domain/overview/period-report.ts'

/** The sentences of a period report; its paper and its workbook say the same. */

export function periodOf({ period }: PeriodReport): string {
  return periodWords(period)
}

/** Within a sentence: "quý IV/2026", "từ ngày 05/10/2026 đến ngày 20/11/2026". */
export function periodWithin(report: PeriodReport): string {
  return periodOf(report).replace(/^[QNT]/, (first) => first.toLocaleLowerCase('vi'))
}

/** Null where nothing is compared: the period is longer than a year. */
export function comparedWith({ period }: PeriodReport): Period | null {
  const found = reportPeriodNamed(period)
  return found && yearBefore(found)
}

/** Of days that somebody chose it says with which they are compared: nobody can tell from a name. */
function comparisonRules(report: PeriodReport): string[] {
  if (!reportPeriodNamed(report.period)?.days) return []
  const before = comparedWith(report)
  if (!before) return ['Kỳ báo cáo dài hơn một năm nên không so với cùng kỳ năm trước.']
  const { from, until } = daysOf(before)
  return [`Cùng kỳ năm trước là từ ngày ${formatDate(from)} đến ngày ${formatDate(until)}.`]
}

/** "xã Suối Mơ": what the report is about. */
export function scopeWords({ scope }: PeriodReport): string {
  return scope.is === 'facility' ? `${scope.name}, ${scope.areaName}` : scope.name
}

/** What is inside of it, where that is not plain from its name; null where it is. */
export function reachWords({ scope }: PeriodReport): string | null {
  if (scope.is !== 'province') return null
  return `${scope.facilities} cơ sở ở ${scope.areas} địa bàn mà người lập báo cáo phụ trách`
}

/** What counts, said before the first figure. */
export function countingRules(report: PeriodReport): string[] {
  const { kind, demonstration } = report
  const verb = kind === 'inspection' ? 'lượt kiểm tra' : 'lượt tự đánh giá'
  return [
    `Chỉ tính ${verb} đã nộp. Mỗi cơ sở tính một lần, bằng lượt gần nhất trong kỳ; điểm là điểm đã niêm khi nộp theo đúng phiên bản bộ tiêu chí của lượt đó.`,
    'Kết quả đã duyệt và chưa duyệt được nêu riêng; “chưa duyệt” gồm cả lượt bị trả lại.',
    '“Chưa xác định” (không có tiêu chí nào áp dụng, hoặc thiếu số liệu bắt buộc) không phải là 0, không có hạng và không vào trung bình.',
    'Cơ sở tính vào địa bàn hiện nay; thay đổi địa bàn trong kỳ được nêu ở phần biến động.',
    ...comparisonRules(report),
    ...(demonstration ? ['Toàn bộ số liệu là dữ liệu minh họa.'] : []),
  ]
}

/** What one family comes to, a sentence each. */
export function familySentences(family: FamilyReport, report: PeriodReport): string[] {
  const { due, assessed, approved, spread, approvedSpread, openSpread, change, selfMinusInspection, doubts } = family
  if (assessed === 0) return [`Đã làm 0/${due} cơ sở.`]
  const seen = signals.filter((signal) => doubts[signal] > 0)
  const mean = (of: FamilyReport['spread']) => (of ? shareWords(of.mean) : 'chưa có')
  return [
    `Đã làm ${assessed}/${Math.max(due, assessed)} cơ sở${spread ? `; trung bình ${shareWords(spread.mean)}, ${spreadWords(spread)}` : ''}.`,
    `Đã duyệt ${approved} cơ sở (trung bình ${mean(approvedSpread)}); chưa duyệt ${assessed - approved} cơ sở (trung bình ${mean(openSpread)}).`,
    ...(comparedWith(report) === null ? [] : [changeSentence(change)]),
    ...(selfMinusInspection
      ? [
          `Tự đánh giá so với kiểm tra: ${gapWords(selfMinusInspection.mean)}, trung bình của ${selfMinusInspection.facilities} cơ sở có cả hai.`,
        ]
      : []),
    ...(seen.length > 0
      ? [
          `Dấu hiệu cần hỏi lại: ${seen.map((signal) => `${signalWords[signal].toLocaleLowerCase('vi')} ${doubts[signal]}`).join('; ')}.`,
        ]
      : []),
  ]
}

function changeSentence(change: FamilyReport['change']): string {
  return change
    ? `So với cùng kỳ năm trước, ${change.facilities} cơ sở có điểm ở cả hai kỳ: từ ${shareWords(change.before)} đến ${shareWords(change.now)} (${gapWords(change.now - change.before)}).`
    : 'Chưa có cơ sở nào có điểm ở cả kỳ này và cùng kỳ năm trước.'
}

const changeWords: Record<PlaceChange['is'], string> = {
  opened: 'Bắt đầu có trong danh mục',
  moved: 'Chuyển địa bàn',
  merged: 'Địa bàn được nhập',
  split: 'Địa bàn được tách',
  closed: 'Ngừng hoạt động',
}

/** "Địa bàn được nhập: từ Xã A sang Xã B". */
export function changeInWords({ is, from, to }: PlaceChange): string {
  const places = from !== null && to !== null ? `từ ${from} sang ${to}` : (to ?? from ?? '')
  return places === '' ? changeWords[is] : `${changeWords[is]}: ${places}`
}
