import type { ResultSummary } from '../../device/store/replica.ts'
import { inspectionKindNames } from '../../domain/people.ts'
import { matches } from '../../domain/search.ts'

/** Narrowing and sorting the received inspections. */

export type Wish = { text: string; checklist: string; grade: string }
export const everything: Wish = { text: '', checklist: '', grade: '' }
export const NO_GRADE = 'Chưa xác định'

export const gradeOf = ({ score }: ResultSummary): string => score?.grade ?? NO_GRADE

export function filterResults(results: readonly ResultSummary[], { text, checklist, grade }: Wish): ResultSummary[] {
  return results.filter(
    (result) =>
      (checklist === '' || result.head.checklist.id === checklist) &&
      (grade === '' || gradeOf(result) === grade) &&
      matches(
        `${result.head.facilityName} ${result.checklistTitle} ${result.createdBy.name} ${inspectionKindNames[result.head.kind]}`,
        text,
      ),
  )
}

export type Column = 'facility' | 'checklist' | 'kind' | 'score' | 'grade' | 'who' | 'date' | 'received'
export type Order = { by: Column; descending: boolean }

const keys: Record<Column, (result: ResultSummary) => string | number> = {
  facility: ({ head }) => head.facilityName,
  checklist: ({ checklistTitle }) => checklistTitle,
  kind: ({ head }) => inspectionKindNames[head.kind],
  score: shareOf,
  grade: (result) => gradeOf(result),
  who: ({ createdBy }) => createdBy.name,
  date: ({ head }) => head.date,
  received: ({ submittedAt }) => submittedAt ?? 0,
}

/** Without a maximum there is no share: such rows stand below zero per cent. */
function shareOf({ score }: ResultSummary): number {
  return score && score.max > 0 ? score.earned / score.max : -1
}

export function sortResults(results: readonly ResultSummary[], { by, descending }: Order): ResultSummary[] {
  const key = keys[by]
  const compare = (a: ResultSummary, b: ResultSummary) => {
    const [first, second] = [key(a), key(b)]
    return typeof first === 'number' && typeof second === 'number'
      ? first - second
      : `${first}`.localeCompare(`${second}`, 'vi')
  }
  return results.toSorted((a, b) => (descending ? compare(b, a) : compare(a, b)))
}

/** "12 lượt ở 9 cơ sở, 3 chưa đạt, 2 có điểm liệt." */
export function inOneSentence(shown: readonly ResultSummary[], all: number): string {
  if (all === 0) return 'Chưa có gì để xem.'
  const facilities = new Set(shown.map(({ head }) => head.facilityId)).size
  const failed = shown.filter(({ score }) => score?.tone === 'fail').length
  const critical = shown.filter(({ score }) => (score?.criticalFailures ?? 0) > 0).length
  const which = shown.length === all ? `${all} lượt` : `${shown.length}/${all} lượt`
  return `${which} ở ${facilities} cơ sở, ${failed} chưa đạt, ${critical} có điểm liệt không đạt.`
}
