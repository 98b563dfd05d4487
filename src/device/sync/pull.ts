import { applyPage } from '../store/apply-page.ts'
import { readMeta, type Store } from '../store/store.ts'
import type { Transport } from './transport.ts'

/** Reads changes page by page until the server has no more. */
export async function pullAll(store: Store, transport: Transport): Promise<void> {
  const deviceId = (await readMeta<string>(store, 'deviceId')) as string
  for (;;) {
    const page = await transport.pull(deviceId, await readMeta<string>(store, 'cursor'))
    await applyPage(store, page)
    if (!page.more) return
  }
}
