// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import Dexie from 'dexie'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { markerKey } from '../../src/device/store/lock.ts'
import type { Role } from '../../src/domain/people.ts'
import { Problem } from '../../src/domain/problem.ts'
import { ChoosePin } from '../../src/screens/choose-pin.tsx'
import { Door } from '../../src/screens/door.tsx'
import { LockPanel } from '../../src/screens/shell/lock-panel.tsx'
import { type Session, SessionContext } from '../../src/screens/shell/session.tsx'
import { createTablet, inspector, sessionWith } from './tablet.tsx'

/** Somebody who has used this tablet, as the register has them. */
function used(id: string, name: string, role: Role, { isCurrent = 0, hasPin = true } = {}) {
  const wrapped = { iv: '', key: '' }
  return { id, isCurrent, label: { name, role }, lock: { pin: hasPin ? wrapped : null, account: wrapped } }
}
const kiem = used('p-kiem', 'Nguyễn Thị Kiểm', 'inspector', { isCurrent: 1 })
const hoa = used('p-hoa', 'Trần Văn Hòa', 'supervisor')

const unsent = {
  state: 'open',
  seq: null,
  id: 'm',
  insp: 'i',
  cell: '',
  base: 0,
  at: 1,
  bytes: 1,
  payload: { plain: {} },
}

const register = new Dexie('so-kiem')
register.version(2).stores({ person: 'id, isCurrent', tab: 'id, personId' })
const knows = (...people: object[]) => register.table('person').bulkPut(people)

async function show(what: React.ReactNode, told: Partial<Session> = {}) {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  const { show: render } = await createTablet()
  render(<SessionContext value={sessionWith(told)}>{what}</SessionContext>)
  return userEvent.setup()
}

afterEach(() => {
  vi.unstubAllGlobals()
  return register.table('person').clear()
})

describe('a locked tablet', () => {
  it('asks for the PIN of whoever was here last, on the number pad, and opens', async () => {
    await knows(kiem, hoa)
    const unlocked: string[][] = []
    const user = await show(<Door first="pin" />, { unlock: async (...with_) => void unlocked.push(with_) })
    expect(await screen.findByRole('heading', { level: 1 })).toHaveTextContent('Nguyễn Thị Kiểm')
    const pin = screen.getByLabelText('Mã PIN')
    expect(pin).toHaveAttribute('inputmode', 'numeric')
    expect(screen.getByRole('button', { name: 'Mở khóa' })).toBeDisabled()
    await user.type(pin, '49x28-17')
    await user.click(screen.getByRole('button', { name: 'Mở khóa' }))
    expect(unlocked).toEqual([['p-kiem', '492817']])
  })

  it('a wrong PIN says how many tries are left, and the box is empty again', async () => {
    await knows(kiem)
    const unlock = async () => Promise.reject(new Problem('PIN_WRONG', { left: 8 }))
    const user = await show(<Door first="pin" />, { unlock })
    await user.type(await screen.findByLabelText('Mã PIN'), '000000{Enter}')
    expect(await screen.findByText('Mã PIN chưa đúng. Còn 8 lần thử.')).toBeInTheDocument()
    expect(screen.getByLabelText('Mã PIN')).toHaveValue('')
    expect(screen.getByLabelText('Mã PIN')).toBeInvalid()
  })

  it('after too many it says what to do, and that nothing is lost', async () => {
    await knows(used('p-kiem', 'Nguyễn Thị Kiểm', 'inspector', { hasPin: false }))
    const user = await show(<Door first="pin" />)
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /đăng nhập bằng mật khẩu; dữ liệu trên máy này vẫn an toàn/,
    )
    await user.click(screen.getByRole('button', { name: 'Đăng nhập bằng mật khẩu' }))
    expect(await screen.findByLabelText('Tên đăng nhập')).toBeInTheDocument()
  })

  it('somebody else comes in by their own PIN, without a network', async () => {
    await knows(kiem, hoa)
    const unlocked: string[] = []
    const user = await show(<Door first="pin" />, { unlock: async (id) => void unlocked.push(id) })
    await user.click(await screen.findByRole('button', { name: /Trần Văn Hòa/ }))
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Trần Văn Hòa')
    await user.type(screen.getByLabelText('Mã PIN'), '719203{Enter}')
    expect(unlocked).toEqual(['p-hoa'])
  })

  it('says of each person how much waits for them, and since when', async () => {
    const marker = (id: string, told: object) =>
      localStorage.setItem(
        `so-kiem:marker:${id}`,
        JSON.stringify({ deviceId: 'd', personId: id, at: 1, open: [], ...told }),
      )
    marker('p-kiem', { unsent: 3, since: Date.parse('2026-11-20T03:42:00Z') })
    marker('p-hoa', { unsent: 1 })
    await knows(kiem, hoa)
    await show(<Door first="pin" />)
    expect(await screen.findByText(/^3 thay đổi chưa gửi, cũ nhất từ 10:42 ngày 20\/11\/2026\./)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: /Trần Văn Hòa.*1 thay đổi chưa gửi$/ })).toBeInTheDocument()
    localStorage.clear()
  })

  it.each<[string, object, object, string]>([
    [
      'nothing yet',
      {},
      {},
      '3 thay đổi và 1 ảnh chưa gửi. Có mạng thì máy này tự gửi hộ; nội dung vẫn khóa, không ai ở đây đọc được.',
    ],
    [
      'a part',
      { relayed: { changes: 3, photos: 0 } },
      {},
      'Đã gửi hộ 3 thay đổi, còn 1 ảnh chưa gửi. Có mạng thì máy này tự gửi hộ; nội dung vẫn khóa, không ai ở đây đọc được.',
    ],
    [
      'all of it',
      { relayed: { changes: 3, photos: 1 } },
      {},
      'Đã gửi hộ 3 thay đổi và 1 ảnh. Mở khóa khi có mạng để máy này xác nhận.',
    ],
    [
      'pictures that their person keeps for Wi-Fi, where nobody can tell which network it is',
      { kept: 1 },
      {},
      '3 thay đổi và 1 ảnh chưa gửi. Có mạng thì máy này tự gửi hộ, riêng 1 ảnh chờ người này mở khóa và cho gửi; nội dung vẫn khóa, không ai ở đây đọc được.',
    ],
    [
      'what the server refuses to take',
      { isHeldBack: true },
      {},
      '3 thay đổi và 1 ảnh chưa gửi. Mở khóa khi có mạng thì tự gửi.',
    ],
    ['of who has signed out', {}, { left: 1 }, '3 thay đổi và 1 ảnh chưa gửi. Mở khóa khi có mạng thì tự gửi.'],
    [
      'of a store that no account opens',
      {},
      { lock: { ...kiem.lock, account: null } },
      '3 thay đổi và 1 ảnh chưa gửi. Mở khóa khi có mạng thì tự gửi.',
    ],
  ])('says what others have sent for a person, and what becomes of the rest: %s', async (_what, told, row, words) => {
    const marker = { deviceId: 'd', personId: 'p-kiem', at: 1, unsent: 3, photos: 1, open: [], ...told }
    localStorage.setItem('so-kiem:marker:p-kiem', JSON.stringify(marker))
    await knows({ ...kiem, ...row })
    await show(<Door first="pin" />)
    expect(await screen.findByText(words)).toBeInTheDocument()
    localStorage.clear()
  })

  it.each([
    ['cellular', 'Mở khóa khi có mạng thì tự gửi, riêng 1 ảnh chờ Wi-Fi.'],
    ['wifi', 'Mở khóa khi có mạng thì tự gửi.'],
  ])('says that pictures wait for Wi-Fi only where they do: %s', async (type, words) => {
    Object.defineProperty(navigator, 'connection', { value: { type }, configurable: true })
    const marker = { deviceId: 'd', personId: 'p-kiem', at: 1, unsent: 0, photos: 1, kept: 1, open: [] }
    localStorage.setItem('so-kiem:marker:p-kiem', JSON.stringify(marker))
    await knows({ ...kiem, left: 1 })
    await show(<Door first="pin" />)
    expect(await screen.findByText(`1 ảnh chưa gửi. ${words}`)).toBeInTheDocument()
    localStorage.clear()
    Reflect.deleteProperty(navigator, 'connection')
  })

  it('after a sign-out name and password are asked for, and PINs open too', async () => {
    await knows({ ...kiem, isCurrent: 0 })
    const user = await show(<Door first="password" />)
    expect(await screen.findByLabelText('Mật khẩu')).toBeInTheDocument()
    await user.click(await screen.findByRole('button', { name: /Nguyễn Thị Kiểm/ }))
    expect(screen.getByLabelText('Mã PIN')).toBeInTheDocument()
  })

  it('where nobody has ever been it asks for name and password', async () => {
    await show(<Door first="pin" />)
    expect(await screen.findByLabelText('Tên đăng nhập')).toBeInTheDocument()
    expect(screen.queryByText('Mở bằng mã PIN')).not.toBeInTheDocument()
  })
})

describe('choosing a PIN', () => {
  const type = async (user: ReturnType<typeof userEvent.setup>, first: string, second: string) => {
    await user.type(screen.getByLabelText('Mã PIN, 6 chữ số'), first)
    await user.type(screen.getByLabelText('Nhập lại mã PIN'), `${second}{Enter}`)
  }

  it('twice the same', async () => {
    const chosen: string[] = []
    const user = await show(<ChoosePin name="Lan" />, { choosePin: async (pin) => void chosen.push(pin) })
    await type(user, '492817', '492818')
    expect(await screen.findByText('Hai lần nhập chưa giống nhau.')).toBeInTheDocument()
    expect(chosen).toEqual([])
    await user.clear(screen.getByLabelText('Nhập lại mã PIN'))
    await user.type(screen.getByLabelText('Nhập lại mã PIN'), '492817{Enter}')
    expect(chosen).toEqual(['492817'])
  })

  it('not the first that comes to mind', async () => {
    const choosePin = async () => Promise.reject(new Problem('PIN_WEAK'))
    const user = await show(<ChoosePin name="Lan" />, { choosePin })
    await type(user, '123456', '123456')
    expect(await screen.findByText(/không lặp một số và không theo thứ tự/)).toBeInTheDocument()
    expect(screen.getByRole('button', { name: 'Đặt mã PIN' })).toBeEnabled()
  })

  it('another one later asks for the present one first', async () => {
    const chosen: unknown[] = []
    const user = await show(<LockPanel name="Lan" />, { choosePin: async (...told) => void chosen.push(told) })
    await user.click(screen.getByRole('button', { name: 'Đổi mã PIN' }))
    await user.type(screen.getByLabelText('Mã PIN đang dùng'), '492817')
    await user.type(screen.getByLabelText('Mã PIN mới, 6 chữ số'), '719203')
    await user.type(screen.getByLabelText('Nhập lại mã PIN mới'), '719203{Enter}')
    await waitFor(() => expect(screen.getByText('Đã đổi mã PIN.')).toBeInTheDocument())
    expect(chosen).toEqual([['719203', '492817']])
  })

  it('with something unsent it offers to send first; locking at once stays one tap more', async () => {
    const { store, show: render } = await createTablet()
    await store.db.outbox.add(unsent as never)
    const lock = vi.fn(async () => {})
    render(
      <SessionContext value={sessionWith({ lock })}>
        <LockPanel name="Lan" />
      </SessionContext>,
    )
    const user = userEvent.setup()
    const press = (name: string) => user.click(screen.getByRole('button', { name, hidden: true }))
    await press('Khóa ngay')
    await waitFor(() => expect(screen.getByText('Còn 1 thay đổi chưa gửi')).toBeInTheDocument())
    // No account opens this store: nobody can send for it.
    expect(screen.getByText(/^Khi máy khóa thì chưa gửi được gì của Lan/)).toBeInTheDocument()
    await press('Gửi rồi khóa')
    // This tablet has no network: it says why, and has not locked.
    expect(await screen.findByText('Vẫn còn 1 thay đổi chưa gửi. Chưa có mạng.')).toBeInTheDocument()
    expect(lock).not.toHaveBeenCalled()
    await store.db.outbox.clear()
    await press('Gửi rồi khóa')
    await waitFor(() => expect(lock).toHaveBeenCalledOnce())
    await press('Khóa luôn')
    expect(lock).toHaveBeenCalledTimes(2)
  })

  it('where the account opens the store, it says that others send what is left', async () => {
    const { store, show: render } = await createTablet(inspector, await markerKey('account'))
    await store.db.outbox.add(unsent as never)
    render(<LockPanel name="Lan" />)
    await userEvent.setup().click(screen.getByRole('button', { name: 'Khóa ngay' }))
    expect(await screen.findByText(/máy tự gửi hộ, không ai ở đây đọc được; Lan mở khóa/)).toBeInTheDocument()
  })

  it('another one that was typed once otherwise is not taken: without a network nobody could come in by it', async () => {
    const chosen: unknown[] = []
    const user = await show(<LockPanel name="Lan" />, { choosePin: async (...told) => void chosen.push(told) })
    await user.click(screen.getByRole('button', { name: 'Đổi mã PIN' }))
    await user.type(screen.getByLabelText('Mã PIN đang dùng'), '492817')
    await user.type(screen.getByLabelText('Mã PIN mới, 6 chữ số'), '719203')
    await user.type(screen.getByLabelText('Nhập lại mã PIN mới'), '719204{Enter}')
    expect(await screen.findByText('Hai lần nhập chưa giống nhau.')).toBeInTheDocument()
    expect(chosen).toEqual([])
  })

  it('a wrong present one is said beside it, with the tries that are left', async () => {
    const choosePin = async () => Promise.reject(new Problem('PIN_WRONG', { left: 7 }))
    const user = await show(<LockPanel name="Lan" />, { choosePin })
    await user.click(screen.getByRole('button', { name: 'Đổi mã PIN' }))
    await user.type(screen.getByLabelText('Mã PIN đang dùng'), '000000')
    await user.type(screen.getByLabelText('Mã PIN mới, 6 chữ số'), '719203')
    await user.type(screen.getByLabelText('Nhập lại mã PIN mới'), '719203{Enter}')
    expect(await screen.findByText('Mã PIN chưa đúng. Còn 7 lần thử.')).toBeInTheDocument()
    expect(screen.getByLabelText('Mã PIN đang dùng')).toBeInvalid()
    expect(screen.getByLabelText('Mã PIN mới, 6 chữ số')).toBeValid()
  })

  it('locking is one tap', async () => {
    const lock = vi.fn(async () => {})
    const user = await show(<LockPanel name="Lan" />, { lock })
    await user.click(screen.getByRole('button', { name: 'Khóa ngay' }))
    expect(lock).toHaveBeenCalledOnce()
  })
})
