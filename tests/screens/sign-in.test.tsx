// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import { SessionContext } from '../../src/screens/shell/session.tsx'
import { SignIn } from '../../src/screens/sign-in.tsx'
import { inspector, sessionWith } from './tablet.tsx'

/** A server of three addresses; `null` is no network at all. */
type Replies = Record<string, { status: number; body: unknown }> | null

function network(replies: Replies) {
  vi.stubGlobal('fetch', async (input: unknown) => {
    const path = new URL(String(input), 'http://so-kiem').pathname
    const reply = replies?.[path]
    if (!reply) throw new TypeError('Failed to fetch')
    return Response.json(reply.body, { status: reply.status, headers: { 'Sync-Proto': '1' } })
  })
}

const demonstration = {
  notice: 'Dữ liệu minh họa.',
  password: 'so-kiem-2026',
  accounts: [{ username: 'kiemtra', name: 'Nguyễn Thị Kiểm', role: 'Người kiểm tra' }],
}
const welcome = { status: 200, body: { version: '1', demonstration } }

const entered: Person[] = []
function open() {
  const session = sessionWith({ signedIn: async ({ person }) => void entered.push(person) })
  render(
    <SessionContext value={session}>
      <SignIn again={false} />
    </SessionContext>,
  )
  return userEvent.setup()
}

beforeEach(() => {
  entered.length = 0
})

describe('signing in', () => {
  it('asks for what is missing, field by field', async () => {
    network({ '/api/welcome': { status: 200, body: { version: '1', demonstration: null } } })
    const user = open()
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    expect(await screen.findByText('Nhập tên đăng nhập.')).toBeInTheDocument()
    expect(screen.getByText('Nhập mật khẩu.')).toBeInTheDocument()
    expect(screen.getByLabelText('Tên đăng nhập')).toBeInvalid()
  })

  it('a tap on a demonstration account fills the form, and signing in enters', async () => {
    network({ '/api/welcome': welcome, '/api/sign-in': { status: 200, body: { person: inspector } } })
    const user = open()
    await user.click(await screen.findByRole('button', { name: /Người kiểm tra/ }))
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveValue('kiemtra')
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    await vi.waitFor(() => expect(entered).toEqual([inspector]))
  })

  it('a wrong password is said in one sentence, and the name stays', async () => {
    network({ '/api/welcome': welcome, '/api/sign-in': { status: 401, body: { code: 'SIGN_IN_FAILED', message: '' } } })
    const user = open()
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'kiemtra')
    await user.type(screen.getByLabelText('Mật khẩu'), 'nham')
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Tên đăng nhập hoặc mật khẩu chưa đúng.')
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveValue('kiemtra')
  })

  it('without a network it says so before anybody tries', async () => {
    network(null)
    open()
    expect(await screen.findByText(/Cần có mạng để đăng nhập lần đầu/)).toBeInTheDocument()
  })
})
