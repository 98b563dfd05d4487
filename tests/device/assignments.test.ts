import { randomUUID } from 'node:crypto'
import Dexie from 'dexie'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAssigned } from '../../src/device/store/assignments.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { openStore, STORE_SCHEMA } from '../../src/device/store/store.ts'
import { verifyView } from '../../src/device/sync/verify.ts'
import type { InspectionHead } from '../../src/domain/inspection.ts'
import { itemsOf } from '../../src/domain/items.ts'
import { SCHEMA_HEADER } from '../../src/protocol/reading.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { assignTo, changeCampaign } from '../../src/server/storage/campaigns.ts'
import { campaignFor } from '../support/campaigns.ts'
import { createDeviceWorld, offline } from '../support/device-world.ts'
import { pageIn } from '../support/page.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, headFor, passed, type ServerWorld } from '../support/server-world.ts'

/** What campaigns ask of somebody, on their device. */

type DeviceWorld = Awaited<ReturnType<typeof createDeviceWorld>>
const STATION = 'demo-tyt-suoi-mo'
const OTHER = 'demo-tyt-dong-xuan'
const TODAY = '2026-11-22'

let server: ServerWorld
let tablet: DeviceWorld
beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
})
afterEach(async () => {
  tablet.close()
  await server.close()
})

async function campaign(more: Partial<Parameters<typeof campaignFor>[1]> = {}) {
  const { checklist } = await headFor(STATION)
  const people = [{ id: 'demo-kiemtra', name: 'Kiểm' }]
  const asked = { tenantId: PROVINCE.id, by: 'demo-giamsat', facilityIds: [STATION], checklist, people }
  return campaignFor(server.db, { ...asked, ...more })
}

const assigned = async (today = TODAY) =>
  (await listAssigned(tablet.store, today)).map(({ assignment, facility, open }) => ({
    title: assignment.title,
    facility: facility.id,
    open: open?.state ?? null,
  }))

async function begin(more: Partial<InspectionHead> = {}): Promise<string> {
  return startInspection(tablet.store, await headFor(STATION, more))
}

async function handIn(id: string): Promise<void> {
  for (const { id: item } of itemsOf(tinyChecklist)) await saveAnswer(tablet.store, id, item, passed)
  await submitInspection(tablet.store, id)
}

describe('[P75] on the device', () => {
  it('they lie there without a network and after a restart, the first that is due first', async () => {
    await campaign({ title: 'Sau', due: '2026-12-30' })
    await campaign({ title: 'Trước', due: '2026-11-01', facilityIds: [OTHER] })
    await tablet.sync()
    tablet.network(offline)
    await tablet.restart()
    expect(await assigned()).toEqual([
      { title: 'Trước', facility: OTHER, open: null },
      { title: 'Sau', facility: STATION, open: null },
    ])
    const [first] = await listAssigned(tablet.store, TODAY)
    expect(first?.checklistTitle).toBe(tinyChecklist.title)
  })

  it('[P75] what is given to somebody else or taken back leaves with the page that says so', async () => {
    const { id, assignments } = await campaign({ title: 'Đổi người' })
    const other = await campaign({ title: 'Kết thúc' })
    await tablet.sync()
    expect(await assigned()).toHaveLength(2)
    await server.db.transaction().execute(async (trx) => {
      await assignTo(trx, PROVINCE.id, assignments[0] ?? '', [])
      await changeCampaign(trx, PROVINCE.id, { id: other.id, version: 1 }, { closedOn: TODAY })
    })
    await tablet.sync()
    expect(await assigned()).toEqual([])
    expect(await tablet.store.db.assignment.count()).toBe(0)
    expect(id).not.toBe(other.id)
  })

  it('[P75] a view that is read anew brings what there is, and nothing else', async () => {
    const { assignments } = await campaign()
    await tablet.sync()
    // The epoch is the same; the reach has changed, and with it the view.
    await server.db
      .deleteFrom('person_area')
      .where('area_id', '=', 'demo-ben-sao')
      .where('user_id', '=', 'demo-kiemtra')
      .execute()
    await server.db
      .updateTable('assignment')
      .set({ withdrawn_ver: 0 })
      .where('id', '=', assignments[0] ?? '')
      .execute()
    await campaign({ title: 'Mới' })
    await tablet.sync()
    expect((await assigned()).map(({ title }) => title)).toEqual(['Mới'])
  })

  it('[P40] one that has vanished, or is not what it was, is found, and the view is read again', async () => {
    await campaign()
    await tablet.sync()
    expect(await verifyView(tablet.store, tablet.transport, 0, true)).toBe(false)
    await tablet.store.db.assignment.clear()
    expect(await verifyView(tablet.store, tablet.transport, 0, true)).toBe(true)
    await tablet.sync()
    expect(await assigned()).toHaveLength(1)
    expect(await verifyView(tablet.store, tablet.transport, 0, true)).toBe(false)
  })

  it('a facility that has closed asks for nothing any more', async () => {
    await campaign()
    await server.db.updateTable('facility').set({ closed_on: '2026-11-22' }).where('id', '=', STATION).execute()
    const fresh = await createDeviceWorld(server, 'kiemtra')
    await fresh.sync()
    expect(await listAssigned(fresh.store, '2026-11-21')).toHaveLength(1)
    expect(await listAssigned(fresh.store, TODAY)).toEqual([])
    fresh.close()
  })
})

describe('[P77] done', () => {
  it('while it is only here it is being done, or done and waiting; once received it leaves the list', async () => {
    await campaign()
    await tablet.sync()
    tablet.network(offline)
    const id = await begin()
    expect((await assigned())[0]?.open).toBe('draft')
    await handIn(id)
    expect((await assigned())[0]?.open).toBe('waiting')
    tablet.network()
    await tablet.sync()
    expect(await assigned()).toEqual([])
  })

  it('[P77] by somebody else of the team as well', async () => {
    await campaign()
    const other = await createDeviceWorld(server, 'kiemtra')
    await other.sync()
    await tablet.sync()
    await handIn(await begin())
    await tablet.sync()
    await other.sync()
    expect(await listAssigned(other.store, TODAY)).toEqual([])
    other.close()
  })

  it.each([
    ['a self-assessment', { kind: 'selfAssessment' as const }],
    ['a visit from before the campaign', { date: '2026-09-30' }],
    ['a visit elsewhere', null],
  ])('[P77] not by %s', async (_, change) => {
    await campaign()
    await tablet.sync()
    const head = change ? await headFor(STATION, change) : await headFor(OTHER)
    await handIn(await startInspection(tablet.store, head))
    expect((await assigned())[0]?.open).toBeNull()
    await tablet.sync()
    expect(await assigned()).toHaveLength(1)
  })
})

describe('[P76] an app that is updated', () => {
  it('[P76] has them after its next round, with nothing read anew and its work where it was', async () => {
    // The app of before: it said 2, and its store had no place for them.
    tablet.network(async ({ path }, pass) => {
      if (!path.includes('/pull')) return pass()
      const headers = { cookie: await server.signIn('kiemtra'), [SCHEMA_HEADER]: '2' }
      return server.app.request(path, { headers })
    })
    await campaign()
    const draft = await begin()
    await saveAnswer(tablet.store, draft, 'q1', passed)
    await tablet.sync()
    expect(await assigned()).toEqual([])
    const facilities = await tablet.store.db.facility.count()
    const resets: boolean[] = []
    tablet.network(async ({ path }, pass) => {
      const reply = await pass()
      if (path.includes('/pull')) resets.push((await pageIn(reply)).reset)
      return reply
    })
    await tablet.sync()
    expect((await assigned()).map(({ open }) => open)).toEqual(['draft'])
    expect(resets).not.toContain(true)
    expect(await tablet.store.db.facility.count()).toBe(facilities)
    expect(await tablet.store.db.answer.count()).toBe(1)
  })

  it('a store of version 4 is opened with all that was in it, and takes assignments', async () => {
    const name = `so-kiem:${randomUUID()}`
    const before = new Dexie(name)
    before
      .version(4)
      .stores(
        Object.fromEntries(
          tablet.store.db.tables
            .filter((table) => table.name !== 'assignment')
            .map(({ name: table, schema }) => [
              table,
              [schema.primKey, ...schema.indexes].map(({ src }) => src).join(','),
            ]),
        ),
      )
    await before.open()
    await before.table('meta').bulkPut(await tablet.store.db.meta.toArray())
    await before.table('facility').bulkPut(await tablet.store.db.facility.toArray())
    await before.table('meta').put({ key: 'schemaMin', value: 4 })
    before.close()
    const opened = await openStore('demo-kiemtra', name, tablet.store.db.key)
    expect(await opened.db.facility.count()).toBe(await tablet.store.db.facility.count())
    expect(await opened.db.assignment.count()).toBe(0)
    expect(await opened.db.meta.get('schemaMin')).toMatchObject({ value: STORE_SCHEMA })
    opened.db.close()
  })
})
