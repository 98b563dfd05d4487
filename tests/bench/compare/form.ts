import type { CDPSession, Page } from '@playwright/test'
import { createServerProcess } from '../../e2e/support/server.ts'
import { besideTheApp } from '../../e2e/support/store.ts'
import { Tablet } from '../../e2e/support/tablet.ts'
import { checklistOf, putDrafts } from '../many-visits.ts'
import { openBrowser } from './browser.ts'
import { servePages } from './form-pages.ts'
import { type Comparison, type Effort, limitAim, median, openSeries, ratioAim, takeTurns } from './measure.ts'

const THROTTLE = 6
const TAPS = 20

type Contender = {
  name: string
  page: Page
  address: (items: number) => string
  /** The first question can be answered. */
  first: string
  /** What stands for one question. */
  question: string
  saves?: true
}

/** A long form is opened with nothing cached, then twenty of its questions are answered. */
export async function compareForm(effort: Effort): Promise<Comparison> {
  const sizes = effort.isQuick ? [10, 100, 300] : [10, 100, 300, 1000]
  const pages = await servePages()
  const server = await createServerProcess()
  await server.start()
  const tablet = new Tablet(server.url)
  const browser = await openBrowser()
  const opened = openSeries('cold open: from the navigation to the first question painted', 'ms', 'questions')
  const bytes = openSeries('script and style on the way there (brotli, with headers)', 'bytes', 'questions')
  const painted = openSeries('tap to painted', 'ms', 'questions')
  const saved = openSeries('tap to saved on the disk and shown so', 'ms', 'questions')
  try {
    const ours = await openOurs(tablet, server.url, sizes)
    const page = await browser.context.newPage()
    const peer = (name: string, path: string, more: Pick<Contender, 'first' | 'question'>): Contender => ({
      name,
      page,
      address: (items) => `${pages.url}/${path}n=${items}`,
      ...more,
    })
    const native = { first: 'fieldset input[type=radio]', question: 'fieldset:has(input[type=radio])' }
    const survey = { first: '.sd-question input[type=radio]', question: '.sd-question' }
    const contenders: Contender[] = [
      ours,
      peer('floor: bare React, native radios', 'floor.html?', native),
      peer('floor, 25 questions at once', 'floor.html?page=25&', native),
      peer('SurveyJS', 'survey.html?', survey),
      peer('SurveyJS, lazy rendering', 'survey.html?lazy&', survey),
      peer('ODK Web Forms', 'odk.html?', {
        first: '.question-container input[type=radio]',
        question: '.question-container',
      }),
    ]
    for (const items of sizes)
      await takeTurns(contenders, effort, async (contender, counts) => {
        const session = await slow(contender.page)
        const cold = await open(contender, items, session)
        const taps = await tap(contender)
        await session.detach()
        if (!counts) return
        opened.add(items, contender.name, cold.time)
        bytes.add(items, contender.name, cold.bytes)
        painted.add(items, contender.name, median(taps.map((each) => each.painted)))
        if (contender.saves) saved.add(items, contender.name, median(taps.map((each) => each.saved)))
      })
  } finally {
    await tablet.dispose()
    await server.dispose()
    await browser.close()
    pages.close()
  }
  const floor = 'floor: bare React, native radios'
  const limits = sizes.filter((size) => size >= 300)
  return {
    title: `A form of radio questions: cold open, then ${TAPS} answers, CPU ÷ ${THROTTLE}`,
    how: [
      'Chromium, the throttle of its developer tools (main thread). Cold: the network cache off and the service worker passed by, so that every script comes over the line and is compiled anew; for ours the person is signed in and unlocked in that tab, and the visit lies sealed in IndexedDB.',
      'All pages are production builds served as brotli. The peers have the form in their script; ours reads checklist and answers from the device.',
      'Ours shows one section at a time (25 questions), and saves every answer before it says so; the floor and the peers show all questions on one page, and save nothing. The floor is there a second time with 25 questions, because that is the harder comparison for ours.',
      `Painted: from the tap’s hardware time to the task behind the next frame, median of ${TAPS} taps by a real pointer.`,
    ],
    series: [opened, bytes, painted, saved].map(({ series }) => series),
    aims: [
      ...limits.flatMap((size) => [
        ratioAim(`cold open, ours / floor, ${size} questions`, opened.at('ours', size) / opened.at(floor, size), {
          atMost: 1.3,
        }),
        ratioAim(
          `tap to painted, ours / floor, ${size} questions`,
          painted.at('ours', size) / painted.at(floor, size),
          { atMost: 1.3 },
        ),
        ratioAim(
          `tap to saved and shown, ours / floor’s painted, ${size} questions`,
          saved.at('ours', size) / painted.at(floor, size),
          { atMost: 1.3 },
        ),
      ]),
      limitAim('bytes until the first question stands', bytes.at('ours', 300) / 1000, 120, 'kB'),
    ],
  }
}

/** The app on a tablet on which somebody has signed in, with a visit of each size in it. */
async function openOurs(tablet: Tablet, url: string, sizes: readonly number[]): Promise<Contender> {
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await page.getByLabel('Tìm cơ sở').waitFor()
  await page.goto('about:blank')
  const beside = await besideTheApp(page, url)
  await putDrafts(beside, sizes.map(checklistOf), false)
  await beside.close()
  await page.goto(url)
  await tablet.unlock()
  const addresses = new Map<number, string>()
  for (const items of sizes) {
    const link = page.getByRole('link', { name: new RegExp(`Bộ tiêu chí ${items} câu`) }).first()
    addresses.set(items, `${url}${await link.getAttribute('href')}`)
  }
  return {
    name: 'ours',
    page,
    address: (items) => addresses.get(items) ?? url,
    first: 'article[data-item] input[type=radio]',
    question: 'article[data-item]',
    saves: true,
  }
}

async function slow(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.setBypassServiceWorker', { bypass: true })
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  return session
}

async function open(
  { page, address, first }: Contender,
  items: number,
  session: CDPSession,
): Promise<{ time: number; bytes: number }> {
  const counted = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Document' || type === 'Script' || type === 'Stylesheet') counted.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (counted.has(requestId)) bytes += encodedDataLength
  })
  await page.goto('about:blank')
  await page.goto(address(items), { waitUntil: 'commit' })
  const time = await page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.querySelector(selector)) return requestAnimationFrame(look)
          // The task behind this frame: it has been painted.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now())
          return port2.postMessage(null)
        }
        requestAnimationFrame(look)
      }),
    first,
  )
  const until = bytes
  // What a start still has to do is over.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  return { time, bytes: until }
}

type Tap = { painted: number; saved: number }

/** One question after the other, each by a real pointer. */
async function tap({ page, question, saves }: Contender): Promise<Tap[]> {
  await page.evaluate(() => {
    const told = { at: 0, painted: 0 }
    Object.assign(window, { told })
    addEventListener(
      'click',
      ({ isTrusted, timeStamp }) => {
        if (!isTrusted) return
        Object.assign(told, { at: timeStamp, painted: 0 })
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => Object.assign(told, { painted: performance.now() - timeStamp })
          port2.postMessage(null)
        })
      },
      { capture: true },
    )
  })
  const taps: Tap[] = []
  for (let turn = 0; turn < TAPS; turn++) {
    const cards = page.locator(question)
    const card = cards.nth(turn % (await cards.count()))
    const point = await card.evaluate(async (element) => {
      element.scrollIntoView({ block: 'center', behavior: 'instant' })
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 150)))
      const radio = element.querySelector<HTMLInputElement>('input[type=radio]:not(:checked)')
      if (!radio) throw new Error('nothing to choose')
      Object.assign(window, { saved: 0, chosen: radio })
      const watch = new MutationObserver(() => {
        const text = element.textContent ?? ''
        if (!radio.checked || !/đã lưu \d/.test(text) || /đang lưu/.test(text)) return
        watch.disconnect()
        Object.assign(window, { saved: performance.now() })
      })
      watch.observe(element, { subtree: true, childList: true, characterData: true })
      const { x, y, width, height } = (radio.closest('label') ?? radio).getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    })
    await page.mouse.click(point.x, point.y)
    const handle = await page.waitForFunction((mustSave) => {
      const { told, saved, chosen } = window as unknown as {
        told: { at: number; painted: number }
        saved: number
        chosen: HTMLInputElement
      }
      if (told.painted === 0 || !chosen.checked || (mustSave && saved === 0)) return null
      return { painted: told.painted, saved: saved - told.at }
    }, saves === true)
    taps.push((await handle.jsonValue()) as Tap)
    await page.evaluate(
    )
  }
  return taps
}
