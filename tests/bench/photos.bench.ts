import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { createTcpProxy } from '../support/tcp-proxy.ts'

const PHOTOS = 50
const SIZE = 300_000
const CUTS = 25

// Figures, not a judgement: what a poor line costs. Each run cuts at other places.
test(`${PHOTOS} pictures of ${SIZE / 1000} kB over a line that is cut ${CUTS} times`, async () => {
  const built = await buildServer()
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-bench-'))
  const server = spawnServer(built.main, { PORT: '0', DATA_DIR: folder })
  try {
    const direct = await server.address()
    let address = direct
    const tablet = await createDeviceOverHttp(() => address)
    await tablet.sync()
    const { insp, items } = await startAnyVisit(tablet.store)
    for (let n = 0; n < PHOTOS; n++) {
      const bytes = picture(SIZE)
      const { id: _id, ...shot } = photoOf(bytes, { item: items[n % items.length] as string })
      await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
    }
    await tablet.sync()
    tablet.sent.length = 0

    const cuts = Array.from({ length: CUTS }, () => Math.round(Math.random() * PHOTOS * SIZE))
    const proxy = await createTcpProxy(direct, cuts)
    address = proxy.url
    const begun = performance.now()
    let rounds = 1
    while (
      await tablet.sendPhotos().then(
        () => false,
        () => true,
      )
    )
      rounds += 1
    const seconds = (performance.now() - begun) / 1000
    const states = (await listPhotos(tablet.store, insp)).map(({ state }) => state)
    expect(new Set(states)).toEqual(new Set(['received']))
    const resent = (100 * (proxy.received() - PHOTOS * SIZE)) / (PHOTOS * SIZE)
    const uploads = tablet.sent.filter((line) => line.includes('/tus')).length
    console.log(
      `cuts ${proxy.broken()}, rounds ${rounds}, upload requests ${uploads}, ` +
        `sent beyond the pictures ${resent.toFixed(1)} % (headers included), ${seconds.toFixed(1)} s`,
    )
    proxy.close()
  } finally {
    server.kill('SIGKILL')
    await server.exited
    rmSync(folder, { recursive: true })
    built.remove()
  }
})
