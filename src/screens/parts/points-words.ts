import type { Item } from '../../domain/checklist.ts'
import { formatPoints } from '../../domain/decimal.ts'

/** "2 điểm", "1,5 điểm thưởng", "1 điểm đề xuất", "Không tính điểm". */
export function pointsInWords({ points, pointsOrigin, bonus, input }: Item): string {
  if (input.kind === 'text') return 'Ghi nhận'
  if (points === 0) return 'Không tính điểm'
  return `${formatPoints(points)} điểm${bonus ? ' thưởng' : ''}${pointsOrigin === 'proposed' ? ' đề xuất' : ''}`
}
