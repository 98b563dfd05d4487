import type { Page } from '@playwright/test'

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

/** Every row of these tables, as the disk has it now. */
export function readTables(page: Page, names: readonly string[]): Promise<Tables> {
  return page.evaluate(
    async ([store, wanted]) => {
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open(store)
        opening.onsuccess = () => done(opening.result)
        opening.onerror = () => fail(opening.error)
      })
      // One transaction: what belongs together is read together.
      const transaction = db.transaction(wanted)
      const tables = await Promise.all(
        wanted.map(
          (name) =>
            new Promise<[string, Row[]]>((done, fail) => {
              const all = transaction.objectStore(name).getAll()
              all.onsuccess = () => done([name, all.result])
              all.onerror = () => fail(all.error)
            }),
        ),
      )
      db.close()
      return Object.fromEntries(tables)
    },
    [STORE, [...names]] as const,
  )
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
