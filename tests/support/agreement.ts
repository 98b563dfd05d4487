import { describe, expect, it } from 'vitest'
import { checklists } from '../../src/criteria/all.ts'
import type { Checklist } from '../../src/domain/checklist.ts'
import { everyKind } from './every-kind.ts'
import { randomInspection } from './random-inspections.ts'
import { seededRandom } from './seeded-random.ts'
import { published, scoreOnDevice, scoreOnServer } from './two-sides.ts'

/**
 * Device and server, each on its own way, over one random inspection for each
 * seed of every family. The files that call this share the seeds among them, so
 * that they can run side by side.
 *
 * One seed again: `SEED=4711 npx vitest run tests/domain/scoring/agreement`
 */
export function describeAgreement(first: number, last: number): void {
  const again = Number(process.env.SEED || Number.NaN)
  const [from, to] = Number.isNaN(again) ? [first, last] : [again, again]
  const families = [...checklists, everyKind('mean')]
  describe.skipIf(to < first || from > last).each(families)('$id', (checklist) => {
    it(`is scored alike on device and server, seeds ${from} to ${to}`, { timeout: 300_000 }, () => {
      const kept = published(checklist)
      for (let seed = from; seed <= to; seed++) compare(checklist, kept, seed)
    })
  })
}

function compare(checklist: Checklist, kept: Checklist, seed: number): void {
  try {
    const random = seededRandom(seed)
    const inspection = randomInspection(checklist, random)
    const device = scoreOnDevice(checklist, inspection)
    const server = scoreOnServer(kept, inspection, random)
    // The matcher takes ten times as long to say yes; it is asked where there is something to report.
    if (!isSame(device, server)) expect(server).toEqual(device)
  } catch (cause) {
    throw new Error(`${checklist.id}: device and server differ at SEED=${seed}`, { cause })
  }
}

/** Whether two values read the same, member by member. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => isSame(left[key], right[key]))
}
