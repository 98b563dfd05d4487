import type { Answers } from './answer.ts'
import type { Checklist, Item, Section } from './checklist.ts'
import { itemNumber } from './items.ts'
import type { ItemScore, Score } from './scoring/result.ts'
import { type WayUp, wayUp } from './scoring/way-up.ts'

/** One item that was answered and fell short (tồn tại). */
export type Finding = {
  item: Item
  /** As people name it (`itemNumber`). */
  number: string
  section: Section
  scored: ItemScore
  /** Hundredths; 0 where the item only passes or fails. */
  lost: number
  note: string | null
}

/** What a facility's head is told, in the order in which it matters. */
export type Feedback = {
  /** Critical failures in reading order. */
  critical: Finding[]
  /** Everything else that fell short, most points lost first. */
  lost: Finding[]
  /** What is missing to the next grade, and to the first one that passes. */
  wayUp: WayUp
}

/** Whether an item fell short; one that is still blank counts as short too. */
export function lostPoints({ criticalFailure, earned, max, state }: ItemScore): boolean {
  return criticalFailure || earned < max || state === 'fail'
}

/** Every item that was answered and fell short, in reading order. */
export function findingsOf(checklist: Checklist, score: Score, answers: Answers): Finding[] {
  return score.sections.flatMap(({ sectionId, items }) => {
    const section = checklist.sections.find(({ id }) => id === sectionId)
    return items.flatMap((scored): Finding[] => {
      const item = section?.items.find(({ id }) => id === scored.itemId)
      if (!section || !item || scored.state === 'blank' || !lostPoints(scored)) return []
      const lost = Math.max(0, scored.max - scored.earned)
      return [{ item, number: itemNumber(item), section, scored, lost, note: answers[item.id]?.note ?? null }]
    })
  })
}

/** The findings as they are told to the facility. */
export function feedbackOf(checklist: Checklist, score: Score, answers: Answers): Feedback {
  const findings = findingsOf(checklist, score, answers)
  return {
    critical: findings.filter(({ scored }) => scored.criticalFailure),
    // Sorting is stable: with the same loss the reading order stands.
    lost: findings.filter(({ scored }) => !scored.criticalFailure).sort((a, b) => b.lost - a.lost),
    wayUp: wayUp(checklist, score),
  }
}
