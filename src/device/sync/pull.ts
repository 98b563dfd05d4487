import { Problem } from '../../domain/problem.ts'
import type { PullReply } from '../../protocol/wire.ts'
import { applyPage } from '../store/apply-page.ts'
import { renumber } from '../store/outbox.ts'
import { readMeta, type Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

/** Reads changes page by page until the server has no more. */
export async function pullAll(store: Store, transport: Transport): Promise<void> {
  const deviceId = (await readMeta<string>(store, 'deviceId')) as string
  for (;;) {
    const page = await nextPage(transport, deviceId, await readMeta<string>(store, 'cursor'))
    const epoch = await readMeta<string>(store, 'epoch')
    // Restored from a copy, and nothing waits here that a push would be told so: what it lacks is offered again all the same.
    if (epoch !== null && page.epoch !== epoch) await renumber(store, { lastSeq: page.deviceAck, epoch: page.epoch })
    await applyPage(store, page)
    if (!page.more) return
  }
}

/** A mark that the server cannot read any more: the view from its beginning. What waits to be sent is not touched. */
async function nextPage(transport: Transport, deviceId: string, cursor: string | null): Promise<PullReply> {
  try {
    return await transport.pull(deviceId, cursor)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'CURSOR_INVALID' || cursor === null) throw error
    return transport.pull(deviceId, null)
  }
}
