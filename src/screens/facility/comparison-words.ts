import type { Absence, ComparedItem } from '../../domain/comparison.ts'
import { formatPoints } from '../../domain/decimal.ts'
import type { Tone } from '../../ui/mark.tsx'

/** How far the two stand apart, from where the facility stands. */
export function differenceWords({ difference, gap, self, inspected }: ComparedItem): { tone: Tone; words: string } {
  switch (difference) {
    case 'same':
      return { tone: 'pass', words: 'Như nhau' }
    case 'higher':
      return { tone: 'fail', words: `Tự chấm cao hơn ${formatPoints(gap ?? 0)} điểm` }
    case 'lower':
      return { tone: 'partial', words: `Tự chấm thấp hơn ${formatPoints(-(gap ?? 0))} điểm` }
    case 'otherwise':
      return { tone: 'partial', words: 'Trả lời khác nhau' }
    case 'oneSided':
      if (typeof inspected !== 'object') return { tone: 'none', words: 'Chỉ có ở tự đánh giá' }
      if (self === 'notAssessed') return { tone: 'none', words: 'Chưa tự đánh giá' }
      return { tone: 'none', words: typeof self === 'object' ? 'Một bên chưa trả lời' : 'Chỉ có ở kiểm tra' }
    default:
      return difference satisfies never
  }
}

/** Why one side is empty. */
export const absenceWords: Record<Absence, string> = {
  notInVersion: 'Phiên bản bộ tiêu chí của lượt này không có tiêu chí này.',
  notApplied: 'Tiêu chí này không áp dụng cho cơ sở vào ngày của lượt này.',
  notAssessed: 'Chưa có lần tự đánh giá nào để so.',
}
