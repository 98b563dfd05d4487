import type { Sim } from '../sim.ts'
import { checkDurable } from './durable.ts'
import { checkExactlyOnce } from './exactly-once.ts'
import { checkNoSilentOverwrite } from './no-silent-overwrite.ts'
import { checkPictures } from './pictures.ts'
import { checkQueues } from './queue.ts'
import { checkSeals, checkSealsStand } from './seals.ts'
import type { ServerState } from './server-state.ts'
import { checkSignatures } from './signatures.ts'
import { checkDerived, checkSteps } from './steps.ts'
import { checkViews } from './views.ts'

/** What does not hold, each sentence with the invariant it breaks. */
export async function checkAll(sim: Sim, server: ServerState, seals: ReadonlyMap<string, string>): Promise<string[]> {
  const { ledger } = sim
  return [
    ...checkDurable(ledger, server),
    ...checkExactlyOnce(ledger, server),
    ...checkNoSilentOverwrite(ledger, server),
    ...checkSeals(ledger, server),
    ...checkSealsStand(seals, server),
    ...(await checkQueues(sim, server)),
    ...(await checkPictures(sim, server)),
    ...checkSignatures(sim.ledger, server),
    ...checkSteps(sim, server),
    ...(await checkDerived(sim, server)),
    ...(await checkViews(sim, server)),
  ]
}
