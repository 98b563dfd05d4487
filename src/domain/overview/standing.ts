import type { Checklist } from '../checklist.ts'
import { answersIn, type InspectionRecord, type InspectionStatus, type ScoreSummary } from '../inspection.ts'
import { itemsOf } from '../items.ts'
import type { InspectionKind } from '../people.ts'
import type { FoundPosition } from '../place.ts'
import { score } from '../scoring/score.ts'
import { doubtsOf, type Pace, type Signal } from './doubts.ts'
import { type Quarter, quarterOf } from './period.ts'

/**
 * What a visit says of a facility in a quarter: all that statistics need of it, so
 * that no overview reads answers. Of one facility, checklist and kind of visit the
 * latest visit of a quarter stands.
 */
export type Standing = {
  inspectionId: string
  facilityId: string
  checklistId: string
  kind: InspectionKind
  quarter: Quarter
  /** Day of the visit. */
  date: string
  status: InspectionStatus
  /** Hundredths of points, as in the record's own summary. */
  score: ScoreSummary
  /** Points and maximum by section; a section in which nothing counts has 0 of 0. */
  sections: Record<string, [earned: number, max: number]>
  /** Items that fell short of passing, critical ones too. */
  failed: string[]
  /** All items of its version of the checklist; of one version the same list. */
  asked: readonly string[]
  /** Those that were not judged, so that a share of failures has something to divide by. */
  notJudged: string[]
  /** Critical items that failed. */
  critical: string[]
  /** What is known of the visit itself; how far it was from its facility is judged by where that is now. */
  signals: Signal[]
  /** Where the device was; null where it did not say. */
  position: FoundPosition | null
}

/**
 * @param checklist with which the visit was sealed
 * @returns null for a visit that has not been handed in: a draft counts nowhere
 */
export function standingOf(record: InspectionRecord, checklist: Checklist, pace: Pace): Standing | null {
  const { head } = record
  if (record.status === 'draft' || record.score === null) return null
  const { sections } = score(checklist, head.facts, answersIn(record.cells), { date: head.date })
  const items = sections.flatMap((section) => section.items)
  const asked = itemsOf(checklist).map(({ id }) => id)
  const judged = new Set(items.filter(({ state }) => judgedStates.includes(state)).map(({ itemId }) => itemId))
  return {
    inspectionId: record.id,
    facilityId: head.facilityId,
    checklistId: head.checklist.id,
    kind: head.kind,
    quarter: quarterOf(head.date),
    date: head.date,
    status: record.status,
    score: record.score,
    sections: Object.fromEntries(sections.map(({ sectionId, earned, max }) => [sectionId, [earned, max]])),
    failed: items
      .filter(({ state, criticalFailure }) => state === 'fail' || criticalFailure)
      .map(({ itemId }) => itemId),
    asked,
    notJudged: asked.filter((id) => !judged.has(id)),
    critical: items.filter(({ criticalFailure }) => criticalFailure).map(({ itemId }) => itemId),
    signals: doubtsOf(pace),
    position: head.position ?? null,
  }
}

const judgedStates: readonly string[] = ['pass', 'partial', 'fail']

/** Whether one visit stands before another of the same quarter: the later day, then whoever was handed in later. */
export function isLater(
  a: { date: string; submittedAt: number | null; id: string },
  b: { date: string; submittedAt: number | null; id: string },
): boolean {
  if (a.date !== b.date) return a.date > b.date
  if (a.submittedAt !== b.submittedAt) return (a.submittedAt ?? 0) > (b.submittedAt ?? 0)
  return a.id > b.id
}
