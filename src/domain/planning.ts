import { markOf, type OpenAction } from './action.ts'
import type { Answers } from './answer.ts'
import type { Checklist, Item, Section } from './checklist.ts'
import { addDays } from './date.ts'
import type { FacilityType } from './facts.ts'
import { type Finding, feedbackOf } from './findings.ts'
import type { InspectionHead } from './inspection.ts'
import { itemNumber } from './items.ts'
import { EMPTY_PLAN, isEmptyPlan, type Plan, WHAT_MAX } from './plan.ts'
import type { Score } from './scoring/result.ts'

/** Making the plan of a visit: what belongs into it, and what is proposed for each item. */

/** An item of the plan; `finding` is null where it does not fall short (any more). */
export type PlannedItem = { item: Item; number: string; section: Section; finding: Finding | null }

/**
 * Every item that belongs into the plan of a visit: its findings in the order in which
 * they are told, then what was planned or called not fixed without being a finding.
 */
export function itemsToPlan(checklist: Checklist, score: Score, answers: Answers): PlannedItem[] {
  const { critical, lost } = feedbackOf(checklist, score, answers)
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
