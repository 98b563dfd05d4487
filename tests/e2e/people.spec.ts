import { expect, type Page, test } from '@playwright/test'
import { createServerProcess, type Server } from './support/server.ts'
import { besideTheApp } from './support/store.ts'
import { PIN, Tablet } from './support/tablet.ts'

/** Several people on one tablet, in one browser profile. */

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

const NOTE = 'Phòng tiêm thiếu xà phòng, hộp kháng thủng đầy'

/** Everything that scripts of this origin can read, as text: every store, and what stands beside them. */
async function everythingOnTheTablet(page: Page): Promise<string> {
  const beside = await besideTheApp(page, server.url)
  try {
    return await beside.evaluate(async () => {
      const text = async (value: unknown): Promise<string> => {
        if (value instanceof Blob) return text(await value.arrayBuffer())
        if (value instanceof ArrayBuffer) return new TextDecoder().decode(value)
        if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value)
        if (typeof value !== 'object' || value === null) return String(value)
        return (
          await Promise.all(Object.entries(value).map(async ([key, each]) => `${key}=${await text(each)}`))
        ).join()
      }
      const found = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
      for (const { name = '' } of await indexedDB.databases()) {
        const db = await new Promise<IDBDatabase>((done, fail) => {
          const opening = indexedDB.open(name)
          opening.onsuccess = () => done(opening.result)
          opening.onerror = () => fail(opening.error)
        })
        for (const table of db.objectStoreNames) {
          const rows = await new Promise<unknown[]>((done, fail) => {
            const all = db.transaction(table).objectStore(table).getAll()
            all.onsuccess = () => done(all.result)
            all.onerror = () => fail(all.error)
          })
          found.push(`${name}.${table}: ${await text(rows)}`)
        }
        db.close()
      }
      return found.join('\n')
    })
  } finally {
    await beside.close()
  }
}

test('two people share a tablet: each comes in by their own PIN without a network, and neither can read the other', async () => {
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  for (const way of ['push', 'relay']) await page.route(`**/sync/v1/${way}`, (route) => route.abort())
  await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
  const visit = page.url()
  await tablet.choose('xsd.0.1', 'Không đạt')
  const card = tablet.item('xsd.0.1')
  await card.getByRole('button', { name: /Ghi chú/ }).click()
  await card.getByRole('textbox').fill(NOTE)
  await card.getByRole('textbox').blur()
  await tablet.saved('xsd.0.1')
  await card.locator('input[type=file]').first().setInputFiles('public/icons/icon-512.png')
  await expect(card.getByText('Đã lưu trên máy')).toBeVisible()

  await page.goto(`${server.url}/may-nay`)
  await page.getByRole('button', { name: 'Khóa ngay' }).click()
  await page.getByRole('button', { name: 'Khóa luôn' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Nguyễn Thị Kiểm/)
  await expect(page.getByText(/^\d+ thay đổi và 1 ảnh chưa gửi, cũ nhất từ .*tự gửi hộ/)).toBeVisible()
  await page.goto(visit)
  await expect(page.getByLabel('Mã PIN', { exact: true })).toBeVisible()
  await expect(page.getByText('Suối Mơ')).toHaveCount(0)

  await page.getByRole('button', { name: 'Đăng nhập bằng mật khẩu' }).click()
  await tablet.signIn('coso', '719203')
  // What waits for the first one goes out, sealed, while the second is at work.
  const relayed = page.waitForResponse(/\/sync\/v1\/relay\/photo$/, { timeout: 60_000 })
  await page.unroute('**/sync/v1/relay')
  expect((await relayed).status()).toBe(200)
  const role = page.getByText('Cơ sở y tế').first()
  await expect(role).toBeVisible()
  await page.goto(visit)
  await expect(page.getByText(/Không tìm thấy|không có trên máy này/i).first()).toBeVisible()
  const everything = await everythingOnTheTablet(page)
  expect(everything.length).toBeGreaterThan(10_000)
  // The register names who has used the tablet; that much a PIN cannot be asked without.
  expect(everything).toContain('Nguyễn Thị Kiểm')
  for (const secret of [NOTE, 'xà phòng', 'Suối Mơ', 'verdict', 'communeStation', 'JFIF', 'xa-suoi-mo'])
    expect(everything.includes(secret), secret).toBe(false)

  // The first one is back, and there is no network at all.
  await server.stop()
  await page.goto(`${server.url}/may-nay`)
  await page.getByRole('button', { name: 'Khóa ngay' }).click()
  await page.getByRole('button', { name: /Nguyễn Thị Kiểm.*Đã gửi hộ \d+ thay đổi và 1 ảnh$/ }).click()
  await page.getByLabel('Mã PIN', { exact: true }).fill('719203')
  await page.getByRole('button', { name: 'Mở khóa' }).click()
  await expect(page.getByText('Còn 9 lần thử.')).toBeVisible()
  await page.getByLabel('Mã PIN', { exact: true }).fill(PIN)
  await page.getByRole('button', { name: 'Mở khóa' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Máy này' })).toBeVisible()
  await page.goto(visit)
  await expect(card.getByRole('textbox')).toHaveValue(NOTE)

  // The server's session is still the other one's: that blocks sending alone, until this one signs in again.
  await server.start()
  await page.unroute('**/sync/v1/push')
  await tablet.choose('xsd.0.5', 'Không đạt')
  await expect(page.getByText(/cần đăng nhập lại/i).first()).toBeVisible({ timeout: 60_000 })
  await page.goto(`${server.url}/dang-nhap`)
  await tablet.signIn('kiemtra')
  await page.goto(visit)
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible({ timeout: 60_000 })
  await expect(card.getByText('Máy chủ đã nhận')).toBeVisible({ timeout: 60_000 })
})

test('a page that nobody has looked at for a quarter of an hour locks itself; what was typed is there', async () => {
  const page = await tablet.open()
  await page.clock.install()
  await page.reload()
  await tablet.signIn('kiemtra')
  await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
  await tablet.choose('xsd.0.1', 'Đạt')
  const visit = page.url()
  const see = (state: 'hidden' | 'visible') =>
    page.evaluate((seen) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => seen })
      document.dispatchEvent(new Event('visibilitychange'))
    }, state)
  await see('hidden')
  await page.clock.fastForward('14:00')
  await see('visible')
  await expect(tablet.item('xsd.0.1')).toBeVisible()
  await see('hidden')
  await page.clock.fastForward('16:00')
  await see('visible')
  await expect(page.getByLabel('Mã PIN', { exact: true })).toBeVisible()
  await expect(tablet.item('xsd.0.1')).toHaveCount(0)
  await page.reload()
  await tablet.unlock()
  await page.goto(visit)
  await expect(tablet.item('xsd.0.1').getByRole('radio', { name: 'Đạt', exact: true })).toBeChecked()
})

test('[P47] a tablet that was declared lost wipes the one person at its next contact, though it is locked, and says so on the door', async () => {
  const page = await tablet.open()
  await tablet.signIn('coso', '719203')
  await page.goto(`${server.url}/may-nay`)
  await page.getByRole('button', { name: 'Khóa ngay' }).click()
  await page.getByRole('button', { name: 'Đăng nhập bằng mật khẩu' }).click()
  await tablet.signIn('kiemtra')
  await expect(page.getByText(/Đồng bộ lúc/).first()).toBeVisible()
  await page.route('**/sync/v1/push', (route) => route.abort())
  await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
  await tablet.choose('xsd.0.1', 'Không đạt')
  await page.goto(`${server.url}/may-nay`)
  await page.getByRole('button', { name: 'Khóa ngay' }).click()
  await page.getByRole('button', { name: 'Khóa luôn' }).click()
  await expect(page.getByLabel('Mã PIN', { exact: true })).toBeVisible()
  await page.goto('about:blank')

  // The administrator, elsewhere.
  const office = new Tablet(server.url)
  try {
    const desk = await office.open()
    await office.signIn('quantri')
    await desk.goto(`${server.url}/quan-tri/may`)
    await desk.getByRole('button', { name: 'Báo mất máy của Nguyễn Thị Kiểm' }).click()
    const confirm = desk.getByRole('dialog')
    await expect(confirm).toContainText('dữ liệu của người khác trên máy đó vẫn còn')
    await confirm.getByRole('button', { name: 'Báo mất' }).click()
    await expect(desk.getByText('Đã báo mất, chờ máy liên lạc')).toBeVisible()

    // A hotel's Wi-Fi that says the same wipes nothing.
    const forged = { proto: 1, wipe: [{ personId: 'demo-kiemtra', proof: 'x' }] }
    await page.route('**/sync/v1/lost', (route) => route.fulfill({ json: forged, headers: { 'Sync-Proto': '1' } }))
    const answered = page.waitForResponse('**/sync/v1/lost')
    await page.goto(server.url)
    await answered
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Nguyễn Thị Kiểm/)
    await page.unroute('**/sync/v1/lost')

    await page.goto(server.url)
    await expect(page.getByText('Máy này đã được báo mất')).toBeVisible()
    await expect(page.getByText(/Dữ liệu của Nguyễn Thị Kiểm/)).toBeVisible()
    expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name).sort())).toEqual([
      'so-kiem',
      'so-kiem:demo-coso',
    ])
    await desk.reload()
    await office.unlock()
    await expect(desk.getByText(/^Đã xóa lúc/)).toBeVisible()
  } finally {
    expect(office.problems).toEqual([])
    await office.dispose()
  }
  // The other person's work is theirs.
  await page.getByRole('button', { name: 'Đã rõ' }).click()
  await page.getByLabel('Mã PIN', { exact: true }).fill('719203')
  await page.getByRole('button', { name: 'Mở khóa' }).click()
  await expect(page.getByText('Cơ sở y tế').first()).toBeVisible()
})
