import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isAmending } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { readBegun, saveBegun } from '../../src/device/store/begun.ts'
import { contents } from '../../src/device/store/contents.ts'
import {
  dropCorrection,
  listCorrections,
  listReturned,
  saveCorrection,
  sendCorrections,
  takeBackCorrections,
} from '../../src/device/store/corrections.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { listUnsentWork } from '../../src/device/store/file/unsent-work.ts'
import { listOnlyHere } from '../../src/device/store/only-here.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { sealRows } from '../../src/device/store/seal-rows.ts'
import { sayStep } from '../../src/device/store/steps.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { createDeviceWorld, offline } from '../support/device-world.ts'
import { photoOf, picture } from '../support/photos.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What a reviewer has returned, corrected on its author's tablet. */

type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>

let server: ServerWorld
let author: Tablet
let desk: Tablet
let id: string

beforeEach(async () => {
  server = await createServerWorld()
  author = await createDeviceWorld(server, 'kiemtra')
  desk = await createDeviceWorld(server, 'giamsat')
  await author.sync()
  id = await startInspection(author.store, await headFor('demo-tyt-suoi-mo'))
  for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(author.store, id, item, passed)
  await submitInspection(author.store, id)
  await author.sync()
  await desk.sync()
})
afterEach(async () => {
  author.close()
  desk.close()
  await server.close()
})

const record = async () => (await getResult(author.store, id)) as InspectionRecord
const corrections = async () => listCorrections(author.store, await record())

async function returns(items: Record<string, string>) {
  await sayStep(desk.store, id, { is: 'return', comment: '', items })
  await desk.sync()
  await author.sync()
}

async function approves() {
  await sayStep(desk.store, id, { is: 'approve', comment: '' })
  await desk.sync()
}

describe('[P71] correcting what was returned', () => {
  it('keeps each correction over a restart, sealed, and sends nothing by itself', async () => {
    await returns({ q1: 'Kiểm tra lại', q3: 'Ghi rõ' })
    author.network(offline)
    await saveCorrection(author.store, id, 'q1', failed)
    await saveCorrection(author.store, id, 'q3', { ...failed, note: 'Vòi hỏng' })
    await author.restart()
    expect((await corrections()).map(({ item, answer }) => [item, answer])).toEqual([
      ['q1', failed],
      ['q3', { ...failed, note: 'Vòi hỏng' }],
    ])
    const [row] = await author.store.db.correction.toArray()
    expect(row?.answer).not.toHaveProperty('plain')
    expect(await author.store.db.outbox.count()).toBe(0)
    author.network()
    await author.sync()
    expect(await record()).toMatchObject({ status: 'returned', cells: { q1: { answer: passed } } })
  })

  it('[P68] opens only what was returned; of nothing else is anything kept', async () => {
    await expect(saveCorrection(author.store, id, 'q1', failed)).rejects.toMatchObject({ code: 'SEAL_MOVED' })
    await returns({ q1: 'Kiểm tra lại' })
    await expect(saveCorrection(author.store, id, 'q2', failed)).rejects.toMatchObject({ code: 'ITEM_NOT_RETURNED' })
    await expect(saveCorrection(desk.store, id, 'q1', failed)).rejects.toMatchObject({ code: 'INSPECTION_OF_ANOTHER' })
    expect(await author.store.db.correction.count()).toBe(0)
  })

  it('goes back as one amendment, which clears them in the same transaction', async () => {
    await returns({ q1: 'Kiểm tra lại', q3: 'Ghi rõ' })
    await saveCorrection(author.store, id, 'q1', failed)
    await saveCorrection(author.store, id, 'q3', { ...passed, note: 'Đã ghi rõ' })
    await saveBegun(author.store, id, 'q1', { top: '9' })
    expect(await readBegun(author.store, id)).toEqual({ q1: { top: '9' } })
    expect(await listReturned(author.store)).toMatchObject([{ id, items: 2, corrected: 2, isSent: false }])
    await sendCorrections(author.store, id, 'Đã kiểm tra lại tại chỗ')
    expect(await corrections()).toEqual([])
    await saveBegun(author.store, id, 'q1', { top: '8' })
    expect(await readBegun(author.store, id)).toEqual({})
    expect(await author.store.db.outbox.count()).toBe(1)
    expect(await isAmending(author.store, id)).toBe(true)
    expect(await listReturned(author.store)).toMatchObject([{ isSent: true }])
    await author.restart()
    await author.sync()
    expect(await record()).toMatchObject({
      status: 'submitted',
      sealNo: 2,
      cells: { q1: { answer: failed }, q2: { answer: passed }, q3: { answer: { note: 'Đã ghi rõ' } } },
    })
    expect(await listReturned(author.store)).toEqual([])
    await desk.sync()
    expect(await getResult(desk.store, id)).toMatchObject({ sealNo: 2, status: 'submitted' })
  })

  it('keeps the corrections where the transaction that sends them fails', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', failed)
    const add = vi.spyOn(author.store.db.outbox, 'add').mockRejectedValue(new DOMException('', 'UnknownError'))
    await expect(sendCorrections(author.store, id, 'Sửa')).rejects.toMatchObject({ code: 'DEVICE_STORAGE_FAILED' })
    add.mockRestore()
    expect(await corrections()).toMatchObject([{ item: 'q1', answer: failed }])
    expect(await author.store.db.outbox.count()).toBe(0)
  })

  it('takes no correction while one is on its way, nor before the record is back', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', failed)
    await sendCorrections(author.store, id, 'Sửa')
    await expect(saveCorrection(author.store, id, 'q1', passed)).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
    await expect(sendCorrections(author.store, id, 'Sửa nữa')).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
    await author.push()
    await expect(saveCorrection(author.store, id, 'q1', passed)).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
  })

  it('is no correction where it says again what is sealed', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', failed)
    await saveCorrection(author.store, id, 'q1', passed)
    expect(await corrections()).toEqual([])
  })

  it('asks for what a correction leaves without an answer', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', { value: null })
    await expect(sendCorrections(author.store, id, 'Sửa')).rejects.toMatchObject({
      code: 'INCOMPLETE',
      detail: { missing: ['q1'] },
    })
    expect(await corrections()).toHaveLength(1)
  })

  it('goes back without a changed answer too: the reason is what the reviewer reads', async () => {
    await returns({ q1: 'Có chắc không?' })
    await sendCorrections(author.store, id, 'Đã xem lại, kết quả đúng')
    await author.sync()
    expect(await record()).toMatchObject({ status: 'submitted', sealNo: 2 })
  })
})

describe('[P71] what crosses on the way', () => {
  it('leaves a correction of an older seal with its author, who takes it over or lets it go', async () => {
    const other = await createDeviceWorld(server, 'kiemtra')
    await returns({ q1: 'Kiểm tra lại', q3: 'Ghi rõ' })
    await other.sync()
    await saveCorrection(author.store, id, 'q1', { ...failed, note: 'Máy này' })
    await saveCorrection(author.store, id, 'q3', failed)
    await saveCorrection(other.store, id, 'q1', { ...failed, note: 'Máy kia' })
    await sendCorrections(other.store, id, 'Sửa ở máy kia')
    await other.sync()
    other.close()
    await author.sync()
    expect(await corrections()).toMatchObject([
      { item: 'q1', isStale: true },
      { item: 'q3', isStale: true },
    ])
    await expect(sendCorrections(author.store, id, 'Sửa')).rejects.toMatchObject({ code: 'SEAL_MOVED' })

    await desk.sync()
    await returns({ q1: 'Vẫn chưa rõ' })
    expect(await corrections()).toMatchObject([{ isStale: true }, { isStale: true }])
    await saveCorrection(author.store, id, 'q1', { ...failed, note: 'Máy này' })
    expect(await corrections()).toMatchObject([
      { item: 'q3', isStale: true },
      { item: 'q1', isStale: false },
    ])
    await sendCorrections(author.store, id, 'Sửa lần hai')
    await author.sync()
    expect(await record()).toMatchObject({
      sealNo: 3,
      cells: { q1: { answer: { note: 'Máy này' } }, q3: { answer: passed } },
    })
    expect(await corrections()).toMatchObject([{ item: 'q3', isStale: true }])
    await dropCorrection(author.store, id, 'q3')
    expect(await corrections()).toEqual([])
  })

  it('keeps the answers of a refused amendment, and takes them back among the corrections', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', failed)
    await sendCorrections(author.store, id, 'Sửa')
    // A later seal is not what is wrong with it: the reviewer approved by mistake, and returns it again.
    await server.db.updateTable('inspection').set({ status: 'approved' }).where('id', '=', id).execute()
    await author.push()
    const [group] = await listAttention(author.store)
    expect(group?.entries).toMatchObject([{ kind: 'rejected', code: 'INSPECTION_APPROVED', handled: null }])
    const entry = group?.entries[0]
    expect(entry?.said).toMatchObject({ k: 'inspection.amend', set: { q1: failed } })
    expect(await corrections()).toEqual([])

    await server.db.updateTable('inspection').set({ status: 'returned' }).where('id', '=', id).execute()
    await takeBackCorrections(author.store, entry?.id ?? '')
    expect(await corrections()).toMatchObject([{ item: 'q1', answer: failed, isStale: false }])
    expect((await listAttention(author.store))[0]?.entries).toMatchObject([{ handled: 'seen' }])
    await sendCorrections(author.store, id, 'Sửa lại')
    await author.sync()
    expect(await record()).toMatchObject({ status: 'submitted', sealNo: 2, cells: { q1: { answer: failed } } })
  })

  it('takes nothing back of what is not open any more, and leaves the refusal where it is', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', failed)
    await sendCorrections(author.store, id, 'Sửa')
    await server.db.updateTable('inspection').set({ status: 'approved' }).where('id', '=', id).execute()
    await author.push()
    await approves()
    await author.store.db.result.update(id, {
      body: await author.store.db.pack({ ...(await record()), status: 'approved' }),
    })
    const entry = (await listAttention(author.store))[0]?.entries[0]
    await expect(takeBackCorrections(author.store, entry?.id ?? '')).rejects.toMatchObject({
      code: 'INSPECTION_APPROVED',
    })
    expect((await listAttention(author.store))[0]?.entries).toMatchObject([{ handled: null }])
  })
})

describe('[P71] what stands on this tablet alone', () => {
  it('counts corrections, where it is asked what would be lost and what is not sent', async () => {
    await returns({ q1: 'Kiểm tra lại', q3: 'Ghi rõ' })
    expect(await listOnlyHere(author.store)).toEqual([])
    await saveCorrection(author.store, id, 'q1', failed)
    await saveCorrection(author.store, id, 'q3', failed)
    expect(await listOnlyHere(author.store)).toMatchObject([{ id, changes: 2 }])
    expect(await contents(author.store)).toMatchObject({ corrections: 2, unsentChanges: 0 })
  })

  it('[P57] is in no file until it was sent back, and then it is', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    await saveCorrection(author.store, id, 'q1', failed)
    expect(await listUnsentWork(author.store)).toEqual([])
    await sendCorrections(author.store, id, 'Sửa')
    expect(await listUnsentWork(author.store)).toMatchObject([{ insp: id, changes: 1 }])
  })

  it('is sealed with everything else once its person has a PIN', async () => {
    await returns({ q1: 'Kiểm tra lại' })
    const row = { insp: id, item: 'q1', seal: 1, savedAt: 1, answer: { plain: failed } }
    await author.store.db.correction.put(row)
    expect(await sealRows(author.store)).toBe(1)
    expect((await author.store.db.correction.toArray())[0]?.answer).not.toHaveProperty('plain')
    expect(await corrections()).toMatchObject([{ answer: failed }])
  })
})

describe('[P71] photos of what was returned', () => {
  it('are kept and sent beside the seal, and ask nobody for attention', async () => {
    const bytes = picture(500)
    await expect(addPhoto(author.store, id, shotOf(bytes), new Blob([bytes]))).rejects.toMatchObject({
      code: 'INSPECTION_UNKNOWN',
    })
    await returns({ q1: 'Chụp lại' })
    await addPhoto(author.store, id, shotOf(bytes), new Blob([bytes]))
    expect(await isAmending(author.store, id)).toBe(false)
    await saveCorrection(author.store, id, 'q1', failed)
    await sendCorrections(author.store, id, 'Sửa')
    await author.sync()
    expect(await record()).toMatchObject({ sealNo: 2, photos: [{ item: 'q1', late: true }] })
    expect(await listAttention(author.store)).toEqual([])
    expect(await listPhotos(author.store, id)).toHaveLength(1)
  })
})

function shotOf(bytes: Uint8Array) {
  const { id: _id, ...shot } = photoOf(bytes)
  return shot
}
