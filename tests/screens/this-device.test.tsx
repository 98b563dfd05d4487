// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection } from '../../src/device/store/drafts.ts'
import { SessionContext } from '../../src/screens/shell/session.tsx'
import { ThisDevice } from '../../src/screens/this-device.tsx'
import { facts, pass } from '../support/builders.ts'
import { createTablet, sessionWith } from './tablet.tsx'

async function open(unsent: boolean) {
  const tablet = await createTablet()
  let left = 0
  const session = sessionWith({
    exit: async () => {
      left += 1
    },
  })
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
    const id = await startInspection(tablet.store, head)
    await saveAnswer(tablet.store, id, 'a', { value: pass })
  }
  tablet.show(
    <SessionContext value={session}>
      <ThisDevice />
    </SessionContext>,
  )
  return { user: userEvent.setup(), left: () => left }
}

describe('what is on this device', () => {
  it('says what has not been sent, and why', async () => {
    await open(true)
    expect(await screen.findByText('2 thay đổi')).toBeInTheDocument()
    expect(screen.getByText(/Chưa có mạng. Mọi việc vẫn an toàn/)).toBeInTheDocument()
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
