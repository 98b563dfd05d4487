/**
 * Drawing by lot with a seed: the same seed and the same names give the same draw,
 * in whatever order the names come, so that anybody can draw again and compare.
 */

/** Seeds are whole numbers of 32 bits. */
export const SEED_MAX = 0xffff_ffff

/** Mulberry32 (Tommy Ettinger, public domain): whole numbers of 32 bits, one after the other. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** A whole number below `limit`, each as likely: what lies over the last whole multiple is thrown again. */
function below(limit: number, next: () => number): number {
  const fair = Math.floor((SEED_MAX + 1) / limit) * limit
  for (;;) {
    const thrown = next()
    if (thrown < fair) return thrown % limit
  }
}

/** So many of the names, each as likely, in the order in which they were drawn (Fisher–Yates). A longer draw begins with a shorter one. */
export function draw(ids: readonly string[], count: number, seed: number): string[] {
  const next = mulberry32(seed)
  // By code unit, not by language: every machine sorts alike.
  const pool = [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1))
  const drawn: string[] = []
  while (drawn.length < count && pool.length > 0) {
    const [taken] = pool.splice(below(pool.length, next), 1)
    if (taken !== undefined) drawn.push(taken)
  }
  return drawn
}
