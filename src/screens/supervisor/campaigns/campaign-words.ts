import { type AssignmentState, doneOf, dueWords, type Progress } from '../../../domain/campaign/progress.ts'
import type { Selection, SelectionBy } from '../../../domain/campaign/selection.ts'
import { formatDate } from '../../../domain/date.ts'
import { periodName, periodNamed } from '../../../domain/overview/period.ts'
import type { CampaignRow } from '../../../protocol/campaign-wire.ts'
import type { Tone } from '../../../ui/mark.tsx'

/** "12/40 lượt đã làm (1 muộn)" */
export function doneWords(progress: Progress): string {
  const { done, all } = doneOf(progress)
  return `${done}/${all} lượt đã làm${progress.doneLate > 0 ? ` (${progress.doneLate} muộn)` : ''}`
}

/** "12/40 lượt đã làm (1 muộn), 3 quá hạn." */
export function progressWords(progress: Progress): string {
  const overdue = progress.overdue > 0 ? `, ${progress.overdue} quá hạn` : ''
  const lost = progress.void > 0 ? `, ${progress.void} ở cơ sở đã đóng` : ''
  return `${doneWords(progress)}${overdue}${lost}.`
}

export const stateWords: Record<AssignmentState, { words: string; tone: Tone }> = {
  overdue: { words: 'Quá hạn', tone: 'fail' },
  due: { words: 'Chưa làm', tone: 'plain' },
  doneLate: { words: 'Đã làm, muộn', tone: 'partial' },
  done: { words: 'Đã làm', tone: 'pass' },
  void: { words: 'Cơ sở đã đóng', tone: 'none' },
}

/** "Quý IV/2026", or its days. */
export function periodWords({ period, from, until }: Pick<CampaignRow, 'period' | 'from' | 'until'>): string {
  const named = period === null ? null : periodNamed(period)
  return named ? periodName(named) : `${formatDate(from)} – ${formatDate(until)}`
}

/** "Hạn 30/11/2026 · còn 8 ngày" */
export function dueInWords({ due, closedOn }: Pick<CampaignRow, 'due' | 'closedOn'>, today: string): string {
  if (closedOn !== null) return `Hạn ${formatDate(due)} · đã kết thúc ${formatDate(closedOn)}`
  return `Hạn ${formatDate(due)} · ${dueWords(due, today).toLocaleLowerCase('vi')}`
}

export const selectionNames: Record<SelectionBy, string> = {
  all: 'Tất cả theo địa bàn và loại',
  list: 'Theo danh sách',
  worst: 'Kết quả thấp nhất trước',
  oldest: 'Lâu chưa kiểm tra nhất trước',
  random: 'Rút ngẫu nhiên',
}

/** How the facilities were chosen, so that it can be done again. */
export function selectionWords(selection: Selection): string {
  switch (selection.by) {
    case 'all':
      return selectionNames.all
    case 'list':
      return selectionNames.list
    case 'worst':
    case 'oldest':
      return `${selectionNames[selection.by]}, ${selection.count} cơ sở`
    case 'random':
      return `Rút ngẫu nhiên ${selection.count} cơ sở, mã rút ${selection.seed}`
    default:
      return selection satisfies never
  }
}
