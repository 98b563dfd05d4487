// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, expect, it } from 'vitest'
import { startInspection } from '../../src/device/store/drafts.ts'
import { notePhoto, noteReceived } from '../../src/device/store/photo-queue.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { Fill } from '../../src/screens/fill/fill.tsx'
import { ResultPage } from '../../src/screens/result.tsx'
import { checklist, item, pass, passFail, section } from '../support/builders.ts'
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

async function begin() {
  const tablet = await createTablet()
  await bring(tablet.store, { facilities: [hospital], checklists: [list] })
  const head = {
    facilityId: hospital.id,
    facilityName: hospital.name,
    checklist: await refOf(list),
    kind: 'inspection' as const,
    date: '2026-11-22',
    team: ['Lan'],
    facts: hospital.facts,
  }
  const id = await startInspection(tablet.store, head)
  const add = (itemId: string) => {
    const bytes = picture(500)
    const { id: _id, ...shot } = photoOf(bytes, { item: itemId })
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
