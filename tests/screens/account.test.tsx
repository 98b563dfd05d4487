// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { hasTemporaryPassword, noteTemporaryPassword } from '../../src/device/store/temporary-password.ts'
import type { Person } from '../../src/domain/people.ts'
import type { SessionRow } from '../../src/protocol/people-wire.ts'
import { AccountPage } from '../../src/screens/account/account.tsx'
import { FirstPassword } from '../../src/screens/account/first-password.tsx'
import { SessionContext } from '../../src/screens/shell/session.tsx'
import { Shell } from '../../src/screens/shell/shell.tsx'
import { fakeServer, refuse } from './fake-server.ts'
import { createTablet, inspector, sessionWith } from './tablet.tsx'

const NEXT = 'một câu đủ dài để nhớ'
const session = (id: string, current = false): SessionRow => ({
  id,
  userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/126.0.0.0 Safari/537.36',
  address: '203.0.113.7',
  since: 1,
  lastSeen: 2,
  current,
})

async function open(page: React.ReactNode, person: Person = inspector, sessions = [session('mine', true)]) {
  const server = fakeServer({
    'GET /api/sessions': () => ({ body: { sessions } }),
    'POST /api/password': () => ({ body: { ok: true } }),
  })
  const tablet = await createTablet(person)
  return { server, tablet, user: userEvent.setup(), ...tablet.show(page) }
}

afterEach(() => vi.unstubAllGlobals())

async function type(user: ReturnType<typeof userEvent.setup>, current: string, next: string, again = next) {
  await user.type(screen.getByLabelText(/^Mật khẩu (đang dùng|tạm)$/), current)
  await user.type(screen.getByLabelText('Mật khẩu mới'), next)
  await user.type(screen.getByLabelText('Nhập lại mật khẩu mới'), `${again}{Enter}`)
}

describe('changing one’s password', () => {
  async function openForm() {
    const opened = await open(<AccountPage />)
    await opened.user.click(await screen.findByRole('button', { name: 'Đổi mật khẩu' }))
    return opened
  }

  it('says what is asked for before anybody types', async () => {
    await openForm()
    expect(screen.getByLabelText('Mật khẩu mới')).toHaveAccessibleDescription(/Ít nhất 12 ký tự/)
  })

  it.each([
    ['cu', 'ngắn', 'ngắn', 'Mật khẩu mới', 'Mật khẩu mới cần ít nhất 12 ký tự.'],
    ['cu', 'matkhau123456', 'matkhau123456', 'Mật khẩu mới', /^Mật khẩu mới dễ đoán/],
    ['cu', 'tôi là kiemtra đây', 'tôi là kiemtra đây', 'Mật khẩu mới', /không được chứa tên đăng nhập/],
    ['cu', NEXT, 'một câu khác hẳn', 'Nhập lại mật khẩu mới', 'Hai lần nhập chưa giống nhau.'],
    [NEXT, NEXT, NEXT, 'Mật khẩu mới', 'Mật khẩu mới phải khác mật khẩu đang dùng.'],
  ])('%s → %s, %s is refused beside its field, without asking', async (current, next, again, field, words) => {
    const { user, server } = await openForm()
    await type(user, current, next, again)
    expect(await screen.findByText(words)).toBeInTheDocument()
    expect(screen.getByLabelText(field)).toBeInvalid()
    expect(screen.getByLabelText(field)).toHaveFocus()
    expect(server.askedFor('POST /api/password')).toEqual([])
  })

  it.each([
    ['PASSWORD_WRONG', undefined, 'Mật khẩu đang dùng', 'Mật khẩu hiện tại chưa đúng.'],
    ['PASSWORD_WEAK', { why: 'common' }, 'Mật khẩu mới', /^Mật khẩu mới dễ đoán/],
    ['PASSWORD_WEAK', { why: 'toString' }, 'Mật khẩu mới', /quá yếu/],
  ] as const)('the server’s %s stands beside its field', async (code, detail, field, words) => {
    const { user, server } = await openForm()
    server.answer('POST /api/password', () => refuse(422, code, detail))
    await type(user, 'cu', NEXT)
    expect(await screen.findByText(words)).toBeInTheDocument()
    expect(screen.getByLabelText(field)).toBeInvalid()
    expect(screen.getByLabelText(field)).toHaveFocus()
  })

  it('is done by who knows the present one; the list of sessions is read anew', async () => {
    const { user, server, tablet } = await openForm()
    await noteTemporaryPassword(tablet.store, true)
    await type(user, 'cu', NEXT)
    expect(await screen.findByText(/^Đã đổi mật khẩu/)).toBeInTheDocument()
    expect(server.askedFor('POST /api/password')).toEqual([
      { route: 'POST /api/password', body: { current: 'cu', next: NEXT }, person: inspector.id },
    ])
    expect(await hasTemporaryPassword(tablet.store)).toBe(false)
    await waitFor(() => expect(server.askedFor('GET /api/sessions').length).toBeGreaterThan(1))
  })

  it('shows what was typed to who wants to see it', async () => {
    const { user } = await openForm()
    const field = screen.getByLabelText('Mật khẩu mới')
    expect(field).toHaveAttribute('type', 'password')
    await user.click(screen.getByRole('button', { name: 'Hiện mật khẩu mới' }))
    expect(field).toHaveAttribute('type', 'text')
    expect(screen.getByRole('button', { name: 'Hiện mật khẩu mới' })).toHaveAttribute('aria-pressed', 'true')
  })
})

describe('one’s sessions', () => {
  it('say which one asks; others are ended by the password again', async () => {
    const { user, server } = await open(<AccountPage />, inspector, [session('mine', true), session('tab-2')])
    expect(await screen.findByText('Phiên này')).toBeInTheDocument()
    server.answer('DELETE /api/sessions/tab-2', (body) =>
      (body as { password: string }).password === 'đúng' ? { body: { ok: true } } : refuse(422, 'PASSWORD_WRONG'),
    )
    await user.click(screen.getByRole('button', { name: /^Kết thúc phiên Chrome trên Windows/ }))
    const dialog = within(screen.getByRole('dialog'))
    await user.type(dialog.getByLabelText('Mật khẩu đang dùng'), 'sai{Enter}')
    expect(await dialog.findByText('Mật khẩu hiện tại chưa đúng.')).toBeInTheDocument()
    await user.clear(dialog.getByLabelText('Mật khẩu đang dùng'))
    server.answer('GET /api/sessions', () => ({ body: { sessions: [session('mine', true)] } }))
    await user.type(dialog.getByLabelText('Mật khẩu đang dùng'), 'đúng{Enter}')
    expect(await screen.findByText('Đã kết thúc phiên đó.')).toBeInTheDocument()
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Kết thúc phiên/ })).not.toBeInTheDocument())
  })

  it('say which one only stands for what waits', async () => {
    await open(<AccountPage />, inspector, [session('mine', true), { ...session('a'), displaced: true }])
    expect(await screen.findAllByText(/máy chỉ còn gửi hộ phần đang chờ/)).toHaveLength(1)
    expect(screen.getByRole('button', { name: /^Kết thúc phiên/ })).toBeInTheDocument()
  })

  it('all others end one after another; one that has gone meanwhile is no failure', async () => {
    const sessions = [session('mine', true), session('a'), session('b')]
    const { user, server } = await open(<AccountPage />, inspector, sessions)
    server.answer('DELETE /api/sessions/a', () => refuse(404, 'NOT_FOUND'))
    server.answer('DELETE /api/sessions/b', () => ({ body: { ok: true } }))
    await user.click(await screen.findByRole('button', { name: 'Kết thúc tất cả phiên khác' }))
    await user.type(within(screen.getByRole('dialog')).getByLabelText('Mật khẩu đang dùng'), 'đúng{Enter}')
    expect(await screen.findByText('Đã kết thúc 2 phiên.')).toBeInTheDocument()
    expect(server.asked.map(({ route }) => route).filter((route) => route.startsWith('DELETE'))).toEqual([
      'DELETE /api/sessions/a',
      'DELETE /api/sessions/b',
    ])
  })

  it('on a tablet that was lost: says what will be wiped, and asks for the password', async () => {
    const { user, server } = await open(<AccountPage />, inspector, [session('mine', true), session('tab-2')])
    server.answer('POST /api/sessions/tab-2/lost', (body) =>
      (body as { password: string }).password === 'đúng' ? { body: { ok: true } } : refuse(422, 'PASSWORD_WRONG'),
    )
    await user.click(await screen.findByRole('button', { name: /^Báo mất máy Chrome trên Windows/ }))
    const dialog = within(screen.getByRole('dialog', { name: 'Báo mất máy này?' }))
    expect(dialog.getByText(/dữ liệu của người dùng chung máy vẫn còn/)).toBeInTheDocument()
    await user.click(dialog.getByRole('button', { name: 'Báo mất và xóa' }))
    expect(await dialog.findByText('Nhập mật khẩu đang dùng.')).toBeInTheDocument()
    expect(server.askedFor('POST /api/sessions/tab-2/lost')).toEqual([])
    await user.type(dialog.getByLabelText('Mật khẩu đang dùng'), 'sai{Enter}')
    expect(await dialog.findByText('Mật khẩu hiện tại chưa đúng.')).toBeInTheDocument()
    await user.clear(dialog.getByLabelText('Mật khẩu đang dùng'))
    await user.type(dialog.getByLabelText('Mật khẩu đang dùng'), 'đúng{Enter}')
    expect(await screen.findByText('Đã báo mất máy đó. Máy sẽ tự xóa khi liên lạc lần tới.')).toBeInTheDocument()
    expect(server.askedFor('POST /api/sessions/tab-2/lost').at(-1)?.body).toEqual({
      everybody: false,
      password: 'đúng',
    })
  })

  it('of somebody else who is signed in on this tablet are not shown', async () => {
    const { server } = await open(<AccountPage />)
    server.answer('GET /api/sessions', () => refuse(401, 'SIGN_IN_REQUIRED'))
    window.dispatchEvent(new Event('online'))
    expect(await screen.findByRole('link', { name: 'Đăng nhập lại' })).toHaveAttribute('href', '/dang-nhap')
  })
})

describe('a temporary password', () => {
  it('an inspector may change later: nothing stands in the way of the work', async () => {
    await open(<FirstPassword />)
    expect(await screen.findByRole('link', { name: 'Để sau, làm việc tiếp' })).toHaveAttribute('href', '/')
  })

  it('an administrator changes first; only where the server cannot be reached there is a way past', async () => {
    const { user, server, at } = await open(<FirstPassword />, { ...inspector, role: 'administrator' })
    expect(await screen.findByLabelText('Mật khẩu tạm')).toBeInTheDocument()
    expect(screen.queryByRole('link', { name: /Để sau/ })).not.toBeInTheDocument()
    server.leave()
    await type(user, 'tạm', NEXT)
    expect(await screen.findByText(/Việc này cần có mạng/)).toBeInTheDocument()
    expect(screen.getByRole('link', { name: /Để sau/ })).toBeInTheDocument()
    server.leave(false)
    await user.click(screen.getByRole('button', { name: 'Đổi mật khẩu' }))
    await waitFor(() => expect(at()).toBe('/quan-tri'))
  })

  it('is said above every screen until it was changed, with one thing to do', async () => {
    const { tablet } = await open(<Shell>Việc</Shell>)
    expect(screen.queryByText('Mật khẩu tạm')).not.toBeInTheDocument()
    await noteTemporaryPassword(tablet.store, true)
    expect(await screen.findByText('Mật khẩu tạm')).toBeInTheDocument()
    expect(screen.getByRole('link', { name: 'Đổi mật khẩu' })).toHaveAttribute('href', '/doi-mat-khau')
    await noteTemporaryPassword(tablet.store, false)
    await waitFor(() => expect(screen.queryByText('Mật khẩu tạm')).not.toBeInTheDocument())
  })
})

describe('the menu of the shell', () => {
  it('leads to the account and to this tablet, locks, and closes with Escape', async () => {
    const lock = vi.fn(async () => {})
    const { user } = await open(
      <SessionContext value={sessionWith({ lock })}>
        <Shell>Việc</Shell>
      </SessionContext>,
    )
    const button = screen.getByRole('button', { name: /^Trình đơn của Nguyễn Thị Kiểm/ })
    expect(screen.queryByRole('link', { name: 'Máy này' })).not.toBeInTheDocument()
    await user.click(button)
    expect(screen.getByRole('link', { name: 'Tài khoản của tôi' })).toHaveAttribute('href', '/tai-khoan')
    expect(screen.getByRole('link', { name: 'Máy này' })).toHaveAttribute('href', '/may-nay')
    expect(screen.queryByRole('link', { name: 'Quản trị' })).not.toBeInTheDocument()
    await user.keyboard('{Escape}')
    expect(button).toHaveAttribute('aria-expanded', 'false')
    expect(button).toHaveFocus()
    await user.click(button)
    await user.click(screen.getByRole('button', { name: 'Khóa máy' }))
    expect(lock).toHaveBeenCalledOnce()
  })

  it('leads an administrator to the room', async () => {
    const { user } = await open(<Shell>Việc</Shell>, { ...inspector, role: 'administrator' })
    await user.click(screen.getByRole('button', { name: /^Trình đơn/ }))
    expect(screen.getByRole('link', { name: 'Quản trị' })).toHaveAttribute('href', '/quan-tri')
  })
})
