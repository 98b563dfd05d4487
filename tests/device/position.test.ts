import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { findPosition } from '../../src/device/position/find-position.ts'

/** A receiver that the test speaks for. */
let found: (accuracy: number) => void
let fail: (code: number) => void
let options: PositionOptions | undefined
const clearWatch = vi.fn()
beforeEach(() => {
  vi.useFakeTimers({ now: 1_795_000_000_000 })
  clearWatch.mockClear()
  vi.stubGlobal('navigator', {
    geolocation: {
      clearWatch,
      watchPosition(done: PositionCallback, wrong: PositionErrorCallback, asked: PositionOptions) {
        options = asked
        found = (accuracy) =>
          done({ coords: { latitude: 21.27336712, longitude: 106.3965331, accuracy } } as GeolocationPosition)
        fail = (code) => wrong({ code } as GeolocationPositionError)
        return 7
      },
    },
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const codeOf = (looking: Promise<unknown>) =>
  looking.then(
    () => 'found',
    ({ code }) => code,
  )

it('a good fix ends the search at once, and the receiver is switched off', async () => {
  const looking = findPosition()
  found(11.2)
  expect(await looking).toEqual({ lat: 21.273367, lon: 106.396533, accuracy: 12, at: 1_795_000_000_000 })
  expect(clearWatch).toHaveBeenCalledWith(7)
  expect(options).toEqual({ enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 })
})

it('of poor ones the best counts, ten seconds after the first', async () => {
  const looking = findPosition()
  found(900)
  found(60)
  found(300)
  await vi.advanceTimersByTimeAsync(9999)
  expect(clearWatch).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(await looking).toMatchObject({ accuracy: 60 })
})

it('a poor fix is kept where the receiver then fails', async () => {
  const looking = findPosition()
  found(900)
  fail(2)
  expect(await looking).toMatchObject({ accuracy: 900 })
})

it.each([
  [1, 'POSITION_REFUSED'],
  [2, 'POSITION_UNAVAILABLE'],
  [3, 'POSITION_TIMED_OUT'],
])('error %s of the browser is %s', async (code, problem) => {
  const said = codeOf(findPosition())
  fail(code)
  expect(await said).toBe(problem)
})

it('a question that nobody answers, and a receiver that says nothing, end after half a minute', async () => {
  const said = codeOf(findPosition())
  await vi.advanceTimersByTimeAsync(30_000)
  expect(await said).toBe('POSITION_TIMED_OUT')
  expect(clearWatch).toHaveBeenCalledWith(7)
})

it('a browser that knows no places says so', async () => {
  vi.stubGlobal('navigator', {})
  expect(await codeOf(findPosition())).toBe('POSITION_UNAVAILABLE')
})
