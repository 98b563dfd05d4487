import { formatPercent, formatPoints } from '../../domain/decimal.ts'

/** "87,5 %"; a dash where there is nothing to divide by. */
export function percentWords(earned: number, max: number): string {
  return max > 0 ? `${formatPercent(earned, max)}\u00a0%` : '–'
}

/** "42/48 điểm" */
export function pointsWords(earned: number, max: number): string {
  return `${formatPoints(earned)}/${formatPoints(max)} điểm`
}
