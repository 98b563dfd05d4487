import { expect, type Page, test } from '@playwright/test'
import { unreadable } from './support/look.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

/** What was not sent goes from tablet to tablet as a file, without a network between them. */

let server: Server
let tablets: Tablet[]
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablets = Array.from({ length: 3 }, () => new Tablet(server.url))
})
test.afterEach(async () => {
  expect(tablets.flatMap(({ problems }) => problems)).toEqual([])
  for (const tablet of tablets) await tablet.dispose()
  await server.dispose()
})

const files = (page: Page) => page.goto(`${server.url}/may-nay/tep`)

test('[P57] [P58] [P59] a file made without a network goes on on a clean profile of the same person and is sent by a colleague; nothing is doubled', async () => {
  const [first, colleague, second] = tablets as [Tablet, Tablet, Tablet]
  const page = await first.open()
  await first.signIn('kiemtra')
  await first.readyOffline()
  await expect(page.getByLabel('Tìm cơ sở')).toBeVisible()
  await page.context().setOffline(true)
  await first.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
  const visit = new URL(page.url()).pathname.split('/')[2] ?? ''
  await first.choose('xsd.0.1', 'Không đạt')
  await first.choose('xsd.0.5', 'Đạt')
  const photos = first.item('xsd.0.1').locator('input[type=file]')
  await photos.first().setInputFiles('public/icons/icon-512.png')
  await expect(first.item('xsd.0.1').getByText('Đã lưu trên máy')).toBeVisible()
  await page.goto(`${server.url}/may-nay`)
  await page.getByRole('link', { name: /Tệp sao lưu và gửi hộ/ }).click()
  await page.getByRole('button', { name: 'Tạo tệp' }).click()
  const made = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Tải tệp về máy' }).click()
  const download = await made
  expect(download.suggestedFilename()).toMatch(/^so-kiem-nguyen-thi-kiem-minh-hoa-\d{4}-\d\d-\d\d-\d{4}\.sokiem$/)
  const file = await download.path()
  expect(await unreadable(page)).toEqual([])

  // The same person, on a browser that has never seen them: the visit is there as it stood, and goes on.
  const anew = await second.open()
  await second.signIn('kiemtra')
  await files(anew)
  await anew.getByLabel('Chọn tệp').setInputFiles(file)
  await anew.getByRole('button', { name: 'Mở vào máy này' }).click()
  await expect(anew.getByText('Đã mở 1 lượt và 1 ảnh vào máy này; tìm ở trang đầu.')).toBeVisible()
  await second.resume(/Trạm Y tế.*Suối Mơ/)
  await expect(second.item('xsd.0.1').getByRole('radio', { name: 'Không đạt', exact: true })).toBeChecked()
  await expect(second.item('xsd.0.1').getByRole('img').first()).toBeVisible()
  await second.choose('xsd.0.5', 'Không đạt')

  // A colleague, at the door: nobody has signed in here.
  const carrying = await colleague.open()
  await carrying.getByRole('button', { name: 'Nhận tệp .sokiem để gửi hộ' }).click()
  await carrying.getByLabel('Chọn tệp').setInputFiles(file)
  await expect(carrying.getByText('Tệp của Nguyễn Thị Kiểm')).toBeVisible()
  await carrying.getByRole('button', { name: 'Nhận giữ để gửi hộ' }).click()
  await expect(carrying.getByText(/đã gửi hộ lúc .*, máy chủ đã nhận đủ/)).toBeVisible({ timeout: 30_000 })

  // And the first tablet comes online too.
  await page.context().setOffline(false)
  await page.goto(`${server.url}/may-nay`)
  await expect(page.getByText('Chưa gửi', { exact: true }).locator('..')).toContainText('không có', { timeout: 30_000 })
  const asked = async () => (await page.request.get(`${server.url}/api/inspections/${visit}`)).json()
  await expect
    .poll(async () => (await asked()).photos?.map((photo: { stored: boolean }) => photo.stored))
    .toEqual([true])
  const { cells } = await asked()
  const verdict = (is: string) => ({ value: { is: 'verdict', verdict: is } })
  expect(cells).toEqual({
    'xsd.0.1': { rev: 1, answer: verdict('fail') },
    'xsd.0.5': { rev: 2, answer: verdict('fail') },
  })
})
