import { readFileSync } from 'node:fs'
import { expect, type Locator, test } from '@playwright/test'
import { extractText, getDocumentProxy } from 'unpdf'
import { tramYTeXa } from '../../src/criteria/tram-y-te-xa.ts'
import { unreadable } from './support/look.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { leaveAnswered } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

/** Signed on the screen at the facility, without a network, and printed there. */

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

test('inspector and facility sign without a network, a later answer voids both, and the minutes hold who signed again', async () => {
  test.setTimeout(120_000)
  const id = await leaveAnswered(server.url, 'kiemtra', 'demo-tyt-suoi-mo', tramYTeXa)
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await expect(page.getByRole('heading', { name: 'Đang làm' })).toBeVisible()
  await server.stop()
  await page.goto(`${server.url}/kiem-tra/${id}/nop`)

  const signed = page.getByRole('region', { name: 'Chữ ký' })
  await page.getByRole('button', { name: 'Ký: đại diện cơ sở' }).click()
  await page.getByLabel('Họ và tên người ký').fill('Lò Văn Trạm')
  await page.getByLabel('Chức vụ').fill('Trưởng trạm')
  await drawOn(page.getByRole('img', { name: 'Ô ký tay' }))
  expect(await unreadable(page)).toEqual([])
  await page.getByRole('button', { name: 'Lưu chữ ký' }).click()
  await expect(signed.getByRole('img', { name: 'Chữ ký của Lò Văn Trạm' })).toBeVisible()

  await page.getByRole('button', { name: 'Ký: trưởng đoàn' }).click()
  await page.getByRole('radio', { name: 'Gõ tên' }).check()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Lưu chữ ký' }).click()
  await expect(signed.getByText('Đã đủ chữ ký.')).toBeVisible()

  // Somebody thinks again of who came.
  await page.getByRole('button', { name: 'Sửa ngày và thành phần' }).click()
  await page.getByRole('button', { name: 'Bỏ người thứ 2' }).click()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(signed.getByText('Cần ký lại')).toHaveCount(2)
  await page.getByRole('button', { name: 'Ký lại: đại diện cơ sở' }).click()
  await page.getByLabel('Họ và tên người ký').fill('Lò Văn Trạm')
  await drawOn(page.getByRole('img', { name: 'Ô ký tay' }))
  await page.getByRole('button', { name: 'Lưu chữ ký' }).click()
  await expect(signed.getByText('Cần ký lại')).toHaveCount(1)

  await page.getByRole('button', { name: 'Nộp', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Đã nộp trên máy này' })).toBeVisible()
  await page.getByRole('link', { name: 'Biên bản', exact: true }).click()
  await expect(page.getByText(/^Đã lập xong bien-ban-.*\.pdf$/)).toBeVisible({ timeout: 60_000 })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Tải về biên bản kiểm tra' }).click(),
  ])
  const file = await getDocumentProxy(new Uint8Array(readFileSync(await download.path())))
  const minutes = (await extractText(file, { mergePages: true })).text.replace(/\s+/g, ' ')
  expect(minutes).toContain('Lò Văn Trạm')
  expect(minutes.match(/Ký trên máy lúc/g)).toHaveLength(1)
  expect(minutes).not.toContain('Ký bằng tên gõ')

  await server.start()
  await page.goto(`${server.url}/ket-qua/${id}`)
  await expect(page.getByText('Ký cho bản trước')).toHaveCount(2, { timeout: 30_000 })
  await expect(page.getByText(/^Đã ký, /)).toBeVisible()
})

/** A hand that goes up and down over the sheet. */
async function drawOn(sheet: Locator): Promise<void> {
  await sheet.scrollIntoViewIfNeeded()
  const box = (await sheet.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const mouse = sheet.page().mouse
  const at = (part: number) => box.x + box.width * (0.2 + part * 0.6)
  await mouse.move(at(0), box.y + box.height / 2)
  await mouse.down()
  for (let step = 1; step <= 24; step++)
    await mouse.move(at(step / 24), box.y + box.height * (0.5 + 0.3 * Math.sin(step)))
  await mouse.up()
}
