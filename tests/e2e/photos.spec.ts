import { expect, type Page, test } from '@playwright/test'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import type { Photo } from '../../src/domain/photo.ts'
import { type ExifTags, withExif } from '../support/exif.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { readTables } from './support/store.ts'
import { Tablet } from './support/tablet.ts'

/*
 * No fake camera device: Chromium's (`--use-fake-device-for-media-stream`) feeds getUserMedia, which
 * this app does not ask for. Its camera is the tablet's own (`<input type=file capture>`): autofocus,
 * flash and the hand's habits come with it, and what it hands over is a file, with EXIF. A file
 * chooser hands over the same File through the same `change` of the same input; what a tablet adds,
 * that the page may be closed behind the camera, is what the battery and the kept session are tried for.
 */

/** A camera's picture, drawn by the browser itself: noise as from leaves and gravel, twelve megapixels. */
async function cameraPicture(page: Page, width = 4000, height = 3000): Promise<Buffer> {
  const text = await page.evaluate(
    async ([w, h]) => {
      const canvas = new OffscreenCanvas(w, h)
      const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
      for (let n = 0; n < 9000; n++) {
        context.fillStyle = `hsl(${(n * 47) % 360} 60% ${20 + ((n * 13) % 60)}%)`
        context.fillRect((n * 977) % w, (n * 613) % h, 40 + (n % 160), 30 + (n % 90))
      }
      const bytes = new Uint8Array(
        await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 })).arrayBuffer(),
      )
      let binary = ''
      for (let from = 0; from < bytes.length; from += 32768)
        binary += String.fromCharCode(...bytes.subarray(from, from + 32768))
      return btoa(binary)
    },
    [width, height] as const,
  )
  return Buffer.from(text, 'base64')
}

/** What the camera writes beside the picture: a quarter turn to the right, when, and where. */
const written: ExifTags = {
  orientation: 6,
  time: '2026:11:20 09:41:07',
  offset: '+07:00',
  lat: {
    of: 'N',
    parts: [
      [21, 1],
      [16, 1],
      [2412, 100],
    ],
  },
  lon: {
    of: 'E',
    parts: [
      [106, 1],
      [23, 1],
      [4752, 100],
    ],
  },
}

let server: Server
let tablet: Tablet
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url, { latitude: 21.27, longitude: 106.4, accuracy: 12 })
})
test.afterEach(async () => {
  expect(tablet.problems).toEqual([])
  await tablet.dispose()
  await server.dispose()
})

test('photos taken without a network are kept small and upright with their time and place, drawn on, survive the battery, and arrive', async () => {
  const page = await tablet.open('/dang-nhap')
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await tablet.start('tram suoi mo', /Trạm Y tế xã Suối Mơ/, /[Xx]anh/)
  const photo = Buffer.from(withExif(await cameraPicture(page), written))
  await server.kill()

  const card = page.locator('article[data-item]').first()
  const id = (await card.getAttribute('data-item')) as string
  const file = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: photo })
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    card.getByRole('button', { name: 'Thêm ảnh' }).click(),
  ])
  await chooser.setFiles(file('IMG_0001.jpg'))
  await expect(card.getByText('Đã lưu trên máy')).toBeVisible()
  await card.getByRole('button', { name: /^Ảnh 1/ }).click()
  await page.getByRole('button', { name: 'Đánh dấu lên ảnh' }).click()
  await page.locator('canvas').click({ position: { x: 60, y: 90 } })
  await page.getByRole('button', { name: 'Lưu ảnh' }).click()
  await expect(card.getByRole('button', { name: /có đánh dấu$/ })).toBeVisible()
  // Some more at once; with the first of them on the screen, the battery goes somewhere in the middle of the next.
  const other = page.locator('article[data-item]').nth(1)
  const otherId = (await other.getAttribute('data-item')) as string
  await other
    .locator('input[type=file]')
    .first()
    .setInputFiles(['a', 'b', 'c'].map((name) => file(`${name}.jpg`)))
  await expect(other.getByRole('img', { name: /^Ảnh 1/ })).toBeVisible()
  await tablet.kill()

  await server.start()
  // Chromium writes its cookies to the disk every half minute: the session went with the battery, the photos did not.
  await tablet.open('/dang-nhap')
  const kept = await readTables(tablet.page, ['photo', 'photoBlob', 'outbox', 'inspection'])
  const told = (kept.photo ?? []).map(({ body }) => (body as { plain: Photo }).plain)
  const said = (kept.outbox ?? []).map(({ payload }) => (payload as { plain: { k: string; photo?: Photo } }).plain)
  // Each whole or not at all: what is said of it, its bytes, and what must be sent.
  expect(said.flatMap(({ k, photo: one }) => (k === 'photo.add' ? [one?.id] : [])).sort()).toEqual(
    told.map((one) => one.id).sort(),
  )
  const bytes = new Set((kept.photoBlob ?? []).map(({ sha256 }) => sha256))
  expect(told.filter(({ sha256 }) => !bytes.has(sha256))).toEqual([])
  // What had its thumbnail is there.
  expect(told.filter(({ item }) => item === otherId).length).toBeGreaterThanOrEqual(1)
  const pair = told.filter(({ item }) => item === id)
  const original = pair.find((one) => one.drawnOn === undefined)
  const copy = pair.find((one) => one.drawnOn !== undefined)
  const where = { takenAt: Date.parse('2026-11-20T09:41:07+07:00'), position: { lat: 21.273367, lon: 106.396533 } }
  // Tag 6: a quarter turn to the right. The long side is 1,600.
  expect(original).toMatchObject({ width: 1200, height: 1600, ...where })
  expect(copy).toMatchObject({ width: 1200, height: 1600, ...where, drawnOn: original?.id })
  expect(original?.size).toBeLessThanOrEqual(400 * 1024)
  const heads = (kept.inspection ?? []).map(({ head }) => (head as { plain: InspectionHead }).plain)
  expect(heads).toMatchObject([{ position: { lat: 21.27, accuracy: 12 } }])

  await tablet.signIn('kiemtra')
  await tablet.resume(/Trạm Y tế xã Suối Mơ/)
  await expect(tablet.item(id).getByText('Máy chủ đã nhận')).toBeVisible({ timeout: 60_000 })
  for (const { sha256, size } of [original as Photo, copy as Photo]) {
    const received = await tablet.page.evaluate(async (hash) => {
      const reply = await fetch(`/sync/v1/blobs/${hash}`)
      const body = await reply.arrayBuffer()
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', body))
      return {
        status: reply.status,
        type: reply.headers.get('content-type'),
        size: body.byteLength,
        sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
        text: new TextDecoder('latin1').decode(body),
      }
    }, sha256)
    expect(received).toMatchObject({ status: 200, type: 'image/jpeg', size, sha256 })
    // Nothing of the camera's own data is left in the file itself.
    expect(received.text).not.toContain('Exif')
  }
})
