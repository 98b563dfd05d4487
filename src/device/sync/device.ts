import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Person } from '../../domain/people.ts'
import { closeStore, type Store } from '../store/store.ts'
import type { SyncEngine, SyncStatus } from './engine.ts'

/** One signed-in person on this tablet: their store and the engine that sends from it. */
export type Device = {
  store: Store
  person: Person
  engine: SyncEngine
  /** Brings one picture of an earlier visit here, because somebody wants to see it now. @throws Problem */
  fetchPicture?: (sha256: string) => Promise<Blob>
  stopPhotos?: () => void
  stopRelay?: () => void
}

export function closeDevice({ store, engine, stopPhotos, stopRelay }: Device): void {
  stopPhotos?.()
  stopRelay?.()
  engine.stop()
  closeStore(store)
}

export const DeviceContext = createContext<Device | null>(null)

export function useDevice(): Device {
  const device = useContext(DeviceContext)
  if (!device) throw new Error('no device: nobody is signed in here')
  return device
}

/** The state of syncing, live. */
export function useSyncStatus(): SyncStatus {
  const { engine } = useDevice()
  return useSyncExternalStore(engine.subscribe, engine.status)
}
