import type { evidenceKinds, Input, Item, NumberRule } from '../domain/checklist.ts'
import type { FacilityType } from '../domain/facts.ts'
import type { Basis } from '../domain/law.ts'
import { item } from './author.ts'

/** The short hand of the infection-control tables: their codes, and their ways of scoring. */

const evidenceCodes = {
  A: 'photo',
  V: 'document',
  P: 'interview',
  Q: 'observation',
  Đ: 'measurement',
} as const satisfies Record<string, (typeof evidenceKinds)[number]>

type Row = {
  ask: string
  check: string
  evidence: (keyof typeof evidenceCodes)[]
  at?: ('BV' | 'TTYT' | 'TYT' | 'PK' | 'BT')[]
  minBeds?: number
  /** "Không áp dụng" may be chosen. */
  na?: boolean
  critical?: boolean
  period?: string
  basis?: Basis[]
  remark?: string
}

export function row(id: string, input: Input, worth: number, { evidence, na, minBeds, ...rest }: Row): Item {
  const plain = item(id, input, worth, { ...rest, evidence: [] })
  return {
    ...plain,
    allowsNotApplicable: na ?? false,
    evidence: evidence.map((code) => evidenceCodes[code]),
    appliesTo: { ...plain.appliesTo, ...(minBeds !== undefined && { minBeds }) },
  }
}

/** 0 nothing yet, 1 in part, 2 in full. */
export const inPart: Input = { kind: 'scale', max: 2, labels: ['Chưa có', 'Một phần', 'Đầy đủ'] }

/** Points × (value ÷ target), at most all of them; below `criticalBelow` it is a critical failure. */
export function towards(target: string, criticalBelow?: string): NumberRule {
  return {
    by: 'target',
    better: 'higher',
    target,
    partial: 'proportional',
    ...(criticalBelow !== undefined && { criticalBelow }),
    origin: 'proposed',
  }
}

/** All points from the target on, none below: a quick count on a small sample. */
export function allOrNothing(target: string): NumberRule {
  return { by: 'target', better: 'higher', target, partial: 'none', origin: 'proposed' }
}

type Observation = Extract<Input, { kind: 'observation' }>

/** Opportunities for hand hygiene; under 20 of them the sample is called small. */
export function observed(
  of: { target: string; better?: 'lower' } & Partial<
    Pick<Observation, 'counts' | 'moments' | 'sameAs' | 'critical' | 'concludesFrom'>
  >,
): Input {
  const { target, better, counts = 'compliance', moments = [], sameAs = null, critical = null, concludesFrom } = of
  return {
    kind: 'observation',
    counts,
    moments,
    sameAs,
    smallSampleBelow: 20,
    ...(concludesFrom !== undefined && { concludesFrom }),
    critical,
    rule: better === 'lower' ? { by: 'target', better, target, partial: 'none', origin: 'proposed' } : towards(target),
  }
}

/** Only these types of facility are asked. */
export function onlyAt(types: FacilityType[], { appliesTo, ...rest }: Item): Item {
  return { ...rest, appliesTo: { ...appliesTo, types } }
}
