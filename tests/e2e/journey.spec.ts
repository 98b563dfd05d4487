import { expect, test } from '@playwright/test'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { xanhSachDep } from '../../src/criteria/xanh-sach-dep.ts'
import { answersAt } from './support/demonstration.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

/** The whole way, in a real browser, with the server really stopped and the browser really closed. */

let server: Server
let tablet: Tablet
const tablets: Tablet[] = []

function newTablet(): Tablet {
  const made = new Tablet(server.url)
  tablets.push(made)
  return made
}

test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = newTablet()
})

test.afterEach(async () => {
  for (const each of tablets.splice(0)) {
    const problems = [...each.problems]
    await each.dispose()
    expect(problems).toEqual([])
  }
  await server.dispose()
})

test('an inspector scores a station and a hospital without a network; a supervisor sees both once it is back', async () => {
  test.setTimeout(420_000)
  let page = await tablet.open()

  await test.step('a wrong password is said in words', async () => {
    await page.getByLabel('Tên đăng nhập').fill('kiemtra')
    await page.getByLabel('Mật khẩu').fill('sai mật khẩu')
    await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
    await expect(page.getByRole('alert')).toHaveText('Tên đăng nhập hoặc mật khẩu chưa đúng.')
  })

  await test.step('signed in once, the tablet holds its facilities, found without diacritics', async () => {
    await tablet.signIn('kiemtra')
    await tablet.readyOffline()
    await expect(page.getByRole('link', { name: /Bệnh viện Bến Sao/ })).toBeVisible()
    await page.getByLabel('Tìm cơ sở').fill('tram y te')
    await expect(page.getByRole('link', { name: /Trạm Y tế/ }).first()).toBeVisible()
    await expect(page.getByRole('link', { name: /Bệnh viện/ })).toHaveCount(0)
  })

  await test.step('aeroplane mode: the server is gone and the browser was closed', async () => {
    await server.stop()
    await tablet.close()
    page = await tablet.open()
    await expect(page.getByLabel('Tìm cơ sở')).toBeVisible()
  })

  await test.step('a station: one tap per answer, a note, the score at once, and the place remembered', async () => {
    await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
    await tablet.choose('xsd.0.1', 'Đạt')
    await tablet.choose('xsd.0.5', 'Không đạt')
    await tablet
      .item('xsd.0.5')
      .getByRole('button', { name: /ghi chú/i })
      .click()
    await tablet.item('xsd.0.5').getByRole('textbox').fill('Tranh hướng dẫn ở buồng bệnh đã rách')
    await tablet.item('xsd.0.5').getByRole('textbox').blur()
    await tablet.saved('xsd.0.5')
    await expect(page.getByText('2/6').filter({ visible: true }).first()).toBeVisible()
    await page.getByRole('link', { name: /^Mục sau/ }).click()
    await tablet.choose('xsd.1.4', 'Không đạt')
    await expect(tablet.item('xsd.1.4').getByText('Điểm liệt không đạt').first()).toBeVisible()
  })

  await test.step('a second inspection beside it: wastewater, with the limit and the clause at once', async () => {
    await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
    await tablet.nextSection()
    await expect(tablet.item('nt.1.2').getByText('Cmax = 50 × 1,2 = 60 mg/l').first()).toBeVisible()
    await tablet.type('nt.1.2', '61')
    await expect(tablet.item('nt.1.2').getByText(/61 mg\/l vượt giới hạn Cmax = 50 × 1,2 = 60 mg\/l/)).toBeVisible()
    await tablet
      .item('nt.1.2')
      .getByRole('button', { name: /Căn cứ và cách kiểm tra/ })
      .click()
    await expect(
      tablet
        .item('nt.1.2')
        .getByText(/QCVN 28:2010\/BTNMT, Bảng 1 TT 2/)
        .first(),
    ).toBeVisible()
    for (const [id, typed, shown] of [
      ['nt.1.1', '6,5', /6,5 đạt giới hạn 6,5 – 8,5/],
      ['nt.1.4', '6.5', /6,5 mg\/l đạt/],
      ['nt.1.5', '<0,01', /<0,01 mg\/l đạt/],
      ['nt.1.6', 'KPH', /Không phát hiện: đạt/],
    ] as const) {
      await tablet.type(id, typed)
      await expect(tablet.item(id).getByText(shown)).toBeVisible()
      await tablet.saved(id)
    }
    await tablet.type('nt.1.12', '3.000')
    await expect(tablet.item('nt.1.12').getByText(/3000/)).toBeVisible()
    await tablet.type('nt.1.12', '3000')
    await tablet.saved('nt.1.12')
  })

  await test.step('phosphate of exactly 6 × 1.2 passes at column A', async () => {
    await tablet.start('truyen nhiem', /Truyền nhiễm/, /Nước thải/)
    await tablet.nextSection()
    await tablet.type('nt.1.8', '7,2')
    await expect(tablet.item('nt.1.8').getByText(/7,2 mg\/l đạt giới hạn Cmax = 6 × 1,2 = 7,2 mg\/l/)).toBeVisible()
    await tablet.saved('nt.1.8')
  })

  await test.step('the battery goes; every answer that was called saved is there, each inspection where it was left', async () => {
    await tablet.kill()
    page = await tablet.open()
    await tablet.resume(/Trạm Y tế.*Suối Mơ/)
    await expect(tablet.item('xsd.1.4')).toBeInViewport()
    await expect(tablet.item('xsd.1.4').getByRole('radio', { name: 'Không đạt' })).toBeChecked()
    await tablet.resume(/Truyền nhiễm/)
    await expect(tablet.item('nt.1.8').locator('input[inputmode=decimal]')).toHaveValue('7,2')
  })

  await test.step('both are finished and handed in; the tablet says what has not been sent', async () => {
    await tablet.resume(/Trạm Y tế.*Suối Mơ/)
    await page.getByRole('link', { name: /^Mục trước/ }).click()
    await tablet.answerEverything(answersAt('demo-tyt-suoi-mo', xanhSachDep))
    await page.getByRole('button', { name: 'Nộp', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Đã nộp trên máy này' })).toBeVisible()

    await tablet.resume(/Bệnh viện Bến Sao/)
    await expect(page.locator('article[data-item="nt.1.2"]')).toBeVisible()
    await page.getByRole('link', { name: /^Mục trước/ }).click()
    await expect(tablet.item('nt.0.1')).toBeVisible()
    await tablet.answerEverything(answersAt('demo-bv-ben-sao', nuocThai))
    await expect(page.getByText(/Không đạt/).first()).toBeVisible()
    await page.getByRole('button', { name: 'Nộp', exact: true }).click()
    await expect(page.getByText(/Chờ gửi/)).toBeVisible()

    await page.goto(server.url)
    await expect(page.getByRole('heading', { name: 'Đã nộp, chờ gửi' })).toBeVisible()
    await page.goto(`${server.url}/may-nay`)
    await expect(page.getByRole('region', { name: 'Đã nộp, chờ gửi' })).toContainText('2 lượt')
    await expect(page.getByText('Chưa gửi', { exact: true }).locator('..')).toContainText(/\d+ thay đổi/)
  })

  await test.step('the server comes back: they arrive by themselves, without a reload', async () => {
    await page.goto(server.url)
    await page.evaluate(() => Object.assign(window, { notReloaded: true }))
    await server.start()
    await expect(page.getByRole('heading', { name: 'Đã nộp, chờ gửi' })).toHaveCount(0, { timeout: 90_000 })
    expect(await page.evaluate(() => (window as never as { notReloaded?: boolean }).notReloaded)).toBe(true)
  })

  await test.step('the supervisor sees both, once each, with every answer and the reason for each lost point', async () => {
    const desk = newTablet()
    const view = await desk.open()
    await desk.signIn('giamsat')
    await expect(view.getByRole('link', { name: /Bệnh viện Bến Sao/ })).toHaveCount(1, { timeout: 30_000 })
    await expect(view.getByRole('link', { name: /Trạm Y tế.*Suối Mơ/ })).toHaveCount(1)
    await view.getByRole('link', { name: /Bệnh viện Bến Sao/ }).click()
    await expect(view.getByText(/61 mg\/l vượt giới hạn Cmax = 50 × 1,2 = 60 mg\/l/)).toBeVisible()
    await expect(view.getByText('Nguyễn Thị Kiểm').first()).toBeVisible()
    await view.goBack()
    await view.getByRole('link', { name: /Trạm Y tế.*Suối Mơ/ }).click()
    await expect(view.getByText('Tranh hướng dẫn ở buồng bệnh đã rách')).toBeVisible()
    await view.getByLabel(/Chỉ điểm bị mất/).check()
    await expect(view.getByText(/Không đạt: 0\/1 điểm/).first()).toBeVisible()
  })
})

test('an unfinished inspection says what is missing, and leads there', async () => {
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
  await tablet.nextSection()
  await tablet.choose('nt.1.13', 'Không phát hiện')
  await page.getByRole('link', { name: 'Xem lại điểm và nộp' }).click()
  await expect(page.getByRole('button', { name: 'Nộp', exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: /tiêu chí còn thiếu/ }).click()
  await expect(tablet.item('nt.0.1')).toBeInViewport()
})

test('a session that ended blocks sending alone: work goes on, and signing in again sends it', async () => {
  const page = await tablet.open()
  await tablet.signIn('kiemtra')
  await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
  await tablet.nextSection()
  await page.context().clearCookies()
  await tablet.choose('nt.1.13', 'Không phát hiện')
  await expect(page.getByText(/đăng nhập/i).first()).toBeVisible({ timeout: 30_000 })
  await tablet.choose('nt.1.14', 'Không phát hiện')
  await page.goto(`${server.url}/dang-nhap`)
  await tablet.signIn('kiemtra')
  await page.goto(`${server.url}/may-nay`)
  await expect(page.getByText('Chưa gửi', { exact: true }).locator('..')).toContainText('không có', { timeout: 30_000 })
})
