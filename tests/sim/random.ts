import { seededRandom } from '../support/seeded-random.ts'

/** Chance that can be repeated: the same seed draws the same numbers in the same order. */
export type Random = ReturnType<typeof createRandom>

export function createRandom(seed: number) {
  const { below, chance, pick } = seededRandom(seed)
  /** A whole number from `from` up to and including `to`. */
  const int = (from: number, to: number) => from + below(to - from + 1)
  /** One of the names, each as often as its weight says. */
  function weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][]
    let left = (below(10_000) / 10_000) * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      left -= weight
      if (left < 0) return name
    }
    return (entries.at(-1) as [K, number])[0]
  }
  const bytes = (length: number) => Array.from({ length }, () => below(256))
  /** An id in the shape of crypto.randomUUID(). */
  function uuid() {
    const hex = Array.from({ length: 32 }, () => int(0, 15).toString(16)).join('')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}` as const
  }
  return { int, chance, pick, weighted, bytes, uuid }
}
