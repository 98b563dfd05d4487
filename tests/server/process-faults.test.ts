import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection } from '../../src/device/store/drafts.ts'
import { addPhoto, listPhotos } from '../../src/device/store/photos.ts'
import { apart } from '../../src/device/store/together.ts'
import { NOTE_MAX } from '../../src/domain/answer.ts'
import type { PushReply } from '../../src/protocol/wire.ts'
import { createDeviceOverHttp, startAnyVisit } from '../support/device-over-http.ts'
import { photoOf, picture } from '../support/photos.ts'
import { buildServer, spawnServer } from '../support/server-process.ts'
import { cookieOf, jsonRequest } from '../support/server-world.ts'
import { smallDisk } from '../support/small-disk.ts'

/** A real server process whose machine is in trouble: the disk, another process at the file, a sudden end. */

let built: Awaited<ReturnType<typeof buildServer>>
let folder: string
let address: string
let running: ReturnType<typeof spawnServer>

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

beforeAll(async () => {
  built = await buildServer()
})
afterAll(() => built.remove())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-'))
})
afterEach(async () => {
  running.kill('SIGKILL')
  await running.exited
  rmSync(folder, { recursive: true })
})

async function start(env: Record<string, string> = {}, under: readonly string[] = []) {
  running = spawnServer(built.main, { PORT: '0', DATA_DIR: folder, ...env }, [], under)
  address = await running.address()
}
const file = () => join(folder, 'so-kiem.sqlite')
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => error.code,
  )

/** A tablet with a visit under way; each round of answers is as large as answers can be. */
async function tabletAtWork() {
  const tablet = await createDeviceOverHttp(() => address)
  await tablet.sync()
  // Eight scales.
  const { insp, items } = await startAnyVisit(tablet.store, 'qd-4999')
  const answers = new Map<string, string>()
  return {
    ...tablet,
    insp,
    items,
    answers,
    async answer(text: string, count = items.length) {
      for (const item of items.slice(0, count)) {
        const note = text.padEnd(NOTE_MAX, 'ệ')
        await saveAnswer(tablet.store, insp, item, { value: { is: 'level', level: 1 }, note })
        answers.set(item, note)
      }
    },
  }
}

/** What a new tablet of the same person gets from the server. */
async function notesOnServer(insp: string) {
  const fresh = await createDeviceOverHttp(() => address)
  await fresh.sync()
  const answers = (await openInspection(fresh.store, insp))?.answers ?? {}
  fresh.close()
  return briefly(Object.entries(answers).map(([item, { note }]) => [item, note]))
}

/** Enough to compare, and to be read where it differs. */
function briefly(notes: Iterable<[string, string | undefined]>): string[] {
  return [...notes].map(([item, note = '']) => `${item}: ${note.replace(/ệ+$/, '')} (${note.length})`).sort()
}

const diskFolder = mkdtempSync(join(tmpdir(), 'so-kiem-disk-'))
const disk = smallDisk(diskFolder, 48)
afterAll(() => rmSync(diskFolder, { recursive: true }))

// Where nobody may mount anything, tests/server/storage.test.ts makes SQLite itself say that it is full.
test.skipIf(!disk.isPossible())(
  '[P6] the disk is full: 507, nothing is acknowledged, reading goes on; with room again everything is there',
  async () => {
    await start({ DATA_DIR: diskFolder }, disk.under)
    const small = disk.of(running.pid)
    const tablet = await tabletAtWork()
    await tablet.answer('trước')
    const bytes = picture(300_000)
    const { id: _id, ...shot } = photoOf(bytes, { item: tablet.items[0] as string })
    await addPhoto(tablet.store, tablet.insp, shot, new Blob([bytes]))
    await tablet.sync()

    small.fill(150_000)
    const acknowledged = new Map(tablet.answers)
    let code: string | null = null
    for (let round = 0; code === null && round < 60; round++) {
      await tablet.answer(`lần ${round}`)
      code = await codeOf(tablet.sync())
      if (code === null) for (const [item, note] of tablet.answers) acknowledged.set(item, note)
    }
    expect(code).toBe('STORAGE_FULL')
    const waiting = apart(await tablet.store.db.outbox.toArray())
    expect(waiting).toHaveLength(tablet.items.length)

    // Reading goes on, and holds what was acknowledged and nothing else.
    expect((await fetch(`${address}/api/health`)).status).toBe(200)
    const page = await tablet.transport.pull((await tablet.store.db.meta.get('deviceId'))?.value as string, null)
    const draft = page.changes.find((each) => each.entity === 'inspection' && each.data.id === tablet.insp)
    if (draft?.entity !== 'inspection') throw new Error('the draft is not there')
    const held = Object.entries(draft.data.cells).map(([item, { answer }]): [string, string | undefined] => [
      item,
      answer.note,
    ])
    expect(briefly(held)).toEqual(briefly(acknowledged))
    // A picture finds no room either, and stays on the tablet.
    expect(await codeOf(tablet.sendPhotos())).toBe('STORAGE_FULL')
    expect((await listPhotos(tablet.store, tablet.insp)).map(({ state }) => state)).toEqual(['stored'])

    small.free()
    await tablet.sync()
    expect(await tablet.store.db.outbox.count()).toBe(0)
    await tablet.sendPhotos()
    expect((await listPhotos(tablet.store, tablet.insp)).map(({ state }) => state)).toEqual(['received'])
    expect(await notesOnServer(tablet.insp)).toEqual(briefly(tablet.answers))
    for (const name of ['so-kiem.sqlite', 'so-kiem.sqlite-wal'])
      copyFileSync(join(small.path, name), join(folder, name))
    const db = new DatabaseSync(file())
    expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    db.close()
    tablet.close()
  },
)

test('[P4] the same request on ten sockets at once: taken once, answered alike', async () => {
  await start()
  const reply = await fetch(`${address}/api/sign-in`, jsonRequest({ username: 'kiemtra', password: 'so-kiem-2026' }))
  const cookie = cookieOf(reply)
  const m = [{ seq: 1, id: randomUUID(), k: 'answer.set', insp: 'nobody', at: 1, set: {} }]
  const body = { proto: 1, epoch: null, deviceId: 'd', schema: 1, app: 'test', clock: { wall: Date.now() }, m }
  const replies = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const answer = await fetch(`${address}/sync/v1/push`, jsonRequest(body, cookie))
      return ((await answer.json()) as PushReply).r
    }),
  )
  expect(replies.filter(([outcome]) => outcome?.replayed !== true)).toHaveLength(1)
  for (const [outcome] of replies)
    expect({ ...outcome, replayed: true }).toEqual({ ...replies[0]?.[0], replayed: true })
})

test('[P6] a backup is taken and somebody reads for long while tablets push: nobody waits, and the copy is whole', async () => {
  await start()
  const tablet = await tabletAtWork()
  await tablet.answer('trước', 3)
  await tablet.sync()
  // As long as it reads, nothing of the log that is newer may go into the file.
  const reader = new DatabaseSync(file(), { readOnly: true })
  reader.exec('BEGIN')
  const before = reader.prepare('SELECT COUNT(*) AS n FROM mutation').get()
  const copy = join(folder, 'copy.sqlite')
  const backup = spawnServer(built.main, { DATA_DIR: folder }, ['backup', copy])
  let isOver = false
  void backup.exited.then(() => {
    isOver = true
  })
  let slowest = 0
  for (let round = 0; !isOver || round < 10; round++) {
    await tablet.answer(`lần ${round}`, 3)
    const from = performance.now()
    await tablet.sync()
    slowest = Math.max(slowest, performance.now() - from)
  }
  expect(await backup.exited).toBe(0)
  expect(slowest).toBeLessThan(4000)
  expect(reader.prepare('SELECT COUNT(*) AS n FROM mutation').get()).toEqual(before)
  reader.close()
  expect(await notesOnServer(tablet.insp)).toEqual(briefly(tablet.answers))
  const copied = new DatabaseSync(copy, { readOnly: true })
  expect(copied.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  copied.close()
  tablet.close()
})

test('[P6] killed while the log is being written back into the file: it opens, and what was acknowledged is there', async () => {
  await start()
  const tablet = await tabletAtWork()
  await tablet.sync()
  // Another process that does nothing but checkpoints; both end at the same moment.
  const checkpoints = join(process.cwd(), 'tests/support/checkpoints.mjs')
  for (const wait of [7, 30, 66, 130]) {
    const writer = spawnServer(checkpoints, {}, [file()])
    await expect.poll(writer.output, { timeout: 20_000 }).toContain('checkpoint')
    const sending = (async () => {
      for (let round = 0; ; round++) {
        await tablet.answer(`${wait}/${round}`, 4)
        if ((await codeOf(tablet.sync())) !== null) return
      }
    })()
    await new Promise((next) => setTimeout(next, wait))
    writer.kill('SIGKILL')
    running.kill('SIGKILL')
    await Promise.all([running.exited, writer.exited, sending])
    expect(existsSync(`${file()}-wal`)).toBe(true)
    await start()
    await tablet.sync()
    expect(await notesOnServer(tablet.insp)).toEqual(briefly(tablet.answers))
  }
  const db = new DatabaseSync(file(), { readOnly: true })
  expect(db.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  db.close()
  tablet.close()
})
