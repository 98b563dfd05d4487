import type { InspectionStatus } from '../inspection.ts'
import { percentWords } from '../scoring/score-words.ts'
import type { Share, Spread } from './figures.ts'

/** Figures as they are read on a screen and on paper. */

/** "87,5 %"; "chưa xác định" where nobody can say. */
export function shareWords(share: Share): string {
  return share === null ? 'chưa xác định' : percentWords(share, 10_000)
}

/** "+10,2 điểm %": a difference of two shares. */
export function gapWords(gap: number): string {
  const size = percentWords(Math.abs(gap), 10_000).replace('%', 'điểm %')
  return gap === 0 ? size : `${gap > 0 ? '+' : '−'}${size}`
}

export function spreadWords(spread: Spread | null): string {
  if (!spread) return 'chưa có điểm nào để tính'
  const { low, high, median, deviation } = spread
  return `từ ${shareWords(low)} đến ${shareWords(high)}, trung vị ${shareWords(median)}, độ lệch chuẩn ${gapWords(deviation).replace('+', '')}`
}

/** Whether a result was approved; everything else that was handed in is not (yet). */
export const approvalWords: Record<InspectionStatus, string> = {
  draft: 'đang làm',
  submitted: 'chưa duyệt',
  returned: 'trả lại',
  approved: 'đã duyệt',
}
