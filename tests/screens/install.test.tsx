// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startInspection } from '../../src/device/store/drafts.ts'
import { isAppleTablet, isTimeToOffer, keepInstallEvent, POSTPONED, wayOf } from '../../src/screens/shell/install.ts'
import { InstallPlace } from '../../src/screens/shell/install-place.tsx'
import { headFor } from '../support/server-world.ts'
import { createTablet } from './tablet.tsx'

/** Putting the app on the home screen: when it is offered, how, and when no more. */

const IPAD_AS_MAC =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'
const ANDROID = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/131.0 Safari/537.36'

keepInstallEvent()

/** Chromium says that the app could be installed. */
function browserOffers(outcome: 'accepted' | 'dismissed' = 'accepted') {
  const prompt = vi.fn(async () => ({ outcome }))
  const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt })
  act(() => {
    window.dispatchEvent(event)
  })
  return { event, prompt }
}

beforeEach(() => localStorage.clear())
afterEach(() => {
  act(() => {
    window.dispatchEvent(new Event('appinstalled'))
  })
  vi.restoreAllMocks()
})

const title = 'Cài Sổ Kiểm vào màn hình chính'
const offered = () => screen.findByRole('heading', { name: title })
const settled = () => act(() => new Promise((resolve) => setTimeout(resolve, 100)))

async function tabletAtWork() {
  const tablet = await createTablet()
  await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))
  return tablet
}

describe('how it can be installed', () => {
  it.each([
    ['an iPad that says it is a Mac', IPAD_AS_MAC, 'MacIntel', 5, true],
    ['a Mac', IPAD_AS_MAC, 'MacIntel', 0, false],
    ['an iPhone', IPHONE, 'iPhone', 5, true],
    ['an Android tablet', ANDROID, 'Linux armv8l', 5, false],
  ])('%s', (_, userAgent, platform, touchPoints, isApple) => {
    expect(isAppleTablet(userAgent, platform, touchPoints)).toBe(isApple)
  })

  it.each([
    ['is from the home screen already', { isStandalone: true, hasEvent: true, isApple: true }, null],
    ['Chromium', { isStandalone: false, hasEvent: true, isApple: false }, 'prompt'],
    ['iPad', { isStandalone: false, hasEvent: false, isApple: true }, 'apple'],
    ['Firefox, or Chromium where it is installed', { isStandalone: false, hasEvent: false, isApple: false }, null],
  ])('%s', (_, facts, way) => {
    expect(wayOf(facts)).toBe(way)
  })
})

describe('when it is offered', () => {
  const now = 1_800_000_000_000
  const first = { today: '2026-11-22', now, hasWork: false }
  it.each([
    ['not on the first day, before anything is written', { since: '2026-11-22' }, first, false],
    ['on the first day, once something is', { since: '2026-11-22' }, { ...first, hasWork: true }, true],
    ['on the second day', { since: '2026-11-21' }, first, true],
    ['not for three weeks after “Để sau”', { since: '2026-11-01', postponedAt: now - POSTPONED + 1 }, first, false],
    ['again after them', { since: '2026-11-01', postponedAt: now - POSTPONED }, first, true],
    [
      'a clock set back by years does not put it off for years',
      { since: 'x', postponedAt: now + 5 * POSTPONED },
      first,
      true,
    ],
  ])('%s', (_, note, asked, isTime) => {
    expect(isTimeToOffer(note, asked)).toBe(isTime)
  })

  it('the browser’s own moment is not ours: its event is kept, and used by one tap', async () => {
    const tablet = await tabletAtWork()
    const { event, prompt } = browserOffers()
    expect(event.defaultPrevented).toBe(true)
    tablet.show(<InstallPlace />)
    await offered()
    await userEvent.click(screen.getByRole('button', { name: 'Cài đặt' }))
    expect(prompt).toHaveBeenCalledOnce()
    expect(screen.queryByRole('heading', { name: title })).not.toBeInTheDocument()
  })

  it('nothing is said where nothing is known, nor on a first day without work', async () => {
    const tablet = await createTablet()
    const view = tablet.show(<InstallPlace />)
    await settled()
    expect(view.container).toBeEmptyDOMElement()
    browserOffers()
    await settled()
    expect(view.container).toBeEmptyDOMElement()
  })

  it('“Để sau” is remembered, on the page of this tablet it stands all the same', async () => {
    const tablet = await tabletAtWork()
    browserOffers()
    const view = tablet.show(<InstallPlace />)
    await offered()
    await userEvent.click(screen.getByRole('button', { name: 'Để sau' }))
    expect(view.container).toBeEmptyDOMElement()
    view.unmount()
    const again = tablet.show(<InstallPlace />)
    await settled()
    expect(again.container).toBeEmptyDOMElement()
    again.unmount()
    tablet.show(<InstallPlace always />)
    await offered()
    expect(screen.queryByRole('button', { name: 'Để sau' })).not.toBeInTheDocument()
  })

  it('installed meanwhile, it is gone', async () => {
    const tablet = await tabletAtWork()
    browserOffers()
    const view = tablet.show(<InstallPlace always />)
    await offered()
    act(() => {
      window.dispatchEvent(new Event('appinstalled'))
    })
    expect(view.container).toBeEmptyDOMElement()
  })
})

describe('on an iPad', () => {
  it('the steps by hand, Safari’s seven days, and what waits here before one changes over', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(IPHONE)
    const tablet = await tabletAtWork()
    tablet.show(<InstallPlace />)
    await offered()
    const steps = screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    expect(steps).toEqual([
      'Chạm nút Chia sẻ của Safari.',
      'Chọn Thêm vào MH chính, rồi Thêm.',
      'Mở Sổ Kiểm từ màn hình chính và đăng nhập ở đó.',
    ])
    expect(screen.getByText(/7 ngày dùng Safari/)).toHaveTextContent(
      'ở đây còn 1 thay đổi hoặc ảnh chưa gửi, hãy gửi hết rồi mới chuyển sang.',
    )
    expect(screen.queryByRole('button', { name: 'Cài đặt' })).not.toBeInTheDocument()
  })
})
