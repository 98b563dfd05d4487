import { expect, test } from '@playwright/test'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { addDays, dateInVietnam } from '../../src/domain/date.ts'
import { answersAt } from './support/demonstration.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

let server: Server
let desk: Tablet
let tablet: Tablet

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  desk = new Tablet(server.url)
  tablet = new Tablet(server.url)
})

test.afterEach(async () => {
  const problems = [...desk.problems, ...tablet.problems]
  await desk.dispose()
  await tablet.dispose()
  await server.dispose()
  expect(problems).toEqual([])
})

test('a campaign is planned at a desk, done on a tablet without a network, and followed to its end', async () => {
  test.setTimeout(300_000)
  const office = await desk.open()
  await desk.signIn('giamsat')
  await office.getByRole('button', { name: /^Trình đơn/ }).click()
  await office.getByRole('link', { name: 'Đợt kiểm tra' }).click()
  await office.getByRole('link', { name: 'Lập đợt mới' }).click()
  await office.getByLabel('Tên đợt').fill('Kiểm tra nước thải')
  await office.getByRole('checkbox', { name: /[Nn]ước thải/ }).check()
  await office.getByLabel('Kỳ').selectOption({ label: 'Tự chọn ngày' })
  const today = dateInVietnam(Date.now())
  await office.getByLabel('Từ ngày').fill(addDays(today, -30))
  await office.getByLabel('Đến ngày').fill(addDays(today, 30))
  await office.getByLabel('Hạn làm xong').fill(addDays(today, -1))
  await office.getByLabel('Chọn cơ sở').selectOption({ label: 'Theo danh sách' })
  await office.getByRole('checkbox', { name: /Bệnh viện Bến Sao/ }).check()
  await office.getByRole('checkbox', { name: /Nguyễn Thị Kiểm/ }).check()
  await office.getByRole('button', { name: 'Xem trước' }).click()
  const preview = office.getByRole('table', { name: /Cơ sở được chọn/ })
  await expect(preview.getByRole('row', { name: /Bến Sao/ })).toContainText('Nguyễn Thị Kiểm')
  await office.getByRole('button', { name: 'Lập đợt và giao việc' }).click()
  await expect(office.getByRole('heading', { level: 1, name: 'Kiểm tra nước thải' })).toBeVisible()
  await expect(office.getByText(/0\/1 lượt đã làm, 1 quá hạn/)).toBeVisible()

  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  const asked = page.getByRole('region', { name: 'Được giao' })
  await expect(asked.getByRole('link', { name: /Bến Sao/ })).toContainText('Quá hạn 1 ngày')
  await tablet.readyOffline()
  await server.stop()
  await tablet.close()
  await tablet.open()
  await tablet.page
    .getByRole('region', { name: 'Được giao' })
    .getByRole('link', { name: /Bến Sao/ })
    .click()
  await tablet.page.getByRole('button', { name: 'Bắt đầu' }).click()
  await expect(tablet.page.locator('article[data-item]').first()).toBeVisible()
  await tablet.answerEverything(answersAt('demo-bv-ben-sao', nuocThai))
  await tablet.page.getByRole('button', { name: 'Nộp', exact: true }).click()
  await expect(tablet.page.getByText(/Chờ gửi/)).toBeVisible()
  await tablet.page.getByRole('link', { name: 'Sổ Kiểm, về trang đầu' }).click()
  const waiting = tablet.page.getByRole('region', { name: 'Được giao' })
  await expect(waiting.getByRole('link', { name: /Bến Sao/ })).toContainText('Đã làm, chờ gửi')

  await server.start()
  await tablet.page.evaluate(() => dispatchEvent(new Event('online')))
  await expect(waiting).toHaveCount(0, { timeout: 60_000 })

  await office.reload()
  await desk.unlock()
  await expect(office.getByText(/1\/1 lượt đã làm \(1 muộn\)/)).toBeVisible()
  await office.getByRole('link', { name: /^Xem kết quả của Bệnh viện Bến Sao/ }).click()
  await expect(office.getByRole('heading', { level: 1, name: /Bến Sao/ })).toBeVisible({ timeout: 60_000 })
})

test('a facility gets its self-assessment, and loses it when the campaign is closed', async () => {
  const page = await tablet.open()
  await tablet.signIn('coso')
  await expect(page.getByRole('link', { name: /Suối Mơ/ }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Được giao' })).toHaveCount(0)

  const office = await desk.open()
  await desk.signIn('quantri')
  await office.goto(`${server.url}/dot-kiem-tra/moi`)
  await office.getByLabel('Tên đợt').fill('Tự đánh giá năm')
  await office.getByRole('radio', { name: 'Tự đánh giá' }).check()
  await office.getByRole('checkbox', { name: /xanh – sạch – đẹp/i }).check()
  await office.getByLabel('Kỳ').selectOption({ label: `Năm ${dateInVietnam(Date.now()).slice(0, 4)}` })
  await office.getByLabel('Loại cơ sở').selectOption({ label: 'Trạm y tế xã' })
  await office.getByRole('button', { name: 'Xem trước' }).click()
  await office.getByRole('button', { name: 'Lập đợt và giao việc' }).click()
  await expect(office.getByRole('heading', { level: 1, name: 'Tự đánh giá năm' })).toBeVisible()

  await page.reload()
  await tablet.unlock()
  const asked = page.getByRole('region', { name: 'Được giao' })
  await expect(asked.getByRole('link', { name: /Suối Mơ/ })).toContainText('tự đánh giá', { timeout: 60_000 })

  await office.getByRole('button', { name: 'Kết thúc đợt' }).click()
  await office.getByRole('dialog').getByRole('button', { name: 'Kết thúc đợt' }).click()
  await expect(office.getByText('Đã kết thúc', { exact: true })).toBeVisible()
  await page.reload()
  await tablet.unlock()
  await expect(page.getByRole('link', { name: /Suối Mơ/ }).first()).toBeVisible()
  await expect(page.getByRole('region', { name: 'Được giao' })).toHaveCount(0, { timeout: 60_000 })
})
