// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import type { DeviceRow, HandoverRow } from '../../src/protocol/device-wire.ts'
import { clockWords, waitingWords } from '../../src/screens/admin/device-words.ts'
import { Devices } from '../../src/screens/admin/devices.tsx'
import { createTablet, inspector } from './tablet.tsx'

const admin: Person = { ...inspector, id: 'p-quan', name: 'Vũ Thị Quản', role: 'administrator' }
const session = { id: 's', userAgent: '', address: '', since: 0, lastSeen: 0, current: false }
function device(id: string, name: string, more: Partial<DeviceRow> = {}): DeviceRow {
  const person = { id: `p-${id}`, name, role: 'inspector' as const }
  const waiting = { changes: 0, photos: 0, since: null }
  const rest = { app: '1.4.0', schema: 3, lastSeen: 1, refused: 0, clockAhead: 0, lost: null }
  return { id, person, tablet: `t-${id}`, ...rest, waiting, session: { ...session, id: `s-${id}` }, ...more }
}

const asked: { method: string; path: string; body: unknown }[] = []
async function show(devices: DeviceRow[], person = admin, handovers: HandoverRow[] = []) {
  asked.length = 0
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit) => {
    asked.push({ method, path, body: body ? JSON.parse(String(body)) : null })
    if (path.endsWith('/take')) return Response.json({ person: { id: 'x', name: 'x' }, tablet: 'x', letters: [] })
    if (path === '/api/handovers') return Response.json({ handovers })
    return Response.json(method === 'GET' ? { devices, sessions: [] } : { ok: true })
  })
  const { show: render } = await createTablet(person)
  render(<Devices />)
  return userEvent.setup()
}
const cards = () => screen.findAllByRole('region')

describe('the devices of a province', () => {
  it('shows first where something has waited longest, and finds by name without marks', async () => {
    const user = await show([
      device('a', 'Nguyễn An'),
      device('b', 'Trần Bình', { waiting: { changes: 3, photos: 1, since: 2_000 } }),
      device('c', 'Lê Chi', { waiting: { changes: 1, photos: 0, since: 1_000 }, refused: 2 }),
    ])
    const names = async () => (await cards()).map((card) => within(card).getByRole('heading').textContent)
    expect(await names()).toEqual(['Lê Chi', 'Trần Bình', 'Nguyễn An'])
    expect(screen.getByText(/^3 máy; 2 máy còn nội dung/)).toBeInTheDocument()
    expect(screen.getByText('2 thay đổi')).toBeInTheDocument()
    const refused = screen.getByRole('link', { name: 'Xem nội dung bị từ chối của Lê Chi' })
    expect(decodeURIComponent(refused.getAttribute('href') ?? '')).toBe('/quan-tri/tu-choi?tim=Lê+Chi')
    await user.click(screen.getByRole('checkbox', { name: 'Chỉ máy còn nội dung chưa gửi' }))
    await user.type(screen.getByLabelText('Tìm theo tên người dùng'), 'binh')
    expect(await names()).toEqual(['Trần Bình'])
  })

  it('a tablet that is lost: says what is unsent, asks twice, and may take everybody’s', async () => {
    const user = await show([
      device('a', 'Nguyễn An', { tablet: 'chung', waiting: { changes: 3, photos: 1, since: 2_000 } }),
      device('b', 'Trần Bình', { tablet: 'chung' }),
    ])
    await user.click(await screen.findByRole('button', { name: 'Báo mất máy của Nguyễn An' }))
    const dialog = screen.getByRole('dialog', { hidden: true })
    expect(dialog).toHaveTextContent(/Nguyễn An \(.*\): 3 thay đổi, 1 ảnh; cũ nhất từ/)
    const press = (name: string) => user.click(within(dialog).getByRole('button', { name, hidden: true }))
    await user.click(within(dialog).getByRole('checkbox', { hidden: true }))
    await press('Báo mất')
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
    await press('Báo mất và xóa')
    await waitFor(() =>
      expect(asked).toContainEqual({ method: 'POST', path: '/api/devices/a/lost', body: { everybody: true } }),
    )
    expect(await screen.findByText(/Máy sẽ tự xóa khi liên lạc lần tới/)).toBeInTheDocument()
  })

  it('two of one person are told apart', async () => {
    const tablets = ['3f2a91bc-1', '77aa00ff-2'].map((tablet) => device(tablet, 'Nguyễn An', { tablet }))
    await show([...tablets, device('b', 'Trần Bình')])
    const names = (await cards()).map((card) => within(card).getByRole('heading').textContent)
    expect(names).toEqual(['Nguyễn An · máy 3f2a91bc', 'Nguyễn An · máy 77aa00ff', 'Trần Bình'])
    expect(screen.getByRole('button', { name: 'Báo mất máy của Nguyễn An · máy 77aa00ff' })).toBeInTheDocument()
  })

  it('ending a session says that what lies there stays', async () => {
    const user = await show([device('a', 'Nguyễn An')])
    await user.click(await screen.findByRole('button', { name: 'Thu hồi phiên của Nguyễn An' }))
    const dialog = screen.getByRole('dialog', { hidden: true })
    expect(dialog).toHaveTextContent('Dữ liệu trên máy vẫn còn nguyên')
    await user.click(within(dialog).getByRole('button', { name: 'Thu hồi', hidden: true }))
    await waitFor(() => expect(asked).toContainEqual({ method: 'DELETE', path: '/api/sessions/s-a', body: {} }))
  })

  it('a session whose browser is somebody else’s now is good for what waits there', async () => {
    await show([device('a', 'Nguyễn An', { session: { ...session, id: 's-a', displaced: true } })])
    expect(await screen.findByText('Chỉ gửi hộ')).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Thu hồi phiên của Nguyễn An' })).toBeInTheDocument()
  })

  it('the tablet in hand, and one that was declared lost already, cannot be declared lost', async () => {
    await show([
      device('a', 'Nguyễn An', { session: { ...session, current: true } }),
      device('b', 'Trần Bình', { lost: { declaredAt: 1, wipedAt: null }, session: null }),
    ])
    expect(await screen.findByText('Đã báo mất, chờ máy liên lạc')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Báo mất/ })).not.toBeInTheDocument()
  })
})

describe('an order that stands', () => {
  it('is taken back with a reason', async () => {
    const user = await show([device('a', 'Nguyễn An', { lost: { declaredAt: 1, wipedAt: null }, session: null })])
    await user.click(await screen.findByRole('button', { name: 'Rút lại lệnh báo mất máy của Nguyễn An' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByRole('radio', { name: 'Đã tìm thấy máy' })).toBeChecked()
    await user.click(dialog.getByRole('radio', { name: 'Báo nhầm máy' }))
    await user.click(dialog.getByRole('button', { name: 'Rút lại' }))
    expect(await screen.findByText('Đã rút lại lệnh báo mất máy của Nguyễn An.')).toBeInTheDocument()
    expect(asked).toContainEqual({ method: 'POST', path: '/api/devices/a/found', body: { reason: 'mistaken' } })
  })

  it('is not taken back where it was carried out', async () => {
    await show([device('a', 'Nguyễn An', { lost: { declaredAt: 1, wipedAt: 2 }, session: null })])
    expect(await screen.findByText(/^Đã xóa lúc/)).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: /Rút lại/ })).not.toBeInTheDocument()
  })
})

describe('what lost tablets handed over', () => {
  const visit = { inspection: 'i', facility: 'Trạm Y tế Suối Mơ', date: '2026-11-22', answers: 8, isKnown: false }
  const handover: HandoverRow = {
    id: 'l',
    person: { id: 'p-a', name: 'Nguyễn An' },
    tablet: '3f2a91bc-0000',
    receivedAt: 1,
    changes: 12,
    sealed: 1,
    isWhole: false,
    visits: [
      { ...visit, state: 'submitted' },
      { ...visit, inspection: 'j', facility: null, date: null, answers: 0, state: 'open', isKnown: true },
    ],
  }

  it('is not spoken of where there is nothing', async () => {
    await show([device('a', 'Nguyễn An')])
    await cards()
    expect(screen.queryByText(/đã chuyển về/)).not.toBeInTheDocument()
  })

  it('stands there by visit, and is downloaded as a file', async () => {
    const user = await show([device('a', 'Nguyễn An')], admin, [handover])
    expect(await screen.findByText(/Máy 3f2a91bc · nhận lúc .* · 12 thay đổi, 1 không mở được · chưa đủ/)).toBeVisible()
    const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(lines).toContain('Trạm Y tế Suối Mơ, 22/11/2026: 8 câu trả lời, đã bấm nộp; máy chủ chưa có lượt này.')
    expect(lines).toContain('Chưa rõ cơ sở: 0 câu trả lời, đang làm; máy chủ đã có một phần lượt này.')
    const saved: Blob[] = []
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: (file: Blob) => `blob:${saved.push(file)}` }))
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    await user.click(screen.getByRole('button', { name: 'Tải về nội dung máy của Nguyễn An' }))
    await waitFor(() => expect(saved).toHaveLength(1))
    expect(asked).toContainEqual({ method: 'POST', path: '/api/handovers/l/take', body: {} })
  })
})

it.each([
  [0, 'đúng giờ'],
  [-119_000, 'chậm 2 phút'],
  [7_300_000, 'nhanh 2 giờ'],
  [-400 * 86_400_000, 'chậm 400 ngày'],
])('a clock %d ms ahead: %s', (ahead, words) => expect(clockWords(ahead).value).toBe(words))

it.each([
  [null, /chưa rõ/],
  [{ changes: 0, photos: 0, since: null }, /^không có$/],
  [{ changes: 0, photos: 2, since: null }, /^2 ảnh$/],
])('%j waits: %s', (waiting, words) => expect(waitingWords(waiting).value).toMatch(words))
