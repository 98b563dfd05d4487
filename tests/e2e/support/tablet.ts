import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, type Locator, type Page } from '@playwright/test'
import { chromiumPath, chromiumSwitches } from '../../../scripts/chromium.ts'
import type { Answers } from '../../../src/domain/answer.ts'
import { enter } from './enter.ts'

/** SIGKILL to every process whose command line names a folder. A bare Linux has /proc and no pkill; a Mac the other way round. */
function killAllNaming(folder: string): void {
  if (!existsSync('/proc/self/cmdline')) {
    execFileSync('pkill', ['-9', '-f', folder])
    return
  }
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder)) process.kill(Number(pid), 'SIGKILL')
    } catch (error) {
      // Gone between the listing and the look: that is what was wanted.
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}

export const PASSWORD = 'so-kiem-2026'
/** Everybody's in these tests. */
export const PIN = '492817'

/** Tells of everything that the page wanted and its Content-Security-Policy forbade: a style, a script, an address. */
export function onForbidden(page: Page, tell: (text: string) => void): void {
  page.on('console', (message) => {
    if (/Content Security Policy|Permissions policy violation/i.test(message.text())) tell(message.text())
  })
}

type Place = { latitude: number; longitude: number; accuracy: number }

/** A tablet with a browser profile that survives being closed, switched off and killed. */
export class Tablet {
  readonly profile = mkdtempSync(join(tmpdir(), 'so-kiem-tablet-'))
  readonly url: string
  readonly problems: string[] = []
  #context: BrowserContext | null = null
  #page: Page | null = null

  /** Where it is; null where the browser may not say. */
  readonly #place: Place | null
  readonly #switches: readonly string[]

  /** @param switches of Chromium, beside those of every browser */
  constructor(url: string, place: Place | null = null, switches: readonly string[] = []) {
    this.url = url
    this.#place = place
    this.#switches = switches
  }

  get page(): Page {
    if (!this.#page) throw new Error('the tablet is switched off')
    return this.#page
  }

  async open(path = '/'): Promise<Page> {
    this.#context = await chromium.launchPersistentContext(this.profile, {
      executablePath: chromiumPath() ?? undefined,
      args: [...chromiumSwitches, ...this.#switches],
      viewport: { width: 800, height: 1280 },
      hasTouch: true,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      ...(this.#place && { permissions: ['geolocation'], geolocation: this.#place }),
    })
    this.#context.setDefaultTimeout(20_000)
    const page = this.#context.pages()[0] ?? (await this.#context.newPage())
    page.on('pageerror', (error) => this.problems.push(String(error)))
    onForbidden(page, (text) => this.problems.push(text))
    // Said once where the browser may not say where it is; it lies over the foot of the page until it is put away.
    const unplaced = page.getByText('Chưa có vị trí của lượt kiểm tra')
    await page.addLocatorHandler(unplaced, () => page.getByRole('button', { name: 'Bỏ qua' }).click())
    this.#page = page
    await page.goto(this.url + path)
    await this.unlock()
    return page
  }

  /** Somebody who has used the tablet before types their PIN; where nothing is locked, nothing is done. */
  async unlock(page = this.page) {
    const pin = page.getByLabel('Mã PIN', { exact: true })
    await page.locator('h1').or(page.locator('body:not(:has(#root))')).first().waitFor()
    if (!(await pin.isVisible())) return
    await pin.fill(PIN)
    await page.getByRole('button', { name: 'Mở khóa' }).click()
    await expect(pin).toHaveCount(0)
  }

  /** Closed as a person closes it. */
  async close() {
    await this.#context?.close()
    this.#context = null
    this.#page = null
  }

  /** The battery goes: the browser gets no chance to say goodbye. */
  async kill() {
    killAllNaming(this.profile)
    await this.#context?.close().catch(() => undefined)
    this.#context = null
    this.#page = null
  }

  async dispose() {
    await this.close()
    rmSync(this.profile, { recursive: true, force: true })
  }

  async signIn(username: string, ownPin = PIN, password = PASSWORD) {
    const { page } = this
    await page.getByLabel('Tên đăng nhập').fill(username)
    await page.getByLabel('Mật khẩu').fill(password)
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đăng nhập/)
    // The first time on this tablet.
    const pin = page.getByLabel('Mã PIN, 6 chữ số')
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (!(await pin.isVisible())) return
    await pin.fill(ownPin)
    await page.getByLabel('Nhập lại mã PIN').fill(ownPin)
    await page.getByRole('button', { name: 'Đặt mã PIN' }).click()
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đặt mã PIN/)
  }

  /** Waits until the worker is active: everything the app needs is then on the tablet. */
  async readyOffline() {
    await this.page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready
      while (active?.state !== 'activated')
        await new Promise((resolve) => active?.addEventListener('statechange', resolve, { once: true }))
    })
  }

  /** From the facility's name, typed as in a hurry, to the first section. */
  async start(search: string, facility: RegExp, checklist: RegExp) {
    const { page } = this
    await page.goto(this.url)
    await this.unlock()
    await page.getByLabel('Tìm cơ sở').fill(search)
    await page.getByRole('link', { name: facility }).click()
    await page.getByRole('link', { name: new RegExp(`^Bắt đầu: .*${checklist.source}`) }).click()
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    await expect(page.locator('article[data-item]').first()).toBeVisible()
  }

  /** On to the section behind this one. */
  async nextSection() {
    const { page } = this
    const before = page.url()
    await page.getByRole('link', { name: /^Mục sau/ }).click()
    await page.waitForFunction((url) => location.href !== url, before)
    await expect(page.locator('article[data-item]').first()).toBeVisible()
  }

  /** From home back into an inspection that was begun. */
  async resume(facility: RegExp) {
    const { page } = this
    await page.goto(this.url)
    await this.unlock()
    const begun = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Đang làm' }) })
    await begun.getByRole('link', { name: facility }).click()
    await expect(page.locator('article[data-item]').first()).toBeVisible()
  }

  item(id: string): Locator {
    return this.page.locator(`article[data-item="${id}"]`)
  }

  async saved(id: string) {
    await expect(this.item(id).getByText(/đã lưu \d/)).toBeVisible()
  }

  async choose(id: string, label: string) {
    await this.item(id)
      .locator('label', { hasText: new RegExp(`^\\s*${label}\\s*$`) })
      .first()
      .click()
    await this.saved(id)
  }

  async type(id: string, text: string) {
    const field = this.item(id).getByRole('textbox').first()
    await field.fill(text)
    await field.press('Enter')
  }

  /** Answers whatever of the open section is still blank and has an answer here. @returns the items of the section */
  async answerSection(answers: Answers): Promise<string[]> {
    const { page } = this
    const cards = page.locator('article[data-item]')
    const dots = page.getByRole('navigation', { name: 'Các tiêu chí của mục này' }).getByRole('link')
    // The last cards of a section follow the first.
    await expect(cards).toHaveCount(await dots.count())
    const ids = await cards.evaluateAll((all) => all.map((card) => card.getAttribute('data-item') ?? ''))
    const states = await dots.evaluateAll((all) => all.map((dot) => dot.getAttribute('aria-label') ?? ''))
    const blank = ids.filter((_, index) => states[index]?.endsWith('Chưa trả lời'))
    for (const id of blank) {
      const value = answers[id]?.value
      if (value) await enter(this.item(id), value)
    }
    for (const id of blank) if (answers[id]?.value) await this.saved(id)
    return ids
  }

  /** Every section to the end, then the review. `look` is called at the end of each section. */
  async answerEverything(answers: Answers, look?: (ids: readonly string[]) => Promise<void>): Promise<void> {
    const { page } = this
    for (;;) {
      const ids = await this.answerSection(answers)
      await look?.(ids)
      if ((await page.getByRole('link', { name: /^Mục sau/ }).count()) === 0) break
      await this.nextSection()
    }
    await page.getByRole('link', { name: 'Xem lại và nộp' }).last().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Xem lại và nộp' })).toBeVisible()
  }
}
