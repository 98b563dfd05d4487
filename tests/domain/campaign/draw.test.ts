import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { draw, mulberry32, SEED_MAX } from '../../../src/domain/campaign/draw.ts'

const seeds = fc.integer({ min: 0, max: SEED_MAX })
const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 40 })

describe('a draw', () => {
  it('with the same seed and the same names is the same, in whatever order they come', () => {
    fc.assert(
      fc.property(names, fc.nat(50), seeds, fc.func(fc.nat()), (ids, count, seed, rank) => {
        const shuffled = ids.toSorted((a, b) => rank(a) - rank(b))
        expect(draw(shuffled, count, seed)).toEqual(draw(ids, count, seed))
      }),
    )
  })

  it('has as many names as are asked for and there are, each once, and begins as a shorter one', () => {
    fc.assert(
      fc.property(names, fc.nat(50), seeds, (ids, count, seed) => {
        const drawn = draw(ids, count, seed)
        expect(drawn).toHaveLength(Math.min(count, ids.length))
        expect(new Set(drawn).size).toBe(drawn.length)
        expect(drawn.every((id) => ids.includes(id))).toBe(true)
        expect(draw(ids, count + 1, seed).slice(0, count)).toEqual(drawn)
      }),
    )
  })

  it('with a seed that was written down in 2026 is that of 2026', () => {
    const next = mulberry32(1)
    expect([next(), next(), next()]).toEqual([2693262067, 11749833, 2265367787])
    const ids = Array.from({ length: 10 }, (_, index) => `cs-${index}`)
    expect(draw(ids, 4, 20261122)).toMatchInlineSnapshot(`
      [
        "cs-4",
        "cs-9",
        "cs-6",
        "cs-8",
      ]
    `)
  })

  it('gives each name its chance: 40,000 draws of 3 out of 8 name each about 15,000 times', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const times = new Map(ids.map((id) => [id, 0]))
    for (let seed = 0; seed < 40_000; seed++)
      for (const id of draw(ids, 3, seed)) times.set(id, (times.get(id) ?? 0) + 1)
    // Six standard deviations of a binomial with p = 3/8.
    for (const count of times.values()) expect(Math.abs(count - 15_000)).toBeLessThan(600)
  })
})
