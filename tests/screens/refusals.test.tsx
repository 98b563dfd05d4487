// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import type { RefusalRow } from '../../src/protocol/device-wire.ts'
import { Refusals } from '../../src/screens/admin/refusals/refusals.tsx'
import { fakeServer, refuse } from './fake-server.ts'
import { createTablet, inspector } from './tablet.tsx'

const admin: Person = { ...inspector, id: 'p-quan', name: 'Vũ Thị Quản', role: 'administrator' }
const refusal = (id: string, changes: Partial<RefusalRow> = {}): RefusalRow => ({
  id,
  person: { id: 'p-a', name: 'Nguyễn An' },
  device: '77aa00ff-1',
  tablet: '3f2a91bc-0000',
  receivedAt: Date.UTC(2026, 10, 22, 3, 42),
  how: 'rejected',
  code: 'ANSWER_INVALID',
  kind: 'answer.set',
  inspection: 'v',
  facility: 'Trạm Y tế Suối Mơ',
  date: '2026-11-22',
  isKnown: true,
  items: [{ number: '1.4', question: 'Có đủ thùng?' }],
  more: 2,
  length: 90,
  ...changes,
})

async function show(refusals: RefusalRow[], at?: string) {
  const content = '{"k":"answer.set","note":"<img src=x onerror=alert(1)>"}'
  const taken = { person: { id: 'p-a', name: 'Nguyễn An' }, device: '77aa00ff-1', receivedAt: 1, how: 'rejected' }
  const server = fakeServer({
    'GET /api/refusals': () => ({ body: { refusals } }),
    'POST /api/refusals/m.1.d/take': () => ({ body: { ...taken, code: 'ANSWER_INVALID', detail: null, content } }),
  })
  const { show: render } = await createTablet(admin)
  render(<Refusals />, at)
  return { server, user: userEvent.setup() }
}

describe('what was refused', () => {
  it('is told with who, which tablet, when, which visit and item, and why in words', async () => {
    await show([refusal('m.1.d')])
    const card = await screen.findByRole('article', {
      name: 'Câu trả lời · 1.4 Có đủ thùng?; và 2 tiêu chí nữa',
    })
    expect(card).toHaveTextContent('Bị từ chối')
    expect(card).toHaveTextContent('Trạm Y tế Suối Mơ, 22/11/2026 · máy chủ đã có lượt này')
    expect(card).toHaveTextContent('Câu trả lời không hợp với tiêu chí.')
    expect(card).toHaveTextContent('Nguyễn An · máy 3f2a91bc · 22/11/2026 10:42 · mã ANSWER_INVALID')
  })

  it('a code that this app is too old to know, and a letter that nobody can read, have their sentence too', async () => {
    const nothing = { kind: null, inspection: null, facility: null, date: null, isKnown: false, items: [], more: 0 }
    await show([
      refusal('a', { code: 'OF_NEXT_YEAR' }),
      refusal('b', { ...nothing, how: 'letter', code: null }),
      refusal('c', { how: 'late', kind: 'photo.remove', code: null, items: [], more: 0 }),
    ])
    const [future, letter, late] = await screen.findAllByRole('article')
    expect(future).toHaveTextContent('Máy chủ không nhận nội dung này.')
    expect(letter).toHaveTextContent(/Nội dung không rõ loại.*Chưa rõ cơ sở.*để lại nguyên văn/)
    expect(late).toHaveTextContent(/Xóa ảnh.*đã nộp và khóa trước khi/)
  })

  it('is read as text when it is asked for, which is said to be noted, and taken as a file without asking again', async () => {
    const { server, user } = await show([refusal('m.1.d')])
    await user.click(await screen.findByRole('button', { name: 'Xem nội dung' }))
    const text = await screen.findByRole('region', { name: /^Nội dung của Nguyễn An/ })
    expect(text).toHaveTextContent('"note": "<img src=x onerror=alert(1)>"')
    expect(document.querySelector('img')).toBeNull()
    expect(screen.getByText(/đã được ghi vào nhật ký/)).toBeVisible()
    const saved: Blob[] = []
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (file: Blob) => `blob:${saved.push(file)}` }))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    await user.click(screen.getByRole('button', { name: 'Tải về (JSON)' }))
    expect(saved.map(({ type }) => type)).toEqual(['application/json'])
    expect(server.askedFor('POST /api/refusals/m.1.d/take')).toHaveLength(1)
  })

  it('is found by person without marks and by kind, and the address says for what was looked', async () => {
    const other = { id: 'p-b', name: 'Trần Bình' }
    const { user } = await show([refusal('a'), refusal('b', { person: other, how: 'letter', code: 'BODY_TOO_LARGE' })])
    await user.type(await screen.findByLabelText('Tìm'), 'binh')
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(1))
    expect(screen.getByRole('status')).toHaveTextContent('1/2 nội dung')
    await user.selectOptions(screen.getByLabelText('Loại'), 'Bị từ chối')
    expect(await screen.findByText('Không có nội dung nào như vậy.')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Bỏ lọc' }))
    await waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(2))
  })

  it('where there is nothing it says so; where it cannot be opened it says why', async () => {
    await show([])
    expect(await screen.findByText('Máy chủ chưa từ chối nội dung nào.')).toBeVisible()
    const { server, user } = await show([refusal('m.1.d')])
    server.answer('POST /api/refusals/m.1.d/take', () => refuse(404, 'NOT_FOUND'))
    const card = await screen.findByRole('article')
    await user.click(within(card).getByRole('button', { name: 'Xem nội dung' }))
    expect(await within(card).findByRole('alert')).toHaveTextContent('Không tìm thấy nội dung được yêu cầu.')
  })
})
