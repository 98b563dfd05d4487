import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { chromiumPath } from '../../scripts/chromium.ts'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn } from './support/submitted.ts'
import { PASSWORD } from './support/tablet.ts'

/**
 * Every screen at three sizes, in light and dark: nothing scrolls sideways, what
 * is touched is large enough, a screen reader finds its way. The pictures are in
 * test-results/look, for people.
 */

const sizes = [
  { name: 'phone', width: 360, height: 740 },
  { name: 'tablet', width: 800, height: 1280 },
  { name: 'desk', width: 1440, height: 900 },
]
const pictures = 'test-results/look'

let server: Server
let browser: Browser

test.beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  server = await createServerProcess()
  await server.start()
  await handIn(server.url, 'kiemtra', 'demo-bv-ben-sao', nuocThai)
  await handIn(server.url, 'kiemtra', 'demo-tyt-suoi-mo', xanhSachDep)
  browser = await chromium.launch({
    executablePath: chromiumPath() ?? undefined,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  })
})

test.afterAll(async () => {
  await browser.close()
  await server.dispose()
})

async function signIn(page: Page, username: string) {
  await page.goto(`${server.url}/dang-nhap`)
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu').fill(PASSWORD)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đăng nhập/)
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

async function look(page: Page, name: string, touch: boolean) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${pictures}/${name}.png` })
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect.soft(sideways, `${name} scrolls sideways`).toBeLessThanOrEqual(0)
  if (touch) expect.soft(await tooSmall(page), `${name} has targets under 48 px`).toEqual([])
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`),
      `${name} for a screen reader`,
    )
    .toEqual([])
}

for (const size of sizes) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`${size.name} ${size.width} × ${size.height}, ${scheme}`, async () => {
      const touch = size.width < 1024
      const open = (): Promise<BrowserContext> =>
        browser.newContext({
          viewport: { width: size.width, height: size.height },
          colorScheme: scheme,
          hasTouch: touch,
          locale: 'vi-VN',
          timezoneId: 'Asia/Ho_Chi_Minh',
          reducedMotion: 'reduce',
        })
      const seen = async (page: Page, name: string) => look(page, `${name}-${size.name}-${scheme}`, touch)
      const go = async (page: Page, path: string) => {
        await page.goto(server.url + path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      }

      const inspector = await open()
      const page = await inspector.newPage()
      await page.goto(`${server.url}/dang-nhap`)
      await expect(page.getByText('kiemtra')).toBeVisible()
      await seen(page, '01-sign-in')
      await signIn(page, 'kiemtra')
      await expect(page.getByRole('link', { name: /Bệnh viện Bến Sao/ }).first()).toBeVisible()
      await seen(page, '02-home-empty')
      await go(page, '/co-so/demo-bv-ben-sao')
      await expect(page.getByRole('link', { name: /^Bắt đầu/ }).first()).toBeVisible()
      await seen(page, '03-facility')
      await go(page, '/co-so/demo-bv-ben-sao/bat-dau?bo=nuoc-thai')
      await expect(page.getByRole('button', { name: 'Bắt đầu' })).toBeVisible()
      await seen(page, '04-start')
      await page.getByRole('button', { name: 'Bắt đầu' }).click()
      const bod5 = page.locator('article[data-item="nt.1.2"]')
      await bod5.getByRole('textbox').first().fill('61')
      await bod5.getByRole('textbox').first().press('Enter')
      await expect(bod5.getByText(/đã lưu/)).toBeVisible()
      await bod5.getByRole('button', { name: /Căn cứ và cách kiểm tra/ }).click()
      await bod5.scrollIntoViewIfNeeded()
      await seen(page, '05-measure')
      await go(page, '/co-so/demo-tyt-suoi-mo/bat-dau?bo=xanh-sach-dep')
      await page.getByRole('button', { name: 'Bắt đầu' }).click()
      for (const [id, label] of [
        ['xsd.0.1', 'Đạt'],
        ['xsd.0.5', 'Không đạt'],
      ] as const) {
        await page
          .locator(`article[data-item="${id}"] label`, { hasText: new RegExp(`^\\s*${label}\\s*$`) })
          .first()
          .click()
      }
      await page.evaluate(() => window.scrollTo({ top: 0 }))
      await seen(page, '06-section')
      await page.getByRole('link', { name: 'Xem lại điểm và nộp' }).click()
      await expect(page.getByRole('heading', { name: 'Xem lại và nộp' })).toBeVisible()
      await seen(page, '07-review')
      await go(page, '/')
      await expect(page.getByRole('heading', { name: 'Đang làm' })).toBeVisible()
      await seen(page, '08-home')
      await go(page, '/may-nay')
      await seen(page, '09-this-device')
      await go(page, '/khong-co-trang-nay')
      await seen(page, '10-not-found')
      await inspector.close()

      const supervisor = await open()
      const desk = await supervisor.newPage()
      await signIn(desk, 'giamsat')
      await expect(desk.getByRole('link', { name: /Bệnh viện Bến Sao/ }).first()).toBeVisible()
      await seen(desk, '11-received')
      await desk
        .getByRole('link', { name: /Bệnh viện Bến Sao/ })
        .filter({ visible: true })
        .first()
        .click()
      await expect(desk.getByRole('heading', { level: 1, name: /Bến Sao/ })).toBeVisible()
      await seen(desk, '12-result')
      await supervisor.close()
    })
  }
}
