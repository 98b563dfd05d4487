import Big from 'big.js'
import type { AnswerValue, SingleValue } from '../../src/domain/answer.ts'
import type { Input, Item, NumberRule } from '../../src/domain/checklist.ts'
import type { ScoringContext } from '../../src/domain/scoring/context.ts'
import { limitOfParameter } from '../../src/domain/scoring/limit.ts'
import type { Random } from './seeded-random.ts'

/**
 * The same answer, one step better: fail → pass, a level more, one more that did
 * it. Null where nothing is better, where a part is still unmarked (one step on,
 * the next part would be asked), or where better has no direction: a range that
 * one can leave on either side, a deadline that an earlier report belongs before.
 */
export function raised(item: Item, value: AnswerValue, context: ScoringContext, random: Random): AnswerValue | null {
  if (value.is !== 'places') return raisedSingle(item.input, value, context, random)
  const at = random.below(Math.max(1, value.places.length))
  const place = value.places[at]
  const better = place && raisedSingle(item.input, place.value, context, random)
  return better ? { is: 'places', places: value.places.with(at, { ...place, value: better }) } : null
}

function raisedSingle(input: Input, value: AnswerValue, context: ScoringContext, random: Random): SingleValue | null {
  switch (value.is) {
    case 'verdict':
      return value.verdict === 'fail' ? { is: 'verdict', verdict: 'pass' } : null
    case 'level':
      return input.kind === 'scale' && value.level < input.max ? { is: 'level', level: value.level + 1 } : null
    case 'detected':
      return value.detected ? { is: 'detected', detected: false } : null
    case 'reading': {
      if (value.verdict !== undefined) return value.verdict === 'fail' ? { ...value, verdict: 'pass' } : null
      if (input.kind !== 'measure' || value.reading.is !== 'number') return null
      const better = betterNumber(input.rule, context)
      if (better === null) return null
      const step = random.pick(['0.01', '1', '1000'])
      const number = new Big(value.reading.number)[better === 'higher' ? 'plus' : 'minus'](step)
      // A scale ends: outside of it a number says nothing.
      if (input.rule.by === 'value' && (number.gt(input.rule.max) || number.lt(step))) return null
      return { is: 'reading', reading: { is: 'number', number: number.toFixed() } }
    }
    case 'ratio': {
      if (value.verdict !== undefined) return value.verdict === 'fail' ? { ...value, verdict: 'pass' } : null
      if (input.kind !== 'ratio') return null
      const better = betterNumber(input.rule, context)
      if (better === 'higher' && value.numerator < value.denominator)
        return { ...value, numerator: value.numerator + 1 }
      if (better === 'lower' && value.numerator > 0) return { ...value, numerator: value.numerator - 1 }
      return null
    }
    case 'marks':
      return raisedMarks(input, value)
    case 'counts': {
      const ids = Object.keys(value.counts)
      const id = ids.length > 0 ? random.pick(ids) : ''
      const count = value.counts[id]
      if (count === undefined || count >= 1_000_000_000) return null
      return { is: 'counts', counts: { ...value.counts, [id]: count + 1 } }
    }
    case 'opportunities': {
      const at = value.list.findIndex(({ action }) => action === 'missed')
      const missed = value.list[at]
      if (!missed) return null
      // Nobody looked how it was done: the shares of technique and duration stay what they are.
      const { id, profession, moments } = missed
      return { is: 'opportunities', list: value.list.with(at, { id, profession, moments, action: 'rub' }) }
    }
    case 'storage': {
      const days = new Big(value.days).minus('0.5')
      return days.gte(0) ? { ...value, days: days.toFixed() } : null
    }
    case 'date':
      return input.kind === 'date' && input.rule.by === 'within' && value.date < context.date
        ? { is: 'date', date: context.date }
        : null
    case 'noData':
    case 'notApplicable':
    case 'places':
    case 'text':
      return null
    default:
      return value satisfies never
  }
}

/** Which way a number gets better; null where a rule has no one way. */
function betterNumber(rule: NumberRule, context: ScoringContext): 'higher' | 'lower' | null {
  switch (rule.by) {
    case 'target':
    case 'steps':
    case 'permit':
      return rule.better
    case 'value':
      return 'higher'
    case 'limit': {
      const limit = limitOfParameter(rule.parameter, context)
      return limit.known && limit.min === null ? 'lower' : null
    }
    case 'inspector':
    case 'recorded':
      return null
    default:
      return rule satisfies never
  }
}

function raisedMarks(input: Input, { marks }: Extract<AnswerValue, { is: 'marks' }>): SingleValue | null {
  if (input.kind !== 'ladder' && input.kind !== 'bundle') return null
  if (input.parts.some(({ id }) => marks[id] === undefined)) return null
  for (const part of input.parts) {
    // On level 1 "pass" says that the violation is there.
    const isViolation = 'level' in part && part.level === 1
    const [bad, good] = isViolation ? (['pass', 'fail'] as const) : (['fail', 'pass'] as const)
    if (marks[part.id] === bad) return { is: 'marks', marks: { ...marks, [part.id]: good } }
  }
  return null
}
