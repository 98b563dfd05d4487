import Big from 'big.js'
import type { Checklist, DateRule, NumberRule } from '../../src/domain/checklist.ts'
import { addDays, addMonths } from '../../src/domain/date.ts'
import type { ScoringContext } from '../../src/domain/scoring/context.ts'
import type { Random } from './seeded-random.ts'

/** The numbers and days at which a verdict turns: where an off-by-one hides. */

const neighbours = new Map<string, readonly string[]>()

/** A bound and its neighbours a hundredth away. Worked out once: a run of ten thousand asks for the same few. */
export function around(bound: string): readonly string[] {
  let known = neighbours.get(bound)
  if (!known) {
    const exact = new Big(bound)
    known = [exact.minus('0.01').toFixed(), exact.toFixed(), exact.plus('0.01').toFixed()]
    neighbours.set(bound, known)
  }
  return known
}

/** Longer than any instrument writes, and as long as an answer may be: exact arithmetic has to carry them. */
const extremes = ['0', '0.0000000001', '-0.01', '-5', '99999999999999999999.99', `1${'0'.repeat(39)}`]

/** A number as people measure: up to two decimals; now and then one that nobody expects. */
export function randomDecimal(random: Random): string {
  return random.chance(0.1) ? random.pick(extremes) : String(random.below(20_000) / 100)
}

/** Where a rule turns, as decimal text, best first. Empty where it turns nowhere. */
export function boundsOf(rule: NumberRule, { checklist, facts }: ScoringContext): readonly string[] {
  switch (rule.by) {
    case 'target':
      return [rule.target]
    case 'steps':
      return boundsOfSteps(rule)
    case 'value':
      return [rule.max, '0']
    case 'permit': {
      const max = facts.wastewater?.permit?.[rule.fact]
      return max == null ? [] : [max]
    }
    case 'limit': {
      const own = facts.wastewater?.permit?.limits.find(({ parameter }) => parameter === rule.parameter)
      const bounds = own ? [own.min, own.max] : boundsInTable(checklist, rule.parameter)
      return bounds.filter((bound) => bound !== null)
    }
    case 'inspector':
    case 'recorded':
      return []
    default:
      return rule satisfies never
  }
}

const steps = new WeakMap<NumberRule, readonly string[]>()

function boundsOfSteps(rule: Extract<NumberRule, { by: 'steps' }>): readonly string[] {
  const known = steps.get(rule) ?? rule.steps.map(({ bound }) => bound)
  steps.set(rule, known)
  return known
}

const tables = new WeakMap<Checklist, Map<string, readonly string[]>>()

/** C of both columns, as it stands and times each K: whichever of them the facts will choose. */
function boundsInTable(checklist: Checklist, parameterId: string): readonly string[] {
  const known = tables.get(checklist) ?? new Map<string, readonly string[]>()
  tables.set(checklist, known)
  const before = known.get(parameterId)
  if (before) return before
  const parameter = checklist.limits?.parameters.find(({ id }) => id === parameterId)
  const c = parameter ? [parameter.columnA, parameter.columnB].flatMap(({ min, max }) => [min, max]) : []
  const k = checklist.limits ? [checklist.limits.k.large, checklist.limits.k.other] : []
  const bounds = c.flatMap((bound) =>
    bound === null ? [] : [bound, ...k.map((each) => new Big(bound).times(each).toFixed())],
  )
  const different = [...new Set(bounds)]
  known.set(parameterId, different)
  return different
}

/** The day on which a date begins or ceases to count, give or take one; the visit itself; long ago; not yet. */
export function randomDay(rule: DateRule, { checklist, facts, date: visit }: ScoringContext, random: Random): string {
  const turns = [visit, addDays(visit, -random.below(900)), '2020-02-29']
  if (rule.by === 'within') {
    const months = facts.wastewater?.permit?.monitoringEveryMonths ?? rule.months
    turns.push(addMonths(visit, -rule.months), addMonths(visit, -months))
  }
  if (rule.by === 'deadline') {
    const monthDay = checklist.settings.find(({ id }) => id === rule.setting)?.value ?? '12-31'
    const deadline = `${Number(visit.slice(0, 4)) - random.below(3)}-${monthDay}`
    turns.push(deadline, ...rule.steps.map(({ daysLate }) => addDays(deadline, daysLate)))
  }
  return addDays(random.pick(turns), random.below(3) - 1)
}
