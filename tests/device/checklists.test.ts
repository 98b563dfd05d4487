import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checklistKey, findChecklist, getChecklist, noteTaken } from '../../src/device/store/replica.ts'
import { closeStore, openStore, type Store } from '../../src/device/store/store.ts'
import { CHECKLIST_SCHEMA } from '../../src/domain/checklist.ts'
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
async function lay(content: unknown, takenBy?: string) {
  const ref = { id: 'l', version: '1', hash: randomUUID() }
  const body = await store.db.pack(content)
  await store.db.checklist.put({ key: checklistKey(ref), ...ref, gen: 0, body, ...(takenBy && { takenBy }) })
  return ref
}
const takenBy = async (ref: Awaited<ReturnType<typeof lay>>) =>
  (await store.db.checklist.get(checklistKey(ref)))?.takenBy

it('what this schema has taken is noted, and nothing else of it changes', async () => {
  const ref = await lay(list)
  await noteTaken(store)
  expect(await takenBy(ref)).toBe(CHECKLIST_SCHEMA)
  expect(await getChecklist(store, ref)).toEqual(list)
})

it('what this app is too old for is not noted, and stays unreadable', async () => {
  const ref = await lay(newer)
  await noteTaken(store)
  expect(await takenBy(ref)).toBeUndefined()
  expect(await getChecklist(store, ref)).toBeNull()
  expect(await findChecklist(store, 'l', '1')).toMatchObject({ readable: false })
})

it('what another schema had taken is gone through again, and noted anew', async () => {
  const [kept, lost] = [await lay(list, 'older'), await lay(newer, 'older')]
  expect(await getChecklist(store, lost)).toBeNull()
  await noteTaken(store)
  expect(await Promise.all([kept, lost].map(takenBy))).toEqual([CHECKLIST_SCHEMA, 'older'])
})

it('what this schema has taken is not gone through again', async () => {
  // So that one sees it: this would not be taken.
  const ref = await lay(newer, CHECKLIST_SCHEMA)
  expect(await getChecklist(store, ref)).toEqual(newer)
})
