import type { InspectionRecord } from './inspection.ts'

/** As many earlier visits of a facility as are shown beside a new one. */
export const PREVIOUS_MAX = 3

type Asked = { facilityId: string; checklistId: string; date: string; id: string }

/**
 * Whether a record is an earlier visit of the same facility with the same checklist
 * (in any version). One of the same day counts: the morning's before the afternoon's.
 */
export function isPrevious(record: Pick<InspectionRecord, 'id' | 'head' | 'status'>, asked: Asked): boolean {
  const { head, status, id } = record
  if (id === asked.id || status === 'draft') return false
  return head.facilityId === asked.facilityId && head.checklist.id === asked.checklistId && head.date <= asked.date
}

type Visited = Pick<InspectionRecord, 'id' | 'submittedAt'> & { head: { date: string } }

/** Newest first: by the day of the visit, then by when the server received it. */
export function byVisit(a: Visited, b: Visited): number {
  const inShort = ({ id, head, submittedAt }: Visited) => ({ id, date: head.date, submittedAt })
  return compareVisits(inShort(a), inShort(b))
}

type Dated = { id: string; date: string; submittedAt: number | null }

/** The same of visits in short. */
export function compareVisits(a: Dated, b: Dated): number {
  return compare(b.date, a.date) || (b.submittedAt ?? 0) - (a.submittedAt ?? 0) || compare(b.id, a.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
