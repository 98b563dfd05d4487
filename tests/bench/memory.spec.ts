import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CDPSession, expect, type Page, test } from '@playwright/test'
import { readTables } from '../e2e/support/store.ts'
import { Tablet } from '../e2e/support/tablet.ts'
import { spawnServer } from '../support/server-process.ts'

const CHANGES = Number(process.env.CHANGES ?? 10_000)
const PHOTOS = Number(process.env.PHOTOS ?? 2_000)
const PHOTO_BYTES = Number(process.env.PHOTO_BYTES ?? 100_000)
/** Answers by hand at each look: so many may always be on their way. */
const TAPS = 5
const THROTTLE = Number(process.env.THROTTLE ?? 1)

/**
 * Weeks of work drain while the inspector goes on answering: what the tablet's page
 * and the server hold in memory, and how long a tap waits meanwhile. The backlog is
 * written beside the app, as copies of what the app itself has written.
 */
test(`${CHANGES} changes and ${PHOTOS} photos drain`, async () => {
  test.setTimeout(1_800_000)
  const folder = mkdtempSync(join(tmpdir(), 'so-kiem-bench-'))
  const server = spawnServer('dist/server/main.js', { PORT: '0', DATA_DIR: folder, DEMO: 'on', DEMO_VISITS: 'off' })
  const tablet = new Tablet(await server.address())
  try {
    const page = await tablet.open()
    await tablet.signIn('kiemtra')
    await expect(page.getByLabel('Tìm cơ sở')).toBeVisible()
    await tablet.readyOffline()
    await page.context().setOffline(true)
    await tablet.start('tram y te suoi', /Trạm Y tế.*Suối Mơ/, /xanh – sạch – đẹp/)
    const cards = page.locator('article[data-item]')
    for (const index of [0, 1]) await cards.nth(index).locator('fieldset label').first().click()
    await expect(cards.nth(1).getByText(/đã lưu \d/)).toBeVisible()
    await page.evaluate(writeBacklog, {
      changes: CHANGES,
      photos: PHOTOS,
      photoBytes: PHOTO_BYTES,
      ...(await readVisit(page)),
    })

    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    console.log(
      `${'seconds'.padStart(8)}${'changes'.padStart(9)}${'photos'.padStart(8)}${'page MB'.padStart(9)}${'server MB'.padStart(11)}`,
    )
    await page.context().setOffline(false)
    const begun = performance.now()
    const taps: number[] = []
    const heaps: number[] = []
    const resident: number[] = []
    for (let look = 0; ; look++) {
      const left = await page.evaluate(countLeft)
      taps.push(...(await page.evaluate(tapSome, TAPS)))
      if (look % 5 === 0 || (left.changes <= TAPS && left.photos === 0)) {
        const heap = await heapOf(session)
        const memory = server.memory() ?? 0
        heaps.push(heap)
        resident.push(memory)
        const seconds = ((performance.now() - begun) / 1000).toFixed(0)
        console.log(
          `${seconds.padStart(8)}${`${left.changes}`.padStart(9)}${`${left.photos}`.padStart(8)}${heap.toFixed(1).padStart(9)}${memory.toFixed(0).padStart(11)}`,
        )
      }
      if (left.changes <= TAPS && left.photos === 0) break
      if (look % 5 === 0) expect((await readTables(page, ['attention'])).attention).toEqual([])
      await page.waitForTimeout(500)
    }
    const sorted = taps.toSorted((a, b) => a - b)
    const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0)
    console.log(
      `page ${Math.min(...heaps).toFixed(1)}–${Math.max(...heaps).toFixed(1)} MB after collection, server ${Math.min(...resident).toFixed(0)}–${Math.max(...resident).toFixed(0)} MB resident; ` +
        `taps meanwhile (CPU ÷ ${THROTTLE}): median ${at(0.5)} ms, p90 ${at(0.9)} ms, worst ${at(0.999)} ms`,
    )
  } finally {
    await tablet.dispose()
    server.kill('SIGKILL')
    await server.exited
    rmSync(folder, { recursive: true, force: true })
  }
})

/** What the page's scripts hold, in MB, once what nobody needs has been collected. */
async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1_000_000
}

type Backlog = { changes: number; photos: number; photoBytes: number } & Awaited<ReturnType<typeof readVisit>>

/** What the app itself has written of the visit that is open: it is what the copies are made from. */
async function readVisit(page: Page) {
  type Content = { sections: { items: { id: string; input: { kind: string } }[] }[] }
  const {
    inspection = [],
    answer = [],
    outbox = [],
    checklist = [],
  } = await readTables(page, ['inspection', 'answer', 'outbox', 'checklist'])
  const [visit] = inspection as { id: string; head: { plain: { checklist: { id: string } } } }[]
  const content = checklist.find(({ id }) => id === visit?.head.plain.checklist.id) as { body: { plain: Content } }
  return {
    visit,
    answered: answer[0],
    start: outbox.find(({ payload }) => (payload as { plain: { k: string } }).plain.k === 'inspection.start'),
    items: content.body.plain.sections
      .flatMap((section) => section.items)
      .filter(({ input }) => input.kind === 'passFail')
      .map(({ id }) => id),
  }
}

/** In the page: copies of the visit that is open there, each with its start, its answers and its photos. */
async function writeBacklog({ changes, photos, photoBytes, visit, answered, start, items }: Backlog): Promise<void> {
  const { name = '' } = (await indexedDB.databases()).find((each) => each.name?.startsWith('so-kiem:')) ?? {}
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const db = await asked(indexedDB.open(name))
  const tables = ['inspection', 'answer', 'outbox', 'photo', 'photoBlob']
  const answer = { value: { is: 'verdict', verdict: 'pass' }, note: 'Còn thiếu, đã nhắc khắc phục trong tuần' }
  // What is queued names its own visit (P64): each copy names its.
  const begun = (start?.payload as { plain: object } | undefined)?.plain
  const visits = Math.ceil(changes / (items.length + 1))
  // The app may have tried to send its own meanwhile: these have never been.
  const fresh = { state: 'open', seq: null, base: 0, bytes: 320 }
  let photosLeft = photos
  for (let n = 0; n < visits; n++) {
    const id = crypto.randomUUID()
    const shots: { photo: Record<string, unknown>; bytes: Blob }[] = []
    for (; shots.length < Math.ceil(photos / visits) && photosLeft > 0; photosLeft--) {
      const bytes = new Uint8Array(photoBytes)
      for (let from = 0; from < photoBytes; from += 65_536)
        crypto.getRandomValues(bytes.subarray(from, Math.min(photoBytes, from + 65_536)))
      // As much of a JPEG as the server looks at: a frame of 1600 × 1200.
      bytes.set([0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x04, 0xb0, 0x06, 0x40, 1, 1, 0x11, 0])
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
      const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      const photo = {
        id: crypto.randomUUID(),
        item: items[shots.length % items.length] ?? '',
        sha256,
        size: photoBytes,
        mime: 'image/jpeg',
        width: 1600,
        height: 1200,
        takenAt: null,
      }
      shots.push({ photo, bytes: new Blob([bytes], { type: 'image/jpeg' }) })
    }
    const write = db.transaction(tables, 'readwrite')
    const done = new Promise<void>((resolve, reject) => {
      write.oncomplete = () => resolve()
      write.onabort = () => reject(write.error)
    })
    write.objectStore('inspection').add({ ...visit, id })
    write.objectStore('outbox').add({
      ...fresh,
      id: crypto.randomUUID(),
      insp: id,
      cell: '',
      at: 0,
      payload: { plain: { ...begun, insp: id, at: 0 } },
    })
    for (const cell of items) {
      write.objectStore('answer').add({ ...answered, insp: id, cell, answer: { plain: answer } })
      const payload = { plain: { k: 'answer.set', set: { [cell]: [0, answer] } } }
      write.objectStore('outbox').add({ ...fresh, id: crypto.randomUUID(), insp: id, cell, at: 0, payload })
    }
    for (const { photo, bytes } of shots) {
      const cell = `photo:${photo.id}`
      const payload = { plain: { k: 'photo.add', photo } }
      write.objectStore('outbox').add({ ...fresh, id: crypto.randomUUID(), insp: id, cell, at: 0, payload })
      write.objectStore('photoBlob').add({ sha256: photo.sha256, body: { plain: bytes } })
      write.objectStore('photo').add({
        id: photo.id,
        insp: id,
        item: photo.item,
        sha256: photo.sha256,
        state: 'stored',
        addedAt: n,
        removedAt: null,
        tried: false,
        refusal: null,
        body: { plain: photo },
      })
    }
    await done
  }
  db.close()
}

/** In the page: what has not been confirmed yet. */
async function countLeft(): Promise<{ changes: number; photos: number }> {
  const { name = '' } = (await indexedDB.databases()).find((each) => each.name?.startsWith('so-kiem:')) ?? {}
  const asked = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  const db = await asked(indexedDB.open(name))
  const read = db.transaction(['outbox', 'photo'], 'readonly')
  const [changes, stored, sending] = await Promise.all([
    asked(read.objectStore('outbox').count()),
    asked(read.objectStore('photo').index('state').count('stored')),
    asked(read.objectStore('photo').index('state').count('sending')),
  ])
  db.close()
  return { changes, photos: stored + sending }
}

/** In the page: answers by hand; milliseconds from each click to “đã lưu”. */
async function tapSome(count: number): Promise<number[]> {
  const times: number[] = []
  const cards = [...document.querySelectorAll<HTMLElement>('article[data-item]')]
  for (let tap = 0; tap < count; tap++) {
    const card = cards[tap % cards.length] as HTMLElement
    const radios = [...card.querySelectorAll<HTMLInputElement>('fieldset input[type=radio]')].slice(0, 2)
    const radio = radios.find((each) => !each.checked)
    if (!radio) continue
    const from = performance.now()
    radio.click()
    const isDone = () =>
      radio.checked && /đã lưu/.test(card.textContent ?? '') && !/đang lưu/.test(card.textContent ?? '')
    await new Promise<void>((resolve) => {
      const watch = new MutationObserver(() => {
        if (!isDone()) return
        watch.disconnect()
        resolve()
      })
      watch.observe(card, { subtree: true, childList: true, characterData: true })
    })
    times.push(performance.now() - from)
  }
  return times
}
