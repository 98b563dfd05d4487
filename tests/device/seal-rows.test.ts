import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { saveBegun } from '../../src/device/store/begun.ts'
import { getChecklist } from '../../src/device/store/checklists.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { readPicture } from '../../src/device/store/pictures.ts'
import { getResult, listFacilities } from '../../src/device/store/replica.ts'
import { sealRows } from '../../src/device/store/seal-rows.ts'
import { checkSignatures, signInspection } from '../../src/device/store/signatures.ts'
import { closeStore, openStore, type Store } from '../../src/device/store/store.ts'
import { createDeviceWorld, offline } from '../support/device-world.ts'
import { diskRefuses } from '../support/failing-disk.ts'
import { photoOf, picture } from '../support/photos.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'
import { drawn } from '../support/signatures.ts'
import { storeKey } from '../support/store-key.ts'

/** A tablet that was in use before there were PINs, with one of everything on it. */

let server: ServerWorld
let tablet: Awaited<ReturnType<typeof createDeviceWorld>>
let store: Store
let draft: string
let sealed: string
const shot = picture()

beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra', undefined, { key: null })
  await tablet.sync()
  const head = await headFor('demo-tyt-suoi-mo')
  sealed = await startInspection(tablet.store, head)
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, sealed, item, passed)
  await submitInspection(tablet.store, sealed)
  const refused = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo', { date: '1970-01-01' }))
  await saveAnswer(tablet.store, refused, 'q1', passed)
  draft = await startInspection(tablet.store, head)
  await saveAnswer(tablet.store, draft, 'q1', failed)
  await tablet.sync()
  tablet.network(offline)
  await saveBegun(tablet.store, draft, 'q3', { top: '9' })
  await saveAnswer(tablet.store, draft, 'q2', { ...failed, note: 'Thiếu xà phòng ở phòng tiêm' })
  const { digest = '' } = (await checkSignatures(tablet.store, draft)) ?? {}
  const signer = { role: 'facility' as const, name: 'Lò Văn Trạm', position: 'Trưởng trạm', mark: drawn }
  await signInspection(tablet.store, draft, { ...signer, digest })
  const correction = { insp: sealed, item: 'q1', seal: 1, savedAt: 1 }
  await tablet.store.db.correction.put({ ...correction, answer: await tablet.store.db.pack(failed) })
  const assignment = { id: 'asked', campaignId: 'quý IV', title: 'Kiểm tra quý IV', kind: 'inspection' as const }
  const asked = {
    ...assignment,
    facilityId: head.facilityId,
    checklist: head.checklist,
    from: head.date,
    due: head.date,
  }
  const body = await tablet.store.db.pack({ ...asked, people: [{ id: tablet.person.id, name: tablet.person.name }] })
  await tablet.store.db.assignment.put({ id: 'asked', facilityId: head.facilityId, gen: 0, body })
  await addPhoto(tablet.store, draft, photoOf(shot), new Blob([shot], { type: 'image/jpeg' }))
  closeStore(tablet.store)
  store = await openStore(tablet.person.id, tablet.store.db.name, await storeKey)
})
afterEach(async () => {
  closeStore(store)
  await server.close()
})

/** How many values lie open, over all tables. */
async function openValues(): Promise<number> {
  const lying = (await Promise.all(store.db.tables.map((table) => table.toArray()))).flat()
  const rows = [...lying, ...lying.flatMap(({ others = [] }) => others)]
  return rows
    .flatMap((row) => Object.values(row))
    .filter((value) => value !== null && typeof value === 'object' && 'plain' in value).length
}

async function read() {
  const open = await openInspection(store, draft)
  const { savedAt: _savedAt, ...rest } = open ?? { savedAt: 0 }
  return {
    open: rest,
    photos: await listPhotos(store, draft),
    result: await getResult(store, sealed),
    attention: await listAttention(store),
    facilities: await listFacilities(store),
    checklist: open && (await getChecklist(store, open.head.checklist)),
    outbox: await Promise.all((await store.db.outbox.toArray()).map(({ payload }) => store.db.unpack(payload))),
    sent: await Promise.all((await store.db.sent.toArray()).map(({ payload }) => store.db.unpack(payload))),
  }
}

/**
 * What lies readable beside the sealed values, field by field: what transactions must
 * look at. Whoever adds a field that another person on the tablet may read adds it here,
 * and has thought about it.
 */
const readable: Record<string, readonly string[]> = {
  inspection: ['edits', 'id', 'place', 'savedAt', 'state'],
  answer: ['cell', 'contested', 'insp', 'pulled', 'rev'],
  // Visit and item of each answer of a mutation once more, for an index; what else lies in `others` is looked at below.
  outbox: ['at', 'base', 'beside', 'bytes', 'cell', 'id', 'insp', 'localId', 'mutationId', 'others', 'seq', 'state'],
  sent: ['at', 'base', 'before', 'beside', 'bytes', 'cell', 'id', 'insp', 'mutationId', 'others', 'seq'],
  attention: ['at', 'cell', 'code', 'id', 'insp', 'kind', 'mutationId'],
  checklist: ['gen', 'hash', 'id', 'key', 'version'],
  facility: ['gen', 'id'],
  result: ['facilityId', 'gen', 'id', 'submittedAt'],
  photo: ['addedAt', 'id', 'insp', 'item', 'refusal', 'removedAt', 'sha256', 'state', 'tried', 'unheard'],
  photoBlob: ['sha256'],
  signature: ['addedAt', 'id', 'insp', 'refusal', 'removedAt'],
  // Which item was returned and is being corrected, not how.
  correction: ['insp', 'item', 'savedAt', 'seal'],
  // Of which item something is typed, not what.
  begun: ['insp', 'item'],
  // Which facility is to be visited, not by whom, for what or when.
  assignment: ['facilityId', 'gen', 'id'],
  // When a facility was visited, which pictures, by their hashes, the record names, and whether it waits for its review,
  // was returned or approved, since when: nothing of what was found. A page that takes a record away has to find its pictures inside its transaction (P62).
  visit: ['checklistId', 'date', 'facilityId', 'gen', 'hashes', 'id', 'pictures', 'review', 'submittedAt'],
}

describe('once a PIN was chosen', () => {
  it('of two people on one profile neither can read more of the other’s store than these fields', async () => {
    await sealRows(store)
    for (const table of store.db.tables.filter(({ name }) => name !== 'meta')) {
      const lying: (Record<string, unknown> & { others?: Record<string, unknown>[] })[] = await table.toArray()
      const rows = [...lying, ...lying.flatMap(({ others = [] }) => others)]
      const isSealed = (value: unknown) => typeof value === 'object' && value !== null && 'sealed' in value
      const open = rows.flatMap((row) =>
        Object.entries(row).flatMap(([name, value]) => (isSealed(value) ? [] : [name])),
      )
      expect([table.name, rows.length > 0]).toEqual([table.name, true])
      expect([table.name, [...new Set(open)].filter((name) => !readable[table.name]?.includes(name))]).toEqual([
        table.name,
        // A refusal that there is not is no secret.
        table.name === 'inspection' ? ['refusal'] : [],
      ])
    }
    // Beside the tables: numbers, clocks and public keys, by name.
    const meta = await store.db.meta.toCollection().primaryKeys()
    const known = ['clock', 'cursor', 'deviceId', 'epoch', 'gen', 'keyTold', 'lastPulledAt', 'lastSentAt', 'nextSeq']
    const more = [
      'schemaMin',
      'serverKeys',
      'signingKey',
      'verifiedAt',
      'genUnderWay',
      'lease',
      'relay',
      'evicted',
      'mustChange',
      'isOfWholeProvince',
      'sealed',
    ]
    expect(meta.filter((key) => ![...known, ...more].includes(key))).toEqual([])
  })

  it('nothing lies open any more, and everything reads as before, to the byte', async () => {
    const before = await read()
    expect(before.attention.length).toBeGreaterThan(0)
    expect(await openValues()).toBeGreaterThan(15)
    expect(await sealRows(store)).toBeGreaterThan(10)
    expect(await openValues()).toBe(0)
    expect(await read()).toEqual(before)
    const kept = await readPicture(store, photoOf(shot).sha256)
    expect(new Uint8Array((await kept?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(new Uint8Array(shot))
    expect(kept?.type).toBe('image/jpeg')
    expect(await sealRows(store)).toBe(0)
  })

  it('is looked through once more, and then no row of it at any start', async () => {
    await sealRows(store)
    await sealRows(store)
    const looked = vi.fn((row) => row)
    closeStore(store)
    store = await openStore(tablet.person.id, tablet.store.db.name, await storeKey)
    for (const table of store.db.tables.filter(({ name }) => name !== 'meta')) table.hook('reading', looked)
    expect(await sealRows(store)).toBe(0)
    expect(looked).not.toHaveBeenCalled()
  })

  it('words of an answer stand nowhere on the disk, nor does a picture', async () => {
    await sealRows(store)
    const texts = await Promise.all(
      (await Promise.all(store.db.tables.map((table) => table.toArray()))).flat().map(bytesOf),
    )
    for (const text of texts) {
      expect(text).not.toContain('xà phòng')
      expect(text).not.toContain(Buffer.from(shot.slice(40, 60)).toString('latin1'))
    }
  })

  it('[P64] what an older app left waiting names its visit and its time inside of the seal, and goes out as the same bytes', async () => {
    await store.db.outbox.toCollection().modify((row) => {
      if (!('plain' in row.payload)) throw new Error('it is sealed already')
      const { insp: _insp, at: _at, ...older } = row.payload.plain
      row.payload = { plain: older }
    })
    const before = await freezeBatch(store)
    await sealRows(store)
    const rows = await store.db.outbox.toArray()
    for (const { insp, at, payload } of rows) expect(await store.db.unpack(payload)).toMatchObject({ insp, at })
    expect(rows.length).toBeGreaterThan(1)
    expect(await freezeBatch(store)).toEqual(before)
  })

  it('an answer that is given meanwhile stays', async () => {
    const sealing = sealRows(store)
    await saveAnswer(store, draft, 'q1', passed)
    await sealing
    expect((await openInspection(store, draft))?.answers.q1).toEqual(passed)
    expect(await openValues()).toBe(0)
  })

  it('cut off in the middle it goes on at the next start', async () => {
    const disk = diskRefuses('QuotaExceededError', { from: 8 })
    await expect(sealRows(store)).rejects.toMatchObject({ code: 'DEVICE_STORAGE_FULL' })
    disk.mend()
    expect(await openValues()).toBeGreaterThan(0)
    await sealRows(store)
    expect(await openValues()).toBe(0)
  })

  it('without the key nothing opens, and it is said why', async () => {
    await sealRows(store)
    closeStore(store)
    store = await openStore(tablet.person.id, tablet.store.db.name, null)
    await expect(openInspection(store, draft)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    closeStore(store)
    const other = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    store = await openStore(tablet.person.id, tablet.store.db.name, other)
    await expect(openInspection(store, draft)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
  })
})

/** A row as text, with the bytes in it as they are. */
async function bytesOf(row: Record<string, unknown>): Promise<string> {
  const parts = await Promise.all(
    Object.values(row).map(async (value) => {
      const sealedValue = (value as { sealed?: Uint8Array | Blob } | null)?.sealed ?? value
      if (sealedValue instanceof Blob) return Buffer.from(await sealedValue.arrayBuffer()).toString('latin1')
      if (sealedValue instanceof Uint8Array) return Buffer.from(sealedValue).toString('utf8')
      return JSON.stringify(sealedValue)
    }),
  )
  return parts.join(' ')
}
