// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { notePhoto, noteReceived } from '../../src/device/store/photo-queue.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import type { Photo } from '../../src/domain/photo.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { Submit } from '../../src/screens/fill/submit.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { checklist, item, notApplicable, pass, passFail, section } from '../support/builders.ts'
import { photoOf, picture } from '../support/photos.ts'
import { bring, createTablet, facility, refOf } from './tablet.tsx'

const hospital = facility('bv', 'Bệnh viện Đồng Xuân')
const list = checklist([section('a', [item('a1', passFail), item('a2', passFail)])])

beforeAll(() => {
  // jsdom lays nothing out and shows no pictures.
  Element.prototype.scrollIntoView = () => {}
  window.scrollTo = () => {}
  URL.createObjectURL = () => 'blob:picture'
  URL.revokeObjectURL = () => {}
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.open = false
  }
})

async function begin(of = list) {
  const tablet = await createTablet()
  await bring(tablet.store, { facilities: [hospital], checklists: [of] })
  const head = {
    facilityId: hospital.id,
    facilityName: hospital.name,
    checklist: await refOf(of),
    kind: 'inspection' as const,
    date: '2026-11-22',
    team: ['Lan'],
    facts: hospital.facts,
  }
  const id = await startInspection(tablet.store, head)
  const add = (itemId: string, more: Partial<Photo> = {}) => {
    const bytes = picture(500)
    const { id: _id, ...shot } = photoOf(bytes, { item: itemId, ...more })
    return addPhoto(tablet.store, id, shot, new Blob([bytes]))
  }
  return { ...tablet, id, head, add, user: userEvent.setup() }
}
const card = (name: string) => within(screen.getByRole('article', { name }))

it('each photo stands on its own item, with its true state in words', async () => {
  const { store, show, id, add } = await begin()
  const [first] = [await add('a1'), await add('a1'), await add('a2')]
  show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
  expect(await screen.findAllByText('Đã lưu trên máy')).toHaveLength(3)
  expect(screen.getByText('3 ảnh trong mục này')).toBeInTheDocument()
  expect(await card('Câu hỏi a1?').findAllByRole('img', { name: /Ảnh \d của tiêu chí/ })).toHaveLength(2)
  await notePhoto(store, first ?? '', 'sending')
  expect(await card('Câu hỏi a1?').findByText('Đang gửi')).toBeInTheDocument()
  await notePhoto(store, first ?? '', 'damaged')
  expect(await card('Câu hỏi a1?').findByText('Ảnh hỏng')).toBeInTheDocument()
  const [, second] = await listPhotos(store, id)
  await noteReceived(store, [second?.sha256 ?? ''])
  expect(await card('Câu hỏi a1?').findByText('Máy chủ đã nhận')).toBeInTheDocument()
})

it('a photo is looked at whole, removed, and brought back', async () => {
  const { store, show, id, add, user } = await begin()
  await add('a1')
  show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
  await screen.findByText('Đã lưu trên máy')
  await user.click(screen.getByRole('button', { name: /Ảnh 1/ }))
  const dialog = screen.getByRole('dialog', { name: /^Ảnh 1 của tiêu chí/ })
  await user.click(within(dialog).getByRole('button', { name: 'Xóa ảnh' }))
  expect(await screen.findByText('Đã xóa ảnh.')).toBeInTheDocument()
  expect(await listPhotos(store, id)).toEqual([])
  await user.click(screen.getByRole('button', { name: 'Hoàn tác' }))
  expect(await card('Câu hỏi a1?').findByText('Đã lưu trên máy')).toBeInTheDocument()
  expect(screen.queryByText('Đã xóa ảnh.')).not.toBeInTheDocument()
})

it('a file that is no picture is said to be none, and nothing is kept', async () => {
  const { store, show, id } = await begin()
  show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
  const [add] = await screen.findAllByRole('button', { name: 'Thêm ảnh' })
  const input = add?.parentElement?.querySelector('input[type=file]') as HTMLInputElement
  expect(input).toHaveAttribute('capture', 'environment')
  fireEvent.change(input, { target: { files: [new File(['đây là văn bản'], 'a.jpg', { type: 'image/jpeg' })] } })
  expect(await screen.findByText(/không đọc được tệp ảnh/)).toBeInTheDocument()
  expect(await listPhotos(store, id)).toEqual([])
})

it('a received visit shows its photos, which have not come, and never one that was taken back', async () => {
  const { store, show, head } = await begin()
  const [here, late, missing, gone] = [1, 2, 3, 4].map(() => photoOf(picture(10), { item: 'a1' }))
  const record = {
    id: 'r',
    head,
    status: 'submitted',
    createdBy: { id: 'x', name: 'Trần Văn Hùng' },
    submittedAt: 1_795_000_000_000,
    score: { earned: 200, max: 200, grade: 'Đạt', tone: 'pass', criticalFailures: 0 },
    cells: { a1: { rev: 1, answer: { value: pass } }, a2: { rev: 1, answer: { value: pass } } },
    photos: [
      { ...here, stored: true },
      { ...late, stored: true, late: true },
      { ...missing, stored: false },
      { ...gone, stored: true, removed: true },
    ],
  } as InspectionRecord
  await bring(store, { results: [record] })
  show(<ResultPage id="r" />)
  expect(await screen.findByText('3 ảnh, 1 ảnh chưa tới máy chủ')).toBeInTheDocument()
  expect(await screen.findByRole('img', { name: /^Ảnh 1/ })).toHaveAttribute('src', `/sync/v1/blobs/${here?.sha256}`)
  expect(screen.getByText('Thêm sau khi nộp')).toBeInTheDocument()
  expect(screen.getByText('Ảnh chưa tới máy chủ')).toBeInTheDocument()
  expect(await screen.findAllByRole('img', { name: /^Ảnh \d/ })).toHaveLength(3)
})

it('[P55] a marked copy and its original are one picture, and the original can be looked at', async () => {
  const { store, show, id, add, user } = await begin()
  const position = { lat: 21.273367, lon: 106.396533 }
  const original = await add('a1', { position })
  await add('a1', { drawnOn: original })
  await noteReceived(store, [(await listPhotos(store, id))[1]?.sha256 ?? ''])
  show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
  await user.click(await screen.findByRole('button', { name: 'Ảnh 1 của tiêu chí A1, có đánh dấu' }))
  expect(screen.getAllByRole('img', { name: /^Ảnh \d/ })).toHaveLength(2)
  expect(screen.getByText('1 ảnh trong mục này')).toBeInTheDocument()
  // The copy has arrived, the original has not: as one picture they have not.
  expect(card('Câu hỏi a1?').getByText('Đã lưu trên máy')).toBeInTheDocument()
  const dialog = () => within(screen.getByRole('dialog'))
  expect(dialog().getByText(/ảnh gốc được giữ nguyên/)).toBeInTheDocument()
  await user.click(dialog().getByRole('button', { name: 'Xem bản gốc' }))
  expect(screen.getByRole('dialog', { name: 'Ảnh 1 của tiêu chí A1' })).toBeInTheDocument()
  expect(dialog().getByText(/Nơi chụp: 21,273367° vĩ bắc/)).toBeInTheDocument()
  await user.click(dialog().getByRole('button', { name: 'Xóa cả hai bản' }))
  await waitFor(async () => expect(await listPhotos(store, id)).toEqual([]))
  await user.click(await screen.findByRole('button', { name: 'Hoàn tác' }))
  await waitFor(async () => expect(await listPhotos(store, id)).toHaveLength(2))
  await user.click(await screen.findByRole('button', { name: /có đánh dấu$/ }))
  await user.click(dialog().getByRole('button', { name: 'Xóa bản đánh dấu' }))
  await waitFor(async () => expect(await listPhotos(store, id)).toMatchObject([{ position }]))
})

describe('evidence that the checklist asks for', () => {
  const asking = checklist([
    section('a', [
      item('a1', passFail, { evidence: ['photo', 'document'] }),
      item('a2', passFail, { evidence: ['photo'], evidenceRequired: true }),
    ]),
  ])
  async function visit() {
    const begun = await begin(asking)
    return {
      ...begun,
      answer: (cell: string, answer = { value: pass }) => saveAnswer(begun.store, begun.id, cell, answer),
    }
  }

  it('is a to-do on the card, ticked when it is there; where the item does not apply nothing is asked', async () => {
    const { show, id, add, answer } = await visit()
    show(<Fill id={id} sectionId="a" />, `/kiem-tra/${id}/a`)
    const [first, second] = [() => card('Câu hỏi a1?'), () => card('Câu hỏi a2?')]
    expect(await screen.findByText('Minh chứng cần có:')).toBeInTheDocument()
    expect(second().getByText('Minh chứng cần có (bắt buộc):')).toBeInTheDocument()
    expect(first().getByText('ảnh')).toHaveTextContent('ảnh, chưa có')
    await add('a1')
    await waitFor(() => expect(first().getByText('ảnh')).toHaveTextContent('ảnh, đã có'))
    expect(first().getByText('tài liệu')).toHaveTextContent('tài liệu, đã có')
    await answer('a2', { value: notApplicable })
    await waitFor(() => expect(second().queryByText(/Minh chứng cần có/)).not.toBeInTheDocument())
  })

  it('is counted on the review with a way to each, and holds nobody up', async () => {
    const { show, id, add, answer } = await visit()
    await answer('a1')
    await answer('a2')
    await add('a2')
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    const panel = within(await screen.findByRole('region', { name: 'Minh chứng' }))
    expect(panel.getByText('Còn 1 tiêu chí chưa có minh chứng được yêu cầu. Vẫn nộp được.')).toBeInTheDocument()
    expect(panel.getByRole('link', { name: /Câu hỏi a1\?.*chưa có: ảnh, tài liệu/ })).toHaveAttribute(
      'href',
      `/kiem-tra/${id}/a#a1`,
    )
    expect(screen.getByRole('button', { name: 'Nộp' })).toBeEnabled()
  })

  it('[P14] required, it stands in the way of handing in, there and in the store, with the exact item', async () => {
    const { store, show, id, add, answer } = await visit()
    await answer('a1', { value: notApplicable })
    await answer('a2')
    await expect(submitInspection(store, id)).rejects.toMatchObject({ code: 'INCOMPLETE', detail: { missing: ['a2'] } })
    show(<Submit id={id} />, `/kiem-tra/${id}/nop`)
    expect(await screen.findByRole('link', { name: 'Bổ sung minh chứng bắt buộc' })).toHaveAttribute(
      'href',
      `/kiem-tra/${id}/a#a2`,
    )
    expect(screen.queryByRole('button', { name: 'Nộp' })).not.toBeInTheDocument()
    await add('a2')
    expect(await screen.findByRole('button', { name: 'Nộp' })).toBeEnabled()
    await submitInspection(store, id)
    expect((await openInspection(store, id))?.state).toBe('waiting')
  })
})
