import { expect, type Page, test } from '@playwright/test'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

/** A result goes back and forth between its author and its reviewer, with the server really stopped in between. */

let server: Server
const tablets: Tablet[] = []

function newTablet(): Tablet {
  const made = new Tablet(server.url)
  tablets.push(made)
  return made
}

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
})

test.afterEach(async () => {
  for (const each of tablets.splice(0)) {
    const problems = [...each.problems]
    await each.dispose()
    expect(problems).toEqual([])
  }
  await server.dispose()
})

const syncNow = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')))

test('a supervisor returns two items; the facility corrects them offline, and the supervisor approves', async () => {
  test.setTimeout(300_000)
  const id = await handIn(server.url, 'coso', 'demo-tyt-suoi-mo', xanhSachDep, { kind: 'selfAssessment' })
  const desk = newTablet()
  const station = newTablet()
  let page = await desk.open()

  await test.step('the supervisor finds it in the queue, and returns two items with a word to each', async () => {
    await desk.signIn('giamsat')
    await desk.readyOffline()
    await page.goto(`${server.url}/duyet`)
    await page.getByRole('link', { name: /Suối Mơ/ }).click()
    await page.getByRole('button', { name: 'Trả lại' }).click()
    const dialog = page.getByRole('dialog')
    for (const [number, comment] of [
      ['0.1', 'Chụp lại biển tên trạm'],
      ['0.5', 'Kiểm tra lại tranh hướng dẫn'],
    ] as const) {
      await dialog.getByLabel('Chọn tiêu chí').selectOption({ value: `xsd.${number}` })
      await dialog.getByLabel(`Điều cần sửa ở tiêu chí ${number}`).fill(comment)
    }
    await dialog.getByRole('button', { name: 'Trả lại 2 tiêu chí' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText('chờ gửi', { exact: true })).toHaveCount(0, { timeout: 30_000 })
    await expect(page.getByRole('button', { name: 'Trả lại thêm tiêu chí' })).toBeVisible()
  })

  await test.step('the station has it on top of its first page; then the server is gone', async () => {
    page = await station.open()
    await station.signIn('coso')
    await station.readyOffline()
    await expect(page.getByRole('region', { name: 'Bị trả lại' })).toContainText('2 tiêu chí')
    await server.stop()
  })

  await test.step('only the two items open; both are corrected, and are there after the browser was closed', async () => {
    await page.goto(server.url)
    await page.getByRole('region', { name: 'Bị trả lại' }).getByRole('link').click()
    await expect(page.getByText('Kiểm tra lại tranh hướng dẫn').first()).toBeVisible()
    await expect(page.locator('article[data-item]')).toHaveCount(2)
    await station.choose('xsd.0.1', 'Không đạt')
    await station.choose('xsd.0.5', 'Không đạt')
    await station.close()
    page = await station.open('/may-nay')
    await expect(page.getByText('Đã sửa, chưa gửi lại').locator('..')).toContainText('2 tiêu chí')
    await page.goto(`${server.url}/sua-lai/${id}`)
    await expect(station.item('xsd.0.5').getByRole('radio', { name: 'Không đạt' })).toBeChecked()
    const change = page.getByRole('region', { name: 'Thay đổi so với bản đã nộp' })
    await expect(change).toContainText('2 tiêu chí')
  })

  await test.step('it is sent back with a reason, waits, and goes when the server is there again', async () => {
    await page.getByRole('button', { name: 'Gửi lại' }).click()
    await page
      .getByRole('dialog')
      .getByLabel(/Đã sửa gì/)
      .fill('Đã xem lại tại chỗ, hai mục chưa đạt')
    await page.getByRole('dialog').getByRole('button', { name: 'Gửi lại' }).click()
    await expect(page.getByText('Đã sửa, chờ gửi')).toBeVisible()
    await server.start()
    await syncNow(page)
    await expect(page.getByText('Đã sửa, chờ gửi')).toHaveCount(0, { timeout: 60_000 })
    await expect(page.getByText('Chờ duyệt', { exact: true })).toBeVisible()
  })

  await test.step('the supervisor sees what became different, and approves', async () => {
    page = desk.page
    await page.goto(`${server.url}/duyet`)
    await page.getByRole('link', { name: /Suối Mơ/ }).click()
    const change = page.getByRole('region', { name: 'Đã sửa từ lần trả lại' })
    await expect(change).toContainText('Đã xem lại tại chỗ, hai mục chưa đạt', { timeout: 60_000 })
    await expect(change.getByText('Trước')).toHaveCount(2)
    await page.getByRole('button', { name: 'Duyệt', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Duyệt', exact: true }).click()
    await expect(page.getByText('Đã duyệt', { exact: true })).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('chờ gửi', { exact: true })).toHaveCount(0, { timeout: 30_000 })
  })

  await test.step('from then on nothing of it opens, and the record shows who did what', async () => {
    page = station.page
    await page.goto(`${server.url}/sua-lai/${id}`)
    await syncNow(page)
    await expect(page.getByText('Đã duyệt', { exact: true })).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('article[data-item]')).toHaveCount(0)
    const process = page.getByRole('region', { name: 'Quá trình xử lý' })
    await expect(
      process.getByRole('listitem').filter({ hasText: /^(Nộp|Trả lại kết quả|Sửa và gửi lại|Duyệt)/ }),
    ).toHaveCount(4)
  })
})
