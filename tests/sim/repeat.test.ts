import { expect, it } from 'vitest'
import { simulate } from './simulate.ts'

const SEEDS = [2, 5, 8, 13, 21, 34]

it.each(SEEDS)('seed %i makes the same moves every time', { timeout: 60_000 }, async (seed) => {
  const [once, again] = [await simulate(seed), await simulate(seed)]
  expect(again.trace).toEqual(once.trace)
  expect(again.end).toBe(once.end)
})

it.each(SEEDS)(
  '[I9] seed %i ends the same whether the clocks are right or years off',
  { timeout: 60_000 },
  async (seed) => {
    const [right, wrong] = [await simulate(seed, 'right'), await simulate(seed, 'wrong')]
    expect([...right.problems, ...wrong.problems]).toEqual([])
    expect(wrong.end).toBe(right.end)
  },
)
