// @vitest-environment jsdom
import { randomUUID } from 'node:crypto'
import { liveQuery } from 'dexie'
import { afterEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import { dismissEviction, noteOpen, readEviction } from '../../src/device/store/eviction.ts'
import { dropLease, takeLease } from '../../src/device/store/lease.ts'
import { markerKey } from '../../src/device/store/lock.ts'
import { closeStore, openStore, readMeta, STORE_SCHEMA, type Store } from '../../src/device/store/store.ts'
import { facts, pass } from '../support/builders.ts'
import { storeKey } from '../support/store-key.ts'

const opened: Store[] = []
async function open(name: string = randomUUID(), person = 'p'): Promise<Store> {
  const store = await openStore(person, name)
  opened.push(store)
  return store
}
afterEach(() => {
  for (const store of opened.splice(0)) closeStore(store)
  localStorage.clear()
})

const head = {
  facilityId: 'bv',
  facilityName: 'Bệnh viện Bến Sao',
  checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
  kind: 'inspection' as const,
  date: '2026-11-22',
  team: ['Lan'],
  facts: facts(),
}

describe('without Web Locks', () => {
  it('[P38] one tab holds the lease; a tab that has crashed loses it after 90 s', async () => {
    const store = await open()
    const at = 1_000_000
    expect(await takeLease(store, 'one', at)).toBe(true)
    expect(await takeLease(store, 'other', at + 89_000)).toBe(false)
    expect(await takeLease(store, 'one', at + 60_000)).toBe(true)
    expect(await takeLease(store, 'other', at + 149_000)).toBe(false)
    expect(await takeLease(store, 'other', at + 150_001)).toBe(true)
    await dropLease(store, 'one')
    expect(await takeLease(store, 'one', at + 150_002)).toBe(false)
    await dropLease(store, 'other')
    expect(await takeLease(store, 'one', at + 150_003)).toBe(true)
  })

  it('[P38] of ten tabs that ask at once one gets it', async () => {
    const name = randomUUID()
    const tabs = await Promise.all(Array.from({ length: 10 }, () => open(name)))
    const got = await Promise.all(tabs.map((store, n) => takeLease(store, `tab ${n}`, 1_000_000)))
    expect(got.filter(Boolean)).toHaveLength(1)
  })

  it('[P38] another lane has a lease of its own', async () => {
    const store = await open()
    expect(await takeLease(store, 'one', 1_000, 'sync')).toBe(true)
    expect(await takeLease(store, 'other', 1_000, 'photos')).toBe(true)
    await dropLease(store, 'one', 'sync')
    expect(await takeLease(store, 'third', 1_001, 'photos')).toBe(false)
  })

  it('[P38] a clock that was set back by two years locks nobody out', async () => {
    const store = await open()
    await takeLease(store, 'one', Date.parse('2028-01-01'))
    expect(await takeLease(store, 'other', Date.parse('2026-01-01'))).toBe(true)
  })
})

describe('older code beside newer', () => {
  it('[P38] once newer code has written, the older page reads only: nothing of an edit is kept, and it says why', async () => {
    const store = await open()
    const id = await startInspection(store, head)
    let told = 0
    store.stale.add(() => {
      told += 1
    })
    await store.db.meta.put({ key: 'schemaMin', value: STORE_SCHEMA + 1 })
    await expect(saveAnswer(store, id, 'a', { value: pass })).rejects.toMatchObject({ code: 'APP_OUTDATED' })
    await expect(saveAnswer(store, id, 'b', { value: pass })).rejects.toMatchObject({ code: 'APP_OUTDATED' })
    expect(told).toBe(1)
    expect(await openInspection(store, id)).toMatchObject({ answers: {}, unsent: 1 })
    expect(await store.db.outbox.count()).toBe(1)
  })

  it('[P38] older code that is opened afterwards does not write either', async () => {
    const name = randomUUID()
    const newer = await open(name)
    await newer.db.meta.put({ key: 'schemaMin', value: STORE_SCHEMA + 1 })
    const older = await open(name)
    expect(older.isOutdated).toBe(true)
    await expect(startInspection(older, head)).rejects.toMatchObject({ code: 'APP_OUTDATED' })
    expect(await readMeta(older, 'schemaMin')).toBe(STORE_SCHEMA + 1)
  })
})

describe('a store that the browser has cleared', () => {
  async function cleared() {
    const name = randomUUID()
    const before = await open(name)
    const id = await startInspection(before, head)
    await saveAnswer(before, id, 'a', { value: pass })
    await noteOpen(before)
    const deviceId = await readMeta<string>(before, 'deviceId')
    closeStore(before)
    await before.db.delete()
    const after = await open(name)
    return { id, name, deviceId, after }
  }

  it('[P39] is noticed: a new device number, everything read anew, and what was open is named', async () => {
    const { id, deviceId, after } = await cleared()
    expect(await readMeta(after, 'deviceId')).not.toBe(deviceId)
    expect(await readMeta(after, 'cursor')).toBeNull()
    expect(await readEviction(after)).toMatchObject({
      unsent: 2,
      isReadAnew: false,
      lost: [{ id, facilityName: 'Bệnh viện Bến Sao', unsent: 2, now: 'nowhere' }],
    })
  })

  it('[P39] the notice stays until it has been read, over restarts too', async () => {
    const { name, after } = await cleared()
    closeStore(after)
    const again = await open(name)
    expect(await readEviction(again)).not.toBeNull()
    await dismissEviction(again)
    expect(await readEviction(again)).toBeNull()
  })

  it('[P39] no answers stand outside the store, and another person’s note is not this one’s', async () => {
    const { after } = await cleared()
    expect(JSON.stringify({ ...localStorage })).not.toContain('verdict')
    const other = await open(randomUUID(), 'somebody else')
    expect([await readEviction(other), (await readEviction(after)) === null]).toEqual([null, false])
  })

  it('[P39] of a sealed store the note tells how much, and only the account what', async () => {
    const name = randomUUID()
    const account = await markerKey('the secret of the account')
    const before = await openStore('p', name, await storeKey, account)
    const id = await startInspection(before, head)
    await saveAnswer(before, id, 'a', { value: pass })
    await noteOpen(before)
    closeStore(before)
    await before.db.delete()
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/Bến Sao|verdict/)
    const stranger = await openStore('p', randomUUID(), await storeKey, await markerKey('another'))
    expect(await readEviction(stranger)).toMatchObject({ unsent: 2, lost: [] })
    const offline = await openStore('p', randomUUID(), await storeKey, null)
    expect(await readEviction(offline)).toMatchObject({ unsent: 2, lost: [] })
    const after = await openStore('p', name, await storeKey, account)
    opened.push(stranger, offline, after)
    expect(await readEviction(after)).toMatchObject({ unsent: 2, lost: [{ id, facilityName: 'Bệnh viện Bến Sao' }] })
    expect(JSON.stringify(await after.db.meta.toArray())).not.toContain('Bến Sao')
  })

  it('[P39] the notice follows what comes back, also where everything is sealed', async () => {
    const name = randomUUID()
    const account = await markerKey('the secret of the account')
    const before = await openStore('p', name, await storeKey, account)
    await startInspection(before, head)
    await noteOpen(before)
    closeStore(before)
    await before.db.delete()
    const after = await openStore('p', name, await storeKey, account)
    opened.push(after)
    const seen: boolean[] = []
    const live = liveQuery(() => readEviction(after)).subscribe((eviction) => {
      if (eviction) seen.push(eviction.isReadAnew)
    })
    await expect.poll(() => seen).toEqual([false])
    await after.db.meta.put({ key: 'lastPulledAt', value: 1 })
    await expect.poll(() => seen).toEqual([false, true])
    live.unsubscribe()
  })

  it('[P39] a note that cannot be read is no reason to stop', async () => {
    localStorage.setItem('so-kiem:marker:p', '{"deviceId":')
    expect(await readEviction(await open())).toBeNull()
    localStorage.setItem('so-kiem:marker:p', '{"deviceId":7,"open":[]}')
    expect(await readEviction(await open())).toBeNull()
  })
})
