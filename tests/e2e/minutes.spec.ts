import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { extractText, getDocumentProxy } from 'unpdf'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { applicableSections } from '../../src/domain/scoring/context.ts'
import { facilityOf } from './support/demonstration.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

/** From a finished inspection to papers in the hand, in a place without a network. */

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

test('the minutes of a finished inspection are made without a network, and say what was found', async () => {
  test.setTimeout(120_000)
  const facility = facilityOf('demo-bv-ben-sao')
  const id = await handIn(server.url, 'kiemtra', facility.id, xanhSachDep)
  let page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await page.goto(`${server.url}/ket-qua/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: facility.name })).toBeVisible()

  // The tablet's app was closed, and where it is opened again there is no network.
  await server.stop()
  await tablet.close()
  page = await tablet.open(`/ket-qua/${id}`)
  await page.getByRole('link', { name: 'Biên bản', exact: true }).click()
  await expect(page.getByText(/^Đã lập xong bien-ban-.*\.pdf$/)).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/^Đã lập xong ban-cho-co-so-.*\.pdf$/)).toBeVisible({ timeout: 60_000 })

  const minutes = await textOf('Tải về biên bản kiểm tra')
  expect(minutes.text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
  for (const { items } of applicableSections(xanhSachDep, facility.facts))
    for (const { question } of items) expect(minutes.text).toContain(question)
  expect((await textOf('Tải về bản cho cơ sở')).pages).toBe(1)

  await page.getByRole('link', { name: 'Phản hồi cho cơ sở' }).click()
  await expect(page.getByRole('heading', { name: /^Điểm liệt không đạt/ })).toBeVisible()

  async function textOf(button: string) {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: button }).click(),
    ])
    const pdf = await getDocumentProxy(new Uint8Array(readFileSync(await download.path())))
    const { text, totalPages } = await extractText(pdf, { mergePages: true })
    return { text: text.replace(/\s+/g, ' '), pages: totalPages }
  }
})
