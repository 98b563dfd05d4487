import { describe, expect, it } from 'vitest'
import { simulate } from './simulate.ts'

/** How many seeds each file runs; `SIM_SEEDS` says it for all files together. */
const FILES = 4
const PER_FILE = Math.ceil(Number(process.env.SIM_SEEDS ?? 300) / FILES)
/** A test per so many seeds: a failure then names them, and a report stays readable. */
const GROUP = 15

/** The seeds of one file. They are spread over files so that they run on every core. */
export function seedsHold(file: number): void {
  const first = 1 + (file - 1) * PER_FILE
  const groups = Array.from({ length: Math.ceil(PER_FILE / GROUP) }, (_, index) => first + index * GROUP)
  describe('[I1–I10] whatever the network, the power, the clocks and people do', () => {
    it.each(groups)('seeds from %i hold', { timeout: 120_000 }, async (from) => {
      const upTo = Math.min(from + GROUP, first + PER_FILE)
      for (let seed = from; seed < upTo; seed++) {
        const { problems } = await simulate(seed)
        expect(problems, `npm run sim -- --seed ${seed} shows the way there`).toEqual([])
      }
    })
  })
}
