import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checklistKey, findChecklist, getChecklist, noteTaken } from '../../src/device/store/checklists.ts'
import { closeStore, openStore, readMeta, type Store } from '../../src/device/store/store.ts'
import { CHECKLIST_SCHEMA } from '../../src/domain/checklist-ref.ts'
import { checklist, item, passFail, section } from '../support/builders.ts'

/** Which checklists this app can read: gone through once, and again only by another schema. */

const list = checklist([section('a', [item('a1', passFail)])])
/** Of a newer app. */
const newer = { ...list, sounds: ['bell'] }

let store: Store
beforeEach(async () => {
  store = await openStore('p-kiem', `so-kiem:${randomUUID()}`)
})
afterEach(() => closeStore(store))

/** What lies there has a hash of its own, so that nothing of it is known from another test. */
async function lay(content: unknown) {
  const ref = { id: 'l', version: '1', hash: randomUUID() }
  await store.db.checklist.put({ key: checklistKey(ref), ...ref, gen: 0, body: await store.db.pack(content) })
  return ref
}
const note = (schema: string, hashes: string[]) =>
  store.db.meta.put({ key: 'takenChecklists', value: { schema, hashes } })
const noted = () => readMeta(store, 'takenChecklists')

it('what this schema takes is noted', async () => {
  const ref = await lay(list)
  await noteTaken(store)
  expect(await noted()).toEqual({ schema: CHECKLIST_SCHEMA, hashes: [ref.hash] })
  expect(await getChecklist(store, ref)).toEqual(list)
})

it('what this app is too old for is not noted, and stays unreadable', async () => {
  const ref = await lay(newer)
  await noteTaken(store)
  expect(await noted()).toBeNull()
  expect(await getChecklist(store, ref)).toBeNull()
  expect(await findChecklist(store, 'l', '1')).toMatchObject({ readable: false })
})

it('what another schema took is gone through again, and noted anew', async () => {
  const [kept, lost] = [await lay(list), await lay(newer)]
  await note('older', [kept.hash, lost.hash])
  expect(await getChecklist(store, lost)).toBeNull()
  await noteTaken(store)
  expect(await noted()).toEqual({ schema: CHECKLIST_SCHEMA, hashes: [kept.hash] })
})

it('what this schema has taken is not gone through again', async () => {
  // So that one sees it: this would not be taken.
  const ref = await lay(newer)
  await note(CHECKLIST_SCHEMA, [ref.hash])
  expect(await getChecklist(store, ref)).toEqual(newer)
})
