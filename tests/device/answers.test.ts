import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { answerBlanks, saveAnswer } from '../../src/device/store/answers.ts'
import { openInspection, rememberPlace, startInspection } from '../../src/device/store/drafts.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { listOpen } from '../../src/device/store/open-list.ts'
import { closeStore, openStore, type Store } from '../../src/device/store/store.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { facts, fail, pass } from '../support/builders.ts'
import { storeKey } from '../support/store-key.ts'

const head: InspectionHead = {
  facilityId: 'tram',
  facilityName: 'Trạm Y tế Suối Mơ',
  checklist: { id: 'thu', version: '1.0', hash: 'f'.repeat(64) },
  kind: 'inspection',
  date: '2026-11-22',
  team: ['Nguyễn Thị Lan'],
  facts: facts(),
}

let store: Store
let name: string
beforeEach(async () => {
  name = `so-kiem:${randomUUID()}`
  store = await openStore('lan', name)
})
afterEach(() => closeStore(store))

const outbox = () => store.db.outbox.toArray()

test('ids of visits that are begun one after the other sort so; none comes twice, and a clock before 1970 gives one too', async () => {
  const begun = async (now: number) => {
    vi.spyOn(Date, 'now').mockReturnValue(now)
    const id = await startInspection(store, head)
    vi.restoreAllMocks()
    return id
  }
  const at = Date.UTC(2026, 10, 29, 8)
  const ids = [await begun(at), await begun(at + 1), await begun(at + 1_000), await begun(at + 40 * 86_400_000)]
  expect(ids.toSorted()).toEqual(ids)
  expect(ids[0]).toMatch(/^01a22651-6c00-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(await begun(at)).not.toBe(ids[0])
  expect(await begun(-86_400_000)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

describe('one tap', () => {
  it('[I3] answer and outbox entry are there together', async () => {
    const id = await startInspection(store, head)
    await saveAnswer(store, id, 'a', { value: pass })
    expect((await openInspection(store, id))?.answers).toEqual({ a: { value: pass } })
    expect((await outbox()).map(({ cell }) => cell)).toEqual(['', 'a'])
  })

  it('[I3] or not at all: a full disk keeps neither, and says so', async () => {
    const id = await startInspection(store, head)
    const add = vi.spyOn(store.db.outbox, 'add').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    await expect(saveAnswer(store, id, 'a', { value: pass })).rejects.toMatchObject({ code: 'DEVICE_STORAGE_FULL' })
    add.mockRestore()
    expect((await openInspection(store, id))?.answers).toEqual({})
    expect(await outbox()).toHaveLength(1)
    // And the next tap works.
    await saveAnswer(store, id, 'a', { value: fail })
    expect((await openInspection(store, id))?.answers).toEqual({ a: { value: fail } })
  })

  it('of many sealed answers it opens only its own again, whoever wrote it', async () => {
    const sealedName = `so-kiem:${randomUUID()}`
    const sealed = await openStore('lan', sealedName, await storeKey)
    const otherTab = await openStore('lan', sealedName, await storeKey)
    try {
      const id = await startInspection(sealed, head)
      for (let n = 0; n < 30; n++) await saveAnswer(sealed, id, `q${n}`, { value: pass })
      await openInspection(sealed, id)
      await saveAnswer(otherTab, id, 'q7', { value: fail })
      const opens = vi.spyOn(crypto.subtle, 'decrypt')
      const open = await openInspection(sealed, id)
      // The head, and what has changed.
      expect(opens).toHaveBeenCalledTimes(2)
      expect(Object.keys(open?.answers ?? {})).toHaveLength(30)
      expect(open?.answers.q7).toEqual({ value: fail })
      expect(open?.answers.q8).toEqual({ value: pass })
    } finally {
      closeStore(sealed)
      closeStore(otherTab)
    }
  })

  it('a lost connection is opened again and the same write tried once more', async () => {
    const id = await startInspection(store, head)
    const put = vi.spyOn(store.db.answer, 'put').mockImplementationOnce(() => {
      throw new DOMException('Connection to Indexed Database server lost', 'UnknownError')
    })
    await saveAnswer(store, id, 'a', { value: pass })
    put.mockRestore()
    expect((await openInspection(store, id))?.answers).toEqual({ a: { value: pass } })
    expect(await outbox()).toHaveLength(2)
  })

  it('what was saved is there after the tablet was switched off', async () => {
    const id = await startInspection(store, head)
    await saveAnswer(store, id, 'a', { value: pass, note: 'Đèn hỏng ở cổng phụ' })
    closeStore(store)
    store = await openStore('lan', name)
    expect((await openInspection(store, id))?.answers.a?.note).toBe('Đèn hỏng ở cổng phụ')
  })

  it('a hundred quick edits of one note are one message', async () => {
    const id = await startInspection(store, head)
    for (let n = 0; n < 100; n++) await saveAnswer(store, id, 'a', { value: pass, note: `${n}` })
    expect(await outbox()).toHaveLength(2)
    const batch = await freezeBatch(store)
    expect(batch?.mutations[1]).toMatchObject({ k: 'answer.set', set: { a: [0, { note: '99' }] } })
  })

  it('two tabs that write at once lose nothing', async () => {
    const id = await startInspection(store, head)
    const other = await openStore('lan', name)
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        saveAnswer(n % 2 ? store : other, id, `i${n}`, { value: n % 3 ? pass : fail }),
      ),
    )
    closeStore(other)
    expect(Object.keys((await openInspection(store, id))?.answers ?? {})).toHaveLength(40)
    expect(new Set((await outbox()).map(({ localId }) => localId)).size).toBe(41)
  })

  it('a page of an older version writes nothing into a newer database', async () => {
    const id = await startInspection(store, head)
    const newer = new Dexie(name)
    newer.version(99).stores({ meta: 'key', extra: 'id' })
    await newer.open()
    newer.close()
    await expect(saveAnswer(store, id, 'a', { value: pass })).rejects.toMatchObject({ code: 'APP_OUTDATED' })
  })
})

describe('what is left of a section', () => {
  const skipped = { is: 'notApplicable' } as const

  it('is answered in one go, with a note; an answer that is there stays, also one that another tab has just given', async () => {
    const id = await startInspection(store, head)
    await saveAnswer(store, id, 'a', { value: pass })
    await saveAnswer(store, id, 'b', { value: null, note: 'Hỏi lại' })
    const other = await openStore('lan', name)
    // Packing gives the other tab its moment: between the look and the write.
    const pack = vi.spyOn(store.db, 'pack').mockImplementationOnce(async (value) => {
      await saveAnswer(other, id, 'c', { value: fail })
      return { plain: value }
    })
    const { answers } = await answerBlanks(store, id, ['a', 'b', 'c', 'd'], skipped, 'Không có khoa này')
    pack.mockRestore()
    closeStore(other)
    expect(Object.keys(answers)).toEqual(['b', 'd'])
    expect((await openInspection(store, id))?.answers).toEqual({
      a: { value: pass },
      b: { value: skipped, note: 'Hỏi lại\nKhông có khoa này' },
      c: { value: fail },
      d: { value: skipped, note: 'Không có khoa này' },
    })
    expect((await outbox()).map(({ cell }) => cell).sort()).toEqual(['', 'a', 'b', 'c', 'd'])
  })

  it('or not at all', async () => {
    const id = await startInspection(store, head)
    const add = vi.spyOn(store.db.outbox, 'add').mockImplementationOnce(() => {
      throw new DOMException('no room', 'QuotaExceededError')
    })
    const filling = answerBlanks(store, id, ['a', 'b'], skipped, 'Không có')
    await expect(filling).rejects.toMatchObject({ code: 'DEVICE_STORAGE_FULL' })
    add.mockRestore()
    expect((await openInspection(store, id))?.answers).toEqual({})
    await answerBlanks(store, id, ['a'], skipped, 'Không có')
    await store.db.inspection.update(id, { state: 'waiting' })
    await expect(answerBlanks(store, id, ['b'], skipped, 'x')).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
  })
})

describe('freezing', () => {
  it('[P2] a frozen batch is the same to the letter until it is answered, whatever is answered meanwhile', async () => {
    const id = await startInspection(store, head)
    await saveAnswer(store, id, 'a', { value: pass })
    const first = await freezeBatch(store)
    await saveAnswer(store, id, 'a', { value: fail })
    await saveAnswer(store, id, 'b', { value: pass })
    expect(JSON.stringify(await freezeBatch(store))).toBe(JSON.stringify(first))
    expect(first?.mutations.map(({ seq }) => seq)).toEqual([1, 2])
  })

  it('[P41] a hundred answers of one visit are one mutation, under one number', async () => {
    const id = await startInspection(store, head)
    for (let n = 0; n < 100; n++) await saveAnswer(store, id, `i${n}`, { value: pass })
    const [start, answers] = (await freezeBatch(store))?.mutations ?? []
    expect(start).toMatchObject({ seq: 1, k: 'inspection.start' })
    expect(answers).toMatchObject({ seq: 2, k: 'answer.set', insp: id })
    expect(Object.keys(answers?.k === 'answer.set' ? answers.set : {})).toHaveLength(100)
  })

  it('nothing waiting is no batch', async () => {
    expect(await freezeBatch(store)).toBeNull()
  })
})

describe('where one left off', () => {
  it('the inspection remembers section and item, across a restart', async () => {
    const id = await startInspection(store, head)
    await rememberPlace(store, id, { sectionId: 's2', itemId: null })
    await saveAnswer(store, id, 's2.7', { value: pass })
    closeStore(store)
    store = await openStore('lan', name)
    expect((await openInspection(store, id))?.place).toEqual({ sectionId: 's2', itemId: 's2.7' })
  })

  it('several inspections are open at once, last touched first', async () => {
    const first = await startInspection(store, head)
    const second = await startInspection(store, { ...head, facilityName: 'Trạm Y tế Đồng Xuân' })
    await new Promise((resolve) => setTimeout(resolve, 5))
    await saveAnswer(store, first, 'a', { value: pass })
    expect((await listOpen(store)).map(({ id }) => id)).toEqual([first, second])
  })
})
