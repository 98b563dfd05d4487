import { type Action, actionsOf, isOwnWork } from './action-state.ts'
import type { Answers } from './answer.ts'
import type { MissingItem } from './completeness.ts'
import { daysBetween, formatDate } from './date.ts'
import type { InspectionRecord } from './inspection.ts'
import type { InspectionKind } from './people.ts'
import { proofOf, type RecordPhoto } from './photo.ts'
import type { Plan } from './plan.ts'
import { byVisit } from './previous.ts'
import { applicableSections, type ScoringContext } from './scoring/context.ts'
import { type RecordStep, type Saying, STEP_TEXT_MAX } from './step.ts'

/**
 * Corrective actions (biện pháp khắc phục): what visits planned, what the facility and
 * others said of it since (action-state.ts), and what later visits found. Nothing of this is
 * stored: it is read off the sealed answers and the steps.
 *
 *     planned by a visit ──▶ open ──▶ fixed          a later visit says so, naming the one that planned it
 *     or assigned since      │  ▲     verified       somebody has looked since: no later visit is asked
 *                            └──┘ not fixed          stays, with its old date, …
 *                            └──▶ planned anew       … until a visit plans something for the same item
 *
 * Where the facility has called it done, a visit's mark is said to the action as well when the visit is
 * handed in (`marksAsSteps`): visits and steps never tell two stories.
 */

/** An action that no later visit has called fixed, and nobody has verified. */
export type OpenAction = {
  /** The visit that planned it, and its day. */
  of: string
  plannedOn: string
  /** As it was last assigned. */
  plan: Plan
  /** Days of the visits that found it not fixed, in order. */
  notFixedOn: string[]
  /** What the facility says it has done, with what shows it; null while it has not, or was sent back. */
  reported: { step: RecordStep; photos: RecordPhoto[] } | null
  /** Account of whoever answers for it. */
  owner: string | null
}

/** At most one for each item: what was planned last takes the place of what was planned before. */
export type OpenActions = ReadonlyMap<string, OpenAction>

/** What became of an action through visits after the one that it belongs to. */
export type Closing = { by: 'fixed' | 'replanned'; visit: string; date: string }

/** An action of one visit, with what later ones made of it. */
export type FollowedAction = {
  record: InspectionRecord
  action: Action
  notFixedOn: string[]
  /** Null while no later visit has closed it. */
  closed: Closing | null
}

/**
 * Every action of one facility by one checklist and one kind of visit, in the order of the visits.
 * @param visits sealed, of one kind, in any order
 */
export function followActions(visits: readonly InspectionRecord[]): FollowedAction[] {
  const all: FollowedAction[] = []
  const last = new Map<string, FollowedAction>()
  for (const record of [...visits].sort(byVisit).reverse()) {
    const { id, head, cells } = record
    for (const [item, { answer }] of Object.entries(cells)) {
      const known = last.get(item)
      const { followUp } = answer
      if (!known || followUp?.of !== known.record.id || known.closed) continue
      if (followUp.is === 'fixed') known.closed = { by: 'fixed', visit: id, date: head.date }
      else known.notFixedOn.push(head.date)
    }
    for (const [item, action] of actionsOf(record)) {
      const known = last.get(item)
      if (known) known.closed ??= { by: 'replanned', visit: id, date: head.date }
      const followed: FollowedAction = { record, action, notFixedOn: [], closed: null }
      last.set(item, followed)
      all.push(followed)
    }
  }
  return all
}

/**
 * What earlier visits have left open.
 * @param visits sealed visits of one facility by one checklist, in any order (`isPrevious`)
 * @param kind of the visit that asks: what an inspector agreed on is closed by an inspector, not by the facility's own word
 */
export function openActions(visits: readonly InspectionRecord[], kind: InspectionKind): OpenActions {
  const open = new Map<string, OpenAction>()
  for (const { record, action, notFixedOn, closed } of followActions(visits.filter(({ head }) => head.kind === kind))) {
    const { item, plan, owner, state, done } = action
    if (closed || state === 'verified') continue
    const reported = state === 'done' && done ? { step: done, photos: proofOf(record.photos, done.id) } : null
    open.set(item, { of: record.id, plannedOn: record.head.date, plan, notFixedOn, reported, owner })
  }
  return open
}

/** Days by which an action is late on that day; 0 where it is not, or has no day. */
export function daysLate({ by }: Plan, date: string): number {
  return by === null ? 0 : Math.max(0, daysBetween(by, date))
}

/** What this answer says of an open action; null where it says nothing, or speaks of another one. */
export function markOf(action: Pick<OpenAction, 'of'>, answer: Answers[string] | undefined): 'fixed' | 'notFixed' | null {
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

/**
 * What a visit's marks say to the actions that the facility has called done: fixed verifies, not fixed
 * sends back. Not where it is the person's own work: then the mark stands in the visit alone.
 * @param date of the visit
 */
export function marksAsSteps(
  open: OpenActions,
  answers: Answers,
  { personId, date }: { personId: string; date: string },
): { insp: string; say: Saying }[] {
  return [...open].flatMap(([item, action]) => {
    const mark = markOf(action, answers[item])
    const { of: insp, reported, owner } = action
    if (mark === null || !reported || isOwnWork({ owner, done: reported.step }, personId)) return []
    const found = `Lượt kiểm tra ngày ${formatDate(date)}: ${mark === 'fixed' ? 'đã khắc phục' : 'chưa khắc phục'}.`
    const comment = `${found} ${answers[item]?.note ?? ''}`.trim().slice(0, STEP_TEXT_MAX)
    const about = { item, of: reported.step.id, comment }
    return [{ insp, say: mark === 'fixed' ? { is: 'verify', ...about } : { is: 'sendBack', ...about } }]
  })
}
