import { expect, type Page } from '@playwright/test'
import { PIN } from './tablet.ts'

/** The store of the invented inspector, looked at past the app. */
export const STORE = 'so-kiem:demo-kiemtra'

type Row = Record<string, unknown>
export type Tables = Record<string, Row[]>

/** A page of the same origin on which nothing of the app runs. */
export async function besideTheApp(page: Page, url: string): Promise<Page> {
  const beside = await page.context().newPage()
  await beside.goto(`${url}/icons/icon-192.png`)
  return beside
}

/** Every row of these tables, as the disk has it now; what is sealed is opened with the person's PIN. */
export async function readTables(page: Page, names: readonly string[]): Promise<Tables> {
  return page.evaluate(
    async ([store, wanted, pin]) => {
      type Sealed = { iv: Uint8Array<ArrayBuffer>; sealed: Uint8Array<ArrayBuffer> | Blob; as: string }
      type Wrapped = { iv: Uint8Array<ArrayBuffer>; key: Uint8Array<ArrayBuffer> }
      type Lock = { pin: Wrapped & { salt: Uint8Array<ArrayBuffer>; iterations: number } }
      const opened = (name: string) =>
        new Promise<IDBDatabase>((done, fail) => {
          const opening = indexedDB.open(name)
          opening.onsuccess = () => done(opening.result)
          opening.onerror = () => fail(opening.error)
        })
      // An answer that lies in the row of another is a row to whoever looks.
      const apart = ({ others, beside: _beside, ...first }: Record<string, unknown>) => {
        const { seen: _seen, ...shared } = first
        return [first, ...((others ?? []) as Record<string, unknown>[]).map((other) => ({ ...shared, ...other }))]
      }
      const rowsOf = (transaction: IDBTransaction, name: string) =>
        new Promise<Record<string, unknown>[]>((done, fail) => {
          const all = transaction.objectStore(name).getAll()
          all.onsuccess = () => done(all.result.flatMap(apart))
          all.onerror = () => fail(all.error)
        })
      const aes = { name: 'AES-GCM', length: 256 }
      async function keyOf(): Promise<CryptoKey | null> {
        const registry = await opened('so-kiem')
        const people = await rowsOf(registry.transaction('person'), 'person')
        registry.close()
        const lock = people.find(({ id }) => `so-kiem:${id}` === store)?.lock as Lock | undefined
        if (!lock) return null
        const { salt, iterations, iv, key } = lock.pin
        const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
        const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations }
        const wrapping = await crypto.subtle.deriveKey(how, base, aes, false, ['unwrapKey'])
        return crypto.subtle.unwrapKey('raw', key, wrapping, { name: 'AES-GCM', iv }, aes, false, ['decrypt'])
      }
      const isSealed = (value: unknown): value is Sealed =>
        typeof value === 'object' && value !== null && 'sealed' in value && 'iv' in value
      const db = await opened(store)
      // One transaction: what belongs together is read together.
      const transaction = db.transaction(wanted)
      const read = await Promise.all(wanted.map((name) => rowsOf(transaction, name)))
      db.close()
      const key = read.flat().some((row) => Object.values(row).some(isSealed)) ? await keyOf() : null
      const plain = async ({ iv, sealed, as }: Sealed) => {
        if (!key) throw new Error('there is no key')
        const bytes = sealed instanceof Blob ? await sealed.arrayBuffer() : sealed
        const value = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes)
        return { plain: as === 'json' ? JSON.parse(new TextDecoder().decode(value)) : value }
      }
      const openRow = async (row: Record<string, unknown>) =>
        Object.fromEntries(
          await Promise.all(
            Object.entries(row).map(async ([name, value]) => [name, isSealed(value) ? await plain(value) : value]),
          ),
        )
      const tables = await Promise.all(
        wanted.map(async (name, index) => [name, await Promise.all((read[index] ?? []).map(openRow))]),
      )
      return Object.fromEntries(tables)
    },
    [STORE, [...names], PIN] as const,
  )
}

/** Every change of this store has been answered. What a screen says of it may be a moment old: “máy chủ đã nhận” stays until it hears of the next change. */
export async function everythingAnswered(page: Page, timeout = 60_000): Promise<void> {
  const waiting = () =>
    page.evaluate(async (store) => {
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open(store)
        opening.onsuccess = () => done(opening.result)
        opening.onerror = () => fail(opening.error)
      })
      const count = db.transaction('outbox').objectStore('outbox').count()
      await new Promise((done, fail) => {
        count.onsuccess = done
        count.onerror = fail
      })
      db.close()
      return count.result
    }, STORE)
  await expect.poll(waiting, { timeout }).toBe(0)
}

/** As Dexie's version 1 had made it, with these rows; what stood there is gone. */
export function putOldStore(page: Page, tables: Tables): Promise<void> {
  return page.evaluate(
    async ([store, rows]) => {
      await new Promise<void>((done, fail) => {
        const removal = indexedDB.deleteDatabase(store)
        removal.onsuccess = () => done()
        removal.onblocked = () => fail(new Error('somebody has it open'))
      })
      const indexes: Record<string, { keyPath: string | string[]; autoIncrement?: true; by: (string | string[])[] }> = {
        meta: { keyPath: 'key', by: [] },
        inspection: { keyPath: 'id', by: ['state'] },
        answer: { keyPath: ['insp', 'cell'], by: ['insp'] },
        outbox: { keyPath: 'localId', autoIncrement: true, by: ['seq', ['insp', 'cell'], 'insp', 'state'] },
        sent: { keyPath: 'id', by: ['seq'] },
        attention: { keyPath: 'id', by: ['insp'] },
        checklist: { keyPath: 'key', by: ['gen'] },
        facility: { keyPath: 'id', by: ['gen'] },
        result: { keyPath: 'id', by: ['gen', 'facilityId', 'submittedAt'] },
      }
      await new Promise<void>((done, fail) => {
        // Dexie counts in tens.
        const opening = indexedDB.open(store, 10)
        opening.onupgradeneeded = () => {
          for (const [name, { by, ...options }] of Object.entries(indexes)) {
            const made = opening.result.createObjectStore(name, options)
            for (const path of by) made.createIndex(typeof path === 'string' ? path : `[${path.join('+')}]`, path)
            for (const row of rows[name] ?? []) made.add(row)
          }
        }
        opening.onsuccess = () => {
          opening.result.close()
          done()
        }
        opening.onerror = () => fail(opening.error)
      })
    },
    [STORE, tables] as const,
  )
}

/**
 * Puts a database back to an older shape, with its rows of these tables, and holds it open
 * without ever letting go, as a tab does whose code hears of no upgrade.
 * @returns lets go after all
 */
export async function holdOlder(
  beside: Page,
  { name, version, tables }: { name: string; version: number; tables: readonly string[] },
): Promise<() => Promise<void>> {
  const held = await beside.evaluateHandle(
    async ([database, older, keep]) => {
      const asked = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done, fail) => {
          request.onsuccess = () => done(request.result)
          request.onerror = () => fail(request.error)
        })
      const present = await asked(indexedDB.open(database))
      const read = await Promise.all(
        keep.map(async (table) => {
          const store = present.transaction(table).objectStore(table)
          const indexes = [...store.indexNames].map((index) => ({ index, keyPath: store.index(index).keyPath }))
          const { keyPath, autoIncrement } = store
          return { table, keyPath, autoIncrement, indexes, rows: await asked(store.getAll()) }
        }),
      )
      present.close()
      await asked(indexedDB.deleteDatabase(database))
      const opening = indexedDB.open(database, older)
      opening.onupgradeneeded = () => {
        for (const { table, keyPath, autoIncrement, indexes, rows } of read) {
          const made = opening.result.createObjectStore(table, { keyPath, autoIncrement })
          for (const { index, keyPath: path } of indexes) made.createIndex(index, path)
          for (const row of rows) made.add(row)
        }
      }
      return asked(opening)
    },
    [name, version, [...tables]] as const,
  )
  return () => held.evaluate((database) => database.close())
}
