import { useLiveQuery } from 'dexie-react-hooks'
import { createContext, useContext } from 'react'
import type { Store } from './store.ts'

export const StoreContext = createContext<Store | null>(null)

/** The store of the person who is signed in. */
export function useCurrentStore(): Store {
  const store = useContext(StoreContext)
  if (!store) throw new Error('no store: nobody is signed in here')
  return store
}

/**
 * A query that runs again when what it read has changed (after the commit, never
 * before). Undefined while the first read is under way; a failed read goes to the
 * error boundary.
 */
export function useStore<T>(query: (store: Store) => Promise<T>, deps: readonly unknown[]): T | undefined {
  const store = useCurrentStore()
  // `async` is no ornament: only where the function given is one does Dexie follow it through its waits,
  // and hears of what it reads after the first. Without it a page stayed at what it had read too early.
  return useLiveQuery(async () => query(store), [store, ...deps])
}
