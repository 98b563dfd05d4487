import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import { openDatabase } from '../../src/device/store/open-database.ts'
import { enterAgain } from '../../src/device/store/people.ts'
import { closeStore, openStore } from '../../src/device/store/store.ts'
import { diskRefuses } from '../support/failing-disk.ts'
import { headFor, passed } from '../support/server-world.ts'

/** The store cannot be opened: what is said, and that nothing is lost by it. */

afterEach(() => vi.restoreAllMocks())

/** The browser answers a wish to open as it does where it may not, or cannot: at once, or in its own time. */
function browserSays(name: string, isAtOnce: boolean) {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    const error = new DOMException('', name)
    if (isAtOnce) throw error
    const request = { error } as unknown as IDBOpenDBRequest
    const event = { target: request, preventDefault() {}, stopPropagation() {} } as unknown as Event
    setTimeout(() => request.onerror?.(event))
    return request
  })
}

async function storeWithWork() {
  const name = `so-kiem:${randomUUID()}`
  const store = await openStore('lan', name)
  const id = await startInspection(store, await headFor('demo-tyt-suoi-mo'))
  await saveAnswer(store, id, 'q1', passed)
  closeStore(store)
  return { name, id }
}

async function isAllThere({ name, id }: { name: string; id: string }) {
  const store = await openStore('lan', name)
  expect(await openInspection(store, id)).toMatchObject({ answers: { q1: passed }, unsent: 2 })
  closeStore(store)
}

describe('a store that was opened before', () => {
  it('is opened by one look and no write: whoever comes back waits for it on a slow tablet', async () => {
    const kept = await storeWithWork()
    const begun = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const store = await openStore('lan', kept.name)
    const modes = begun.mock.calls.map(([, mode]) => mode)
    expect(modes.filter((mode) => mode === 'readwrite')).toEqual([])
    // The other is Dexie's own look at what tables there are.
    expect(modes.length).toBeLessThanOrEqual(2)
    expect(store.isNew).toBe(false)
    closeStore(store)
    await isAllThere(kept)
  })

  it('a new one says so: there is nothing in it to be shown before it is filled', async () => {
    const store = await openStore('lan', `so-kiem:${randomUUID()}`)
    expect(store.isNew).toBe(true)
    closeStore(store)
  })
})

describe('the browser does not let the store be opened', () => {
  it.each([
    ['site data is blocked', 'SecurityError', 'STORE_REFUSED'],
    ['a private window of an older browser', 'InvalidStateError', 'STORE_REFUSED'],
    ['no room to open it', 'QuotaExceededError', 'STORE_NO_ROOM'],
    ['anything else', 'UnknownError', 'STORE_NOT_OPENED'],
  ])('%s (%s): said as what it is, and what was saved is there afterwards', async (_, name, code) => {
    const kept = await storeWithWork()
    for (const isAtOnce of [true, false]) {
      browserSays(name, isAtOnce)
      await expect(openStore('lan', kept.name)).rejects.toMatchObject({ code, detail: { cause: expect.any(String) } })
      vi.restoreAllMocks()
    }
    await isAllThere(kept)
  })

  it('a browser that knows no IndexedDB at all counts as one that refuses', async () => {
    const none = new Dexie(randomUUID(), { indexedDB: undefined as never })
    await expect(openDatabase(none)).rejects.toMatchObject({ code: 'STORE_REFUSED' })
  })

  it('the same of the list of who has used this tablet, by which every page begins', async () => {
    browserSays('SecurityError', false)
    await expect(enterAgain(Date.now())).rejects.toMatchObject({ code: 'STORE_REFUSED' })
    vi.restoreAllMocks()
    expect(await enterAgain(Date.now())).toBeNull()
  })

  it('a disk that is full when a new store is to be written: said, and tried again with room it opens', async () => {
    const name = `so-kiem:${randomUUID()}`
    const disk = diskRefuses('QuotaExceededError')
    await expect(openStore('lan', name)).rejects.toMatchObject({ code: 'STORE_NO_ROOM' })
    disk.mend()
    closeStore(await openStore('lan', name))
  })

  it('a full disk does not keep out who has been here before: nothing need be written to open', async () => {
    const kept = await storeWithWork()
    const disk = diskRefuses('QuotaExceededError')
    await isAllThere(kept)
    disk.mend()
  })
})

describe('the store is to be upgraded while an older page holds it', () => {
  /** Newer code, with one table more. */
  async function later(name: string) {
    const store = await openStore('lan', name)
    const tables = store.db.tables.map(({ name: table, schema }) => [
      table,
      [schema.primKey, ...schema.indexes].map(({ src }) => src).join(','),
    ])
    closeStore(store)
    const db = new Dexie(name)
    db.version(99).stores({ ...Object.fromEntries(tables), future: 'id' })
    return db
  }

  it('that lets go: the upgrade need not wait', async () => {
    const { name } = await storeWithWork()
    const next = await later(name)
    const old = await openStore('lan', name)
    await openDatabase(next, 2000)
    expect(old.isOutdated).toBe(true)
    next.close()
  })

  it('[P38] that does not let go: after a while it is said, nothing is upgraded by halves, and once it is closed everything opens', async () => {
    const kept = await storeWithWork()
    const next = await later(kept.name)
    const holder = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(kept.name)
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
    const version = holder.version
    await expect(openDatabase(next, 50)).rejects.toMatchObject({ code: 'STORE_BLOCKED' })
    expect(holder.version).toBe(version)
    holder.close()
    next.close()
    await isAllThere(kept)
  })
})
