import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { submitInspection } from '../../src/device/store/drafts.ts'
import { noteOpen } from '../../src/device/store/eviction.ts'
import { markerKey } from '../../src/device/store/lock.ts'
import {
  choosePin,
  enterByAccount,
  enterByPin,
  keepLostSeal,
  leave,
  listAbsent,
  listKnown,
  lockTab,
} from '../../src/device/store/people.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { sendPicturesOnce, setWifiOnly } from '../../src/device/store/picture-net.ts'
import { countWaiting, nextPiece } from '../../src/device/store/relay-queue.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import { closeStore, openLocked, openStore, readMeta, STORE_SCHEMA, type Store } from '../../src/device/store/store.ts'
import { tabletNumber } from '../../src/device/store/tablet.ts'
import { apart, countChanges } from '../../src/device/store/together.ts'
import { obeyLost } from '../../src/device/sync/lost.ts'
import { sendPhotos } from '../../src/device/sync/photos.ts'
import { pushAll } from '../../src/device/sync/push.ts'
import { type RelaySettings, relayFor } from '../../src/device/sync/relay.ts'
import { createRelayLane } from '../../src/device/sync/relay-lane.ts'
import { exchange } from '../../src/device/sync/round.ts'
import { exclusively } from '../../src/device/sync/tabs.ts'
import { createTransport } from '../../src/device/sync/transport.ts'
import type { Person } from '../../src/domain/people.ts'
import { PASSWORD } from '../../src/server/demonstration-data.ts'
import { startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { cookieOf, createServerWorld, failed, jsonRequest, passed, type ServerWorld } from '../support/server-world.ts'

const PIN = '492817'
const NOTE = 'Phòng tiêm thiếu xà phòng'
let server: ServerWorld
/** The browser's, whoever is at work in it. */
let cookie: string | undefined
/** What went over the line: both ways, as text. */
let line: string[]
type Weather = (path: string, pass: () => Promise<Response>) => Promise<Response>
let weather: Weather

beforeEach(async () => {
  const shelf = new Map<string, string>()
  const localStorage = {
    getItem: (key: string) => shelf.get(key) ?? null,
    setItem: (key: string, value: string) => void shelf.set(key, value),
    removeItem: (key: string) => void shelf.delete(key),
  }
  vi.stubGlobal('window', { localStorage })
  cookie = undefined
  line = []
  weather = (_path, pass) => pass()
  server = await createServerWorld({ now: Date.now })
})
afterEach(async () => {
  await leave()
  const registry = await new Dexie('so-kiem').open()
  for (const table of registry.tables) await table.clear()
  registry.close()
  for (const name of await Dexie.getDatabaseNames()) if (name.startsWith('so-kiem:')) await Dexie.delete(name)
  vi.unstubAllGlobals()
  await server.close()
})

const fetcher: typeof fetch = async (input, init = {}) => {
  const path = String(input).split('?')[0] ?? ''
  const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) }
  const pass = async () => server.app.request(String(input), { ...init, headers, duplex: 'half' } as RequestInit)
  line.push(`> ${path} ${typeof init.body === 'string' ? init.body : ''} ${JSON.stringify(init.headers)}`)
  const reply = await weather(path, pass)
  line.push(`< ${path} ${await reply.clone().text()}`)
  return reply
}
const sentTo = (path: string) => line.filter((each) => each.startsWith(`> ${path} `)).length

/** Somebody signs in in this browser, over whoever was signed in before. */
async function comes(username: string) {
  const reply = await server.app.request('/api/sign-in', jsonRequest({ username, password: PASSWORD }, cookie))
  const { person, storeKey } = (await reply.json()) as { person: Person; storeKey: string }
  cookie = cookieOf(reply)
  let entered = await enterByAccount(person, storeKey, Date.now())
  if (entered === 'locked') throw new Error('locked')
  if (!entered.hasPin) entered = await choosePin(entered, PIN, Date.now())
  await keepLostSeal(person.id, storeKey)
  const store = await openStore(person.id, undefined, entered.key, await markerKey(storeKey))
  const transport = createTransport({ personId: person.id, tablet: tabletNumber(), fetcher })
  const sync = () => exchange(store, transport, 'test')
  await sync()
  return { person, store, transport, sync, sendPhotos: () => sendPhotos(store, transport), lock: () => locks(store) }
}

async function locks(store: Store) {
  await noteOpen(store)
  await lockTab()
  closeStore(store)
}

const offline: Weather = async () => {
  throw new TypeError('Failed to fetch')
}
const relayTransport = () => createTransport({ tablet: tabletNumber(), fetcher })

/** What a page does in which somebody else is at work, or nobody. */
async function relay(here: { person: Person } | null = null) {
  const done: Record<string, string> = {}
  for (const absent of await listAbsent(here?.person.id ?? null, Date.now()))
    done[absent.id] = await relayFor(absent, { transport: relayTransport(), app: 'test' }).catch((error) => error.code)
  return done
}

/** A visit answered without a network, and the tablet handed on. */
async function answersAndLocks(username = 'kiemtra') {
  const tablet = await comes(username)
  weather = offline
  const { insp, items } = await startAnyVisit(tablet.store)
  // As the engine does two seconds after the first tap: the beginning is frozen before the rest is written.
  await tablet.sync().catch(() => {})
  for (const item of items) await saveAnswer(tablet.store, insp, item, { ...passed, note: NOTE })
  await tablet.lock()
  weather = (_path, pass) => pass()
  return { ...tablet, insp, items }
}

const record = async (insp: string) => {
  const admin = await server.signIn('quantri')
  const reply = await server.app.request(`/api/inspections/${insp}`, { headers: { cookie: admin } })
  return reply.json()
}
const cellsOf = async (insp: string) => {
  const row = await server.db.selectFrom('inspection').selectAll().where('id', '=', insp).executeTakeFirst()
  return row && { by: row.created_by, doc: JSON.stringify(row) }
}
const mutations = () =>
  server.db
    .selectFrom('mutation')
    .select(['seq', 'id', 'outcome', 'user_id'])
    .orderBy('device_id')
    .orderBy('seq')
    .execute()

/** What lies in a locked store. */
async function inside<T>(personId: string, look: (store: Store) => Promise<T>): Promise<T> {
  const store = await openLocked(personId)
  if (!store) throw new Error('there is no such store')
  try {
    return await look(store)
  } finally {
    closeStore(store)
  }
}
const unsent = async ({ id }: Person) => (await listKnown()).find((each) => each.id === id)?.unsent

describe('what waits in a locked store', () => {
  test('[P49] goes out while a colleague is at work: the server has it as its author’s', async () => {
    const kiem = await answersAndLocks()
    const hoa = await comes('coso')
    expect(await relay(hoa)).toEqual({ [kiem.person.id]: 'done' })
    const visit = await cellsOf(kiem.insp)
    expect(visit?.by).toBe(kiem.person.id)
    for (const item of kiem.items) expect(visit?.doc).toContain(item)
    expect((await mutations()).every(({ user_id }) => user_id === kiem.person.id)).toBe(true)
    // The beginning was frozen on the way to nowhere, the answers came after it: all of it is there.
    expect((await mutations()).map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('[P38] [P49] is not written to any more by an older app, once this one has given it numbers', async () => {
    const kiem = await answersAndLocks()
    await inside(kiem.person.id, ({ db }) => db.meta.put({ key: 'schemaMin', value: STORE_SCHEMA - 1 }))
    await inside(kiem.person.id, (store) => nextPiece(store))
    expect(await inside(kiem.person.id, (store) => readMeta(store, 'schemaMin'))).toBe(STORE_SCHEMA)
  })

  test('[P49] [P4] is counted once: its person comes in, pushes the same numbers, and hears what became of them', async () => {
    const kiem = await answersAndLocks()
    await relay(await comes('coso'))
    const before = await mutations()
    const again = await comes('kiemtra')
    expect(await mutations()).toEqual(before)
    expect(await again.store.db.outbox.count()).toBe(0)
    const answer = await again.store.db.answer.get([kiem.insp, kiem.items[0] ?? ''])
    expect(answer).toMatchObject({ rev: 1, contested: false })
    closeStore(again.store)
  })

  test('[P49] goes out from the door, where nobody is', async () => {
    const kiem = await answersAndLocks()
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect((await cellsOf(kiem.insp))?.by).toBe(kiem.person.id)
    // Also where whoever was here in between has signed out.
    const more = await comes('coso')
    await more.lock()
    await server.app.request('/api/sign-out', jsonRequest({}, cookie))
    cookie = undefined
    expect(await relay()).toMatchObject({ [kiem.person.id]: 'done' })
  })

  test('[P49] can be read by nobody on the way, nor on the tablet', async () => {
    const kiem = await answersAndLocks()
    const hoa = await comes('coso')
    line = []
    await relay(hoa)
    expect(sentTo('/sync/v1/relay')).toBe(2)
    const text = line.join('\n')
    for (const secret of [NOTE, 'verdict', 'inspection.start', 'Suối Mơ', kiem.person.name, 'applied'])
      expect([secret, text.includes(secret)]).toEqual([secret, false])
    const rows = await inside(kiem.person.id, async (store) => apart(await store.db.outbox.toArray()))
    expect(rows.length).toBe(kiem.items.length + 1)
    expect(rows.every(({ payload }) => 'sealed' in payload)).toBe(true)
    await inside(kiem.person.id, async ({ db }) => {
      for (const { payload } of rows) await expect(db.unpack(payload)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    })
    // What the colleague pulls is theirs to see, and no more.
    expect(await hoa.store.db.result.count()).toBe(0)
    closeStore(hoa.store)
  })

  test('[P64] [P49] goes to the visit, and bears the time, that its author sealed it with, whatever stands beside it', async () => {
    const kiem = await comes('kiemtra')
    weather = offline
    const [one, other] = [await startAnyVisit(kiem.store), await startAnyVisit(kiem.store)]
    const [item = '', second = ''] = one.items
    await saveAnswer(kiem.store, one.insp, item, failed)
    const written = await kiem.store.db.outbox.where({ insp: one.insp, cell: item }).first()
    await kiem.lock()
    // Somebody with the tablet and time puts the answer under another visit, another item and another day.
    await inside(kiem.person.id, ({ db }) =>
      db.outbox.where({ insp: one.insp, cell: item }).modify({ insp: other.insp, cell: second, at: 1 }),
    )
    weather = (_path, pass) => pass()
    await relay()
    const cells = async (insp: string) =>
      JSON.parse(
        (await server.db.selectFrom('inspection').select('cells').where('id', '=', insp).executeTakeFirstOrThrow())
          .cells,
      )
    expect([Object.keys(await cells(one.insp)), await cells(other.insp)]).toEqual([[item], {}])
    const said = await server.db.selectFrom('mutation').select(['kind', 'at_device', 'inspection_id']).execute()
    expect(said).toContainEqual({ kind: 'answer.set', at_device: written?.at, inspection_id: one.insp })
    // Its person's own push says the same: their tablet is no fork of itself.
    const before = await mutations()
    await comes('kiemtra')
    expect(await mutations()).toEqual(before)
  })

  test('[P48] [P49] administrators see that less of it waits', async () => {
    const kiem = await answersAndLocks()
    const said = async () => {
      const columns = ['waiting', 'waiting_photos', 'waiting_since'] as const
      return server.db.selectFrom('device').select(columns).where('user_id', '=', kiem.person.id).executeTakeFirst()
    }
    await server.db
      .updateTable('device')
      .set({ waiting: kiem.items.length + 1, waiting_since: 7 })
      .where('user_id', '=', kiem.person.id)
      .execute()
    let taken = 0
    weather = async (path, pass) => {
      if (path === '/sync/v1/relay' && taken++ > 0) return offline(path, pass)
      return pass()
    }
    await relay()
    expect(await said()).toMatchObject({ waiting: kiem.items.length, waiting_since: expect.any(Number) })
    expect((await said())?.waiting_since).toBeGreaterThan(7)
    weather = (_path, pass) => pass()
    await relay()
    expect(await said()).toEqual({ waiting: 0, waiting_photos: 0, waiting_since: null })
  })

  test('[P46] [P49] a visit handed in is sealed, and its signature holds', async () => {
    const kiem = await comes('kiemtra')
    weather = offline
    const { insp, items } = await startAnyVisit(kiem.store)
    for (const item of items) await saveAnswer(kiem.store, insp, item, passed)
    await submitInspection(kiem.store, insp)
    await kiem.lock()
    weather = (_path, pass) => pass()
    await relay()
    expect(await record(insp)).toMatchObject({ status: 'submitted', createdBy: { id: kiem.person.id } })
    const seals = await server.db.selectFrom('seal_witness').select('signed').execute()
    expect(seals).toEqual([{ signed: 'signed' }])
    // And its person finds it received.
    const again = await comes('kiemtra')
    expect([await again.store.db.outbox.count(), (await again.store.db.result.get(insp))?.id]).toEqual([0, insp])
    closeStore(again.store)
  })

  test('[P13] an answer that was changed behind the frozen one rests on it: nobody disputes with themself', async () => {
    const kiem = await comes('kiemtra')
    weather = offline
    const { insp, items } = await startAnyVisit(kiem.store)
    const cell = items[0] ?? ''
    await saveAnswer(kiem.store, insp, cell, failed)
    await kiem.sync().catch(() => {})
    await saveAnswer(kiem.store, insp, cell, passed)
    await kiem.lock()
    weather = (_path, pass) => pass()
    await relay()
    expect((await mutations()).map(({ outcome }) => JSON.parse(outcome).o)).toEqual(['applied', 'applied', 'applied'])
    // Changed once more without a network by its person, and locked again: the third rests on the second.
    const again = await comesOffline(kiem.person.id)
    await saveAnswer(again, insp, cell, { ...passed, note: NOTE })
    await locks(again)
    await relay()
    expect((await mutations()).map(({ outcome }) => JSON.parse(outcome).o)).toEqual(Array(4).fill('applied'))
    const back = await comes('kiemtra')
    expect(await back.store.db.answer.get([insp, cell])).toMatchObject({ rev: 3, contested: false })
    expect((await mutations()).length).toBe(4)
    closeStore(back.store)
  })

  test('[P3] is not frozen where there is no way to the server: an answer may still be replaced', async () => {
    const kiem = await comes('kiemtra')
    await kiem.lock()
    const store = await comesOffline(kiem.person.id)
    await startAnyVisit(store)
    await locks(store)
    weather = offline
    expect(await relay()).toEqual({ [kiem.person.id]: 'OFFLINE' })
    const states = await inside(kiem.person.id, ({ db }) => db.outbox.toArray())
    expect(states.map(({ state }) => state)).toEqual(['open'])
  })

  test('nothing goes out twice, and nothing is asked where nothing waits', async () => {
    const kiem = await answersAndLocks()
    await relay()
    const rows = await mutations()
    line = []
    await relay()
    expect([line, await mutations()]).toEqual([[], rows])
    expect(await inside(kiem.person.id, nextPiece)).toBeNull()
  })

  test('[P4] a reply that was lost is asked for again, under the same numbers', async () => {
    const kiem = await answersAndLocks()
    weather = async (path, pass) => {
      const reply = await pass()
      if (path === '/sync/v1/relay') throw new TypeError('Failed to fetch')
      return reply
    }
    expect(await relay()).toEqual({ [kiem.person.id]: 'OFFLINE' })
    weather = (_path, pass) => pass()
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect((await mutations()).map(({ seq }) => seq)).toEqual([1, 2])
  })

  test('[P9] an answer to another question moves nothing', async () => {
    const kiem = await answersAndLocks()
    weather = async (path, pass) =>
      path === '/sync/v1/relay'
        ? Response.json({ proto: 1, ask: 'of before', taken: 9, revs: {} }, { headers: { 'sync-proto': '1' } })
        : pass()
    expect(await relay()).toEqual({ [kiem.person.id]: 'INTERCEPTED' })
    expect(await inside(kiem.person.id, countWaiting)).toMatchObject({ relayed: { changes: 0 } })
  })

  test('[P34] a body that is too large for the way goes out in pieces', async () => {
    const kiem = await comes('kiemtra')
    weather = offline
    for (let visit = 0; visit < 4; visit++) await startAnyVisit(kiem.store)
    await kiem.lock()
    const sizes: number[] = []
    weather = async (path, pass) => {
      const size = line.at(-1)?.length ?? 0
      if (path !== '/sync/v1/relay') return pass()
      sizes.push(size)
      return size > 3_500 ? new Response('', { status: 413 }) : pass()
    }
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect(await mutations()).toHaveLength(4)
    expect(sizes.length).toBeGreaterThan(2)
  })
})

describe('the door says', () => {
  test('[P49] how much was sent for each person, and that they have still to confirm it', async () => {
    const kiem = await answersAndLocks()
    const waiting = kiem.items.length + 1
    expect(await unsent(kiem.person)).toMatchObject({ changes: waiting, relayed: { changes: 0 }, isHeldBack: false })
    await relay()
    expect(await unsent(kiem.person)).toMatchObject({ changes: waiting, relayed: { changes: waiting } })
    // In again without a network, and out again: what was sent stays sent.
    await locks(await comesOffline(kiem.person.id))
    expect(await unsent(kiem.person)).toMatchObject({ changes: waiting, relayed: { changes: waiting } })
    const again = await comes('kiemtra')
    await again.lock()
    expect(await unsent(kiem.person)).toBeNull()
  })

  test('that it waits for its person, where the server takes nothing', async () => {
    const kiem = await answersAndLocks()
    await server.db.deleteFrom('session').where('userId', '=', kiem.person.id).execute()
    expect(await relay()).toEqual({ [kiem.person.id]: 'refused' })
    expect(await unsent(kiem.person)).toMatchObject({ isHeldBack: true, relayed: { changes: 0 } })
    expect(await mutations()).toEqual([])
  })
})

describe('nothing is sent', () => {
  test('[P49] for who has signed out here: they said so', async () => {
    const kiem = await answersAndLocks()
    const again = await comesOffline(kiem.person.id)
    closeStore(again)
    await leave()
    expect(await relay()).toEqual({})
    expect(await listKnown()).toMatchObject([{ isRelayed: false }])
    // Who comes back may be sent for again.
    const back = await comes('kiemtra')
    await back.lock()
    expect(await listKnown()).toMatchObject([{ isRelayed: true }])
  })

  test('from a store that no account opens: nobody could open what it sends', async () => {
    const kiem = await answersAndLocks()
    const registry = await new Dexie('so-kiem').open()
    await registry
      .table('person')
      .where({ id: kiem.person.id })
      .modify((row) => {
        row.lock.account = null
      })
    registry.close()
    expect(await relay()).toEqual({})
  })

  test('while its person is at work, in this tab or in another', async () => {
    const kiem = await answersAndLocks()
    expect(await relay(kiem)).toEqual({})
    const registry = await new Dexie('so-kiem').open()
    const tab = { id: 'tab', personId: kiem.person.id, wrapped: { iv: '', key: '' } }
    await registry.table('tab').put({ ...tab, at: Date.now() - 60_000 })
    expect(await relay()).toEqual({})
    // A tab that nobody has looked at since has locked itself, or will before anything else.
    await registry.table('tab').put({ ...tab, at: Date.now() - 16 * 60_000 })
    registry.close()
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
  })

  test('[P47] once the tablet is declared lost: then it is handed over, and the store is wiped', async () => {
    const kiem = await answersAndLocks()
    const { id } = await server.db
      .selectFrom('device')
      .select('id')
      .where('user_id', '=', kiem.person.id)
      .executeTakeFirstOrThrow()
    const admin = await server.signIn('quantri')
    await server.app.request(`/api/devices/${id}/lost`, jsonRequest({ everybody: false }, admin))
    expect(await relay()).toEqual({ [kiem.person.id]: 'refused' })
    expect(await mutations()).toEqual([])
    expect(await obeyLost(async () => {}, relayTransport())).toEqual([kiem.person.id])
    expect(await server.db.selectFrom('dead_letter').select('user_id').execute()).toEqual([{ user_id: kiem.person.id }])
    expect(await relay()).toEqual({})
  })

  test('[P16] behind another history, until its person has come in', async () => {
    const kiem = await answersAndLocks()
    await inside(kiem.person.id, (store) => store.db.meta.put({ key: 'epoch', value: 'of before' }))
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect([await mutations(), await inside(kiem.person.id, nextPiece)]).toEqual([[], null])
    const requests = sentTo('/sync/v1/relay')
    await relay()
    expect(sentTo('/sync/v1/relay')).toBe(requests)
    const again = await comes('kiemtra')
    expect(await again.store.db.outbox.count()).toBe(0)
    expect((await cellsOf(kiem.insp))?.by).toBe(kiem.person.id)
    closeStore(again.store)
  })

  test('behind something that was refused, until its person has heard of it', async () => {
    const kiem = await comes('kiemtra')
    weather = offline
    const { insp } = await startAnyVisit(kiem.store)
    await kiem.sync().catch(() => {})
    await saveAnswer(kiem.store, insp, 'no-such-item', passed)
    await kiem.lock()
    weather = (_path, pass) => pass()
    await relay()
    const taken = (await mutations()).map(({ outcome }) => JSON.parse(outcome).o)
    expect(taken).toEqual(['applied', 'rejected'])
    const again = await comesOffline(kiem.person.id)
    await saveAnswer(again, insp, 'q2', passed)
    await locks(again)
    await relay()
    expect(await mutations()).toHaveLength(2)
    const back = await comes('kiemtra')
    await back.lock()
    expect((await mutations()).length).toBeGreaterThan(2)
  })

  test('of a row that no longer opens, nor behind it; its person keeps it', async () => {
    const kiem = await answersAndLocks()
    await inside(kiem.person.id, async ({ db }) => {
      const last = (await db.outbox.toArray()).at(-1)
      if (!last || !('sealed' in last.payload)) throw new Error('nothing waits')
      const sealed = new Uint8Array(last.payload.sealed as Uint8Array<ArrayBuffer>)
      sealed[0] = (sealed[0] ?? 0) ^ 1
      await db.outbox.update(last.localId, { payload: { ...last.payload, sealed } })
    })
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    // The beginning was whole, and went out by itself.
    expect((await mutations()).map(({ seq }) => seq)).toEqual([1])
    expect(await inside(kiem.person.id, nextPiece)).toBeNull()
    expect(await inside(kiem.person.id, (store) => countChanges(store.db.outbox))).toBe(kiem.items.length + 1)
  })

  test('of what lies open from before there was a PIN', async () => {
    const kiem = await answersAndLocks()
    await inside(kiem.person.id, ({ db }) =>
      db.outbox.toCollection().modify((row) => {
        row.payload = { plain: { k: 'photo.remove', photo: 'x' } }
      }),
    )
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect(sentTo('/sync/v1/relay')).toBe(0)
  })
})

describe('pictures', () => {
  /** A visit with pictures, none of which has been sent. */
  async function takesPictures(...pictures: Uint8Array<ArrayBuffer>[]) {
    const kiem = await comes('kiemtra')
    weather = offline
    const { insp, items } = await startAnyVisit(kiem.store)
    for (const bytes of pictures) {
      const { id: _id, ...shot } = photoOf(bytes, { item: items[0] ?? '' })
      await addPhoto(kiem.store, insp, shot, new Blob([bytes]))
    }
    await kiem.lock()
    weather = (_path, pass) => pass()
    return { ...kiem, insp }
  }
  const stored = async () => (await server.db.selectFrom('blob').select('sha256').execute()).map(({ sha256 }) => sha256)

  test('[P49] [P27] go out behind their announcement, whole; received they are when their person has asked', async () => {
    const bytes = [picture(), picture()]
    const kiem = await takesPictures(...bytes)
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect((await stored()).sort()).toEqual(bytes.map((each) => photoOf(each).sha256).sort())
    expect(await unsent(kiem.person)).toMatchObject({ photos: 2, relayed: { photos: 2 } })
    await relay()
    expect(sentTo('/sync/v1/relay/photo')).toBe(2)
    const device = server.db.selectFrom('device').select('waiting_photos').where('user_id', '=', kiem.person.id)
    expect(await device.execute()).toEqual([{ waiting_photos: 0 }])
    const again = await comes('kiemtra')
    await again.sendPhotos()
    expect((await listPhotos(again.store, kiem.insp)).map(({ state, isHere }) => [state, isHere])).toEqual(
      Array(2).fill(['received', true]),
    )
    expect(sentTo('/sync/v1/blobs/tus')).toBe(0)
    closeStore(again.store)
  })

  test('[P49] [P69] what a facility shows of a fix, for somebody else’s visit, goes out too', async () => {
    const kiem = await comes('kiemtra')
    const { insp, items } = await startAnyVisit(kiem.store)
    const [first = ''] = items
    const plan = { what: 'Thay nắp thùng', who: 'Trưởng trạm', by: null }
    for (const item of items) await saveAnswer(kiem.store, insp, item, item === first ? { ...failed, plan } : passed)
    await submitInspection(kiem.store, insp)
    await kiem.sync()
    const { facilityId } = (await getResult(kiem.store, insp))?.head ?? {}
    await server.db.updateTable('person').set({ facility_id: facilityId }).where('user_id', '=', 'demo-coso').execute()
    await kiem.lock()
    const hoa = await comes('coso')
    weather = offline
    const bytes = picture()
    const { id: _id, ...shot } = photoOf(bytes, { item: first })
    const proof = { shot, bytes: new Blob([bytes], { type: 'image/jpeg' }) }
    const step = await sayStep(hoa.store, insp, { is: 'done', item: first, comment: 'Đã thay' }, [proof])
    await hoa.lock()
    weather = (_path, pass) => pass()
    expect(await relay(await comes('kiemtra'))).toEqual({ [hoa.person.id]: 'done' })
    expect(await record(insp)).toMatchObject({
      steps: [{ id: step, by: { id: hoa.person.id } }],
      photos: [{ step, stored: true }],
    })
    const again = await comes('coso')
    await again.sendPhotos()
    expect(await again.store.db.photo.toArray()).toMatchObject([{ step, state: 'received' }])
    closeStore(again.store)
  })

  test('[P60] wait where their person, or who is at work here, wants pictures to wait for Wi-Fi; those let go once go', async () => {
    const kiem = await comes('kiemtra')
    weather = offline
    const { insp, items } = await startAnyVisit(kiem.store)
    const [first, second] = [picture(), picture()]
    const add = async (bytes: Uint8Array<ArrayBuffer>) => {
      const { id: _id, ...shot } = photoOf(bytes, { item: items[0] ?? '' })
      await addPhoto(kiem.store, insp, shot, new Blob([bytes]))
    }
    await add(first)
    await setWifiOnly(kiem.store, true)
    await sendPicturesOnce(kiem.store)
    await add(second)
    await kiem.lock()
    weather = (_path, pass) => pass()
    const mobile = { kind: () => 'mobile' as const, subscribe: () => () => {} }
    const [absent] = await listAbsent(null, Date.now())
    if (!absent) throw new Error('nobody is absent')
    const sends = (more: Partial<RelaySettings>) =>
      relayFor(absent, { transport: relayTransport(), app: 'test', ...more })
    await sends({ network: mobile, isHeld: async () => true })
    // Mutations never wait.
    expect([await stored(), sentTo('/sync/v1/relay')]).toEqual([[], 1])
    await sends({ network: mobile })
    expect(await stored()).toEqual([photoOf(first).sha256])
    expect(await unsent(kiem.person)).toMatchObject({ photos: 2, relayed: { photos: 1 }, kept: 1 })
    await sends({ network: { ...mobile, kind: () => 'wifi' } })
    expect((await stored()).sort()).toEqual([first, second].map((each) => photoOf(each).sha256).sort())
  })

  test('a line that breaks goes on with the next one', async () => {
    const kiem = await takesPictures(picture(), picture())
    let count = 0
    weather = async (path, pass) => {
      if (path === '/sync/v1/relay/photo' && ++count === 2) throw new TypeError('Failed to fetch')
      return pass()
    }
    expect(await relay()).toEqual({ [kiem.person.id]: 'OFFLINE' })
    expect(await unsent(kiem.person)).toMatchObject({ photos: 2, relayed: { photos: 1 } })
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect([(await stored()).length, count]).toEqual([2, 3])
  })

  test('one that the server does not take is left to its person, and the others go', async () => {
    const text = new TextEncoder().encode('no picture at all, whatever it is called') as Uint8Array<ArrayBuffer>
    const bytes = picture()
    const kiem = await takesPictures(text, bytes)
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect(await stored()).toEqual([photoOf(bytes).sha256])
    expect(await unsent(kiem.person)).toMatchObject({ photos: 2, relayed: { photos: 1 } })
    const again = await comes('kiemtra')
    await again.sendPhotos()
    expect((await listPhotos(again.store, kiem.insp)).map(({ state }) => state).sort()).toEqual(['received', 'refused'])
    closeStore(again.store)
  })
})

describe('the lane', () => {
  const still = { random: () => 0, after: () => () => {}, now: () => 0 }

  test('[P38] of two tabs one sends', async () => {
    await answersAndLocks()
    let underWay = 0
    let most = 0
    weather = async (_path, pass) => {
      most = Math.max(most, ++underWay)
      const reply = await pass()
      await new Promise((resolve) => setTimeout(resolve, 20))
      underWay -= 1
      return reply
    }
    const lane = () =>
      createRelayLane({ here: null, app: 'test', transport: relayTransport(), surroundings: { ...still } })
    const lanes = [lane(), lane()]
    await Promise.all(lanes.map((each) => each.sendSoon()))
    for (const each of lanes) each.stop()
    expect([most, (await mutations()).length]).toEqual([1, 2])
  })

  test('[P38] nor beside a round of its person', async () => {
    const kiem = await answersAndLocks()
    let go = () => {}
    const held = new Promise<void>((resolve) => {
      go = resolve
    })
    const back = await comesOffline(kiem.person.id)
    const own = createTransport({ personId: kiem.person.id, tablet: tabletNumber(), fetcher })
    weather = async (_path, pass) => {
      await held
      return pass()
    }
    const round = exclusively(back, () => pushAll(back, own, 'test'))
    await vi.waitFor(() => expect(sentTo('/sync/v1/push')).toBe(1))
    expect(await relay()).toEqual({ [kiem.person.id]: 'done' })
    expect(sentTo('/sync/v1/relay')).toBe(0)
    go()
    await round
    closeStore(back)
  })

  test('[P36] waits as long as it is asked to, and after a refusal leaves that person alone', async () => {
    const kiem = await answersAndLocks()
    const waits: number[] = []
    let now = 0
    const surroundings = {
      random: () => 0,
      now: () => now,
      after: (wait: number) => {
        waits.push(wait)
        return () => {}
      },
    }
    const transport = createTransport({
      tablet: tabletNumber(),
      fetcher,
      hold: { left: () => 0, set: () => {} },
    })
    const lane = createRelayLane({ here: null, app: 'test', transport, surroundings })
    weather = async (path, pass) =>
      path === '/sync/v1/relay' ? new Response('', { status: 429, headers: { 'retry-after': '90' } }) : pass()
    await lane.sendSoon()
    expect(waits.at(-1)).toBe(90_000)
    await lane.sendSoon()
    expect(sentTo('/sync/v1/relay')).toBe(1)
    weather = (_path, pass) => pass()
    await server.db.deleteFrom('session').where('userId', '=', kiem.person.id).execute()
    now = 90_000
    await lane.sendSoon()
    now += 300_000
    await lane.sendSoon()
    expect([sentTo('/sync/v1/relay'), waits.at(-1)]).toEqual([2, 300_000])
    lane.stop()
  })
})

/** Its person comes in by PIN: no network is needed, and nothing is sent. */
async function comesOffline(personId: string): Promise<Store> {
  const { person, key } = await enterByPin(personId, PIN, Date.now())
  return openStore(person.id, undefined, key)
}
