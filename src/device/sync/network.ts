import { type Connection, type NetworkKind, networkKind } from '../../domain/picture-net.ts'

/** The kind of network, and when it becomes another. */
export type Network = {
  kind(): NetworkKind
  /** @returns forgets the listener */
  subscribe(listener: () => void): () => void
}

type Live = Connection & Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>>

function connection(): Live | undefined {
  return (globalThis.navigator as (Navigator & { connection?: Live }) | undefined)?.connection
}

/** What this browser tells; a browser that tells nothing changes nothing either. */
export const browserNetwork: Network = {
  kind: () => networkKind(connection()),
  subscribe(listener) {
    const here = connection()
    here?.addEventListener?.('change', listener)
    return () => here?.removeEventListener?.('change', listener)
  },
}
