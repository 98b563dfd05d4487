import { expect, type Page, test } from '@playwright/test'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { createServerProcess, type Server } from './support/server.ts'
import {
  besideTheApp,
  everythingAnswered,
  holdOlder,
  putOldStore,
  readTables,
  STORE,
  type Tables,
} from './support/store.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

/** What a real browser's storage does: it is killed in the middle, upgraded by another tab, filled up, left by an older app. */

let server: Server
let tablet: Tablet
let page: Page

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url)
  page = await tablet.open()
  await tablet.signIn('kiemtra')
})
test.afterEach(async () => {
  await tablet.dispose()
  await server.dispose()
})

const startStation = () => tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
const received = async () => {
  await everythingAnswered(page)
  await expect(page.getByText(/máy chủ đã nhận/)).toBeVisible()
}

type Message = {
  cell: string
  localId?: number
  seq?: number
  payload: { plain: { set?: Record<string, [0, unknown]> } }
}

/** Each answer has its message, waiting or sent, and the newest of them says the same. */
function answersAndMessagesAgree({ answer = [], outbox = [], sent = [] }: Tables): void {
  const messages = [
    ...(sent as unknown as Message[]).toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0)),
    ...(outbox as unknown as Message[]).toSorted((a, b) => (a.localId ?? 0) - (b.localId ?? 0)),
  ].filter(({ payload }) => payload.plain.set)
  const said = new Map(messages.map(({ cell, payload }) => [cell, payload.plain.set?.[cell]?.[1]]))
  const kept = new Map(answer.map((row) => [row.cell, (row.answer as { plain: unknown }).plain]))
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(kept))
}

type Tell = (what: 'tapped' | 'saved', item: string, label: string) => void

/**
 * Taps one answer after the other as fast as the screen takes them. Each tap is told
 * of, and the telling heard, before it is made; so is each that the screen calls saved.
 */
async function tapWithoutEnd(on: Page, tell: Tell): Promise<void> {
  await on.exposeFunction('tell', tell)
  void on
    .evaluate(async () => {
      const { tell } = window as unknown as { tell(...what: Parameters<Tell>): Promise<void> }
      const cards = [...document.querySelectorAll<HTMLElement>('article[data-item]')]
      for (let tap = 0; ; tap++) {
        const card = cards[tap % cards.length] as HTMLElement
        const radios = [...card.querySelectorAll<HTMLInputElement>('fieldset input[type=radio]')].slice(0, 2)
        const radio = radios.find((each) => !each.checked) as HTMLInputElement
        const name = [card.dataset.item ?? '', radio.closest('label')?.textContent?.trim() ?? ''] as const
        await tell('tapped', ...name)
        const saved = new Promise<void>((resolve) => {
          const watch = new MutationObserver(() => {
            const text = card.textContent ?? ''
            if (!/đã lưu/.test(text) || /đang lưu/.test(text) || !radio.checked) return
            watch.disconnect()
            resolve()
          })
          watch.observe(card, { subtree: true, childList: true, characterData: true })
        })
        radio.click()
        await saved
        await tell('saved', ...name)
      }
    })
    .catch(() => undefined)
}

test('[I3] killed eight times in the middle of answering: all that was called saved is there, and its message with it', async () => {
  await startStation()
  const visit = page.url()
  // The session would go with the battery; here the pushes are to be killed too.
  const cookies = await page.context().cookies()
  const random = seededRandom(8)
  const saved = new Map<string, string>()
  for (let kill = 0; kill < 8; kill++) {
    let tapped: string | undefined
    let count = 0
    await tapWithoutEnd(page, (what, item, label) => {
      if (what === 'tapped') tapped = item
      else {
        saved.set(item, label)
        count += 1
        tapped = undefined
      }
    })
    await expect.poll(() => count, { timeout: 10_000, intervals: [20] }).toBeGreaterThan(2)
    await page.waitForTimeout(random.below(900))
    await tablet.kill()

    page = await tablet.open('/icons/icon-192.png')
    await page.context().addCookies(cookies)
    answersAndMessagesAgree(await readTables(page, ['answer', 'outbox', 'sent']))
    await page.goto(visit)
    await tablet.unlock()
    await expect(page.locator('article[data-item]').first()).toBeVisible()
    for (const [item, label] of saved) {
      // The last tap may have been kept without anybody having been told.
      if (item !== tapped)
        await expect(tablet.item(item).getByRole('radio', { name: label, exact: true })).toBeChecked()
    }
    for (const item of saved.keys()) {
      const chosen = tablet.item(item).getByRole('radio', { checked: true })
      saved.set(item, (await chosen.locator('xpath=ancestor::label').textContent())?.trim() ?? '')
    }
  }
  await received()
  const { outbox, sent = [], answer = [] } = await readTables(page, ['outbox', 'sent', 'answer'])
  expect(outbox).toEqual([])
  // Answers that went out together share their number; no number is missing.
  const numbers = [...new Set(sent.map(({ seq }) => Number(seq)))].toSorted((a, b) => a - b)
  expect(numbers).toEqual(numbers.map((_, n) => n + 1))
  expect(answer.filter(({ contested }) => contested)).toEqual([])
})

test('one number of two is there after the battery went, is no answer, and becomes one with the other', async () => {
  await startStation()
  const card = () => page.locator('article[data-item="xsd.2.13"]')
  const top = () => card().getByLabel('Văn bản điện tử, ký số')
  const bottom = () => card().getByLabel('Văn bản trong tháng')
  await page.goto(page.url().replace(/[^/]+$/, 'xsd.2#xsd.2.13'))
  await top().fill('9')
  await expect(card().getByText('đang nhập dở, đã giữ')).toBeVisible()
  const address = page.url()
  await tablet.kill()
  page = await tablet.open(new URL(address).pathname)
  await expect(top()).toHaveValue('9')
  await expect(card().getByText('đang nhập dở, đã giữ')).toBeVisible()
  await expect(card().getByText(/đã lưu/)).toHaveCount(0)
  await bottom().fill('12')
  await expect(card().getByText(/đã lưu/)).toBeVisible()
  await expect(card().getByText('đang nhập dở')).toHaveCount(0)
  await expect(card().getByLabel('Tỷ lệ')).toHaveText('75 %')

  // Left by the browser's own way back before half a second has gone by: changed, and not wiped.
  await page.getByRole('link', { name: /^Mục sau/ }).click()
  await page.goBack()
  await bottom().fill('90')
  await page.goForward()
  await expect(page).toHaveURL(/xsd\.3/)
  await page.goBack()
  await expect(bottom()).toHaveValue('90')
  await expect(card().getByLabel('Tỷ lệ')).toHaveText('10 %')
})

test('[P38] another tab upgrades the store: it need not wait, the old page only reads and says so, and so does old code later', async () => {
  await startStation()
  await tablet.choose('xsd.0.1', 'Đạt')
  await received()
  const beside = await besideTheApp(page, server.url)
  const took = await beside.evaluate(async (store) => {
    const from = performance.now()
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const opening = indexedDB.open(store, 990)
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore('future', { keyPath: 'id' })
        // What newer code writes with its first transaction.
        opening.transaction?.objectStore('meta').put({ key: 'schemaMin', value: 99 })
      }
      opening.onsuccess = () => done(opening.result)
      opening.onerror = () => fail(opening.error)
    })
    db.close()
    return performance.now() - from
  }, STORE)
  expect(took).toBeLessThan(5000)

  const before = await readTables(beside, ['answer', 'outbox', 'sent', 'inspection'])
  for (const time of ['the page that was open', 'old code opened again']) {
    await test.step(time, async () => {
      await expect(page.getByRole('alert').filter({ hasText: 'Trang này là bản cũ và chỉ xem được' })).toBeVisible()
      const card = tablet.item('xsd.0.5')
      await card.locator('label', { hasText: /^\s*Đạt\s*$/ }).click()
      await expect(card.getByRole('alert')).toContainText('Trang này là bản cũ')
      expect(await readTables(beside, ['answer', 'outbox', 'sent', 'inspection'])).toEqual(before)
    })
    await page.reload()
  }
})

test('a tab of an older app does not let go of the store: one sentence says so, nothing is lost, and once it is closed one tap opens', async () => {
  await startStation()
  await tablet.choose('xsd.0.1', 'Đạt')
  await received()
  const visit = page.url()
  const kept = await readTables(page, ['answer', 'sent'])
  const beside = await besideTheApp(page, server.url)
  const older = [
    // Before there were photos and signatures.
    {
      name: STORE,
      version: 10,
      tables: ['meta', 'inspection', 'answer', 'outbox', 'sent', 'attention', 'checklist', 'facility', 'result'],
    },
    // Before tabs kept a session.
    { name: 'so-kiem', version: 10, tables: ['person'] },
  ]
  for (const database of older) {
    await test.step(database.name, async () => {
      await page.goto('about:blank')
      const letGo = await holdOlder(beside, database)
      await page.goto(server.url)
      await expect(page.getByRole('heading', { name: 'Chưa mở được Sổ Kiểm' })).toBeVisible()
      await expect(page.getByRole('alert')).toContainText(
        'Một trang khác của Sổ Kiểm đang giữ kho dữ liệu nên trang này chưa mở được; không có gì bị mất, hãy đóng các trang kia rồi mở lại.',
      )
      await letGo()
      await page.getByRole('button', { name: 'Đã đóng, mở lại' }).click()
      await expect(page.getByRole('alert')).toHaveCount(0)
      await tablet.unlock()
      await page.goto(visit)
      await expect(tablet.item('xsd.0.1').getByRole('radio', { name: 'Đạt', exact: true })).toBeChecked()
      expect(await readTables(page, ['answer', 'sent'])).toEqual(kept)
    })
  }
})

test('[P20] [P7] the quota is used up: the photo is refused in words, answers and pages go on as there is room, nothing by halves', async () => {
  // What the app puts by for the days without a network would otherwise still be taking up the room left over.
  await tablet.readyOffline()
  await startStation()
  const visit = page.url()
  await received()
  // Pictures that the server has would make room.
  await page.route('**/sync/v1/blobs/**', (route) => route.abort())
  const devtools = await page.context().newCDPSession(page)
  /** Chromium remembers for a while how much room there was, as long as anybody has the store open. */
  const allow = async (bytes: number | undefined, path: string) => {
    await page.goto('about:blank')
    await page.waitForTimeout(3000)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: bytes })
    await page.goto(path)
  }
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: server.url })
  await allow(usage + 300_000, visit)
  const noise = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200)
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    const image = context.createImageData(1600, 1200)
    for (let at = 0; at < image.data.length; at += 65_536)
      crypto.getRandomValues(image.data.subarray(at, Math.min(at + 65_536, image.data.length)))
    context.putImageData(image, 0, 0)
    const bytes = new Uint8Array(
      await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer(),
    )
    return Array.from(bytes)
  })
  const card = tablet.item('xsd.0.1')
  // Before the photo: Chromium holds the room of what it has refused for minutes.
  await tablet.choose('xsd.0.1', 'Không đạt')
  const file = { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(noise) }
  await card.locator('input[type=file]').first().setInputFiles([file])
  await expect(card.getByRole('alert')).toContainText('Máy đã hết chỗ nên ảnh này CHƯA được lưu')
  const { photo, photoBlob, outbox = [], sent = [] } = await readTables(page, ['photo', 'photoBlob', 'outbox', 'sent'])
  expect([photo, photoBlob]).toEqual([[], []])
  const said = [...outbox, ...sent].map(({ payload }) => (payload as { plain: { k: string } }).plain.k)
  expect(said).not.toContain('photo.add')
  await received()

  // Now not even a page of changes fits; while somebody writes, it takes the browser some seconds to notice.
  await allow(1000, `${server.url}/may-nay`)
  await test.step('lasting storage is denied: the page of this device says so', () =>
    expect(page.getByText('chưa, máy đầy có thể bị xóa')).toBeVisible())
  const full = page.getByRole('alert').filter({ hasText: 'Máy đã hết chỗ lưu' })
  const again = page.getByRole('button', { name: 'Đồng bộ ngay' })
  await expect(async () => {
    await again.click()
    await expect(again).toBeEnabled()
    await expect(full).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 60_000 })
  const tables = ['meta', 'facility', 'checklist', 'result', 'answer', 'outbox']
  const before = await readTables(page, tables)
  await handIn(server.url, 'kiemtra', 'demo-bv-ben-sao', nuocThai)
  await again.click()
  await expect(again).toBeEnabled()
  await expect(full).toBeVisible()
  expect(await readTables(page, tables)).toEqual(before)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url })
  await expect(async () => {
    await again.click()
    expect((await readTables(page, ['result'])).result).toHaveLength(1)
  }).toPass({ timeout: 60_000 })
  await expect(full).toHaveCount(0)
})

test('[P2] an older version of the app left two hundred changes, fifty of them numbered: all arrive, in their order', async () => {
  await page.route('**/sync/v1/push', (route) => route.abort())
  await startStation()
  await tablet.close()
  page = await tablet.open('/icons/icon-192.png')
  const now = await readTables(page, ['meta', 'inspection', 'outbox', 'checklist', 'facility'])
  const [visit] = now.inspection ?? []
  const [start] = now.outbox ?? []
  if (!visit || !start) throw new Error('no visit was begun')
  const items = itemsOf(xanhSachDep)
    .filter(({ input, appliesTo }) => input.kind === 'passFail' && appliesTo.types.includes('communeStation'))
    .map(({ id }) => id)
    .slice(0, 49)
  const old: Tables = { ...now, inspection: [], answer: [], outbox: [] }
  const add = (row: Record<string, unknown>) => {
    const n = (old.outbox?.length ?? 0) + 1
    const numbered = n <= 50 ? { state: 'frozen', seq: n } : { state: 'open', seq: null }
    old.outbox?.push({ ...row, ...numbered, localId: n, id: `old-${n}` })
  }
  // Older apps did not name visit and time in what they sealed.
  const { plain } = start.payload as { plain: Record<string, unknown> }
  const { insp: _insp, at: _at, ...begun } = plain
  for (let at = 0; at * (items.length + 1) < 200; at++) {
    const insp = `${visit.id}-${at}`
    old.inspection?.push({ ...visit, id: insp })
    add({ ...start, insp, payload: { plain: begun } })
    for (const item of items) {
      if (old.outbox?.length === 200) break
      const answer = { value: { is: 'verdict', verdict: at % 2 === 0 ? 'pass' : 'fail' } }
      old.answer?.push({ insp, cell: item, rev: 0, contested: false, answer: { plain: answer } })
      const payload = { plain: { k: 'answer.set', set: { [item]: [0, answer] } } }
      add({ insp, cell: item, base: 0, at: start.at, bytes: 220, payload })
    }
  }
  old.meta = [
    ...(old.meta ?? []).filter(({ key }) => !['schemaMin', 'nextSeq', 'evicted', 'verifiedAt'].includes(String(key))),
    { key: 'nextSeq', value: 51 },
    { key: 'schemaMin', value: 1 },
  ]
  await putOldStore(page, old)
  expect(old.outbox).toHaveLength(200)

  await page.goto(server.url)
  await tablet.unlock()
  await everythingAnswered(page)
  const { sent = [], attention } = await readTables(page, ['sent', 'attention'])
  expect(attention).toEqual([])
  // Answers that went out together share their number.
  const place = ({ id }: Record<string, unknown>) => Number(String(id).slice('old-'.length))
  const inOrder = sent.toSorted((a, b) => Number(a.seq) - Number(b.seq) || place(a) - place(b))
  expect(inOrder.map(({ id }) => id)).toEqual((old.outbox ?? []).map(({ id }) => id))
  // Another tablet of the same person gets every one of them.
  const other = new Tablet(server.url)
  await other.open()
  await other.signIn('kiemtra')
  const key = (row: Record<string, unknown>) => `${row.insp} ${row.cell} ${JSON.stringify(row.answer)}`
  await expect
    .poll(async () => (await readTables(other.page, ['answer'])).answer?.map(key).sort(), { timeout: 60_000 })
    .toEqual(old.answer?.map(key).sort())
  await other.dispose()
})
