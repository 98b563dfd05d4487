import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { Checklist } from '../../src/domain/checklist.ts'
import type { InspectionHead, InspectionRecord } from '../../src/domain/inspection.ts'
import type { Facility } from '../../src/domain/place.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { readTables, STORE, type Tables } from '../e2e/support/store.ts'
import { PIN } from '../e2e/support/tablet.ts'
import { tinyChecklist } from '../support/server-checklist.ts'

/** As many as the longest section of a real checklist has, about. */
const SECTION = 25

/** A checklist of so many questions, each “Đạt” or “Không đạt”. */
export function checklistOf(items: number): Checklist {
  const [section] = tinyChecklist.sections
  const [question] = section?.items ?? []
  if (!section || !question) throw new Error('the tiny checklist is empty')
  return {
    ...tinyChecklist,
    id: `do-${items}`,
    title: `Bộ tiêu chí ${items} câu`,
    shortTitle: `${items} câu`,
    sections: Array.from({ length: Math.ceil(items / SECTION) }, (_, s) => ({
      ...section,
      id: `s${s + 1}`,
      title: `Phần ${s + 1}`,
      points: Math.min(SECTION, items - s * SECTION) * 100,
      items: Array.from({ length: Math.min(SECTION, items - s * SECTION) }, (_, n) => ({
        ...question,
        id: `s${s + 1}.${n + 1}`,
        question: `Khu vực ${s + 1}, câu ${n + 1}: sàn, tường, cửa sạch, khô, không bụi, không mạng nhện?`,
        points: 100,
      })),
    })),
  }
}

/**
 * Visits that are being made, one for each of these checklists, with every answer in
 * them; written as the app seals them, from a page of the same origin.
 */
export async function putDrafts(page: Page, checklists: readonly Checklist[]): Promise<void> {
  const { facility = [] } = await readTables(page, ['facility'])
  const [place] = facility as { gen: number; body: { plain: Facility } }[]
  if (!place) throw new Error('no facility came down')
  const rows: Tables = { checklist: [], inspection: [], answer: [] }
  for (const [n, checklist] of checklists.entries()) {
    const ref = { id: checklist.id, version: checklist.version, hash: await digestOf(checklist) }
    const head: InspectionHead = {
      facilityId: place.body.plain.id,
      facilityName: checklist.title,
      checklist: ref,
      kind: 'inspection',
      date: '2026-11-02',
      team: ['Nguyễn Thị Kiểm'],
      facts: place.body.plain.facts,
    }
    const insp = randomUUID()
    const key = `${ref.id}@${ref.version}#${ref.hash}`
    rows.checklist?.push({ ...ref, key, gen: place.gen, body: { plain: checklist } })
    rows.inspection?.push({
      id: insp,
      state: 'draft',
      savedAt: 1_700_000_000_000 + n,
      edits: 1,
      place: null,
      head: { plain: head },
      refusal: null,
    })
    for (const { id } of checklist.sections.flatMap(({ items }) => items)) {
      const answer = { plain: { value: { is: 'verdict', verdict: 'pass' } } }
      rows.answer?.push({ insp, cell: id, rev: 1, contested: false, answer })
    }
  }
  await putSealed(page, rows)
}

/** So many received visits in all: copies of the one that came down from the server, at all the facilities. */
export async function putResults(page: Page, count: number): Promise<void> {
  const { result = [], facility = [] } = await readTables(page, ['result', 'facility'])
  const [first] = result as { body: { plain: InspectionRecord }; submittedAt: number }[]
  if (!first) throw new Error('no result came down')
  const copies = Array.from({ length: count - result.length }, (_, n) => {
    const id = randomUUID()
    const facilityId = String(facility[n % facility.length]?.id)
    const record = { ...first.body.plain, id, head: { ...first.body.plain.head, facilityId } }
    return { ...first, id, facilityId, submittedAt: first.submittedAt - n * 60_000, body: { plain: record } }
  })
  // In slices: what goes to the page goes as text.
  for (let from = 0; from < copies.length; from += 250)
    await putSealed(page, { result: copies.slice(from, from + 250) })
}

/** Puts rows into the store as the app would have sealed them under the person's PIN. */
async function putSealed(page: Page, tables: Tables): Promise<void> {
  await page.evaluate(
    async ([store, rowsOf, pin]) => {
      type Wrapped = { iv: Uint8Array<ArrayBuffer>; key: Uint8Array<ArrayBuffer> }
      type Person = { id: string; lock: { pin: Wrapped & { salt: Uint8Array<ArrayBuffer>; iterations: number } } }
      const asked = <T>(request: IDBRequest<T>) =>
        new Promise<T>((done, fail) => {
          request.onsuccess = () => done(request.result)
          request.onerror = () => fail(request.error)
        })
      const registry = await asked(indexedDB.open('so-kiem'))
      const people: Person[] = await asked(registry.transaction('person').objectStore('person').getAll())
      registry.close()
      const lock = people.find(({ id }) => `so-kiem:${id}` === store)?.lock.pin
      if (!lock) throw new Error('nobody has chosen a PIN')
      const base = await crypto.subtle.importKey('raw', new TextEncoder().encode(pin), 'PBKDF2', false, ['deriveKey'])
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt: lock.salt, iterations: lock.iterations }
      const aes = { name: 'AES-GCM', length: 256 }
      const wrapping = await crypto.subtle.deriveKey(how, base, aes, false, ['unwrapKey'])
      const unwrapping = { name: 'AES-GCM', iv: lock.iv }
      const key = await crypto.subtle.unwrapKey('raw', lock.key, wrapping, unwrapping, aes, false, ['encrypt'])
      const isPlain = (value: unknown): value is { plain: unknown } =>
        typeof value === 'object' && value !== null && 'plain' in value
      const seal = async (value: unknown) => {
        const iv = crypto.getRandomValues(new Uint8Array(12))
        const bytes = new TextEncoder().encode(JSON.stringify(value))
        return {
          iv,
          sealed: new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes)),
          as: 'json',
        }
      }
      const db = await asked(indexedDB.open(store))
      for (const [name, rows] of Object.entries(rowsOf)) {
        const sealed = await Promise.all(
          rows.map(async (row) =>
            Object.fromEntries(
              await Promise.all(
                Object.entries(row).map(async ([field, value]) => [
                  field,
                  isPlain(value) ? await seal(value.plain) : value,
                ]),
              ),
            ),
          ),
        )
        const write = db.transaction(name, 'readwrite')
        const done = new Promise((resolve, reject) => {
          write.oncomplete = resolve
          write.onabort = () => reject(write.error)
        })
        for (const row of sealed) write.objectStore(name).put(row)
        await done
      }
      db.close()
    },
    [STORE, tables, PIN] as const,
  )
}
