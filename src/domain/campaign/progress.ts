import { daysBetween } from '../date.ts'
import type { InspectionStatus } from '../inspection.ts'
import type { InspectionKind } from '../people.ts'

/** Where the assignments of a campaign stand on a day. Nothing of it is stored: a visit that was handed in says it. */

type Asked = { facilityId: string; checklistId: string; kind: InspectionKind; from: string }
type Visit = { facilityId: string; checklistId: string; kind: InspectionKind; date: string; status: InspectionStatus }

/**
 * Whether a visit is one that an assignment asked for. In any version of the
 * checklist: who began from the facility's page had the newest, and did the work.
 * After the day on which it was due as well: it is then late, not undone.
 */
export function isVisitOf(asked: Asked, visit: Visit): boolean {
  return (
    visit.status !== 'draft' &&
    visit.facilityId === asked.facilityId &&
    visit.checklistId === asked.checklistId &&
    visit.kind === asked.kind &&
    visit.date >= asked.from
  )
}

/** The day of the first visit that counts; null where there is none. */
export function doneOn(asked: Asked, visits: readonly Visit[]): string | null {
  const days = visits.filter((visit) => isVisitOf(asked, visit)).map(({ date }) => date)
  return days.reduce<string | null>((first, day) => (first === null || day < first ? day : first), null)
}

export const assignmentStates = ['done', 'doneLate', 'due', 'overdue', 'void'] as const
/** `void`: the facility closed before anybody came. */
export type AssignmentState = (typeof assignmentStates)[number]

type Standing = { due: string; doneOn: string | null; closedOn?: string | null | undefined }

export function stateOf({ due, doneOn, closedOn }: Standing, today: string): AssignmentState {
  if (doneOn !== null) return doneOn <= due ? 'done' : 'doneLate'
  if (closedOn != null && closedOn <= today) return 'void'
  return today <= due ? 'due' : 'overdue'
}

/** How many assignments stand in each state. */
export type Progress = Record<AssignmentState, number>

export function progressOf(states: Iterable<AssignmentState>): Progress {
  const counts: Progress = { done: 0, doneLate: 0, due: 0, overdue: 0, void: 0 }
  for (const state of states) counts[state] += 1
  return counts
}

/** Done in time or late, of what can be done at all. */
export function doneOf({ done, doneLate, due, overdue }: Progress): { done: number; all: number } {
  return { done: done + doneLate, all: done + doneLate + due + overdue }
}

/** "Quá hạn 3 ngày", "Hạn hôm nay", "Còn 5 ngày" */
export function dueWords(due: string, today: string): string {
  const days = daysBetween(today, due)
  if (days < 0) return `Quá hạn ${-days} ngày`
  return days === 0 ? 'Hạn hôm nay' : `Còn ${days} ngày`
}
