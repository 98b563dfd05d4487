import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Checklist } from '../../../src/domain/checklist.ts'
import { dateInVietnam } from '../../../src/domain/date.ts'
import { type PeriodReportReply, periodReportSchema } from '../../../src/protocol/report-wire.ts'
import { PROVINCE } from '../../../src/server/demonstration-data.ts'
import { rebuildStandings } from '../../../src/server/overview/rebuild-standings.ts'
import { publishChecklists } from '../../../src/server/publish-checklists.ts'
import { readProvince } from '../../../src/server/storage/places.ts'
import { createServerWorld, jsonRequest, MORNING, type ServerWorld } from '../../support/server-world.ts'
import { createTwoProvinces } from '../../support/two-provinces.ts'
import { bestAnswers, visit, wide } from './generated.ts'

const STATION = 'demo-tyt-suoi-mo'
const fail = { value: { is: 'verdict' as const, verdict: 'fail' as const } }

async function ask(world: Pick<ServerWorld, 'app'>, cookie: string, query: Record<string, string>): Promise<Response> {
  return world.app.request(`/api/reports/period?${new URLSearchParams({ period: '2026', ...query })}`, {
    headers: { cookie },
  })
}

async function report(world: ServerWorld, query: Record<string, string>, who = 'giamsat'): Promise<PeriodReportReply> {
  const reply = await ask(world, await world.signIn(who), query)
  if (!reply.ok) throw new Error(await reply.text())
  return periodReportSchema.parse(await reply.json())
}

describe('a report', () => {
  let world: ServerWorld
  beforeEach(async () => {
    world = await createServerWorld({ checklists: [wide] })
    const tablet = await world.device('kiemtra')
    await tablet.send(
      ...(await visit(wide, STATION, {
        insp: 'spring',
        date: '2026-03-01',
        answers: { ...bestAnswers(wide), 'w.2': fail },
      })),
    )
    await tablet.send(
      ...(await visit(wide, 'demo-tyt-dong-xuan', { insp: 'other', date: '2026-03-02', answers: bestAnswers(wide) })),
    )
  })
  afterEach(() => world.close())

  async function administer(path: string, body: Record<string, unknown>): Promise<void> {
    const reply = await world.app.request(`/api/${path}`, jsonRequest(body, await world.signIn('quantri')))
    if (!reply.ok) throw new Error(await reply.text())
  }

  test('lists what is open as it stands: assigned, called done, sent back, and no more once it is verified', async () => {
    const [inspector, facility] = [await world.device('kiemtra'), await world.device('coso')]
    const step = (id: string, say: Record<string, unknown>) => ({
      k: 'inspection.step' as const,
      insp: 'spring',
      step: { id, seal: 1, say },
    })
    const open = async () =>
      (await report(world, {})).actions.map(({ plan, reportedOn, daysLate }) => [plan.who, reportedOn, daysLate > 0])
    const plan = { what: 'Thay vòi', who: 'Phòng hành chính', by: '2026-04-01' }
    expect(await open()).toEqual([])
    await facility.send(step('given', { is: 'assign', item: 'w.2', plan }))
    const [assigned] = await open()
    expect(assigned).toEqual(['Phòng hành chính', null, true])
    await facility.send(step('done', { is: 'done', item: 'w.2', comment: '' }))
    expect(await open()).toEqual([['Phòng hành chính', dateInVietnam(MORNING), true]])
    await inspector.send(step('back', { is: 'sendBack', item: 'w.2', of: 'done', comment: 'Còn rỉ' }))
    expect(await open()).toEqual([assigned])
    await facility.send(step('again', { is: 'done', item: 'w.2', comment: '' }))
    await inspector.send(step('well', { is: 'verify', item: 'w.2', of: 'again', comment: '' }))
    expect(await open()).toEqual([])
    const rows = await world.db.selectFrom('action_said').selectAll().execute()
    await rebuildStandings(world.db)
    expect(await world.db.selectFrom('action_said').selectAll().execute()).toEqual(rows)
  })

  test('of an area that was merged keeps the results of its facilities, and says so', async () => {
    const { version } = await readProvince(world.db, PROVINCE.id)
    await administer('areas/merge', {
      version,
      from: '2026-06-01',
      kind: 'commune',
      name: 'Xã Suối Xuân',
      parentId: null,
      areaIds: ['demo-suoi-mo', 'demo-dong-xuan'],
    })
    const { changes, families } = await report(world, {})
    const own = changes.filter(({ facilityId }) => facilityId === STATION)
    expect(own).toMatchObject([{ on: '2026-06-01', is: 'merged', from: 'Xã Suối Mơ', to: 'Xã Suối Xuân' }])
    const row = families[0]?.ranking.find(({ id }) => id === STATION)
    expect(row).toMatchObject({ inspectionId: 'spring', areaName: 'Xã Suối Xuân', moved: true })
    expect(families[0]?.areas.find(({ name }) => name === 'Xã Suối Xuân')).toMatchObject({ assessed: 2 })

    // Of the facility itself: where it lay, and where it lay on the day of the visit.
    const { scope, visits } = await report(world, { facility: STATION })
    expect(scope).toMatchObject({ areaName: 'Xã Suối Xuân' })
    expect(scope.is === 'facility' && scope.stays.map(({ areaName }) => areaName).slice(-2)).toEqual([
      'Xã Suối Mơ',
      'Xã Suối Xuân',
    ])
    expect(visits).toMatchObject([{ inspectionId: 'spring', areaName: 'Xã Suối Mơ' }])
    // A period before says nothing of it.
    const earlier = await report(world, { period: '2026-q1' })
    expect(earlier.changes.filter(({ facilityId }) => facilityId === STATION)).toEqual([])
  })

  test('of a facility that moved or closed keeps its results, and says so', async () => {
    await administer(`facilities/${STATION}/move`, { version: 1, areaId: 'demo-dong-xuan', from: '2026-05-05' })
    await administer(`facilities/${STATION}/close`, { version: 2, on: '2026-10-10' })
    const { changes, families } = await report(world, { area: 'demo-dong-xuan' })
    expect(changes).toMatchObject([
      { on: '2026-05-05', is: 'moved', from: 'Xã Suối Mơ', to: 'Xã Đồng Xuân', facilityId: STATION },
      { on: '2026-10-10', is: 'closed', from: 'Xã Đồng Xuân', to: null, facilityId: STATION },
    ])
    expect(families[0]?.ranking.find(({ id }) => id === STATION)).toMatchObject({
      inspectionId: 'spring',
      moved: true,
      closedOn: '2026-10-10',
    })
    expect((await report(world, { area: 'demo-suoi-mo' })).families[0]?.ranking.map(({ id }) => id)).not.toContain(
      STATION,
    )
  })

  test('tells an old visit in the words of its own version, and scores it no other way', async () => {
    const before = await report(world, { facility: STATION })
    const newer: Checklist = {
      ...wide,
      version: '2.0',
      sections: wide.sections.map((section) => ({
        ...section,
        items: section.items
          .filter(({ id }) => id !== 'w.2')
          .map((item) => ({ ...item, question: `Câu mới ${item.id}?`, points: item.points * 2 })),
      })),
    }
    await publishChecklists(world.db, [newer], MORNING)
    const after = await report(world, { facility: STATION })
    expect(after.visits).toEqual(before.visits)
    expect(after.families[0]?.ranking[0]).toMatchObject({ share: before.families[0]?.ranking[0]?.share })
    expect(after.families[0]?.failedItems).toEqual(before.families[0]?.failedItems)
    expect(after.families[0]?.critical).toMatchObject([{ number: '2', question: 'Câu hỏi w.2?' }])
  })

  test('of real facilities holds none of the invented ones', async () => {
    await world.db.updateTable('facility').set({ demonstration: 0 }).where('id', '=', 'demo-tyt-dong-xuan').execute()
    const { demonstration, families } = await report(world, {})
    expect(demonstration).toBe(false)
    expect(families[0]?.ranking.map(({ id }) => id)).toEqual(['demo-tyt-dong-xuan'])
    expect((await ask(world, await world.signIn('giamsat'), { facility: STATION })).status).toBe(404)
  })

  test('of what was handed in alone: a draft counts nowhere', async () => {
    const tablet = await world.device('kiemtra')
    const [start, set] = await visit(wide, STATION, { insp: 'draft', date: '2026-11-20', answers: bestAnswers(wide) })
    await tablet.send(start, set)
    const { visits, families } = await report(world, { facility: STATION })
    expect(visits.map(({ inspectionId }) => inspectionId)).toEqual(['spring'])
    expect(families[0]?.ranking[0]?.inspectionId).toBe('spring')
  })

  test('is asked for by the facility of itself', async () => {
    const { scope, visits, families } = await report(world, {}, 'coso')
    expect(scope).toMatchObject({ is: 'facility', id: STATION })
    expect(visits).toHaveLength(1)
    expect(families[0]?.ranking.map(({ id }) => id)).toEqual([STATION])
    const other = await ask(world, await world.signIn('coso'), { facility: 'demo-tyt-dong-xuan' })
    expect(other.status).toBe(404)
  })
})

test('what is out of reach looks like what is nowhere', async () => {
  const world = await createTwoProvinces()
  for (const role of ['supervisor', 'administrator', 'facility'] as const) {
    const { cookie } = await world.somebody(role)
    const texts = new Set<string>()
    const queries: Record<string, string>[] = [
      { facility: 'demo-tyt-dong-xuan' },
      { facility: 'far-station' },
      { facility: 'khong-co' },
      { area: 'demo-dong-xuan' },
      { area: 'far-area' },
      { area: 'khong-co' },
    ]
    for (const query of queries) {
      const reply = await ask(world, cookie, query)
      expect([role, query, reply.status]).toEqual([role, query, 404])
      texts.add(await reply.text())
    }
    expect(texts.size).toBe(1)
    expect((await ask(world, cookie, { facility: STATION })).status).toBe(200)
  }
  await world.end()
})

test.each([
  ['', 'BODY_INVALID'],
  ['?period=2026-q9', 'PERIOD_INVALID'],
  ['?period=2026&kind=x', 'BODY_INVALID'],
])('the address %s is refused with a reason', async (query, code) => {
  const world = await createServerWorld()
  const headers = { cookie: await world.signIn('giamsat') }
  for (const file of ['period', 'period.xlsx']) {
    const reply = await world.app.request(`/api/reports/${file}${query}`, { headers })
    expect([reply.status, (await reply.json()).code]).toEqual([422, code])
  }
  await world.close()
})
