import { describe, expect, test } from 'vitest'
import {
  firstDayOf,
  periodKeys,
  periodName,
  periodNamed,
  quarterKey,
  quarterOf,
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
    expect(firstDayOf(yearBefore(period).from)).toBe(`2025${first.slice(4)}`)
  })

  test.each(['', '2026-q5', '2026-3', '26', '2026-q1 ', '1999', '2026-12'])('“%s” is none', (key) => {
    expect(periodNamed(key)).toBeNull()
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
