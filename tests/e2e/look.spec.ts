import { readFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import type { AnswerValue } from '../../src/domain/answer.ts'
import { addDays, dateInVietnam } from '../../src/domain/date.ts'
import { photoOf } from '../support/photos.ts'
import { planCampaign } from './support/campaigns.ts'
import { facilityOf } from './support/demonstration.ts'
import { enter } from './support/enter.ts'
import { look } from './support/look.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { giveBack, handIn, leaveHandedOver, leaveUnsent } from './support/submitted.ts'
import { onForbidden, PASSWORD, PIN } from './support/tablet.ts'

/**
 * Every screen in every size, in light and dark: nothing scrolls sideways, what is
 * touched is large enough, a screen reader finds its way (support/look.ts).
 */

test.describe.configure({ timeout: 400_000 })

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

/** One for each walk: from one address it takes ten signings-in in a minute, and walks are quicker than people. */
let server: Server
/** An inspection with a self-assessment before it, two findings, and a plan that is overdue. */
let compared: string

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  const visit = await handIn(server.url, 'kiemtra', 'demo-bv-ben-sao', nuocThai)
  await leaveHandedOver(server.url, 'kiemtra', visit)
  await leaveUnsent(server.url, 'kiemtra', visit)
  await handIn(server.url, 'kiemtra', 'demo-tyt-suoi-mo', xanhSachDep)
  const returned = await handIn(server.url, 'kiemtra', 'demo-tyt-dong-xuan', xanhSachDep)
  await giveBack(server.url, 'giamsat', returned, {
    'xsd.0.1': 'Chụp lại biển tên trạm, ảnh đang mờ nên chưa đọc được chữ.',
    'xsd.0.5': 'Ghi rõ tranh hướng dẫn ở buồng nào bị rách và đã thay chưa.',
  })
  compared = await leaveCompared()
})

async function leaveCompared(): Promise<string> {
  const bytes = new Uint8Array(readFileSync('public/icons/icon-512.png'))
  const photo = photoOf(bytes, { item: 'xsd.0.6', width: 512, height: 512 })
  const fail = { is: 'verdict', verdict: 'fail' } as const
  const by = (days: number) => addDays(dateInVietnam(Date.now()), days)
  const [decision, board] = [
    { what: 'Ra quyết định phân công', who: 'Trưởng trạm', by: by(-2) },
    { what: 'Treo nội quy ở cửa chính', who: 'Tổ kiểm soát nhiễm khuẩn', by: by(12) },
  ]
  await handIn(server.url, 'coso', 'demo-tyt-suoi-mo', xanhSachDep, { kind: 'selfAssessment' })
  return handIn(server.url, 'kiemtra', 'demo-tyt-suoi-mo', xanhSachDep, {
    answers: {
      'xsd.0.6': { value: fail, note: 'Chưa có quyết định của năm nay', plan: decision },
      'xsd.1.4': { value: fail, plan: board },
    },
    photos: [{ photo, bytes }],
  })
}

test.afterEach(() => server.dispose())

async function signIn(page: Page, username: string, look?: (page: Page) => Promise<void>, password = PASSWORD) {
  await page.goto(`${server.url}/dang-nhap`)
  await page.getByLabel('Tên đăng nhập').fill(username)
  await page.getByLabel('Mật khẩu').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.getByLabel('Mã PIN, 6 chữ số').fill(PIN)
  await page.getByLabel('Nhập lại mã PIN').fill(PIN)
  await look?.(page)
  await page.getByRole('button', { name: 'Đặt mã PIN' }).click()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(/^Đặt mã PIN/)
}

async function go(page: Page, path: string) {
  await page.goto(server.url + path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

/** A finger and a mouse see different styles; each walks the app once. */
for (const { hand, hasTouch } of [
  { hand: 'a finger', hasTouch: true },
  { hand: 'a mouse', hasTouch: false },
]) {
  test(`every screen of inspector and supervisor, with ${hand}`, async ({ browser }) => {
    const toTop = (page: Page) => () => page.evaluate(() => window.scrollTo({ top: 0 }))

    const place = {
      permissions: ['geolocation'],
      geolocation: { latitude: 21.273367, longitude: 106.396533, accuracy: 12 },
    }
    const inspector = await browser.newContext({ hasTouch, ...place })
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
    await look(barred, '00-storage-refused')
    await barred.close()
    await page.goto(`${server.url}/dang-nhap`)
    await expect(page.getByText('kiemtra')).toBeVisible()
    await look(page, '01-sign-in')
    await signIn(page, 'kiemtra', () => look(page, '01-choose-pin'))
    await expect(page.getByRole('link', { name: /Bệnh viện Bến Sao/ }).first()).toBeVisible()
    await look(page, '02-home-empty')
    await go(page, '/co-so/demo-bv-ben-sao')
    await expect(page.getByRole('link', { name: /^Bắt đầu/ }).first()).toBeVisible()
    await look(page, '03-facility')
    await go(page, '/co-so/demo-bv-ben-sao/bat-dau?bo=nuoc-thai')
    await expect(page.getByRole('button', { name: 'Bắt đầu' })).toBeVisible()
    await look(page, '04-start')
    await page.getByRole('button', { name: 'Bắt đầu' }).click()
    await page.getByRole('link', { name: /^Mục sau/ }).click()
    const bod5 = page.locator('article[data-item="nt.1.2"]')
    await bod5.getByRole('textbox').first().fill('61')
    await bod5.getByRole('textbox').first().press('Enter')
    await expect(bod5.getByText(/đã lưu/)).toBeVisible()
    await look(page, '05-measure', () => bod5.evaluate((card) => card.scrollIntoView({ block: 'center' })))
    await bod5.getByRole('button', { name: /Căn cứ và cách kiểm tra/ }).click()
    await look(page, '06-guidance', () => bod5.evaluate((card) => card.scrollIntoView({ block: 'end' })))
    for (const { name, start, section, item, value } of answered) {
      await go(page, start)
      await page.getByRole('button', { name: 'Bắt đầu' }).click()
      await expect(page.locator('article[data-item]').first()).toBeVisible()
      await page.goto(page.url().replace(/[^/]+$/, section))
      const card = page.locator(`article[data-item="${item}"]`)
      await enter(card, value)
      await expect(card.getByText(/đã lưu \d/)).toBeVisible()
      await look(page, name, () => card.evaluate((each) => each.scrollIntoView({ block: 'start' })))
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
    await expect(photographed.getByText('Máy chủ đã nhận')).toBeVisible({ timeout: 60_000 })
    await look(page, '07-section', toTop(page))
    await photographed.getByRole('button', { name: /^Ảnh 1/ }).click()
    await look(page, '07-photo')
    await page.getByRole('button', { name: 'Đánh dấu lên ảnh' }).click()
    await page.getByRole('button', { name: 'Thêm vào giữa ảnh' }).click()
    await look(page, '07-drawing')
    await page.getByRole('button', { name: 'Lưu ảnh' }).click()
    await expect(photographed.getByRole('button', { name: /có đánh dấu$/ })).toBeVisible()
    await page.getByRole('link', { name: 'Xem lại điểm và nộp' }).click()
    await expect(page.getByRole('heading', { name: 'Xem lại và nộp' })).toBeVisible()
    await look(page, '08-review')
    await page.getByRole('link', { name: 'Kế hoạch khắc phục' }).click()
    const finding = page.getByRole('article', { name: /^0\.5/ })
    await finding.getByRole('radio', { name: 'Trưởng trạm' }).click()
    await finding.getByRole('radio', { name: /^7 ngày/ }).click()
    await expect(finding.getByText(/đã lưu/)).toBeVisible()
    await look(page, '08-plan')
    await go(page, '/')
    await expect(page.getByRole('heading', { name: 'Đang làm' })).toBeVisible()
    await look(page, '09-home')
    await page.getByRole('region', { name: 'Bị trả lại' }).getByRole('link').first().click()
    const corrected = page.locator('article[data-item="xsd.0.5"]')
    await corrected.getByRole('radio', { name: 'Không đạt' }).click()
    await expect(corrected.getByText(/đã lưu/)).toBeVisible()
    await look(page, '09-correct', toTop(page))
    await page.getByRole('button', { name: 'Gửi lại' }).click()
    await look(page, '09-send-back')
    await page.getByRole('button', { name: 'Thôi' }).click()
    // What was corrected is let go again: the page of this device would say that it is not sent.
    await corrected.getByRole('radio', { name: 'Đạt', exact: true }).click()
    await expect(page.getByText('Chưa câu trả lời nào thay đổi.')).toBeVisible()
    await go(page, '/may-nay')
    await page.getByRole('button', { name: 'Xem từng bộ tiêu chí' }).click()
    await expect(page.getByText(/tệp$/)).toBeVisible()
    await look(page, '10-this-device')
    await go(page, '/may-nay/tep')
    await look(page, '10-files')
    // An iPad says it is a Mac that is touched.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'platform', { get: () => 'MacIntel' })
      Object.defineProperty(navigator, 'maxTouchPoints', { get: () => 5 })
    })
    await page.getByRole('link', { name: 'Sổ Kiểm, về trang đầu' }).click()
    const steps = page.getByText('Thêm vào MH chính')
    await expect(steps).toBeVisible()
    await look(page, '10-ipad', () => steps.scrollIntoViewIfNeeded())
    await go(page, '/may-nay')
    await page.getByRole('button', { name: 'Đổi mã PIN' }).click()
    await look(page, '10-change-pin')
    await page.getByRole('button', { name: 'Thôi' }).click()
    // With something unsent it would be offered to send it first.
    await expect(page.locator('dl > div', { hasText: 'Chưa gửi' }).first()).toContainText('không có')
    await page.getByRole('button', { name: 'Khóa ngay' }).click()
    await page.getByLabel('Mã PIN', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Mở khóa' }).click()
    await expect(page.getByText('Còn 9 lần thử.')).toBeVisible()
    await look(page, '10-locked')
    await page.getByLabel('Mã PIN', { exact: true }).fill(PIN)
    await page.getByRole('button', { name: 'Mở khóa' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Máy này' })).toBeVisible()
    await go(page, '/khong-co-trang-nay')
    await look(page, '11-not-found')
    await inspector.close()

    const supervisor = await browser.newContext({ hasTouch })
    const desk = await supervisor.newPage()
    onForbidden(desk, (text) => forbidden.push(text))
    await signIn(desk, 'giamsat')
    await expect(desk.getByRole('link', { name: /Bệnh viện Bến Sao/ }).first()).toBeVisible()
    await look(desk, '12-received')
    await desk
      .getByRole('link', { name: /Bệnh viện Bến Sao/ })
      .filter({ visible: true })
      .first()
      .click()
    await expect(desk.getByRole('heading', { level: 1, name: /Bến Sao/ })).toBeVisible()
    await look(desk, '13-result')
    await desk.getByRole('link', { name: 'Phản hồi cho cơ sở' }).click()
    await expect(desk.getByRole('heading', { level: 2, name: /^Điểm liệt không đạt/ })).toBeVisible()
    await look(desk, '26-feedback')
    await desk.getByRole('link', { name: 'Biên bản', exact: true }).click()
    await expect(desk.getByText(/^Đã lập xong ban-cho-co-so/)).toBeVisible({ timeout: 60_000 })
    await look(desk, '27-papers')
    await go(desk, '/duyet')
    await desk.getByRole('button', { name: /^Chọn \d+ kết quả đạt/ }).click()
    await desk.getByRole('button', { name: /^Duyệt \d+ kết quả$/ }).click()
    await look(desk, '27-approve-many')
    await desk.getByRole('button', { name: 'Thôi' }).click()
    await look(desk, '27-queue')
    await desk.getByRole('link', { name: /Bệnh viện Bến Sao/ }).click()
    await expect(desk.getByRole('button', { name: 'Trả lại', exact: true })).toBeVisible()
    await look(desk, '27-review')
    await desk.getByRole('button', { name: 'Trả lại', exact: true }).click()
    await desk.getByRole('button', { name: /tiêu chí bị mất điểm$/ }).click()
    await look(desk, '27-return')
    await desk.getByRole('button', { name: 'Thôi' }).click()
    await go(desk, '/tong-quan')
    await expect(desk.getByRole('table', { name: /^Xếp hạng/ })).toBeVisible()
    await look(desk, '28-overview')
    await go(desk, '/bao-cao')
    await expect(desk.getByRole('heading', { level: 2, name: /^I\. Phạm vi/ })).toBeVisible()
    await look(desk, '29-report')
    await go(desk, '/bao-cao?co-so=demo-bv-ben-sao')
    await desk.getByRole('button', { name: 'Lập tệp PDF' }).click()
    await expect(desk.getByText(/^Đã lập xong bao-cao/)).toBeVisible({ timeout: 60_000 })
    await look(desk, '29-report-of-one')
    await supervisor.close()
    expect(forbidden).toEqual([])
  })

  test(`every screen of the facility’s room, with ${hand}`, async ({ browser }) => {
    const forbidden: string[] = []
    const context = await browser.newContext({ hasTouch })
    const page = await context.newPage()
    onForbidden(page, (text) => forbidden.push(text))
    await signIn(page, 'coso')
    const work = page.getByRole('region', { name: 'Việc cần làm' })
    await expect(work.getByText('Ra quyết định phân công')).toBeVisible()
    await look(page, '40-facility-home', () => work.scrollIntoViewIfNeeded())
    await go(page, '/khac-phuc')
    await expect(page.getByRole('link', { name: /Ra quyết định phân công/ })).toBeVisible()
    await look(page, '41-actions')
    await page.getByRole('link', { name: /Ra quyết định phân công/ }).click()
    const found = page.getByRole('region', { name: 'Trước khi khắc phục' })
    await expect(found.getByRole('img')).toBeVisible({ timeout: 30_000 })
    await page.getByRole('button', { name: 'Giao lại việc' }).click()
    await page.locator('input[type=file]').first().setInputFiles('public/icons/icon-512.png')
    await expect(page.getByRole('img', { name: 'Ảnh 1 sau khi khắc phục' })).toBeVisible({ timeout: 30_000 })
    await look(page, '42-action')
    await page.getByLabel('Đã làm gì').fill('Đã ra quyết định số 12')
    await page.getByRole('button', { name: 'Báo đã khắc phục' }).click()
    await expect(page.getByText(/Đây là việc của bạn/)).toBeVisible()
    await look(page, '43-action-done')
    await go(page, `/so-sanh/${compared}`)
    const disagree = page.getByRole('button', { name: /^Không đồng ý với tiêu chí/ }).first()
    await disagree.click()
    await look(page, '44-comparison')
    await go(page, '/dien-bien/demo-tyt-suoi-mo')
    await expect(page.getByRole('table').first()).toBeVisible()
    await look(page, '45-over-time')
    await context.close()

    const supervisor = await browser.newContext({ hasTouch })
    const desk = await supervisor.newPage()
    onForbidden(desk, (text) => forbidden.push(text))
    await signIn(desk, 'giamsat')
    await go(desk, '/khac-phuc?xem=tat-ca')
    await expect(desk.getByRole('link', { name: /Ra quyết định phân công/ }).first()).toBeVisible()
    await look(desk, '46-actions-of-all')
    await supervisor.close()
    expect(forbidden).toEqual([])
  })

  test(`every screen of a campaign, with ${hand}`, async ({ browser }) => {
    const forbidden: string[] = []
    const office = await browser.newContext({ hasTouch })
    const desk = await office.newPage()
    onForbidden(desk, (text) => forbidden.push(text))
    await signIn(desk, 'giamsat')
    const narrow = { areaIds: ['demo-suoi-mo', 'demo-ben-sao', 'demo-may-trang'], types: [] }
    const planned = { checklist: nuocThai, people: ['demo-kiemtra'] }
    const id = await planCampaign(server.url, 'giamsat', {
      ...planned,
      title: 'Kiểm tra nước thải y tế quý IV, các cơ sở có giường bệnh',
      selection: { by: 'oldest', ...narrow, count: 5 },
      dueIn: -4,
    })
    await planCampaign(server.url, 'giamsat', {
      checklist: xanhSachDep,
      people: [],
      kind: 'selfAssessment',
      title: 'Tự đánh giá xanh – sạch – đẹp',
      selection: { by: 'random', ...narrow, count: 3, seed: 20261122 },
      dueIn: 9,
    })
    await go(desk, '/dot-kiem-tra')
    await expect(desk.getByRole('link', { name: /^Kiểm tra nước thải/ })).toBeVisible()
    await look(desk, '50-campaigns')
    await go(desk, `/dot-kiem-tra/${id}`)
    await expect(desk.getByRole('button', { name: /^Giao lại/ }).first()).toBeVisible()
    await look(desk, '51-campaign')
    await desk
      .getByRole('button', { name: /^Giao lại/ })
      .first()
      .click()
    await look(desk, '52-reassign')
    await desk.getByRole('button', { name: 'Thôi' }).click()
    await desk.getByRole('button', { name: 'Kết thúc đợt' }).click()
    await look(desk, '53-close')
    await go(desk, '/dot-kiem-tra/moi')
    await desk.getByLabel('Chọn cơ sở').selectOption('random')
    await desk.getByRole('button', { name: 'Xem trước' }).click()
    await expect(desk.getByText('Nhập tên đợt.')).toBeVisible()
    await look(desk, '54-new-campaign')
    await desk.getByLabel('Tên đợt').fill('Đợt kiểm tra đột xuất')
    await desk.getByRole('checkbox', { name: /[Nn]ước thải/ }).check()
    await desk.getByRole('checkbox', { name: /Nguyễn Thị Kiểm/ }).check()
    await desk.getByRole('button', { name: 'Xem trước' }).click()
    const preview = desk.getByRole('table', { name: /^Cơ sở được chọn/ })
    await expect(preview).toBeVisible()
    await look(desk, '55-preview', () => preview.scrollIntoViewIfNeeded())
    await go(desk, '/dot-kiem-tra/han-bao-cao')
    await expect(desk.getByLabel('Báo cáo năm trước ngày')).toBeVisible()
    await look(desk, '56-deadlines')
    await office.close()

    const inspector = await browser.newContext({ hasTouch })
    const page = await inspector.newPage()
    onForbidden(page, (text) => forbidden.push(text))
    await signIn(page, 'kiemtra')
    await expect(page.getByRole('region', { name: 'Được giao' })).toBeVisible()
    await look(page, '57-assigned')
    await inspector.close()
    expect(forbidden).toEqual([])
  })

  test(`every screen of the administrator and of who is new, with ${hand}`, async ({ browser }) => {
    const newcomerName = 'le.hoa'
    const forbidden: string[] = []
    const administrator = await browser.newContext({ hasTouch })
    const room = await administrator.newPage()
    onForbidden(room, (text) => forbidden.push(text))
    await signIn(room, 'quantri')
    await room.getByRole('button', { name: /^Trình đơn/ }).click()
    await look(room, '17-menu')
    await room.getByRole('link', { name: 'Quản trị' }).click()
    await expect(room.getByText('kiemtra')).toBeVisible()
    await look(room, '18-people')
    await go(room, '/quan-tri/nguoi-dung/them')
    await room.getByRole('button', { name: 'Mở tài khoản' }).click()
    await expect(room.getByText('Nhập họ và tên.')).toBeVisible()
    await look(room, '19-new-person')
    await room.getByLabel('Họ và tên').fill('Lê Thị Hoa')
    await room.getByLabel('Tên đăng nhập').fill(newcomerName)
    await room.getByLabel('Xã Suối Mơ').check()
    await room.getByRole('button', { name: 'Mở tài khoản' }).click()
    await expect(room.locator('[data-password]')).toBeVisible()
    const temporary = (await room.locator('[data-password]').textContent()) ?? ''
    await look(room, '20-temporary-password')
    await room.getByRole('button', { name: 'Đã ghi lại, xong' }).click()
    await expect(room.getByText('Không có nơi nào đang đăng nhập.')).toBeVisible()
    await look(room, '21-person')
    await room.getByRole('button', { name: 'Khóa tài khoản' }).click()
    await look(room, '22-lock')
    await go(room, '/quan-tri/nguoi-dung')
    await room.getByRole('button', { name: /^Cấp lại mật khẩu tạm/ }).click()
    await room.getByRole('button', { name: /người đang lọc$/ }).click()
    await look(room, '26-many-people')
    await go(room, '/quan-tri/dia-ban')
    await expect(room.getByRole('link', { name: /^Xã Suối Mơ/ })).toBeVisible()
    await look(room, '27-areas')
    await room.getByRole('link', { name: /^Xã Suối Mơ/ }).click()
    await room.getByRole('button', { name: 'Đổi tên' }).click()
    await look(room, '28-rename-area')
    await go(room, '/quan-tri/co-so')
    await expect(room.getByRole('link', { name: /Bệnh viện Bến Sao/ })).toBeVisible()
    await look(room, '29-facilities')
    await go(room, '/quan-tri/co-so/them')
    await room.getByRole('button', { name: 'Thêm cơ sở' }).click()
    await expect(room.getByText('Nhập tên cơ sở.')).toBeVisible()
    await look(room, '30-new-facility')
    await go(room, '/quan-tri/nhap')
    const list = 'Tên đăng nhập,Họ và tên,Vai trò,Địa bàn\nhoà.lê,Lê Thị Hòa,Kiểm,Xã Suối Mờ\n'
    await room
      .getByLabel('Chọn tệp danh sách')
      .setInputFiles({ name: 'danh-sach.csv', mimeType: 'text/csv', buffer: Buffer.from(list) })
    await expect(room.getByRole('region', { name: 'Chỗ cần sửa' })).toBeVisible()
    await look(room, '31-import')
    await go(room, '/quan-tri/may')
    await expect(room.getByText(/đã chuyển về/)).toBeVisible()
    await look(room, '32-devices')
    await go(room, '/quan-tri/tu-choi')
    await room.getByRole('button', { name: 'Xem nội dung' }).first().click()
    await expect(room.getByText(/đã được ghi vào nhật ký/)).toBeVisible()
    await look(room, '33-refused')
    await go(room, '/tai-khoan')
    await expect(room.getByText('Phiên này')).toBeVisible()
    await room.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await room.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await expect(room.getByText('Nhập mật khẩu đang dùng.')).toBeVisible()
    await look(room, '23-account')
    await administrator.close()

    const newcomer = await browser.newContext({ hasTouch })
    const first = await newcomer.newPage()
    onForbidden(first, (text) => forbidden.push(text))
    await signIn(first, newcomerName, undefined, temporary)
    await expect(first.getByRole('heading', { level: 1, name: /Chọn mật khẩu/ })).toBeVisible()
    await look(first, '24-first-password')
    await first.getByRole('link', { name: /^Để sau/ }).click()
    await expect(first.getByRole('link', { name: 'Đổi mật khẩu' })).toBeVisible()
    await look(first, '25-temporary-banner')
    await newcomer.close()
    expect(forbidden).toEqual([])
  })
}
