import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { doneOf, doneOn, dueWords, isVisitOf, progressOf, stateOf } from '../../../src/domain/campaign/progress.ts'
import { addDays } from '../../../src/domain/date.ts'

const asked = { facilityId: 'f', checklistId: 'c', kind: 'inspection' as const, from: '2026-10-01' }
const visit = {
  facilityId: 'f',
  checklistId: 'c',
  kind: 'inspection' as const,
  date: '2026-11-02',
  status: 'submitted' as const,
}
const TODAY = '2026-11-22'

describe('a visit that counts', () => {
  it.each([
    ['handed in', {}, true],
    ['returned by a reviewer: it was done', { status: 'returned' as const }, true],
    ['on the first day', { date: '2026-10-01' }, true],
    ['the day before', { date: '2026-09-30' }, false],
    ['not handed in yet', { status: 'draft' as const }, false],
    ['of another facility', { facilityId: 'g' }, false],
    ['with another checklist', { checklistId: 'd' }, false],
    ['a self-assessment where an inspection was asked for', { kind: 'selfAssessment' as const }, false],
  ])('%s', (_, change, counts) => {
    expect(isVisitOf(asked, { ...visit, ...change })).toBe(counts)
  })

  it('of several the first says when it was done', () => {
    expect(doneOn(asked, [visit, { ...visit, date: '2026-10-05' }, { ...visit, date: '2026-09-01' }])).toBe(
      '2026-10-05',
    )
    expect(doneOn(asked, [])).toBeNull()
  })
})

describe('where an assignment stands', () => {
  it.each([
    ['done on the last day', { due: '2026-11-10', doneOn: '2026-11-10' }, 'done'],
    ['done the day after', { due: '2026-11-10', doneOn: '2026-11-11' }, 'doneLate'],
    ['due today', { due: TODAY, doneOn: null }, 'due'],
    ['due yesterday', { due: '2026-11-21', doneOn: null }, 'overdue'],
    ['its facility has closed', { due: '2026-11-21', doneOn: null, closedOn: '2026-11-01' }, 'void'],
    ['it closes tomorrow', { due: '2026-11-30', doneOn: null, closedOn: '2026-11-23' }, 'due'],
    ['it was done before it closed', { due: '2026-11-21', doneOn: '2026-10-30', closedOn: '2026-11-01' }, 'done'],
  ])('%s', (_, standing, state) => {
    expect(stateOf(standing, TODAY)).toBe(state)
  })

  it('each is in exactly one state, and what is late stays late', () => {
    const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days))
    fc.assert(
      fc.property(fc.array(fc.record({ due: day, doneOn: fc.option(day) })), fc.nat(300), (list, later) => {
        const progress = progressOf(list.map((each) => stateOf(each, TODAY)))
        expect(Object.values(progress).reduce((sum, count) => sum + count, 0)).toBe(list.length)
        expect(doneOf(progress)).toEqual({ done: list.filter((each) => each.doneOn !== null).length, all: list.length })
        const then = progressOf(list.map((each) => stateOf(each, addDays(TODAY, later))))
        expect(then.overdue).toBeGreaterThanOrEqual(progress.overdue)
        expect(then.done).toBe(progress.done)
      }),
    )
  })
})

it.each([
  ['2026-11-19', 'Quá hạn 3 ngày'],
  [TODAY, 'Hạn hôm nay'],
  ['2026-11-27', 'Còn 5 ngày'],
])('a day in words: %s', (due, words) => {
  expect(dueWords(due, TODAY)).toBe(words)
})
