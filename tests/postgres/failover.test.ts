import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { createRoundRobin } from '../support/round-robin.ts'
import { buildServer } from '../support/server-process.ts'
import { openRig, withoutPooler } from './rig.ts'
import { storm } from './storm.ts'
import { holdDatabase, holdReaders } from './whole.ts'

/** Real parts: a primary with a synchronous replica, pgbouncer from our own settings, three servers behind one address. */
describe.runIf(withoutPooler === null)('a fail-over in the middle of a push storm', () => {
  const PUSHES = Number(process.env.PUSHES ?? 48)
  let rig: Awaited<ReturnType<typeof openRig>>
  let built: Awaited<ReturnType<typeof buildServer>>
  let front: Awaited<ReturnType<typeof createRoundRobin>>

  beforeAll(async () => {
    built = await buildServer()
    rig = await openRig(built.main)
    front = await createRoundRobin(await rig.startServers(3))
  }, 120_000)
  afterAll(async () => {
    front?.close()
    await rig?.stop()
    built.remove()
  })

  const readiness = () =>
    Promise.all(rig.servers.map(async (server) => (await fetch(`${await server.address()}/api/ready`)).status))

  /** A tablet that takes a picture for every round, until told otherwise. */
  async function photographer(isOver: () => boolean) {
    const tablet = await createDeviceOverHttp(() => front.url)
    await tablet.sync()
    const { insp, items } = await startAnyVisit(tablet.store)
    const shoot = async () => {
      const bytes = picture(40_000)
      const { id: _id, ...shot } = photoOf(bytes, { item: items[taken++ % items.length] as string })
      await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
    }
    let taken = 0
    while (!isOver() && taken < 40) {
      await shoot()
      // What fails meanwhile stays on the tablet; that is the point.
      await tablet.sync().catch(() => {})
      await tablet.sendPhotos().catch(() => {})
    }
    return {
      tablet,
      taken: () => taken,
      states: async () => (await listPhotos(tablet.store, insp)).map(({ state }) => state),
    }
  }

  test('[P4] [P6] [P10] [P78] what was acknowledged is there once, cursors go on, and nobody restarts anything', async () => {
    const epochs = () => rig.databases.replica.selectFrom('tenant_clock').select(['tenant_id', 'epoch']).execute()
    const before = await epochs()
    let isOver = false
    const photographing = photographer(() => isOver)
    const began = performance.now()
    let ledAgainAt = 0
    const { said, seen, fresh } = await storm([front.url], { writers: 8, readers: 3, pushes: PUSHES }, async () => {
      rig.primary.kill()
      // Nobody leads: requests hear "later".
      await pause(1500)
      expect(await readiness()).toEqual([503, 503, 503])
      rig.replica.promote()
      rig.pooler.point({ primary: rig.replica.host, replica: rig.replica.host })
      ledAgainAt = performance.now() - began
    })
    isOver = true
    const { tablet, taken, states } = await photographing
    for (let round = 0; round < 20 && (await states()).some((state) => state !== 'received'); round++) {
      await tablet.sync().catch(() => {})
      await tablet.sendPhotos().catch(() => {})
      await pause(200)
    }
    expect(await states()).toEqual(Array(taken()).fill('received'))
    tablet.close()
    console.info(
      `${said.mutations.size} mutations and ${taken()} pictures acknowledged, asked again: ${JSON.stringify([...said.again])}, led again after ${Math.round(ledAgainAt)} ms`,
    )
    // The storm did meet the fail-over.
    expect((said.again.get(503) ?? 0) + (said.again.get('no answer') ?? 0)).toBeGreaterThan(0)
    holdReaders(said, [...seen, fresh])
    await holdDatabase(said, { database: rig.address, dataDir: rig.folder, pictures: true })
    expect(await epochs()).toEqual(before)
    expect(await readiness()).toEqual([200, 200, 200])
  }, 120_000)
})
