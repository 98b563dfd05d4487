import { canonicalJson } from '../../src/domain/canonical.ts'
import { type Clocks, createClock } from './clock.ts'
import { meanwhile, oddsOf, step, teams } from './day.ts'
import { createDevice } from './device.ts'
import { withGlobals } from './globals.ts'
import { checkAll } from './invariants/all.ts'
import { readServer } from './invariants/server-state.ts'
import { createLedger } from './ledger.ts'
import { createNetwork } from './network.ts'
import { handOneIn } from './people.ts'
import { emptyBrowser } from './power.ts'
import { people, removeFile } from './province.ts'
import { createRandom } from './random.ts'
import { createServer } from './server.ts'
import { becomeQuiet } from './settle.ts'
import type { Sim } from './sim.ts'

export type Run = {
  seed: number
  problems: string[]
  trace: string[] /** What the server holds, without its times. */
  end: string
}

/** One world, from an empty browser to the last check. The same seed makes the same moves, whatever the clocks say. */
export async function simulate(seed: number, clocks: Clocks = 'jumping'): Promise<Run> {
  const trace: string[] = []
  try {
    return await play(seed, clocks, trace)
  } catch (error) {
    // A fault of the product that reached this far, or one of the simulation: either way with the way there.
    const text = error instanceof Error ? error.stack : String(error)
    return { seed, problems: [`broken off: ${text}`], trace, end: '' }
  }
}

/** Most tablets are set up at the office, before they meet the world. */
async function setUp(sim: Sim): Promise<void> {
  sim.isCalm = true
  for (const device of sim.devices) await device.run(() => device.sync())
  // In a world of reviews and corrective actions there is something sealed from the beginning.
  if (sim.odds.speak > 0.5) for (const device of sim.devices) await device.run(() => handOneIn(sim, device))
  if (sim.odds.speak > 0.5) for (const device of [...sim.devices, ...sim.devices]) await device.run(() => device.sync())
  sim.isCalm = false
}

async function play(seed: number, clocks: Clocks, trace: string[]): Promise<Run> {
  const random = createRandom(seed)
  const clock = createClock(seed, clocks)
  emptyBrowser()
  const ledger = createLedger()
  let epochs = 1
  const server = await createServer({
    now: clock.serverNow,
    newEpoch: () => `epoch-${++epochs}`,
    hasReal: random.chance(0.04),
  })
  const sim: Sim = {
    random,
    clock,
    server,
    ledger,
    odds: oddsOf(random),
    isCalm: false,
    devices: [],
    pictures: new Map(),
    stack: [],
    backups: [],
    say: (line) => trace.push(line),
    meanwhile: (device) => meanwhile(sim, network, device),
  }
  const network = createNetwork(sim)
  const restoreGlobals = withGlobals({
    now: () => clock.at(sim.stack.at(-1)?.wall ?? clock.server),
    passed: clock.passed,
    uuid: random.uuid,
    unexpected: (error) => ledger.problems.push(`unexpected: ${error instanceof Error ? error.stack : error}`),
    warn: (error) => sim.say(`  (${error instanceof Error ? error.name : error})`),
  })
  try {
    const team = random.pick(teams)
    for (const [index, id] of team.entries())
      sim.devices.push(await createDevice(sim, network, `${id}${index + 1}`, people[id]))
    if (random.chance(0.7) || sim.odds.speak > 0.5) await setUp(sim)
    const seals = new Map<string, string>()
    const moves = random.int(10, 28)
    for (let move = 0; move < moves; move++) {
      const epochBefore = epochs
      await step(sim, network)
      if (epochs !== epochBefore) seals.clear()
      for (const { inspection_id, no, snapshot } of await server.db.selectFrom('inspection_seal').selectAll().execute())
        if (!seals.has(`${inspection_id} ${no}`)) seals.set(`${inspection_id} ${no}`, snapshot)
    }
    const isQuiet = await becomeQuiet(sim)
    const state = await readServer(server.db)
    const problems = [
      ...ledger.problems,
      ...(isQuiet ? [] : ['[I4] it never becomes quiet']),
      ...(await checkAll(sim, state, seals)),
    ]
    const { inspections, mutations, versions } = state
    const end = canonicalJson([
      byChance([...inspections.values()], ({ id }) => id).map(({ signatures = [], steps = [], ...each }) => ({
        ...each,
        id: chanceIn(each.id),
        submittedAt: null,
        steps: steps.map((step) => ({ ...step, at: 0, receivedAt: 0 })),
        signatures: signatures.map((signature) => ({ ...signature, at: 0 })),
      })),
      mutations.map(({ id, seq, outcome }) => [id, seq, outcome.o, outcome.code ?? null]),
      byChance(versions, ({ inspection_id }) => inspection_id).map(({ item, rev, answer, reason }) => [
        item,
        rev,
        answer,
        reason,
      ]),
    ])
    return { seed, problems, trace, end }
  } finally {
    for (const device of sim.devices) device.close()
    for (const { file } of sim.backups) removeFile(file)
    await server.close()
    // What was interrupted may still have an event under way.
    for (let tick = 0; tick < 3; tick++) await new Promise((resolve) => setImmediate(resolve))
    restoreGlobals()
  }
}

/** What of a visit's id is not the moment, by a clock that may be years off: with it go its first 12 digits. */
function chanceIn(inspectionId: string): string {
  return inspectionId.slice(13)
}

function byChance<T>(rows: readonly T[], idOf: (row: T) => string): T[] {
  const keyed = rows.map((row) => ({ row, key: chanceIn(idOf(row)) }))
  return keyed.toSorted((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -1 : 1)).map(({ row }) => row)
}
