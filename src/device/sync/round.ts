import { Problem } from '../../domain/problem.ts'
import { signedInSchema } from '../../protocol/wire.ts'
import { pruneSent } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import type { Round } from './engine.ts'
import { pullAll } from './pull.ts'
import { createPace, type Pace, pushAll } from './push.ts'
import type { Transport } from './transport.ts'
import { verifyView } from './verify.ts'

/** A server that tells yet another history each time is broken. */
const HISTORIES_MAX = 3
/** Mutations: months of one person's work, and older than any backup that is put back. */
const JOURNAL_KEPT = 20_000

/** Of one store with its server; how much the road bears is remembered from one round to the next. */
export function createRound(store: Store, transport: Transport, app: string): Round {
  const pace = createPace()

  /** A cookie may just have been renewed in another tab: the session is asked for once, then the work is tried once more. */
  async function signedIn(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'SIGN_IN_REQUIRED') throw error
      const { person } = await transport.call('GET', '/api/me', signedInSchema).catch((again: unknown) => {
        throw again instanceof Problem && again.code === 'SIGN_IN_REQUIRED' ? error : again
      })
      // Somebody else is signed in: nothing of this store goes out under their name.
      if (person.id !== store.personId) throw error
      await work()
    }
  }

  return async (was) => {
    // Behind a portal every request would be answered by it: ask something small until the way is open.
    if (was === 'intercepted') await transport.ping()
    await signedIn(async () => {
      await exchange(store, transport, app, pace)
      if (await verifyView(store, transport, Date.now())) await exchange(store, transport, app, pace)
    })
    await pruneSent(store, JOURNAL_KEPT)
  }
}

/** Sends what waits, then reads what is new. Where the server was restored, what it may lack is sent before its word is taken. */
export async function exchange(store: Store, transport: Transport, app: string, pace?: Pace): Promise<void> {
  for (let history = 0; history < HISTORIES_MAX; history++) {
    await pushAll(store, transport, app, pace)
    if ((await pullAll(store, transport, app)) === 'done') return
  }
  throw new Problem('SERVER_FAILED')
}
