import type { ScoreSummary } from '../inspection.ts'
import type { Basis } from '../law.ts'

/** What scoring says. Points and maxima in hundredths; every reason is a Vietnamese sentence. */

/** What one answered item comes to, before its place in the total is known. */
export type Verdict = {
  outcome: Outcome
  earned: number
  reason: string
  /** A critical failure of its own making (a step that is itself critical), whatever the item's flag says. */
  criticalFailure?: boolean
  /** The limit in words while typing: "giới hạn 60 mg/l". */
  limit?: string
  /** Clauses beside the item's own (the table a limit came from). */
  basis?: Basis[]
}

export type Outcome =
  | 'pass'
  | 'partial'
  | 'fail'
  /** Noted; neither passes nor fails. */
  | 'recorded'
  /** Answered, but nobody can say: no data, no limit known, detection limit above the limit. */
  | 'undetermined'

export type ItemScore = {
  itemId: string
  state: Outcome | 'blank' | 'notApplicable'
  earned: number
  /** 0 where the item leaves the denominator. */
  max: number
  criticalFailure: boolean
  /** Undetermined, and able to sink the whole once it is known. */
  isOpen: boolean
  reason: string
  limit?: string
  basis?: Basis[]
}

export type SectionScore = {
  sectionId: string
  /** Applicable items in reading order; those that the facility's facts leave out are not here. */
  items: ItemScore[]
  /** Items with an answer, "không áp dụng" included. */
  answered: number
  earned: number
  max: number
  /** Maximum of the answered items alone: the running percentage rests on it. */
  answeredMax: number
  criticalFailures: number
}

export type GateResult = { met: boolean; text: string }

export type Score = {
  sections: SectionScore[]
  byItem: Readonly<Record<string, ItemScore>>
  answered: number
  applicable: number
  earned: number
  max: number
  answeredMax: number
  criticalFailures: number
  gates: GateResult[]
  /**
   * `null` while an applicable item is blank. `undetermined`: complete, but
   * something asked for has no data or no known limit, or nothing applies.
   */
  grade: { title: string; tone: ScoreSummary['tone']; why: string } | null
  warnings: string[]
}
