import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { readBegun, saveBegun } from '../../src/device/store/begun.ts'
import { contents } from '../../src/device/store/contents.ts'
import { openInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { listOnlyHere } from '../../src/device/store/only-here.ts'
import { closeStore, openStore } from '../../src/device/store/store.ts'
import { openVisit } from '../support/open-visit.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { passed } from '../support/server-world.ts'

/** What was typed and is no answer yet: on disk, for its author alone, and gone with the visit. */

let open: Awaited<ReturnType<typeof openVisit>>
let tablet: typeof open.tablet
let insp: string
beforeEach(async () => {
  open = await openVisit()
  ;({ tablet, insp } = open)
})
afterEach(() => open.close())

describe('what was begun of an item', () => {
  it('is there when the visit is opened again, and is no answer', async () => {
    const { store } = tablet
    await saveBegun(store, insp, 'q1', { top: '9' })
    const again = await openStore(store.personId, store.db.name, store.db.key)
    const open = await openInspection(again, insp)
    expect(open?.begun).toEqual({ q1: { top: '9' } })
    expect(open?.answers).toEqual({})
    closeStore(again)
  })

  it('never leaves the tablet, and is named among what would be gone with it', async () => {
    await saveBegun(tablet.store, insp, 'q1', { top: 'chữ chỉ có ở đây' })
    const sent: string[] = []
    tablet.network(({ body }, pass) => {
      sent.push(body)
      return pass()
    })
    await tablet.sync()
    expect(sent.join()).toContain('inspection.start')
    expect(sent.join()).not.toContain('chỉ có ở đây')
    expect(await listOnlyHere(tablet.store)).toMatchObject([{ id: insp, changes: 0, begun: 1 }])
    expect(await contents(tablet.store)).toMatchObject({ unsentChanges: 0, begun: 1 })
  })

  it('goes with the copy of the visit once the server has sealed it', async () => {
    const { store } = tablet
    for (const { id } of tinyChecklist.sections.flatMap(({ items }) => items)) await saveAnswer(store, insp, id, passed)
    await saveBegun(store, insp, 'q1', { top: '9' })
    await submitInspection(store, insp)
    expect(await readBegun(store, insp), 'refused, it would be open again').toEqual({ q1: { top: '9' } })
    expect((await contents(store)).begun, 'handed in, nobody waits for it').toBe(0)
    // The last key comes after it was handed in, in another tab.
    await saveBegun(store, insp, 'q2', { top: '7' })
    await tablet.sync()
    await saveBegun(store, insp, 'q2', { top: '7' })
    expect(await store.db.begun.count()).toBe(0)
    expect(await listOnlyHere(store)).toEqual([])
  })

  it('is let go by nothing in its place', async () => {
    await saveBegun(tablet.store, insp, 'q1', { top: '9' })
    await saveBegun(tablet.store, insp, 'q1', {})
    expect(await tablet.store.db.begun.count()).toBe(0)
  })
})
