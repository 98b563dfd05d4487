import { administer } from './administration.ts'
import { createDevice } from './device.ts'
import type { Network } from './network.ts'
import { act } from './people.ts'
import type { PersonId } from './province.ts'
import type { Device, Odds, Sim } from './sim.ts'

/** Who has tablets; the same person twice has two of them. */
export const teams: readonly (readonly PersonId[])[] = [
  ['kiem', 'kiem'],
  ['kiem', 'kiem', 'kiem'],
  ['kiem', 'tra'],
  ['kiem', 'kiem', 'giam'],
  ['kiem', 'tra', 'tram'],
  ['kiem', 'tram', 'giam'],
  ['kiem', 'kiem', 'tra', 'giam'],
  ['kiem', 'tra', 'tram', 'giam'],
]

export function oddsOf(random: Sim['random']): Odds {
  return {
    network: random.pick([0, 0.1, 0.3, 0.5]),
    crash: random.pick([0, 0.1, 0.3]),
    serverCrash: random.pick([0, 0.1, 0.3]),
    meanwhile: random.pick([0, 0.05, 0.15]),
    disk: random.pick([0, 0, 0.01, 0.05]),
    history: random.pick([0, 1, 8]),
    copies: random.pick([0, 0, 0.6]),
    speak: random.pick([0.1, 0.3, 0.6]),
    tabs: random.pick([0, 0, 0.8]),
    pageRows: random.pick([2, 4, 200]),
  }
}

/** One move of the world. */
export async function step(sim: Sim, network: Network): Promise<void> {
  const { random, odds, devices, clock } = sim
  clock.goOn()
  const device = random.pick(devices)
  if (random.chance(odds.crash)) device.dieAfter(random.int(1, 25))
  if (random.chance(odds.serverCrash)) sim.server.dieAfter(random.int(1, 60))
  const move = random.weighted({
    act: 12,
    sync: 9,
    administer: 1.5 + odds.history,
    held: 1.5,
    clock: 1,
    restart: 0.5,
    kill: 0.3,
    copy: odds.copies,
    tab: odds.tabs,
  })
  if (move === 'act' || move === 'sync') sim.say(`${device.name}: ${move}`)
  switch (move) {
    case 'act':
      await device.run(async () => {
        for (let edits = random.int(1, 3); edits > 0; edits--) await act(sim, device)
      })
      return
    case 'sync':
      await device.run(() => device.sync())
      return
    case 'administer':
      return administer(sim)
    case 'held':
      return network.deliverHeld()
    case 'clock':
      return clock.upset(device.wall)
    case 'restart':
      return device.restart()
    case 'kill':
      return sim.server.restart()
    case 'copy':
      return copyProfile(sim, network, device)
    case 'tab':
      return openTab(sim, network, device)
    default:
      return move satisfies never
  }
}

/** A tablet is restored from the backup of another: two machines under one number. */
async function copyProfile(sim: Sim, network: Network, device: Device): Promise<void> {
  if (sim.devices.length >= 5) return
  const name = `${device.name}-copy${sim.devices.length}`
  sim.say(`${name}: a copy of ${device.name}`)
  const original = await device.copyTo(name)
  sim.devices.push(await createDevice(sim, network, name, device.person, { original }))
}

/** The same store in two tabs: two engines, one lease. */
async function openTab(sim: Sim, network: Network, device: Device): Promise<void> {
  if (sim.devices.length >= 5) return
  const name = `${device.browser.tablet}-tab${sim.devices.length}`
  sim.say(`${name}: a second tab`)
  sim.devices.push(await createDevice(sim, network, name, device.person, { browser: device.browser }))
}

/** While one device waits, others go on; so does the hand of whoever holds it. */
export async function meanwhile(sim: Sim, network: Network, device: Device): Promise<void> {
  const { random, odds, stack, devices } = sim
  if (sim.isCalm || stack.at(-1) !== device || stack.length >= 3 || !random.chance(odds.meanwhile)) return
  const others = devices.filter((each) => !stack.includes(each))
  const who = random.weighted({ own: 3, other: 3, world: 1 })
  sim.say('  meanwhile:')
  if (who === 'own') return act(sim, device)
  if (who === 'world' || others.length === 0) return random.chance(0.5) ? administer(sim) : network.deliverHeld()
  const other = random.pick(others)
  await other.run(() => (random.chance(0.6) ? other.sync() : act(sim, other)))
}
