import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mayRead } from '../../src/domain/people.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import type { Change, PullReply } from '../../src/protocol/wire.ts'
import { accounts, facilities } from '../../src/server/demonstration-data.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

type Tablet = Awaited<ReturnType<ServerWorld['device']>>

/** A visit, begun and, if wanted, submitted. */
async function visit(tablet: Tablet, facilityId: string, { kind = 'inspection' as const, submitted = false } = {}) {
  const head = await headFor(facilityId, { kind })
  const insp = randomUUID()
  const answers = { q1: passed, q2: passed, q3: failed }
  await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    ...(submitted ? [await submitOf(insp, head, answers)] : []),
  )
  return insp
}

function keyOf(change: Change): string {
  return change.entity === 'checklist'
    ? `checklist ${change.ref.id}@${change.ref.version}`
    : `${change.entity} ${change.data.id}`
}

/** Pages until there is no more; what the last page of each row says stands. */
async function pullAll(cookie: string, { limit = 500, cursor = '', between = async () => {} } = {}) {
  const rows = new Map<string, Change>()
  const pages: PullReply[] = []
  for (let more = true; more; ) {
    const page = await world.pull(cookie, { cursor, limit })
    pages.push(page)
    for (const change of page.changes) rows.set(keyOf(change), change)
    cursor = page.cursor
    more = page.more
    if (more) await between()
  }
  return { rows, pages, cursor }
}

test('the first pull brings the checklists and the facilities within reach, and says that it starts afresh', async () => {
  const cookie = await world.signIn('kiemtra')
  const { rows, pages } = await pullAll(cookie)
  expect(pages).toHaveLength(1)
  expect(pages[0]).toMatchObject({ reset: true, more: false, deviceAck: 0 })
  const inReach = facilities.filter(({ areaId }) => ['demo-suoi-mo', 'demo-dong-xuan', 'demo-ben-sao'].includes(areaId))
  expect([...rows.keys()].sort()).toEqual(
    ['checklist thu-nghiem@1.0', ...inReach.map(({ id }) => `facility ${id}`)].sort(),
  )
})

test('[P7] a checklist arrives with the hash of its content', async () => {
  const { rows } = await pullAll(await world.signIn('kiemtra'))
  const checklist = rows.get('checklist thu-nghiem@1.0')
  if (checklist?.entity !== 'checklist') throw new Error('no checklist')
  expect(await digestOf(checklist.content)).toBe(checklist.ref.hash)
})

test('the next pull brings only what has changed since, without a reset', async () => {
  const tablet = await world.device('kiemtra')
  const { cursor } = await pullAll(tablet.cookie)
  const insp = await visit(tablet, 'demo-tyt-suoi-mo')
  const next = await pullAll(tablet.cookie, { cursor })
  expect([...next.rows.keys()]).toEqual([`inspection ${insp}`])
  expect(next.pages[0]?.reset).toBe(false)
  expect((await pullAll(tablet.cookie, { cursor: next.cursor })).rows.size).toBe(0)
})

test.each([1, 2, 3, 7])(
  '[P10] pages of %i rows deliver everything, whatever is edited between two pages',
  async (limit) => {
    const tablet = await world.device('kiemtra')
    const inspections: string[] = []
    for (let number = 0; number < 6; number++) inspections.push(await visit(tablet, 'demo-tyt-suoi-mo'))
    let edits = 0
    const { rows } = await pullAll(tablet.cookie, {
      limit,
      between: async () => {
        // Each edit moves one of the visits to the end of what is still to come.
        if (edits >= 12) return
        const insp = inspections[(edits * 5) % 6] ?? ''
        const note = `lần ${++edits}`
        await tablet.send({ k: 'answer.set', insp, set: { q1: [99, { ...passed, note }] } })
      },
    })
    for (const id of inspections) {
      const stored = await world.app.request(`/api/inspections/${id}`, { headers: { cookie: tablet.cookie } })
      const change = rows.get(`inspection ${id}`)
      expect(change?.entity === 'inspection' && change.data).toEqual(await stored.json())
    }
    expect([...rows.keys()].filter((key) => key.startsWith('facility'))).toHaveLength(11)
  },
)

test('[P11] only the first of several pages says reset', async () => {
  const { pages } = await pullAll(await world.signIn('giamsat'), { limit: 4 })
  expect(pages.map(({ reset }) => reset)).toEqual(pages.map((_, index) => index === 0))
  expect(pages.length).toBeGreaterThan(4)
})

test('a page also ends by its length, and a row longer than a page still arrives', async () => {
  const tablet = await world.device('kiemtra')
  const { cursor } = await pullAll(tablet.cookie)
  const insp = await visit(tablet, 'demo-tyt-suoi-mo')
  const other = await visit(tablet, 'demo-tyt-suoi-mo')
  const cell = { rev: 1, answer: { value: null, note: 'ă'.repeat(2000) } }
  const cells = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`q${index}`, cell]))
  await world.db
    .updateTable('inspection')
    .set({ cells: JSON.stringify(cells) })
    .execute()
  const { pages, rows } = await pullAll(tablet.cookie, { cursor })
  expect(pages.map(({ changes }) => changes.length)).toEqual([1, 1])
  expect([...rows.keys()]).toEqual([`inspection ${insp}`, `inspection ${other}`])
})

test('[P10] a page of many rows holds each of them once, in the order of their last change', async () => {
  const tablet = await world.device('kiemtra')
  const { cursor } = await pullAll(tablet.cookie)
  const head = await headFor('demo-tyt-suoi-mo')
  const ids = Array.from({ length: 130 }, (_, index) => `visit-${String(index).padStart(3, '0')}`)
  const starts = ids.map((insp) => ({ k: 'inspection.start' as const, insp, head }))
  await tablet.send(...starts.slice(0, 100))
  await tablet.send(...starts.slice(100))
  const { pages, rows } = await pullAll(tablet.cookie, { cursor, limit: 120 })
  expect(pages.map(({ changes }) => changes.length)).toEqual([120, 10])
  expect([...rows.keys()]).toEqual(ids.map((id) => `inspection ${id}`))
})

test('[P11] a draft is seen by nobody but its author', async () => {
  const tablet = await world.device('kiemtra')
  const insp = await visit(tablet, 'demo-tyt-suoi-mo')
  for (const username of ['coso', 'giamsat', 'quantri']) {
    const cookie = await world.signIn(username)
    expect((await pullAll(cookie)).rows.has(`inspection ${insp}`)).toBe(false)
    expect((await world.app.request(`/api/inspections/${insp}`, { headers: { cookie } })).status).toBe(404)
  }
  expect((await pullAll(tablet.cookie)).rows.has(`inspection ${insp}`)).toBe(true)
})

test('once submitted it reaches the facility and the supervisor, but no other facility', async () => {
  const tablet = await world.device('kiemtra')
  const facility = await world.signIn('coso')
  const { cursor } = await pullAll(facility)
  const here = await visit(tablet, 'demo-tyt-suoi-mo', { submitted: true })
  const elsewhere = await visit(tablet, 'demo-tyt-dong-xuan', { submitted: true })
  expect([...(await pullAll(facility, { cursor })).rows.keys()]).toEqual([`inspection ${here}`])
  const supervisor = (await pullAll(await world.signIn('giamsat'))).rows
  expect(supervisor.has(`inspection ${here}`)).toBe(true)
  expect(supervisor.has(`inspection ${elsewhere}`)).toBe(true)
})

test('[P11] the feed’s SQL and the domain’s rule agree on who may read what', async () => {
  const inspector = await world.device('kiemtra')
  const station = await world.device('coso')
  for (const facilityId of ['demo-tyt-suoi-mo', 'demo-tt-an-lac', 'demo-bv-ben-sao']) {
    for (const submitted of [false, true]) await visit(inspector, facilityId, { submitted })
  }
  const head = await headFor('demo-tyt-suoi-mo', { kind: 'selfAssessment' })
  await station.send({ k: 'inspection.start', insp: 'own-draft', head })
  const all = await world.db.selectFrom('inspection').select(['id', 'facility_id', 'status', 'created_by']).execute()
  expect(all).toHaveLength(7)
  for (const { id, username } of accounts) {
    const person = await findPerson(world.db, id)
    if (!person) throw new Error(`no person ${id}`)
    const allowed = all.filter(({ facility_id, status, created_by }) => {
      const facility = facilities.find((known) => known.id === facility_id)
      return facility && mayRead(person, { facility, inspection: { status, createdBy: created_by } })
    })
    const { rows } = await pullAll(await world.signIn(username))
    const seen = [...rows.keys()].filter((key) => key.startsWith('inspection'))
    expect(seen.sort()).toEqual(allowed.map((row) => `inspection ${row.id}`).sort())
  }
})

test('[P11] a person given another commune starts the view again and sees the new, not the old', async () => {
  const cookie = await world.signIn('kiemtra')
  const { cursor } = await pullAll(cookie)
  await world.db
    .updateTable('person_area')
    .set({ area_id: 'demo-hoa-ban' })
    .where('user_id', '=', 'demo-kiemtra')
    .where('area_id', '=', 'demo-suoi-mo')
    .execute()
  const { pages, rows } = await pullAll(cookie, { cursor })
  expect(pages[0]?.reset).toBe(true)
  expect(rows.has('facility demo-tyt-hoa-ban')).toBe(true)
  expect(rows.has('facility demo-tyt-suoi-mo')).toBe(false)
})

test.each(['', 'rác', 'eyJhIjoxfQ', Buffer.from('{"epoch":"e","pos":-1,"scope":"s"}').toString('base64url')])(
  'a damaged cursor (%s) starts again instead of failing',
  async (cursor) => {
    const page = await world.pull(await world.signIn('coso'), { cursor })
    expect(page.reset).toBe(true)
    expect(page.changes.map(keyOf)).toEqual(['checklist thu-nghiem@1.0', 'facility demo-tyt-suoi-mo'])
  },
)

test('[P11] after the server was restored every view starts again', async () => {
  const cookie = await world.signIn('coso')
  const { cursor } = await pullAll(cookie)
  await world.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
  expect(await world.pull(cookie, { cursor })).toMatchObject({ reset: true, epoch: 'restored' })
})

test('a page says which of the device’s own numbers it contains, and no one else’s', async () => {
  const tablet = await world.device('kiemtra')
  await visit(tablet, 'demo-tyt-suoi-mo')
  expect((await world.pull(tablet.cookie, { deviceId: tablet.deviceId })).deviceAck).toBe(2)
  expect((await world.pull(await world.signIn('coso'), { deviceId: tablet.deviceId })).deviceAck).toBe(0)
})

test('a version published later reaches those who have read everything', async () => {
  const { publishChecklists } = await import('../../src/server/publish-checklists.ts')
  const { tinyChecklist } = await import('../support/server-checklist.ts')
  const cookie = await world.signIn('coso')
  const { cursor } = await pullAll(cookie)
  await publishChecklists(world.db, [tinyChecklist, { ...tinyChecklist, version: '1.1' }], 1)
  expect([...(await pullAll(cookie, { cursor })).rows.keys()]).toEqual(['checklist thu-nghiem@1.1'])
})
