/** Chance and timers of engine and photo lane; a test holds them in its hand. */
export type Surroundings = {
  random(): number
  /** Calls back after a while; the function it returns forgets it. */
  after(milliseconds: number, then: () => void): () => void
  /** Milliseconds that only rise, whatever is done to the clock. */
  now(): number
}

export const browser: Surroundings = {
  random: Math.random,
  after(milliseconds, then) {
    const timer = setTimeout(then, milliseconds)
    return () => clearTimeout(timer)
  },
  now: () => performance.now(),
}
