import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { createEngine } from '../../src/device/sync/engine.ts'
import { loadOnce } from '../../src/device/sync/load-once.ts'
import { createRound } from '../../src/device/sync/round.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { createServerWorld, headFor, passed, type ServerWorld } from '../support/server-world.ts'

let server: ServerWorld
let tablet: Awaited<ReturnType<typeof createDeviceWorld>>
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
})
afterEach(async () => {
  vi.restoreAllMocks()
  tablet.close()
  await server.close()
})

it('loads when it is asked for first, and once', async () => {
  const load = vi.fn(async () => ({}))
  const road = loadOnce(load)
  expect(load).not.toHaveBeenCalled()
  const [first, second] = await Promise.all([road(), road()])
  expect(await road()).toBe(first)
  expect(second).toBe(first)
  expect(load).toHaveBeenCalledTimes(1)
})

it('the file that talks to the server does not come: the engine says that there is no network, and sends when it has come', async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const { store, transport } = tablet
  const id = await startInspection(store, await headFor((await listFacilities(store))[0]?.id ?? ''))
  await saveAnswer(store, id, 'q1', passed)
  let isHere = false
  const road = loadOnce(async () => {
    if (!isHere) throw new TypeError('Failed to fetch dynamically imported module')
    return createRound(store, transport, 'test')
  })
  const engine = createEngine(store, async (was) => (await road())(was))
  await engine.syncNow()
  expect(engine.status()).toMatchObject({ state: 'offline', problem: 'OFFLINE' })
  expect(await store.db.outbox.count()).toBeGreaterThan(0)
  isHere = true
  await engine.syncNow()
  expect(engine.status()).toMatchObject({ state: 'idle', problem: null })
  expect(await store.db.outbox.count()).toBe(0)
  engine.stop()
})
