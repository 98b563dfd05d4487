import type { Sim } from './sim.ts'

/** A device that gets through once needs no more rounds than this, whatever it has met. */
const ROUNDS_MAX = 14

/**
 * The faults end. Everybody syncs until a whole round of rounds changes nothing.
 * @returns false where it never becomes quiet
 */
export async function becomeQuiet(sim: Sim): Promise<boolean> {
  sim.isCalm = true
  sim.say('--- calm')
  sim.server.dieAfter(Number.POSITIVE_INFINITY)
  for (const device of sim.devices) device.dieAfter(Number.POSITIVE_INFINITY)
  let before = ''
  for (let round = 0; round < ROUNDS_MAX; round++) {
    for (const device of sim.devices) await device.run(() => device.sync())
    const now = await stateOf(sim)
    if (now === before) return true
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
