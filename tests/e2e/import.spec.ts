import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import readWorkbook from 'read-excel-file/node'
import { type SheetOf, xlsxOf } from '../support/xlsx.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

/** People and facilities from a list that somebody has filled in. */

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
  expect([...desk.problems, ...tablet.problems]).toEqual([])
  await desk.dispose()
  await tablet.dispose()
  await server.dispose()
})

/** A template as a spreadsheet program saves it, with these rows below its titles: by title, and by the sheet's name. */
async function filledIn(template: Buffer, rows: Record<string, Record<string, string>>): Promise<Buffer> {
  const sheets: SheetOf[] = (await readWorkbook(template)).map(({ sheet, data }) => {
    const [titles = []] = data
    const row = rows[sheet]
    const lines = row ? [titles, titles.map((title) => row[String(title)] ?? null)] : data
    return { name: sheet, rows: lines.map((cells) => cells.map((cell) => (cell === null ? null : String(cell)))) }
  })
  return Buffer.from(xlsxOf(sheets))
}

const station = { 'Tên cơ sở': 'Trạm Y tế Suối Mới', 'Loại cơ sở': 'Trạm Y tế xã', 'Địa bàn': 'Xã Suối Mơ' }
const person = { 'Tên đăng nhập': 'lan.do', 'Họ và tên': 'Đỗ Thị Lan', 'Vai trò': 'Người kiểm tra' }

test('the template comes back with two faults, then without; a new person signs in and sees the new facility', async () => {
  const admin = await desk.open()
  await desk.signIn('quantri')
  await admin.goto(`${server.url}/quan-tri/nhap`)
  await desk.unlock()
  const downloading = admin.waitForEvent('download')
  await admin.getByRole('link', { name: 'Tải tệp mẫu' }).click()
  const template = readFileSync(await (await downloading).path())
  const choose = (name: string, buffer: Buffer) =>
    admin.getByLabel('Chọn tệp danh sách').setInputFiles({ name, buffer, mimeType: 'application/octet-stream' })

  await choose(
    'danh-sach.xlsx',
    await filledIn(template, {
      'Người dùng': { ...person, 'Địa bàn': 'Xã Suối Mờ' },
      'Cơ sở': { ...station, 'Giường kế hoạch': 'hai mươi' },
    }),
  )
  const faults = admin.getByRole('region', { name: 'Chỗ cần sửa' }).getByRole('row')
  await expect(faults).toHaveCount(3)
  await expect(faults.filter({ hasText: 'Người dùng, ô D2' })).toHaveText(/Địa bàn.*Xã Suối Mờ/)
  await expect(faults.filter({ hasText: 'Cơ sở, ô F2' })).toHaveText(/Giường kế hoạch.*hai mươi/)
  await expect(admin.getByRole('button', { name: /^Nhập/ })).toHaveCount(0)

  await choose(
    'danh-sach-da-sua.xlsx',
    await filledIn(template, { 'Người dùng': { ...person, 'Địa bàn': 'Xã Suối Mơ' }, 'Cơ sở': station }),
  )
  await expect(admin.getByRole('heading', { name: 'Kết quả kiểm tra “danh-sach-da-sua.xlsx”' })).toBeFocused()
  await admin.getByRole('button', { name: 'Nhập 1 người, 1 cơ sở' }).click()
  await expect(admin.getByRole('heading', { level: 1, name: 'Đã nhập xong' })).toBeVisible()
  const slip = admin.getByRole('row', { name: /Đỗ Thị Lan/ }).getByRole('cell')
  const temporary = (await slip.nth(1).locator('span').textContent()) ?? ''

  const page = await tablet.open()
  await tablet.signIn('lan.do', undefined, temporary)
  await expect(page.getByRole('heading', { level: 1, name: 'Chọn mật khẩu của riêng bạn' })).toBeVisible()
  await page.getByRole('link', { name: 'Để sau, làm việc tiếp' }).click()
  await expect(page.getByRole('link', { name: /Trạm Y tế Suối Mới/ })).toBeVisible()

  // Both are in the lists of the room too.
  const rooms = admin.getByRole('navigation', { name: 'Quản trị' })
  await rooms.getByRole('link', { name: 'Người dùng' }).click()
  await expect(admin.getByRole('link', { name: /Đỗ Thị Lan.*Mật khẩu tạm/ })).toBeVisible()
  await rooms.getByRole('link', { name: 'Cơ sở' }).click()
  await expect(admin.getByRole('link', { name: /Trạm Y tế Suối Mới/ })).toBeVisible()
})
