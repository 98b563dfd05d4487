import { expect, type Page, test } from '@playwright/test'
import { createProxy } from './support/proxy.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { everythingAnswered, readTables } from './support/store.ts'
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

async function received(on = page) {
  await everythingAnswered(on, 90_000)
  await expect(on.getByText(/máy chủ đã nhận/)).toBeVisible()
}

/** The same visit in another tab, whose first round is over: from then on each sends what is written in it. */
async function openBeside(other: Page) {
  const round = other.waitForResponse(/\/sync\/v1\/pull/, { timeout: 60_000 })
  await other.goto(page.url())
  await tablet.unlock(other)
  await expect(other.locator('article[data-item]').first()).toBeVisible()
  await round
}

/** From 1 on; answers that went out together share theirs. */
function noNumberIsMissing(sent: readonly Record<string, unknown>[]) {
  const numbers = [...new Set(sent.map(({ seq }) => Number(seq)))].toSorted((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, n) => n + 1))
}

test('[P30] pushes go gzipped from a real browser, and are received', async () => {
  const packings: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/push')) packings.push(request.headers()['content-encoding'])
  })
  await startWater()
  await answer(0)
  await received()
  // The start of a visit carries the facility's facts: more than a kilobyte.
  expect(packings).toContain('gzip')
})

test('[P31] a portal’s redirect and its page are told as “đăng nhập Wi-Fi”; when it lets through, everything is sent', async () => {
  await startWater()
  await received()
  await page.route('**/sync/v1/**', (route) =>
    route.fulfill({ status: 302, headers: { location: 'https://wifi.example/login' } }),
  )
  await answer(0)
  await expect(page.getByText('Cần đăng nhập Wi-Fi').first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(/chờ gửi 1 thay đổi, cần đăng nhập Wi-Fi/)).toBeVisible()
  await page.unroute('**/sync/v1/**')
  await page.getByRole('button', { name: 'Thử lại' }).click()
  await received()
  await expect(page.getByText('Cần đăng nhập Wi-Fi')).toHaveCount(0)
})

test('[P38] two tabs of one person: both answer, one sends, and both say the same', async () => {
  await startWater()
  const other = await page.context().newPage()
  await other.goto(page.url())
  await tablet.unlock(other)
  await expect(other.locator('article[data-item]').first()).toBeVisible()
  await answer(0)
  await answer(1, other)
  for (const tab of [page, other]) await received(tab)
})

test('[P39] the browser clears the store: after signing in again the person is told what was open', async () => {
  await startWater()
  await answer(0)
  await received()
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

test('[I9] a clock that is two years behind, then ten ahead, then right: it answers, sends, and forgets nothing', async () => {
  await startWater()
  const right = Date.now()
  for (const [place, years] of [-2, 10, 0].entries()) {
    // Only what scripts read: cookies and certificates go by the machine's clock.
    await page.clock.setSystemTime(right + years * 365 * 86_400_000)
    await answer(place)
    await received()
  }
  const { sent = [], outbox, answer: answers } = await readTables(page, ['sent', 'outbox', 'answer'])
  noNumberIsMissing(sent)
  expect([sent.length, outbox?.length, answers?.length]).toEqual([4, 0, 3])
  // What is noted outside the store names nobody and nothing.
  expect(await page.evaluate(() => localStorage.getItem('so-kiem:marker:demo-kiemtra'))).toMatch(
    /"unsent":0,"photos":0,"relayed":\{"changes":0,"photos":0\},"kept":0,"open":"[\w+/=]{40,}"\}$/,
  )
})

test('[P38] the tab that makes the rounds crashes in the middle of one: another goes on by itself', async () => {
  await startWater()
  await received()
  const other = await page.context().newPage()
  await other.clock.install()
  await openBeside(other)
  // A push of this tab is never answered: it holds the lock for as long as it lives.
  const hangs = new Promise<void>((resolve) => page.route('**/sync/v1/push', () => resolve()))
  await answer(0)
  await hangs
  await answer(1, other)
  // Past its own attempt, which finds the lock taken.
  await other.clock.fastForward(3000)
  await expect(other.getByText(/chờ gửi/).first()).toBeVisible()
  const held = () => other.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name))
  expect(await held()).toContain('sync:so-kiem:demo-kiemtra')
  const devtools = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  void devtools.send('Page.crash').catch(() => undefined)
  await crashed
  await expect.poll(held).toEqual([])
  expect((await readTables(other, ['outbox'])).outbox).toHaveLength(2)
  // The test's clock is one for all pages, and this one answers no more. Half a minute later the other asks again.
  await page.close()
  await other.clock.fastForward(35_000)
  await received(other)
  expect((await readTables(other, ['outbox'])).outbox).toEqual([])
})

test('[P38] the tab that makes the rounds is put to sleep in the middle of one: another takes the lock, and nothing counts twice when it wakes', async () => {
  await startWater()
  await received()
  const other = await page.context().newPage()
  await openBeside(other)
  const reached = new Promise<void>((resolve) =>
    page.route('**/sync/v1/push', async (route) => {
      await route.fetch()
      resolve()
      // The server has taken it; the answer comes when the tab wakes.
    }),
  )
  await answer(0)
  await reached
  const devtools = await page.context().newCDPSession(page)
  // A headless page cannot be frozen (Chromium takes it for visible); one stopped by the debugger hears as little.
  await devtools.send('Debugger.enable')
  const asleep = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
  await devtools.send('Debugger.pause')
  await asleep
  await answer(1, other)
  await received(other)
  expect((await readTables(other, ['outbox'])).outbox).toEqual([])
  await devtools.send('Debugger.resume')
  await devtools.detach()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await answer(2)
  await received()
  const {
    sent = [],
    outbox,
    attention,
    answer: answers,
  } = await readTables(page, ['sent', 'outbox', 'attention', 'answer'])
  noNumberIsMissing(sent)
  expect([sent.length, outbox?.length, attention?.length, answers?.length]).toEqual([4, 0, 0, 3])
})

test('a new version of the app arrives in the middle of a visit, then the network goes: nothing reloads by itself, the old one is still served; it is taken once no tab holds anything', async () => {
  const network = await createProxy(server.url)
  const away = new Tablet(network.url)
  try {
    const on = await away.open()
    await away.signIn('kiemtra')
    await away.readyOffline()
    await away.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
    await on.evaluate(() => Object.assign(window, { notReloaded: true }))
    network.bringNewVersion()
    await on.evaluate(async () => (await navigator.serviceWorker.ready).update())
    await expect(on.getByText('Có bản mới')).toBeVisible({ timeout: 30_000 })
    await answer(0, on)
    const isStillHere = () =>
      // Asked in the moment in which it is loaded again, it is not.
      on.evaluate(() => (window as never as { notReloaded?: true }).notReloaded === true).catch(() => false)
    const other = await on.context().newPage()
    await other.goto(`${network.url}/co-so/demo-bv-ben-sao/bat-dau?bo=nuoc-thai`)
    await away.unlock(other)
    await other.locator('form').getByRole('textbox').first().fill('Đang gõ dở')
    const isTold = () =>
      on.evaluate(async () => {
        const { held = [] } = await navigator.locks.query()
        return held.some(({ name }) => name?.startsWith('so-kiem:unfinished:'))
      })
    await expect.poll(isTold).toBe(true)
    await on.bringToFront()
    const said = on.getByRole('status').filter({ hasText: /Chưa cập nhật vì trang “.+” còn nội dung đang nhập dở/ })
    await expect(async () => {
      await on.getByRole('button', { name: 'Cập nhật' }).click()
      await expect(said).toBeVisible({ timeout: 1000 })
    }).toPass()
    expect(await isStillHere()).toBe(true)
    await network.close()
    await answer(1, on)
    // Loaded again without a network, and every part of it is there.
    await on.reload()
    await answer(2, on)
    await on.goto(`${network.url}/may-nay`)
    await expect(on.getByRole('heading', { level: 1, name: 'Máy này' })).toBeVisible()
    // Ready for offline is what the worker finds file by file, not what is hoped.
    await expect(on.getByText(/đủ \d+ tệp/)).toBeVisible()
    await expect(on.getByText('Đã sẵn sàng', { exact: true })).toBeVisible()

    await other.close()
    await on.evaluate(() => Object.assign(window, { notReloaded: true }))
    const version = on.getByRole('region', { name: 'Bản ứng dụng' })
    await expect(version.getByText('đã tải về, chờ cập nhật')).toBeVisible()
    await version.getByRole('button', { name: 'Cập nhật' }).click()
    await expect.poll(isStillHere).toBe(false)
    expect(await on.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull()
    await expect(on.getByRole('heading', { level: 1, name: 'Máy này' })).toBeVisible()
    expect((await readTables(on, ['answer'])).answer).toHaveLength(3)
  } finally {
    await away.dispose()
    await network.close().catch(() => undefined)
  }
})
