import { Problem } from '../../domain/problem.ts'
import type { DeviceReport } from '../../protocol/device-wire.ts'
import type { PullReply } from '../../protocol/wire.ts'
import { applyPage } from '../store/apply-page.ts'
import { reportOf } from '../store/contents.ts'
import { offerAnew } from '../store/outbox.ts'
import { readMeta, type Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

/**
 * Reads changes page by page until the server has no more.
 * @returns `restored` where a page tells another history: it was not taken, and what
 *   that history may lack waits to be pushed first. What waits is not overwritten by
 *   a page, so that the server's word about it would be lost.
 */
export async function pullAll(store: Store, transport: Transport, app = ''): Promise<'done' | 'restored'> {
  const deviceId = (await readMeta<string>(store, 'deviceId')) as string
  const ask = (cursor: string | null, report?: DeviceReport) =>
    store.clock.measured(() => nextPage(transport, deviceId, cursor, report))
  // With the first page alone: what the round has left behind.
  const report = await reportOf(store, app)
  let cursor = await readMeta<string>(store, 'cursor')
  let asked = ask(cursor, report)
  for (;;) {
    const page = await asked
    const epoch = await readMeta<string>(store, 'epoch')
    if (epoch !== null && page.epoch !== epoch) {
      await offerAnew(store, page.epoch)
      return 'restored'
    }
    // The next one is on its way while this one is written.
    const next = page.more ? ask(page.cursor) : null
    // Where it fails, that is told when it is its turn; where this page is not written, nobody waits for it.
    next?.catch(() => undefined)
    const isWritten = await applyPage(store, page, cursor)
    if (isWritten && !next) return 'done'
    cursor = isWritten ? page.cursor : await readMeta<string>(store, 'cursor')
    asked = isWritten && next ? next : ask(cursor)
  }
}

/** A mark that the server cannot read any more: the view from its beginning. What waits to be sent is not touched. */
async function nextPage(
  transport: Transport,
  deviceId: string,
  cursor: string | null,
  report: DeviceReport | undefined,
): Promise<PullReply> {
  try {
    return await transport.pull(deviceId, cursor, report)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'CURSOR_INVALID' || cursor === null) throw error
    return transport.pull(deviceId, null, report)
  }
}
