import { expect, test } from '@playwright/test'
import { nuocThai } from '../../src/criteria/nuoc-thai.ts'
import { answersAt } from './support/demonstration.ts'
import { createProxy } from './support/proxy.ts'
import { createServerProcess } from './support/server.ts'
import { Tablet } from './support/tablet.ts'

test('[P4] an inspection whose reply was lost again and again is received once', async () => {
  test.setTimeout(240_000)
  const server = await createServerProcess()
  await server.start()
  const network = await createProxy(server.url)
  const tablet = new Tablet(network.url)
  const desk = new Tablet(server.url)
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
    network.loseReplies(true)
    await tablet.answerEverything(answersAt('demo-bv-ben-sao', nuocThai))
    await page.getByRole('button', { name: 'Nộp', exact: true }).click()
    await expect
      .poll(() => network.pushes.filter((each) => each === 'lost').length, { timeout: 60_000 })
      .toBeGreaterThan(2)
    await expect(page.getByText(/Chờ gửi/)).toBeVisible()
    // The server process dies as well, with everything acknowledged or not.
    await server.kill()
    await server.start()
    network.loseReplies(false)
    await expect(page.getByRole('heading', { name: 'Máy chủ đã nhận' })).toBeVisible({ timeout: 90_000 })

    const view = await desk.open()
    await desk.signIn('giamsat')
    await expect(view.getByRole('link', { name: /Bệnh viện Bến Sao/ })).toHaveCount(1, { timeout: 30_000 })
  } finally {
    await tablet.dispose()
    await desk.dispose()
    await network.close()
    await server.dispose()
  }
})

test('two tabs of one tablet: what one answers the other shows, and nothing is sent twice', async () => {
  const server = await createServerProcess()
  await server.start()
  const tablet = new Tablet(server.url)
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await tablet.start('ben sao', /Bệnh viện Bến Sao/, /Nước thải/)
    await tablet.nextSection()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await tablet.unlock(other)
    await tablet.choose('nt.1.13', 'Không phát hiện')
    await expect(
      other.locator('article[data-item="nt.1.13"]').getByRole('radio', { name: 'Không phát hiện' }),
    ).toBeChecked()
    await other.locator('article[data-item="nt.1.14"] label', { hasText: /^\s*Phát hiện\s*$/ }).click()
    await expect(tablet.item('nt.1.14').getByRole('radio', { name: 'Phát hiện', exact: true })).toBeChecked()
    await page.goto(`${server.url}/may-nay`)
    await expect(page.getByText('Chưa gửi', { exact: true }).locator('..')).toContainText('không có', {
      timeout: 60_000,
    })
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})
