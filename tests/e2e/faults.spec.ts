import { expect, type Page, test } from '@playwright/test'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

/** What only a real browser can show of the faults: its own gzip, its redirects, its tabs, its clearing of storage. */

let server: Server
let tablet: Tablet
let page: Page

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url)
  page = await tablet.open()
  await tablet.signIn('kiemtra')
})
test.afterEach(async () => {
  await tablet.dispose()
  await server.dispose()
})

async function startWater() {
  await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
}

async function answer(place: number, on = page) {
  const card = on.locator('article[data-item]').nth(place)
  await card.locator('fieldset label').first().click()
  await expect(card.getByText(/đã lưu \d/)).toBeVisible()
}

test('[P30] pushes go gzipped from a real browser, and are received', async () => {
  const packings: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/push')) packings.push(request.headers()['content-encoding'])
  })
  await startWater()
  await answer(0)
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 30_000 })
  // The start of a visit carries the facility's facts: more than a kilobyte.
  expect(packings).toContain('gzip')
})

test('[P31] a portal’s redirect and its page are told as “đăng nhập Wi-Fi”; when it lets through, everything is sent', async () => {
  await startWater()
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 30_000 })
  await page.route('**/sync/v1/**', (route) =>
    route.fulfill({ status: 302, headers: { location: 'https://wifi.example/login' } }),
  )
  await answer(0)
  await expect(page.getByText('Cần đăng nhập Wi-Fi').first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/chờ gửi 1 thay đổi, cần đăng nhập Wi-Fi/)).toBeVisible()
  await page.unroute('**/sync/v1/**')
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('Cần đăng nhập Wi-Fi')).toHaveCount(0)
})

test('[P38] two tabs of one person: both answer, one sends, and both say the same', async () => {
  await startWater()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect(other.locator('article[data-item]').first()).toBeVisible()
  await answer(0)
  await answer(1, other)
  for (const tab of [page, other]) await expect(tab.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 60_000 })
})

test('[P39] the browser clears the store: after signing in again the person is told what was open', async () => {
  await startWater()
  await answer(0)
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 30_000 })
  await page.route('**/sync/v1/**', (route) => route.abort())
  await answer(1)
  // Noted outside the store once the hand rests.
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('so-kiem:marker:demo-kiemtra')), { timeout: 30_000 })
    .toContain('"unsent":1')
  const devtools = await page.context().newCDPSession(page)
  await page.goto('about:blank')
  await devtools.send('Storage.clearDataForOrigin', { origin: server.url, storageTypes: 'indexeddb' })
  await page.unroute('**/sync/v1/**')
  await page.goto(server.url)
  await tablet.signIn('kiemtra')
  const notice = page.getByRole('status').filter({ hasText: 'Trình duyệt đã xóa dữ liệu' })
  await expect(notice).toContainText('còn 1 thay đổi chưa gửi')
  await expect(notice).toContainText('Bệnh viện Bến Sao')
  await expect(notice).toContainText('đã lấy lại từ máy chủ, có thể thiếu 1 thay đổi', { timeout: 30_000 })
  await notice.getByRole('button', { name: 'Đã rõ' }).click()
  await expect(notice).toHaveCount(0)
})
