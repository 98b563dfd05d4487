// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { noteTemporaryPassword } from '../../src/device/store/temporary-password.ts'
import type { Person } from '../../src/domain/people.ts'
import type { PersonRow } from '../../src/protocol/people-wire.ts'
import { AdminRoom } from '../../src/screens/admin/room.tsx'
import { areaOf, fakePlaces } from './fake-places.ts'
import { fakeServer, refuse } from './fake-server.ts'
import { bring, createTablet, facility, inspector } from './tablet.tsx'

const admin: Person = { ...inspector, id: 'p-quan', username: 'quantri', name: 'Phạm Thu Quản', role: 'administrator' }

function row(id: string, name: string, more: Partial<PersonRow> = {}): PersonRow {
  const reach = { role: 'inspector', areaIds: ['xa-1'], facilityId: null } as const
  return {
    id,
    username: id,
    name,
    ...reach,
    areaIds: ['xa-1'],
    locked: false,
    mustChange: false,
    secondFactor: false,
    lastSeen: 1,
    ...more,
  }
}
const hoa = row('hoa.le', 'Lê Thị Hoa')
const an = row('an.do', 'Đỗ Văn Ân', { role: 'supervisor', locked: true, areaIds: [] })
const quan = row('p-quan', admin.name, { role: 'administrator', username: 'quantri' })

const PEOPLE = '/quan-tri/nguoi-dung'
const PASSWORD = 'k7mw3-x9pqd-abcde-fghjk'

async function open(path: string, people: PersonRow[] = [hoa, an, quan], as = admin) {
  const server = fakeServer({
    'GET /api/people': () => ({ body: { people } }),
    'GET /api/people/hoa.le/sessions': () => ({ body: { sessions: [] } }),
  })
  const tablet = await createTablet(as)
  await bring(tablet.store, {
    facilities: [
      facility('bv', 'Bệnh viện Bến Sao', { areaId: 'xa-2', areaName: 'Phường Bến Sao' }),
      facility('tyt', 'Trạm Y tế Suối Mơ'),
    ],
  })
  const show = () => tablet.show(<AdminRoom />, path)
  return { server, tablet, show, user: userEvent.setup() }
}

afterEach(() => vi.unstubAllGlobals())

describe('the administrator’s room', () => {
  it('leads to its first page, and says in its navigation where one is', async () => {
    const { show } = await open('/quan-tri')
    const view = show()
    expect(await screen.findByRole('heading', { level: 1, name: 'Người dùng' })).toBeInTheDocument()
    expect(view.at()).toBe(PEOPLE)
    const pages = within(screen.getByRole('navigation', { name: 'Quản trị' }))
    expect(pages.getByRole('link', { name: 'Người dùng' })).toHaveAttribute('aria-current', 'page')
  })

  it('is nobody else’s', async () => {
    const { show, server } = await open('/quan-tri', [], inspector)
    show()
    expect(await screen.findByText(/Không tìm thấy/)).toBeInTheDocument()
    expect(server.asked).toEqual([])
  })

  it('with a temporary password leads to changing it', async () => {
    const { show, tablet, server } = await open('/quan-tri')
    await noteTemporaryPassword(tablet.store, true)
    const view = show()
    await waitFor(() => expect(view.at()).toBe('/doi-mat-khau'))
    expect(server.asked).toEqual([])
  })

  it('where the tablet does not know of it, the server’s refusal leads there too', async () => {
    const { show, server } = await open(PEOPLE)
    server.answer('GET /api/people', () => refuse(403, 'PASSWORD_CHANGE_REQUIRED'))
    show()
    expect(await screen.findByRole('link', { name: 'Đổi mật khẩu' })).toHaveAttribute('href', '/doi-mat-khau')
  })
})

describe('people', () => {
  it('are found without diacritics and narrowed; the way back leads to the same list', async () => {
    const { show, user } = await open(PEOPLE)
    const view = show()
    expect(await screen.findByText('3 người dùng, 1 đã khóa, 0 còn mật khẩu tạm.')).toBeInTheDocument()
    await user.type(screen.getByLabelText('Tìm'), 'le thi')
    await waitFor(() => expect(screen.queryByText('Đỗ Văn Ân')).not.toBeInTheDocument())
    expect(screen.getByRole('link', { name: /Lê Thị Hoa/ })).toHaveAttribute('href', `${PEOPLE}/hoa.le`)
    expect(view.at()).toBe(`${PEOPLE}?tim=le+thi`)
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Đã khóa')
    expect(await screen.findByText('Không có người dùng nào khớp.')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Bỏ lọc' }))
    expect(await screen.findByText('Đỗ Văn Ân')).toBeInTheDocument()
    expect(screen.getByText('Đã khóa', { selector: 'span' })).toBeInTheDocument()
  })

  it('of a large province come fifty at a time', async () => {
    const many = Array.from({ length: 2000 }, (_, n) => row(`u${n}`, `Nguyễn Văn ${n}`))
    const { show, user } = await open(PEOPLE, many)
    show()
    const links = () => screen.getAllByRole('link', { name: /Nguyễn Văn/ })
    expect(await screen.findByText(/^2\.000 người dùng/)).toBeInTheDocument()
    await waitFor(() => expect(links()).toHaveLength(50))
    await user.click(screen.getByRole('button', { name: 'Xem thêm 50 người' }))
    expect(links()).toHaveLength(100)
  })

  it('several get another password at once: those that are found, but oneself; the passwords are shown once', async () => {
    const { show, user, server } = await open(PEOPLE, [hoa, { ...an, lastSeen: null }, quan])
    const opened = { username: 'an.do', name: an.name, temporaryPassword: PASSWORD }
    server.answer('POST /api/people/reset-passwords', () => ({ body: { opened: [opened] } }))
    show()
    await user.click(await screen.findByRole('button', { name: 'Cấp lại mật khẩu tạm cho nhiều người' }))
    expect(screen.getByRole('checkbox', { name: /Phạm Thu Quản/ })).toBeDisabled()
    expect(screen.getByRole('button', { name: 'Cấp lại mật khẩu tạm' })).toBeDisabled()
    await user.selectOptions(screen.getByLabelText('Trạng thái'), 'Chưa đăng nhập')
    await user.click(await screen.findByRole('button', { name: 'Chọn 1 người đang lọc' }))
    expect(screen.getByText('Đã chọn 1 người.')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Cấp lại mật khẩu tạm' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Cấp lại mật khẩu tạm cho 1 người?' }))
    await user.click(dialog.getByRole('button', { name: 'Cấp lại mật khẩu tạm' }))
    expect(await screen.findByRole('row', { name: `${an.name} an.do ${PASSWORD}` })).toBeInTheDocument()
    const asked = server.askedFor('POST /api/people/reset-passwords').map(({ body }) => body)
    expect(asked).toEqual([{ ids: ['an.do'] }])
    await user.click(screen.getByRole('button', { name: 'Đã ghi lại, xong' }))
    expect(await screen.findByRole('link', { name: /Đỗ Văn Ân/ })).toBeInTheDocument()
    expect(screen.queryByText(PASSWORD)).not.toBeInTheDocument()
  })

  it('without a network it says so and offers to try again; what was read before says of when it is', async () => {
    const { show, user, server } = await open(PEOPLE)
    server.leave()
    const { unmount } = show()
    expect(await screen.findByText(/Việc này cần có mạng/)).toBeInTheDocument()
    expect(screen.queryByText(/người dùng, /)).not.toBeInTheDocument()
    server.leave(false)
    await user.click(screen.getByRole('button', { name: 'Thử lại' }))
    expect(await screen.findByText('Lê Thị Hoa')).toBeInTheDocument()
    expect(screen.queryByText(/Việc này cần có mạng/)).not.toBeInTheDocument()
    unmount()
    server.leave()
    show()
    expect(await screen.findByText(/Bên dưới là nội dung đọc lúc \d\d:\d\d; từ đó có thể đã khác/)).toBeInTheDocument()
    expect(await screen.findByText('Lê Thị Hoa')).toBeInTheDocument()
  })
})

describe('a new account', () => {
  it('tells what is missing beside each field, and the first of them has the focus', async () => {
    const { show, user, server } = await open(`${PEOPLE}/them`)
    show()
    await user.click(await screen.findByRole('button', { name: 'Mở tài khoản' }))
    expect(await screen.findByText('Nhập họ và tên.')).toBeInTheDocument()
    expect(screen.getByText('Gồm 3 đến 64 chữ cái không dấu, chữ số, dấu chấm hoặc gạch dưới.')).toBeInTheDocument()
    expect(screen.getByText('Chọn ít nhất một địa bàn.')).toBeInTheDocument()
    expect(screen.getByLabelText('Họ và tên')).toHaveFocus()
    expect(server.askedFor('POST /api/people')).toEqual([])
  })

  it('is opened with its areas; the password is shown once', async () => {
    const { show, user, server } = await open(`${PEOPLE}/them`)
    const made = row('moi', 'Trần Mới', { mustChange: true, lastSeen: null })
    server.answer('POST /api/people', () => {
      server.answer('GET /api/people', () => ({ body: { people: [hoa, made] } }))
      return { body: { person: made, temporaryPassword: PASSWORD } }
    })
    server.answer('GET /api/people/moi/sessions', () => ({ body: { sessions: [] } }))
    const view = show()
    await user.type(await screen.findByLabelText('Họ và tên'), 'Trần Mới')
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'Moi')
    await user.type(screen.getByLabelText('Tìm địa bàn'), 'ben sao')
    await waitFor(() => expect(screen.queryByLabelText('Xã Suối Mơ')).not.toBeInTheDocument())
    await user.click(screen.getByLabelText('Phường Bến Sao'))
    await user.click(screen.getByRole('button', { name: 'Mở tài khoản' }))
    expect(await screen.findByText(PASSWORD)).toBeInTheDocument()
    expect(screen.getByText('Mật khẩu tạm chỉ hiện lần này')).toBeInTheDocument()
    expect(server.askedFor('POST /api/people').map(({ body }) => body)).toEqual([
      { name: 'Trần Mới', username: 'moi', role: 'inspector', areaIds: ['xa-2'], facilityId: null },
    ])
    await user.click(screen.getByRole('button', { name: 'Chép mật khẩu' }))
    expect(await screen.findByText('Đã chép mật khẩu tạm.')).toBeInTheDocument()
    expect(await navigator.clipboard.readText()).toBe(PASSWORD)
    await user.click(screen.getByRole('button', { name: 'Đã ghi lại, xong' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Trần Mới' })).toBeInTheDocument()
    expect(view.at()).toBe(`${PEOPLE}/moi`)
    expect(screen.queryByText(PASSWORD)).not.toBeInTheDocument()
  })

  it('can be given a commune in which nothing lies yet, and none that is no more', async () => {
    const { show, server } = await open(`${PEOPLE}/them`)
    const places = fakePlaces([
      areaOf('xa-moi', 'Xã Mới Lập'),
      areaOf('xa-cu', 'Xã Đã Nhập', { until: '2026-01-01' }),
      areaOf('huyen', 'Huyện Thượng Sương', { kind: 'district' }),
    ])
    server.answer('GET /api/areas', places.tree)
    show()
    expect(await screen.findByLabelText('Xã Mới Lập')).toBeInTheDocument()
    for (const name of ['Xã Đã Nhập', 'Huyện Thượng Sương'])
      expect(screen.queryByLabelText(name)).not.toBeInTheDocument()
  })

  it('for a facility takes one facility, and no areas that were chosen before', async () => {
    const { show, user, server } = await open(`${PEOPLE}/them`)
    server.answer('POST /api/people', () => refuse(409, 'USERNAME_TAKEN'))
    show()
    await user.type(await screen.findByLabelText('Họ và tên'), 'Trạm')
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'tram')
    await user.click(screen.getByLabelText('Xã Suối Mơ'))
    await user.click(screen.getByRole('radio', { name: 'Cơ sở y tế' }))
    await user.click(screen.getByRole('button', { name: 'Mở tài khoản' }))
    expect(await screen.findByText('Chọn cơ sở của tài khoản này.')).toBeInTheDocument()
    await user.click(screen.getByRole('radio', { name: /Trạm Y tế Suối Mơ/ }))
    await user.click(screen.getByRole('button', { name: 'Mở tài khoản' }))
    expect(await screen.findByText(/Tên đăng nhập này đã có người dùng/)).toBeInTheDocument()
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveFocus()
    expect(server.askedFor('POST /api/people')[0]?.body).toMatchObject({ areaIds: [], facilityId: 'tyt' })
  })
})

describe('one account', () => {
  it('loses its second factor only where it has one, after a question', async () => {
    const factored = { ...hoa, role: 'supervisor' as const, secondFactor: true }
    const { show, user, server } = await open(`${PEOPLE}/hoa.le`, [factored, quan])
    server.answer('POST /api/people/hoa.le/reset-second-factor', () => ({ body: { ok: true } }))
    show()
    await user.click(await screen.findByRole('button', { name: 'Bỏ xác thực hai bước' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Bỏ xác thực hai bước của Lê Thị Hoa?' }))
    expect(server.askedFor('POST /api/people/hoa.le/reset-second-factor')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Bỏ xác thực hai bước' }))
    expect(await screen.findByText('Đã bỏ xác thực hai bước.')).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Bỏ xác thực hai bước' })).not.toBeInTheDocument()
  })

  it('is locked after a question that says what happens, and opened again', async () => {
    const { show, user, server } = await open(`${PEOPLE}/hoa.le`)
    server.answer('POST /api/people/hoa.le/lock', () => ({ body: { person: { ...hoa, locked: true } } }))
    server.answer('POST /api/people/hoa.le/unlock', () => ({ body: { person: hoa } }))
    show()
    await user.click(await screen.findByRole('button', { name: 'Khóa tài khoản' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Khóa tài khoản của Lê Thị Hoa?' }))
    expect(dialog.getByText(/Những gì chưa gửi vẫn nằm trên máy/)).toBeInTheDocument()
    expect(server.askedFor('POST /api/people/hoa.le/lock')).toEqual([])
    await user.click(dialog.getByRole('button', { name: 'Khóa tài khoản' }))
    expect(await screen.findByText('Đã khóa tài khoản.')).toBeInTheDocument()
    expect(screen.getByText('đã khóa')).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Mở khóa tài khoản' }))
    await user.click(screen.getByRole('button', { name: 'Mở khóa' }))
    expect(await screen.findByText('đang mở')).toBeInTheDocument()
  })

  it('a refusal stays in the dialog, in the server’s words', async () => {
    const { show, user, server } = await open(`${PEOPLE}/hoa.le`)
    server.answer('POST /api/people/hoa.le/lock', () => refuse(409, 'LAST_ADMINISTRATOR'))
    show()
    await user.click(await screen.findByRole('button', { name: 'Khóa tài khoản' }))
    const dialog = within(screen.getByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Khóa tài khoản' }))
    expect(await dialog.findByRole('alert')).toHaveTextContent(/quản trị cuối cùng/)
    await user.click(dialog.getByRole('button', { name: 'Thôi' }))
    expect(screen.getByText('đang mở')).toBeInTheDocument()
  })

  it('a name is corrected; where somebody was faster it is said, and what was typed stays', async () => {
    const { show, user, server } = await open(`${PEOPLE}/hoa.le`)
    server.answer('PUT /api/people/hoa.le/name', () => refuse(409, 'PLACES_CHANGED'))
    show()
    await user.click(await screen.findByRole('button', { name: 'Sửa họ tên' }))
    const dialog = within(screen.getByRole('dialog', { name: 'Sửa họ tên của Lê Thị Hoa' }))
    await user.clear(dialog.getByLabelText('Họ và tên'))
    await user.click(dialog.getByRole('button', { name: 'Lưu họ tên' }))
    expect(await dialog.findByText('Nhập họ và tên.')).toBeInTheDocument()
    await user.type(dialog.getByLabelText('Họ và tên'), 'Lê Thị Hòa')
    server.answer('GET /api/people', () => ({ body: { people: [{ ...hoa, name: 'Lê Hoa' }] } }))
    await user.click(dialog.getByRole('button', { name: 'Lưu họ tên' }))
    expect(await screen.findByText('Nay là Lê Hoa.')).toBeInTheDocument()
    expect(dialog.getByLabelText('Họ và tên')).toHaveValue('Lê Thị Hòa')
    server.answer('PUT /api/people/hoa.le/name', () => ({ body: { person: { ...hoa, name: 'Lê Thị Hòa' } } }))
    await user.click(screen.getByRole('button', { name: 'Lưu họ tên' }))
    expect(await screen.findByText('Đã sửa họ tên.')).toBeInTheDocument()
    expect(screen.getByRole('heading', { level: 1, name: /Lê Thị Hòa/ })).toBeInTheDocument()
    expect(server.askedFor('PUT /api/people/hoa.le/name').map(({ body }) => body)).toEqual([
      { name: 'Lê Thị Hòa', was: 'Lê Thị Hoa' },
      { name: 'Lê Thị Hòa', was: 'Lê Hoa' },
    ])
  })

  it('gets another password, said once', async () => {
    const { show, user, server } = await open(`${PEOPLE}/hoa.le`)
    const body = { person: { ...hoa, mustChange: true }, temporaryPassword: PASSWORD }
    server.answer('POST /api/people/hoa.le/reset-password', () => ({ body }))
    show()
    await user.click(await screen.findByRole('button', { name: 'Đặt lại mật khẩu' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Đặt lại mật khẩu' }))
    expect(await screen.findByText(PASSWORD)).toBeInTheDocument()
    server.answer('GET /api/people', () => ({ body: { people: [body.person] } }))
    await user.click(screen.getByRole('button', { name: 'Đã ghi lại, xong' }))
    expect(await screen.findByText('còn mật khẩu tạm')).toBeInTheDocument()
    expect(screen.queryByText(PASSWORD)).not.toBeInTheDocument()
  })

  it('another role and reach keeps areas that this tablet does not know', async () => {
    const far = { ...hoa, areaIds: ['xa-1', 'xa-la'] }
    const { show, user, server } = await open(`${PEOPLE}/hoa.le/quyen`, [far])
    const changed = { ...far, role: 'supervisor' as const, areaIds: ['xa-1', 'xa-la', 'xa-2'] }
    server.answer('PUT /api/people/hoa.le/reach', () => ({ body: { person: changed } }))
    const view = show()
    expect(await screen.findByLabelText(/Chưa có tên trên máy này/)).toBeChecked()
    await user.click(screen.getByLabelText('Phường Bến Sao'))
    await user.click(screen.getByRole('radio', { name: 'Người giám sát' }))
    server.answer('GET /api/people', () => ({ body: { people: [changed] } }))
    await user.click(screen.getByRole('button', { name: 'Lưu vai trò và địa bàn' }))
    await waitFor(() => expect(view.at()).toBe(`${PEOPLE}/hoa.le`))
    const { role, areaIds } = changed
    expect(server.askedFor('PUT /api/people/hoa.le/reach')[0]?.body).toEqual({ role, areaIds, facilityId: null })
    expect(await screen.findByText('3 địa bàn')).toBeInTheDocument()
  })

  it('shows where its owner is signed in, and ends a session', async () => {
    const { show, user, server } = await open(`${PEOPLE}/hoa.le`)
    const session = {
      id: 's1',
      userAgent: 'Firefox/127.0',
      address: '203.0.113.7',
      since: 1,
      lastSeen: 2,
      current: false,
    }
    server.answer('GET /api/people/hoa.le/sessions', () => ({ body: { sessions: [session] } }))
    server.answer('DELETE /api/sessions/s1', () => ({ body: { ok: true } }))
    show()
    await user.click(await screen.findByRole('button', { name: /^Kết thúc phiên Firefox/ }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Kết thúc phiên' }))
    expect(await screen.findByText('Không có nơi nào đang đăng nhập.')).toBeInTheDocument()
    expect(server.askedFor('DELETE /api/sessions/s1')).toHaveLength(1)
  })

  it('of one’s own is not locked here', async () => {
    const { show } = await open(`${PEOPLE}/p-quan`)
    show()
    expect(await screen.findByRole('link', { name: 'Tài khoản của tôi' })).toBeInTheDocument()
    expect(screen.queryByRole('button', { name: 'Khóa tài khoản' })).not.toBeInTheDocument()
  })
})
