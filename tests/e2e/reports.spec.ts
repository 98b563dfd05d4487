import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import Papa from 'papaparse'
import readWorkbook from 'read-excel-file/node'
import { extractText, getDocumentProxy } from 'unpdf'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { facilityOf } from './support/demonstration.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

/** What a period came to, from the screen into the hands of whoever asks for it. */

let server: Server
let desk: Tablet
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  desk = new Tablet(server.url)
})
test.afterEach(async () => {
  expect(desk.problems).toEqual([])
  await desk.dispose()
  await server.dispose()
})

const hospital = facilityOf('demo-bv-ben-sao')
const station = facilityOf('demo-tyt-suoi-mo')
const plan = { what: 'Thay bơm nước thải', who: 'Phòng Hành chính', by: '2026-01-31' }

async function downloaded(page: Page, act: () => Promise<unknown>): Promise<{ name: string; bytes: Buffer }> {
  const downloading = page.waitForEvent('download')
  await act()
  const download = await downloading
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}

test('a supervisor reads a report, and takes it along as a paper, as a workbook and as raw tables', async () => {
  test.setTimeout(120_000)
  const wastewater = await handIn(server.url, 'kiemtra', hospital.id, nuocThai, { answers: { 'nt.1.2': { plan } } })
  await handIn(server.url, 'kiemtra', station.id, xanhSachDep)
  const page = await desk.open()
  await desk.signIn('giamsat')
  await page.goto(`${server.url}/tong-quan`)
  await desk.unlock()
  await page.getByRole('link', { name: 'Báo cáo của kỳ này' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Báo cáo kỳ' })).toBeVisible()
  await expect(
    page.getByRole('cell', { name: /Thay bơm nước thải \(Phòng Hành chính, hạn 31\/01\/2026\)/ }),
  ).toBeVisible()
  await expect(page.getByText('Kết quả đã duyệt và chưa duyệt được nêu riêng', { exact: false })).toBeVisible()

  await page.getByRole('button', { name: 'Lập tệp PDF' }).click()
  await expect(page.getByText(/^Đã lập xong bao-cao-/)).toBeVisible({ timeout: 60_000 })
  const paper = await downloaded(page, () => page.getByRole('button', { name: 'Tải về báo cáo' }).click())
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(paper.bytes)), { mergePages: true })
  const said = text.replace(/\s+/g, ' ')
  for (const words of ['BÁO CÁO', 'MINH HỌA', hospital.name, station.name, plan.what, 'BOD5 (20 °C)'])
    expect(said).toContain(words)

  const workbook = await downloaded(page, () => page.getByRole('link', { name: 'Tải báo cáo XLSX' }).click())
  expect(workbook.name).toMatch(/^bao-cao-.*\.xlsx$/)
  const sheets = new Map((await readWorkbook(workbook.bytes)).map(({ sheet, data }) => [sheet, data]))
  expect(sheets.get('Biện pháp còn mở')?.[1]).toEqual(expect.arrayContaining([hospital.name, plan.what, plan.who]))
  expect(sheets.get('Nước thải')?.[1]).toContain(wastewater)

  const answers = await downloaded(page, () => page.getByRole('link', { name: /^Tải CSV, mỗi dòng một câu/ }).click())
  const { data } = Papa.parse<Record<string, string>>(answers.bytes.toString('utf8').slice(1), { header: true })
  expect(data.filter((row) => row['Mã lượt'] === wastewater).length).toBeGreaterThan(30)
  const visits = await downloaded(page, () => page.getByRole('link', { name: /^Tải XLSX, mỗi dòng một lượt/ }).click())
  expect((await readWorkbook(visits.bytes))[0]?.data).toHaveLength(3)

  // What was chosen stands in the address: a colleague sees the same.
  await page.getByLabel('Cơ sở', { exact: true }).selectOption({ label: hospital.name })
  await expect(page).toHaveURL(/co-so=demo-bv-ben-sao/)
  await expect(page.getByRole('heading', { level: 2, name: /Các lượt trong kỳ/ })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'BOD5 (20 °C)', exact: false }).first()).toBeVisible()
})

test('a facility reports of itself, and is offered no raw tables', async () => {
  await handIn(server.url, 'kiemtra', station.id, xanhSachDep)
  const page = await desk.open()
  await desk.signIn('coso')
  await page.getByRole('button', { name: /^Trình đơn/ }).click()
  await page.getByRole('link', { name: 'Báo cáo kỳ' }).click()
  await expect(page.getByRole('status').filter({ hasText: station.name })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: /Các lượt trong kỳ/ })).toBeVisible()
  await expect(page.getByLabel('Địa bàn')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Dữ liệu thô' })).toHaveCount(0)
})
