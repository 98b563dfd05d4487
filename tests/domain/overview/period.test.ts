import { describe, expect, test } from 'vitest'
import {
  daysKey,
  daysNamed,
  daysOf,
  firstDayOf,
  periodKeys,
  periodName,
  periodNamed,
  quarterKey,
  quarterOf,
  reportPeriodNamed,
  yearBefore,
} from '../../../src/domain/overview/period.ts'

describe('a period', () => {
  test.each([
    ['2026-q1', '2026-01-01', '2026-04-01', 'Quý I/2026'],
    ['2026-q4', '2026-10-01', '2027-01-01', 'Quý IV/2026'],
    ['2026-6', '2026-01-01', '2026-07-01', '6 tháng đầu năm 2026'],
    ['2026-9', '2026-01-01', '2026-10-01', '9 tháng đầu năm 2026'],
    ['2026', '2026-01-01', '2027-01-01', 'Năm 2026'],
  ])('%s is from %s up to %s and is called “%s”', (key, first, next, name) => {
    const period = periodNamed(key)
    if (!period) throw new Error(`${key} is no period`)
    expect(firstDayOf(period.from)).toBe(first)
    expect(firstDayOf(period.to + 1)).toBe(next)
    expect(periodName(period)).toBe(name)
    expect(firstDayOf(yearBefore(period)?.from ?? 0)).toBe(`2025${first.slice(4)}`)
  })

  test.each(['', '2026-q5', '2026-3', '26', '2026-q1 ', '1999', '2026-12'])('“%s” is none', (key) => {
    expect(periodNamed(key)).toBeNull()
  })

  test('of days of one’s own is named by them, and keeps them', () => {
    const days = { from: '2026-10-05', until: '2026-11-20' }
    const period = reportPeriodNamed(daysKey(days))
    if (!period) throw new Error('it is no period')
    expect(daysOf(period)).toEqual(days)
    expect(periodName(period)).toBe('Từ ngày 05/10/2026 đến ngày 20/11/2026')
    // A year and its quarters are named as ever, and are days too.
    expect(daysOf(reportPeriodNamed('2026-6') ?? period)).toEqual({ from: '2026-01-01', until: '2026-06-30' })
    // Standings are kept a quarter a row: the overview does not know days.
    expect(periodNamed(daysKey(days))).toBeNull()
  })

  test.each([
    '2026-11-20_2026-10-05',
    '2026-02-30_2026-03-01',
    '2026-01-01',
    '2026-01-01_',
    '2026-01-01_2026-13-01',
    '1999-01-01_2026-01-01',
    '2026-01-01..2026-02-01',
  ])('“%s” are no days', (key) => {
    expect(daysNamed(key)).toBeNull()
  })

  test.each([
    ['2026-10-05_2026-11-20', { from: '2025-10-05', until: '2025-11-20' }],
    ['2024-02-29_2024-02-29', { from: '2023-02-28', until: '2023-02-28' }],
    ['2025-11-23_2026-11-22', { from: '2024-11-23', until: '2025-11-22' }],
    // A day more than a year: the year before would lie within it.
    ['2025-11-23_2026-11-23', null],
    ['2024-01-01_2026-11-22', null],
  ])('%s is compared with %o', (key, wanted) => {
    const before = yearBefore(daysNamed(key) ?? { from: 0, to: 0 })
    expect(before && daysOf(before)).toEqual(wanted)
  })

  test('every day of a quarter lies in it, and no other', () => {
    for (let day = Date.UTC(2025, 0, 1); day < Date.UTC(2027, 0, 1); day += 86_400_000) {
      const date = new Date(day).toISOString().slice(0, 10)
      const quarter = quarterOf(date)
      expect(firstDayOf(quarter) <= date && date < firstDayOf(quarter + 1)).toBe(true)
      expect(periodNamed(quarterKey(date))).toEqual({ from: quarter, to: quarter })
    }
  })

  test('what may be chosen has begun, and is known by its name', () => {
    const keys = periodKeys('2026-08-15')
    expect(keys.slice(0, 6)).toEqual(['2026', '2026-q3', '2026-q2', '2026-q1', '2026-9', '2026-6'])
    expect(keys).not.toContain('2026-q4')
    for (const key of keys) expect(periodNamed(key)).not.toBeNull()
  })
})
