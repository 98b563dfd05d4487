import type { Answers } from '../../../src/domain/answer.ts'
import type { Checklist } from '../../../src/domain/checklist.ts'
import { type DemonstrationFacility, facilities } from '../../../src/server/demonstration-data.ts'
import { fullAnswers } from '../../support/full-answers.ts'

export function facilityOf(id: string): DemonstrationFacility {
  const found = facilities.find((each) => each.id === id)
  if (!found) throw new Error(`no facility ${id}`)
  return found
}

/** An answer to everything that applies there: mostly good. */
export function answersAt(facilityId: string, checklist: Checklist): Answers {
  return fullAnswers(checklist, facilityOf(facilityId).facts)
}
