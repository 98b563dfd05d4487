import { Problem } from '../../domain/problem.ts'
import type { PullReply } from '../../protocol/wire.ts'
import { applyPage } from '../store/apply-page.ts'
import { offerAnew } from '../store/outbox.ts'
import { readMeta, type Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

/**
 * Reads changes page by page until the server has no more.
 * @returns `restored` where a page tells another history: it was not taken, and what
 *   that history may lack waits to be pushed first. What waits is not overwritten by
 *   a page, so that the server's word about it would be lost.
 */
export async function pullAll(store: Store, transport: Transport): Promise<'done' | 'restored'> {
  const deviceId = (await readMeta<string>(store, 'deviceId')) as string
  for (;;) {
    const cursor = await readMeta<string>(store, 'cursor')
    const page = await store.clock.measured(() => nextPage(transport, deviceId, cursor))
    const epoch = await readMeta<string>(store, 'epoch')
    if (epoch !== null && page.epoch !== epoch) {
      await offerAnew(store, page.epoch)
      return 'restored'
    }
    const isWritten = await applyPage(store, page, cursor)
    if (isWritten && !page.more) return 'done'
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
