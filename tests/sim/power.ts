import Dexie from 'dexie'
import { IDBFactory } from 'fake-indexeddb'

/**
 * Where a device can lose its power or its disk: before a transaction, at each
 * write inside it, and after it. Put under Dexie as an addon, so that the product's
 * own code runs unchanged.
 */
export type Power = {
  /** Before a transaction begins; other people's hands may act here. */
  before(): Promise<void>
  /** At a write; throwing here takes the whole transaction back. */
  write(): void
  /** After a transaction was written, or taken back. */
  after(): Promise<void>
}

const powers = new WeakMap<Dexie, Power>()

/** What happens to one connection from now on: each tab has its own. */
export function connectPower(db: Dexie, power: Power): void {
  powers.set(db, power)
}

Dexie.addons.push((db: Dexie) => {
  const begin = db.transaction.bind(db) as (...call: unknown[]) => Promise<unknown>
  async function powered(...call: unknown[]): Promise<unknown> {
    const power = powers.get(db)
    await power?.before()
    try {
      return await begin(...call)
    } finally {
      await power?.after()
    }
  }
  // A transaction inside another one is part of it.
  db.transaction = ((...call: unknown[]) =>
    Dexie.currentTransaction ? begin(...call) : powered(...call)) as typeof db.transaction
  db.use({
    stack: 'dbcore',
    name: 'power',
    create: (core) => ({
      ...core,
      table: (name) => {
        const table = core.table(name)
        return {
          ...table,
          mutate: (request) => {
            try {
              powers.get(db)?.write()
            } catch (error) {
              return Promise.reject(error)
            }
            return table.mutate(request)
          },
        }
      },
    }),
  })
})

/** Every device of the next simulation begins with an empty browser. */
export function emptyBrowser(): void {
  Dexie.dependencies.indexedDB = new IDBFactory()
}
