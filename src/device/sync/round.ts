import { Problem } from '../../domain/problem.ts'
import type { Store } from '../store/store.ts'
import { pullAll } from './pull.ts'
import { type Pace, pushAll } from './push.ts'
import type { Transport } from './transport.ts'

/** A server that tells yet another history each time is broken. */
const HISTORIES_MAX = 3

/** Sends what waits, then reads what is new. Where the server was restored, what it may lack is sent before its word is taken. */
export async function exchange(store: Store, transport: Transport, app: string, pace?: Pace): Promise<void> {
  for (let history = 0; history < HISTORIES_MAX; history++) {
    await pushAll(store, transport, app, pace)
    if ((await pullAll(store, transport, app)) === 'done') return
  }
  throw new Problem('SERVER_FAILED')
}
