import type { Answer, Answers } from '../answer.ts'
import type { Checklist, Item } from '../checklist.ts'
import type { Facts } from '../facts.ts'
import { applicableSections, otherAnswerOf, type ScoringContext } from './context.ts'
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
  return createScorer({ checklist, facts, date })(answers)
}

/**
 * The same for one open inspection that is scored after every tap: an item whose
 * answer is the same object as the last time is not judged again.
 */
export function createScorer(context: ScoringContext): (answers: Answers) => Score {
  const { checklist, facts } = context
  const parts = applicableSections(checklist, facts).map(({ section, items }) => ({
    section,
    judges: items.map((item) => createJudge(item, context)),
  }))
  return (answers) => {
    const byItem: Record<string, ItemScore> = {}
    const counted: SectionScore[] = []
    const sections = parts.map(({ section, judges }) => {
      const items = judges.map((judge) => judge(answers))
      for (const each of items) byItem[each.itemId] = each
      const scored = { sectionId: section.id, items, ...totals(items) }
      if (section.counts !== 'apart') counted.push(scored)
      return scored
    })
    const sum = (pick: (section: SectionScore) => number) =>
      counted.reduce((total, section) => total + pick(section), 0)
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
      warnings: warningsOf(context, answers, byItem),
    }
  }
}

/** Judges one item, and remembers the last verdict for as long as the answers it looks at are the same objects. */
function createJudge(item: Item, context: ScoringContext): (answers: Answers) => ItemScore {
  const otherId = otherAnswerOf(item, context.checklist)
  let last: { own: Answer | undefined; other: Answer | undefined; scored: ItemScore } | null = null
  return (answers) => {
    const own = answers[item.id]
    const other = otherId === null ? undefined : answers[otherId]
    if (last === null || last.own !== own || last.other !== other)
      last = { own, other, scored: scoreItem(item, own, context, answers) }
    return last.scored
  }
}

function scoreItem(item: Item, answer: Answer | undefined, context: ScoringContext, answers: Answers): ItemScore {
  const value = answer?.value ?? sharedValue(item, answers)
  if (value === null) return unscored(item, 'blank', 'Chưa trả lời.')
  if (value.is === 'notApplicable') return unscored(item, 'notApplicable', 'Không áp dụng: không tính vào điểm tối đa.')
  const verdict = verdictOf(item, value, context, answers)
  if (verdict === null) return unscored(item, 'blank', 'Chưa trả lời đủ.')
  const isUndetermined = verdict.outcome === 'undetermined'
  // Written out: an object that is spread and then written over costs three times as much, for every item.
  return {
    itemId: item.id,
    state: verdict.outcome,
    earned: verdict.earned,
    // Undetermined leaves numerator and denominator: nobody can say what it is worth.
    max: isUndetermined || item.bonus ? 0 : item.points,
    criticalFailure: verdict.criticalFailure ?? (item.critical && verdict.outcome === 'fail'),
    isOpen: isUndetermined && item.critical && verdict.criticalFailure === undefined,
    reason: verdict.reason,
    limit: verdict.limit,
    basis: verdict.basis,
  }
}

function unscored(item: Item, state: 'blank' | 'notApplicable', reason: string): ItemScore {
  const max = state === 'notApplicable' || item.bonus ? 0 : item.points
  return { itemId: item.id, state, earned: 0, max, criticalFailure: false, isOpen: false, reason }
}

/** An item that counts the opportunities kept on another is answered when that one is. */
function sharedValue(item: Item, answers: Answers): Answer['value'] {
  const { input } = item
  return input.kind === 'observation' && input.sameAs !== null ? (answers[input.sameAs]?.value ?? null) : null
}

function totals(items: readonly ItemScore[]): Omit<SectionScore, 'sectionId' | 'items'> {
  const total = { answered: 0, earned: 0, max: 0, answeredMax: 0, criticalFailures: 0 }
  for (const { state, earned, max, criticalFailure } of items) {
    total.earned += earned
    total.max += max
    if (criticalFailure) total.criticalFailures++
    if (state === 'blank') continue
    total.answered++
    total.answeredMax += max
  }
  return total
}
