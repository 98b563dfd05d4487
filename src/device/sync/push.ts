import { Problem } from '../../domain/problem.ts'
import { BATCH_MAX, PROTO, SCHEMA } from '../../protocol/wire.ts'
import { freezeBatch, renumber, settle } from '../store/outbox.ts'
import type { Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

const REPAIRS_MAX = 12

/**
 * Sends what waits, batch after batch, until nothing does. A batch whose reply was
 * lost goes out again to the letter; the server answers from its ledger.
 */
export async function pushAll(store: Store, transport: Transport, app: string): Promise<void> {
  let most = BATCH_MAX
  let repairs = 0
  for (;;) {
    const batch = await freezeBatch(store, most)
    if (!batch) return
    const { deviceId, epoch, mutations } = batch
    try {
      const reply = await transport.push({
        proto: PROTO,
        epoch,
        deviceId,
        schema: SCHEMA,
        app,
        clock: { wall: Date.now() },
        m: mutations,
      })
      // A mixed-up proxy may hand over another device's reply.
      if (reply.deviceId !== deviceId) throw new Problem('INTERCEPTED')
      await settle(store, reply.r, reply.epoch)
      if (reply.r.length === 0) {
        // The server waits for an earlier number: what it lacks is offered again.
        if (reply.expectSeq >= (mutations[0]?.seq ?? 1)) throw new Problem('SERVER_FAILED')
        await renumber(store, { lastSeq: reply.expectSeq - 1, epoch: reply.epoch })
      }
      most = BATCH_MAX
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // A server that keeps answering so is broken: go on later instead of turning in a circle.
      if (++repairs > REPAIRS_MAX) throw error
      if (error.code === 'EPOCH_CHANGED') await renumber(store, restored(error))
      else if (error.code === 'DEVICE_FORK') await renumber(store, 'fork')
      else if (error.code === 'BODY_TOO_LARGE' && most > 1) most = Math.ceil(Math.min(most, mutations.length) / 2)
      else throw error
    }
  }
}

function restored({ detail }: Problem): { lastSeq: number; epoch: string } {
  const { lastSeq, epoch } = detail
  if (typeof lastSeq !== 'number' || typeof epoch !== 'string') throw new Problem('INTERCEPTED')
  return { lastSeq, epoch }
}
