// @vitest-environment jsdom
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Held } from '../../src/screens/parts/unfinished.ts'
import { AppNewsBar } from '../../src/screens/shell/app-news.tsx'
import { createAppVersion, LOOK_EVERY, REST, type WorkerPort } from '../../src/screens/shell/app-version.ts'
import { AppVersionContext } from '../../src/screens/shell/use-app-version.ts'
import { VersionPanel } from '../../src/screens/this-device/version-panel.tsx'

/** A newer version of the app, over a worker and a page that the test holds in its hand. */

let visibility: DocumentVisibilityState
beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  visibility = 'visible'
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

function see(next: DocumentVisibilityState) {
  visibility = next
  document.dispatchEvent(new Event('visibilitychange'))
}

function open() {
  let hear: Parameters<WorkerPort['start']>[0] | undefined
  const world = {
    here: [] as Held[],
    elsewhere: [] as Held[],
    isNewer: false,
    looks: 0,
    takenOver: 0,
    reloads: 0,
    went: [] as string[],
    hear: () => {
      if (!hear) throw new Error('nobody listens')
      return hear
    },
  }
  const version = createAppVersion(
    {
      start: (listeners) => {
        hear = listeners
      },
      look: async () => {
        world.looks += 1
        return world.isNewer
      },
      takeOver: () => {
        world.takenOver += 1
      },
    },
    {
      now: () => Date.now(),
      reload: () => {
        world.reloads += 1
      },
      go: (address) => world.went.push(address),
      elsewhere: async () => world.elsewhere,
      here: () => world.here,
    },
  )
  render(
    <AppVersionContext value={version}>
      <AppNewsBar />
      <VersionPanel />
      <a href="/may-nay">Máy này</a>
    </AppVersionContext>,
  )
  return { world, version, user: userEvent.setup({ advanceTimers: vi.advanceTimersByTime }) }
}

const typed: Held = { what: 'typed', page: 'Thêm cơ sở' }
const bar = () => screen.getAllByRole('status')[0]

describe('a newer version', () => {
  it('comes in the background, and is taken with one tap; then this page alone is loaded again at once', async () => {
    const { world, user } = open()
    expect(screen.queryByText(/Có bản mới/)).not.toBeInTheDocument()
    vi.advanceTimersByTime(0)
    world.hear().waiting()
    expect(await screen.findByText(/Có bản mới/)).toBeInTheDocument()
    expect([world.takenOver, world.reloads]).toEqual([0, 0])
    const [first] = screen.getAllByRole('button', { name: 'Cập nhật' })
    if (first) await user.click(first)
    expect([world.takenOver, world.reloads]).toEqual([1, 0])
    world.hear().replaced()
    expect(world.reloads).toBe(1)
  })

  it.each<[string, Partial<{ here: Held[]; elsewhere: Held[] }>, RegExp]>([
    ['something typed into a form here', { here: [typed] }, /trang “Thêm cơ sở” còn nội dung đang nhập dở/],
    [
      'an answer on its way in another tab',
      { elsewhere: [{ what: 'saving', page: 'Mục 2' }] },
      /trang “Mục 2” đang lưu câu trả lời/,
    ],
    [
      'an answer that could not be saved',
      { here: [{ what: 'notSaved', page: 'Mục 1' }] },
      /trang “Mục 1” còn câu trả lời chưa lưu được/,
    ],
    [
      'a photo that is being stored',
      { elsewhere: [{ what: 'photo', page: 'Mục 3' }] },
      /trang “Mục 3” đang chụp hoặc lưu ảnh/,
    ],
    ['a signature', { elsewhere: [{ what: 'drawing', page: 'Biên bản' }] }, /trang “Biên bản” đang ký hoặc vẽ dở/],
  ])('waits for %s, and says why and where; once that is done, the same tap takes it', async (_, held, words) => {
    const { world, user } = open()
    Object.assign(world, held)
    world.hear().waiting()
    const tap = async () => {
      const [first] = await screen.findAllByRole('button', { name: 'Cập nhật' })
      if (first) await user.click(first)
    }
    await tap()
    expect(bar()).toHaveTextContent(words)
    expect([world.takenOver, world.reloads]).toEqual([0, 0])
    Object.assign(world, { here: [], elsewhere: [] })
    await tap()
    expect(world.takenOver).toBe(1)
  })

  it('is not loaded over what was begun between the tap and the change', async () => {
    const { world, user } = open()
    world.hear().waiting()
    const [first] = await screen.findAllByRole('button', { name: 'Cập nhật' })
    if (first) await user.click(first)
    world.here = [typed]
    world.hear().replaced()
    expect(world.reloads).toBe(0)
    expect(await screen.findByText(/đã được cập nhật ở một trang khác/)).toBeInTheDocument()
  })

  it('put off, is still offered on the page of this tablet', async () => {
    const { world, user } = open()
    world.hear().waiting()
    await user.click(await screen.findByRole('button', { name: 'Để sau' }))
    expect(screen.queryByText(/Có bản mới/)).not.toBeInTheDocument()
    await user.click(screen.getByRole('button', { name: 'Cập nhật' }))
    expect(world.takenOver).toBe(1)
  })
})

describe('another tab has taken the newer version', () => {
  it('a page in use says so and stays; the next link brings the newer one whole', async () => {
    const { world, user } = open()
    world.hear().replaced()
    vi.advanceTimersByTime(10 * REST)
    expect(world.reloads).toBe(0)
    await user.click(await screen.findByRole('link', { name: 'Máy này' }))
    expect(world.went).toEqual([expect.stringMatching(/\/may-nay$/)])
  })

  it('a page that nobody looks at loads itself, unless it holds something; what is held stays, however long', async () => {
    const { world } = open()
    world.here = [typed]
    world.hear().replaced()
    see('hidden')
    vi.advanceTimersByTime(5 * REST)
    expect(world.reloads).toBe(0)
    world.here = []
    vi.advanceTimersByTime(REST)
    expect(world.reloads).toBe(1)
  })

  it('a look at another app for a moment is no rest, and a link goes nowhere while something is held', async () => {
    const { world, user } = open()
    world.hear().replaced()
    see('hidden')
    vi.advanceTimersByTime(REST - 1000)
    see('visible')
    vi.advanceTimersByTime(5 * REST)
    expect(world.reloads).toBe(0)
    world.here = [typed]
    const link = await screen.findByRole('link', { name: 'Máy này' })
    link.addEventListener('click', (event) => event.preventDefault())
    await user.click(link)
    expect(world.went).toEqual([])
  })
})

describe('an app that stays open for days', () => {
  it('asks for a newer version by itself when it is looked at or the network is back: once an hour at most', () => {
    const { world } = open()
    const bothCome = () => {
      see('hidden')
      see('visible')
      window.dispatchEvent(new Event('online'))
    }
    bothCome()
    expect(world.looks).toBe(0)
    vi.setSystemTime(Date.now() + LOOK_EVERY)
    bothCome()
    bothCome()
    expect(world.looks).toBe(1)
    // A clock that was set back a year does not stop it for a year.
    vi.setSystemTime(Date.now() - 365 * 86_400_000)
    bothCome()
    expect(world.looks).toBe(2)
  })

  it('asks when the server speaks to newer apps alone, and takes what comes without another tap', async () => {
    const { world, version } = open()
    expect(await version.fetchAndAccept()).toBe(false)
    world.isNewer = true
    expect(await version.fetchAndAccept()).toBe(true)
    expect(world.takenOver).toBe(0)
    world.hear().waiting()
    await vi.waitFor(() => expect(world.takenOver).toBe(1))
  })
})
