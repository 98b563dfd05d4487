import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { photoOf } from '../support/photos.ts'
import { unreadable } from './support/look.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

const STATION = 'demo-tyt-suoi-mo'
const ITEM = 'xsd.0.1'
const file = 'public/icons/icon-512.png'

let server: Server
let tablet: Tablet
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url)
})
test.afterEach(async () => {
  expect(tablet.problems).toEqual([])
  await tablet.dispose()
  await server.dispose()
})

test('[P60] [P61] the last visit’s photo is beside the question without a network, and new ones wait until they are let go', async () => {
  const bytes = new Uint8Array(readFileSync(file))
  const photo = photoOf(bytes, { item: ITEM, width: 512, height: 512 })
  await handIn(server.url, 'kiemtra', STATION, xanhSachDep, { photos: [{ photo, bytes }] })
  const page = await tablet.open('/dang-nhap')
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await tablet.start('tram suoi mo', /Trạm Y tế xã Suối Mơ/, /[Xx]anh/)
  const card = page.locator(`article[data-item="${ITEM}"]`)
  const earlier = card.getByRole('img', { name: /^Ảnh 1 của tiêu chí 0\.1, ngày/ })
  await expect(earlier).toBeVisible({ timeout: 30_000 })
  await page.goto(`${server.url}/may-nay`)
  const onlyWifi = page.getByRole('checkbox', { name: 'Chỉ gửi ảnh khi có Wi-Fi' })
  await onlyWifi.click()
  await expect(onlyWifi).toBeChecked()
  await expect(page.getByText(/không cho biết đang dùng Wi-Fi hay mạng di động/).first()).toBeVisible()

  await tablet.resume(/Trạm Y tế xã Suối Mơ/)
  await card.locator('input[type=file]').first().setInputFiles(file)
  await expect(page.getByText(/máy chủ đã nhận nội dung · ảnh 0\/1, 1 ảnh chờ bạn cho gửi/)).toBeVisible({
    timeout: 30_000,
  })
  await page.goto(`${server.url}/`)
  await page.getByRole('button', { name: 'Gửi ảnh bây giờ' }).click()
  await expect(page.getByText(/đang chờ bạn cho gửi/)).toHaveCount(0)
  await expect(page.getByText(/máy chủ đã nhận nội dung và 1 ảnh/)).toBeVisible({ timeout: 30_000 })

  await server.kill()
  await tablet.resume(/Trạm Y tế xã Suối Mơ/)
  await expect(earlier).toBeVisible()
  expect(await earlier.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(512)
  await card.getByRole('button', { name: /^Ảnh 1 của tiêu chí 0\.1, ngày/ }).click()
  await expect(page.getByRole('dialog', { name: /^Ảnh 1 của tiêu chí 0\.1/ })).toBeVisible()
  await page.getByRole('button', { name: 'Đóng' }).click()
  expect(await unreadable(page)).toEqual([])
})
