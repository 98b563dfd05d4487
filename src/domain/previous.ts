import type { Answer, AnswerValue } from './answer.ts'
import type { Checklist, Item } from './checklist.ts'
import { answersIn, type InspectionRecord } from './inspection.ts'
import { itemsOf } from './items.ts'
import { type RecordPhoto, visitPhotos } from './photo.ts'
import type { FollowUp, Plan } from './plan.ts'
import type { ItemScore, Outcome } from './scoring/result.ts'
import { createScorer } from './scoring/score.ts'

/** One item as an earlier visit left it, in the words and by the rules of that visit's checklist. */
export type PreviousAnswer = {
  visit: { id: string; date: string; kind: InspectionRecord['head']['kind'] }
  item: Item
  value: AnswerValue
  note: string | null
  /** What was planned then, and what was found of an action before it. */
  plan?: Plan | undefined
  followUp?: FollowUp | undefined
  photos: RecordPhoto[]
  scored: ItemScore
}

/** What the visits said of each item, newest first; items that a visit left without an answer are not in it. */
export function previousAnswers(
  visits: readonly { record: InspectionRecord; checklist: Checklist }[],
): ReadonlyMap<string, PreviousAnswer[]> {
  const byItem = new Map<string, PreviousAnswer[]>()
  for (const { record, checklist } of visits) {
    const { id, head, cells, photos } = record
    const answers: Record<string, Answer> = answersIn(cells)
    const score = createScorer({ checklist, facts: head.facts, date: head.date })(answers)
    const own = visitPhotos(photos)
    for (const item of itemsOf(checklist)) {
      const { value = null, note, plan, followUp } = answers[item.id] ?? {}
      const scored = score.byItem[item.id]
      if (value === null || !scored) continue
      const said: PreviousAnswer = {
        visit: { id, date: head.date, kind: head.kind },
        item,
        value,
        note: note ?? null,
        plan,
        followUp,
        photos: own.filter((photo) => photo.item === item.id),
        scored,
      }
      byItem.set(item.id, [...(byItem.get(item.id) ?? []), said])
    }
  }
  return byItem
}

export type Trend = 'better' | 'worse' | 'same'

const ranks: Partial<Record<Outcome | 'blank' | 'notApplicable', number>> = { fail: 0, partial: 1, pass: 2 }

/**
 * Whether an item stands better or worse than before; null where one of the two says
 * neither good nor bad. Points decide between two halves.
 */
export function trendOf(
  now: { outcome: Outcome; earned: number },
  before: Pick<ItemScore, 'state' | 'earned'>,
): Trend | null {
  const [one, other] = [ranks[now.outcome], ranks[before.state]]
  if (one === undefined || other === undefined) return null
  const difference = one - other || (now.outcome === 'partial' ? now.earned - before.earned : 0)
  if (difference === 0) return 'same'
  return difference > 0 ? 'better' : 'worse'
}
