import { createRandom } from './random.ts'

/** Wednesday, 18 November 2026, nine in the morning in Việt Nam. */
const BEGIN = Date.parse('2026-11-18T02:00:00Z')
const HOUR = 3_600_000
const YEAR = 365 * 24 * HOUR

/** A wall clock that may be wrong: a device's by years, the server's by hours. */
export type Wall = { offset: number }

export type Clock = ReturnType<typeof createClock>

/**
 * The time of one simulation. It has its own source of chance: two runs of a seed
 * with different clocks make the same moves, so that their ends can be compared.
 */
export function createClock(seed: number) {
  const random = createRandom(seed ^ 0x5eed)
  const server: Wall = { offset: 0 }
  let passed = 0
  const at = ({ offset }: Wall) => Math.round(BEGIN + passed + offset)
  return {
    server,
    at,
    serverNow: () => at(server),
    /** Some time goes by: seconds, or an afternoon. */
    goOn: () => {
      passed += random.chance(0.9) ? random.int(1, 40_000) : random.int(1, 5 * HOUR)
    },
    /** The battery was empty, somebody played with the settings, the time service was wrong. */
    upset: (wall: Wall) => {
      wall.offset = random.pick([-2 * YEAR, -YEAR, -31 * 24 * HOUR, -HOUR, 0, 0, HOUR, 40 * 24 * HOUR, 10 * YEAR])
    },
    /** The server's date decides what a possible visit is; its time of day must decide nothing. */
    upsetServer: () => {
      server.offset = random.int(-20, 20) * HOUR
    },
  }
}
