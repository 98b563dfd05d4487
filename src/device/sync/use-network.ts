import { useSyncExternalStore } from 'react'
import type { NetworkKind } from '../../domain/picture-net.ts'
import { browserNetwork } from './network.ts'

/** The kind of network this device is on, live. */
export function useNetworkKind(): NetworkKind {
  return useSyncExternalStore(browserNetwork.subscribe, browserNetwork.kind)
}
