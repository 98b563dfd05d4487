import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Person } from '../../domain/people.ts'
import { closeStore, openStore, type Store } from '../store/store.ts'
import { createEngine, type SyncEngine, type SyncStatus } from './engine.ts'
import { createTransport } from './transport.ts'

/** One signed-in person on this tablet: their store and the engine that sends from it. */
export type Device = { store: Store; person: Person; engine: SyncEngine }

/** Opens a person's store and starts syncing; works without a network. */
export async function openDevice(person: Person): Promise<Device> {
  const store = await openStore(person.id)
  const engine = createEngine(store, createTransport({ personId: person.id, gzip: true }), __APP_VERSION__)
  void engine.syncNow()
  // Asked for once there is something to lose: browsers grant it more readily to who has been used.
  const ask = () => {
    store.written.delete(ask)
    void askToKeep()
  }
  store.written.add(ask)
  return { store, person, engine }
}

/** Asks the browser not to clear this store by itself. It may say no; nothing depends on its answer. */
async function askToKeep(): Promise<void> {
  const { storage } = globalThis.navigator
  if (!storage?.persist) return
  try {
    if (!(await storage.persisted())) await storage.persist()
  } catch (error) {
    console.warn(error)
  }
}

export function closeDevice({ store, engine }: Device): void {
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
