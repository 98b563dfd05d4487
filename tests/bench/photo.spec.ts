import { expect, type Page, test } from '@playwright/test'
import { createServerProcess } from '../e2e/support/server.ts'
import { Tablet } from '../e2e/support/tablet.ts'

const PHOTOS = Number(process.env.PHOTOS ?? 20)
const THROTTLE = Number(process.env.THROTTLE ?? 6)
/** An item takes so many. */
const EACH = 10

/**
 * From a camera's file of 12 megapixels to the stored photo's thumbnail on the screen,
 * one after the other, and for how long the page itself could do nothing meanwhile.
 */
test('photo: 12 MP to stored thumbnail', async () => {
  const server = await createServerProcess()
  await server.start()
  const tablet = new Tablet(server.url)
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await tablet.readyOffline()
    await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
    const bytes = await prepare(page)
    // The pictures would go out beside the next one.
    await page.context().setOffline(true)
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    const measured: { shown: number; longest: number }[] = []
    for (let n = 0; n < PHOTOS; n++) measured.push(await page.evaluate(takeOne, Math.floor(n / EACH)))
    const of = (values: number[], share: number) => {
      const sorted = values.toSorted((a, b) => a - b)
      return (sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0).toFixed(0)
    }
    const [shown, longest] = [measured.map((each) => each.shown), measured.map((each) => each.longest)]
    console.log(
      `12 MP (${(bytes / 1e6).toFixed(1)} MB) → stored thumbnail, ${PHOTOS} photos, CPU ÷ ${THROTTLE}: ` +
        `median ${of(shown, 0.5)} ms, p95 ${of(shown, 0.95)} ms; ` +
        `longest task of the page: median ${of(longest, 0.5)} ms, p95 ${of(longest, 0.95)} ms, max ${of(longest, 1)} ms`,
    )
    expect(measured).toHaveLength(PHOTOS)
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})

/** One picture as of leaves and gravel, kept by the page. @returns its bytes */
async function prepare(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const canvas = new OffscreenCanvas(4000, 3000)
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    for (let n = 0; n < 9000; n++) {
      context.fillStyle = `hsl(${(n * 47) % 360} 60% ${20 + ((n * 13) % 60)}%)`
      context.fillRect((n * 977) % 4000, (n * 613) % 3000, 40 + (n % 160), 30 + (n % 90))
    }
    const picture = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })
    ;(window as unknown as { picture: Blob }).picture = picture
    return picture.size
  })
}

/** In the page: hands the picture to the item's own file input, as the camera does, and waits for its thumbnail. */
async function takeOne(index: number) {
  const { picture } = window as unknown as { picture: Blob }
  const card = document.querySelectorAll<HTMLElement>('article[data-item]')[index] as HTMLElement
  card.scrollIntoView({ block: 'start' })
  await new Promise((resolve) => setTimeout(resolve, 300))
  let longest = 0
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration)
  })
  observer.observe({ type: 'longtask' })
  const thumbnails = () =>
    [...card.querySelectorAll<HTMLImageElement>('li img')].filter(
      ({ complete, naturalWidth }) => complete && naturalWidth,
    ).length
  const before = thumbnails()
  const input = card.querySelector('input[type=file]') as HTMLInputElement
  const files = new DataTransfer()
  // Another moment, another file: what is stored is named by its content.
  files.items.add(new File([picture], 'IMG.jpg', { type: 'image/jpeg', lastModified: Date.now() }))
  input.files = files.files
  const from = performance.now()
  input.dispatchEvent(new Event('change', { bubbles: true }))
  while (thumbnails() <= before) await new Promise((resolve) => requestAnimationFrame(resolve))
  const shown = performance.now() - from
  await new Promise((resolve) => setTimeout(resolve, 200))
  observer.disconnect()
  return { shown, longest }
}
