import type { Answer } from '../../src/domain/answer.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { inventedAnswers } from '../../src/server/demonstration-answers.ts'

/** A plausible full set of answers: mostly good, every sixth item bad. */
export function fullAnswers(checklist: Checklist, facts: Facts): Record<string, Answer> {
  return inventedAnswers(checklist, facts, (index) => index % 6 !== 5)
}
