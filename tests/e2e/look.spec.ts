import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { chromiumPath } from '../../scripts/chromium.ts'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import type { AnswerValue } from '../../src/domain/answer.ts'
import { facilityOf } from './support/demonstration.ts'
import { enter } from './support/enter.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { handIn, leaveHandedOver, leaveUnsent } from './support/submitted.ts'
import { onForbidden, PASSWORD, PIN } from './support/tablet.ts'

/**
 * Every screen at three sizes, in light and dark: nothing scrolls sideways, what
 * is touched is large enough, a screen reader finds its way. The pictures are in
 * test-results/look, for people.
 */

/** A finger and a mouse see different styles; each walks the app once, and every stop is looked at in its sizes. */
const hands = [
  {
    name: 'a finger',
    touch: true,
    sizes: [
      { name: 'phone', width: 360, height: 740 },
      { name: 'tablet', width: 800, height: 1280 },
    ],
  },
  { name: 'a mouse', touch: false, sizes: [{ name: 'desk', width: 1440, height: 900 }] },
]
const pictures = 'test-results/look'

/** The inputs with the most in them, answered and failing. */
const answered: { name: string; start: string; section: string; item: string; value: AnswerValue }[] = [
  {
    name: '14-storage-time',
    start: '/co-so/demo-bv-ben-sao/bat-dau?bo=chat-thai-y-te',
    section: 'ctyt.5',
    item: 'ctyt.5.4',
    value: { is: 'storage', wasteKind: 'infectious', received: false, celsius: '-2', kgPerDay: '12', days: '9' },
  },
  {
    name: '15-observation',
    start: '/co-so/demo-bv-ben-sao/bat-dau?bo=ksnk',
    section: 'ksnk.4',
    item: 'ksnk.4.1',
    value: {
      is: 'opportunities',
      list: Array.from({ length: 12 }, (_, n) => ({
        id: `${n}`,
        profession: 'nurse',
        moments: n < 10 ? [1] : [2, 3],
        action: n % 2 === 0 ? 'rub' : 'missed',
      })),
    },
  },
  {
    name: '16-sites',
    start: '/co-so/demo-tyt-suoi-mo/bat-dau?bo=ksnk-rut-gon',
    section: 'ksnk.3',
    item: 'ksnk.3.1',
    value: {
      is: 'places',
      places: facilityOf('demo-tyt-suoi-mo').facts.sites.map((site, index) => ({
        ...site,
        value: { is: 'ratio', numerator: 5 - 2 * index, denominator: 5 },
      })),
    },
  },
]

let server: Server
let browser: Browser

test.beforeAll(async () => {
  mkdirSync(pictures, { recursive: true })
  server = await createServerProcess()
  await server.start()
  const visit = await handIn(server.url, 'kiemtra', 'demo-bv-ben-sao', nuocThai)
  await leaveHandedOver(server.url, 'kiemtra', visit)
  await leaveUnsent(server.url, 'kiemtra', visit)
  await handIn(server.url, 'kiemtra', 'demo-tyt-suoi-mo', xanhSachDep)
  browser = await chromium.launch({
    executablePath: chromiumPath() ?? undefined,
    args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  })
})

test.afterAll(async () => {
  await browser.close()
  await server.dispose()
})

async function signIn(page: Page, username: string, look?: (page: Page) => Promise<void>, password = PASSWORD) {
  await page.goto(`${server.url}/dang-nhap`)
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đăng nhập/)
  await page.getByLabel('Mã PIN, 6 chữ số').fill(PIN)
  await page.getByLabel('Nhập lại mã PIN').fill(PIN)
  await look?.(page)
  await page.getByRole('button', { name: 'Đặt mã PIN' }).click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đặt mã PIN/)
}

/** Elements that a finger must hit and cannot: under 48 px in either direction, counting the label around a control. */
async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')) {
      const target = element.closest('label') ?? element
      const { width, height } = target.getBoundingClientRect()
      const style = getComputedStyle(target)
      const isSeen = width > 1 && height > 1 && style.visibility === 'visible' && element.checkVisibility()
      // A link inside a sentence is text.
      const isInText = element.tagName === 'A' && style.display === 'inline'
      if (isSeen && !isInText && (height < 47.5 || width < 47.5))
        found.push(
          `${element.tagName} “${(element.textContent || element.getAttribute('aria-label') || '').trim().slice(0, 30)}” ${Math.round(width)}×${Math.round(height)}`,
        )
    }
    return found
  })
}

type Hand = (typeof hands)[number]

/** Looks at the open page in every size and scheme of a hand. `settle` brings into view what the picture is about. */
async function look(page: Page, name: string, hand: Hand, settle: () => Promise<unknown> = async () => undefined) {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  for (const { name: size, width, height } of hand.sizes) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.evaluate(() => document.fonts.ready)
      await settle()
      const what = `${name}-${size}-${colorScheme}`
      await page.screenshot({ path: `${pictures}/${what}.png` })
      const reader = new AxeBuilder({ page })
      // Names, roles and order are the same in the dark; only the colours must be looked at again.
      const { violations } = await (colorScheme === 'dark' ? reader.withRules('color-contrast') : reader).analyze()
      expect
        .soft(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`),
          `${what} for a screen reader`,
        )
        .toEqual([])
    }
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect.soft(sideways, `${name} at ${size} scrolls sideways`).toBeLessThanOrEqual(0)
    if (hand.touch) expect.soft(await tooSmall(page), `${name} at ${size} has targets under 48 px`).toEqual([])
  }
}

function hold(hand: Hand) {
  return {
    open: () =>
      browser.newContext({
        hasTouch: hand.touch,
        isMobile: false,
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
        permissions: ['geolocation'],
        geolocation: { latitude: 21.273367, longitude: 106.396533, accuracy: 12 },
      }),
    async go(page: Page, path: string) {
      await page.goto(server.url + path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    },
  }
}

for (const hand of hands) {
  test(`every screen, with ${hand.name}`, async () => {
    test.setTimeout(400_000)
    const { open, go } = hold(hand)
    const toTop = (page: Page) => () => page.evaluate(() => window.scrollTo({ top: 0 }))

    const inspector = await open()
    const page = await inspector.newPage()
    const forbidden: string[] = []
    onForbidden(page, (text) => forbidden.push(text))
    const barred = await inspector.newPage()
    await barred.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('', 'SecurityError')
      }
    })
    await barred.goto(server.url)
    await expect(barred.getByRole('alert')).toContainText('Trình duyệt không cho Sổ Kiểm lưu trên máy này')
    await look(barred, '00-storage-refused', hand)
    await barred.close()
    await page.goto(`${server.url}/dang-nhap`)
    await expect(page.getByText('kiemtra')).toBeVisible()
    await look(page, '01-sign-in', hand)
    await signIn(page, 'kiemtra', () => look(page, '01-choose-pin', hand))
    await expect(page.getByRole('link', { name: /Bệnh viện Bến Sao/ }).first()).toBeVisible()
    await look(page, '02-home-empty', hand)
    await go(page, '/co-so/demo-bv-ben-sao')
    await expect(page.getByRole('link', { name: /^Bắt đầu/ }).first()).toBeVisible()
    await look(page, '03-facility', hand)
    await go(page, '/co-so/demo-bv-ben-sao/bat-dau?bo=nuoc-thai')
    await expect(page.getByRole('button', { name: 'Bắt đầu' })).toBeVisible()
    await look(page, '04-start', hand)
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    await page.getByRole('link', { name: /^Mục sau/ }).click()
    const bod5 = page.locator('article[data-item="nt.1.2"]')
    await bod5.getByRole('textbox').first().fill('61')
    await bod5.getByRole('textbox').first().press('Enter')
    await expect(bod5.getByText(/đã lưu/)).toBeVisible()
    await look(page, '05-measure', hand, () => bod5.evaluate((card) => card.scrollIntoView({ block: 'center' })))
    await bod5.getByRole('button', { name: /Căn cứ và cách kiểm tra/ }).click()
    await look(page, '06-guidance', hand, () => bod5.evaluate((card) => card.scrollIntoView({ block: 'end' })))
    for (const { name, start, section, item, value } of answered) {
      await go(page, start)
      await page.getByRole('button', { name: 'Bắt đầu' }).click()
      await expect(page.locator('article[data-item]').first()).toBeVisible()
      await page.goto(page.url().replace(/[^/]+$/, section))
      const card = page.locator(`article[data-item="${item}"]`)
      await enter(card, value)
      await expect(card.getByText(/đã lưu \d/)).toBeVisible()
      await look(page, name, hand, () => card.evaluate((each) => each.scrollIntoView({ block: 'start' })))
    }
    await go(page, '/co-so/demo-tyt-suoi-mo/bat-dau?bo=xanh-sach-dep')
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    for (const [id, label] of [
      ['xsd.0.1', 'Đạt'],
      ['xsd.0.5', 'Không đạt'],
    ] as const) {
      await page.locator(`article[data-item="${id}"]`).getByRole('radio', { name: label, exact: true }).click()
    }
    const photographed = page.locator('article[data-item="xsd.0.1"]')
    await photographed.locator('input[type=file]').first().setInputFiles('public/icons/icon-512.png')
    await expect(photographed.getByText('Máy chủ đã nhận')).toBeVisible()
    await look(page, '07-section', hand, toTop(page))
    await photographed.getByRole('button', { name: /^Ảnh 1/ }).click()
    await look(page, '07-photo', hand)
    await page.getByRole('button', { name: 'Đánh dấu lên ảnh' }).click()
    await page.getByRole('button', { name: 'Thêm vào giữa ảnh' }).click()
    await look(page, '07-drawing', hand)
    await page.getByRole('button', { name: 'Lưu ảnh' }).click()
    await expect(photographed.getByRole('button', { name: /có đánh dấu$/ })).toBeVisible()
    await page.getByRole('link', { name: 'Xem lại điểm và nộp' }).click()
    await expect(page.getByRole('heading', { name: 'Xem lại và nộp' })).toBeVisible()
    await look(page, '08-review', hand)
    await page.getByRole('link', { name: 'Kế hoạch khắc phục' }).click()
    const finding = page.getByRole('article', { name: /^0\.5/ })
    await finding.getByRole('radio', { name: 'Trưởng trạm' }).click()
    await finding.getByRole('radio', { name: /^7 ngày/ }).click()
    await expect(finding.getByText(/đã lưu/)).toBeVisible()
    await look(page, '08-plan', hand)
    await go(page, '/')
    await expect(page.getByRole('heading', { name: 'Đang làm' })).toBeVisible()
    await look(page, '09-home', hand)
    await go(page, '/may-nay')
    await page.getByRole('button', { name: 'Xem từng bộ tiêu chí' }).click()
    await expect(page.getByText(/tệp$/)).toBeVisible()
    await look(page, '10-this-device', hand)
    await go(page, '/may-nay/tep')
    await look(page, '10-files', hand)
    // An iPad says it is a Mac that is touched.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })
      Object.defineProperty(navigator, 'maxTouchPoints', { get: () => 5 })
    })
    await page.getByRole('link', { name: 'Sổ Kiểm, về trang đầu' }).click()
    const steps = page.getByText('Thêm vào MH chính')
    await expect(steps).toBeVisible()
    await look(page, '10-ipad', hand, () => steps.scrollIntoViewIfNeeded())
    await go(page, '/may-nay')
    await page.getByRole('button', { name: 'Đổi mã PIN' }).click()
    await look(page, '10-change-pin', hand)
    await page.getByRole('button', { name: 'Thôi' }).click()
    // With something unsent it would be offered to send it first.
    await expect(page.locator('dl > div', { hasText: 'Chưa gửi' }).first()).toContainText('không có')
    await page.getByRole('button', { name: 'Khóa ngay' }).click()
    await page.getByLabel('Mã PIN', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Mở khóa' }).click()
    await expect(page.getByText('Còn 9 lần thử.')).toBeVisible()
    await look(page, '10-locked', hand)
    await page.getByLabel('Mã PIN', { exact: true }).fill(PIN)
    await page.getByRole('button', { name: 'Mở khóa' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Máy này' })).toBeVisible()
    await go(page, '/khong-co-trang-nay')
    await look(page, '11-not-found', hand)
    await inspector.close()

    const supervisor = await open()
    const desk = await supervisor.newPage()
    onForbidden(desk, (text) => forbidden.push(text))
    await signIn(desk, 'giamsat')
    await expect(desk.getByRole('link', { name: /Bệnh viện Bến Sao/ }).first()).toBeVisible()
    await look(desk, '12-received', hand)
    await desk
      .getByRole('link', { name: /Bệnh viện Bến Sao/ })
      .filter({ visible: true })
      .first()
      .click()
    await expect(desk.getByRole('heading', { level: 1, name: /Bến Sao/ })).toBeVisible()
    await look(desk, '13-result', hand)
    await desk.getByRole('link', { name: 'Phản hồi cho cơ sở' }).click()
    await expect(desk.getByRole('heading', { level: 2, name: /^Điểm liệt không đạt/ })).toBeVisible()
    await look(desk, '26-feedback', hand)
    await desk.getByRole('link', { name: 'Biên bản', exact: true }).click()
    await expect(desk.getByText(/^Đã lập xong ban-cho-co-so/)).toBeVisible({ timeout: 60_000 })
    await look(desk, '27-papers', hand)
    await supervisor.close()
    expect(forbidden).toEqual([])
  })

  test(`accounts, with ${hand.name}`, async () => {
    test.setTimeout(400_000)
    const { open, go } = hold(hand)
    const forbidden: string[] = []
    const administrator = await open()
    const room = await administrator.newPage()
    onForbidden(room, (text) => forbidden.push(text))
    await signIn(room, 'quantri')
    await room.getByRole('button', { name: /^Trình đơn/ }).click()
    await look(room, '17-menu', hand)
    await room.getByRole('link', { name: 'Quản trị' }).click()
    await expect(room.getByText('kiemtra')).toBeVisible()
    await look(room, '18-people', hand)
    await go(room, '/quan-tri/nguoi-dung/them')
    await room.getByRole('button', { name: 'Mở tài khoản' }).click()
    await expect(room.getByText('Nhập họ và tên.')).toBeVisible()
    await look(room, '19-new-person', hand)
    await room.getByLabel('Họ và tên').fill('Lê Thị Hoa')
    await room.getByLabel('Tên đăng nhập').fill(hand.touch ? 'hoa.ngon' : 'hoa.chuot')
    await room.getByLabel('Xã Suối Mơ').check()
    await room.getByRole('button', { name: 'Mở tài khoản' }).click()
    await expect(room.locator('[data-password]')).toBeVisible()
    const temporary = (await room.locator('[data-password]').textContent()) ?? ''
    await look(room, '20-temporary-password', hand)
    await room.getByRole('button', { name: 'Đã ghi lại, xong' }).click()
    await expect(room.getByText('Không có nơi nào đang đăng nhập.')).toBeVisible()
    await look(room, '21-person', hand)
    await room.getByRole('button', { name: 'Khóa tài khoản' }).click()
    await look(room, '22-lock', hand)
    await go(room, '/quan-tri/nguoi-dung')
    await room.getByRole('button', { name: /^Cấp lại mật khẩu tạm/ }).click()
    await room.getByRole('button', { name: /người đang lọc$/ }).click()
    await look(room, '26-many-people', hand)
    await go(room, '/quan-tri/dia-ban')
    await expect(room.getByRole('link', { name: /^Xã Suối Mơ/ })).toBeVisible()
    await look(room, '27-areas', hand)
    await room.getByRole('link', { name: /^Xã Suối Mơ/ }).click()
    await room.getByRole('button', { name: 'Đổi tên' }).click()
    await look(room, '28-rename-area', hand)
    await go(room, '/quan-tri/co-so')
    await expect(room.getByRole('link', { name: /Bệnh viện Bến Sao/ })).toBeVisible()
    await look(room, '29-facilities', hand)
    await go(room, '/quan-tri/co-so/them')
    await room.getByRole('button', { name: 'Thêm cơ sở' }).click()
    await expect(room.getByText('Nhập tên cơ sở.')).toBeVisible()
    await look(room, '30-new-facility', hand)
    await go(room, '/quan-tri/nhap')
    const list = 'Tên đăng nhập,Họ và tên,Vai trò,Địa bàn\nhoà.lê,Lê Thị Hòa,Kiểm,Xã Suối Mờ\n'
    await room
      .getByLabel('Chọn tệp danh sách')
      .setInputFiles({ name: 'danh-sach.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
    await expect(room.getByRole('region', { name: 'Chỗ cần sửa' })).toBeVisible()
    await look(room, '31-import', hand)
    await go(room, '/quan-tri/may')
    await expect(room.getByText(/đã chuyển về/)).toBeVisible()
    await look(room, '32-devices', hand)
    await go(room, '/quan-tri/tu-choi')
    await room.getByRole('button', { name: 'Xem nội dung' }).first().click()
    await expect(room.getByText(/đã được ghi vào nhật ký/)).toBeVisible()
    await look(room, '33-refused', hand)
    await go(room, '/tai-khoan')
    await expect(room.getByText('Phiên này')).toBeVisible()
    await room.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await room.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await expect(room.getByText('Nhập mật khẩu đang dùng.')).toBeVisible()
    await look(room, '23-account', hand)
    await administrator.close()

    const newcomer = await open()
    const first = await newcomer.newPage()
    onForbidden(first, (text) => forbidden.push(text))
    await signIn(first, hand.touch ? 'hoa.ngon' : 'hoa.chuot', undefined, temporary)
    await expect(first.getByRole('heading', { level: 1, name: /Chọn mật khẩu/ })).toBeVisible()
    await look(first, '24-first-password', hand)
    await first.getByRole('link', { name: /^Để sau/ }).click()
    await expect(first.getByRole('link', { name: 'Đổi mật khẩu' })).toBeVisible()
    await look(first, '25-temporary-banner', hand)
    await newcomer.close()
    expect(forbidden).toEqual([])
  })
}
