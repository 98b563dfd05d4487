import { type ActionState, actionsOf, isOwnWork } from './action-state.ts'
import type { Answer, Answers } from './answer.ts'
import type { ChecklistRef } from './checklist-ref.ts'
import type { MissingItem } from './completeness.ts'
import { daysBetween, formatDate } from './date.ts'
import type { InspectionHead, InspectionRecord } from './inspection.ts'
import { type InspectionKind, inspectionKindNames } from './people.ts'
import { proofOf, type RecordPhoto } from './photo.ts'
import type { FollowUp, Plan } from './plan.ts'
import { applicableSections, type ScoringContext } from './scoring/context.ts'
import { type RecordStep, type Saying, STEP_TEXT_MAX } from './step.ts'
import { compareVisits } from './visit-order.ts'

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

/** What is asked of a visit: all of it, or no more than it says of actions. */
export type ActionVisit = Pick<InspectionRecord, 'id' | 'submittedAt' | 'steps' | 'photos'> & {
  head: Pick<InspectionHead, 'kind' | 'date' | 'facilityId'> & { checklist: Pick<ChecklistRef, 'id'> }
  cells: Readonly<Record<string, { answer: Pick<Answer, 'plan' | 'followUp'> }>>
}

/** At most one for each item: what was planned last takes the place of what was planned before. */
export type OpenActions = ReadonlyMap<string, OpenAction>

/** What became of an action through visits after the one that it belongs to. */
export type Closing = { by: 'fixed' | 'replanned'; visit: string; date: string }

/**
 * What one visit says of actions, in short: enough to tell which are open without looking into
 * the record, so that a device with thousands of them opens those alone that it shows.
 */
export type VisitActions = {
  id: string
  facilityId: string
  checklistId: string
  kind: InspectionKind
  date: string
  submittedAt: number
  actions: { item: string; state: ActionState; by: string | null }[]
  /** What it found of earlier visits' actions. */
  marks: ({ item: string } & FollowUp)[]
}

export function visitActionsOf(record: ActionVisit): VisitActions {
  const { id, head, submittedAt, cells } = record
  return {
    id,
    facilityId: head.facilityId,
    checklistId: head.checklist.id,
    kind: head.kind,
    date: head.date,
    submittedAt: submittedAt ?? 0,
    actions: [...actionsOf(record).values()].map(({ item, state, plan }) => ({ item, state, by: plan.by })),
    marks: Object.entries(cells).flatMap(([item, { answer }]) =>
      answer.followUp ? [{ item, ...answer.followUp }] : [],
    ),
  }
}

/** An action of one visit, with what later ones made of it. */
export type FollowedAction = VisitActions['actions'][number] & {
  visit: VisitActions
  /** Days of the visits that found it not fixed, in order. */
  notFixedOn: string[]
  /** Null while no later visit has closed it. */
  closed: Closing | null
}

/** Every action of some visits, in their order; only those of one facility, checklist and kind follow each other up. */
export function followActions(visits: readonly VisitActions[]): FollowedAction[] {
  const all: FollowedAction[] = []
  const last = new Map<string, FollowedAction>()
  const keyOf = ({ facilityId, checklistId, kind }: VisitActions, item: string) =>
    JSON.stringify([facilityId, checklistId, kind, item])
  for (const visit of [...visits].sort(compareVisits).reverse()) {
    const { id, date, marks } = visit
    for (const { item, of, is } of marks) {
      const known = last.get(keyOf(visit, item))
      if (!known || of !== known.visit.id || known.closed) continue
      if (is === 'fixed') known.closed = { by: 'fixed', visit: id, date }
      else known.notFixedOn.push(date)
    }
    for (const action of visit.actions) {
      const key = keyOf(visit, action.item)
      const known = last.get(key)
      if (known) known.closed ??= { by: 'replanned', visit: id, date }
      const followed: FollowedAction = { ...action, visit, notFixedOn: [], closed: null }
      last.set(key, followed)
      all.push(followed)
    }
  }
  return all
}

/** How an action stands, steps and later visits taken together. */
export type ActionStanding = ActionState | Closing['by']

export function standingOf({ state, closed }: Pick<FollowedAction, 'state' | 'closed'>): ActionStanding {
  // Somebody has looked and said so: that a later visit has planned anew says nothing against it.
  return state === 'verified' ? state : (closed?.by ?? state)
}

/**
 * What earlier visits have left open.
 * @param visits sealed visits of one facility by one checklist, in any order (`isPrevious`)
 * @param kind of the visit that asks: what an inspector agreed on is closed by an inspector, not by the facility's own word
 */
export function openActions(visits: readonly ActionVisit[], kind: InspectionKind): OpenActions {
  const open = new Map<string, OpenAction>()
  const records = new Map(visits.filter(({ head }) => head.kind === kind).map((record) => [record.id, record]))
  for (const followed of followActions([...records.values()].map(visitActionsOf))) {
    const { item, visit, notFixedOn } = followed
    const standing = standingOf(followed)
    const record = records.get(visit.id)
    const action = record && actionsOf(record).get(item)
    if (!action || (standing !== 'open' && standing !== 'done')) continue
    const { plan, owner, done } = action
    const reported = standing === 'done' && done ? { step: done, photos: proofOf(record.photos, done.id) } : null
    open.set(item, { of: visit.id, plannedOn: visit.date, plan, notFixedOn, reported, owner })
  }
  return open
}

/** Days by which an action is late on that day; 0 where it is not, or has no day. */
export function daysLate({ by }: Plan, date: string): number {
  return by === null ? 0 : Math.max(0, daysBetween(by, date))
}

/** What this answer says of an open action; null where it says nothing, or speaks of another one. */
export function markOf(
  action: Pick<OpenAction, 'of'>,
  answer: Answers[string] | undefined,
): 'fixed' | 'notFixed' | null {
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
 * sends back. Of the person's own work only the latter is said: nobody verifies it themselves, but what they
 * find not fixed after all does not stay done.
 */
export function marksAsSteps(
  open: OpenActions,
  answers: Answers,
  { personId, head: { kind, date } }: { personId: string; head: Pick<InspectionHead, 'kind' | 'date'> },
): { insp: string; say: Saying }[] {
  return [...open].flatMap(([item, action]) => {
    const mark = markOf(action, answers[item])
    const { of: insp, reported, owner } = action
    if (mark === null || !reported) return []
    if (mark === 'fixed' && isOwnWork({ owner, done: reported.step }, personId)) return []
    const found = `Lượt ${inspectionKindNames[kind].toLocaleLowerCase('vi')} ngày ${formatDate(date)}: ${mark === 'fixed' ? 'đã khắc phục' : 'chưa khắc phục'}.`
    const comment = `${found} ${answers[item]?.note ?? ''}`.trim().slice(0, STEP_TEXT_MAX)
    const about = { item, of: reported.step.id, comment }
    return [{ insp, say: mark === 'fixed' ? { is: 'verify', ...about } : { is: 'sendBack', ...about } }]
  })
}
