import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { previousAnswers, trendOf } from '../../src/domain/previous.ts'
import { byVisit, isPrevious } from '../../src/domain/visit-order.ts'
import { checklist, facts, fail, item, pass, passFail, section } from '../support/builders.ts'

const list = checklist([section('a', [item('t.1', passFail), item('t.2', passFail), item('t.3', passFail)])])

function record(id: string, date: string, answers: Record<string, Answer>, more: Partial<InspectionRecord> = {}) {
  const cells = Object.entries(answers).map(([itemId, answer]) => [itemId, { rev: 1, answer }])
  return {
    id,
    head: {
      facilityId: 'tram',
      facilityName: 'Trạm',
      checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
      kind: 'inspection',
      date,
      team: ['Lan'],
      facts: facts(),
    },
    status: 'submitted',
    createdBy: { id: 'lan', name: 'Lan' },
    submittedAt: Date.parse(`${date}T03:00:00Z`),
    score: null,
    cells: Object.fromEntries(cells),
    ...more,
  } as InspectionRecord
}

const asked = { facilityId: 'tram', checklistId: 'thu', date: '2026-11-22', id: 'new' }

describe('which visits came before', () => {
  const earlier = record('old', '2026-08-12', {})
  it.each<[string, InspectionRecord, boolean]>([
    ['an earlier one', earlier, true],
    ['the morning of the same day', record('old', '2026-11-22', {}), true],
    ['a later one', record('old', '2026-11-23', {}), false],
    ['itself', record('new', '2026-11-22', {}), false],
    ['a draft', { ...earlier, status: 'draft' }, false],
    ['one sent back', { ...earlier, status: 'returned' }, true],
    ['of another facility', { ...earlier, head: { ...earlier.head, facilityId: 'x' } }, false],
    [
      'by another checklist',
      { ...earlier, head: { ...earlier.head, checklist: { ...earlier.head.checklist, id: 'x' } } },
      false,
    ],
    [
      'by another version',
      { ...earlier, head: { ...earlier.head, checklist: { ...earlier.head.checklist, version: '0.9' } } },
      true,
    ],
  ])('%s', (_, each, expected) => expect(isPrevious(each, asked)).toBe(expected))

  it('the newest day first, then what was received last', () => {
    const [a, b, c] = [record('a', '2026-01-02', {}), record('b', '2026-03-01', {}), record('c', '2026-01-02', {})]
    c.submittedAt = (a.submittedAt ?? 0) + 1
    expect([a, b, c].sort(byVisit).map(({ id }) => id)).toEqual(['b', 'c', 'a'])
  })
})

it('each item with what it was answered, newest first, with note, living photos and what it came to', () => {
  const photo = { id: 'p', item: 't.1', sha256: 'a'.repeat(64), size: 1, type: 'image/jpeg', width: 4, height: 3 }
  const told = { ...photo, takenAt: null, position: null, stored: true }
  const newer = record(
    'n',
    '2026-08-12',
    { 't.1': { value: fail, note: 'Cửa hở' }, 't.2': { value: null, note: 'Hỏi lại' } },
    { photos: [told, { ...told, id: 'q', removed: true }] as unknown as InspectionRecord['photos'] },
  )
  const older = record('o', '2026-05-12', { 't.1': { value: pass } })
  const said = previousAnswers([newer, older].map((each) => ({ record: each, checklist: list })))
  expect([...said.keys()]).toEqual(['t.1'])
  expect(said.get('t.1')).toMatchObject([
    { visit: { date: '2026-08-12' }, value: fail, note: 'Cửa hở', photos: [{ id: 'p' }], scored: { state: 'fail' } },
    { visit: { date: '2026-05-12' }, value: pass, note: null, photos: [], scored: { state: 'pass' } },
  ])
})

describe('better or worse', () => {
  it.each([
    ['pass', 2, 'fail', 0, 'better'],
    ['fail', 0, 'partial', 1, 'worse'],
    ['partial', 2, 'partial', 1, 'better'],
    ['partial', 1, 'partial', 2, 'worse'],
    // A checklist that has other points now is no change of the facility.
    ['pass', 2, 'pass', 3, 'same'],
    ['pass', 2, 'notApplicable', 0, null],
    ['undetermined', 0, 'fail', 0, null],
    ['recorded', 0, 'pass', 2, null],
  ] as const)('%s (%s) after %s (%s) is %s', (outcome, earned, state, before, trend) => {
    expect(trendOf({ outcome, earned }, { state, earned: before })).toBe(trend)
  })
})
