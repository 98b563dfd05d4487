import { expect, test } from '@playwright/test'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { answersAt } from './support/demonstration.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

let server: Server
let tablet: Tablet

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url)
})

test.afterEach(async () => {
  const problems = [...tablet.problems]
  await tablet.dispose()
  await server.dispose()
  expect(problems).toEqual([])
})

test('a station sees itself alone, and assesses itself', async () => {
  const page = await tablet.open()
  await tablet.signIn('coso')
  await expect(page.getByRole('heading', { level: 1, name: 'Tự đánh giá cơ sở' })).toBeVisible()
  const facilities = page.locator('a[href^="/co-so/"]:not([href*="/bat-dau"])')
  await expect(facilities).toHaveCount(1)
  await facilities.click()
  await page.getByRole('link', { name: /^Bắt đầu: .*xanh – sạch – đẹp/ }).click()
  await expect(page.getByRole('radio', { name: 'Tự đánh giá' })).toBeChecked()
  await expect(page.getByRole('radio', { name: 'Kiểm tra' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await tablet.choose('xsd.0.1', 'Đạt')
})

test('an administrator reads what was received and can start nothing', async () => {
  const page = await tablet.open()
  await tablet.signIn('quantri')
  await expect(page.getByRole('heading', { level: 1, name: 'Lượt kiểm tra đã nhận' })).toBeVisible()
  await page.goto(`${server.url}/co-so/demo-bv-ben-sao`)
  await expect(page.getByRole('heading', { level: 1, name: /Bến Sao/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /^Bắt đầu/ })).toHaveCount(0)
})

test('a tablet whose clock runs months ahead: the server says why it refuses, the date is corrected, and it is received', async () => {
  test.setTimeout(300_000)
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await expect(page.getByRole('link', { name: /Bệnh viện Bến Sao/ })).toBeVisible()
  await server.stop()
  await page.context().clock.setSystemTime(new Date(Date.now() + 100 * 86_400_000))
  await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
  await tablet.answerEverything(answersAt('demo-bv-ben-sao', nuocThai))
  await page.getByRole('button', { name: 'Nộp', exact: true }).click()
  await expect(page.getByText(/Chờ gửi/)).toBeVisible()

  await server.start()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await expect(page.getByText(/Ngày kiểm tra không hợp lệ/).first()).toBeVisible({ timeout: 60_000 })
  await page.goto(server.url)
  const refused = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Bị từ chối' }) })
  await refused.getByRole('link', { name: /Bến Sao/ }).click()
  const real = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  await page.getByRole('button', { name: 'Sửa ngày và thành phần' }).click()
  await page.locator('input[type=date]').fill(real)
  await page.getByRole('button', { name: /Lưu/ }).click()
  await page.getByRole('button', { name: /^Nộp/ }).click()
  await expect(page.getByRole('heading', { name: 'Máy chủ đã nhận' })).toBeVisible({ timeout: 60_000 })
})

test('a visit in 1970 cannot be started', async () => {
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await page.goto(`${server.url}/co-so/demo-bv-ben-sao/bat-dau?bo=nuoc-thai`)
  await page.locator('input[type=date]').fill('1970-01-01')
  await page.getByRole('button', { name: 'Bắt đầu' }).click()
  await expect(page.getByText(/16\/12\/2010/).first()).toBeVisible()
  await expect(page.locator('article[data-item]')).toHaveCount(0)
})
