import type { InspectionRecord, ScoreSummary } from './inspection.ts'
import type { InspectionKind } from './people.ts'
import { type Review, type ReviewState, reviewOf } from './review.ts'

/** What decides where a sealed inspection stands among those to be reviewed; nothing of it names anybody. */
export type ReviewColumns = {
  state: ReviewState
  level: Review['level']
  /** Since when it stands so: of what waits, when its seal was received. */
  since: number
  /** Critical items that failed. */
  critical: number
  tone: ScoreSummary['tone']
  kind: InspectionKind
}

/** One line of the queue. */
export type ReviewLine = ReviewColumns & { id: string; facilityId: string; checklistId: string }

/** As a reviewer asks for them. */
export const queueStates = ['waiting', 'held', 'sentUp', 'returned', 'approved'] as const
export type QueueState = (typeof queueStates)[number]

/** @param sealedAt when the standing seal was received, where that is known; a draft has no columns */
export function reviewColumns(
  record: Pick<InspectionRecord, 'head' | 'status' | 'sealNo' | 'steps' | 'score' | 'submittedAt'>,
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
    critical: record.score?.criticalFailures ?? 0,
    tone: record.score?.tone ?? 'undetermined',
    kind: record.head.kind,
  }
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
