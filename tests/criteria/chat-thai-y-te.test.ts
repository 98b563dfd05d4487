import { describe, expect, it } from 'vitest'
import { chatThaiYTe } from '../../src/criteria/chat-thai-y-te.ts'
import type { AnswerValue } from '../../src/domain/answer.ts'
import { points } from '../../src/domain/decimal.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { facts } from '../support/builders.ts'

/** One item answered by a hospital on 22/11/2026. */
function scored(id: string, value: AnswerValue) {
  return score(chatThaiYTe, facts(), { [id]: { value } }, { date: '2026-11-22' }).byItem[id]
}
const reading = (number: string): AnswerValue => ({ is: 'reading', reading: { is: 'number', number } })

describe('chat-thai-y-te', () => {
  it('has 59 items in seven sections', () => {
    expect(chatThaiYTe.sections.map(({ items }) => items.length)).toEqual([12, 10, 8, 7, 10, 6, 6])
    expect(itemsOf(chatThaiYTe)).toHaveLength(59)
  })

  it('is worth 100 points', () => {
    expect(chatThaiYTe.sections.map((section) => section.points)).toEqual([20, 14, 20, 12, 16, 10, 8].map(points))
    expect(itemsOf(chatThaiYTe).reduce((sum, item) => sum + item.points, 0)).toBe(points(100))
  })

  it('has these critical items', () => {
    const critical = itemsOf(chatThaiYTe).filter((item) => item.critical)
    expect(critical.map(({ id }) => id)).toEqual([
      'ctyt.1.1',
      'ctyt.1.4',
      'ctyt.1.5',
      'ctyt.2.2',
      'ctyt.3.2',
      'ctyt.3.3',
      'ctyt.3.4',
      'ctyt.5.4',
      'ctyt.6.6',
    ])
  })

  it('[TT 20/2021] is in force from 10/01/2022', () => {
    expect(chatThaiYTe.inForceFrom).toBe('2022-01-10')
  })

  it('says that nothing of the scoring is official, and what is unknown', () => {
    expect(chatThaiYTe.notice).toMatch(/Không có thang điểm chính thức/)
    expect(chatThaiYTe.notice).toMatch(/Chưa xác định: văn bản thay thế/)
  })

  it('does not give the three quarters for a rule of Circular 20', () => {
    const item = itemsOf(chatThaiYTe).find(({ id }) => id === 'ctyt.2.7')
    expect(item?.basis.map(({ document }) => document)).not.toContain('tt-20-2021')
    expect(item?.remark).toMatch(/chưa xác định/)
  })
})

describe('counted shares, worked by hand', () => {
  // ctyt.1.5: 100% = 3; 90–<100% = 1; <90% = 0 and critical.
  // ctyt.3.2: 100% = 4; 90–<100% = 3; 80–<90% = 1; <80% = 0 and critical.
  // ctyt.1.9 and 2.7: 100% = 2; 80–<100% = 1; below nothing, not critical.
  it.each([
    ['ctyt.1.5', 10, 10, 3, false],
    ['ctyt.1.5', 999, 1000, 1, false],
    ['ctyt.1.5', 9, 10, 1, false],
    ['ctyt.1.5', 899, 1000, 0, true],
    ['ctyt.3.2', 10, 10, 4, false],
    ['ctyt.3.2', 9999, 10_000, 3, false],
    ['ctyt.3.2', 9, 10, 3, false],
    ['ctyt.3.2', 8999, 10_000, 1, false],
    ['ctyt.3.2', 8, 10, 1, false],
    ['ctyt.3.2', 7999, 10_000, 0, true],
    ['ctyt.1.9', 8, 10, 1, false],
    ['ctyt.1.9', 7, 10, 0, false],
    ['ctyt.2.7', 7, 10, 0, false],
  ])('%s: %d of %d earns %d', (id, numerator, denominator, worth, critical) => {
    const result = scored(id, { is: 'ratio', numerator, denominator })
    expect([result?.earned, result?.criticalFailure]).toEqual([points(worth), critical])
  })
})

describe('measures and the deadline, worked by hand', () => {
  it.each([
    ['ctyt.1.6: ≤5% (proposed)', 'ctyt.1.6', '5', 1],
    ['ctyt.1.6: ≤5% (proposed)', 'ctyt.1.6', '5.01', 0],
    ['[TT 20/2021, Điều 7] once a day', 'ctyt.4.1', '1', 3],
    ['[TT 20/2021, Điều 7] once a day', 'ctyt.4.1', '0.99', 0],
    ['[TT 20/2021, Điều 8 k3] below 8 °C', 'ctyt.5.5', '7.9', 2],
    ['[TT 20/2021, Điều 8 k3] below 8 °C', 'ctyt.5.5', '8', 0],
    ['[NĐ 08/2022, Điều 71] a year', 'ctyt.5.6', '12', 1],
    ['[NĐ 08/2022, Điều 71] a year', 'ctyt.5.6', '12.1', 0],
    ['trend only', 'ctyt.7.5', '0.35', 1],
  ])('%s: %s at %s earns %d', (_, id, number, worth) => {
    const result = scored(id, reading(number))
    expect([result?.earned, result?.criticalFailure]).toEqual([points(worth), false])
  })

  // Sent "before 16/12": 15/12 is the last day; fifteen days later is 30/12.
  it.each([
    ['2025-12-15', 2],
    ['2025-12-16', 1],
    ['2025-12-30', 1],
    ['2025-12-31', 0],
    ['2024-12-15', 0],
  ])('[TT 20/2021, Điều 13] the report of the year sent on %s earns %d', (date, worth) => {
    expect(scored('ctyt.1.7', { is: 'date', date })?.earned).toBe(points(worth))
  })
})

describe('storage time, worked by hand', () => {
  const stored = (more: Partial<Extract<AnswerValue, { is: 'storage' }>>): AnswerValue => ({
    is: 'storage',
    wasteKind: 'infectious',
    received: false,
    celsius: null,
    kgPerDay: null,
    days: '0',
    ...more,
  })

  it.each([
    ['Điều 8 k3 a: ordinary conditions, 2 days', { days: '2' }, 'pass'],
    ['Điều 8 k3 a: ordinary conditions, 2 days', { days: '2.1' }, 'fail'],
    ['Điều 8 k3 a: below 8 °C, 7 days', { days: '7', celsius: '7.9' }, 'pass'],
    ['Điều 8 k3 a: below 8 °C, 7 days', { days: '7.1', celsius: '7.9' }, 'fail'],
    ['Điều 8 k3 a: 8 °C is not below 8 °C', { days: '7', celsius: '8' }, 'fail'],
    ['Điều 8 k3 c: below 5 kg a day, 3 days', { days: '3', kgPerDay: '4.9' }, 'pass'],
    ['Điều 8 k3 c: below 5 kg a day, 3 days', { days: '3.1', kgPerDay: '4.9' }, 'fail'],
    ['Điều 8 k3 c: 5 kg is not below 5 kg', { days: '3', kgPerDay: '5' }, 'fail'],
    ['cold goes before little', { days: '7', celsius: '4', kgPerDay: '2' }, 'pass'],
    ['Điều 8 k3 b: from others, below 20 °C, 2 days', { received: true, days: '2', celsius: '19.9' }, 'pass'],
    ['Điều 8 k3 b: from others, below 20 °C, 2 days', { received: true, days: '2.1', celsius: '19.9' }, 'fail'],
    ['Điều 8 k3 b: from others, on the same day', { received: true, days: '0', celsius: '20' }, 'pass'],
    ['Điều 8 k3 b: from others, 20 °C is not below', { received: true, days: '1', celsius: '20' }, 'fail'],
    ['hazardous waste that does not infect has no rule here', { wasteKind: 'hazardous', days: '1' }, 'undetermined'],
  ] as const)('[ctyt.5.4] %s (%o): %s', (_, more, state) => {
    const result = scored('ctyt.5.4', stored(more))
    expect([result?.state, result?.criticalFailure]).toEqual([state, state === 'fail'])
    expect(result?.earned).toBe(points(state === 'pass' ? 3 : 0))
  })

  it('[ctyt.6.4] waste of the cluster: too late earns nothing and is not critical', () => {
    const late = scored('ctyt.6.4', stored({ received: true, celsius: '15', days: '3' }))
    expect(late).toMatchObject({ state: 'fail', earned: 0, criticalFailure: false, limit: 'tối đa 2 ngày' })
    const warm = scored('ctyt.6.4', stored({ received: true, celsius: '25', days: '1' }))
    expect(warm).toMatchObject({ state: 'fail', limit: 'xử lý trong ngày' })
  })
})

describe('the grade', () => {
  /** Yes and no, 0–1–2 answered in full but for the items named; everything else set aside. */
  function gradeWithout(failed: readonly string[]) {
    const given = itemsOf(chatThaiYTe).map(({ id, input }): [string, { value: AnswerValue }] => {
      const isGood = !failed.includes(id)
      if (input.kind === 'scale') return [id, { value: { is: 'level', level: isGood ? input.max : 0 } }]
      if (input.kind === 'passFail') return [id, { value: { is: 'verdict', verdict: isGood ? 'pass' : 'fail' } }]
      return [id, { value: { is: 'notApplicable' } }]
    })
    return score(chatThaiYTe, facts(), Object.fromEntries(given), { date: '2026-11-22' }).grade?.title
  }

  it('one critical failure, worth one point, makes it “Không đạt”', () => {
    expect(gradeWithout([])).toBe('Tốt')
    expect(gradeWithout(['ctyt.7.6'])).toBe('Tốt')
    expect(gradeWithout(['ctyt.6.6'])).toBe('Không đạt')
  })

  it('orders Tốt 90, Khá 75, Trung bình 60, Không đạt', () => {
    expect(chatThaiYTe.grading.bands.map(({ title, atLeast }) => [title, atLeast])).toEqual([
      ['Tốt', '90'],
      ['Khá', '75'],
      ['Trung bình', '60'],
      ['Không đạt', null],
    ])
  })
})
