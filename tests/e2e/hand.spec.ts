import { expect, type Locator, test } from '@playwright/test'
import type { Answer } from '../../src/domain/answer.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { readTables } from './support/store.ts'
import { Tablet } from './support/tablet.ts'

/** What an inspector's hand does all day, without a network: find, type, tap wrongly, go to the next gap. */

let server: Server
let tablet: Tablet

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url)
})

test.afterEach(async () => {
  await tablet.dispose()
  await server.dispose()
  expect(tablet.problems).toEqual([])
})

test('found without marks, typed as Telex composes it, taken back, marked together; and all of it survives the battery', async () => {
  let page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await expect(page.getByRole('link', { name: /Suối Mơ/ }).first()).toBeVisible()
  await server.stop()
  await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /chất thải y tế/)
  const first = tablet.item('ctyt.1.1')

  await test.step('a query without marks and in another order finds the item, and a tap goes there', async () => {
    await page.getByRole('button', { name: /tìm mục và tiêu chí$/ }).click()
    await expect(page.getByRole('heading', { name: 'Tìm mục và tiêu chí' })).toBeFocused()
    await page.getByLabel('Tìm tiêu chí').fill('mau vang tui')
    await page.getByRole('link', { name: /2\.1.*màu vàng/ }).click()
    await expect(tablet.item('ctyt.2.1').getByRole('heading')).toBeFocused()
    await page.goBack()
    await expect(first).toBeVisible()
  })

  await test.step('a keyboard that composes letters loses none, though each pause saves', async () => {
    await first.getByRole('button', { name: 'Ghi chú' }).click()
    const note = first.getByRole('textbox', { name: 'Ghi chú' })
    await expect(note).toBeFocused()
    const keyboard = await page.context().newCDPSession(page)
    const compose = (text: string) =>
      keyboard.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    const noteKept = async () => {
      const { answer = [] } = await readTables(page, ['answer'])
      return (answer[0]?.answer as { plain: Answer } | undefined)?.plain.note ?? ''
    }
    for (const [steps, word] of [
      [['r', 'ru', 'rư', 'rưa', 'rửa'], 'rửa '],
      [['t', 'ta', 'tay'], 'tay '],
      [['d', 'đ', 'đu', 'đú', 'đún', 'đúng'], 'đúng'],
    ] as const) {
      for (const step of steps) {
        await compose(step)
        // In the middle of a word the pause is over and the note so far is saved.
        if (step === 'rư' || step === 'đú') await expect.poll(noteKept).toMatch(new RegExp(`${step}$`))
      }
      await keyboard.send('Input.insertText', { text: word })
    }
    await expect(note).toHaveValue('rửa tay đúng')
  })

  await test.step('a wrong tap is taken back, by the hand and by the keyboard', async () => {
    await tablet.choose('ctyt.1.1', 'Đạt')
    await tablet.choose('ctyt.1.1', 'Không đạt')
    await first.getByRole('button', { name: 'Hoàn tác' }).click()
    await expect(first.getByRole('radio', { name: 'Đạt', exact: true })).toBeChecked()
    await tablet.choose('ctyt.1.1', 'Không đạt')
    await page.keyboard.press('Control+z')
    await expect(first.getByRole('radio', { name: 'Đạt', exact: true })).toBeChecked()
  })

  await test.step('the rest of the section does not apply: with a reason; the answer that is there stays', async () => {
    const rest = page.getByRole('button', { name: /^Phần còn lại của mục không áp dụng/ })
    const [, count] = (await rest.innerText()).match(/\((\d+)\)/) ?? []
    await rest.click()
    await page.getByLabel('Lý do').fill('Trạm không phát sinh')
    await page.getByRole('button', { name: /^Đánh dấu/ }).click()
    await expect(page.getByText(`Đã đánh dấu ${count} tiêu chí không áp dụng.`)).toBeInViewport()
    await expect(first.getByRole('radio', { name: 'Đạt', exact: true })).toBeChecked()
  })

  await test.step('the next gap is in the next section', async () => {
    await page.keyboard.press('Alt+ArrowDown')
    await expect(tablet.item('ctyt.2.1').getByRole('heading')).toBeFocused()
  })

  await test.step('the battery goes, and everything is there', async () => {
    await tablet.kill()
    page = await tablet.open()
    await tablet.resume(/Suối Mơ/)
    // Which section was open is no promise: the battery may have gone before that was written.
    await page.getByRole('button', { name: /tìm mục và tiêu chí$/ }).click()
    await page.getByLabel('Tìm tiêu chí').fill('1.1')
    await page.getByRole('link', { name: /^1\.1 / }).click()
    const kept = tablet.item('ctyt.1.1')
    await expect(kept.getByRole('radio', { name: 'Đạt', exact: true })).toBeChecked()
    await expect(kept.getByRole('textbox', { name: 'Ghi chú' })).toHaveValue('rửa tay đúng')
    const second = tablet.item('ctyt.1.2')
    await expect(second.getByRole('textbox', { name: 'Ghi chú' })).toHaveValue(/Trạm không phát sinh$/)
    await expect(second.getByRole('radio', { name: 'Không áp dụng' })).toBeChecked()
  })
})

test('by the keyboard alone: found, begun, answered, looked through and handed in', async () => {
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await expect(page.getByRole('link', { name: /Suối Mơ/ }).first()).toBeVisible()
  const focused = page.locator(':focus')
  /** On with Tab, as often as it takes; where the focus is must always be seen. */
  const tabTo = async (wanted: Locator) => {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press('Tab')
      if (await wanted.evaluate((element) => element === document.activeElement)) {
        expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none')
        return
      }
    }
    throw new Error(`Tab does not get to ${wanted}`)
  }
  const press = async (wanted: Locator) => {
    await tabTo(wanted)
    await page.keyboard.press('Enter')
  }

  await tabTo(page.getByLabel('Tìm cơ sở'))
  await page.keyboard.type('tram y te suoi')
  await press(page.getByRole('link', { name: /Trạm Y tế.*Suối Mơ/ }).last())
  await press(page.getByRole('button', { name: /^Bộ tùy chọn/ }))
  await press(page.getByRole('link', { name: /^Bắt đầu: .*an toàn phòng, chống bệnh hô hấp/ }))
  await press(page.getByRole('button', { name: 'Bắt đầu' }))
  const cards = page.locator('article[data-item]')
  await expect(cards.first()).toBeVisible()

  // Of the answers of an item one takes the focus; the arrows go to the others, round and round.
  for (let index = 0; index < (await cards.count()); index++) {
    const card = cards.nth(index)
    await tabTo(card.getByRole('radio').first())
    await page.keyboard.press('ArrowRight')
    await expect(card.getByRole('radio').nth(1)).toBeChecked()
    await page.keyboard.press('ArrowLeft')
    await expect(card.getByRole('radio').first()).toBeChecked()
    await expect(card.getByText(/đã lưu \d/)).toBeVisible()
  }

  // A dialog holds the focus, and gives it back to where it came from.
  const find = page.getByRole('button', { name: /tìm mục và tiêu chí$/ })
  await press(find)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press('Tab')
    const place = await page.evaluate(() => document.activeElement?.closest('dialog, body')?.tagName)
    // Between its last and its first stop Chromium goes by its own bar.
    expect(place === 'DIALOG' || (await page.evaluate(() => document.activeElement === document.body))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await expect(find).toBeFocused()

  await press(page.getByRole('link', { name: 'Xem lại và nộp' }).last())
  await expect(page.getByRole('heading', { level: 1, name: 'Xem lại và nộp' })).toBeVisible()
  await press(page.getByRole('button', { name: 'Nộp', exact: true }))
  await expect(page.getByRole('heading', { name: /^(Đã nộp trên máy này|Máy chủ đã nhận)$/ })).toBeVisible()
})

test('what takes the focus is never under the notice that the place was not found, on a phone', async () => {
  const page = await tablet.open()
  await page.setViewportSize({ width: 360, height: 740 })
  await tablet.signIn('kiemtra')
  const unplaced = page.getByText('Chưa có vị trí của lượt kiểm tra')
  // Elsewhere it is put away as soon as it comes.
  await page.removeLocatorHandler(unplaced)
  await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /chất thải y tế/)
  await expect(unplaced).toBeVisible()

  /** Of what has the focus, whether its middle can be seen; a radio is as large as its label. */
  const isSeen = () =>
    page.evaluate(() => {
      const active = document.activeElement
      if (!active || active === document.body) return true
      const shown = active.closest('label') ?? active
      const { left, top, width, height } = shown.getBoundingClientRect()
      const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 100))
      return hit !== null && (shown.contains(hit) || hit.contains(shown))
    })
  const covered: string[] = []
  for (const key of [...Array(60).fill('Tab'), ...Array(40).fill('Shift+Tab')]) {
    await page.keyboard.press(key)
    await page.evaluate(() => new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame))))
    if (!(await isSeen()))
      covered.push(await page.locator(':focus').evaluate(({ outerHTML }) => outerHTML.slice(0, 200)))
  }
  expect(covered).toEqual([])
  await expect(unplaced).toBeVisible()
})
