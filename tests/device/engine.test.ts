import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { contents } from '../../src/device/store/contents.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { openStore, type Store } from '../../src/device/store/store.ts'
import { createEngine, type SyncEngine, waitAfter } from '../../src/device/sync/engine.ts'
import { createRound } from '../../src/device/sync/round.ts'
import type { Surroundings } from '../../src/device/sync/surroundings.ts'
import { Problem, type ProblemCode } from '../../src/domain/problem.ts'
import { createDeviceWorld, hotelWifi, offline, stranger, type Weather } from '../support/device-world.ts'
import { createServerWorld, headFor, passed, type ServerWorld } from '../support/server-world.ts'

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let tablet: DeviceWorld
const ends: (() => unknown)[] = []
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  ends.push(tablet.close)
  await tablet.sync()
})
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  await server.close()
})

/** Time that passes only when the test says so. Chance is a fixed row of numbers. */
function createTime() {
  let now = 0
  let chance = 1
  const due: { at: number; then: () => void }[] = []
  const surroundings: Surroundings = {
    now: () => now,
    random: () => {
      chance = (chance * 16_807) % 2_147_483_647
      return chance / 2_147_483_647
    },
    after(milliseconds, then) {
      const entry = { at: now + milliseconds, then }
      due.push(entry)
      return () => {
        const place = due.indexOf(entry)
        if (place >= 0) due.splice(place, 1)
      }
    },
  }
  return {
    surroundings,
    /** Lets time pass; each engine finishes what a timer starts before time goes on. */
    async pass(milliseconds: number, ...engines: SyncEngine[]) {
      const until = now + milliseconds
      for (;;) {
        for (const engine of engines) await settled(engine)
        const next = due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due.splice(due.indexOf(next), 1)
        now = Math.max(now, next.at)
        next.then()
      }
      now = until
    },
  }
}

/** The round under way, if there is one, has ended and been told to the other tabs: without Web Locks its lease says so. */
async function settled(engine: SyncEngine) {
  const pause = (milliseconds: number) => new Promise((next) => setTimeout(next, milliseconds))
  await pause(1)
  const isAtWork = async () => Object.keys((await tablet.store.db.meta.get('lease'))?.value ?? {}).length > 0
  while ((await isAtWork()) || engine.status().state === 'syncing') await pause(2)
  await pause(5)
}

function engineOn(store: Store, time: ReturnType<typeof createTime>): SyncEngine {
  const engine = createEngine(store, createRound(store, tablet.transport, 'test'), time.surroundings)
  ends.push(engine.stop)
  return engine
}

async function answer(store = tablet.store) {
  const id = await startInspection(store, await headFor((await listFacilities(store))[0]?.id ?? ''))
  await saveAnswer(store, id, 'q1', passed)
  return id
}

const ours =
  (status: number, code: string): Weather =>
  async () =>
    Response.json({ code, message: 'x.' }, { status, headers: { 'sync-proto': '1' } })

describe('a server in trouble', () => {
  it('[P37] 500 for an hour, with an inspector at work: few requests, and everything is sent when it is over', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    const id = await answer()
    tablet.network(ours(500, 'SERVER_FAILED'))
    const before = tablet.sent.length
    for (let minute = 0; minute < 60; minute++) {
      await saveAnswer(tablet.store, id, minute % 2 ? 'q1' : 'q2', passed)
      await time.pass(60_000, engine)
    }
    const requests = tablet.sent.length - before
    expect(requests).toBeGreaterThan(60)
    expect(requests).toBeLessThan(240)
    expect(engine.status()).toMatchObject({ state: 'serverTrouble', problem: 'SERVER_FAILED' })
    tablet.network()
    await time.pass(61_000, engine)
    expect(engine.status()).toMatchObject({ state: 'idle', problem: null })
    expect((await contents(tablet.store)).unsentChanges).toBe(0)
  })

  it('[P37] a full server is told apart, and the person’s tap tries at once', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    await answer()
    tablet.network(ours(507, 'STORAGE_FULL'))
    await time.pass(600_000, engine)
    expect(engine.status()).toMatchObject({ state: 'serverTrouble', problem: 'STORAGE_FULL' })
    tablet.network()
    await engine.syncNow()
    expect(engine.status().state).toBe('idle')
  })

  it.each<[ProblemCode, number, number]>([
    ['STORAGE_UNAVAILABLE', 1, 2_000],
    ['STORAGE_UNAVAILABLE', 3, 8_000],
    ['STORAGE_UNAVAILABLE', 50, 60_000],
    ['OFFLINE', 50, 30_000],
    ['TIMED_OUT', 50, 30_000],
  ])('[P37] after %s, %i in a row: within %i ms, by chance', (code, failures, longest) => {
    const waits = [0, 0.5, 0.999].map((chance) => waitAfter(new Problem(code), failures, () => chance) ?? 0)
    expect(waits[0]).toBe(1_000)
    expect(waits[1]).toBe(Math.max(1_000, longest / 2))
    expect(waits[2]).toBeLessThanOrEqual(longest)
  })
})

describe('a strange network', () => {
  it('[P31] behind a portal only a ping goes out, every 30 s; when the way is open, everything does', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    await answer()
    tablet.network(hotelWifi)
    await engine.syncNow()
    expect(engine.status()).toMatchObject({ state: 'intercepted', problem: 'INTERCEPTED' })
    const before = tablet.sent.length
    await time.pass(300_000, engine)
    expect(tablet.sent.slice(before)).toEqual(Array(10).fill('GET /sync/v1/ping'))
    tablet.network()
    await time.pass(30_000, engine)
    expect(engine.status().state).toBe('idle')
    expect((await contents(tablet.store)).unsentChanges).toBe(0)
  })

  it('[P31] a redirect is a portal too', async () => {
    const engine = engineOn(tablet.store, createTime())
    tablet.network(stranger(302, { location: 'http://wifi.example' }))
    await engine.syncNow()
    expect(engine.status().state).toBe('intercepted')
  })
})

describe('turned away', () => {
  it('[P33] 401: asked once for the session, then quiet; answers are kept; signed in again, everything goes', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    const id = await answer()
    tablet.network(ours(401, 'SIGN_IN_REQUIRED'))
    await engine.syncNow()
    expect(engine.status().state).toBe('signInNeeded')
    const before = tablet.sent.length
    await saveAnswer(tablet.store, id, 'q2', passed)
    await time.pass(3_600_000, engine)
    expect(tablet.sent).toHaveLength(before)
    expect((await openInspection(tablet.store, id))?.answers).toMatchObject({ q1: passed, q2: passed })
    tablet.network()
    await engine.syncNow()
    expect((await openInspection(tablet.store, id))?.unsent).toBe(0)
  })

  it('[P33] a session that was renewed meanwhile: the round is tried once more and nobody is asked anything', async () => {
    const engine = engineOn(tablet.store, createTime())
    await answer()
    let refused = 0
    tablet.network(async (request, pass) =>
      request.path.includes('/push') && refused++ === 0 ? ours(401, 'SIGN_IN_REQUIRED')(request, pass) : pass(),
    )
    await engine.syncNow()
    expect(engine.status().state).toBe('idle')
    expect(tablet.sent.filter((each) => each === 'GET /api/me')).toHaveLength(1)
  })

  it('[P33] 403 for everything: syncing stops, what is here stays', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    const id = await answer()
    tablet.network(ours(403, 'DEVICE_OF_ANOTHER'))
    await engine.syncNow()
    const before = tablet.sent.length
    await saveAnswer(tablet.store, id, 'q2', passed)
    await time.pass(3_600_000, engine)
    expect(engine.status()).toMatchObject({ state: 'stopped', problem: 'DEVICE_OF_ANOTHER' })
    expect(tablet.sent).toHaveLength(before)
    expect((await contents(tablet.store)).unsentChanges).toBe(3)
  })

  it('[P37] 426: the app says it is too old, and asks again but rarely', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    await answer()
    tablet.network(ours(426, 'PROTOCOL_UNSUPPORTED'))
    await engine.syncNow()
    const before = tablet.sent.length
    await time.pass(3_600_000, engine)
    expect(engine.status()).toMatchObject({ state: 'upgradeNeeded', problem: 'PROTOCOL_UNSUPPORTED' })
    expect(tablet.sent.length - before).toBeLessThanOrEqual(12)
    tablet.network()
    await time.pass(300_000, engine)
    expect((await contents(tablet.store)).unsentChanges).toBe(0)
  })

  it('[P36] 429: neither timer nor tap nor a write makes a request before its time', async () => {
    const time = createTime()
    const engine = engineOn(tablet.store, time)
    const id = await answer()
    tablet.network(async () =>
      Response.json(
        { code: 'TOO_MANY_REQUESTS', message: 'x.' },
        { status: 429, headers: { 'sync-proto': '1', 'retry-after': '600' } },
      ),
    )
    await engine.syncNow()
    const before = tablet.sent.length
    await saveAnswer(tablet.store, id, 'q2', passed)
    await engine.syncNow()
    await time.pass(590_000, engine)
    expect(engine.status()).toMatchObject({ problem: 'TOO_MANY_REQUESTS' })
    expect(tablet.sent).toHaveLength(before)
  })
})

describe('several tabs', () => {
  async function secondTab(): Promise<Store> {
    const store = await openStore(tablet.person.id, tablet.store.db.name, tablet.store.db.key)
    ends.push(() => store.db.close())
    return store
  }

  it('[P38] two tabs at once make one round, and the other learns how it went', async () => {
    const time = createTime()
    const one = engineOn(tablet.store, time)
    const other = engineOn(await secondTab(), time)
    await answer()
    const before = tablet.sent.length
    await Promise.all([one.syncNow(), other.syncNow()])
    await settled(one)
    await settled(other)
    expect(tablet.sent.slice(before).filter((each) => each.includes('/push')).length).toBe(1)
    expect([one.status().state, other.status().state]).toEqual(['idle', 'idle'])
    expect(other.status().lastSuccessAt).toBe(one.status().lastSuccessAt)
  })

  it('[P38] an hour without a network costs two tabs hardly more than one', async () => {
    const time = createTime()
    const one = engineOn(tablet.store, time)
    const other = engineOn(await secondTab(), time)
    await answer()
    tablet.network(ours(500, 'SERVER_FAILED'))
    const before = tablet.sent.length
    await time.pass(1_800_000, one, other)
    expect(tablet.sent.length - before).toBeLessThan(120)
  })

  it('[P38] a round ends where the network does, and goes on from another tab', async () => {
    const time = createTime()
    const one = engineOn(tablet.store, time)
    await answer()
    tablet.network(offline)
    await one.syncNow()
    expect(one.status().state).toBe('offline')
    one.stop()
    tablet.network()
    const other = engineOn(await secondTab(), time)
    await other.syncNow()
    expect(other.status().state).toBe('idle')
    expect((await contents(tablet.store)).unsentChanges).toBe(0)
  })
})
