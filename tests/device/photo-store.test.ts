import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { resendInspection, startInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { noteReceived, photosToSend } from '../../src/device/store/photo-queue.ts'
import { addPhoto, listPhotos, removePhoto, restorePhoto } from '../../src/device/store/photos.ts'
import { readPicture, tidyPictures } from '../../src/device/store/pictures.ts'
import { setAside, settle } from '../../src/device/store/settle.ts'
import { closeStore, openStore, readMeta, STORE_SCHEMA, type Store } from '../../src/device/store/store.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { facts, pass } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'

const head: InspectionHead = {
  facilityId: 'tram',
  facilityName: 'Trạm Y tế Suối Mơ',
  checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
  kind: 'inspection',
  date: '2026-11-22',
  team: ['Nguyễn Thị Lan'],
  facts: facts(),
}

let store: Store
let name: string
let insp: string
beforeEach(async () => {
  name = `so-kiem:${randomUUID()}`
  store = await openStore('lan', name)
  insp = await startInspection(store, head)
})
afterEach(() => closeStore(store))

async function add(item = 'a', bytes = picture()) {
  const { id: _id, ...shot } = photoOf(bytes, { item })
  return addPhoto(store, insp, shot, new Blob([bytes]))
}
const waiting = async () => (await store.db.outbox.toArray()).map(({ cell }) => cell.split(':')[0])
const counts = async () => [await store.db.photo.count(), await store.db.photoBlob.count()]
const full = () => {
  throw new DOMException('no room', 'QuotaExceededError')
}

describe('[P20] one photo', () => {
  it('[P20] what is said of it, its bytes and its outbox entry are there together, also after a restart', async () => {
    const bytes = picture()
    await add('a', bytes)
    closeStore(store)
    store = await openStore('lan', name)
    const [photo] = await listPhotos(store, insp)
    expect(photo).toMatchObject({ item: 'a', state: 'stored', isHere: true })
    const kept = await readPicture(store, photo?.sha256 ?? '')
    expect(new Uint8Array((await kept?.arrayBuffer()) as ArrayBuffer)).toEqual(bytes)
    expect(await waiting()).toEqual(['', 'photo'])
  })

  it('[P20] a full disk keeps none of it and says so, and answers go on', async () => {
    const put = vi.spyOn(store.db.photoBlob, 'put').mockImplementation(full)
    await expect(add()).rejects.toMatchObject({ code: 'PHOTO_NO_ROOM' })
    expect([await counts(), await waiting()]).toEqual([[0, 0], ['']])
    await saveAnswer(store, insp, 'a', { value: pass })
    expect(await waiting()).toEqual(['', 'a'])
    put.mockRestore()
    await add()
    expect(await counts()).toEqual([1, 1])
  })

  it('[P27] a full disk puts out pictures that the server has confirmed, never others', async () => {
    await add()
    const [first] = await listPhotos(store, insp)
    await add()
    await noteReceived(store, [first?.sha256 ?? ''])
    // Room for two pictures, no more.
    const real = store.db.photoBlob.put.bind(store.db.photoBlob)
    vi.spyOn(store.db.photoBlob, 'put').mockImplementation((row) =>
      store.db.photoBlob.count().then((count) => (count >= 2 ? full() : real(row))),
    )
    await add()
    expect((await listPhotos(store, insp)).map(({ isHere }) => isHere)).toEqual([false, true, true])
    await expect(add()).rejects.toMatchObject({ code: 'PHOTO_NO_ROOM' })
    expect(await counts()).toEqual([3, 2])
  })

  it('a browser that cannot store a Blob keeps the bytes as they are', async () => {
    const real = store.db.photoBlob.put.bind(store.db.photoBlob)
    vi.spyOn(store.db.photoBlob, 'put').mockImplementation((row) => {
      if ('plain' in row.body && row.body.plain instanceof Blob)
        throw new DOMException('Error preparing Blob/File data', 'UnknownError')
      return real(row)
    })
    const bytes = picture()
    await add('a', bytes)
    expect(await readPicture(store, photoOf(bytes).sha256)).toMatchObject({
      size: bytes.byteLength,
      type: 'image/jpeg',
    })
  })

  it('ten for an item, and the eleventh is refused in words', async () => {
    for (let n = 0; n < 10; n++) await add()
    await expect(add()).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY' })
    await add('b')
    expect(await counts()).toEqual([11, 11])
  })
})

describe('[P55] a marked copy', () => {
  const draw = async (original: string) => {
    const { id: _id, ...shot } = photoOf(picture(), { item: 'a', drawnOn: original })
    return addPhoto(store, insp, shot, new Blob([picture()]))
  }
  const shown = async () =>
    (await listPhotos(store, insp)).map(({ id, drawnOn }) => (drawnOn ? `${id} on ${drawnOn}` : id))

  it('[P55] stands beside its original, and the next one of the same takes its place', async () => {
    const original = await add()
    const first = await draw(original)
    expect(await shown()).toEqual([original, `${first} on ${original}`])
    const second = await draw(original)
    expect(await shown()).toEqual([original, `${second} on ${original}`])
    // The first was never sent: nobody hears of it.
    expect(await waiting()).toEqual(['', 'photo', 'photo'])
  })

  it('[P55] ten photos and ten copies, and a copy may still be replaced', async () => {
    const originals: string[] = []
    for (let n = 0; n < 10; n++) originals.push(await add())
    for (const original of originals) await draw(original)
    await draw(originals[3] as string)
    expect(await shown()).toHaveLength(20)
    await expect(add()).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY' })
    await expect(draw('another')).rejects.toMatchObject({ code: 'PHOTO_TOO_MANY' })
  })

  it('[P55] taken back alone leaves the original; with the original it goes, and both come back together', async () => {
    const original = await add()
    await removePhoto(store, await draw(original))
    expect(await shown()).toEqual([original])
    await draw(original)
    await removePhoto(store, original)
    expect(await shown()).toEqual([])
    expect(await waiting()).toEqual([''])
    // Never sent, they come back under new ids, and still belong together; what was taken back before stays away.
    const back = await restorePhoto(store, original)
    const [first, second] = await listPhotos(store, insp)
    expect([first?.id, second?.drawnOn]).toEqual([back, back])
    expect(await shown()).toHaveLength(2)
  })

  it('[P55] so they do where the server knows of one, of both, or of their end', async () => {
    const original = await add()
    await freezeBatch(store)
    const copy = await draw(original)
    await removePhoto(store, original)
    expect(await restorePhoto(store, original)).toBe(original)
    const [, again] = await listPhotos(store, insp)
    expect(again).toMatchObject({ drawnOn: original })
    expect(again?.id).not.toBe(copy)

    const batch = await freezeBatch(store)
    await settle(store, batch?.mutations.map(({ seq }) => ({ seq, o: 'applied' as const })) ?? [], 'e')
    await freezeBatch(store)
    await removePhoto(store, original)
    expect(await waiting()).toEqual(expect.arrayContaining(['photo-removal', 'photo-removal']))
    expect(await restorePhoto(store, original)).toBe(original)
    expect(await shown()).toEqual([original, `${again?.id} on ${original}`])
  })
})

describe('taking back', () => {
  it('what was never sent is not mentioned', async () => {
    await removePhoto(store, await add())
    expect(await listPhotos(store, insp)).toEqual([])
    expect(await waiting()).toEqual([''])
  })

  it('what may have been sent is taken back by a mutation, once', async () => {
    const id = await add()
    await freezeBatch(store)
    await removePhoto(store, id)
    expect(await waiting()).toEqual(['', 'photo', 'photo-removal'])
  })

  it('[P21] so is what was sent and waits to be said once more, with its whole visit', async () => {
    const id = await add()
    const batch = await freezeBatch(store)
    const refused = { o: 'rejected', code: 'FACTS_DIFFER' } as const
    await settle(
      store,
      batch?.mutations.map(({ seq, k }) => ({ seq, ...(k === 'photo.add' ? { o: 'late' as const } : refused) })) ?? [],
      'e',
    )
    await resendInspection(store, insp)
    expect(await waiting()).toEqual(['', 'photo'])
    await removePhoto(store, id)
    expect(await waiting()).toEqual(['', 'photo', 'photo-removal'])
    await restorePhoto(store, id)
    expect([await waiting(), await listPhotos(store, insp)]).toMatchObject([['', 'photo'], [{ id }]])
  })

  it.each([
    ['never sent', false],
    ['sent', true],
  ])('a removal is undone: %s', async (_, isSent) => {
    const id = await add()
    if (isSent) await freezeBatch(store)
    await removePhoto(store, id)
    await restorePhoto(store, id)
    expect(await listPhotos(store, insp)).toMatchObject([{ item: 'a', state: 'stored', isHere: true }])
    expect(await waiting()).toEqual(['', 'photo'])
  })

  it('a removal that the server may know of is undone under a new id', async () => {
    const id = await add()
    await freezeBatch(store)
    await removePhoto(store, id)
    const batch = await freezeBatch(store)
    await settle(store, batch?.mutations.map(({ seq }) => ({ seq, o: 'applied' as const })) ?? [], 'e')
    await freezeBatch(store)
    expect(await restorePhoto(store, id)).not.toBe(id)
    expect(await listPhotos(store, insp)).toHaveLength(1)
  })

  it('the bytes go with the photo, a day later and once its visit is closed', async () => {
    await removePhoto(store, await add())
    await store.db.outbox.clear()
    await tidyPictures(store, Date.now())
    expect(await counts()).toEqual([1, 1])
    await tidyPictures(store, Date.now() + 25 * 3_600_000)
    expect(await counts()).toEqual([1, 1])
    await store.db.inspection.clear()
    await tidyPictures(store, Date.now() + 25 * 3_600_000)
    expect(await counts()).toEqual([0, 0])
  })

  it('[P21] [P22] taken back after the seal, it stands in the seal, and its picture is wanted after all', async () => {
    const id = await add()
    await freezeBatch(store)
    await removePhoto(store, id)
    const sent = await freezeBatch(store)
    await settle(store, sent?.mutations.map(({ seq }) => ({ seq, o: 'applied' as const })) ?? [], 'e')
    const removal = await freezeBatch(store)
    expect(removal?.mutations).toMatchObject([{ k: 'photo.remove' }])
    expect(await photosToSend(store)).toEqual([])
    await settle(store, [{ seq: removal?.mutations[0]?.seq ?? 0, o: 'late', code: 'INSPECTION_CLOSED' }], 'e')
    expect(await photosToSend(store)).toMatchObject([{ id }])
  })

  it('[P27] a picture that the server has not confirmed stays, however old', async () => {
    await add()
    const [photo] = await listPhotos(store, insp)
    await store.db.inspection.clear()
    await tidyPictures(store, Date.now() + 400 * 86_400_000)
    expect(await counts()).toEqual([1, 1])
    await noteReceived(store, [photo?.sha256 ?? ''])
    await tidyPictures(store, Date.now() + 400 * 86_400_000)
    expect(await counts()).toEqual([1, 0])
  })
})

describe('what the server does not take', () => {
  async function answer(outcomes: object[]) {
    const batch = await freezeBatch(store)
    await settle(store, (batch?.mutations ?? []).map(({ seq }, n) => ({ seq, ...outcomes[n] })) as never, 'e')
  }

  it('a photo too many is that photo’s matter, not the inspection’s', async () => {
    await add()
    await answer([{ o: 'applied' }, { o: 'rejected', code: 'PHOTO_TOO_MANY' }])
    expect(await listPhotos(store, insp)).toMatchObject([{ state: 'refused', refusal: 'PHOTO_TOO_MANY', isHere: true }])
    expect((await store.db.inspection.get(insp))?.state).toBe('draft')
  })

  it('with a refused start its photos wait, and are offered again with it', async () => {
    await add()
    await answer([
      { o: 'rejected', code: 'FACTS_DIFFER' },
      { o: 'rejected', code: 'INSPECTION_UNKNOWN' },
    ])
    expect(await listPhotos(store, insp)).toMatchObject([{ state: 'stored' }])
    expect((await store.db.inspection.get(insp))?.state).toBe('refused')
    await resendInspection(store, insp)
    expect(await waiting()).toEqual(['', 'photo'])
  })
})

describe('a photo that is not taken', () => {
  async function refuse(o: 'rejected' | 'quarantined', code: string) {
    const batch = await freezeBatch(store)
    const outcomes = batch?.mutations.map(({ seq, k }) =>
      k === 'photo.add' ? { seq, o, code } : { seq, o: 'applied' as const },
    )
    await settle(store, outcomes ?? [], 'e')
  }
  const visit = async () => (await store.db.inspection.get(insp))?.state

  it('[P5] is a matter of that photo alone: the visit stays open, and the page of what could not be sent says which', async () => {
    await add()
    await refuse('rejected', 'PHOTO_TOO_MANY')
    expect(await listPhotos(store, insp)).toMatchObject([{ state: 'refused', refusal: 'PHOTO_TOO_MANY' }])
    expect(await visit()).toBe('draft')
    expect(await listAttention(store)).toMatchObject([{ insp, entries: [{ kind: 'rejected', handled: null }] }])
  })

  it('[P34] also where it could not even be sent: a void takes its place', async () => {
    await add()
    const batch = await freezeBatch(store)
    await setAside(store, batch?.mutations.at(-1)?.seq ?? 0, 'BODY_TOO_LARGE')
    expect((await freezeBatch(store))?.mutations.map(({ k }) => k)).toEqual(['inspection.start', 'void'])
    expect(await listPhotos(store, insp)).toMatchObject([{ state: 'refused', refusal: 'BODY_TOO_LARGE' }])
    expect(await visit()).toBe('draft')
  })

  it('is dealt with once its author has taken it back and the server has heard so', async () => {
    const id = await add()
    await refuse('rejected', 'PHOTO_TOO_MANY')
    await removePhoto(store, id)
    await refuse('rejected', 'PHOTO_TOO_MANY')
    expect(await listAttention(store)).toMatchObject([{ entries: [{ handled: 'done' }] }])
  })

  it('does not keep a visit refused whose own reason is mended', async () => {
    await add()
    await saveAnswer(store, insp, 'a', { value: pass })
    const batch = await freezeBatch(store)
    const outcomes = batch?.mutations.map(({ seq, k }) =>
      k === 'photo.add'
        ? { seq, o: 'rejected' as const, code: 'PHOTO_TOO_MANY' }
        : k === 'answer.set'
          ? { seq, o: 'rejected' as const, code: 'ANSWER_INVALID' }
          : { seq, o: 'applied' as const },
    )
    await settle(store, outcomes ?? [], 'e')
    expect(await visit()).toBe('refused')
    await saveAnswer(store, insp, 'a', { value: pass, note: 'lại' })
    await refuse('rejected', 'PHOTO_TOO_MANY')
    expect(await visit()).toBe('draft')
  })
})

it('a store from before there were photos is opened with all that was in it, and takes photos', async () => {
  const old = `so-kiem:${randomUUID()}`
  const before = new Dexie(old)
  before.version(1).stores({
    meta: 'key',
    inspection: 'id, state',
    answer: '[insp+cell], insp',
    outbox: '++localId, seq, [insp+cell], insp, state',
    sent: 'id, seq',
    attention: 'id, insp',
    checklist: 'key, gen',
    facility: 'id, gen',
    result: 'id, gen, facilityId, submittedAt',
  })
  await before.open()
  for (const table of ['meta', 'inspection', 'outbox'])
    await before.table(table).bulkAdd(await store.db.table(table).toArray())
  await before.table('meta').put({ key: 'schemaMin', value: 1 })
  before.close()
  closeStore(store)
  store = await openStore('lan', old)
  await add()
  expect(await waiting()).toEqual(['', 'photo'])
  expect(await readMeta(store, 'schemaMin')).toBe(STORE_SCHEMA)
})
