import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earlierBudget, fitting, type VisitPictures, wantedPictures } from '../../src/domain/earlier-pictures.ts'

const visit = (id: string, date: string, hashes: string[], more: Partial<VisitPictures> = {}): VisitPictures => ({
  id,
  facilityId: 'f',
  checklistId: 'c',
  date,
  submittedAt: 0,
  pictures: hashes.map((sha256) => ({ sha256, size: 10, stored: true })),
  ...more,
})
const names = (visits: VisitPictures[]) => wantedPictures(visits).map(({ sha256 }) => sha256)

describe('pictures of earlier visits', () => {
  test('those of the last three visits are wanted, of each facility with each checklist apart', () => {
    const visits = [
      visit('1', '2026-01-01', ['a']),
      visit('2', '2026-02-01', ['b']),
      visit('3', '2026-03-01', ['c']),
      visit('4', '2026-04-01', ['d']),
      visit('5', '2025-01-01', ['e'], { checklistId: 'other' }),
      visit('6', '2024-01-01', ['f'], { facilityId: 'g' }),
    ]
    expect(names(visits)).toEqual(['d', 'e', 'f', 'c', 'b'])
  })

  test('a visit without pictures is a visit: it pushes an older one out', () => {
    const visits = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'].map((date, index) =>
      visit(`${index}`, date, index === 0 ? ['old'] : []),
    )
    expect(names(visits)).toEqual([])
  })

  test('of two visits of a day the one that was received later is the last', () => {
    expect(
      names([visit('1', '2026-01-01', ['a'], { submittedAt: 1 }), visit('2', '2026-01-01', ['b'], { submittedAt: 2 })]),
    ).toEqual(['b', 'a'])
  })

  test('what fits is the most wanted part, never more than there is room for', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 30 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 5_000 }), (each, bytes) => {
        const pictures = each.map((size, index) => ({ sha256: `${index}`, size, stored: true }))
        const fits = fitting(pictures, bytes)
        expect(fits).toEqual(pictures.slice(0, fits.length))
        expect(fits.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(bytes)
        const next = pictures[fits.length]
        if (next) expect(fits.reduce((sum, { size }) => sum + size, next.size)).toBeGreaterThan(bytes)
      }),
    )
  })
})

describe('room for them', () => {
  const MB = 1_048_576
  test.each([
    ['much room', { quota: 10_000 * MB, usage: 100 * MB }, 0, 200 * MB],
    ['a tenth at most', { quota: 600 * MB, usage: 0 }, 0, 60 * MB],
    ['nearly full', { quota: 600 * MB, usage: 540 * MB }, 0, 0],
    ['nearly full of them: they go one by one', { quota: 600 * MB, usage: 540 * MB }, 50 * MB, 30 * MB],
    ['a browser that does not say', null, 0, 20 * MB],
  ])('%s', (_, room, fetched, bytes) => {
    expect(earlierBudget(room, fetched)).toBe(bytes)
  })

  test('what was put out for want of room is not fetched again', () => {
    const bytes = fc.integer({ min: 0, max: 2_000 }).map((count) => count * MB)
    fc.assert(
      fc.property(bytes, bytes, bytes, (quota, own, fetched) => {
        const kept = Math.min(fetched, earlierBudget({ quota, usage: own + fetched }, fetched))
        // Once it has gone, the same room is said to be there as before: nothing swings to and fro.
        expect(earlierBudget({ quota, usage: own + kept }, kept)).toBeCloseTo(
          earlierBudget({ quota, usage: own + fetched }, fetched),
        )
      }),
    )
  })
})
