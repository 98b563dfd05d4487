import { expect, type Page, test } from '@playwright/test'
import { look } from './support/look.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

/** What somebody finds who tries the app out as the README says: rooms with work in them. */

let server: Server
let desk: Tablet
test.beforeEach(async () => {
  server = await createServerProcess('on')
  await server.start()
  desk = new Tablet(server.url)
})
test.afterEach(async () => {
  expect(desk.problems).toEqual([])
  await desk.dispose()
  await server.dispose()
})

async function go(page: Page, path: string) {
  await page.goto(server.url + path)
  await desk.unlock()
}

test('a supervisor has a queue to go through by keys, a campaign in the overview, and a report of any days', async () => {
  const page = await desk.open()
  await desk.signIn('giamsat')
  await go(page, '/duyet')
  await expect(page.getByRole('link', { name: /ngày .* Nguyễn Thị Kiểm|Lò Văn Trạm/ }).first()).toBeVisible()
  const lines = page.locator('[data-line]')
  await expect(lines).toHaveCount(5)
  await look(page, '60-queue-of-the-demonstration')
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await expect(lines.nth(1)).toBeFocused()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Duyệt 1 kết quả' })).toBeVisible()
  await expect(page.getByText(/^Đã chọn .* 1 kết quả được chọn\.$/)).toHaveRole('status')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/duyet\/demo-luot-/)

  await go(page, '/tong-quan')
  await page.getByLabel('Đợt kiểm tra').selectOption({ index: 1 })
  await expect(page.getByText(/cơ sở đã kiểm tra trong đợt “Kiểm tra quý/)).toBeVisible()
  await expect(page).toHaveURL(/dot=/)
  await look(page, '61-overview-of-a-campaign')

  await go(page, '/bao-cao')
  await page.getByLabel('Kỳ').selectOption('Từ ngày … đến ngày …')
  const lastYear = new Date().getFullYear() - 1
  await page.getByLabel('Từ ngày', { exact: true }).fill(`${lastYear + 1}-01-01`)
  await expect(page).toHaveURL(new RegExp(`ky=${lastYear + 1}-01-01_`))
  await expect(page.getByText(`Cùng kỳ năm trước là từ ngày 01/01/${lastYear}`, { exact: false })).toBeVisible()
  await look(page, '62-report-of-days')
  await page.getByLabel('Đến ngày', { exact: true }).fill(`${lastYear}-12-31`)
  await expect(page.getByText('Ngày cuối phải từ ngày đầu trở đi.')).toBeVisible()
  await look(page, '63-report-of-no-days')

  await go(page, '/dot-kiem-tra/han-bao-cao')
  await page
    .getByLabel('Căn cứ của báo cáo năm')
    .fill('Kế hoạch số 215/KH-SYT ngày 10/02/2026 của Sở Y tế về giám sát môi trường y tế, mục VII.2.1')
  await look(page, '64-deadlines')
})

test('a station has actions in every state, takes a report back, and sees its own score beside the inspector’s', async () => {
  const page = await desk.open()
  await desk.signIn('coso')
  await go(page, '/khac-phuc?xem=tat-ca')
  const done = page.getByRole('link', { name: /Thay thùng rác có nắp/ })
  await expect(done).toBeVisible()
  await look(page, '65-actions-of-the-demonstration')
  await done.click()
  await page.getByRole('button', { name: 'Chưa xong như đã báo' }).click()
  await page.getByLabel('Còn thiếu gì').fill('Nắp đã vỡ lại')
  await look(page, '66-taken-back')
  // What was typed stays while it is closed.
  await page.getByRole('button', { name: 'Ẩn phần rút lại' }).click()
  await page.getByRole('button', { name: 'Chưa xong như đã báo' }).click()
  await expect(page.getByLabel('Còn thiếu gì')).toHaveValue('Nắp đã vỡ lại')
  await page.getByRole('button', { name: 'Rút lại, làm tiếp' }).click()
  await expect(page.getByText(/Đã rút lại: việc này còn phải làm/)).toBeVisible()
  await go(page, '/so-sanh/demo-luot-tram-suoi-mo')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await look(page, '67-compared')
})
