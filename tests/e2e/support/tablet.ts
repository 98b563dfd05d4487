import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, type Locator, type Page } from '@playwright/test'
import { chromiumPath } from '../../../scripts/chromium.ts'

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

/** A tablet with a browser profile that survives being closed, switched off and killed. */
export class Tablet {
  readonly profile = mkdtempSync(join(tmpdir(), 'so-kiem-tablet-'))
  readonly url: string
  readonly problems: string[] = []
  #context: BrowserContext | null = null
  #page: Page | null = null

  constructor(url: string) {
    this.url = url
  }

  get page(): Page {
    if (!this.#page) throw new Error('the tablet is switched off')
    return this.#page
  }

  async open(path = '/'): Promise<Page> {
    this.#context = await chromium.launchPersistentContext(this.profile, {
      executablePath: chromiumPath() ?? undefined,
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
      viewport: { width: 800, height: 1280 },
      hasTouch: true,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
    })
    this.#context.setDefaultTimeout(20_000)
    const page = this.#context.pages()[0] ?? (await this.#context.newPage())
    page.on('pageerror', (error) => this.problems.push(String(error)))
    this.#page = page
    await page.goto(this.url + path)
    return page
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

  async signIn(username: string) {
    const { page } = this
    await page.getByLabel('Tên đăng nhập').fill(username)
    await page.getByLabel('Mật khẩu').fill(PASSWORD)
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đăng nhập/)
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
    await page.getByLabel('Tìm cơ sở').fill(search)
    await page.getByRole('link', { name: facility }).click()
    await page.getByRole('link', { name: new RegExp(`^Bắt đầu: .*${checklist.source}`) }).click()
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    await expect(page.locator('article[data-item]').first()).toBeVisible()
  }

  /** From home back into an inspection that was begun. */
  async resume(facility: RegExp) {
    const { page } = this
    await page.goto(this.url)
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

  /** Answers whatever of the open section is still blank, each item by its own kind of input. */
  async answerSection() {
    const { page } = this
    const ids = await page
      .locator('article[data-item]')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-item') ?? ''))
    for (const id of ids) {
      const card = this.item(id)
      if ((await card.locator('input[type=radio]:checked').count()) > 0) continue
      const date = card.locator('input[type=date]')
      const counts = card.locator('input[inputmode=numeric]')
      const number = card.locator('input[inputmode=decimal]')
      if ((await date.count()) > 0) {
        if (await date.inputValue()) continue
        await date.fill(await page.evaluate(() => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)))
        await date.blur()
      } else if ((await counts.count()) > 1) {
        if (await counts.nth(0).inputValue()) continue
        await counts.nth(0).fill('10')
        await counts.nth(1).fill('10')
        await counts.nth(1).blur()
      } else if ((await number.count()) > 0) {
        if (await number.inputValue()) continue
        await number.fill('5')
        await number.blur()
        const pass = card.locator('label', { hasText: /^\s*Đạt\s*$/ })
        if ((await pass.count()) > 0) await pass.first().click()
      } else {
        const labels = card.locator('fieldset label')
        const best = card.locator('label', { hasText: /^\s*(Đạt|2\s*Đạt đủ|Không phát hiện)\s*$/ })
        await ((await best.count()) > 0 ? best.first() : labels.nth(Math.max(0, (await labels.count()) - 2))).click()
      }
      await this.saved(id)
    }
    return ids.length
  }

  /** Every section to the end, then the review. @returns how many items were met */
  async answerEverything(): Promise<number> {
    const { page } = this
    let met = 0
    for (;;) {
      met += await this.answerSection()
      const next = page.getByRole('link', { name: /^Mục sau/ })
      if ((await next.count()) === 0) break
      const before = page.url()
      await next.click()
      await page.waitForFunction((url) => location.href !== url, before)
      await expect(page.locator('article[data-item]').first()).toBeVisible()
    }
    await page.getByRole('link', { name: 'Xem lại và nộp' }).last().click()
    await expect(page.getByRole('heading', { level: 1, name: 'Xem lại và nộp' })).toBeVisible()
    return met
  }
}
