import type { InspectionRecord, ScoreSummary } from '../../domain/inspection.ts'
import type { ItemScore } from '../../domain/scoring/result.ts'
import type { Tone } from '../../ui/mark.tsx'

/** How the domain's states look and what they are called. */

export const gradeTones: Record<ScoreSummary['tone'], Tone> = {
  pass: 'pass',
  partial: 'partial',
  fail: 'fail',
  undetermined: 'none',
}

export const itemStates: Record<ItemScore['state'], { tone: Tone; words: string }> = {
  pass: { tone: 'pass', words: 'Đạt' },
  partial: { tone: 'partial', words: 'Đạt một phần' },
  fail: { tone: 'fail', words: 'Không đạt' },
  recorded: { tone: 'info', words: 'Đã ghi' },
  undetermined: { tone: 'none', words: 'Chưa xác định' },
  notApplicable: { tone: 'none', words: 'Không áp dụng' },
  blank: { tone: 'plain', words: 'Chưa trả lời' },
}

/** How one item stands, its critical failure before all else. */
export function itemLook(scored: ItemScore | undefined): { tone: Tone; words: string } {
  if (!scored) return itemStates.blank
  if (scored.criticalFailure) return { tone: 'critical', words: 'Điểm liệt không đạt' }
  return itemStates[scored.state]
}

export const statusWords: Record<InspectionRecord['status'], string> = {
  draft: 'đang làm',
  submitted: 'đã nộp',
  returned: 'trả lại',
  approved: 'đã duyệt',
}
