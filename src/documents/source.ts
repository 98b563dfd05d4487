import type { Answers } from '../domain/answer.ts'
import type { Checklist } from '../domain/checklist.ts'
import type { InspectionHead } from '../domain/inspection.ts'
import type { Facility } from '../domain/place.ts'
import type { FollowUp, Plan } from '../domain/plan.ts'
import type { Score } from '../domain/scoring/result.ts'
import type { Signature } from '../domain/signature.ts'

/** Everything that the papers of one inspection are made from. */
export type PaperSource = {
  head: InspectionHead
  checklist: Checklist
  answers: Answers
  /** Of exactly these answers. */
  score: Score
  /** Null where this device does not hold it (any more). */
  facility: Pick<Facility, 'address' | 'areaName' | 'demonstration'> | null
  /** Null on a draft: nothing was handed in, and nothing on paper can be held against it. */
  seal: PaperSeal | null
  /** Corrective actions, where they were agreed on. */
  plan?: readonly PlanRow[]
  /** What became of the actions of earlier visits. */
  followUps?: readonly FollowUpRow[]
  /** What was signed on the screen, of exactly this content: what no longer holds is not printed. */
  signatures?: readonly Signature[]
}

export type PaperSeal = {
  /** SHA-256 of the sealed content, in hex. */
  digest: string
  /** Of the server's page that compares the paper with what it holds. */
  address: string
  no: number
  /** Of an amendment. */
  reason: string | null
  /** What the server confirmed; null while it has not, or where this device could not check it. `at` in milliseconds. */
  receipt: { code: string; at: number } | null
}

export type PlanRow = {
  /** What fell short, as the plan says it. */
  finding: string
  action: string
  responsible: string | null
  /** "2026-12-31". */
  due: string | null
}

export type FollowUpRow = {
  finding: string
  is: FollowUp['is']
  /** The action, and the day of the visit that planned it; null where that visit is not on this device. */
  action: { plan: Plan; plannedOn: string } | null
}
