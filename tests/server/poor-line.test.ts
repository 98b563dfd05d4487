import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { createEngine } from '../../src/device/sync/engine.ts'
import { startPhotos } from '../../src/device/sync/open-device.ts'
import { createRound } from '../../src/device/sync/round.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { createSlowLine } from '../support/slow-line.ts'

/** Real time, real sockets, a real server process, and a line that hardly deserves the name. */

vi.setConfig({ testTimeout: 150_000, hookTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'so-kiem-'))
let built: Awaited<ReturnType<typeof buildServer>>
let running: ReturnType<typeof spawnServer>
let direct: string

beforeAll(async () => {
  built = await buildServer()
  running = spawnServer(built.main, { PORT: '0', DATA_DIR: folder })
  direct = await running.address()
})
afterAll(async () => {
  running.kill('SIGKILL')
  await running.exited
  built.remove()
  rmSync(folder, { recursive: true })
})

/** Items of the tool that is filled in here. */
const ANSWERS = 8

const poor = { bytesPerSecond: 50_000, roundTrip: 800, loss: 0.05, random: seededRandom(68) }
const wait = (milliseconds: number) => new Promise((next) => setTimeout(next, milliseconds))

/** A tablet with a day's work in it, that syncs by itself over the line at `address`. */
async function tabletWith({ visits, pictures }: { visits: number; pictures: number[] }, address: () => string) {
  let at = () => direct
  const tablet = await createDeviceOverHttp(() => at())
  await tablet.sync()
  at = address
  const ids: string[] = []
  for (let n = 0; n < visits; n++) {
    const { insp, items } = await startAnyVisit(tablet.store, 'qd-4999')
    for (const item of items) await saveAnswer(tablet.store, insp, item, { value: { is: 'level', level: 1 } })
    ids.push(insp)
  }
  const [insp = ''] = ids
  const [cell] = await tablet.store.db.answer.where({ insp }).toArray()
  for (const size of pictures) {
    const bytes = picture(size)
    const { id: _id, ...shot } = photoOf(bytes, { item: cell?.cell ?? '' })
    await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
  }
  const engine = createEngine(tablet.store, createRound(tablet.store, tablet.transport, 'test'))
  const stopPhotos = startPhotos(tablet.store, async () => tablet, engine)
  return {
    ...tablet,
    ids,
    start: () => void engine.syncNow(),
    /** Changes and pictures that the server has not confirmed. */
    async left() {
      const states = (await listPhotos(tablet.store, insp)).map(({ state }) => state)
      return (await tablet.store.db.outbox.count()) + states.filter((state) => state !== 'received').length
    },
    end() {
      stopPhotos()
      engine.stop()
      tablet.close()
    },
  }
}

/** Until everything has arrived; what was confirmed never waits again. */
async function drain({ start, left }: Pick<Awaited<ReturnType<typeof tabletWith>>, 'start' | 'left'>): Promise<void> {
  const heights: number[] = []
  start()
  await expect
    .poll(
      async () => {
        heights.push(await left())
        return heights.at(-1)
      },
      { timeout: 120_000, interval: 500 },
    )
    .toBe(0)
  expect(heights).toEqual([...heights].sort((a, b) => b - a))
}

/** Each mutation was taken once, whatever the line did. */
function countedOnce(ids: readonly string[]): void {
  const db = new DatabaseSync(join(folder, 'so-kiem.sqlite'), { readOnly: true })
  for (const id of ids) {
    const { n, of } = db
      .prepare('SELECT COUNT(*) AS n, COUNT(DISTINCT id) AS of FROM mutation WHERE inspection_id = ?')
      .get(id) as { n: number; of: number }
    expect(n).toBe(of)
    // At least its beginning, and its answers in one.
    expect(n).toBeGreaterThanOrEqual(2)
    const { cells } = db.prepare('SELECT cells FROM inspection WHERE id = ?').get(id) as { cells: string }
    expect(Object.keys(JSON.parse(cells))).toHaveLength(ANSWERS)
  }
  db.close()
}

test('[P32] 50 KB/s, 800 ms there and back, one packet of twenty lost: it goes forward only, and hardly anything twice', async () => {
  const line = await createSlowLine(direct, poor)
  const tablet = await tabletWith({ visits: 12, pictures: [60_000, 40_000] }, () => line.url)
  await drain(tablet)
  // The pictures once, the answers packed, and what belongs to each request.
  expect(line.sent()).toBeLessThan(100_000 * 1.2 + 60_000)
  countedOnce(tablet.ids)
  tablet.end()
  line.close()
})

test('[P37] the network comes and goes every three seconds: everything arrives, once, and nobody knocks like mad', async () => {
  // The browser says when there is a network again.
  const browser = new EventTarget()
  for (const name of ['addEventListener', 'removeEventListener'] as const)
    vi.stubGlobal(name, browser[name].bind(browser))
  const line = await createSlowLine(direct, { ...poor, roundTrip: 100, loss: 0, random: seededRandom(69) })
  const tablet = await tabletWith({ visits: 20, pictures: [120_000, 90_000] }, () => line.url)
  let isOver = false
  let seconds = 0
  const flapping = (async () => {
    for (let turn = 0; !isOver; turn++) {
      if (turn % 2 === 0) line.goDown()
      else {
        line.comeUp()
        browser.dispatchEvent(new Event('online'))
      }
      await wait(3000)
      seconds += 3
    }
  })()
  await drain(tablet)
  isOver = true
  await flapping
  // Cut in the middle again and again, a picture goes on from where it was.
  expect(line.sent()).toBeLessThan(210_000 * 1.5 + 120_000)
  expect(line.attempts()).toBeLessThan(seconds * 4)
  countedOnce(tablet.ids)
  tablet.end()
  line.close()
  vi.unstubAllGlobals()
})
