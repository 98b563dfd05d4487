import type { InspectionRecord, ScoreSummary } from '../../domain/inspection.ts'
import type { ItemScore } from '../../domain/scoring/result.ts'
import { itemStateWords } from '../../domain/scoring/score-words.ts'
import type { Tone } from '../../ui/mark.tsx'

/** How the domain's states look and what they are called. */

export const gradeTones: Record<ScoreSummary['tone'], Tone> = {
  pass: 'pass',
  partial: 'partial',
  fail: 'fail',
  undetermined: 'none',
}

export const itemStates: Record<ItemScore['state'], { tone: Tone; words: string }> = {
  pass: { tone: 'pass', words: itemStateWords.pass },
  partial: { tone: 'partial', words: itemStateWords.partial },
  fail: { tone: 'fail', words: itemStateWords.fail },
  recorded: { tone: 'info', words: itemStateWords.recorded },
  undetermined: { tone: 'none', words: itemStateWords.undetermined },
  notApplicable: { tone: 'none', words: itemStateWords.notApplicable },
  blank: { tone: 'plain', words: itemStateWords.blank },
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
