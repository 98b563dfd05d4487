import { expect, type Page, test } from '@playwright/test'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { look } from './support/look.ts'
import { createServerProcess } from './support/server.ts'
import { readTables } from './support/store.ts'
import { handIn } from './support/submitted.ts'
import { Tablet } from './support/tablet.ts'

/**
 * The page of what could not be sent, with one of everything on it, in every size,
 * in light and dark. The rows are put into the store as the sync code writes them:
 * how they come about is for tests/device/faults.test.ts.
 */

/** Puts refused, late, large and contested things beside what the tablet has. */
async function fill(page: Page) {
  const { inspection = [], result = [] } = await readTables(page, ['inspection', 'result'])
  await page.evaluate(
    async ({ inspections, results }) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open('so-kiem:demo-kiemtra')
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
      const transaction = db.transaction(['inspection', 'answer', 'sent', 'attention'], 'readwrite')
      const put = (name: string, row: unknown) => transaction.objectStore(name).put(row)
      const of = (facility: string) => {
        const found = inspections.find(({ head }) => head.plain.facilityName.includes(facility))
        if (!found) throw new Error(`nothing of ${facility}`)
        return found
      }
      const water = of('Bến Sao')
      const green = of('Suối Mơ')
      const [sealed] = results
      const answer = (cell: string, said: unknown) => ({ plain: { k: 'answer.set', set: { [cell]: [0, said] } } })
      const at = Date.now()
      const row = (more: object) => ({ head: null, at, ...more })
      put(
        'attention',
        row({
          id: 'a1',
          insp: water.id,
          head: water.head,
          kind: 'tooLarge',
          code: 'BODY_TOO_LARGE',
          cell: 'nt.1.2',
          letter: 'kept',
          payload: answer('nt.1.2', {
            value: { is: 'reading', reading: { is: 'number', number: '61.5' } },
            note: 'Mẫu lấy lúc 9 giờ tại hố ga cuối, trời mưa nhẹ; người vận hành cho biết máy thổi khí dừng từ đêm trước. '.repeat(
              5,
            ),
          }),
        }),
      )
      put(
        'attention',
        row({
          id: 'a2',
          insp: water.id,
          head: water.head,
          kind: 'rejected',
          code: 'ANSWER_INVALID',
          cell: 'nt.1.1',
          payload: answer('nt.1.1', { value: { is: 'reading', reading: { is: 'number', number: '19' } } }),
          at: at - 60_000,
        }),
      )
      put('inspection', {
        ...water,
        state: 'refused',
        refusal: { plain: { code: 'BODY_TOO_LARGE', message: 'x', detail: {} } },
      })
      put(
        'attention',
        row({
          id: 'a3',
          insp: green.id,
          head: green.head,
          kind: 'quarantined',
          code: 'SERVER_QUARANTINED',
          cell: 'xsd.0.2',
          payload: answer('xsd.0.2', { value: { is: 'verdict', verdict: 'fail' } }),
        }),
      )
      put(
        'attention',
        row({
          id: 'a4',
          insp: green.id,
          head: green.head,
          kind: 'rejected',
          code: 'ANSWER_INVALID',
          cell: 'xsd.0.4',
          seenAt: at,
          payload: answer('xsd.0.4', { value: { is: 'verdict', verdict: 'pass' } }),
        }),
      )
      put('answer', {
        insp: green.id,
        cell: 'xsd.0.1',
        rev: 3,
        contested: true,
        answer: { plain: { value: { is: 'verdict', verdict: 'pass' } } },
        former: { plain: { value: { is: 'verdict', verdict: 'fail' }, note: 'Biển hiệu mờ, thiếu số điện thoại.' } },
      })
      put('sent', {
        seq: 9_999,
        id: 's1',
        insp: green.id,
        cell: 'xsd.0.1',
        base: 0,
        at,
        bytes: 1,
        payload: answer('xsd.0.1', {
          value: { is: 'verdict', verdict: 'fail' },
          note: 'Biển hiệu mờ, thiếu số điện thoại.',
        }),
      })
      if (sealed)
        put(
          'attention',
          row({
            id: 'a5',
            insp: sealed.id,
            kind: 'late',
            code: 'INSPECTION_CLOSED',
            cell: 'xsd.0.1',
            payload: answer('xsd.0.1', {
              value: { is: 'verdict', verdict: 'fail' },
              note: 'Chụp lại chiều cùng ngày.',
            }),
          }),
        )
      await new Promise((resolve) => {
        transaction.oncomplete = resolve
      })
      db.close()
    },
    { inspections: inspection as unknown as Visit[], results: result as { id?: string }[] },
  )
}

type Visit = { id: string; head: { plain: { facilityName: string } } }

test('everything that could not be sent is on one page, for every size and reader', async () => {
  test.setTimeout(300_000)
  const server = await createServerProcess()
  await server.start()
  await handIn(server.url, 'kiemtra', 'demo-bv-ben-sao', xanhSachDep)
  const tablet = new Tablet(server.url)
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
    const answerFirst = async () => {
      await page.locator('article[data-item] fieldset label').first().click()
      await expect(page.getByText(/đã lưu \d/).first()).toBeVisible()
    }
    await answerFirst()
    await tablet.start('suoi mo', /Trạm Y tế xã Suối Mơ/, /xanh – sạch – đẹp/)
    await tablet.choose('xsd.0.1', 'Không đạt')
    await page.goto(`${server.url}/may-nay`)
    await expect(page.getByText('Chưa gửi', { exact: true }).locator('..')).toContainText('không có', {
      timeout: 60_000,
    })
    await page.route('**/sync/v1/**', (route) => route.abort())
    await tablet.start('truyen nhiem', /Truyền nhiễm/, /Nước thải/)
    await answerFirst()
    await fill(page)

    await page.goto(`${server.url}/chua-gui-duoc`)
    await expect(page.getByRole('heading', { level: 1, name: 'Chưa gửi được' })).toBeVisible()
    await expect(page.getByRole('article')).toHaveCount(3)
    await look(page, '20-not-sent')

    // One tap puts away, nothing is lost, and the page says so.
    await page.getByRole('button', { name: 'Đã xem' }).first().click()
    await expect(page.getByText('Đã chuyển xuống “Đã xử lý”. Nội dung vẫn được giữ.')).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tải tất cả về máy' }).click()
    expect((await download).suggestedFilename()).toMatch(/^so-kiem-chua-gui-.*\.json$/)
    expect(tablet.problems).toEqual([])
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})
