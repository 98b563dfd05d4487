import type { Answers } from '../answer.ts'
import { compareDecimals, multiplyDecimals } from '../decimal.ts'
import type { ScoringContext } from './context.ts'
import { limitOfParameter } from './limit.ts'
import type { ItemScore } from './result.ts'

/**
 * What cannot be right, or may have been typed in another unit: said, never scored.
 * COD is never below BOD5; ammonia reported as NH4 is 1.29 times the same ammonia as N.
 * @param shown the items that apply to the facility
 */
export function warningsOf(context: ScoringContext, answers: Answers, shown: Readonly<Record<string, ItemScore>>) {
  return context.checklist.plausibility
    .filter((rule) => {
      const value = shown[rule.item] ? numberIn(answers, rule.item) : null
      if (value === null) return false
      switch (rule.kind) {
        case 'notLess': {
          const other = shown[rule.than] ? numberIn(answers, rule.than) : null
          return other !== null && compareDecimals(value, other) < 0
        }
        case 'otherUnit': {
          const max = highestOf(rule.item, context, answers)
          return (
            max !== null &&
            compareDecimals(value, max) > 0 &&
            compareDecimals(multiplyDecimals(value, rule.factor), max) <= 0
          )
        }
        default:
          return rule satisfies never
      }
    })
    .map(({ message }) => message)
}

function numberIn(answers: Answers, itemId: string): string | null {
  const value = answers[itemId]?.value
  return value?.is === 'reading' && value.reading.is === 'number' ? value.reading.number : null
}

/** The upper limit of an item's parameter, where one is known. */
function highestOf(itemId: string, context: ScoringContext, answers: Answers): string | null {
  for (const { items } of context.checklist.sections) {
    const input = items.find(({ id }) => id === itemId)?.input
    if (input?.kind !== 'measure' || input.rule.by !== 'limit') continue
    const limit = limitOfParameter(input.rule.parameter, context, answers)
    return limit.known ? limit.max : null
  }
  return null
}
