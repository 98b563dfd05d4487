import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { createEngine } from '../../src/device/sync/engine.ts'
import { createRound } from '../../src/device/sync/round.ts'
import { BATCH_MAX, PROTO, SCHEMA } from '../../src/protocol/terms.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { publish } from '../../src/server/storage/feed.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { diskRefuses } from '../support/failing-disk.ts'
import { photoOf, picture } from '../support/photos.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** The tablet's own disk and its battery fail. */

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

const started = async () => startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))

/** Everything in the store, to the letter. */
async function everything() {
  const tables = tablet.store.db.tables.map(async ({ name }) => [name, await tablet.store.db.table(name).toArray()])
  return Object.fromEntries(await Promise.all(tables))
}

async function take(bytes = picture(), insp = '') {
  const { id: _id, ...shot } = photoOf(bytes)
  return addPhoto(tablet.store, insp, shot, new Blob([bytes]))
}

describe('the battery goes', () => {
  it('every write asks the browser to flush before it calls anything saved', async () => {
    const id = await started()
    // Before it is opened: Dexie takes hold of the method then.
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await tablet.restart()
    begin.mockClear()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await take(picture(), id)
    const writes = begin.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writes.length).toBeGreaterThan(1)
    for (const [, , options] of writes) expect(options).toEqual({ durability: 'strict' })
  })

  it('[P1] between the save and the push: sent at the next start, by itself', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', failed)
    await tablet.restart()
    const engine = createEngine(tablet.store, createRound(tablet.store, tablet.transport, 'test'))
    await engine.syncNow()
    engine.stop()
    expect(await tablet.store.db.outbox.count()).toBe(0)
    const row = await server.db.selectFrom('inspection').select('cells').where('id', '=', id).executeTakeFirstOrThrow()
    expect(JSON.parse(row.cells)).toMatchObject({ q1: { answer: failed } })
  })

  it('[P4] between the reply and the outbox: the same bytes again, and the stored outcomes', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    const batch = await freezeBatch(tablet.store, BATCH_MAX)
    if (!batch) throw new Error('nothing waits')
    const { deviceId, epoch, mutations: m } = batch
    const clock = { wall: Date.now() }
    const heard = await tablet.transport.push({ proto: PROTO, epoch, deviceId, schema: SCHEMA, app: 'test', clock, m })
    expect(heard.r.map(({ o }) => o)).toEqual(['applied', 'applied'])
    await tablet.restart()
    const replies: unknown[] = []
    const again: string[] = []
    tablet.network(async ({ path, body }, pass) => {
      const reply = await pass()
      if (!path.includes('/push')) return reply
      again.push(JSON.stringify(JSON.parse(body).m))
      replies.push(...(await reply.clone().json()).r)
      return reply
    })
    await tablet.sync()
    expect(again).toEqual([JSON.stringify(m)])
    expect(replies).toEqual(heard.r.map((outcome) => ({ ...outcome, replayed: true })))
    expect((await openInspection(tablet.store, id))?.revs).toEqual({ q1: 1 })
    expect(await server.db.selectFrom('mutation').select('seq').execute()).toHaveLength(2)
  })
})

describe('a page of changes on a disk that refuses', () => {
  /** Three facilities more, and one row of each kind: a page of several writes. */
  async function somethingNew() {
    const [known] = await listFacilities(tablet.store)
    if (!known) throw new Error('nothing was pulled')
    await server.db.transaction().execute(async (trx) => {
      const ids = ['new-1', 'new-2', 'new-3']
      for (const id of ids) await addFacility(trx, tablet.person.provinceId, { ...known, id, name: `Trạm ${id}` })
      const rows = ids.map((entityId) => ({ entity: 'facility' as const, entityId }))
      await publish(trx, tablet.person.provinceId, rows)
    })
  }

  it.each(['QuotaExceededError', 'UnknownError'] as const)(
    '[P7] %s at any write of it: neither its rows nor its cursor are there, and the next round brings both',
    async (name) => {
      await somethingNew()
      const before = await everything()
      let from = 1
      for (; ; from++) {
        const disk = diskRefuses(name, { from })
        const end = await tablet.sync().then(
          () => null,
          (error) => error.code,
        )
        disk.mend()
        if (end === null) break
        expect(end).toBe(name === 'QuotaExceededError' ? 'DEVICE_STORAGE_FULL' : 'DEVICE_STORAGE_FAILED')
        expect(await everything()).toEqual(before)
      }
      // Three rows, and the five things that are noted with the cursor.
      expect(from).toBeGreaterThan(8)
      expect((await listFacilities(tablet.store)).filter(({ id }) => id.startsWith('new-'))).toHaveLength(3)
    },
  )

  it('the engine says that it is the device, keeps what was answered, and goes on when there is room', async () => {
    const id = await started()
    await tablet.sync()
    await somethingNew()
    const engine = createEngine(tablet.store, createRound(tablet.store, tablet.transport, 'test'))
    const disk = diskRefuses('QuotaExceededError')
    await engine.syncNow()
    expect(engine.status()).toMatchObject({ state: 'deviceTrouble', problem: 'DEVICE_STORAGE_FULL' })
    disk.mend()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await engine.syncNow()
    engine.stop()
    expect(engine.status()).toMatchObject({ state: 'idle' })
    expect(await tablet.store.db.outbox.count()).toBe(0)
  })

  function onceAPictureWent(): () => boolean {
    const deletes = vi.spyOn(IDBObjectStore.prototype, 'delete')
    return () => (deletes.mock.contexts as IDBObjectStore[]).some(({ name }) => name === 'photoBlob')
  }

  it('[P27] pictures that the server has make room, for pages as for answers; others never go', async () => {
    const id = await started()
    await take(picture(), id)
    await tablet.sync()
    await tablet.sendPhotos()
    await take(picture(), id)
    await tablet.sync()
    const pictures = () => tablet.store.db.photoBlob.count()

    await somethingNew()
    diskRefuses('QuotaExceededError', { until: onceAPictureWent() })
    await tablet.sync()
    expect((await listFacilities(tablet.store)).filter(({ id: each }) => each.startsWith('new-'))).toHaveLength(3)
    expect([await pictures(), (await listPhotos(tablet.store, id)).map(({ isHere }) => isHere)]).toEqual([
      1,
      [false, true],
    ])
    vi.restoreAllMocks()

    await tablet.sendPhotos()
    diskRefuses('QuotaExceededError', { until: onceAPictureWent() })
    await saveAnswer(tablet.store, id, 'q1', passed)
    expect(await pictures()).toBe(0)
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: passed })
  })
})

describe('a database process that is gone', () => {
  it('[I3] for good: the answer is refused in words, nothing of it is kept, and nothing is held in memory instead', async () => {
    const id = await started()
    const before = await everything()
    const disk = diskRefuses('UnknownError')
    await expect(saveAnswer(tablet.store, id, 'q1', passed)).rejects.toMatchObject({ code: 'DEVICE_STORAGE_FAILED' })
    disk.mend()
    expect(await everything()).toEqual(before)
    expect((await openInspection(tablet.store, id))?.answers).toEqual({})
    await saveAnswer(tablet.store, id, 'q1', failed)
    expect((await openInspection(tablet.store, id))?.answers).toEqual({ q1: failed })
  })

  it('[P23] a picture whose file cannot be read any more is damaged and says so; answers and other pictures go', async () => {
    const id = await started()
    await take(picture(), id)
    await take(picture(), id)
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValueOnce(new DOMException('gone', 'NotReadableError'))
    await tablet.sendPhotos()
    vi.restoreAllMocks()
    const states = (await listPhotos(tablet.store, id)).map(({ state }) => state)
    expect(states.sort()).toEqual(['damaged', 'received'])
    await saveAnswer(tablet.store, id, 'q2', passed)
    await tablet.sync()
    expect(await tablet.store.db.outbox.count()).toBe(0)
  })
})
