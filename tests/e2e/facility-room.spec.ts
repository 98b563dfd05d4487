import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { addDays, dateInVietnam } from '../../src/domain/date.ts'
import { photoOf } from '../support/photos.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

const STATION = 'demo-tyt-suoi-mo'
const picture = 'public/icons/icon-512.png'
const fail = { is: 'verdict', verdict: 'fail' } as const

let server: Server
let facility: Tablet
let others: Tablet[]
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  facility = new Tablet(server.url)
  others = []
})
test.afterEach(async () => {
  for (const tablet of [facility, ...others]) {
    expect(tablet.problems).toEqual([])
    await tablet.dispose()
  }
  await server.dispose()
})

/** Somebody else, on a tablet of their own. */
async function comes(username: string, path: string): Promise<Page> {
  const tablet = new Tablet(server.url)
  others.push(tablet)
  const page = await tablet.open('/dang-nhap')
  await tablet.signIn(username)
  await page.goto(server.url + path)
  await tablet.unlock()
  return page
}

test('[P69] [P70] the facility assigns, mends, proves and disagrees without a network; the inspector verifies, and the supervisor sees it', async () => {
  test.setTimeout(240_000)
  const bytes = new Uint8Array(readFileSync(picture))
  const before = photoOf(bytes, { item: 'xsd.0.1', width: 512, height: 512 })
  const plan = { what: 'Ra quyết định phân công', who: 'Trưởng trạm', by: addDays(dateInVietnam(Date.now()), 7) }
  await handIn(server.url, 'coso', STATION, xanhSachDep, { kind: 'selfAssessment' })
  const insp = await handIn(server.url, 'kiemtra', STATION, xanhSachDep, {
    answers: { 'xsd.0.1': { value: fail, note: 'Chưa có quyết định', plan }, 'xsd.0.5': { value: fail } },
    photos: [{ photo: before, bytes }],
  })

  const page = await facility.open('/dang-nhap')
  await facility.signIn('coso')
  await facility.readyOffline()
  await expect(page.getByRole('region', { name: 'Việc cần làm' }).getByText('Ra quyết định phân công')).toBeVisible()
  // Its picture is fetched while there is a network.
  await page.goto(`${server.url}/khac-phuc/${insp}/xsd.0.1`)
  await facility.unlock()
  const found = page.getByRole('region', { name: 'Trước khi khắc phục' })
  await expect(found.getByRole('img', { name: /^Ảnh 1 của tiêu chí 0\.1, trước/ })).toBeVisible({ timeout: 30_000 })
  await server.kill()

  await page.goto(`${server.url}/khac-phuc`)
  await facility.unlock()
  await page.getByRole('link', { name: /Ra quyết định phân công/ }).click()
  await expect(found.getByRole('img')).toBeVisible()
  await page.getByRole('button', { name: 'Giao lại việc' }).click()
  await page.getByLabel('Khoa, phòng hoặc người phụ trách').fill('Tổ kiểm soát nhiễm khuẩn')
  await page.getByRole('button', { name: 'Giao việc', exact: true }).click()
  await expect(page.locator('dd', { hasText: 'Tổ kiểm soát nhiễm khuẩn' })).toBeVisible()
  await page.getByLabel('Đã làm gì').fill('Đã ra quyết định số 12')
  await page.locator('input[type=file]').first().setInputFiles(picture)
  await expect(page.getByRole('img', { name: 'Ảnh 1 sau khi khắc phục' })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Báo đã khắc phục' }).click()
  const after = page.getByRole('region', { name: 'Sau khi khắc phục' })
  await expect(after.getByRole('img', { name: /sau khi khắc phục$/ })).toBeVisible()
  await expect(page.getByText('Đã khắc phục, chờ xác nhận')).toBeVisible()
  await expect(page.getByText(/Đây là việc của bạn nên người khác xác nhận/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Xác nhận đã khắc phục' })).toHaveCount(0)

  await page.goto(`${server.url}/so-sanh/${insp}`)
  await facility.unlock()
  await page.getByRole('button', { name: 'Không đồng ý với tiêu chí 0.5' }).click()
  await page.getByLabel('Lý do không đồng ý').fill('Nội quy treo ở cửa chính')
  await page.getByRole('button', { name: 'Ghi không đồng ý' }).click()
  await expect(page.getByText('Cơ sở không đồng ý', { exact: true })).toBeVisible()
  // Switched off and on again: what was said is still there.
  await facility.close()
  await facility.open(`/so-sanh/${insp}`)
  await expect(facility.page.getByText('Nội quy treo ở cửa chính')).toBeVisible()

  await server.start()
  await facility.page.goto(`${server.url}/`)
  await facility.unlock()
  await facility.page.goto(`${server.url}/khac-phuc/${insp}/xsd.0.1`)
  await facility.unlock()
  await expect(facility.page.getByText('chờ gửi')).toHaveCount(0, { timeout: 60_000 })

  const inspector = await comes('kiemtra', `/khac-phuc?xem=cho-xac-nhan`)
  await inspector.getByRole('link', { name: /Ra quyết định phân công/ }).click()
  await expect(inspector.getByText('Đã ra quyết định số 12').first()).toBeVisible()
  const proof = inspector.getByRole('region', { name: 'Sau khi khắc phục' })
  await expect(
    proof.getByRole('img', { name: /sau khi khắc phục$/ }).or(proof.getByRole('button', { name: /Tải về$/ })),
  ).toBeVisible({
    timeout: 30_000,
  })
  await inspector.getByLabel('Nhận xét').fill('Đã xem quyết định')
  await inspector.getByRole('button', { name: 'Xác nhận đã khắc phục' }).click()
  await expect(inspector.getByText('Đã xác nhận').first()).toBeVisible()
  await expect(inspector.getByText('chờ gửi')).toHaveCount(0, { timeout: 60_000 })

  const supervisor = await comes('giamsat', `/khac-phuc?xem=da-xong`)
  await expect(supervisor.getByText(/1 đã xong/)).toBeVisible({ timeout: 30_000 })
  await supervisor.getByRole('link', { name: /Ra quyết định phân công/ }).click()
  await expect(supervisor.getByText('Đã xem quyết định')).toBeVisible()
  await supervisor.goto(`${server.url}/so-sanh/${insp}`)
  await others.at(-1)?.unlock()
  await expect(supervisor.getByText('Nội quy treo ở cửa chính')).toBeVisible()
  await expect(supervisor.getByRole('button', { name: /Đồng ý lại/ })).toHaveCount(0)
})
