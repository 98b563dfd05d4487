import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LossFacts, lossOf } from '../../src/domain/loss.ts'

/** May this tablet be lost now? */

const count = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(500) })
const factsArbitrary: fc.Arbitrary<LossFacts> = fc.record({
  visits: fc.array(
    fc.record({ id: fc.uuid(), name: fc.string(), changes: count, begun: count, photos: count, setAside: count }),
    {
      maxLength: 5,
    },
  ),
  others: fc.array(fc.record({ name: fc.string(), changes: count, photos: count }), { maxLength: 3 }),
  unfinished: count,
})

/** What would be gone, added up in the plainest way. */
const sumOf = ({ visits, others, unfinished }: LossFacts) =>
  visits.reduce((sum, { changes, begun, photos, setAside }) => sum + changes + begun + photos + setAside, 0) +
  others.reduce((sum, { changes, photos }) => sum + changes + photos, 0) +
  unfinished

describe('whether a tablet may be lost', () => {
  it('is never called safe while anything is unsent, set aside without a copy, or a photo unconfirmed, whoever’s it is', () => {
    fc.assert(
      fc.property(factsArbitrary, (facts) => {
        expect(lossOf(facts).isSafe).toBe(sumOf(facts) === 0)
      }),
    )
  })

  it('what would be gone is told whole: nothing is left out, and nothing that is safe stands in it', () => {
    fc.assert(
      fc.property(factsArbitrary, (facts) => {
        const loss = lossOf(facts)
        if (loss.isSafe) return
        expect(sumOf(loss)).toBe(sumOf(facts))
        for (const { changes, begun, photos, setAside } of loss.visits)
          expect(changes + begun + photos + setAside).toBeGreaterThan(0)
        for (const { changes, photos } of loss.others) expect(changes + photos).toBeGreaterThan(0)
      }),
    )
  })

  it('one of anything is enough for a yes', () => {
    const visit = { id: 'v', name: 'Trạm', changes: 0, begun: 0, photos: 0, setAside: 0 }
    const nothing: LossFacts = { visits: [visit], others: [{ name: 'Hoa', changes: 0, photos: 0 }], unfinished: 0 }
    expect(lossOf(nothing)).toEqual({ isSafe: true })
    for (const what of ['changes', 'begun', 'photos', 'setAside'] as const)
      expect(lossOf({ ...nothing, visits: [{ ...visit, [what]: 1 }] }).isSafe).toBe(false)
    for (const what of ['changes', 'photos'] as const)
      expect(lossOf({ ...nothing, others: [{ name: 'Hoa', changes: 0, photos: 0, [what]: 1 }] }).isSafe).toBe(false)
    expect(lossOf({ ...nothing, unfinished: 1 }).isSafe).toBe(false)
    // A count that went below zero is a fault somewhere, and no reason to say that all is well.
    expect(lossOf({ ...nothing, others: [{ name: 'Hoa', changes: -1, photos: 0 }] }).isSafe).toBe(false)
  })
})
