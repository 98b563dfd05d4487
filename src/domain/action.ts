import type { Answers } from './answer.ts'
import type { MissingItem } from './completeness.ts'
import { daysBetween } from './date.ts'
import type { InspectionRecord } from './inspection.ts'
import type { InspectionKind } from './people.ts'
import type { Plan } from './plan.ts'
import { applicableSections, type ScoringContext } from './scoring/context.ts'
import { byVisit } from './visit-order.ts'

/**
 * Corrective actions (biện pháp khắc phục): what visits planned and what later ones
 * found of it. Nothing of this is stored: it is read off the sealed answers.
 *
 *     planned by a visit ──▶ open ──▶ fixed          a later visit says so, naming the one that planned it
 *                            │  ▲
 *                            └──┘ not fixed          stays, with its old date, …
 *                            └──▶ planned anew       … until a visit plans something for the same item
 */

/** An action that no later visit has called fixed. */
export type OpenAction = {
  /** The visit that planned it, and its day. */
  of: string
  plannedOn: string
  plan: Plan
  /** Days of the visits that found it not fixed, in order. */
  notFixedOn: string[]
}

/** At most one for each item: what was planned last takes the place of what was planned before. */
export type OpenActions = ReadonlyMap<string, OpenAction>

/**
 * What earlier visits have left open.
 * @param visits sealed visits of one facility by one checklist, in any order (`isPrevious`)
 * @param kind of the visit that asks: what an inspector agreed on is closed by an inspector, not by the facility's own word
 */
export function openActions(visits: readonly InspectionRecord[], kind: InspectionKind): OpenActions {
  const open = new Map<string, OpenAction>()
  const ofKind = visits.filter(({ head }) => head.kind === kind)
  for (const { id, head, cells } of ofKind.sort(byVisit).reverse()) {
    for (const [item, { answer }] of Object.entries(cells)) {
      const { plan, followUp } = answer
      const known = open.get(item)
      if (known && followUp?.of === known.of) {
        if (followUp.is === 'fixed') open.delete(item)
        else open.set(item, { ...known, notFixedOn: [...known.notFixedOn, head.date] })
      }
      if (plan) open.set(item, { of: id, plannedOn: head.date, plan, notFixedOn: [] })
    }
  }
  return open
}

/** Days by which an action is late on that day; 0 where it is not, or has no day. */
export function daysLate({ by }: Plan, date: string): number {
  return by === null ? 0 : Math.max(0, daysBetween(by, date))
}

/** What this answer says of an open action; null where it says nothing, or speaks of another one. */
export function markOf(action: OpenAction, answer: Answers[string] | undefined): 'fixed' | 'notFixed' | null {
  return answer?.followUp?.of === action.of ? answer.followUp.is : null
}

/** The items of a visit whose open action has not been called fixed or not fixed yet, in reading order. */
export function unmarkedIn(
  { checklist, facts }: Pick<ScoringContext, 'checklist' | 'facts'>,
  open: OpenActions,
  answers: Answers,
): MissingItem[] {
  return applicableSections(checklist, facts).flatMap(({ section, items }) =>
    items.flatMap(({ id }) => {
      const action = open.get(id)
      return action && markOf(action, answers[id]) === null ? [{ sectionId: section.id, itemId: id }] : []
    }),
  )
}
