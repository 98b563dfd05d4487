import type { Answers } from '../answer.ts'
import type { Checklist } from '../checklist.ts'
import { compareDecimals } from '../decimal.ts'
import type { Facts } from '../facts.ts'
import { applicableSections } from './context.ts'

/** Numbers that cannot both be right (COD below BOD5): said, never scored. */
export function warningsOf(checklist: Checklist, facts: Facts, answers: Answers): string[] {
  const shown = new Set(applicableSections(checklist, facts).flatMap(({ items }) => items.map(({ id }) => id)))
  return checklist.plausibility
    .filter(({ item, than }) => shown.has(item) && shown.has(than))
    .filter(({ item, than }) => {
      const value = numberIn(answers, item)
      const other = numberIn(answers, than)
      return value !== null && other !== null && compareDecimals(value, other) < 0
    })
    .map(({ message }) => message)
}

function numberIn(answers: Answers, itemId: string): string | null {
  const value = answers[itemId]?.value
  return value?.is === 'reading' && value.reading.is === 'number' ? value.reading.number : null
}
