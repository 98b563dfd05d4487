import type { Opportunity } from '../answer.ts'
import type { Input } from '../checklist.ts'
import type { ScoringContext } from './context.ts'
import { judgeNumber, percentage } from './number-rule.ts'
import type { Verdict } from './result.ts'

type Observation = Extract<Input, { kind: 'observation' }>

/**
 * Counts opportunities: one with several moments counts once overall, and once
 * for each moment it carries (WHO five moments).
 */
export function countOpportunities(
  input: Observation,
  list: readonly Opportunity[],
): { numerator: number; denominator: number } {
  const chosen =
    input.moments.length === 0
      ? list
      : list.filter(({ moments }) => moments.some((moment) => input.moments.includes(moment)))
  const acted = chosen.filter(({ action }) => action !== 'missed')
  switch (input.counts) {
    case 'compliance':
      return { numerator: acted.length, denominator: chosen.length }
    case 'technique':
      return tally(acted.map(({ technique }) => technique))
    case 'duration':
      return tally(acted.map(({ duration }) => duration))
    case 'gloveMisuse':
      return {
        numerator: chosen.filter(({ action, gloves }) => action === 'missed' && gloves).length,
        denominator: chosen.length,
      }
    default:
      return input.counts satisfies never
  }
}

function tally(marks: readonly (string | undefined)[]) {
  const judged = marks.filter((mark) => mark === 'pass' || mark === 'fail')
  return { numerator: judged.filter((mark) => mark === 'pass').length, denominator: judged.length }
}

/** Points for a series of opportunities; says n, and warns of a small sample. */
export function judgeObservation(
  input: Observation,
  list: readonly Opportunity[],
  weight: number,
  context: ScoringContext,
): Verdict {
  const { numerator, denominator } = countOpportunities(input, list)
  // Too few to conclude: known to be no critical failure, so that it does not hold up the grade.
  const inconclusive = { outcome: 'undetermined', earned: 0, criticalFailure: false } as const
  if (denominator === 0) return { ...inconclusive, reason: 'Chưa xác định: chưa có cơ hội nào để tính.' }
  if (input.concludesFrom !== undefined && denominator < input.concludesFrom)
    return {
      ...inconclusive,
      reason: `${numerator}/${denominator}. Dưới ${input.concludesFrom} cơ hội: chưa kết luận cho các thời điểm này.`,
    }
  if (input.rule.by === 'limit' || input.rule.by === 'inspector')
    throw new Error('an observation has a rule of its own')
  const value = percentage(numerator, denominator)
  const verdict = judgeNumber(value, '%', weight, input.rule, context)
  const small = denominator < input.smallSampleBelow ? ' Mẫu nhỏ.' : ''
  const isCritical =
    input.critical !== null &&
    denominator >= input.critical.fromSample &&
    numerator * 100 < Number(input.critical.below) * denominator
  return { ...verdict, reason: `${numerator}/${denominator}. ${verdict.reason}${small}`, criticalFailure: isCritical }
}
