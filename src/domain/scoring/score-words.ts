import type { Checklist } from '../checklist.ts'
import { formatLevel, formatPercent, formatPoints } from '../decimal.ts'
import type { ItemScore } from './result.ts'

/** "87,5 %"; a dash where there is nothing to divide by. */
export function percentWords(earned: number, max: number): string {
  return max > 0 ? `${formatPercent(earned, max)}\u00a0%` : '–'
}

/** "42/48 điểm" */
export function pointsWords(earned: number, max: number): string {
  return `${formatPoints(earned)}/${formatPoints(max)} điểm`
}

export type GradedBy = Checklist['grading']['by']

/** The total as its checklist reads it: "87,5 %", "425/800 điểm" or "mức 3,56". */
export function totalWords(by: GradedBy, { earned, max }: { earned: number; max: number }): string {
  if (max <= 0) return '–'
  if (by === 'points') return pointsWords(earned, max)
  return by === 'meanLevel' ? `mức ${formatLevel(earned, max)}` : percentWords(earned, max)
}

/** What the state of an answered item is called. */
export const itemStateWords: Record<ItemScore['state'], string> = {
  pass: 'Đạt',
  partial: 'Đạt một phần',
  fail: 'Không đạt',
  recorded: 'Đã ghi',
  undetermined: 'Chưa xác định',
  notApplicable: 'Không áp dụng',
  blank: 'Chưa trả lời',
}
