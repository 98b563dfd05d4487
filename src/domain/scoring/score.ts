import type { Answer, Answers } from '../answer.ts'
import type { Checklist, Item } from '../checklist.ts'
import type { Facts } from '../facts.ts'
import { applicableSections, type ScoringContext } from './context.ts'
import { gradeOf } from './grade.ts'
import { warningsOf } from './plausibility.ts'
import type { ItemScore, Score, SectionScore } from './result.ts'
import { verdictOf } from './verdict.ts'

/**
 * Scores an inspection: each item with its points, maximum and reason, each
 * section, the total, the gates and the grade. Pure: the device and the server
 * run this same function, and the order of answers never matters.
 *
 * @param date day of the visit, "2026-11-22"
 * @throws Error where the checklist itself is broken (content tests forbid it)
 */
export function score(checklist: Checklist, facts: Facts, answers: Answers, { date }: { date: string }): Score {
  const context: ScoringContext = { checklist, facts, date }
  const byItem: Record<string, ItemScore> = {}
  const sections = applicableSections(checklist, facts).map(({ section, items }): SectionScore => {
    const scored = items.map((item) => scoreItem(item, answers[item.id], context, answers))
    for (const each of scored) byItem[each.itemId] = each
    return { sectionId: section.id, items: scored, ...totals(scored) }
  })
  const counted = sections.filter(({ sectionId }) => {
    const counts = checklist.sections.find(({ id }) => id === sectionId)?.counts
    return counts === 'sum' || counts === 'unscored'
  })
  const sum = (pick: (section: SectionScore) => number) => counted.reduce((total, section) => total + pick(section), 0)
  const total = {
    answered: sum(({ answered }) => answered),
    applicable: sum(({ items }) => items.length),
    earned: sum(({ earned }) => earned),
    max: sum(({ max }) => max),
    answeredMax: sum(({ answeredMax }) => answeredMax),
    criticalFailures: sum(({ criticalFailures }) => criticalFailures),
  }
  return {
    sections,
    byItem,
    ...total,
    ...gradeOf(checklist, counted, total),
    warnings: warningsOf(checklist, facts, answers),
  }
}

function scoreItem(item: Item, answer: Answer | undefined, context: ScoringContext, answers: Answers): ItemScore {
  const none = { itemId: item.id, earned: 0, max: 0, criticalFailure: false }
  const value = answer?.value ?? sharedValue(item, answers)
  if (value === null) return { ...none, state: 'blank', max: item.bonus ? 0 : item.points, reason: 'Chưa trả lời.' }
  if (value.is === 'notApplicable')
    return { ...none, state: 'notApplicable', reason: 'Không áp dụng: không tính vào điểm tối đa.' }
  const verdict = verdictOf(item, value, context, answers)
  if (verdict === null)
    return { ...none, state: 'blank', max: item.bonus ? 0 : item.points, reason: 'Chưa trả lời đủ.' }
  // Undetermined leaves numerator and denominator: nobody can say what it is worth.
  const max = verdict.outcome === 'undetermined' || item.bonus ? 0 : item.points
  return {
    ...none,
    state: verdict.outcome,
    earned: verdict.earned,
    max,
    criticalFailure: verdict.criticalFailure ?? (item.critical && verdict.outcome === 'fail'),
    reason: verdict.reason,
    limit: verdict.limit,
    basis: verdict.basis,
  }
}

/** An item that counts the opportunities kept on another is answered when that one is. */
function sharedValue(item: Item, answers: Answers): Answer['value'] {
  const { input } = item
  return input.kind === 'observation' && input.sameAs !== null ? (answers[input.sameAs]?.value ?? null) : null
}

function totals(items: readonly ItemScore[]): Omit<SectionScore, 'sectionId' | 'items'> {
  const answered = items.filter(({ state }) => state !== 'blank')
  const sum = (list: readonly ItemScore[], pick: 'earned' | 'max') =>
    list.reduce((total, item) => total + item[pick], 0)
  return {
    answered: answered.length,
    earned: sum(items, 'earned'),
    max: sum(items, 'max'),
    answeredMax: sum(answered, 'max'),
    criticalFailures: items.filter(({ criticalFailure }) => criticalFailure).length,
  }
}
