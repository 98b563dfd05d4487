import type { Page } from '@playwright/test'
import type { Contender } from './form-contenders.ts'

/** What is done to every form alike: opened with nothing cached, and tapped. All times are the page's own clock. */

export const THROTTLE = 6
export const TAPS = 20

/** The longest that anybody may take to show a question. */
const PATIENCE = 300_000

/** What came over the line of script and style: what they are, and the headers of the replies around them; in bytes. */
type Load = { content: number; headers: number; files: number }

/** @returns when its first question was painted, and what had come by then; `end` lets go of the page */
export async function coldOpen(
  page: Page,
  { name, address, first }: Contender,
  items: number,
): Promise<{ time: number; load: Load; end(): Promise<void> }> {
  await page.goto('about:blank')
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  await session.send('Network.setBypassServiceWorker', { bypass: true })
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  const headers = new Map<string, number>()
  const load: Load = { content: 0, headers: 0, files: 0 }
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript|css/.test(response.mimeType)) headers.set(requestId, response.encodedDataLength)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const before = headers.get(requestId)
    if (before === undefined) return
    load.content += encodedDataLength - before
    load.headers += before
    load.files++
  })
  await page.goto(address(items), { waitUntil: 'commit' })
  const time = await page.evaluate(
    ([selector, patience]) =>
      new Promise<number>((resolve, reject) => {
        const look = () => {
          if (performance.now() > patience) return reject(new Error('no question came'))
          if (!document.querySelector(selector)) return requestAnimationFrame(look)
          // The task behind this frame: it has been painted.
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => resolve(performance.now())
          return port2.postMessage(null)
        }
        requestAnimationFrame(look)
      }),
    [first, PATIENCE] as const,
  )
  if (load.content === 0) throw new Error(`${name} came from a cache`)
  return {
    time,
    // As it is now: more may come while it is tapped.
    load: { ...load },
    async end() {
      await session.detach()
      // Nothing of it goes on while others are measured.
      await page.goto('about:blank')
    },
  }
}

/** One tap, from its hardware time; `saved` only where something saves. */
export type Tap = { painted: number; saved: number }

/** One question after the other, each by a real pointer, each when the one before is over. */
export async function tapQuestions(page: Page, { question, saves }: Contender): Promise<Tap[]> {
  const taps: Tap[] = []
  for (let turn = 0; turn < TAPS; turn++) {
    const cards = page.locator(question)
    const card = cards.nth(turn % (await cards.count()))
    const { x, y } = await card.evaluate(aimAt, saves === true)
    await page.mouse.click(x, y)
    // Asked for once: what asks again and again is work for the page.
    taps.push(await page.evaluate(() => (globalThis as unknown as { tapped: Promise<Tap> }).tapped))
  }
  return taps
}

/** In the page: brings a question into view and makes ready to time the next click. @returns where to tap */
async function aimAt(card: Element, mustSave: boolean): Promise<{ x: number; y: number }> {
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 500 }))
  const painted = () =>
    new Promise<number>((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      })
    })
  const radios = () => [...card.querySelectorAll<HTMLInputElement>('input[type=radio]:not(:checked)')]
  card.scrollIntoView({ block: 'center', behavior: 'instant' })
  await pause(150)
  // Some draw a question only when it comes into view.
  for (let tries = 0; radios().length === 0 && tries < 100; tries++) await pause(50)
  await idle()
  const [radio] = radios()
  if (!radio) throw new Error('nothing to choose')
  const says = () => card.textContent ?? ''
  const isSaved = () => radio.checked && /đã lưu \d/.test(says()) && !/đang lưu/.test(says())
  const saved = new Promise<number>((resolve) => {
    if (!mustSave) return resolve(Number.NaN)
    const watch = new MutationObserver(() => {
      if (!isSaved()) return
      watch.disconnect()
      resolve(painted())
    })
    return watch.observe(card, { subtree: true, childList: true, characterData: true })
  })
  const clicked = new Promise<Tap>((resolve, reject) => {
    function onClick({ isTrusted, timeStamp }: MouseEvent) {
      if (!isTrusted) return
      removeEventListener('click', onClick, { capture: true })
      void painted().then(async (at) => {
        if (!radio?.checked) return reject(new Error('the tap chose nothing'))
        return resolve({ painted: at - timeStamp, saved: (await saved) - timeStamp })
      })
    }
    addEventListener('click', onClick, { capture: true })
  })
  Object.assign(globalThis, { tapped: clicked })
  const { x, y, width, height } = (radio.closest('label') ?? radio).getBoundingClientRect()
  return { x: x + width / 2, y: y + height / 2 }
}
