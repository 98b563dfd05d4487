import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InspectionHead, ScoreSummary } from '../../../src/domain/inspection.ts'
import { type Listed, listedChoices } from '../../../src/domain/overview/listed.ts'
import { score } from '../../../src/domain/scoring/score.ts'
import { digestOf } from '../../../src/protocol/digest.ts'
import {
  type FacilityPage,
  facilityPageSchema,
  type OverviewReply,
  overviewReplySchema,
} from '../../../src/protocol/overview-wire.ts'
import { facilities } from '../../../src/server/demonstration-data.ts'
import { rebuildStandings } from '../../../src/server/overview/rebuild-standings.ts'
import { addArea } from '../../support/areas.ts'
import { campaignFor } from '../../support/campaigns.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { createServerWorld, MORNING, type ServerWorld } from '../../support/server-world.ts'
import { published } from '../../support/two-sides.ts'
import { bestAnswers, handInMany, narrow, visit, wide } from './generated.ts'

const checklists = [wide, narrow]

async function read(world: ServerWorld, path: string, query: Record<string, string>): Promise<unknown> {
  const reply = await world.app.request(`${path}?${new URLSearchParams(query)}`, {
    headers: { cookie: await world.signIn('giamsat') },
  })
  if (!reply.ok) throw new Error(await reply.text())
  return reply.json()
}

async function ask(world: ServerWorld, query: Record<string, string>): Promise<OverviewReply> {
  return overviewReplySchema.parse(await read(world, '/api/overview', query))
}

/** Part by part, to its end. */
async function listFacilities(world: ServerWorld, query: Record<string, string>): Promise<FacilityPage[]> {
  const pages: FacilityPage[] = []
  for (let next: string | null = ''; next !== null; ) {
    const asked = { ...query, ...(next !== '' && { after: next }) }
    const page = facilityPageSchema.parse(await read(world, '/api/overview/facilities', asked))
    pages.push(page)
    next = page.next
  }
  return pages
}

function chosenOf({ chosen }: OverviewReply) {
  if (!chosen) throw new Error('nothing was chosen')
  return chosen
}

/** What the table holds, parsed; nothing here knows of standings. */
type Row = {
  id: string
  head: InspectionHead
  score: ScoreSummary
  at: number
  cells: Record<string, { answer: never }>
}

async function everything({ db }: ServerWorld): Promise<Row[]> {
  const rows = await db.selectFrom('inspection').selectAll().where('status', '!=', 'draft').execute()
  return rows.map(({ id, head, score, submitted_at, cells }) => ({
    id,
    head: JSON.parse(head),
    score: JSON.parse(score ?? 'null'),
    at: submitted_at ?? 0,
    cells: JSON.parse(cells),
  }))
}

const share = ({ earned, max, tone }: ScoreSummary) =>
  max > 0 && tone !== 'undetermined' ? Math.round((earned / max) * 10_000) : null
const mean = (values: number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)

/** Text that sorts as visits stand: by day, then by when they were handed in. */
const order = ({ head, at, id }: Row) => `${head.date} ${String(at).padStart(16, '0')} ${id}`

/** Of each facility the last visit of a span, by a plain walk over all of them. */
function lastOfEach(rows: Row[], from: string, until: string): Map<string, Row> {
  const last = new Map<string, Row>()
  for (const row of rows) {
    if (row.head.date < from || row.head.date >= until) continue
    const known = last.get(row.head.facilityId)
    if (known && order(row) < order(known)) continue
    last.set(row.head.facilityId, row)
  }
  return last
}

describe('two thousand generated visits', () => {
  let world: ServerWorld
  let rows: Row[]
  beforeAll(async () => {
    world = await createServerWorld({ checklists })
    await handInMany(world, { count: 2000, random: seededRandom(7), first: '2024-12-01', days: 720 })
    rows = await everything(world)
  }, 180_000)
  afterAll(() => world.close())

  const spans: Record<string, [from: string, until: string, before: [string, string]]> = {
    '2026-q1': ['2026-01-01', '2026-04-01', ['2025-01-01', '2025-04-01']],
    '2026-6': ['2026-01-01', '2026-07-01', ['2025-01-01', '2025-07-01']],
    '2026-9': ['2026-01-01', '2026-10-01', ['2025-01-01', '2025-10-01']],
    '2026': ['2026-01-01', '2027-01-01', ['2025-01-01', '2026-01-01']],
    '2025-q4': ['2025-10-01', '2026-01-01', ['2024-10-01', '2025-01-01']],
  }
  const questions = Object.keys(spans).flatMap((period) =>
    (['inspection', 'selfAssessment'] as const).flatMap((kind) =>
      [
        { checklist: wide, area: undefined },
        { checklist: narrow, area: undefined },
        { checklist: wide, area: 'demo-ben-sao' },
      ].map((each) => ({ period, kind, ...each })),
    ),
  )

  test.each(questions)('$period $kind $checklist.id $area: every figure is that of a plain count', async (question) => {
    const { period, kind, checklist, area } = question
    const [from, until, [beforeFrom, beforeUntil]] = spans[period] as (typeof spans)[string]
    const query = { period, kind, checklist: checklist.id, ...(area && { area }) }
    const overview = chosenOf(await ask(world, query))

    const placed = facilities.filter(({ areaId }) => area === undefined || areaId === area)
    const ids = new Set(placed.map(({ id }) => id))
    const ofChecklist = rows.filter(({ head }) => head.checklist.id === checklist.id && ids.has(head.facilityId))
    const own = ofChecklist.filter(({ head }) => head.kind === kind)
    const last = lastOfEach(own, from, until)
    const shares = [...last.values()].map((row) => share(row.score))
    const known = shares.filter((each) => each !== null)

    expect(overview.due).toBe(placed.filter(({ facts }) => checklist.facilityTypes.includes(facts.type)).length)
    expect(overview.assessed).toBe(last.size)
    expect(overview.tones.undetermined).toBe(
      [...last.values()].filter(({ score }) => score.tone === 'undetermined').length,
    )
    expect(overview.tones.fail).toBe([...last.values()].filter(({ score }) => score.tone === 'fail').length)
    if (known.length > 0) {
      const average = known.reduce((sum, each) => sum + each, 0) / known.length
      expect(overview.spread).toMatchObject({
        count: known.length,
        mean: Math.round(average),
        low: Math.min(...known),
        high: Math.max(...known),
        deviation: Math.round(
          Math.sqrt(known.map((each) => (each - average) ** 2).reduce((a, b) => a + b, 0) / known.length),
        ),
      })
    } else expect(overview.spread).toBeNull()

    // Rows of facilities, with the comparisons.
    const before = lastOfEach(own, beforeFrom, beforeUntil)
    const other = lastOfEach(
      ofChecklist.filter(({ head }) => head.kind !== kind),
      from,
      until,
    )
    for (const row of overview.facilities.rows) {
      const mine = last.get(row.id)
      expect([row.name, row.now?.inspectionId ?? null]).toEqual([row.name, mine?.id ?? null])
      expect(row.now?.share ?? null).toBe(mine ? share(mine.score) : null)
      const former = before.get(row.id)
      expect(row.before).toBe(former ? share(former.score) : null)
      expect(row.other?.inspectionId).toBe(other.get(row.id)?.id)
    }
    const gaps = [...last].flatMap(([id, row]) => {
      const [mine, theirs] = [share(row.score), other.get(id)]
      const others = theirs ? share(theirs.score) : null
      if (mine === null || others === null) return []
      return [kind === 'inspection' ? others - mine : mine - others]
    })
    expect(overview.selfMinusInspection).toEqual(
      gaps.length === 0 ? null : { facilities: gaps.length, mean: mean(gaps) },
    )

    // Items that failed, and the sections, scored anew from the answers.
    const failures = new Map<string, string[]>()
    const judged = new Map<string, number>()
    const bySection = new Map<string, number[]>()
    for (const row of last.values()) {
      const answers = Object.fromEntries(Object.entries(row.cells).map(([id, { answer }]) => [id, answer]))
      const scored = score(checklist, row.head.facts, answers, { date: row.head.date })
      for (const each of Object.values(scored.byItem)) {
        if (['pass', 'partial', 'fail'].includes(each.state))
          judged.set(each.itemId, (judged.get(each.itemId) ?? 0) + 1)
        if (each.state === 'fail')
          failures.set(each.itemId, [...(failures.get(each.itemId) ?? []), row.head.facilityId])
      }
      for (const { sectionId, earned, max } of scored.sections) {
        if (max > 0)
          bySection.set(sectionId, [...(bySection.get(sectionId) ?? []), Math.round((earned / max) * 10_000)])
      }
    }
    expect(Object.fromEntries(overview.failedItems.map(({ id, failed }) => [id, failed]))).toEqual(
      Object.fromEntries([...failures].map(([id, places]) => [id, places.length])),
    )
    for (const [item, places] of failures) {
      const [page] = await listFacilities(world, { ...query, item })
      expect([item, page?.rows.map((row) => row.id).toSorted()]).toEqual([item, places.toSorted()])
    }
    for (const item of overview.failedItems) expect([item.id, item.judged]).toEqual([item.id, judged.get(item.id)])
    for (const { id, spread } of overview.sections)
      expect([id, spread?.mean ?? null]).toEqual([id, bySection.has(id) ? mean(bySection.get(id) ?? []) : null])

    // Whichever are asked for, they are those that were counted, as they stand in the list of all.
    const all = overview.facilities.rows
    const doubted = new Set(all.flatMap(({ id, now }) => (now && now.signals.length > 0 ? [id] : [])))
    const kinds: Record<Listed, (row: Row | undefined) => boolean> = {
      all: () => true,
      notYet: (row) => row === undefined,
      fail: (row) => row?.score.tone === 'fail',
      critical: (row) => (row?.score.criticalFailures ?? 0) > 0,
      undetermined: (row) => row?.score.tone === 'undetermined',
      doubt: (row) => doubted.has(row?.head.facilityId ?? ''),
    }
    for (const show of listedChoices) {
      const [page] = await listFacilities(world, { ...query, show })
      const mine = all.filter(({ id }) => kinds[show](last.get(id)))
      expect([show, page?.of]).toEqual([show, overview.listed[show]])
      expect([show, page?.rows.map(({ rank: _, ...row }) => row)]).toEqual([
        show,
        mine.map(({ rank: _, ...row }) => row),
      ])
    }
    expect(all.map(({ rank }) => rank)).toEqual(
      all.map(({ now }) => {
        const own = now?.share ?? null
        return own === null ? null : 1 + known.filter((each) => each > own).length
      }),
    )

    // By area they add up to the whole.
    expect(overview.areas.reduce((sum, { assessed }) => sum + assessed, 0)).toBe(last.size)
    for (const { id, assessed } of overview.areas)
      expect(assessed).toBe(placed.filter((each) => each.areaId === id && last.has(each.id)).length)
  })

  test('the trend counts every visit of its quarter', async () => {
    const { trend } = chosenOf(await ask(world, { period: '2026', kind: 'inspection', checklist: wide.id }))
    expect(trend).toHaveLength(8)
    const own = rows.filter(({ head }) => head.checklist.id === wide.id && head.kind === 'inspection')
    for (const [index, { visits, assessed }] of trend.entries()) {
      const year = 2025 + Math.floor(index / 4)
      const month = (index % 4) * 3 + 1
      const within = own.filter(({ head: { date } }) => {
        const each = Number(date.slice(5, 7))
        return date.startsWith(`${year}`) && each >= month && each < month + 3
      })
      expect([index, visits, assessed]).toEqual([
        index,
        within.length,
        new Set(within.map(({ head }) => head.facilityId)).size,
      ])
    }
  })

  test('made anew they are what the pushes have made of them, one by one', async () => {
    const read = () => world.db.selectFrom('standing').selectAll().orderBy('inspection_id').execute()
    const before = await read()
    expect(before.length).toBeGreaterThan(100)
    expect(await rebuildStandings(world.db)).toBe(2000)
    expect(await read()).toEqual(before)
  })

  describe('and campaigns', () => {
    /** By hand: which facilities, from which day, closed when. */
    const asked = [
      { of: wide, kind: 'inspection', from: '2026-08-15', closedOn: null },
      { of: wide, kind: 'inspection', from: '2026-02-10', closedOn: '2026-03-20' },
      { of: narrow, kind: 'selfAssessment', from: '2025-11-05', closedOn: null },
      { of: wide, kind: 'inspection', from: '2026-11-21', closedOn: null },
    ] as const

    const question = (campaign: string) => ({ period: '2026-q4', campaign })

    test.each(asked)('$of.id $kind from $from up to $closedOn: due and done are counted plainly', async (campaign) => {
      const { of, kind, from, closedOn } = campaign
      const named = facilities.filter(({ facts }, index) => of.facilityTypes.includes(facts.type) && index % 3 !== 0)
      const { id } = await campaignFor(world.db, {
        tenantId: 'demo-province',
        by: 'demo-giamsat',
        facilityIds: named.map((each) => each.id),
        checklist: { id: of.id, version: of.version, hash: await digestOf(published(of)) },
        kind,
        from,
      })
      await world.db.updateTable('campaign').set({ closed_on: closedOn }).where('id', '=', id).execute()
      const reply = await ask(world, { period: '2026-q4', kind, campaign: id })
      const overview = chosenOf(reply)
      expect(reply.campaign).toMatchObject({ id, from, closedOn })

      const last = lastOfEach(
        rows.filter(
          ({ head }) =>
            head.checklist.id === of.id && head.kind === kind && named.some((each) => each.id === head.facilityId),
        ),
        from,
        closedOn === null ? '9999' : `${closedOn}x`,
      )
      expect([overview.due, overview.assessed]).toEqual([named.length, last.size])
      expect(new Map(overview.facilities.rows.map((row) => [row.id, row.now?.inspectionId]))).toEqual(
        new Map(named.map((each) => [each.id, last.get(each.id)?.id])),
      )
      const shares = [...last.values()].flatMap((row) => share(row.score) ?? [])
      expect(overview.spread?.mean).toBe(shares.length > 0 ? mean(shares) : undefined)
      expect(reply.campaign?.facilityIds.toSorted()).toEqual(named.map((each) => each.id).toSorted())
      const [notYet] = await listFacilities(world, { ...question(id), kind, checklist: of.id, show: 'notYet' })
      expect(notYet?.rows.map((row) => row.id).toSorted()).toEqual(
        named.flatMap((each) => (last.has(each.id) ? [] : [each.id])).toSorted(),
      )
      expect(overview.listed.notYet).toBe(notYet?.of)
      // As the campaign's own page counts it.
      const page = await world.app.request(`/api/campaigns/${id}`, {
        headers: { cookie: await world.signIn('giamsat') },
      })
      const { progress } = (await page.json()).campaign
      expect(progress.done + progress.doneLate).toBe(overview.assessed)
      expect(reply.families).toMatchObject([{ checklistId: of.id, due: overview.due, assessed: overview.assessed }])
      // The trend goes on by quarter, of the same facilities.
      const ofNamed = rows.filter(
        ({ head }) =>
          head.checklist.id === of.id &&
          head.kind === kind &&
          head.date >= '2026-10-01' &&
          named.some((each) => each.id === head.facilityId),
      )
      expect(overview.trend.at(-1)?.visits).toBe(ofNamed.length)

      // Narrowed to an area it counts what the campaign asks for there.
      const there = named.filter(({ areaId }) => areaId === 'demo-ben-sao').map((each) => each.id)
      const narrowed = chosenOf(await ask(world, { period: '2026-q4', kind, campaign: id, area: 'demo-ben-sao' }))
      expect([narrowed.due, narrowed.assessed]).toEqual([there.length, there.filter((each) => last.has(each)).length])
    })

    test('what closed before anybody came is not due; what was visited before stays', async () => {
      const [gone, visited] = ['demo-tyt-hoa-ban', 'demo-tyt-ben-sao']
      const { id } = await campaignFor(world.db, {
        tenantId: 'demo-province',
        by: 'demo-giamsat',
        facilityIds: [gone, visited],
        checklist: { id: wide.id, version: wide.version, hash: await digestOf(published(wide)) },
        from: '2026-01-01',
      })
      const close = (day: string | null) =>
        world.db.updateTable('facility').set({ closed_on: day }).where('id', 'in', [gone, visited]).execute()
      await close('2026-11-20')
      const overview = chosenOf(await ask(world, { period: '2026-q4', campaign: id }))
      await close(null)
      // Nobody inspects in Hoa Ban here.
      expect([overview.due, overview.assessed]).toEqual([1, 1])
      expect(overview.facilities.rows.map((row) => row.id)).toEqual([visited])
    })

    test('of another kind, or that nobody knows, or out of reach, is not found', async () => {
      const { id } = await campaignFor(world.db, {
        tenantId: 'demo-province',
        by: 'demo-giamsat',
        facilityIds: ['demo-bv-ben-sao'],
        checklist: { id: wide.id, version: wide.version, hash: await digestOf(published(wide)) },
      })
      const statusOf = async (query: Record<string, string>) => {
        const reply = await world.app.request(`/api/overview?${new URLSearchParams(query)}`, {
          headers: { cookie: await world.signIn('giamsat') },
        })
        return [reply.status, (await reply.json()).code]
      }
      const question = { period: '2026-q4', campaign: id }
      expect(await statusOf({ ...question, kind: 'selfAssessment' })).toEqual([404, 'NOT_FOUND'])
      expect(await statusOf({ ...question, campaign: 'no-such' })).toEqual([404, 'NOT_FOUND'])
      await world.db.deleteFrom('person_area').where('area_id', '=', 'demo-ben-sao').execute()
      expect(await statusOf(question)).toEqual([404, 'NOT_FOUND'])
      await world.db
        .insertInto('person_area')
        .values({ tenant_id: 'demo-province', user_id: 'demo-giamsat', area_id: 'demo-ben-sao' })
        .execute()
    })
  })

  test('where no checklist is chosen, the one with most results is shown', async () => {
    const { families, chosen } = await ask(world, { period: '2026', kind: 'inspection' })
    const most = Math.max(...families.map(({ assessed }) => assessed))
    expect(chosen?.assessed).toBe(most)
  })

  test('every checklist has its line, and counts for itself', async () => {
    const { families } = await ask(world, { period: '2026', kind: 'inspection' })
    const chosen = chosenOf(await ask(world, { period: '2026', kind: 'inspection', checklist: narrow.id }))
    const line = families.find(({ checklistId }) => checklistId === narrow.id)
    expect(line).toMatchObject({ due: chosen.due, assessed: chosen.assessed, spread: chosen.spread })
  })
})

describe('a visit', () => {
  let world: ServerWorld
  beforeAll(async () => {
    world = await createServerWorld({ checklists })
  })
  afterAll(() => world.close())

  const full = bestAnswers(wide)
  const bad = { ...full, 'w.2': { value: { is: 'verdict' as const, verdict: 'fail' as const } } }
  const rowOf = async (id: string, period = '2026-q4') =>
    chosenOf(await ask(world, { period, checklist: wide.id })).facilities.rows.find((each) => each.id === id)
  const q4 = { date: '2026-11-20', answers: full }

  test('that is not handed in counts nowhere', async () => {
    const tablet = await world.device('kiemtra')
    const [start, set] = await visit(wide, 'demo-tyt-suoi-mo', q4)
    await tablet.send(start, set)
    expect((await rowOf('demo-tyt-suoi-mo'))?.now).toBeNull()
  })

  test('of an earlier day that arrives later does not stand before the later one, and is counted', async () => {
    const tablet = await world.device('kiemtra')
    await tablet.send(...(await visit(wide, 'demo-tyt-suoi-mo', { ...q4, insp: 'later' })))
    await tablet.send(...(await visit(wide, 'demo-tyt-suoi-mo', { date: '2026-10-02', answers: bad, insp: 'earlier' })))
    expect((await rowOf('demo-tyt-suoi-mo'))?.now).toMatchObject({ inspectionId: 'later', criticalFailures: 0 })
    const { trend } = chosenOf(await ask(world, { period: '2026-q4', checklist: wide.id }))
    expect(trend.at(-1)).toMatchObject({ visits: 2, assessed: 1 })
  })

  test('that is amended counts as it then stands', async () => {
    const tablet = await world.device('kiemtra')
    const [, , submit] = await visit(wide, 'demo-tyt-suoi-mo', { date: '2026-11-20', answers: bad, insp: 'later' })
    await tablet.send({
      ...submit,
      k: 'inspection.amend',
      insp: 'later',
      baseSeal: 1,
      set: { 'w.2': bad['w.2'] },
      reason: 'Nhầm.',
    })
    const row = await rowOf('demo-tyt-suoi-mo')
    expect(row?.now).toMatchObject({ inspectionId: 'later', criticalFailures: 1, tone: 'fail' })
    const { failedItems } = chosenOf(await ask(world, { period: '2026-q4', checklist: wide.id }))
    expect(failedItems).toMatchObject([{ id: 'w.2', failed: 1, judged: 1, critical: true }])
  })

  test('in which nothing applied is not assessable, and no zero', async () => {
    const tablet = await world.device('kiemtra')
    const nothing = Object.fromEntries(Object.keys(full).map((id) => [id, { value: { is: 'notApplicable' as const } }]))
    await tablet.send(...(await visit(wide, 'demo-bv-ben-sao', { date: '2026-11-20', answers: nothing })))
    expect((await rowOf('demo-bv-ben-sao'))?.now).toMatchObject({ share: null, tone: 'undetermined' })
    const { spread, tones } = chosenOf(await ask(world, { period: '2026-q4', checklist: wide.id }))
    expect(tones.undetermined).toBe(1)
    expect(spread?.count).toBe(1)
  })

  test.each([
    ['in ten minutes say nothing', 'demo-tyt-dong-xuan', 600_000, []],
    ['in a quarter of a minute say so', 'demo-tyt-ben-sao', 15_000, ['noTime']],
    ['whose clock was set back in between say nothing', 'demo-bv-moi', -60_000, []],
  ])('twelve answers %s', async (_, facility, lasted, signals) => {
    const tablet = await world.device('kiemtra')
    const timed = { ...q4, begun: MORNING - lasted, ended: MORNING }
    await tablet.send(...(await visit(wide, facility, timed)))
    expect((await rowOf(facility))?.now?.signals).toEqual(signals)
  })

  test('of an earlier quarter that arrives later stands at the end of that quarter, and of no later one', async () => {
    const tablet = await world.device('kiemtra')
    await tablet.send(...(await visit(wide, 'demo-tyt-ben-sao', { date: '2026-08-10', answers: full, insp: 'late' })))
    await tablet.send(...(await visit(wide, 'demo-tyt-ben-sao', { date: '2026-02-03', answers: full, insp: 'latest' })))
    const standing = async (period: string) => (await rowOf('demo-tyt-ben-sao', period))?.now?.inspectionId
    expect(await standing('2026-q1')).toBe('latest')
    expect(await standing('2026-6')).toBe('latest')
    expect(await standing('2026-9')).toBe('late')
    expect(await standing('2026')).toBe(await standing('2026-q4'))
    expect(await standing('2026')).not.toBe('late')
  })

  test('that was somewhere else says so, by where its facility is known to be now', async () => {
    const tablet = await world.device('kiemtra')
    const position = { lat: 21.6, lon: 104.9, accuracy: 12, at: MORNING }
    const elsewhere = { ...q4, begun: MORNING - 600_000, ended: MORNING, position }
    await tablet.send(...(await visit(wide, 'demo-pk-nu-cuoi', elsewhere)))
    const isAt = (place: object | null) =>
      world.db
        .updateTable('facility')
        .set({ position: place && JSON.stringify(place) })
        .where('id', '=', 'demo-pk-nu-cuoi')
        .execute()
    await isAt({ lat: 21.5, lon: 104.9 })
    expect((await rowOf('demo-pk-nu-cuoi'))?.now?.signals).toEqual(['far'])
    await isAt({ lat: 21.6, lon: 104.9 })
    expect((await rowOf('demo-pk-nu-cuoi'))?.now?.signals).toEqual([])
    await isAt(null)
    expect((await rowOf('demo-pk-nu-cuoi'))?.now?.signals).toEqual([])
  })

  test('of a facility that has moved says so, and of one that has closed stays', async () => {
    await addArea(world.db, { id: 'new-area', provinceId: 'demo-province', name: 'Xã Mới' })
    await world.db.updateTable('facility').set({ area_id: 'new-area' }).where('id', '=', 'demo-tyt-dong-xuan').execute()
    const stay = {
      tenant_id: 'demo-province',
      facility_id: 'demo-tyt-dong-xuan',
      area_id: 'new-area',
      from_date: '2026-11-21',
    }
    await world.db.insertInto('facility_stay').values(stay).execute()
    // The supervisor was not given the new area: what moved there is not theirs to count.
    expect(await rowOf('demo-tyt-dong-xuan')).toBeUndefined()
    await world.db
      .insertInto('person_area')
      .values({ tenant_id: 'demo-province', user_id: 'demo-giamsat', area_id: 'new-area' })
      .execute()
    expect(await rowOf('demo-tyt-dong-xuan')).toMatchObject({ moved: true, areaName: 'Xã Mới' })

    await world.db
      .updateTable('facility')
      .set({ closed_on: '2026-10-01' })
      .where('id', '=', 'demo-tyt-suoi-mo')
      .execute()
    const { due, facilities: listed } = chosenOf(await ask(world, { period: '2026-q4', checklist: wide.id }))
    expect(due).toBe(facilities.length - 1)
    expect(listed.rows.find(({ id }) => id === 'demo-tyt-suoi-mo')).toMatchObject({ closedOn: '2026-10-01' })
  })

  test('at a real facility is never counted with invented ones', async () => {
    await world.db.updateTable('facility').set({ demonstration: 0 }).where('id', '=', 'demo-bv-ben-sao').execute()
    const reply = await ask(world, { period: '2026-q4', checklist: wide.id })
    expect(reply.demonstration).toBe(false)
    expect(chosenOf(reply).facilities.rows.map(({ id }) => id)).toEqual(['demo-bv-ben-sao'])
  })
})

describe('a province of many facilities', () => {
  let world: ServerWorld
  const placed = Array.from({ length: 700 }, (_, n) => `f-${String(n).padStart(3, '0')}`)
  const query = { period: '2026-q4', checklist: wide.id }
  beforeAll(async () => {
    world = await createServerWorld({ checklists })
    const station = facilities.find(({ id }) => id === 'demo-tyt-suoi-mo')
    if (!station) throw new Error('there is no station')
    await world.db.deleteFrom('facility_stay').execute()
    await world.db.updateTable('facility').set({ closed_on: '2020-01-01' }).execute()
    const row = { tenant_id: 'demo-province', area_id: 'demo-ben-sao', address: '', demonstration: 1 }
    const more = { facts: JSON.stringify(station.facts), position: null, closed_on: null }
    // Numbers in names sort as text: "Trạm 10" stands before "Trạm 9".
    await world.db
      .insertInto('facility')
      .values(placed.map((id, n) => ({ ...row, ...more, id, name: `Trạm ${n}` })))
      .execute()
    const tablet = await world.device('kiemtra')
    await tablet.send(...(await visit(wide, station.id, { date: '2026-11-20', answers: bestAnswers(wide) })))
    const random = seededRandom(5)
    for (const id of placed.slice(0, 80)) await copyStanding(id, random.below(8) * 100)
  }, 60_000)
  afterAll(() => world.close())

  /** As if the station's visit had been made elsewhere too, with other points. */
  async function copyStanding(facilityId: string, earned: number): Promise<void> {
    const [row] = await world.db.selectFrom('standing').selectAll().execute()
    if (!row) throw new Error('nothing stands')
    const there = { facility_id: facilityId, inspection_id: `of-${facilityId}`, earned }
    await world.db
      .insertInto('standing')
      .values({ ...row, ...there })
      .execute()
  }

  test('is listed part by part, each facility once, in one order and with one ranking', async () => {
    const { facilities: first, listed } = chosenOf(await ask(world, query))
    const pages = await listFacilities(world, query)
    expect(pages[0]).toEqual(first)
    expect(pages.map(({ of, rows }) => [of, rows.length])).toEqual([
      [701, 60],
      [701, 500],
      [701, 141],
    ])
    expect(listed).toMatchObject({ all: 701, notYet: 620 })
    const rows = pages.flatMap((page) => page.rows)
    expect(rows.map(({ id }) => id).toSorted()).toEqual([...placed, 'demo-tyt-suoi-mo'].toSorted())
    const shares = rows.flatMap(({ now }) => now?.share ?? [])
    expect(rows.map(({ rank }) => rank)).toEqual(
      rows.map(({ now }) => {
        const own = now?.share ?? null
        return own === null ? null : 1 + shares.filter((each) => each > own).length
      }),
    )
    const place = ({ now }: (typeof rows)[number]) => (now === null ? -2 : (now.share ?? -1))
    const sorted = rows.toSorted((a, b) => place(b) - place(a) || a.name.localeCompare(b.name, 'vi'))
    expect(rows.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id))
  })

  test('who was visited between two parts makes no other one come twice or not at all', async () => {
    const [first] = await listFacilities(world, query)
    await copyStanding('f-699', 800)
    const rest: string[] = []
    for (let next = first?.next ?? null; next !== null; ) {
      const asked = { ...query, after: next }
      const page = facilityPageSchema.parse(await read(world, '/api/overview/facilities', asked))
      rest.push(...page.rows.map(({ id }) => id))
      next = page.next
    }
    const seen = [...(first?.rows.map(({ id }) => id) ?? []), ...rest]
    expect(seen.filter((id) => id.startsWith('f-')).toSorted()).toEqual(placed.filter((id) => id !== 'f-699'))
  })

  test('of a checklist that nobody knows nothing is listed', async () => {
    const reply = await world.app.request('/api/overview/facilities?period=2026-q4&checklist=no-such', {
      headers: { cookie: await world.signIn('giamsat') },
    })
    expect([reply.status, (await reply.json()).code]).toEqual([404, 'NOT_FOUND'])
  })
})

test.each([
  '',
  '?period=2026-q9',
  '?period=2026&kind=x',
  '?period=2026&type=shop',
  '/facilities?period=2026',
  '/facilities?period=2026&checklist=rong&show=some',
  '/facilities?period=2026&checklist=rong&after=first',
])('the address /api/overview%s is refused with a reason', async (query) => {
  const world = await createServerWorld({ checklists })
  const reply = await world.app.request(`/api/overview${query}`, {
    headers: { cookie: await world.signIn('giamsat') },
  })
  expect([reply.status, (await reply.json()).code]).toEqual([422, 'BODY_INVALID'])
  await world.close()
})
