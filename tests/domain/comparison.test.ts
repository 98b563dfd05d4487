import { describe, expect, it } from 'vitest'
import type { Checklist } from '../../src/domain/checklist.ts'
import { type Compared, type ComparedItem, compareVisits, selfAssessmentFor } from '../../src/domain/comparison.ts'
import type { InspectionHead, InspectionRecord } from '../../src/domain/inspection.ts'
import { answers, checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const list = checklist([
  section('a', [item('t.1', passFail), item('t.2', passFail)]),
  section('b', [item('t.3', passFail)]),
])

function visit(
  id: string,
  date: string,
  values: Parameters<typeof answers>[0] = {},
  head: Partial<InspectionHead> = {},
): InspectionRecord {
  const cells = Object.entries(answers(values)).map(([each, answer]) => [each, { rev: 1, answer }])
  return {
    id,
    head: {
      facilityId: 'tram',
      facilityName: 'Trạm',
      checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
      kind: 'selfAssessment',
      date,
      team: ['Lan'],
      facts: facts(),
      ...head,
    },
    status: 'submitted',
    createdBy: { id: 'lan', name: 'Lan' },
    submittedAt: Date.parse(`${date}T03:00:00Z`),
    score: null,
    cells: Object.fromEntries(cells),
  }
}

describe('which self-assessment an inspection is laid beside', () => {
  const inspection = visit('i', '2026-05-20', {}, { kind: 'inspection' })
  it.each<[string, InspectionRecord[], string | null]>([
    ['none', [], null],
    [
      'the last on or before its day',
      [visit('a', '2026-04-02'), visit('b', '2026-05-20'), visit('c', '2026-05-21')],
      'b',
    ],
    ['one of the quarter before', [visit('a', '2026-01-01')], 'a'],
    ['none older than that', [visit('a', '2025-12-31')], null],
    [
      'not an inspection, nor one that was not handed in',
      [visit('a', '2026-05-01', {}, { kind: 'inspection' }), { ...visit('b', '2026-05-02'), status: 'draft' }],
      null,
    ],
    [
      'not of another facility or checklist',
      [
        visit('a', '2026-05-01', {}, { facilityId: 'khac' }),
        visit('b', '2026-05-01', {}, { checklist: { id: 'khac', version: '1.0', hash: 'f'.repeat(64) } }),
      ],
      null,
    ],
    [
      'of another version of the same checklist',
      [visit('a', '2026-05-01', {}, { checklist: { id: 'thu', version: '0.9', hash: 'e'.repeat(64) } })],
      'a',
    ],
    [
      'of one day the one that came last',
      [visit('a', '2026-05-01'), { ...visit('b', '2026-05-01'), submittedAt: Date.parse('2026-05-01T09:00:00Z') }],
      'b',
    ],
  ])('%s', (_, records, expected) => {
    expect(selfAssessmentFor(inspection, records)?.id ?? null).toBe(expected)
  })
})

describe('both beside each other', () => {
  const compared = (
    values: Parameters<typeof answers>[0],
    of: Checklist = list,
    head: Partial<InspectionHead> = {},
  ): Compared => ({
    record: visit('v', '2026-05-20', values, head),
    checklist: of,
  })
  const rows = (self: Compared | null, inspected: Compared) =>
    compareVisits(self, inspected).flatMap(({ items }) =>
      items.map(({ id, difference, gap }: ComparedItem) => [id, difference, gap]),
    )

  it('higher, lower and the same, in points, and the sums of each section', () => {
    const self = compared({ 't.1': pass, 't.2': fail, 't.3': pass })
    const inspected = compared({ 't.1': fail, 't.2': pass, 't.3': pass })
    expect(rows(self, inspected)).toEqual([
      ['t.1', 'higher', 100],
      ['t.2', 'lower', -100],
      ['t.3', 'same', 0],
    ])
    expect(
      compareVisits(self, inspected).map(({ id, self: own, inspected: other }) => [id, own?.earned, other?.earned]),
    ).toEqual([
      ['a', 100, 100],
      ['b', 100, 100],
    ])
  })

  it('of two versions the items meet by their ids; what one side does not have is said so', () => {
    const older = checklist([
      section('a', [item('t.1', passFail), item('t.9', passFail)]),
      section('z', [item('t.8', passFail)]),
    ])
    const self = compared({ 't.1': pass, 't.9': pass, 't.8': pass }, older)
    const inspected = compared({ 't.1': pass, 't.2': fail, 't.3': pass })
    const all = compareVisits(self, inspected)
    expect(all.map(({ id, items }) => [id, items.map((each) => each.id)])).toEqual([
      ['a', ['t.1', 't.2', 't.9']],
      ['b', ['t.3']],
      ['z', ['t.8']],
    ])
    const of = (id: string) => all.flatMap(({ items }) => items).find((each) => each.id === id)
    expect([of('t.2')?.self, of('t.9')?.inspected, of('t.9')?.difference]).toEqual([
      'notInVersion',
      'notInVersion',
      'oneSided',
    ])
    expect(all.find(({ id }) => id === 'z')?.inspected).toBeNull()
  })

  it('points of different maxima are not subtracted: only how the item stands is compared', () => {
    const heavier = checklist([
      section('a', [item('t.1', passFail, { points: 300 }), item('t.2', passFail, { points: 300 })]),
    ])
    const self = compared({ 't.1': pass, 't.2': pass }, heavier)
    expect(rows(self, compared({ 't.1': pass, 't.2': fail, 't.3': pass })).slice(0, 2)).toEqual([
      ['t.1', 'same', null],
      ['t.2', 'otherwise', null],
    ])
  })

  it('what did not apply on one day is said so; what applied to neither is left out', () => {
    const some = checklist([
      section('a', [
        item('t.1', passFail, { appliesTo: { types: ['clinic'] } }),
        item('t.2', passFail, { appliesTo: { types: ['communeStation'] } }),
      ]),
    ])
    const clinic = { facts: facts({ type: 'clinic' }) }
    const all = compareVisits(compared({ 't.1': pass }, some, clinic), compared({}, some))
    expect(all.flatMap(({ items }) => items.map(({ id, inspected }) => [id, inspected]))).toEqual([
      ['t.1', 'notApplied'],
    ])
  })

  it('without a self-assessment the inspection stands alone', () => {
    expect(rows(null, compared({ 't.1': fail, 't.2': pass, 't.3': pass }))).toEqual([
      ['t.1', 'oneSided', null],
      ['t.2', 'oneSided', null],
      ['t.3', 'oneSided', null],
    ])
  })
})
