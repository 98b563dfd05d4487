import type { Sim } from './sim.ts'

/** Longer than the wait between two tries, shorter than the longest that a server may ask for. */
const PAUSE = 600_000
/** The longest rest that a device takes by itself: where it had no room for earlier pictures (fetch-lane.ts). */
const LONGEST_REST = 3_600_000
/** A device whose hour of quiet is over needs no more rounds than this, whatever it has met. */
const ROUNDS_MAX = 20

/**
 * The faults end and time goes by: every page does what it has planned, until all
 * are well and a whole round of rounds changes nothing.
 * @returns false where it never becomes quiet
 */
export async function becomeQuiet(sim: Sim): Promise<boolean> {
  sim.isCalm = true
  sim.say('--- calm')
  sim.server.dieAfter(Number.POSITIVE_INFINITY)
  for (const device of sim.devices) device.dieAfter(Number.POSITIVE_INFINITY)
  sim.clock.pass(LONGEST_REST)
  let before = ''
  for (let round = 0; round < ROUNDS_MAX; round++) {
    sim.clock.pass(PAUSE)
    // The process does so every three minutes.
    await sim.server.pictures().sweep()
    for (const device of sim.devices) await device.run(() => device.wake())
    const now = await stateOf(sim)
    if (now === before && sim.devices.every((device) => device.isIdle())) return true
    before = now
  }
  return false
}

async function stateOf({ server, devices }: Sim): Promise<string> {
  const clock = await server.db.selectFrom('tenant_clock').select(['ver', 'epoch']).executeTakeFirstOrThrow()
  const unsent = await Promise.all(devices.map((device) => device.unsent()))
  const { count } = await server.db
    .selectFrom('mutation')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return JSON.stringify([clock, unsent, count])
}
