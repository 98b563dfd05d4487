import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { choosePin, enterByAccount, keepLostSeal, leave, listKnown } from '../../src/device/store/people.ts'
import { closeStore, openStore, storeName } from '../../src/device/store/store.ts'
import { readWiped, tabletNumber } from '../../src/device/store/tablet.ts'
import { obeyLost } from '../../src/device/sync/lost.ts'
import { exchange } from '../../src/device/sync/round.ts'
import { createTransport } from '../../src/device/sync/transport.ts'
import type { Person } from '../../src/domain/people.ts'
import { devicesReplySchema, handoverReplySchema, handoversReplySchema } from '../../src/protocol/device-wire.ts'
import { PASSWORD } from '../../src/server/demonstration-data.ts'
import { saveLetter } from '../../src/server/storage/dead-letters.ts'
import { startAnyVisit } from '../support/device-over-http.ts'
import { createServerWorld, jsonRequest, passed, type ServerWorld } from '../support/server-world.ts'

let server: ServerWorld
let admin: string
let shelf: Map<string, string>

function newTablet() {
  shelf = new Map()
  const localStorage = {
    getItem: (key: string) => shelf.get(key) ?? null,
    setItem: (key: string, value: string) => void shelf.set(key, value),
    removeItem: (key: string) => void shelf.delete(key),
  }
  vi.stubGlobal('window', { localStorage })
}

beforeEach(async () => {
  newTablet()
  server = await createServerWorld({ now: Date.now })
  admin = await server.signIn('quantri')
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

type Weather = (path: string, reply: Response) => Response | Promise<Response>

/** Somebody signs in on this tablet and has been at work: their real store, under their PIN. */
async function comes(username: string) {
  let weather: Weather = (_path, reply) => reply
  let cookie = await server.signIn(username)
  const fetcher: typeof fetch = async (input, init = {}) => {
    const headers = { ...(init.headers as Record<string, string>), cookie }
    const reply = await server.app.request(String(input), { ...init, headers, duplex: 'half' } as RequestInit)
    return weather(String(input).split('?')[0] ?? '', reply)
  }
  const me = (await (await server.app.request('/api/me', { headers: { cookie } })).json()) as {
    person: Person
    storeKey: string
  }
  const { person, storeKey } = me
  const first = await enterByAccount(person, storeKey, Date.now())
  if (first === 'locked') throw new Error('locked')
  const entered = await choosePin(first, '492817', Date.now())
  await keepLostSeal(person.id, storeKey)
  const store = await openStore(person.id, undefined, entered.key)
  const transport = createTransport({ personId: person.id, tablet: tabletNumber(), fetcher })
  const sync = () => exchange(store, transport, '1.2.3')
  await sync()
  return {
    person,
    cookie,
    store,
    transport,
    sync,
    /** One answer that the server has not heard of. */
    async work() {
      const { insp, items } = await startAnyVisit(store)
      await saveAnswer(store, insp, items[0] ?? '', passed)
      return insp
    },
    lock: () => closeStore(store),
    async signsInAgain() {
      cookie = await server.signIn(username)
    },
    weather(next: Weather) {
      weather = next
    },
    obey: () => obeyLost(async () => closeStore(store), transport),
  }
}

const devices = async () =>
  devicesReplySchema.parse(await (await server.app.request('/api/devices', { headers: { cookie: admin } })).json())

async function deviceOf({ person }: { person: Person }) {
  const found = (await devices()).devices.find((each) => each.person.id === person.id)
  if (!found) throw new Error('the server knows no such device')
  return found
}

async function declareLost(id: string, everybody = false) {
  const reply = await server.app.request(`/api/devices/${id}/lost`, jsonRequest({ everybody }, admin))
  expect(reply.status).toBe(200)
}

const letters = () => server.db.selectFrom('dead_letter').select(['body', 'user_id', 'device_id']).execute()
const kinds = async () =>
  (await server.db.selectFrom('audit').select(['what']).orderBy('no').execute()).map((row) => row.what)

describe('a device says of itself', () => {
  test('[P48] with each round what waits on it, since when, its app, its clock and its session', async () => {
    const tablet = await comes('kiemtra')
    expect(await deviceOf(tablet)).toMatchObject({
      app: '1.2.3',
      tablet: tabletNumber(),
      waiting: { changes: 0, photos: 0, since: null },
      refused: 0,
      session: { current: false },
      lost: null,
    })
    tablet.weather((path, reply) => (path === '/sync/v1/push' ? new Response('', { status: 503 }) : reply))
    await tablet.work()
    await expect(tablet.sync()).rejects.toThrow()
    // A round that cannot push does not pull: what is known is what was said last.
    expect((await deviceOf(tablet)).waiting?.changes).toBe(0)
  })

  test('by a clock that is years off, and the page shows the server’s time', async () => {
    const tablet = await comes('kiemtra')
    const { deviceId } = await server.db.selectFrom('device').select('id as deviceId').executeTakeFirstOrThrow()
    const ahead = 400 * 86_400_000
    const report = {
      app: '2',
      schema: 3,
      wall: Date.now() + ahead,
      waiting: 4,
      photos: 1,
      since: Date.now() + ahead - 60_000,
    }
    const headers = {
      cookie: tablet.cookie,
      'sync-report': JSON.stringify(report),
      'sync-tablet': tabletNumber() ?? '',
    }
    await server.app.request(`/sync/v1/pull?deviceId=${deviceId}`, { headers })
    const { waiting, clockAhead } = await deviceOf(tablet)
    expect(Math.abs((clockAhead ?? 0) - ahead)).toBeLessThan(10_000)
    expect(waiting).toMatchObject({ changes: 4, photos: 1 })
    expect(Math.abs((waiting?.since ?? 0) - (Date.now() - 60_000))).toBeLessThan(10_000)
  })

  test.each(['{', '[]', '{"app":"x"}', 'null'])('%s is passed over: nothing depends on it', async (text) => {
    const tablet = await comes('kiemtra')
    const headers = { cookie: tablet.cookie, 'sync-report': text }
    expect((await server.app.request('/sync/v1/pull?deviceId=d', { headers })).status).toBe(200)
  })

  test('a browser that has said nothing yet stands among the sessions', async () => {
    await server.signIn('giamsat')
    expect((await devices()).sessions.map(({ person }) => person.id)).toContain('demo-giamsat')
  })
})

describe('a tablet that was declared lost', () => {
  test('[P47] is told so on any request of its session, and wipes that person’s store, keys and name at the next contact', async () => {
    const tablet = await comes('kiemtra')
    await declareLost((await deviceOf(tablet)).id)
    for (const path of ['/api/me', '/sync/v1/pull', '/api/sessions', `/sync/v1/blobs/${'0'.repeat(64)}`]) {
      const reply = await server.app.request(path, { headers: { cookie: tablet.cookie } })
      expect([reply.status, (await reply.json()).code]).toEqual([403, 'DEVICE_LOST'])
    }
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'DEVICE_LOST' })
    expect(await tablet.obey()).toEqual([tablet.person.id])
    expect(await listKnown()).toEqual([])
    expect(await Dexie.exists(storeName(tablet.person.id))).toBe(false)
    expect([...shelf.keys()].filter((key) => key.includes(tablet.person.id))).toEqual([])
    expect(readWiped()).toEqual([{ name: tablet.person.name, at: expect.any(Number) }])
    expect((await deviceOf(tablet)).lost).toMatchObject({ wipedAt: expect.any(Number) })
    expect((await kinds()).slice(-3)).toEqual(['device.lost', 'session.ended', 'device.wiped'])
    // Done once: nothing more is ordered, and the proof that was told is of no more use.
    expect(await tablet.transport.lostOrders()).toEqual([])
    const order = { personId: tablet.person.id, proof: server.auth.lostProofOf(tablet.person.id, tabletNumber() ?? '') }
    const more = tablet.transport.handOver(order, { key: null, mutations: [], left: 0 })
    await expect(more).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  test('hands over what it had not sent, though it is locked; the server opens it and has it kept for people', async () => {
    const tablet = await comes('kiemtra')
    const insp = await tablet.work()
    tablet.lock()
    await declareLost((await deviceOf(tablet)).id)
    expect(await tablet.obey()).toEqual([tablet.person.id])
    const [letter, ...more] = await letters()
    expect(more).toEqual([])
    expect(letter).toMatchObject({ user_id: tablet.person.id, device_id: tabletNumber() })
    const { handedOver, left } = JSON.parse(letter?.body ?? '{}')
    expect(left).toBe(0)
    expect(handedOver.map(({ payload }: { payload: { k: string } }) => payload.k)).toEqual([
      'inspection.start',
      'answer.set',
    ])
    expect(handedOver[1]).toMatchObject({ insp, payload: { set: expect.anything() } })
    // Kept, and nothing else: whoever held the tablet may not have been its owner.
    expect(await server.db.selectFrom('inspection').select('id').where('id', '=', insp).execute()).toEqual([])
  })

  test('wipes nothing while the line breaks, and says the same twice without harm', async () => {
    const tablet = await comes('kiemtra')
    await tablet.work()
    await declareLost((await deviceOf(tablet)).id)
    let calls = 0
    tablet.weather((path, reply) => {
      // The order arrives, the handing over is carried out, and its reply is lost.
      if (path === '/sync/v1/lost' && ++calls === 2) throw new TypeError('Failed to fetch')
      return reply
    })
    expect(await tablet.obey()).toEqual([])
    expect(await Dexie.exists(storeName(tablet.person.id))).toBe(true)
    expect(await letters()).toHaveLength(1)
    expect((await deviceOf(tablet)).lost?.wipedAt).toBeNull()
    tablet.weather((path, reply) => {
      // This time the word that it is done is lost.
      if (path === '/sync/v1/lost' && ++calls === 5) throw new TypeError('Failed to fetch')
      return reply
    })
    expect(await tablet.obey()).toEqual([tablet.person.id])
    expect([(await deviceOf(tablet)).lost?.wipedAt, await letters()]).toMatchObject([expect.any(Number), { length: 1 }])
    expect(await tablet.obey()).toEqual([])
    expect(await listKnown()).toEqual([])
  })

  test('[P47] whose proof is wrong is no order: neither a portal nor another account’s server can wipe', async () => {
    const tablet = await comes('kiemtra')
    const forged = [
      { proto: 1, wipe: [{ personId: tablet.person.id, proof: '' }] },
      {
        proto: 1,
        wipe: [{ personId: tablet.person.id, proof: server.auth.lostProofOf('demo-coso', tabletNumber() ?? '') }],
      },
      {
        proto: 1,
        wipe: [{ personId: tablet.person.id, proof: server.auth.lostProofOf(tablet.person.id, randomUUID()) }],
      },
    ]
    for (const body of forged) {
      tablet.weather(() => Response.json(body, { headers: { 'Sync-Proto': '1' } }))
      expect(await tablet.obey()).toEqual([])
    }
    tablet.weather(() =>
      Response.json({ code: 'DEVICE_LOST', message: '' }, { status: 403, headers: { 'Sync-Proto': '1' } }),
    )
    expect(await tablet.obey()).toEqual([])
    tablet.weather(() => new Response('<html>Wi-Fi</html>', { headers: { 'content-type': 'text/html' } }))
    expect(await tablet.obey()).toEqual([])
    expect(await listKnown()).toHaveLength(1)
    tablet.weather((_path, reply) => reply)
    await tablet.work()
    await tablet.sync()
  })

  test('of several people wipes the one, and the others’ work is theirs', async () => {
    const kiem = await comes('kiemtra')
    const coso = await comes('coso')
    await declareLost((await deviceOf(kiem)).id)
    expect(await coso.obey()).toEqual([kiem.person.id])
    expect((await listKnown()).map(({ id }) => id)).toEqual([coso.person.id])
    await coso.sync()
    // The whole tablet, as an administrator may say.
    await declareLost((await deviceOf(coso)).id, true)
    expect(await coso.obey()).toEqual([coso.person.id])
    expect(await listKnown()).toEqual([])
  })

  test('everybody on it goes where the whole tablet is declared lost', async () => {
    const kiem = await comes('kiemtra')
    const coso = await comes('coso')
    await declareLost((await deviceOf(kiem)).id, true)
    expect(await kiem.obey()).toEqual([coso.person.id, kiem.person.id].sort())
    expect(await listKnown()).toEqual([])
  })

  test('and is found may be used again: the new store is not wiped by the old order', async () => {
    const tablet = await comes('kiemtra')
    await declareLost((await deviceOf(tablet)).id)
    await tablet.obey()
    const again = await comes('kiemtra')
    expect(await again.obey()).toEqual([])
    await again.work()
    await again.sync()
    expect((await deviceOf(again)).lost).toBeNull()
  })
})

describe('an order that is taken back', () => {
  const found = async (id: string, reason = 'found', cookie = admin) => {
    const reply = await server.app.request(`/api/devices/${id}/found`, jsonRequest({ reason }, cookie))
    return [reply.status, (await reply.json()).code]
  }

  test('wipes nothing; the session stays ended, and after signing in everything goes out', async () => {
    const tablet = await comes('kiemtra')
    const insp = await tablet.work()
    const { id } = await deviceOf(tablet)
    await declareLost(id)
    expect(await found(id, 'mistaken')).toEqual([200, undefined])
    expect(await tablet.transport.lostOrders()).toEqual([])
    expect(await tablet.obey()).toEqual([])
    expect((await deviceOf(tablet)).lost).toBeNull()
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'SIGN_IN_REQUIRED' })
    await tablet.signsInAgain()
    await tablet.sync()
    expect(await server.db.selectFrom('inspection').select('id').where('id', '=', insp).execute()).toHaveLength(1)
    // Said again it changes nothing, and is noted once.
    expect(await found(id)).toEqual([200, undefined])
    const noted = server.db.selectFrom('audit').select(['subject_id', 'detail']).where('what', '=', 'lost.withdrawn')
    const detail = JSON.stringify({ reason: 'mistaken', tablet: tabletNumber() })
    expect(await noted.execute()).toEqual([{ subject_id: tablet.person.id, detail }])
  })

  test('while the tablet hands over: the piece is refused, and nothing is wiped', async () => {
    const tablet = await comes('kiemtra')
    await tablet.work()
    const { id } = await deviceOf(tablet)
    await declareLost(id)
    let calls = 0
    tablet.weather(async (path, reply) => {
      // The order has been told; before the first piece comes it is taken back.
      if (path === '/sync/v1/lost' && ++calls === 1) await found(id)
      return reply
    })
    expect(await tablet.obey()).toEqual([])
    expect(await Dexie.exists(storeName(tablet.person.id))).toBe(true)
    expect(await letters()).toEqual([])
  })

  test('comes too late where the tablet has wiped the store, and is nobody else’s to take back', async () => {
    const tablet = await comes('kiemtra')
    const { id } = await deviceOf(tablet)
    await declareLost(id)
    await tablet.obey()
    expect(await found(id)).toEqual([409, 'LOST_CARRIED_OUT'])
    expect(await found(randomUUID())).toEqual([404, 'NOT_FOUND'])
    expect(await found(id, 'found', await server.signIn('giamsat'))).toEqual([403, 'FORBIDDEN'])
  })
})

describe('what was handed over', () => {
  const ask = async (method: string, path: string) => {
    const init = method === 'POST' ? jsonRequest({}, admin) : { headers: { cookie: admin } }
    return (await server.app.request(path, init)).json()
  }
  const handovers = async () => handoversReplySchema.parse(await ask('GET', '/api/handovers')).handovers
  const keep = (body: unknown, tablet: string, at: number) =>
    saveLetter(server.db, {
      hash: randomUUID(),
      user_id: 'demo-kiemtra',
      tenant_id: 'demo-province',
      device_id: tablet,
      body: JSON.stringify(body),
      received_at: at,
    })

  test('is listed by visit for the administrator, and read as a whole; each reading is noted', async () => {
    const tablet = await comes('kiemtra')
    const sent = await tablet.work()
    await tablet.sync()
    const held = server.db.selectFrom('inspection').select('head').where('id', '=', sent)
    const { facilityName, date } = JSON.parse((await held.executeTakeFirstOrThrow()).head)
    const unsent = await tablet.work()
    await saveAnswer(tablet.store, sent, 'xsd.0.5', passed)
    await declareLost((await deviceOf(tablet)).id)
    await tablet.obey()

    const [handover, ...more] = await handovers()
    expect(more).toEqual([])
    expect(handover).toMatchObject({
      person: { id: tablet.person.id, name: tablet.person.name },
      tablet: tabletNumber(),
      changes: 3,
      sealed: 0,
      isWhole: true,
    })
    const visit = { facility: facilityName, date, answers: 1, state: 'open' }
    expect(handover?.visits.toSorted((a, b) => Number(a.isKnown) - Number(b.isKnown))).toEqual([
      { ...visit, inspection: unsent, isKnown: false },
      { ...visit, inspection: sent, isKnown: true },
    ])

    const taken = handoverReplySchema.parse(await ask('POST', `/api/handovers/${handover?.id}/take`))
    const [letter] = await letters()
    expect(taken.letters.map(({ content }) => content)).toEqual([JSON.parse(letter?.body ?? '')])
    const noted = server.db.selectFrom('audit').select(['subject_id', 'detail']).where('what', '=', 'handover.taken')
    const detail = JSON.stringify({ letters: 1, tablet: tabletNumber() })
    expect(await noted.execute()).toEqual([{ subject_id: tablet.person.id, detail }])
  })

  test('in several pieces, some of them twice, is one; what cannot be opened is counted, and strange content harms nobody', async () => {
    const tablet = randomUUID()
    const answer = { id: 'a', insp: 'i', payload: { k: 'answer.set', set: { one: 1, two: 2 } } }
    const sealed = { id: 'b', insp: 'i', payload: { iv: 'x', sealed: 'y' } }
    const strange = { id: 'c', insp: 'j', payload: null }
    const submit = { id: 'd', insp: 'i', payload: { k: 'inspection.submit' } }
    await keep({ handedOver: [answer], left: 3 }, tablet, 1)
    await keep({ handedOver: [answer, sealed], left: 2 }, tablet, 2)
    await keep({ handedOver: [strange, submit], left: 1 }, tablet, 3)
    // What a device could not send as a mutation is kept beside it, and was not handed over.
    await keep({ k: 'answer.set' }, tablet, 4)
    const visits = [
      { inspection: 'i', facility: null, date: null, answers: 2, state: 'submitted', isKnown: false },
      { inspection: 'j', facility: null, date: null, answers: 0, state: 'open', isKnown: false },
    ]
    expect(await handovers()).toMatchObject([{ tablet, receivedAt: 3, changes: 4, sealed: 2, isWhole: false, visits }])
  })
})

test('nobody declares lost the tablet in their hands', async () => {
  const tablet = await comes('kiemtra')
  const { id } = await deviceOf(tablet)
  const declare = async (cookie: string, password?: string) => {
    const reply = await server.app.request(
      `/api/devices/${id}/lost`,
      jsonRequest({ everybody: false, password }, cookie),
    )
    return [reply.status, (await reply.json()).code]
  }
  expect(await declare(tablet.cookie, PASSWORD)).toEqual([409, 'DEVICE_IN_HAND'])
  const other = await server.signIn('kiemtra')
  // One's own: a tablet left open must not wipe the others of its owner.
  expect(await declare(other)).toEqual([422, 'PASSWORD_WRONG'])
  expect(await declare(other, PASSWORD)).toEqual([200, undefined])
})
