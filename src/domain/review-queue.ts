import type { InspectionRecord, ScoreSummary } from './inspection.ts'
import type { InspectionKind } from './people.ts'
import { type Review, type ReviewState, reviewOf } from './review.ts'

/** How the review of a sealed inspection stands; it says nothing of what was found. */
export type ReviewColumns = {
  state: ReviewState
  level: Review['level']
  /** Since when it stands so: of what waits, when its seal was received. */
  since: number
  kind: InspectionKind
}

/** How grave it is. */
export type Gravity = {
  /** Critical items that failed. */
  critical: number
  tone: ScoreSummary['tone']
}

/** One line of the queue. */
export type ReviewLine = ReviewColumns & Gravity & { id: string; facilityId: string; checklistId: string }

/** As a reviewer asks for them. */
export const queueStates = ['waiting', 'held', 'sentUp', 'returned', 'approved'] as const
export type QueueState = (typeof queueStates)[number]

/** @param sealedAt when the standing seal was received, where that is known; a draft has no columns */
export function reviewColumns(
  record: Pick<InspectionRecord, 'head' | 'status' | 'sealNo' | 'steps' | 'submittedAt'>,
  sealedAt: number | null,
): ReviewColumns | null {
  const review = reviewOf(record)
  if (!review) return null
  const { state, level, by } = review
  const handedIn = sealedAt ?? record.submittedAt ?? 0
  return {
    state,
    level,
    since: isUndecided(review) ? handedIn : (by?.receivedAt ?? handedIn),
    kind: record.head.kind,
  }
}

export function gravityOf({ score }: Pick<InspectionRecord, 'score'>): Gravity {
  return { critical: score?.criticalFailures ?? 0, tone: score?.tone ?? 'undetermined' }
}

/** Whether somebody still has to decide. */
export function isUndecided({ state }: Pick<Review, 'state'>): boolean {
  return state === 'waiting' || state === 'held'
}

export function queueStateOf({ state, level }: Pick<Review, 'state' | 'level'>): QueueState {
  return isUndecided({ state }) && level === 'province' ? 'sentUp' : state
}

/** Whether this person decides it: what was sent up is decided by those who answer for the whole province. */
export function mayDecide({ level }: Pick<Review, 'level'>, isOfWholeProvince: boolean): boolean {
  return level === 'area' || isOfWholeProvince
}

const weights: Record<ScoreSummary['tone'], number> = { fail: 1, partial: 2, undetermined: 2, pass: 3 }

/** The gravest first: critical failures, then what did not pass; among equals what has waited longest. */
export function byUrgency(a: ReviewLine, b: ReviewLine): number {
  return b.critical - a.critical || weights[a.tone] - weights[b.tone] || a.since - b.since || (a.id < b.id ? -1 : 1)
}

/** Whether it may be approved with many others unread: it passed, and no critical item failed. */
export function isPlain({ tone, critical }: Pick<ReviewLine, 'tone' | 'critical'>): boolean {
  return tone === 'pass' && critical === 0
}
