// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import { SecondFactorPanel } from '../../src/screens/account/second-factor.tsx'
import { SignIn } from '../../src/screens/sign-in.tsx'
import { createTablet, inspector } from './tablet.tsx'

const supervisor: Person = { ...inspector, role: 'supervisor' }
type Answer = { status?: number; body: unknown }
const asked: unknown[] = []

async function show(screenOf: React.ReactNode, answer: (path: string, body: Record<string, string>) => Answer) {
  asked.length = 0
  vi.stubGlobal('fetch', async (path: string, { body }: RequestInit) => {
    const said = body ? JSON.parse(String(body)) : {}
    asked.push([path, said])
    const { status = 200, body: reply } = answer(path, said)
    return Response.json(reply, { status })
  })
  const { show: render } = await createTablet(supervisor)
  render(screenOf)
  return userEvent.setup()
}

const address = 'otpauth://totp/So%20Kiem:giamsat?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=So%20Kiem'
const secret = { secret: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', address }
const codes = Array.from({ length: 10 }, (_, n) => `abcd${n + 2}-efghj`)

describe('turning the second factor on', () => {
  it('asks for the password, draws the secret, wants one code, and shows ten for recovery once', async () => {
    let isOn = false
    const user = await show(<SecondFactorPanel />, (path, { code }) => {
      if (path === '/api/second-factor/confirm') {
        if (code !== '123456') return { status: 401, body: { code: 'SECOND_FACTOR_WRONG', message: '' } }
        isOn = true
        return { body: { recoveryCodes: codes } }
      }
      return path === '/api/second-factor' && asked.length > 1 && !isOn
        ? { body: secret }
        : { body: { factor: isOn ? { since: 1, codesLeft: 10 } : null, offered: true } }
    })
    await user.click(await screen.findByRole('button', { name: 'Bật xác thực hai bước' }))
    await user.type(screen.getByLabelText('Mật khẩu đang dùng'), 'mật khẩu{Enter}')
    expect(await screen.findByRole('img', { name: 'Mã QR cho ứng dụng xác thực' })).toBeInTheDocument()
    expect(screen.getByText('ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567')).toBeInTheDocument()
    const field = screen.getByLabelText('Mã 6 chữ số trong ứng dụng')
    expect(field).toHaveAttribute('autocomplete', 'one-time-code')
    await user.type(field, '000000{Enter}')
    expect(await screen.findByText(/Mã xác thực hoặc mật khẩu chưa đúng/)).toBeInTheDocument()
    await user.type(field, '123456{Enter}')
    expect(await screen.findAllByRole('listitem')).toHaveLength(10)
    await user.click(screen.getByRole('button', { name: 'Tôi đã ghi lại' }))
    expect(await screen.findByText('Đang bật')).toBeInTheDocument()
    expect(screen.queryByText(codes[0] ?? '')).not.toBeInTheDocument()
  })

  it('is not offered to who may not', async () => {
    await show(<SecondFactorPanel />, () => ({ body: { factor: null, offered: false } }))
    await waitFor(() => expect(screen.queryByText('Xác thực hai bước')).not.toBeInTheDocument())
  })
})

describe('signing in in two steps', () => {
  it('asks for the code only once the server does, with what was typed before', async () => {
    const user = await show(<SignIn again={false} />, (path, { code }) => {
      if (path === '/api/welcome') return { body: { version: '1', demonstration: null } }
      if (code === undefined) return { status: 401, body: { code: 'SECOND_FACTOR_REQUIRED', message: '' } }
      return code === '123456'
        ? { body: { person: supervisor } }
        : { status: 401, body: { code: 'SECOND_FACTOR_WRONG', message: '' } }
    })
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'giamsat')
    await user.type(screen.getByLabelText('Mật khẩu'), 'đúng{Enter}')
    const code = await screen.findByLabelText('Mã xác thực')
    expect(code).toHaveFocus()
    expect(code).toHaveAttribute('inputmode', 'numeric')
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    expect(await screen.findByText('Nhập mã xác thực.')).toBeInTheDocument()
    await user.type(code, '999999{Enter}')
    expect(await screen.findByText(/chưa đúng, hoặc mã đã dùng/)).toBeInTheDocument()
    // Letters need another keyboard.
    await user.click(screen.getByRole('button', { name: 'Nhập mã khôi phục' }))
    expect(screen.getByLabelText('Mã khôi phục')).toHaveAttribute('inputmode', 'text')
    await user.click(screen.getByRole('button', { name: 'Nhập mã trong ứng dụng' }))
    await user.type(screen.getByLabelText('Mã xác thực'), '123456{Enter}')
    await waitFor(() =>
      expect(asked.at(-1)).toEqual(['/api/sign-in', { username: 'giamsat', password: 'đúng', code: '123456' }]),
    )
  })

  it('goes back to name and password', async () => {
    const user = await show(<SignIn again={false} />, (path) =>
      path === '/api/welcome'
        ? { body: { version: '1', demonstration: null } }
        : { status: 401, body: { code: 'SECOND_FACTOR_REQUIRED', message: '' } },
    )
    await user.type(screen.getByLabelText('Tên đăng nhập'), 'giamsat')
    await user.type(screen.getByLabelText('Mật khẩu'), 'đúng{Enter}')
    await user.click(await screen.findByRole('button', { name: 'Dùng tài khoản khác' }))
    expect(screen.getByLabelText('Tên đăng nhập')).toHaveValue('giamsat')
    await user.click(screen.getByRole('button', { name: 'Đăng nhập' }))
    expect(asked.at(-1)).toEqual(['/api/sign-in', { username: 'giamsat', password: 'đúng' }])
  })
})
