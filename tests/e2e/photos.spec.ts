import { expect, type Page, test } from '@playwright/test'
import type { Photo } from '../../src/domain/photo.ts'
import { createServerProcess, type Server } from './support/server.ts'
import { readTables } from './support/store.ts'
import { Tablet } from './support/tablet.ts'

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

/** The same JPEG as a camera held sideways writes it: turned by a tag, with the place it was taken at. */
function turned(jpeg: Buffer): Buffer {
  const tiff = Buffer.from(
    '49492a0008000000' + '0200' + '12010300010000000600' + '0000' + '0f010200040000004750532d' + '00000000',
    'hex',
  )
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255])
  return Buffer.concat([head, body, jpeg.subarray(2)])
}

let server: Server
let tablet: Tablet
test.beforeEach(async () => {
  server = await createServerProcess()
  await server.start()
  tablet = new Tablet(server.url)
})
test.afterEach(async () => {
  expect(tablet.problems).toEqual([])
  await tablet.dispose()
  await server.dispose()
})

test('a photo taken without a network is kept small and upright, survives the battery, and arrives', async () => {
  const page = await tablet.open('/dang-nhap')
  await tablet.signIn('kiemtra')
  await tablet.readyOffline()
  await tablet.start('tram suoi mo', /Trạm Y tế xã Suối Mơ/, /[Xx]anh/)
  const photo = turned(await cameraPicture(page))
  await server.kill()

  const card = page.locator('article[data-item]').first()
  const id = (await card.getAttribute('data-item')) as string
  const file = { name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: photo }
  await card.locator('input[type=file]').first().setInputFiles([file])
  await expect(card.getByText('Đã lưu trên máy')).toBeVisible()
  await tablet.kill()

  await server.start()
  // Chromium writes its cookies to the disk every half minute: the session went with the battery, the photo did not.
  await tablet.open('/dang-nhap')
  await tablet.signIn('kiemtra')
  await tablet.resume(/Trạm Y tế xã Suối Mơ/)
  await expect(tablet.item(id).getByText('Máy chủ đã nhận')).toBeVisible({ timeout: 60_000 })
  const { photo: rows = [] } = await readTables(tablet.page, ['photo'])
  const [told] = rows.map(({ body }) => (body as { plain: Photo }).plain)
  const received = await tablet.page.evaluate(async (sha256) => {
    const reply = await fetch(`/sync/v1/blobs/${sha256}`)
    const bytes = await reply.arrayBuffer()
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
    return {
      status: reply.status,
      type: reply.headers.get('content-type'),
      hash: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      text: new TextDecoder('latin1').decode(bytes),
    }
  }, told?.sha256)
  const kept = { ...told, ...received }
  // Tag 6: a quarter turn to the right. The long side is 1,600, and nothing of the camera's own data is left.
  expect(kept).toMatchObject({ width: 1200, height: 1600, status: 200, type: 'image/jpeg' })
  expect(kept.hash).toBe(kept.sha256)
  expect(kept.size).toBeLessThanOrEqual(400 * 1024)
  expect(kept.text).not.toContain('Exif')
  expect(kept.text).not.toContain('GPS')
})
