import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { applyPage } from '../../src/device/store/apply-page.ts'
import { contents } from '../../src/device/store/contents.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { offerAnew, pruneSent } from '../../src/device/store/outbox.ts'
import { photosToSend } from '../../src/device/store/photo-queue.ts'
import { addPhoto, listPhotos, removePhoto } from '../../src/device/store/photos.ts'
import { listFacilities } from '../../src/device/store/replica.ts'
import { readMeta } from '../../src/device/store/store.ts'
import { verifyView } from '../../src/device/sync/verify.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { facts } from '../support/builders.ts'
import { createDeviceWorld, replyLost } from '../support/device-world.ts'
import { pageIn, withPage } from '../support/page.ts'
import { photoOf, picture } from '../support/photos.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

const otherFacts = facts({ type: 'communeStation', beds: 77 })

/** What the simulation has found, each as the shortest way there. */

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let tablet: DeviceWorld
const open: { close(): unknown }[] = []

async function device(name?: string): Promise<DeviceWorld> {
  const made = await createDeviceWorld(server, 'kiemtra', name)
  open.push(made)
  return made
}

async function started(): Promise<string> {
  const [facility] = await listFacilities(tablet.store)
  if (!facility) throw new Error('the tablet has no facility')
  return startInspection(tablet.store, await headFor(facility.id))
}

/** Another server under the same address: all that the former one had taken is gone. */
async function restoredEmpty(): Promise<void> {
  await server.close()
  server = await createServerWorld()
  tablet = await device(tablet.store.db.name)
}

beforeEach(async () => {
  server = await createServerWorld()
  tablet = await device()
  await tablet.sync()
})
afterEach(async () => {
  for (const each of open.splice(0)) each.close()
  await server.close()
})

describe('a server that forgot', () => {
  it('[P16] [I1] gets again what it had confirmed, though nothing new waits to be sent', async () => {
    const id = await started()
    for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
    await submitInspection(tablet.store, id)
    await tablet.sync()
    await restoredEmpty()
    await tablet.sync()
    await tablet.sync()
    expect(await server.db.selectFrom('inspection_seal').select('no').execute()).toHaveLength(1)
  })

  it('[I9] also where the tablet’s clock has jumped ten years ahead: the journal is cut by length, not by age', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 365 * 86_400_000 })
    await pruneSent(tablet.store, 20_000)
    vi.useRealTimers()
    expect(await tablet.store.db.sent.count()).toBe(2)
    await pruneSent(tablet.store, 1)
    expect(await tablet.store.db.sent.toArray()).toMatchObject([{ seq: 2 }])
  })

  it('[I5] and counts its revisions anew: what a second tablet still shows gives way', async () => {
    const second = await device()
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await saveAnswer(tablet.store, id, 'q1', failed)
    await tablet.sync()
    await second.sync()
    expect((await openInspection(second.store, id))?.revs).toEqual({ q1: 2 })
    const page = await second.transport.pull((await second.store.db.meta.get('deviceId'))?.value as string, null)
    const [draft] = page.changes.filter((each) => each.entity === 'inspection')
    if (draft?.entity !== 'inspection') throw new Error('there is no draft')
    const cells = { q1: { rev: 1, answer: passed } }
    // As when the tablet has learnt of it.
    await offerAnew(second.store, 'another')
    await applyPage(
      second.store,
      {
        ...page,
        epoch: 'another',
        changes: [{ ...draft, data: { ...draft.data, cells } }],
      },
      await readMeta<string>(second.store, 'cursor'),
    )
    expect(await openInspection(second.store, id)).toMatchObject({ answers: { q1: passed }, revs: { q1: 1 } })
  })

  // Both sent a number 2 of their own, and one of them had not yet been found out to be a copy: the server, restored
  // to before both, knows a number 2 again by the time the other one asks, and it is not the other one's.
  it('[P16] [I1] gets the work of both twins of a copied profile', async () => {
    const id = await started()
    await tablet.sync()
    const copy = await device()
    const rows = await tablet.store.db.meta.toArray()
    await copy.sync()
    await copy.store.db.meta.bulkPut(rows.filter(({ key }) => key === 'deviceId' || key === 'nextSeq'))
    await saveAnswer(copy.store, id, 'q2', failed)
    await copy.sync()
    await server.db.deleteFrom('mutation').where('seq', '=', 2).execute()
    await server.db.updateTable('device').set({ last_seq: 1 }).execute()
    await server.db.updateTable('inspection').set({ cells: '{}' }).execute()
    await server.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await copy.sync()
    await copy.sync()
    const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
    expect(Object.keys(JSON.parse(cells)).sort()).toEqual(['q1', 'q2'])
  })
})

/** A server set back to before anything was sent; the tablets live on. */
async function restoredToNothing(): Promise<void> {
  for (const table of ['answer_version', 'photo', 'mutation', 'device', 'inspection'] as const)
    await server.db.deleteFrom(table).execute()
  await server.db.deleteFrom('feed').where('entity', '=', 'inspection').execute()
  await server.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
}

describe('two tablets of one person, and a server that forgot both', () => {
  it('[P16] [I5] what one knows of the other is said again where the other came too early, or comes no more', async () => {
    const second = await device()
    const id = await started()
    await tablet.sync()
    await second.sync()
    await saveAnswer(second.store, id, 'q1', passed)
    await second.sync()
    await tablet.sync()
    await restoredToNothing()
    for (let round = 0; round < 2; round++) await tablet.sync()
    const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
    expect(JSON.parse(cells)).toMatchObject({ q1: { rev: 1, answer: passed } })
    expect(await openInspection(tablet.store, id)).toMatchObject({ answers: { q1: passed }, revs: { q1: 1 } })
  })

  it('[P16] [P21] so is a photo’s removal', async () => {
    const second = await device()
    const id = await started()
    const bytes = picture(50)
    const { id: _id, ...shot } = photoOf(bytes)
    await addPhoto(tablet.store, id, shot, new Blob([bytes]))
    await tablet.sync()
    await second.sync()
    const [photo] = await listPhotos(second.store, id)
    await removePhoto(second.store, photo?.id ?? '')
    await second.sync()
    await restoredToNothing()
    for (const each of [second, tablet, second, second, tablet]) await each.sync()
    for (const each of [tablet, second]) expect(await listPhotos(each.store, id)).toEqual([])
  })

  it('[P16] [I5] what comes back late stands, though another history had given it a higher revision', async () => {
    const [second, third] = [await device(), await device()]
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await second.sync()
    await saveAnswer(second.store, id, 'q1', failed)
    for (const each of [second, third]) await each.sync()
    await restoredToNothing()
    // It has read the whole view of the new history before anybody brings the visit back.
    for (const each of [third, tablet, third]) await each.sync()
    expect(await openInspection(third.store, id)).toMatchObject({ answers: { q1: passed }, revs: { q1: 1 } })
  })

  it('[P16] [P13] [I6] an answer written after it rests on nothing that another history had', async () => {
    const second = await device()
    const id = await started()
    await tablet.sync()
    await second.sync()
    await saveAnswer(second.store, id, 'q1', passed)
    await second.sync()
    await restoredToNothing()
    for (const each of [second, tablet]) await each.sync()
    await saveAnswer(tablet.store, id, 'q1', failed)
    await tablet.sync()
    await saveAnswer(second.store, id, 'q1', { ...passed, note: 'sau' })
    await second.sync()
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.contested).toEqual(['q1'])
  })

  it('[P16] [P13] but on its author’s own answer, which the server still has', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await server.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
    // A pull has heard of it, and the hand goes on.
    await offerAnew(tablet.store, 'restored')
    await saveAnswer(tablet.store, id, 'q1', failed)
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({
      answers: { q1: failed },
      revs: { q1: 2 },
      contested: [],
    })
  })

  it('[P16] [I5] what the server has lost of another tablet gives way to what it still has', async () => {
    const second = await device()
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    const { cells } = await server.db.selectFrom('inspection').select('cells').executeTakeFirstOrThrow()
    await second.sync()
    await saveAnswer(second.store, id, 'q1', failed)
    await second.sync()
    await tablet.sync()
    const lost = (await second.store.db.meta.get('deviceId'))?.value as string
    await server.db.deleteFrom('mutation').where('device_id', '=', lost).execute()
    await server.db.updateTable('inspection').set({ cells }).execute()
    await server.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ answers: { q1: passed }, revs: { q1: 1 } })
  })

  it('[P16] [P21] [I5] a photo that one knows of the other is said again, and its picture follows', async () => {
    const second = await device()
    const id = await started()
    await tablet.sync()
    await second.sync()
    const bytes = picture(50)
    const { id: _id, ...shot } = photoOf(bytes)
    await addPhoto(second.store, id, shot, new Blob([bytes]))
    await second.sync()
    await tablet.sync()
    await restoredToNothing()
    // Whose photo it is comes too early: the server does not know the visit yet.
    for (const each of [second, tablet, tablet]) await each.sync()
    expect(await server.db.selectFrom('photo').select('sha256').execute()).toEqual([{ sha256: shot.sha256 }])
    await second.sync()
    expect(await photosToSend(second.store)).toMatchObject([{ sha256: shot.sha256 }])
    expect((await second.store.db.attention.toArray()).filter(({ doneAt }) => doneAt === undefined)).toEqual([])
  })

  it('[P16] [P5] what is refused now and was taken then is told, also where the first reply was lost', async () => {
    const id = await started()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await tablet.sync()
    await restoredToNothing()
    await server.db
      .updateTable('facility')
      .set({ facts: JSON.stringify(otherFacts) })
      .execute()
    tablet.network(({ path }, pass) => (path.includes('push') ? replyLost({} as never, pass) : pass()))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'OFFLINE' })
    tablet.network()
    await tablet.sync()
    expect((await openInspection(tablet.store, id))?.state).toBe('refused')
    const codes = (await tablet.store.db.attention.toArray()).map(({ code }) => code)
    expect(codes.sort()).toEqual(['FACTS_DIFFER', 'INSPECTION_UNKNOWN'])
  })
})

describe('a reply that is not for this question', () => {
  it('[P34] [P16] [I1] what a stranger calls too large, and the server has taken, is not kept from it for ever', async () => {
    const id = await started()
    let isFirst = true
    tablet.network(async ({ path }, pass) => {
      const reply = await pass()
      if (!path.includes('push') || !isFirst) return reply
      isFirst = false
      return new Response('<!doctype html>', { status: 413 })
    })
    await tablet.sync()
    expect(await openInspection(tablet.store, id)).toMatchObject({ state: 'draft', unsent: 0 })
    // It is in the journal as what it is: a server that is restored to before it gets it again.
    await restoredToNothing()
    await tablet.sync()
    expect(await server.db.selectFrom('inspection').select('id').execute()).toEqual([{ id }])
  })

  it('[P9] [I1] that of a twin under the same device number is not taken', async () => {
    const copy = await device()
    await copy.sync()
    const rows = await tablet.store.db.meta.toArray()
    await copy.store.db.meta.bulkPut(rows.filter(({ key }) => key === 'deviceId'))
    await started()
    let ofTwin = new Response()
    tablet.network(async ({ path }, pass) => {
      const reply = await pass()
      if (path.includes('push')) ofTwin = reply.clone()
      return reply
    })
    await tablet.sync()
    const [facility] = await listFacilities(copy.store)
    await startInspection(copy.store, await headFor(facility?.id ?? ''))
    copy.network(async ({ path }, pass) => (path.includes('push') ? ofTwin : pass()))
    await expect(copy.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
    expect((await contents(copy.store)).unsentChanges).toBe(1)
  })

  it('[P9] [I5] another tablet’s page is not taken, and the cursor stays', async () => {
    const second = await device()
    await started()
    await tablet.sync()
    const before = (await second.store.db.meta.get('cursor'))?.value
    second.network(async ({ path }, pass) => {
      const reply = await pass()
      if (!path.includes('pull')) return reply
      return withPage(reply, { ...(await pageIn(reply)), deviceId: 'another' })
    })
    await expect(second.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
    expect((await second.store.db.meta.get('cursor'))?.value).toBe(before)
    second.network()
    await second.sync()
    expect((await contents(second.store)).drafts).toBe(1)
  })

  it('[P9] [P40] [I5] nor the digest of another view: nothing is read anew because of it', async () => {
    const cursor = (await tablet.store.db.meta.get('cursor'))?.value
    tablet.network(async ({ path }, pass) => {
      const reply = await pass()
      if (!path.includes('digest')) return reply
      const digest = await reply.json()
      return new Response(JSON.stringify({ ...digest, after: 'another', facility: digest.inspection }), reply)
    })
    const comparing = verifyView(tablet.store, tablet.transport, Date.now(), true)
    await expect(comparing).rejects.toMatchObject({ code: 'INTERCEPTED' })
    expect((await tablet.store.db.meta.get('cursor'))?.value).toBe(cursor)
  })

  it('[P9] nor an older page of its own', async () => {
    const first = await tablet.transport.pull((await tablet.store.db.meta.get('deviceId'))?.value as string, null)
    tablet.network(async (_request, pass) => new Response(JSON.stringify(first), await pass()))
    await expect(tablet.sync()).rejects.toMatchObject({ code: 'INTERCEPTED' })
  })
})

describe('a disputed answer', () => {
  it('[P13] [I6] whoever repeats one side of it learns of the dispute', async () => {
    const second = await device()
    const third = await device()
    const id = await started()
    await tablet.sync()
    for (const other of [second, third]) await other.sync()
    await saveAnswer(tablet.store, id, 'q1', passed)
    await saveAnswer(second.store, id, 'q1', failed)
    await saveAnswer(third.store, id, 'q1', failed)
    for (const each of [tablet, second, third]) await each.sync()
    expect((await openInspection(third.store, id))?.contested).toEqual(['q1'])
  })
})
