import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { AxeResults, RunOptions } from 'axe-core'

/**
 * One screen, looked at as everybody has it: held upright and on its side under a
 * finger, on a desk under a mouse, in light and in dark; with letters of twice the
 * size, at 320 px, and with text spaced out (docs/reach.md). `LOOK=1` keeps a picture of
 * each in test-results/look, for people; without it nobody would look at them.
 */
const sizes = [
  { name: 'phone', width: 360, height: 740, touch: true, isRead: true },
  // Shows nothing that neither the narrow nor the wide one shows: to a reader it is one of them.
  { name: 'tablet', width: 800, height: 1280, touch: true, isRead: false },
  { name: 'side', width: 1280, height: 800, touch: true, isRead: true },
  { name: 'desk', width: 1440, height: 900, touch: false, isRead: true },
]
const pictures = process.env.LOOK ? 'test-results/look' : null

/** Looks at the open page, in the sizes of whoever touches it. `settle` brings into view what the picture is about. */
export async function look(page: Page, name: string, settle: () => Promise<unknown> = async () => undefined) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  const isTouched = await page.evaluate(() => matchMedia('(pointer: coarse)').matches)
  for (const { name: size, width, height, touch, isRead } of sizes) {
    if (touch !== isTouched) continue
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => document.fonts.ready)
      await settle()
      const what = `${name}-${size}-${colorScheme}`
      if (pictures) {
        mkdirSync(pictures, { recursive: true })
        await page.screenshot({ path: `${pictures}/${what}.png` })
      }
      if (!isRead) continue
      // Names, roles and order are the same in the dark; only the colours must be looked at again.
      const only = colorScheme === 'dark' ? ['color-contrast'] : undefined
      expect.soft(await unreadable(page, only), `${what} for a screen reader`).toEqual([])
    }
    expect.soft(await sideways(page), `${name} at ${size} scrolls sideways`).toBeLessThanOrEqual(0)
    if (touch) expect.soft(await tooSmall(page), `${name} at ${size} has targets under 48 px`).toEqual([])
    expect.soft(await cutWhenLarge(page), `${name} at ${size} with letters of twice the size`).toEqual([])
  }
  expect.soft(await cutWhenNarrow(page), `${name} at 320 px and with text spaced out`).toEqual([])
}

/** WCAG 1.4.4: the browser's own setting for letters twice as large. */
async function cutWhenLarge(page: Page): Promise<string[]> {
  const before = await cut(page)
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
    return (await cut(page)).filter((each) => !before.includes(each))
  } finally {
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } })
    await session.detach()
  }
}

/** WCAG 1.4.10, a desk at 400 %; and 1.4.12, letters, words and lines apart as a reader may ask for. */
async function cutWhenNarrow(page: Page): Promise<string[]> {
  const size = page.viewportSize()
  const before = await cut(page)
  await page.setViewportSize({ width: 320, height: 640 })
  const narrow = await cut(page)
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
    )
    document.adoptedStyleSheets = [sheet]
  })
  const spaced = await cut(page)
  await page.evaluate(() => {
    document.adoptedStyleSheets = []
  })
  if (size) await page.setViewportSize(size)
  return [...narrow, ...spaced].filter((each) => !before.includes(each))
}

/** What stands outside the window sideways, and text that its own box cuts off: at its ordinary size that is an excerpt. */
function cut(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    // Breakpoints that are given in letters follow a frame later.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const name = (element: Element) =>
      `${element.tagName}.${element.className} “${element.textContent?.trim().slice(0, 30)}”`
    const { clientWidth, scrollWidth } = document.documentElement
    /** Tables may scroll by themselves. */
    const scrolls = (each: Element | null): boolean =>
      each !== null &&
      each !== document.body &&
      (getComputedStyle(each).overflowX !== 'visible' || scrolls(each.parentElement))
    const isOutside = (each: Element) =>
      scrollWidth > clientWidth && each.getBoundingClientRect().right > clientWidth + 1 && !scrolls(each.parentElement)
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element)
      // What is for readers alone is shown to nobody.
      if (style.clipPath !== 'none' || !element.checkVisibility()) continue
      if (isOutside(element) && ![...element.children].some(isOutside)) found.push(`${name(element)} is outside`)
      const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
      // A field scrolls by itself.
      if (!hasText || element.matches('option, textarea')) continue
      const isCut =
        (element.matches('a, button') && style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) ||
        (style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1) ||
        (style.overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
      if (isCut) found.push(`${name(element)} is cut`)
    }
    return found.length === 0 && scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px too wide`] : found
  })
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on the open page, as `rule: element`. Its code goes in once for each
 * document, and it describes failures alone: a sixth of the time of its own driver,
 * which also opens a second page for every report.
 */
export async function unreadable(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe)
  const options: RunOptions = { resultTypes: ['violations'] }
  if (rules) options.runOnly = { type: 'rule', values: [...rules] }
  return page.evaluate(async (how) => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: RunOptions): Promise<AxeResults> } }
    const { violations } = await axe.run(document, how)
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)
  }, options)
}

/** By how many pixels the page is wider than the window. */
function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

/** Elements that a finger must hit and cannot: under 48 px in either direction, counting the label around a control. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')) {
      const target = element.closest('label') ?? element
      const { width, height } = target.getBoundingClientRect()
      const style = getComputedStyle(target)
      const isSeen = width > 1 && height > 1 && style.visibility === 'visible' && element.checkVisibility()
      // A link inside a sentence is text.
      const isInText = element.tagName === 'A' && style.display === 'inline'
      if (isSeen && !isInText && (height < 47.5 || width < 47.5))
        found.push(
          `${element.tagName} “${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`,
        )
    }
    return found
  })
}
