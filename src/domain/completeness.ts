import type { Answer, Answers } from './answer.ts'
import type { Checklist, EvidenceKind, Item } from './checklist.ts'
import { itemsOf } from './items.ts'
import type { Score } from './scoring/result.ts'

/** Where something is still missing, in reading order. */
export type MissingItem = { sectionId: string; itemId: string }

/** Items without a full answer, read off a score, so that both always agree. */
export function missingIn(score: Score): MissingItem[] {
  return score.sections.flatMap(({ sectionId, items }) =>
    items.filter(({ state }) => state === 'blank').map(({ itemId }) => ({ sectionId, itemId })),
  )
}

/** Answers that are themselves the number which was to be noted. */
const measured: ReadonlySet<Item['input']['kind']> = new Set([
  'measure',
  'ratio',
  'lines',
  'observation',
  'storageTime',
])

/**
 * What of the evidence that the checklist names for an item is not there yet:
 *
 * | asked for                          | is there with                                    |
 * |------------------------------------|--------------------------------------------------|
 * | photo                              | a photo                                          |
 * | measurement                        | the number as the answer, a note, or a photo     |
 * | document, interview, observation   | a note (số hiệu, người được hỏi …) or a photo    |
 *
 * Nothing is asked for where the item does not apply, or the facility has nothing to show.
 */
export function evidenceLeft(item: Item, answer: Answer | undefined, photos: number): EvidenceKind[] {
  if (answer?.value?.is === 'notApplicable' || answer?.value?.is === 'noData') return []
  const isNoted = photos > 0 || Boolean(answer?.note?.trim())
  const isMeasured = Boolean(answer?.value) && measured.has(item.input.kind)
  return item.evidence.filter((kind) => {
    if (kind === 'photo') return photos === 0
    return !isNoted && !(kind === 'measurement' && isMeasured)
  })
}

/** Answered items whose evidence is not all there, in reading order: something to do, nothing that stands in the way. */
export function missingEvidence(
  checklist: Checklist,
  score: Score,
  answers: Answers,
  photos: readonly { item: string }[],
): (MissingItem & { item: Item })[] {
  const known = new Map(itemsOf(checklist).map((item) => [item.id, item]))
  const counts = new Map<string, number>()
  for (const { item } of photos) counts.set(item, (counts.get(item) ?? 0) + 1)
  return score.sections.flatMap(({ sectionId, items }) =>
    items.flatMap(({ itemId, state }) => {
      const item = known.get(itemId)
      if (!item || state === 'blank' || state === 'notApplicable') return []
      return evidenceLeft(item, answers[itemId], counts.get(itemId) ?? 0).length > 0
        ? [{ sectionId, itemId, item }]
        : []
    }),
  )
}

/** Those of them without which the checklist itself lets nobody hand in. */
export function requiredEvidence(...asked: Parameters<typeof missingEvidence>): MissingItem[] {
  return missingEvidence(...asked).filter(({ item }) => item.evidenceRequired)
}
