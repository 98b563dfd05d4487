import { expect, test } from '@playwright/test'
import { createServerProcess } from '../e2e/support/server.ts'
import { Tablet } from '../e2e/support/tablet.ts'

const TAPS = 200
const THROTTLE = Number(process.env.THROTTLE ?? 6)

/**
 * From the click to the tick: how long a person waits until an answer is
 * committed and the screen says so. Taps alternate over the items of one section.
 */
test('answer: click to committed and shown', async () => {
  const server = await createServerProcess()
  await server.start()
  const tablet = new Tablet(server.url)
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    const times = await page.evaluate(async (taps) => {
      const cards = [...document.querySelectorAll<HTMLElement>('article[data-item]')]
      const measured: { committed: number }[] = []
      for (let tap = 0; tap < taps; tap++) {
        const card = cards[tap % cards.length] as HTMLElement
        const radios = [...card.querySelectorAll<HTMLInputElement>('fieldset input[type=radio]')].slice(0, 2)
        const radio = radios[Math.floor(tap / cards.length) % radios.length] as HTMLInputElement
        if (radio.checked) (radios.find((each) => !each.checked) ?? radio).click()
        const from = performance.now()
        radio.click()
        await new Promise<void>((resolve) => {
          const done = () =>
            /đã lưu/.test(card.textContent ?? '') && !/đang lưu/.test(card.textContent ?? '') && radio.checked
          const watch = new MutationObserver(() => {
            if (!done()) return
            watch.disconnect()
            resolve()
          })
          watch.observe(card, { subtree: true, childList: true, characterData: true })
        })
        measured.push({ committed: performance.now() - from })
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
      return measured.map(({ committed }) => committed)
    }, TAPS)
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
    console.log(
      `click → committed and shown, ${TAPS} taps, CPU ÷ ${THROTTLE}: median ${at(0.5)} ms, p90 ${at(0.9)} ms, max ${at(0.999)} ms`,
    )
    expect(times).toHaveLength(TAPS)
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})
