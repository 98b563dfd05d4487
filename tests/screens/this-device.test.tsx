// @vitest-environment jsdom
import { cleanup, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { saveBegun } from '../../src/device/store/begun.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import type { Store } from '../../src/device/store/store.ts'
import { createHold } from '../../src/screens/parts/unfinished.ts'
import { SessionContext } from '../../src/screens/shell/session.tsx'
import { ThisDevice } from '../../src/screens/this-device.tsx'
import { checklist, facts, item, pass, passFail, section } from '../support/builders.ts'
import { bring, createTablet, facility, sessionWith } from './tablet.tsx'

/** The service worker's answer to what of the app is on the tablet. */
function workerHas(files: { all: number; here: number }) {
  const active = { postMessage: (_what: unknown, [port]: MessagePort[]) => port?.postMessage(files) }
  Object.defineProperty(navigator, 'serviceWorker', {
    configurable: true,
    value: { getRegistration: async () => ({ active }) },
  })
}

const filled = (store: Store) =>
  bring(store, {
    checklists: [checklist([section('m', [item('a', passFail)])])],
    facilities: [facility('a', 'Trạm A'), facility('b', 'Trạm B')],
  })

afterEach(() => Reflect.deleteProperty(navigator, 'serviceWorker'))

async function open(unsent: boolean, fill: (store: Store) => Promise<void> = async () => {}) {
  const tablet = await createTablet()
  await fill(tablet.store)
  let left = 0
  const session = sessionWith({
    exit: async () => {
      left += 1
    },
  })
  let visit = ''
  if (unsent) {
    const checklist = { id: 'thu', version: '1.0', hash: 'f'.repeat(64) }
    const head = {
      facilityId: 'bv',
      facilityName: 'Bệnh viện',
      checklist,
      kind: 'inspection' as const,
      date: '2026-11-22',
      team: ['Lan'],
      facts: facts(),
    }
    visit = await startInspection(tablet.store, head)
    await saveAnswer(tablet.store, visit, 'a', { value: pass })
  }
  tablet.show(
    <SessionContext value={session}>
      <ThisDevice />
    </SessionContext>,
  )
  return { user: userEvent.setup(), left: () => left, store: tablet.store, visit }
}

describe('what is on this device', () => {
  it('says what has not been sent, and why', async () => {
    await open(true)
    expect(await screen.findByText('2 thay đổi')).toBeInTheDocument()
    expect(screen.getByText(/Chưa có mạng. Mọi việc vẫn an toàn/)).toBeInTheDocument()
  })

  it('may it be lost? Yes, with what and how much; and with nothing unsent: no', async () => {
    await open(true)
    const yes = within(await screen.findByRole('region', { name: 'Mất máy này bây giờ có mất dữ liệu không?' }))
    expect(await yes.findByText('Có')).toBeInTheDocument()
    expect(yes.getByRole('listitem')).toHaveTextContent('Bệnh viện – thu: 2 thay đổi chưa gửi')
    expect(yes.getByRole('button', { name: 'Gửi ngay' })).toBeEnabled()
    cleanup()
    await open(false)
    const no = within(await screen.findByRole('region', { name: 'Mất máy này bây giờ có mất dữ liệu không?' }))
    expect(await no.findByText('Không')).toBeInTheDocument()
    expect(no.getByText('Máy chủ đã nhận mọi thay đổi và mọi ảnh ghi trên máy này.')).toBeInTheDocument()
  })

  it('what is typed and is no answer yet is on this tablet alone: said of a loss, and of a sign-out', async () => {
    const { user, store, visit } = await open(true)
    await saveBegun(store, visit, 'b', { top: '9' })
    const panel = within(await screen.findByRole('region', { name: 'Mất máy này bây giờ có mất dữ liệu không?' }))
    expect(await panel.findByText(/2 thay đổi chưa gửi, 1 tiêu chí đang nhập dở/)).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Đăng xuất' }))
    expect(
      within(screen.getByRole('dialog')).getByText('2 thay đổi chưa gửi, 1 tiêu chí đang nhập dở.'),
    ).toBeInTheDocument()
  })

  it('may it be lost? What is typed into a form is not even on the tablet', async () => {
    const hold = createHold()
    hold('typed')
    await open(false)
    const panel = within(await screen.findByRole('region', { name: 'Mất máy này bây giờ có mất dữ liệu không?' }))
    expect(await panel.findByText('Có')).toBeInTheDocument()
    expect(panel.getByRole('listitem')).toHaveTextContent('Nội dung đang nhập dở')
    hold(null)
  })

  it('is it ready for days without a network? Not without the app’s files, nor without anything to work with', async () => {
    const { user } = await open(false)
    const panel = within(await screen.findByRole('region', { name: 'Dùng khi không có mạng' }))
    expect(await panel.findByText('Chưa sẵn sàng')).toBeInTheDocument()
    expect(panel.getByText('chưa nằm trên máy, cần mạng để mở')).toBeInTheDocument()
    expect(panel.getByText('Chưa tải về lần nào: cần có mạng một lần trước khi đi.')).toBeInTheDocument()
    cleanup()

    workerHas({ all: 80, here: 79 })
    await open(false, filled)
    const part = within(await screen.findByRole('region', { name: 'Dùng khi không có mạng' }))
    expect(await part.findByText('thiếu 1 trong 80 tệp')).toBeInTheDocument()
    expect(part.getByText('Chưa sẵn sàng')).toBeInTheDocument()
    workerHas({ all: 80, here: 80 })
    await user.click(part.getByRole('button', { name: 'Tải các tệp còn thiếu' }))
    expect(await part.findByText('Đã sẵn sàng')).toBeInTheDocument()
    expect(part.getByText('đủ 80 tệp')).toBeInTheDocument()
    expect(part.getByText(/^1 bộ · \d+ KB$/)).toBeInTheDocument()
    expect(part.getByText(/^2 cơ sở ở 1 địa bàn · \d+ KB$/)).toBeInTheDocument()
    await user.click(part.getByRole('button', { name: 'Xem từng bộ tiêu chí' }))
    expect(part.getByText(/^Phiên bản 1.0 · hiệu lực từ \d\d\/\d\d\/\d{4} · \d+ KB$/)).toBeInTheDocument()
  })

  it('leaving with something unsent says exactly what stays, and asks twice', async () => {
    const { user, left } = await open(true)
    await user.click(await screen.findByRole('button', { name: 'Đăng xuất' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(dialog.getByText('2 thay đổi chưa gửi.')).toBeInTheDocument()
    await user.click(dialog.getByRole('button', { name: 'Đăng xuất' }))
    expect(left()).toBe(0)
    await user.click(dialog.getByRole('button', { name: 'Đăng xuất, để lại trên máy' }))
    expect(left()).toBe(1)
  })

  it('leaving with everything sent asks once', async () => {
    const { user, left } = await open(false)
    await user.click(await screen.findByRole('button', { name: 'Đăng xuất' }))
    await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Đăng xuất' }))
    expect(left()).toBe(1)
  })
})
