import type { Store } from '../store/store.ts'
import { tabletNumber } from '../store/tablet.ts'
import type { Round } from './engine.ts'
import { createRound } from './round.ts'
import { createTransport, type Transport } from './transport.ts'

/** The way from one store to the server, in a file of its own: the first screen is drawn without it. */
export type Road = { transport: Transport; round: Round }

export function openRoad(store: Store): Road {
  const transport = createTransport({ personId: store.personId, tablet: tabletNumber(), gzip: true })
  return { transport, round: createRound(store, transport, __APP_VERSION__) }
}
