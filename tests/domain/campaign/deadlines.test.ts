import { describe, expect, it } from 'vitest'
import { deadlinesSchema, defaultDeadlines, lastDayFor } from '../../../src/domain/campaign/deadlines.ts'
import { periodNamed } from '../../../src/domain/overview/period.ts'

const lastDay = (name: string, deadlines = defaultDeadlines) => {
  const period = periodNamed(name)
  return period && lastDayFor(period, deadlines)
}

describe('by when a report is due', () => {
  it.each([
    ['2026-q1', '2026-03-31'],
    ['2026-6', '2026-06-30'],
    ['2026-q3', '2026-09-30'],
    ['2026-9', '2026-09-30'],
    // “before 05/11” is the 4th at the latest.
    ['2026', '2026-11-04'],
    ['2026-q4', '2026-11-04'],
  ])('%s, until a province says otherwise', (name, day) => {
    expect(lastDay(name)).toBe(day)
  })

  it('of a year may be in the next one', () => {
    const own = defaultDeadlines.map((each) =>
      each.months === 12 ? { ...each, before: '01-16', nextYear: true } : each,
    )
    expect(lastDay('2026', own)).toBe('2027-01-15')
  })

  it('no default calls itself law', () => {
    for (const { source } of defaultDeadlines) expect(source).toMatch(/[Kk]hông phải quy định/)
  })

  it.each(['02-29', '13-01', '4-1', '04-31'])('a day that most years do not have is none: %s', (before) => {
    const own = defaultDeadlines.map((each) => ({ ...each, before }))
    expect(deadlinesSchema.safeParse(own).success).toBe(false)
    expect(deadlinesSchema.safeParse(defaultDeadlines).success).toBe(true)
  })

  it('each period has its own, once', () => {
    expect(deadlinesSchema.safeParse(defaultDeadlines.toReversed()).success).toBe(false)
    expect(deadlinesSchema.safeParse(defaultDeadlines.slice(1)).success).toBe(false)
  })
})
