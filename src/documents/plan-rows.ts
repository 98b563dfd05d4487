import type { InspectionRecord } from '../domain/inspection.ts'
import { itemNumber, itemsOf } from '../domain/items.ts'
import { itemsToPlan } from '../domain/planning.ts'
import type { FollowUpRow, PaperSource, PlanRow } from './source.ts'

/** Everything that was planned, findings first in the order in which they are told. */
export function planRows({
  checklist,
  score,
  answers,
}: Pick<PaperSource, 'checklist' | 'score' | 'answers'>): PlanRow[] {
  return itemsToPlan(checklist, score, answers).flatMap(({ item, number }): PlanRow[] => {
    const { plan } = answers[item.id] ?? {}
    if (!plan) return []
    const { what, who, by } = plan
    return [{ finding: `${number}. ${item.question}`, action: what, responsible: who || null, due: by }]
  })
}

/** What was found of earlier actions, in reading order. @param visits those that planned them, by id, as far as they are here */
export function followUpRows(
  { checklist, answers }: Pick<PaperSource, 'checklist' | 'answers'>,
  visits: ReadonlyMap<string, Pick<InspectionRecord, 'head' | 'cells'>>,
): FollowUpRow[] {
  return itemsOf(checklist).flatMap((item): FollowUpRow[] => {
    const { followUp } = answers[item.id] ?? {}
    if (!followUp) return []
    const visit = visits.get(followUp.of)
    const plan = visit?.cells[item.id]?.answer.plan
    const action = visit && plan ? { plan, plannedOn: visit.head.date } : null
    return [{ finding: `${itemNumber(item)}. ${item.question}`, is: followUp.is, action }]
  })
}
