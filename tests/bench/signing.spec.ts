import { expect, test } from '@playwright/test'
import { createServerProcess } from '../e2e/support/server.ts'
import { Tablet } from '../e2e/support/tablet.ts'

const TIMES = 30
const THROTTLE = Number(process.env.THROTTLE ?? 6)

/**
 * What the device's signature adds to handing in: the store's own key, read from where
 * it lies, and a statement as long as a real one (domain/evidence.ts).
 */
test('signing: what it adds to handing in', async () => {
  const server = await createServerProcess()
  await server.start()
  const tablet = new Tablet(server.url)
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await expect(page.getByLabel('Tìm cơ sở')).toBeVisible()
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    const times = await page.evaluate(async (count) => {
      const db = await new Promise<IDBDatabase>((done, fail) => {
        const opening = indexedDB.open('so-kiem:demo-kiemtra')
        opening.onsuccess = () => done(opening.result)
        opening.onerror = () => fail(opening.error)
      })
      const readKey = () =>
        new Promise<{ privateKey: CryptoKey }>((done, fail) => {
          const asked = db.transaction('meta').objectStore('meta').get('signingKey')
          asked.onsuccess = () => done(asked.result.value)
          asked.onerror = () => fail(asked.error)
        })
      const hex = 'f'.repeat(64)
      const measured: number[] = []
      for (let n = 0; n < count; n++) {
        const from = performance.now()
        const { privateKey } = await readKey()
        const said = {
          kind: 'submit',
          inspection: hex.slice(36),
          digest: hex,
          seal: 1,
          previous: null,
          by: hex,
          reason: null,
        }
        const text = `so-kiem seal 1\n${JSON.stringify({ ...said, key: hex, at: n, clock: { offset: n, uncertainty: 9, age: 9, moved: null } })}`
        const value = await crypto.subtle.sign(
          { name: 'ECDSA', hash: 'SHA-256' },
          privateKey,
          new TextEncoder().encode(text),
        )
        btoa(String.fromCharCode(...new Uint8Array(value)))
        measured.push(performance.now() - from)
        await new Promise((next) => setTimeout(next, 50))
      }
      db.close()
      return measured
    }, TIMES)
    const sorted = times.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
    console.log(
      `reading the key and signing, ${TIMES} times, CPU ÷ ${THROTTLE}: median ${at(0.5)} ms, p90 ${at(0.9)} ms, worst ${at(0.999)} ms`,
    )
    expect(times).toHaveLength(TIMES)
  } finally {
    await tablet.dispose()
    await server.dispose()
  }
})
