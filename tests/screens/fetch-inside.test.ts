// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newSession } from '../../src/device/store/tab-session.ts'

// A line that hangs: what was asked for neither comes nor fails.
vi.mock('../../src/app.tsx', () => new Promise(() => undefined))
vi.mock('../../src/device/sync/open-device.ts', () => ({}))

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  sessionStorage.clear()
})

async function isSettledAfter(ms: number): Promise<boolean> {
  const { fetchedAhead } = await import('../../src/fetch-inside.ts')
  let isSettled = false
  void fetchedAhead.then(() => {
    isSettled = true
  })
  await vi.advanceTimersByTimeAsync(ms)
  return isSettled
}

it('nobody is here: nothing is asked for, and nothing waited for', async () => {
  expect(await isSettledAfter(0)).toBe(true)
})

it('somebody is here, and the line hangs: the first picture waits for a while, not for ever', async () => {
  newSession('lan')?.write(Date.now())
  expect(await isSettledAfter(2_900)).toBe(false)
  expect(await isSettledAfter(3_100)).toBe(true)
})
