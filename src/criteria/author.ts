import type {
  Applicability,
  Checklist,
  evidenceKinds,
  Input,
  Item,
  LimitTable,
  NumberRule,
  Origin,
  Section,
} from '../domain/checklist.ts'
import { points } from '../domain/decimal.ts'
import { type FacilityType, facilityTypes } from '../domain/facts.ts'
import type { Basis, LegalDocument } from '../domain/law.ts'
import { laws } from './laws.ts'

/** The short hand in which checklists are written: an item reads like a row of the inspectors' tables. */

const facilityCodes = {
  BV: 'hospital',
  TTYT: 'healthCentre',
  TYT: 'communeStation',
  PK: 'clinic',
  BT: 'psychiatricCare',
} as const satisfies Record<string, FacilityType>

const evidenceCodes = {
  A: 'photo',
  T: 'document',
  Đ: 'measurement',
  PV: 'interview',
  Q: 'observation',
} as const satisfies Record<string, (typeof evidenceKinds)[number]>

type Row = {
  ask: string
  check: string
  evidence: (keyof typeof evidenceCodes)[]
  /** Everywhere unless said otherwise. */
  at?: (keyof typeof facilityCodes)[]
  requires?: Applicability['requires']
  critical?: boolean
  period?: string
  /** None: the item is our own proposal. */
  basis?: Basis[]
  remark?: string
}

/** An item with our own wording and points; `worth` as people write points (1.5). */
export function item(id: string, input: Input, worth: number, row: Row): Item {
  return {
    id,
    question: row.ask,
    input,
    points: points(worth),
    pointsOrigin: 'proposed',
    wordingOrigin: 'proposed',
    critical: row.critical ?? false,
    allowsNotApplicable: true,
    howToCheck: row.check,
    evidence: row.evidence.map((code) => evidenceCodes[code]),
    appliesTo: {
      types: row.at ? row.at.map((code) => facilityCodes[code]) : [...facilityTypes],
      ...(row.requires && { requires: row.requires }),
    },
    ...(row.period && { period: row.period }),
    basis: row.basis ?? [],
    ...(row.remark && { remark: row.remark }),
  }
}

/** A section that counts in the total; its items must add up to `worth`. */
export function section(id: string, title: string, worth: number, items: Item[]): Section {
  return { id, title, points: points(worth), pointsOrigin: 'proposed', counts: 'sum', items }
}

/**
 * A section whose items only pass or fail. Setting one aside is not offered: a
 * result that is missing is "chưa có số liệu" and never counts as a pass.
 */
export function unscoredSection(id: string, title: string, items: Item[]): Section {
  const kept = items.map((each) => ({ ...each, allowsNotApplicable: false }))
  return { id, title, points: null, pointsOrigin: 'proposed', counts: 'unscored', items: kept }
}

export const yesNo: Input = { kind: 'passFail' }
export const upTo2: Input = { kind: 'scale', max: 2, labels: ['Không đạt', 'Đạt một phần', 'Đạt đủ'] }
export const upTo3: Input = { kind: 'scale', max: 3 }
/** Of the table of limits, and only where that table holds. */
export const detect: Input = { kind: 'detect', byTable: true }

export function measure(unit: string, rule: NumberRule, allowsBelow = false): Input {
  return { kind: 'measure', unit, allowsBelow, rule }
}

export function ratio(numerator: string, denominator: string, rule: NumberRule): Input {
  return { kind: 'ratio', numerator, denominator, rule }
}

type StepsRule = Extract<NumberRule, { by: 'steps' }>

/** "≥ 30 = 3; 15–<30 = 2", best first; below the last step nothing is earned. A bound is proposed unless said. */
export function atLeast(...steps: [bound: string, worth: number, origin?: Origin][]): StepsRule {
  return {
    by: 'steps',
    better: 'higher',
    steps: steps.map(([bound, worth, origin]) => ({ bound, points: points(worth), ...(origin && { origin }) })),
    elseCritical: false,
    origin: 'proposed',
  }
}

/** The same, but falling below the last step is a critical failure. */
export function atLeastOrCritical(...steps: [bound: string, worth: number, origin?: Origin][]): StepsRule {
  return { ...atLeast(...steps), elseCritical: true }
}

/** One target to reach: all or nothing, or in proportion to how much of it is reached. */
export function target(
  value: string,
  origin: Origin,
  more: { partial?: 'proportional'; exclusive?: true } = {},
): NumberRule {
  return { by: 'target', better: 'higher', target: value, partial: 'none', origin, ...more }
}

/** The inspector concludes; `reference` is a range to look at, not a limit. */
export function inspectorConcludes(reference: string | null): NumberRule {
  return { by: 'inspector', reference }
}

export function cite(document: string, clause?: string): Basis {
  return clause ? { document, clause } : { document }
}

/** A clause that is remembered and that nobody has looked up yet. */
export function recall(document: string, clause?: string): Basis {
  return { ...cite(document, clause), recalled: true }
}

/** Adds the documents that the bases name, and those that have replaced them, in the order of `laws`. */
export function withDocuments(checklist: Omit<Checklist, 'documents'>): Checklist {
  return { ...checklist, documents: documentsOf(checklist.sections, checklist.limits) }
}

function documentsOf(sections: readonly Section[], limits: LimitTable | null): LegalDocument[] {
  const bases = [
    ...sections.flatMap(({ items }) => items.flatMap(({ basis }) => basis)),
    ...(limits?.basis ?? []),
    ...(limits?.infectiousBasis ?? []),
  ]
  const wanted = new Set<string>()
  const want = (id: string) => {
    const found = laws.find((law) => law.id === id)
    if (!found) throw new Error(`no document ${id}`)
    if (wanted.has(id)) return
    wanted.add(id)
    if (found.replacedBy) want(found.replacedBy)
  }
  for (const { document } of bases) want(document)
  return laws.filter(({ id }) => wanted.has(id))
}
