import { describe, expect, it } from 'vitest'
import { nuocThai } from '../../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../../src/criteria/xanh-sach-dep.ts'
import type { AnswerValue } from '../../../src/domain/answer.ts'
import type { Input, Item } from '../../../src/domain/checklist.ts'
import { missingIn } from '../../../src/domain/completeness.ts'
import { itemNumber } from '../../../src/domain/items.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import {
  answers,
  checklist,
  facts,
  fail,
  item,
  notApplicable,
  pass,
  passFail,
  section,
  wastewater,
} from '../../support/builders.ts'

const on = { date: '2026-11-22' }
const ids = (n: number) => Array.from({ length: n }, (_, index) => `i${index}`)
const all = (list: string[], value: AnswerValue) => answers(Object.fromEntries(list.map((id) => [id, value])))
const simple = (n: number, more: Partial<Item> = {}) =>
  checklist([
    section(
      's',
      ids(n).map((id) => item(id, passFail, more)),
    ),
  ])

describe('the number of an item', () => {
  it.each([
    ['xsd.0.1', '0.1'],
    ['ksnk.4.12', '4.12'],
    ['tyt.b.3', 'B.3'],
  ])('%s is called %s on every screen, whichever items a facility leaves out', (id, number) => {
    expect(itemNumber(item(id, passFail))).toBe(number)
  })
})

describe('the total', () => {
  it('“không áp dụng” leaves numerator and denominator', () => {
    const of = simple(4)
    const result = score(
      of,
      facts(),
      { ...all(['i0', 'i1'], pass), i2: { value: fail }, i3: { value: notApplicable } },
      on,
    )
    expect(result).toMatchObject({ earned: 200, max: 300, answered: 4, applicable: 4 })
  })

  it('nothing applicable is not 0 %', () => {
    const result = score(simple(2), facts(), all(['i0', 'i1'], notApplicable), on)
    expect(result.grade).toMatchObject({ title: 'Chưa xác định', tone: 'undetermined' })
    expect(result.max).toBe(0)
  })

  it('an item that the facility’s facts leave out is not there at all', () => {
    const of = checklist([
      section('s', [item('a', passFail), item('big', passFail, { appliesTo: { types: ['hospital'], minBeds: 150 } })]),
    ])
    expect(score(of, facts({ beds: 149 }), {}, on).applicable).toBe(1)
    expect(score(of, facts({ beds: 150 }), {}, on).applicable).toBe(2)
    expect(score(of, facts({ beds: null }), {}, on).applicable).toBe(1)
  })

  it('three things that look alike are kept apart: blank, “không áp dụng” and “không”', () => {
    const { byItem } = score(simple(3), facts(), { i1: { value: notApplicable }, i2: { value: fail } }, on)
    expect([byItem.i0?.state, byItem.i1?.state, byItem.i2?.state]).toEqual(['blank', 'notApplicable', 'fail'])
  })

  it('there is no grade while something is missing, and what is missing is named', () => {
    const result = score(simple(2), facts(), all(['i0'], pass), on)
    expect(result.grade).toBeNull()
    expect(missingIn(result)).toEqual([{ sectionId: 's', itemId: 'i1' }])
  })

  it('a note without an answer is not an answer', () => {
    const result = score(simple(1), facts(), { i0: { value: null, note: 'Xem lại' } }, on)
    expect(result.answered).toBe(0)
  })
})

describe('grades and gates', () => {
  // 10,000 items of a hundredth each: exactly 79.99 % and 80 %
  it.each([
    [7999, 'Không đạt'],
    [8000, 'Đạt'],
  ])('%d hundredths of 10,000: %s', (earned, title) => {
    const of = checklist([
      section('s', [item('a', passFail, { points: earned }), item('b', passFail, { points: 10_000 - earned })]),
    ])
    const result = score(of, facts(), answers({ a: pass, b: fail }), on)
    expect(result.grade?.title).toBe(title)
  })

  it.each([
    // [K55] published results of hospitals: 83 criteria or fewer, those of C3 and C5 (7) weigh 2.
    [82, 317, '3,56'],
    [83, 324, '3,6'],
    [78, 318, '3,74'],
    [83, 372, '4,13'],
  ])('%i criteria with a weighted sum of levels of %i: mean %s', (count, sum, mean) => {
    const input: Input = { kind: 'scale', min: 1, max: 5 }
    const items = Array.from({ length: count }, (_, index) =>
      item(`c${index}`, input, { points: index < 7 ? 1000 : 500 }),
    )
    const of = checklist([section('s', items)], {
      grading: { by: 'meanLevel', bands: [], gates: [], origin: 'official' },
    })
    // Everyone at level 3, then one level more from the last criterion on until the sum is reached.
    let missing = sum - 3 * (count + 7)
    const levels = items.map(() => 3)
    for (let index = count - 1; missing > 0; index = index === 7 ? count - 1 : index - 1) {
      levels[index] = (levels[index] ?? 3) + 1
      missing--
    }
    const given = Object.fromEntries(levels.map((level, index) => [`c${index}`, { is: 'level', level } as const]))
    expect(score(of, facts(), answers(given), on).grade?.title).toBe(`Mức trung bình ${mean}`)
  })

  it.each([
    // mean of two criteria, the first weighing 2
    [3, 4, 'Trung bình'],
    [4, 2, 'Trung bình'],
    [4, 3, 'Khá'],
  ])('levels %i (weight 2) and %i against a mean of 3.5: %s', (first, second, title) => {
    const input: Input = { kind: 'scale', min: 1, max: 5 }
    const of = checklist([section('s', [item('a', input, { points: 1000 }), item('b', input, { points: 500 })])], {
      grading: {
        by: 'meanLevel',
        bands: [
          { id: 'good', title: 'Khá', atLeast: '3.5', tone: 'pass' },
          { id: 'fair', title: 'Trung bình', atLeast: null, tone: 'partial' },
        ],
        gates: [],
        origin: 'proposed',
      },
    })
    const given = answers({ a: { is: 'level', level: first }, b: { is: 'level', level: second } })
    expect(score(of, facts(), given, on).grade?.title).toBe(title)
  })

  it('says how much is missing to the next grade', () => {
    const of = checklist([section('s', [item('a', passFail, { points: 785 }), item('b', passFail, { points: 215 })])])
    expect(score(of, facts(), answers({ a: pass, b: fail }), on).grade?.why).toContain('Thiếu 0,15 điểm để đạt “Đạt”')
  })

  it('one critical failure caps the grade, however many points there are', () => {
    const of = checklist([
      section('s', [item('a', passFail, { points: 9900 }), item('b', passFail, { critical: true })]),
    ])
    const result = score(of, facts(), answers({ a: pass, b: fail }), on)
    expect(result).toMatchObject({ criticalFailures: 1, grade: { title: 'Không đạt' } })
    expect(result.gates).toEqual([{ met: false, text: 'Có 1 điểm liệt không đạt: B.' }])
    expect(result.grade?.why).toContain('Có 1 điểm liệt không đạt')
  })

  it('each section has to reach its own half', () => {
    const of = checklist(
      [
        section('1', [item('a', passFail, { points: 9700 })]),
        section('9', [item('b', passFail, { points: 149 }), item('c', passFail, { points: 151 })]),
      ],
      {
        grading: {
          ...simple(1).grading,
          gates: [{ kind: 'eachSection', atLeast: '50', capTo: 'failed' }],
        },
      },
    )
    const result = score(of, facts(), answers({ a: pass, b: pass, c: fail }), on)
    expect(result.grade?.title).toBe('Không đạt')
    expect(result.gates[0]?.text).toContain('thiếu 0,01 điểm ở “Mục 9”')
    expect(score(of, facts(), answers({ a: pass, b: fail, c: pass }), on).grade?.title).toBe('Đạt')
  })

  it('a critical item without data leaves only the worst grade certain', () => {
    const of = checklist([
      section('s', [item('a', passFail)]),
      section('p', [item('d', { kind: 'detect' }, { points: 0, critical: true })], {
        counts: 'unscored',
        points: null,
      }),
    ])
    expect(score(of, facts(), answers({ a: pass, d: { is: 'noData' } }), on).grade?.title).toBe('Chưa xác định')
    expect(score(of, facts(), answers({ a: fail, d: { is: 'noData' } }), on).grade?.title).toBe('Không đạt')
    expect(score(of, facts(), answers({ a: pass, d: { is: 'detected', detected: false } }), on).grade?.title).toBe(
      'Đạt',
    )
    expect(score(of, facts(), answers({ a: pass, d: { is: 'detected', detected: true } }), on).grade?.title).toBe(
      'Không đạt',
    )
  })

  it.each([
    [8500, 'Tốt'],
    [8499, 'Khá'],
    [7000, 'Khá'],
    [6999, 'Trung bình'],
    [5000, 'Trung bình'],
    [4999, 'Chưa đạt'],
  ])('xanh – sạch – đẹp: %d of 10,000 is %s', (earned, title) => {
    const of = checklist(
      [section('s', [item('a', passFail, { points: earned }), item('b', passFail, { points: 10_000 - earned })])],
      { grading: { ...xanhSachDep.grading, gates: [] } },
    )
    expect(score(of, facts(), answers({ a: pass, b: fail }), on).grade?.title).toBe(title)
  })
})

describe('numbers that cannot both be right', () => {
  it('COD below BOD5 is said and not scored', () => {
    const reading = (number: string): AnswerValue => ({ is: 'reading', reading: { is: 'number', number } })
    const of = facts({ wastewater: wastewater() })
    const wrong = score(nuocThai, of, answers({ 'nt.1.2': reading('40'), 'nt.1.3': reading('30') }), on)
    expect(wrong.warnings).toHaveLength(1)
    const right = score(nuocThai, of, answers({ 'nt.1.2': reading('40'), 'nt.1.3': reading('40') }), on)
    expect(right.warnings).toEqual([])
  })
})
