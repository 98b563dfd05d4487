import { spawnSync } from 'node:child_process'
import { expect, type Page, test } from '@playwright/test'
import { createServerProcess, type Server } from './support/server.ts'
import { PASSWORD, PIN, Tablet } from './support/tablet.ts'

/** A province that begins with nobody and nothing but its first administrator. */

let server: Server
let desk: Tablet
let tablet: Tablet
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  const args = ['dist/server/main.js', 'create-admin', 'Tỉnh Mới', 'moi.quan', 'Vũ Thị Quản']
  const env = { ...process.env, DATA_DIR: server.dataDir, DATABASE_URL: '' }
  const made = spawnSync(process.execPath, args, { env, input: `${PASSWORD}-moi\n`, encoding: 'utf8' })
  expect(made.stdout).toContain('Đã mở tài khoản quản trị moi.quan')
  desk = new Tablet(server.url)
  tablet = new Tablet(server.url)
})
test.afterEach(async () => {
  expect([...desk.problems, ...tablet.problems]).toEqual([])
  await desk.dispose()
  await tablet.dispose()
  await server.dispose()
})

async function choosePin(page: Page) {
  await page.getByLabel('Mã PIN, 6 chữ số').fill(PIN)
  await page.getByLabel('Nhập lại mã PIN').fill(PIN)
  await page.getByRole('button', { name: 'Đặt mã PIN' }).click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đặt mã PIN/)
}

async function signIn(page: Page, username: string, password: string) {
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await choosePin(page)
}

async function goTo(page: Page, name: string) {
  await page.getByRole('navigation', { name: 'Quản trị' }).getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

async function addCommune(page: Page, name: string) {
  await page.getByLabel('Tên', { exact: true }).fill(name)
  await page.getByLabel('Ngày có hiệu lực').fill('2025-07-01')
  await page.getByRole('button', { name: 'Thêm địa bàn' }).click()
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('a first administrator makes a commune and a station, edits it and merges two communes; the tablet of an inspector follows', async () => {
  const page = await desk.open()
  await signIn(page, 'moi.quan', `${PASSWORD}-moi`)
  await page.goto(`${server.url}/quan-tri/dia-ban`)
  await desk.unlock()
  await page.getByRole('link', { name: 'Thêm địa bàn đầu tiên' }).click()
  await addCommune(page, 'Xã Thượng')

  await page.getByRole('link', { name: 'Thêm cơ sở vào địa bàn này' }).click()
  await page.getByLabel('Tên', { exact: true }).fill('Trạm Y tế xã Thượng')
  await page.getByLabel('Loại cơ sở').selectOption('Trạm y tế xã')
  await page.getByRole('button', { name: 'Thêm cơ sở' }).click()
  await expect(page.getByText('Đã thêm Trạm Y tế xã Thượng.')).toBeVisible()

  await goTo(page, 'Địa bàn')
  await page.getByRole('link', { name: 'Thêm địa bàn' }).click()
  await addCommune(page, 'Xã Hạ')

  // The people page knows areas by the facilities that have come down to this tablet.
  await page.reload()
  await desk.unlock()
  await goTo(page, 'Người dùng')
  await page.getByRole('link', { name: 'Thêm người dùng' }).click()
  await page.getByLabel('Họ và tên').fill('Đỗ Thị Kiểm')
  await page.getByLabel('Tên đăng nhập').fill('kiem.do')
  await page.getByRole('checkbox', { name: /Xã Thượng/ }).check()
  await page.getByRole('button', { name: 'Mở tài khoản' }).click()
  const temporary = (await page.locator('[data-password]').textContent()) ?? ''

  const walk = await tablet.open()
  await signIn(walk, 'kiem.do', temporary)
  await walk.goto(server.url)
  await tablet.unlock()
  const inArea = (area: string) => walk.getByRole('region', { name: area, exact: true }).getByRole('link')
  await expect(inArea('Xã Thượng')).toHaveText(/^Trạm Y tế xã Thượng/, { timeout: 30_000 })

  // What is typed is not thrown away without asking: by the way back either.
  await page.getByRole('button', { name: 'Đã ghi lại, xong' }).click()
  await goTo(page, 'Cơ sở')
  await page.getByRole('link', { name: /Trạm Y tế xã Thượng/ }).click()
  await page.getByRole('link', { name: 'Sửa thông tin' }).click()
  await page.getByLabel('Tên', { exact: true }).fill('Trạm Y tế Thượng Hạ')
  await page.goBack()
  await expect(page.getByRole('dialog', { name: 'Bỏ những gì đã nhập?' })).toBeVisible()
  await page.getByRole('button', { name: 'Ở lại nhập tiếp' }).click()
  await expect(page.getByLabel('Tên', { exact: true })).toHaveValue('Trạm Y tế Thượng Hạ')
  await page.getByRole('button', { name: 'Lưu thông tin' }).click()
  await expect(page.getByText('Đã lưu thông tin của Trạm Y tế Thượng Hạ.')).toBeVisible()
  await expect(page.getByText('Vũ Thị Quản', { exact: true }).first()).toBeVisible()

  // Nor by Escape, pressed as often as one likes.
  await goTo(page, 'Địa bàn')
  await page.getByRole('link', { name: /Xã Hạ/ }).click()
  await page.getByRole('button', { name: 'Đổi tên' }).click()
  await page.getByLabel('Tên mới').fill('Xã Hạ Lưu')
  for (let times = 0; times < 4; times++) await page.keyboard.press('Escape')
  const question = page.getByRole('button', { name: 'Ở lại nhập tiếp' })
  // “Thôi” asks too: what was typed goes by a word of its own. A dialog that the browser closed by itself
  // is told of a task later, so after the last Escape the question may be gone for a moment and come back.
  await expect(async () => {
    if (await question.isVisible()) await question.click()
    await expect(page.getByLabel('Tên mới')).toHaveValue('Xã Hạ Lưu')
    await page.getByRole('button', { name: 'Thôi' }).click({ timeout: 1_000 })
  }).toPass()
  await expect(question).toBeVisible()
  await page.getByRole('button', { name: 'Đóng lại, bỏ những gì đã nhập' }).click()

  await goTo(page, 'Địa bàn')
  await page.getByRole('link', { name: 'Nhập nhiều địa bàn làm một' }).click()
  await page.getByRole('checkbox', { name: /Xã Thượng/ }).check()
  await page.getByRole('checkbox', { name: /Xã Hạ/ }).check()
  await page.getByLabel('Tên', { exact: true }).fill('Xã Thượng Hạ')
  await expect(page.getByRole('region', { name: 'Điều sẽ xảy ra' })).toContainText('Đỗ Thị Kiểm')
  await page.getByRole('button', { name: 'Nhập địa bàn' }).click()
  await expect(page.getByText('Đã nhập 2 địa bàn thành Xã Thượng Hạ.')).toBeVisible()

  await walk.reload()
  await tablet.unlock()
  await expect(inArea('Xã Thượng Hạ')).toHaveText(/^Trạm Y tế Thượng Hạ/, { timeout: 30_000 })
})
