import { Problem } from '../../src/domain/problem.ts'
import type { Device, Sim } from './sim.ts'

/** What every hand on a tablet has in common. */

/** Text that no other answer has, so that each can be looked for. */
export function noteOf(sim: Sim): string {
  return `lời ${sim.random.int(0, 0xffffff).toString(36)}-${sim.ledger.saved.length}`
}

/** What a person is told that they may not is no fault. */
export async function expecting(sim: Sim, device: Device, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    sim.say(`  ${device.name} may not: ${error.code}`)
  }
}
