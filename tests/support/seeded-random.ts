/** Choices that one 32-bit seed decides: the same seed makes the same choices on every machine. */
export type Random = {
  /** A whole number from 0 up to, and without, `n`. */
  below(n: number): number
  /** True so often: 0 never, 1 always. */
  chance(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** The same things in another order; the list itself stays. */
  shuffled<T>(list: readonly T[]): T[]
}

/** mulberry32: one addition and two multiplications a number, good enough to choose answers and never for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    below,
    chance: (share) => next() < share,
    pick(list) {
      if (list.length === 0) throw new Error('nothing to choose from')
      return list[below(list.length)] as (typeof list)[number]
    },
    shuffled(list) {
      const moved = [...list]
      for (let last = moved.length - 1; last > 0; last--) {
        const other = below(last + 1)
        ;[moved[last], moved[other]] = [moved[other] as (typeof list)[number], moved[last] as (typeof list)[number]]
      }
      return moved
    },
  }
}
