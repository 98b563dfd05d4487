import type { Score } from './scoring/result.ts'

/** Where something is still missing, in reading order. */
export type MissingItem = { sectionId: string; itemId: string }

/** Items without a full answer, read off a score, so that both always agree. */
export function missingIn(score: Score): MissingItem[] {
  return score.sections.flatMap(({ sectionId, items }) =>
    items.filter(({ state }) => state === 'blank').map(({ itemId }) => ({ sectionId, itemId })),
  )
}
