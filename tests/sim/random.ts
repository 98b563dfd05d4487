/** Chance that can be repeated: the same seed draws the same numbers in the same order. */
export type Random = ReturnType<typeof createRandom>

/** mulberry32: small, fast, and good enough to choose faults. */
export function createRandom(seed: number) {
  let state = (seed * 0x9e3779b1 + 0x85ebca6b) >>> 0

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** A whole number from `from` up to and including `to`. */
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  const chance = (share: number) => next() < share
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new Error('nothing to pick from')
    return list[int(0, list.length - 1)] as T
  }
  /** One of the names, each as often as its weight says. */
  function weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      left -= weight
      if (left < 0) return name
    }
    return (entries.at(-1) as [K, number])[0]
  }
  /** An id in the shape of crypto.randomUUID(). */
  function uuid() {
    const hex = Array.from({ length: 32 }, () => int(0, 15).toString(16)).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}` as const
  }
  return { next, int, chance, pick, weighted, uuid }
}
