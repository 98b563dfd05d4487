import { expect, test } from '@playwright/test'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

/** An account from its first day to its last, on two tablets. */

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

const NEW = 'suối mơ trong xanh buổi sớm'

test('an administrator opens an account; its owner chooses a password of their own and works; it is locked, and nothing is lost', async () => {
  const admin = await desk.open()
  await desk.signIn('quantri')
  await admin.getByRole('button', { name: /^Trình đơn của/ }).click()
  await admin.getByRole('link', { name: 'Quản trị' }).click()
  await admin.getByRole('link', { name: 'Thêm người dùng' }).click()
  await admin.getByLabel('Họ và tên').fill('Lê Thị Hoa')
  await admin.getByLabel('Tên đăng nhập').fill('hoa.le')
  await admin.getByLabel('Tìm địa bàn').fill('suoi mo')
  await admin.getByLabel('Xã Suối Mơ').check()
  await admin.getByRole('button', { name: 'Mở tài khoản' }).click()
  await expect(admin.getByRole('heading', { level: 1, name: 'Đã mở tài khoản' })).toBeVisible()
  const temporary = (await admin.locator('[data-password]').textContent()) ?? ''
  expect(temporary).toMatch(/^([2-9a-z]{5}-){3}[2-9a-z]{5}$/)

  // With the temporary password, and on to one of her own.
  const page = await tablet.open()
  await tablet.signIn('hoa.le', undefined, temporary)
  await expect(page.getByRole('heading', { level: 1, name: 'Chọn mật khẩu của riêng bạn' })).toBeVisible()
  await page.getByRole('link', { name: 'Để sau, làm việc tiếp' }).click()
  await expect(page.getByRole('link', { name: /Trạm Y tế.*Suối Mơ/ })).toBeVisible()
  await page.reload()
  await page.getByRole('link', { name: 'Đổi mật khẩu' }).click()
  await page.getByLabel('Mật khẩu tạm').fill(temporary)
  await page.getByLabel('Mật khẩu mới', { exact: true }).fill(NEW)
  await page.getByLabel('Nhập lại mật khẩu mới').fill(NEW)
  await page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Hôm nay kiểm tra ở đâu?' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Đổi mật khẩu' })).toHaveCount(0)
  await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
  await tablet.choose('xsd.0.1', 'Không đạt')
  const visit = page.url()

  // The slip is put away, and what the list says is what the server says.
  await admin.getByRole('button', { name: 'Đã ghi lại, xong' }).click()
  await expect(admin.getByText('đã đổi thành của riêng')).toBeVisible()
  await expect(admin.getByText(temporary)).toHaveCount(0)
  await admin.getByRole('button', { name: 'Khóa tài khoản' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Khóa tài khoản' }).click()
  await expect(admin.getByText('Đã khóa tài khoản.')).toBeVisible()

  // The next sync says so; the work stays, and goes on.
  await tablet.choose('xsd.0.5', 'Không đạt')
  await expect(page.getByText(/cần đăng nhập lại/i).first()).toBeVisible({ timeout: 60_000 })
  await page.goto(`${server.url}/dang-nhap`)
  await page.getByLabel('Tên đăng nhập').fill('hoa.le')
  await page.getByLabel('Mật khẩu', { exact: true }).fill(NEW)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('alert')).toHaveText(/Tài khoản này đã bị khóa/)
  await page.goto(visit)
  await expect(tablet.item('xsd.0.5').getByRole('radio', { name: 'Không đạt' })).toBeChecked()

  // Opened again, she signs in by her own password and everything goes out.
  await admin.getByRole('button', { name: 'Mở khóa tài khoản' }).click()
  await admin.getByRole('button', { name: 'Mở khóa', exact: true }).click()
  await expect(admin.getByText('Đã mở khóa tài khoản.')).toBeVisible()
  await page.goto(`${server.url}/dang-nhap`)
  await tablet.signIn('hoa.le', undefined, NEW)
  await page.goto(visit)
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 60_000 })
})

test('without a network the room says so; what was read stays in sight with its time', async () => {
  const admin = await desk.open('/')
  await desk.signIn('quantri')
  await desk.readyOffline()
  await admin.getByRole('button', { name: /^Trình đơn của/ }).click()
  await admin.getByRole('link', { name: 'Quản trị' }).click()
  await expect(admin.getByText('Nguyễn Thị Kiểm')).toBeVisible()
  await server.stop()
  await admin.getByRole('link', { name: 'Thêm người dùng' }).click()
  await admin.getByRole('link', { name: 'Người dùng' }).last().click()
  await expect(admin.getByText(/Bên dưới là nội dung đọc lúc/)).toBeVisible()
  await expect(admin.getByText('Nguyễn Thị Kiểm')).toBeVisible()
  await admin.reload()
  await expect(admin.getByText(/Việc này cần có mạng/)).toBeVisible()
  await expect(admin.getByText('Nguyễn Thị Kiểm')).toHaveCount(0)
  await server.start()
  await admin.getByRole('button', { name: 'Thử lại' }).click()
  await expect(admin.getByText('Nguyễn Thị Kiểm')).toBeVisible()
})
