import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { facilities, PROVINCE } from '../../src/server/demonstration-data.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { addFacility } from '../../src/server/storage/facilities.ts'
import { publish } from '../../src/server/storage/feed.ts'
import { createServerProcess } from '../e2e/support/server.ts'
import { PASSWORD, PIN, Tablet } from '../e2e/support/tablet.ts'

const FACILITIES = Number(process.env.FACILITIES ?? 10_000)
const THROTTLE = Number(process.env.THROTTLE ?? 6)
const WORDS = ['9', '98', '987', 'tram', 'tram y', 'tram y te so 77']

/**
 * A whole province in a browser: an inspector who reaches everything on a slow
 * tablet (the first pull, coming in again, looking for one by name), and the
 * administrator's list at a desk.
 */
test(`${FACILITIES} facilities`, async ({ browser }) => {
  test.setTimeout(1_800_000)
  const server = await createServerProcess()
  await server.start()
  await server.stop()
  await fill(join(server.dataDir, 'so-kiem.sqlite'))
  await server.start()
  const tablet = new Tablet(server.url)
  try {
    const page = await tablet.open()
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    const begun = performance.now()
    await tablet.signIn('kiemtra')
    await expect.poll(() => counted(page), { timeout: 900_000 }).toBeGreaterThanOrEqual(FACILITIES)
    say(`inspector, CPU ÷ ${THROTTLE}: signed in, PIN chosen and everything pulled`, [performance.now() - begun])
    say(`inspector, CPU ÷ ${THROTTLE}: from a letter typed to its list`, await typed(page, 'Tìm cơ sở'))
    const again = performance.now()
    await page.reload()
    await expect(page.getByLabel('Tìm cơ sở')).toBeVisible({ timeout: 60_000 })
    say(`inspector, CPU ÷ ${THROTTLE}: the page loaded anew, until the list stands`, [performance.now() - again])

    const desk = await (await browser.newContext()).newPage()
    await desk.goto(`${server.url}/dang-nhap`)
    await desk.getByLabel('Tên đăng nhập').fill('quantri')
    await desk.getByLabel('Mật khẩu').fill(PASSWORD)
    await desk.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await desk.getByLabel('Mã PIN, 6 chữ số').fill(PIN)
    await desk.getByLabel('Nhập lại mã PIN').fill(PIN)
    await desk.getByRole('button', { name: 'Đặt mã PIN' }).click()
    await expect(desk.getByRole('heading', { level: 1 })).not.toHaveText(/^Đặt mã PIN/)
    const opened = performance.now()
    await desk.goto(`${server.url}/quan-tri/co-so`)
    await expect(desk.getByRole('button', { name: /^Xem thêm 50/ })).toBeVisible({ timeout: 120_000 })
    say('administrator at a desk: until the list stands', [performance.now() - opened])
    say('administrator at a desk: from a letter typed to its list', await typed(desk, 'Tìm'))
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})

async function fill(file: string): Promise<void> {
  const station = facilities.find(({ id }) => id === 'demo-tyt-suoi-mo')
  if (!station) throw new Error('the invented station is gone')
  const db = openDatabase(file)
  await db.transaction().execute(async (trx) => {
    const ids = Array.from({ length: FACILITIES }, (_, n) => `many-${n}`)
    for (const [n, id] of ids.entries())
      await addFacility(trx, PROVINCE.id, { ...station, id, name: `Trạm Y tế số ${n}`, demonstration: true })
    await publish(
      trx,
      PROVINCE.id,
      ids.map((entityId) => ({ entity: 'facility', entityId })),
    )
  })
  await db.destroy()
}

async function counted(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const opening = indexedDB.open('so-kiem:demo-kiemtra')
        opening.onerror = () => fail(opening.error)
        opening.onsuccess = () => {
          const count = opening.result.transaction('facility').objectStore('facility').count()
          count.onsuccess = () => {
            opening.result.close()
            done(count.result)
          }
        }
      }),
  )
}

/** Types each word whole, and waits until two frames have been drawn with its list: in milliseconds. */
async function typed(page: Page, label: string): Promise<number[]> {
  const field = page.getByLabel(label, { exact: true })
  const times: number[] = []
  for (const word of WORDS) {
    times.push(
      await field.evaluate(async (input: HTMLInputElement, text) => {
        const list = document.querySelector('main') ?? document.body
        const before = list.textContent
        const from = performance.now()
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text)
        input.dispatchEvent(new Event('input', { bubbles: true }))
        while (list.textContent === before && performance.now() - from < 20_000)
          await new Promise((next) => requestAnimationFrame(next))
        return performance.now() - from
      }, word),
    )
    await page.waitForTimeout(300)
  }
  return times
}

function say(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const shown = (ms = 0) => (ms > 2000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(0)} ms`)
  const median = sorted[Math.floor(sorted.length / 2)]
  console.log(
    sorted.length === 1
      ? `${what}: ${shown(median)}`
      : `${what}: median ${shown(median)}, worst ${shown(sorted.at(-1))}`,
  )
}
