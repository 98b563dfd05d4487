import type { Answers } from './answer.ts'
import { type Checklist, type Item, itemNumber, type Section } from './checklist.ts'
import type { MissingItem } from './completeness.ts'
import { addDays, daysBetween } from './date.ts'
import type { FacilityType } from './facts.ts'
import { type Feedback, type Finding, feedbackOf } from './findings.ts'
import type { InspectionHead, InspectionRecord } from './inspection.ts'
import type { InspectionKind } from './people.ts'
import { EMPTY_PLAN, isEmptyPlan, type Plan, WHAT_MAX } from './plan.ts'
import { byVisit } from './previous.ts'
import { applicableSections, type ScoringContext } from './scoring/context.ts'
import type { Score } from './scoring/result.ts'

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

/** An item of the plan; `finding` is null where it does not fall short (any more). */
export type PlannedItem = { item: Item; number: string; section: Section; finding: Finding | null }

/**
 * Every item that belongs into the plan of a visit: its findings in the order in which
 * they are told, then what was planned or called not fixed without being a finding.
 */
export function itemsToPlan(checklist: Checklist, score: Score, answers: Answers): PlannedItem[] {
  const { critical, lost }: Feedback = feedbackOf(checklist, score, answers)
  const found = [...critical, ...lost].map(
    (finding): PlannedItem => ({ item: finding.item, number: finding.number, section: finding.section, finding }),
  )
  const isFound = new Set(found.map(({ item }) => item.id))
  const others = checklist.sections.flatMap((section) =>
    section.items
      .filter(({ id }) => !isFound.has(id) && (answers[id]?.plan || answers[id]?.followUp?.is === 'notFixed'))
      .map((item): PlannedItem => ({ item, number: itemNumber(item), section, finding: null })),
  )
  return [...found, ...others]
}

/** What is proposed for an item: each a tap away, and all of it open to another wording. */
export type Suggestion = {
  what: string
  /** Who answers for it, where it is carried over: taken along with the first tap. */
  who: string
  people: string[]
  days: { words: string; by: string }[]
}

/** The visit that plans, as far as suggestions are made of it. */
export type PlanVisit = Pick<InspectionHead, 'kind' | 'team' | 'facts' | 'date'>

/**
 * What is proposed for an item, from what is known already: no wording of ours goes beyond
 * the finding. An action that was found not fixed is proposed anew, with a new day.
 */
export function suggestionFor(item: Item, answers: Answers, visit: PlanVisit, action: OpenAction | null): Suggestion {
  const answer = answers[item.id]
  const carried = action && markOf(action, answer) === 'notFixed' ? action.plan : null
  return {
    what: carried?.what || wordsFor(item, answer?.note),
    who: carried?.who ?? '',
    people: peopleFor(visit, answers, carried?.who ?? ''),
    days: daysFor(visit.date),
  }
}

function wordsFor({ question }: Item, note: string | undefined): string {
  return (note ? `Khắc phục: ${note}` : `Khắc phục để đạt: ${question}`).slice(0, WHAT_MAX)
}

const heads: Record<FacilityType, string> = {
  hospital: 'Giám đốc bệnh viện',
  healthCentre: 'Giám đốc trung tâm',
  communeStation: 'Trưởng trạm',
  clinic: 'Phụ trách phòng khám',
  psychiatricCare: 'Người đứng đầu cơ sở',
}

/** As many names as fit beside each other. */
const NAMES_MAX = 4

/** Likeliest first: who answered for it before, the facility's head, who is named most in this plan, and who assesses themselves. */
function peopleFor({ kind, team, facts }: PlanVisit, answers: Answers, before: string): string[] {
  const counted = new Map<string, number>()
  for (const { plan } of Object.values(answers)) if (plan) counted.set(plan.who, (counted.get(plan.who) ?? 0) + 1)
  const named = [...counted].sort(([, a], [, b]) => b - a).map(([who]) => who)
  const known = [before, heads[facts.type], ...named, ...(kind === 'selfAssessment' ? team : [])]
  return [...new Set(known.filter((who) => who !== ''))].slice(0, NAMES_MAX)
}

/** Usual days: counted from the visit, and the last of its quarter. */
function daysFor(date: string): Suggestion['days'] {
  const [year = 0, month = 1] = date.split('-').map(Number)
  const quarterEnds = new Date(Date.UTC(year, Math.ceil(month / 3) * 3, 0)).toISOString().slice(0, 10)
  const days = [
    { words: '7 ngày', by: addDays(date, 7) },
    { words: '30 ngày', by: addDays(date, 30) },
    { words: 'cuối quý', by: quarterEnds },
  ]
  // Two ways to one day would be one choice twice.
  return days.filter(({ by }, index) => days.findIndex((each) => each.by === by) === index)
}

/** The plan with something said of it; what has not been said yet is taken from the suggestion. Undefined where nothing is left. */
export function planWith(plan: Plan | undefined, said: Partial<Plan>, { what, who }: Suggestion): Plan | undefined {
  const before = plan ?? EMPTY_PLAN
  const after = { ...before, ...said }
  if (isEmptyPlan(after)) return undefined
  // Whoever writes or clears the words does not want ours.
  if ('what' in said) return after
  return { ...after, what: after.what || what, who: 'who' in said ? after.who : after.who || who }
}
