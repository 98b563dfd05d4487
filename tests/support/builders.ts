import type { Answer, AnswerValue, SingleValue } from '../../src/domain/answer.ts'
import type { Checklist, Input, Item, Section } from '../../src/domain/checklist.ts'
import type { Facts, WastewaterFacts } from '../../src/domain/facts.ts'

/** Small worlds for tests: say what matters, the rest is ordinary. */

export function item(id: string, input: Input, more: Partial<Item> = {}): Item {
  return {
    id,
    question: `Câu hỏi ${id}?`,
    input,
    points: 100,
    pointsOrigin: 'proposed',
    wordingOrigin: 'proposed',
    critical: false,
    allowsNotApplicable: true,
    howToCheck: 'Quan sát.',
    evidence: [],
    appliesTo: { types: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'] },
    basis: [],
    ...more,
  }
}

export function section(id: string, items: Item[], more: Partial<Section> = {}): Section {
  const points = items.reduce((sum, each) => sum + each.points, 0)
  return { id, title: `Mục ${id}`, points, pointsOrigin: 'proposed', counts: 'sum', items, ...more }
}

export function checklist(sections: Section[], more: Partial<Checklist> = {}): Checklist {
  return {
    id: 'thu',
    version: '1.0',
    title: 'Bộ tiêu chí thử',
    shortTitle: 'Thử',
    notice: 'Chỉ dùng để thử.',
    inForceFrom: '2024-01-01',
    facilityTypes: ['hospital', 'healthCentre', 'communeStation', 'clinic', 'psychiatricCare'],
    sections,
    grading: {
      bands: [
        { id: 'passed', title: 'Đạt', atLeast: '80', tone: 'pass' },
        { id: 'failed', title: 'Không đạt', atLeast: null, tone: 'fail' },
      ],
      gates: [{ kind: 'noCriticalFailure', capTo: 'failed' }],
      origin: 'proposed',
    },
    limits: null,
    sites: null,
    settings: [],
    plausibility: [],
    documents: [],
    ...more,
  }
}

export function facts(more: Partial<Facts> = {}): Facts {
  return { type: 'hospital', beds: 120, zone: null, region: null, sites: [], wastewater: null, ...more }
}

export function wastewater(more: Partial<WastewaterFacts> = {}): WastewaterFacts {
  return {
    receivingWater: 'publicSewer',
    treatsInfectious: false,
    usesRadioactiveSources: false,
    treatedOnSite: false,
    operatingSince: '2012-05-01',
    approvedOn: null,
    permit: null,
    ...more,
  }
}

export const pass: SingleValue = { is: 'verdict', verdict: 'pass' }
export const fail: SingleValue = { is: 'verdict', verdict: 'fail' }
export const notApplicable: SingleValue = { is: 'notApplicable' }

export function answers(values: Record<string, AnswerValue | null>): Record<string, Answer> {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { value }]))
}

export const passFail: Input = { kind: 'passFail' }
