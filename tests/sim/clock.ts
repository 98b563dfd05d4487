import { createRandom } from './random.ts'

/** Wednesday, 18 November 2026, nine in the morning in Việt Nam. */
const BEGIN = Date.parse('2026-11-18T02:00:00Z')
const HOUR = 3_600_000
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/** A wall clock that may be wrong: a device's by years, the server's by hours. */
export type Wall = { offset: number }

/** How the clocks of a simulation go: now right, now wrong; or all right; or each wrong by an amount of its own. */
export type Clocks = 'jumping' | 'right' | 'wrong'

export type Clock = ReturnType<typeof createClock>

const ERRORS = [-2 * YEAR, -YEAR, -31 * DAY, -HOUR, 0, HOUR, 40 * DAY, 10 * YEAR]

/**
 * The time of one simulation. It has its own source of chance: two runs of a seed
 * with different clocks make the same moves, so that their ends can be compared.
 */
export function createClock(seed: number, clocks: Clocks) {
  const random = createRandom(seed ^ 0x5eed)
  const wrongBy = () => random.pick(ERRORS)
  const server: Wall = { offset: 0 }
  let passed = 0
  const at = ({ offset }: Wall) => BEGIN + passed + offset
  if (clocks === 'wrong') server.offset = -7 * HOUR
  return {
    server,
    at,
    serverNow: () => at(server),
    /** Milliseconds since the beginning: nobody can set them. */
    passed: () => passed,
    pass(milliseconds: number) {
      passed += milliseconds
    },
    newWall: (): Wall => ({ offset: clocks === 'wrong' ? wrongBy() : 0 }),
    /** Some time goes by: seconds, or an afternoon. */
    goOn() {
      passed += random.chance(0.9) ? random.int(1, 40_000) : random.int(1, 5 * HOUR)
    },
    /** The battery was empty, somebody played with the settings. */
    upset(wall: Wall) {
      if (clocks === 'jumping') wall.offset = wrongBy()
    },
    /** The server's date decides what a possible visit is; its time of day must decide nothing. */
    upsetServer() {
      if (clocks === 'jumping') server.offset = random.int(-20, 20) * HOUR
    },
  }
}
