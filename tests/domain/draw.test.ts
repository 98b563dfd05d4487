import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnFrom } from '../../src/domain/draw.ts'

/** Which of many are held for a closer look. */

const ids = (count: number) => Array.from({ length: count }, (_, n) => `inspection-${n}`)

describe('[P72] a random share', () => {
  it('is the same for the same seed, in whatever order the records stand', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { maxLength: 60 }),
        fc.uuid(),
        fc.integer({ min: 0, max: 100 }),
        fc.infiniteStream(fc.nat()),
        (all, seed, percent, random) => {
          const shuffled = all
            .map((id) => ({ id, at: random.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ id }) => id)
          expect(drawnFrom(shuffled, { seed, percent })).toEqual(drawnFrom(all, { seed, percent }))
        },
      ),
    )
  })

  it('is as large as the percentage says, rounded up, and only of what was there', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 60 }), fc.integer({ min: 0, max: 100 }), (all, percent) => {
        const held = drawnFrom(all, { seed: 's', percent })
        expect(held.size).toBe(Math.ceil((all.length * percent) / 100))
        for (const id of held) expect(all).toContain(id)
      }),
    )
  })

  it('is another with another seed', () => {
    const draws = ['a', 'b', 'c', 'd'].map((seed) => [...drawnFrom(ids(100), { seed, percent: 10 })].sort().join())
    expect(new Set(draws).size).toBe(4)
  })

  it('never changes: who draws again in a year finds what was held', () => {
    expect([...drawnFrom(ids(20), { seed: '7f3a91c2', percent: 10 })].sort()).toMatchInlineSnapshot(`
      [
        "inspection-13",
        "inspection-8",
      ]
    `)
  })

  it('favours nobody: over many seeds each record is drawn about as often', () => {
    const counts = new Map<string, number>()
    for (let n = 0; n < 4000; n += 1)
      for (const id of drawnFrom(ids(20), { seed: `seed-${n}`, percent: 10 })) counts.set(id, (counts.get(id) ?? 0) + 1)
    // 400 expected, standard deviation 19: five of them either way.
    for (const id of ids(20)) {
      expect(counts.get(id)).toBeGreaterThan(305)
      expect(counts.get(id)).toBeLessThan(495)
    }
  })
})
