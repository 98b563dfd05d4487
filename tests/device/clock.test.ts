import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createDeviceClock } from '../../src/device/store/clock.ts'
import { clockSignals } from '../../src/domain/clock.ts'

const HOUR = 3_600_000
const BEGIN = 1_795_000_000_000

/** True time, how far the wall clock is from it, and how long the page's own clock stood still. */
let truth: number
let wrong: number
let slept: number
beforeEach(() => {
  ;[truth, wrong, slept] = [BEGIN, 0, 0]
  vi.spyOn(Date, 'now').mockImplementation(() => truth + wrong)
  vi.spyOn(performance, 'now').mockImplementation(() => truth - BEGIN - slept)
})
afterEach(() => vi.restoreAllMocks())

/** A reply after so many milliseconds there and back. */
const contact = (clock: ReturnType<typeof createDeviceClock>, there = 100, back = 100) =>
  clock.measured(async () => {
    truth += there
    const serverTime = truth
    truth += back
    return { serverTime }
  })

it('[P45] nothing is known before the first contact', () => {
  expect(createDeviceClock().reading()).toBeNull()
})

it.each([
  [100, 100],
  [5_000, 200],
  [0, 29_000],
])('[P45] the offset is measured within its own uncertainty (%d ms there, %d ms back)', async (there, back) => {
  wrong = -3 * HOUR
  const clock = createDeviceClock()
  await contact(clock, there, back)
  const { offset, uncertainty } = clock.reading() ?? { offset: 0, uncertainty: 0 }
  expect(Math.abs(offset - 3 * HOUR)).toBeLessThanOrEqual(uncertainty)
  expect(uncertainty).toBe(Math.ceil((there + back) / 2))
})

it('[P45] a wall clock that goes back against the page’s own was moved, without any contact', async () => {
  const clock = createDeviceClock()
  await contact(clock)
  truth += HOUR
  wrong = -2 * HOUR
  expect(clock.reading()).toMatchObject({ moved: -2 * HOUR, offset: 0 })
})

it('[P45] a night’s sleep is no move, whatever the page’s clock did', async () => {
  const clock = createDeviceClock()
  await contact(clock)
  truth += 9 * HOUR
  slept = 9 * HOUR
  expect(clock.reading()).toMatchObject({ moved: null, age: 9 * HOUR + 100 })
  await contact(clock)
  expect(clock.reading()).toMatchObject({ moved: null })
})

it('[P45] a clock that was put forward is found out at the next contact', async () => {
  const clock = createDeviceClock()
  await contact(clock)
  truth += HOUR
  wrong = 3 * HOUR
  expect(clock.reading()).toMatchObject({ moved: null })
  await contact(clock)
  expect(clock.reading()).toMatchObject({ moved: 3 * HOUR, offset: -3 * HOUR })
})

it('[P45] quartz drifts seconds a day, and that is no move', async () => {
  const clock = createDeviceClock()
  await contact(clock)
  truth += 20 * 24 * HOUR
  wrong = 20 * 8_000
  await contact(clock)
  expect(clock.reading()).toMatchObject({ moved: null, offset: -160_000 })
})

it('[P45] what was kept is known when the app is opened again; a clock before it was put back', async () => {
  const before = createDeviceClock()
  await contact(before)
  wrong = -5 * HOUR
  const clock = createDeviceClock()
  clock.resume(before.kept() ?? expect.fail('nothing was kept'))
  expect(clock.reading()?.moved).toBeLessThanOrEqual(-4.9 * HOUR)
})

it('[P45] a day later an old move is not mentioned any more', async () => {
  const clock = createDeviceClock()
  await contact(clock)
  wrong = -HOUR
  clock.reading()
  await contact(clock)
  truth += 25 * HOUR
  expect(clock.reading()).toMatchObject({ moved: null })
})

it('[P45] a server time that no calendar has is not believed', async () => {
  const clock = createDeviceClock()
  await clock.measured(async () => ({ serverTime: 1e300 }))
  expect(clock.reading()).toBeNull()
})

const reading = (offset: number, moved: number | null = null) => ({ offset, uncertainty: 50, age: 0, moved })
it.each([
  ['right', { sent: 900, moved: null, reading: reading(-300) }, []],
  ['no reading', { sent: 30_000, moved: null, reading: null }, []],
  [
    'slow all along: said once',
    { sent: 3 * HOUR, moved: null, reading: reading(3 * HOUR - 500) },
    [{ what: 'off', when: 'sent', slow: true, by: 3 * HOUR }],
  ],
  [
    'fast when handed in, right when sent',
    { sent: 0, moved: 3 * HOUR, reading: reading(-3 * HOUR) },
    [
      { what: 'off', when: 'sealed', slow: false, by: 3 * HOUR },
      { what: 'moved', when: 'sent', forward: true, by: 3 * HOUR },
    ],
  ],
  [
    'put back the day before',
    { sent: 0, moved: null, reading: reading(0, -HOUR) },
    [{ what: 'moved', when: 'sealed', forward: false, by: HOUR }],
  ],
])('[P45] what a supervisor is told of a clock: %s', (_what, clock, told) => {
  expect(clockSignals(clock)).toEqual(told)
})
