import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { doubtsOf } from '../../../src/domain/overview/doubts.ts'
import { shareOf, spreadOf } from '../../../src/domain/overview/figures.ts'

describe('a share', () => {
  test.each([
    [{ earned: 4200, max: 4800, tone: 'pass' as const }, 8750],
    [{ earned: 0, max: 4800, tone: 'fail' as const }, 0],
    [{ earned: 0, max: 0, tone: 'undetermined' as const }, null],
    [{ earned: 100, max: 100, tone: 'undetermined' as const }, null],
  ])('of %j is %s: what nobody can say is never 0', (score, share) => {
    expect(shareOf(score)).toBe(share)
  })
})

describe('a spread', () => {
  test('of nothing is none, and what nobody can say is no value of it', () => {
    expect(spreadOf([])).toBeNull()
    expect(spreadOf([null, null])).toBeNull()
    expect(spreadOf([null, 5000])).toEqual({
      count: 1,
      mean: 5000,
      median: 5000,
      low: 5000,
      high: 5000,
      deviation: 0,
    })
  })

  test('of 2, 4, 4, 4, 5, 5, 7, 9 has the mean 5 and the deviation 2', () => {
    const shares = [200, 400, 400, 400, 500, 500, 700, 900]
    expect(spreadOf(shares)).toEqual({ count: 8, mean: 500, median: 450, low: 200, high: 900, deviation: 200 })
  })

  test('lies between its ends, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 10_000 })), { minLength: 1 }), (shares) => {
        const spread = spreadOf(shares)
        expect(spreadOf(shares.toReversed())).toEqual(spread)
        if (!spread) return
        expect(spread.low).toBeLessThanOrEqual(spread.median)
        expect(spread.median).toBeLessThanOrEqual(spread.high)
        expect(spread.mean).toBeGreaterThanOrEqual(spread.low)
        expect(spread.mean).toBeLessThanOrEqual(spread.high)
        expect(spread.deviation).toBeLessThanOrEqual(spread.high - spread.low)
      }),
    )
  })
})

describe('a signal of doubt', () => {
  const minutes = 60_000
  test.each([
    ['thirty a minute is not too fast', { lasted: 2 * minutes, answers: 60, clockMoved: false }, []],
    ['more is', { lasted: 2 * minutes, answers: 61, clockMoved: false }, ['tooFast']],
    ['begun and handed in at once', { lasted: 0, answers: 40, clockMoved: false }, ['noTime']],
    ['nine answers in a moment say nothing', { lasted: 0, answers: 9, clockMoved: false }, []],
    ['what is not known says nothing', { lasted: null, answers: 40, clockMoved: false }, []],
    ['a clock that was moved', { lasted: 60 * minutes, answers: 40, clockMoved: true }, ['clockMoved']],
  ])('%s', (_, pace, signals) => {
    expect(doubtsOf(pace)).toEqual(signals)
  })
})
