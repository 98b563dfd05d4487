// @vitest-environment jsdom
import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, startInspection } from '../../src/device/store/drafts.ts'
import { messageOf } from '../../src/domain/problem.ts'
import { CannotOpen } from '../../src/screens/shell/cannot-open.tsx'
import { MishapNotice } from '../../src/screens/shell/mishap-notice.tsx'
import {
  isClockWrong,
  looksPrivate,
  type MishapName,
  mishapAtOpening,
  mishaps,
} from '../../src/screens/shell/mishaps.ts'
import { StoragePanel } from '../../src/screens/shell/storage-panel.tsx'
import { SyncBanner } from '../../src/screens/shell/sync-banner.tsx'
import { watchTouches } from '../../src/screens/shell/when-still.ts'
import { headFor, passed } from '../support/server-world.ts'
import { createTablet } from './tablet.tsx'

/** What goes wrong with the tablet itself: one sentence, one action, and nothing lost. */

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(navigator, 'storage')
})

const names = Object.keys(mishaps) as MishapName[]
const YEAR = 365 * 86_400_000

describe('each of the mishaps', () => {
  it.each(names)('%s: one Vietnamese sentence that says what is safe or what to do, and one action', (name) => {
    const sentence = messageOf(mishaps[name].code)
    // One full stop, at its end; no code, no English.
    expect(sentence).toMatch(/^[^.!?]+\.$/)
    expect(sentence).toMatch(/vẫn|không có gì bị mất|chưa làm việc được|trước khi đi/)
    expect(sentence).toMatch(/hãy/)
    render(<MishapNotice of={name} />)
    expect(screen.getByText(sentence)).toBeInTheDocument()
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([mishaps[name].action])
  })

  it.each<[string, MishapName]>([
    ['STORE_BLOCKED', 'blockedUpgrade'],
    ['STORE_REFUSED', 'storageRefused'],
    ['STORE_NO_ROOM', 'diskFullAtOpening'],
    ['STORE_NOT_OPENED', 'notOpened'],
    ['STORE_LOCKED', 'notOpened'],
  ])('at opening, %s is told as %s, with its code in small', (code, name) => {
    expect(mishapAtOpening(code as never)).toBe(name)
    render(<CannotOpen code={code as never} cause="OpenFailedError / SecurityError" />)
    expect(screen.getByRole('heading', { level: 1, name: 'Chưa mở được Sổ Kiểm' })).toBeInTheDocument()
    expect(screen.getByRole('alert')).toHaveTextContent(messageOf(mishaps[name].code))
    expect(screen.getByText(`${code}: OpenFailedError / SecurityError`)).toBeInTheDocument()
  })
})

describe('a clock that is wrong', () => {
  it.each([
    ['never measured', null, false],
    ['right', 0, false],
    ['some minutes', 600_000, false],
    ['eleven hours', 11 * 3_600_000, false],
    ['half a day slow', 12 * 3_600_000, true],
    ['two years behind', 2 * YEAR, true],
    ['ten years ahead', -10 * YEAR, true],
  ])('%s', (_, offset, isWrong) => {
    expect(isClockWrong(offset)).toBe(isWrong)
  })

  it('by years: said on every page with the way out, and the work goes on; once it is right nobody speaks of it', async () => {
    const tablet = await createTablet()
    const measure = (offset: number) => tablet.store.clock.measured(async () => ({ serverTime: Date.now() + offset }))
    await measure(2 * YEAR)
    const view = tablet.show(<SyncBanner />)
    expect(screen.getByRole('status')).toHaveTextContent(messageOf('CLOCK_WRONG'))
    expect(screen.getByRole('button')).toHaveTextContent('Đã chỉnh, kiểm tra lại')
    const id = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))
    await saveAnswer(tablet.store, id, 'q1', passed)
    expect(await openInspection(tablet.store, id)).toMatchObject({ answers: { q1: passed } })
    view.unmount()
    await measure(0)
    tablet.show(<SyncBanner />)
    expect(screen.queryByRole('status')).not.toBeInTheDocument()
  })

  it('answers whoever asked at once; above the questions it waits until no finger is on its way', async () => {
    const tablet = await createTablet()
    await tablet.store.clock.measured(async () => ({ serverTime: Date.now() + 2 * YEAR }))
    const stop = watchTouches()
    fireEvent.pointerDown(document.body)
    const asked = tablet.show(<SyncBanner />)
    expect(screen.getByRole('status')).toBeInTheDocument()
    asked.unmount()
    tablet.show(<SyncBanner waits />)
    expect(screen.queryByRole('status')).not.toBeInTheDocument()
    stop()
  })

  it('by how much stands on the page of this tablet', async () => {
    const tablet = await createTablet()
    await tablet.store.clock.measured(async () => ({ serverTime: Date.now() - 2 * YEAR - 3.5 * 86_400_000 }))
    tablet.show(<StoragePanel />)
    expect(await screen.findByText(/nhanh 2 năm 3 ngày/)).toBeInTheDocument()
  })
})

describe('a private window', () => {
  const little = { persisted: false, quota: 300_000_000 }
  const fresh = { isStandalone: false, isFirstDay: true }
  it.each([
    ['little room that is not kept', little, fresh, true],
    ['a disk that is nearly full, where another day is remembered', little, { ...fresh, isFirstDay: false }, false],
    ['the share of a disk', { persisted: false, quota: 9_000_000_000 }, fresh, false],
    ['little room, but kept', { ...little, persisted: true }, fresh, false],
    ['the app from the home screen is never one', little, { ...fresh, isStandalone: true }, false],
    ['a browser that says nothing of it', { persisted: false, quota: null }, fresh, false],
  ])('%s', (_, storage, page, expected) => {
    expect(looksPrivate(storage, page)).toBe(expected)
  })

  it('is told before work is lost in it, and its one action hands out the address', async () => {
    const user = userEvent.setup()
    const copied = vi.spyOn(navigator.clipboard, 'writeText')
    const storage = {
      persisted: async () => false,
      estimate: async () => ({ usage: 1000, quota: little.quota }),
    }
    Object.defineProperty(navigator, 'storage', { configurable: true, value: storage })
    const tablet = await createTablet()
    tablet.show(<StoragePanel />)
    expect(await screen.findByText(messageOf('WINDOW_PRIVATE'))).toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Chép địa chỉ' }))
    expect(copied).toHaveBeenCalledWith(window.location.origin)
    expect(await screen.findByText('Đã chép.')).toBeInTheDocument()
  })
})
