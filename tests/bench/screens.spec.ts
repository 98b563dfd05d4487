import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { createServerProcess } from '../e2e/support/server.ts'
import { besideTheApp, readTables } from '../e2e/support/store.ts'
import { handIn } from '../e2e/support/submitted.ts'
import { PIN, Tablet } from '../e2e/support/tablet.ts'
import { checklistOf, putDrafts, putResults } from './many-visits.ts'

const THROTTLE = Number(process.env.THROTTLE ?? 6)
const TIMES = Number(process.env.TIMES ?? 5)
const TAPS = Number(process.env.TAPS ?? 30)
const ITEMS = [10, 100, 300, 1000]
const RESULTS = [10, 100, 1000, 5000]

const HEADER = `Chromium, CPU ÷ ${THROTTLE} (its main thread; ciphers and the disk keep the machine's own speed), fresh profile,
the server stopped from the first figure on, everything sealed under a PIN.
start    browser restarted; from the navigation to the door, and from “Mở khóa” to facilities and open visits painted; added up
open     from the tap on an open visit (every item answered, 25 to a section) to its first section painted; page loaded anew each time
painted  from the tap (its hardware time) to the next frame, as Event Timing says it (steps of 8 ms)
saved    from the same tap to “đã lưu”: the transaction is on the disk and the screen has been told`

type Row = { what: string; aim: number; times: number[] }

/** How long a person waits, as issue and README promise it; curves over items and over visits on the device. */
test('screens: start, open, tap', async () => {
  test.setTimeout(3_600_000)
  const server = await createServerProcess()
  await server.start()
  await handIn(server.url, 'kiemtra', 'demo-bv-ben-sao', xanhSachDep)
  const tablet = new Tablet(server.url)
  const rows: Row[] = []
  const row = (what: string, aim: number, times: number[]) => {
    rows.push({ what, aim, times })
    console.log(line({ what, aim, times }))
  }
  try {
    let page = await tablet.open()
    await tablet.signIn('kiemtra')
    await tablet.readyOffline()
    await expect(page.getByLabel('Tìm cơ sở')).toBeVisible()
    await expect.poll(async () => (await readTables(page, ['result'])).result?.length, { timeout: 60_000 }).toBe(1)
    await server.stop()
    await page.goto('about:blank')
    const put = async (results: number) => {
      const beside = await besideTheApp(page, server.url)
      if (results === RESULTS[0]) await putDrafts(beside, ITEMS.map(checklistOf))
      await putResults(beside, results)
      await beside.close()
    }
    await put(10)

    console.log(HEADER)
    await page.goto(server.url)
    await tablet.unlock()
    await slow(page)
    for (const items of ITEMS) {
      row(`open, ${items} items`, items > 300 ? 3000 : 1000, await opened(page, server.url, items))
      const { painted, saved } = await tapped(page)
      row(`tap painted, ${items} items`, 100, painted)
      row(`tap saved, ${items} items`, 300, saved)
    }
    for (const results of RESULTS) {
      if (results > 10) {
        await page.goto('about:blank')
        await put(results)
      }
      await tablet.close()
      const starts: Awaited<ReturnType<typeof started>>[] = []
      for (let time = 0; time < TIMES; time++) {
        page = await tablet.open('/icons/icon-192.png')
        await slow(page)
        starts.push(await started(page, server.url))
        if (time < TIMES - 1) await tablet.close()
      }
      row(
        `start, ${results} visits on the device`,
        3000,
        starts.map(({ door, list }) => door + list),
      )
      for (const part of ['door', 'list'] as const)
        console.log(
          `  ${part} alone: median ${at(
            starts.map((each) => each[part]),
            0.5,
          ).toFixed(0)} ms`,
        )
      row(`open 300 items, ${results} visits`, 1000, await opened(page, server.url, 300))
      const { painted, saved } = await tapped(page)
      row(`tap painted, ${results} visits`, 100, painted)
      row(`tap saved, ${results} visits`, 300, saved)
    }
    console.log(`\n${HEADER}\n\n${line(null)}\n${rows.map(line).join('\n')}`)
    const missed = rows.filter(({ aim, times }) => at(times, 0.5) >= aim)
    for (const { what, aim, times } of missed)
      console.log(`missed: ${what}: median ${at(times, 0.5).toFixed(0)} ms, aim ${aim} ms`)
    if (missed.length === 0) console.log('every median is within its aim')
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})

const at = (times: readonly number[], share: number) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

/** One line of the table; null: its head. */
function line(row: Row | null): string {
  const cells = row
    ? [at(row.times, 0), at(row.times, 0.5), at(row.times, 0.95)].map((ms) => ms.toFixed(0))
    : ['min', 'median', 'p95']
  const end = row ? [`${row.times.length}`, `${row.aim}`] : ['n', 'aim']
  return [(row?.what ?? 'ms').padEnd(36), ...[...cells, ...end].map((cell) => cell.padStart(8))].join('')
}

async function slow(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  return session
}

/** In the page: milliseconds from the start of the navigation, or from the next click, to the frame in which such an element stands. */
async function paintedAfter(
  page: Page,
  from: 'navigation' | 'click',
  selector: string,
): Promise<() => Promise<number>> {
  const handle = await page.evaluateHandle(
    ([begin, wanted]) => {
      let start = begin === 'navigation' ? 0 : Number.NaN
      addEventListener('click', ({ timeStamp }) => (start = timeStamp), { capture: true, once: true })
      const painted = new Promise<number>((resolve) => {
        const look = () => {
          if (Number.isNaN(start) || !document.querySelector(wanted)) return requestAnimationFrame(look)
          // The task behind this frame: it has been painted.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now() - start)
          return port2.postMessage(null)
        }
        requestAnimationFrame(look)
      })
      return { painted }
    },
    [from, selector] as const,
  )
  return () => handle.evaluate(({ painted }) => painted)
}

/** A browser that was just started: to the door, and from the PIN to the list. */
async function started(page: Page, url: string): Promise<{ door: number; list: number }> {
  await page.goto(url, { waitUntil: 'commit' })
  const door = await (await paintedAfter(page, 'navigation', 'input[autocomplete="off"], input[inputmode=numeric]'))()
  await page.getByLabel('Mã PIN', { exact: true }).fill(PIN)
  const list = await paintedAfter(page, 'click', 'main:has(a[href^="/co-so/"]):has(a[href^="/kiem-tra/"])')
  await page.getByRole('button', { name: 'Mở khóa' }).click()
  return { door, list: await list() }
}

async function opened(page: Page, url: string, items: number): Promise<number[]> {
  const times: number[] = []
  for (let time = 0; time < TIMES; time++) {
    await page.goto(url)
    const link = page.getByRole('link', { name: new RegExp(`Bộ tiêu chí ${items} câu`) }).first()
    await link.scrollIntoViewIfNeeded()
    // What a start still has to do is over.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
    const first = await paintedAfter(page, 'click', 'article[data-item]')
    await link.click()
    times.push(await first())
  }
  return times
}

/** Taps over the items of the open section, by a real pointer. */
async function tapped(page: Page): Promise<{ painted: number[]; saved: number[] }> {
  const painted: number[] = []
  const saved: number[] = []
  await page.evaluate(() => {
    const told = { at: 0, painted: 0, saved: 0 }
    Object.assign(window, { told })
    addEventListener(
      'click',
      (event) => {
        if (event.isTrusted) Object.assign(told, { at: event.timeStamp, painted: 0, saved: 0 })
      },
      { capture: true },
    )
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (Math.abs(startTime - told.at) < 1) told.painted = Math.max(told.painted, duration)
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  })
  const cards = page.locator('article[data-item]')
  const count = await cards.count()
  for (let tap = 0; tap < TAPS; tap++) {
    const point = await cards.nth(tap % count).evaluate(async (card) => {
      card.scrollIntoView({ block: 'center', behavior: 'instant' })
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 100)))
      const [radio] = [...card.querySelectorAll<HTMLInputElement>('fieldset input[type=radio]:not(:checked)')]
      if (!radio) throw new Error('nothing to choose')
      const told = (window as unknown as { told: { at: number; saved: number } }).told
      const watch = new MutationObserver(() => {
        const text = card.textContent ?? ''
        if (!radio.checked || !/đã lưu \d/.test(text) || /đang lưu/.test(text)) return
        watch.disconnect()
        told.saved = performance.now() - told.at
      })
      watch.observe(card, { subtree: true, childList: true, characterData: true })
      const { x, y, width, height } = (radio.closest('label') ?? radio).getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    })
    await page.mouse.click(point.x, point.y)
    type Told = { at: number; painted: number; saved: number }
    const told = () => page.evaluate(() => (window as unknown as { told: Told }).told)
    await expect.poll(async () => (await told()).saved, { intervals: [50] }).toBeGreaterThan(0)
    // Rows of Event Timing come a little later; none comes for what took less than its smallest step.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))
    const { painted: shown, saved: kept } = await told()
    painted.push(Math.max(16, shown))
    saved.push(kept)
  }
  return { painted, saved }
}
