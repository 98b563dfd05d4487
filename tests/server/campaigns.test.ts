import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultDeadlines } from '../../src/domain/campaign/deadlines.ts'
import { doneOn } from '../../src/domain/campaign/progress.ts'
import { addDays } from '../../src/domain/date.ts'
import { inspectionKinds, type Person, type Role } from '../../src/domain/people.ts'
import {
  type CampaignChoices,
  type CampaignPreview,
  type CampaignReply,
  type CampaignsReply,
  campaignChoicesSchema,
  campaignReplySchema,
  campaignsReplySchema,
  previewReplySchema,
} from '../../src/protocol/campaign-wire.ts'
import { PASSWORD, PROVINCE } from '../../src/server/demonstration-data.ts'
import { readAssignments } from '../../src/server/storage/campaigns.ts'
import { addPerson, setDisabled } from '../../src/server/storage/people.ts'
import { campaignFor } from '../support/campaigns.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import {
  createServerWorld,
  failed,
  headFor,
  jsonRequest,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'

const SUOI_MO = 'demo-tyt-suoi-mo'
const DONG_XUAN = 'demo-tyt-dong-xuan'

let world: ServerWorld
let supervisor: string
let administrator: string
beforeEach(async () => {
  world = await createServerWorld()
  supervisor = (await somebody('supervisor', ['demo-suoi-mo', 'demo-dong-xuan'])).cookie
  administrator = await world.signIn('quantri')
})
afterEach(() => world.close())

async function somebody(role: Role, areaIds: string[]): Promise<{ person: Person; cookie: string }> {
  const id = randomUUID()
  const username = `u${id.replaceAll('-', '')}`
  const person = { id, username, name: `Người ${role}`, role, provinceId: PROVINCE.id, areaIds, facilityId: null }
  await addPerson(world.db, person, await world.auth.hashPassword(PASSWORD), MORNING)
  return { person, cookie: await world.signIn(username) }
}

async function ask(cookie: string, method: string, path: string, body?: unknown): Promise<Response> {
  const init = body === undefined ? { headers: { cookie } } : jsonRequest(body, cookie)
  return world.app.request(path, { ...init, method })
}

const wish = {
  kind: 'inspection',
  checklists: [tinyChecklist.id],
  selection: { by: 'all', areaIds: [], types: [] } as object,
  people: [] as string[],
  sharing: 'together',
}
const words = {
  title: 'Đợt quý IV/2026',
  period: '2026-q4',
  from: '2026-10-01',
  until: '2026-12-31',
  due: '2026-11-30',
}

async function preview(cookie: string, more: object = {}): Promise<CampaignPreview> {
  const reply = await ask(cookie, 'POST', '/api/campaigns/preview', { ...wish, ...more })
  if (!reply.ok) throw new Error(await reply.text())
  return previewReplySchema.parse(await reply.json())
}

async function create(cookie: string, more: Partial<typeof wish & typeof words> = {}): Promise<CampaignReply> {
  const { kind, checklists, selection, people, sharing } = { ...wish, ...more }
  const { facilities } = await preview(cookie, { kind, checklists, selection, people, sharing })
  const ids = facilities.map(({ id }) => id)
  const reply = await ask(cookie, 'POST', '/api/campaigns', { ...wish, ...words, ...more, facilities: ids })
  if (!reply.ok) throw new Error(await reply.text())
  return campaignReplySchema.parse(await reply.json())
}

async function one(cookie: string, id: string): Promise<CampaignReply> {
  return campaignReplySchema.parse(await (await ask(cookie, 'GET', `/api/campaigns/${id}`)).json())
}

async function list(cookie: string): Promise<CampaignsReply['campaigns']> {
  return campaignsReplySchema.parse(await (await ask(cookie, 'GET', '/api/campaigns')).json()).campaigns
}

async function visit(username: string, facilityId: string, more: Parameters<typeof headFor>[1] = {}, answer = passed) {
  const tablet = await world.device(username)
  const head = await headFor(facilityId, more)
  const insp = randomUUID()
  const answers = { q1: answer, q2: passed, q3: passed }
  const set = Object.fromEntries(Object.entries(answers).map(([item, each]) => [item, [0, each]]))
  const reply = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set },
    await submitOf(insp, head, answers),
  )
  expect(reply.r.at(-1)?.o).toBe('applied')
  return insp
}

const code = async (reply: Response) => [reply.status, ((await reply.json()) as { code?: string }).code]

describe('what a campaign may be made of', () => {
  it('a supervisor sees facilities and inspectors of their areas alone, an administrator those of the province', async () => {
    const far = await somebody('inspector', ['demo-hoa-ban'])
    const read = async (cookie: string): Promise<CampaignChoices> =>
      campaignChoicesSchema.parse(await (await ask(cookie, 'GET', '/api/campaigns/choices')).json())
    const own = await read(supervisor)
    expect(new Set(own.facilities.map(({ areaId }) => areaId))).toEqual(new Set(['demo-suoi-mo', 'demo-dong-xuan']))
    expect(own.inspectors.map(({ name }) => name)).toEqual(['Nguyễn Thị Kiểm (minh họa)'])
    // Of an inspector's areas those of the asker: where else they work is not theirs to know.
    expect(own.inspectors[0]?.areaIds).toEqual(['demo-dong-xuan', 'demo-suoi-mo'])
    const all = await read(administrator)
    expect(all.inspectors.map(({ id }) => id)).toContain(far.person.id)
    expect(all.areas).toHaveLength(5)
    expect(all.deadlines).toEqual(defaultDeadlines)
  })
})

describe('choosing', () => {
  it('the worst is who did worst, the oldest who was never visited', async () => {
    await visit('kiemtra', SUOI_MO, {}, failed)
    await visit('kiemtra', DONG_XUAN)
    const worst = await preview(administrator, { selection: { by: 'worst', areaIds: [], types: [], count: 2 } })
    expect(worst.facilities.map(({ id }) => id)).toEqual([SUOI_MO, DONG_XUAN])
    expect(worst.facilities[0]).toMatchObject({ lastDate: '2026-11-22', checklists: [tinyChecklist.id] })
    const oldest = await preview(administrator, { selection: { by: 'oldest', areaIds: [], types: [], count: 999 } })
    expect(oldest.candidates).toBe(oldest.facilities.length)
    expect(
      oldest.facilities
        .slice(-2)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([DONG_XUAN, SUOI_MO].sort())
  })

  it('a draw is kept with its seed, and is made again from it', async () => {
    const selection = { by: 'random', areaIds: [], types: [], count: 2, seed: 4711 }
    const drawn = (await preview(supervisor, { selection })).facilities.map(({ id }) => id)
    const { campaign, assignments } = await create(supervisor, { selection })
    expect(campaign.selection).toEqual(selection)
    expect(assignments.map(({ facility }) => facility.id).sort()).toEqual([...drawn].sort())
    const line = await world.db
      .selectFrom('audit')
      .selectAll()
      .where('what', '=', 'campaign.created')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(line.detail)).toEqual({ by: 'random', seed: 4711, facilities: 2, assignments: 2, due: words.due })
  })

  it('where the rule chooses others by now, nothing is made', async () => {
    const { facilities } = await preview(supervisor)
    const ids = facilities.map(({ id }) => id).toReversed()
    const reply = await ask(supervisor, 'POST', '/api/campaigns', { ...wish, ...words, facilities: ids })
    expect(await code(reply)).toEqual([409, 'CAMPAIGN_CHANGED'])
    expect(await list(administrator)).toEqual([])
  })

  it('a facility that has closed is not chosen', async () => {
    await world.db.updateTable('facility').set({ closed_on: '2026-11-01' }).where('id', '=', SUOI_MO).execute()
    expect((await preview(supervisor)).facilities.map(({ id }) => id)).not.toContain(SUOI_MO)
  })

  it.each([
    ['a facility out of reach', { selection: { by: 'list', facilityIds: ['demo-bv-ben-sao'] } }, 'FACILITY_UNKNOWN'],
    ['somebody who is no inspector', { people: ['demo-giamsat'] }, 'ASSIGNEE_UNKNOWN'],
    ['nobody known', { people: ['khong-ai'] }, 'ASSIGNEE_UNKNOWN'],
    ['a checklist that was never published', { checklists: ['khong-co'] }, 'CHECKLIST_UNKNOWN'],
  ])('%s is refused', async (_, more, refusal) => {
    expect(await code(await ask(supervisor, 'POST', '/api/campaigns/preview', { ...wish, ...more }))).toEqual([
      422,
      refusal,
    ])
  })

  it('an inspector of another area, or whose account is closed, cannot be sent', async () => {
    const far = await somebody('inspector', ['demo-hoa-ban'])
    const closed = await somebody('inspector', ['demo-suoi-mo'])
    await setDisabled(world.db, PROVINCE.id, [closed.person.id], MORNING)
    for (const { person } of [far, closed])
      expect(
        await code(await ask(supervisor, 'POST', '/api/campaigns/preview', { ...wish, people: [person.id] })),
      ).toEqual([422, 'ASSIGNEE_UNKNOWN'])
  })
})

describe('following', () => {
  it('says what is done, due and late, and which visit did it', async () => {
    const selection = { by: 'list', facilityIds: [SUOI_MO, DONG_XUAN] }
    const { campaign } = await create(supervisor, { selection, people: ['demo-kiemtra'], due: '2026-11-21' })
    expect(campaign).toMatchObject({
      facilities: 2,
      mayChange: true,
      progress: { done: 0, doneLate: 0, due: 0, overdue: 2, void: 0 },
    })
    const insp = await visit('kiemtra', SUOI_MO)
    await visit('coso', SUOI_MO, { kind: 'selfAssessment' })
    const { assignments, campaign: after } = await one(supervisor, campaign.id)
    expect(after.progress).toEqual({ done: 0, doneLate: 1, due: 0, overdue: 1, void: 0 })
    expect(assignments.find(({ facility }) => facility.id === SUOI_MO)).toMatchObject({
      state: 'doneLate',
      visit: { id: insp, date: '2026-11-22' },
      people: [{ id: 'demo-kiemtra', name: 'Nguyễn Thị Kiểm (minh họa)' }],
    })
    expect((await list(supervisor))[0]?.progress).toEqual(after.progress)
  })

  it('a supervisor sees of a wider campaign what lies in their areas, and cannot change it', async () => {
    const { campaign } = await create(administrator)
    const seen = await one(supervisor, campaign.id)
    expect(new Set(seen.assignments.map(({ facility }) => facility.areaId))).toEqual(
      new Set(['demo-suoi-mo', 'demo-dong-xuan']),
    )
    expect(seen.campaign.mayChange).toBe(false)
    expect(seen.campaign.facilities).toBeLessThan(campaign.facilities)
    const change = { version: 1, title: 'Khác', due: '2026-12-01' }
    expect(await code(await ask(supervisor, 'PUT', `/api/campaigns/${campaign.id}`, change))).toEqual([
      403,
      'CAMPAIGN_WIDER',
    ])
    expect(await code(await ask(supervisor, 'POST', `/api/campaigns/${campaign.id}/close`, { version: 1 }))).toEqual([
      403,
      'CAMPAIGN_WIDER',
    ])
  })

  it('counts the first visit as the rule in words does, on 300 generated visits', async () => {
    const random = seededRandom(77)
    const { checklist } = await headFor(SUOI_MO)
    const places = [SUOI_MO, DONG_XUAN]
    for (let n = 0; n < 40; n++)
      await campaignFor(world.db, {
        tenantId: PROVINCE.id,
        by: 'demo-giamsat',
        facilityIds: [random.pick(places)],
        checklist,
        kind: random.pick(inspectionKinds),
        from: addDays('2026-01-01', random.below(300)),
      })
    const visits = Array.from({ length: 300 }, () => ({
      facilityId: random.pick(places),
      checklistId: checklist.id,
      kind: random.pick(inspectionKinds),
      date: addDays('2026-01-01', random.below(330)),
      status: random.pick(['draft', 'submitted', 'approved', 'returned'] as const),
    }))
    for (const each of visits)
      await world.db
        .insertInto('inspection')
        .values({
          id: randomUUID(),
          tenant_id: PROVINCE.id,
          facility_id: each.facilityId,
          status: each.status,
          kind: each.kind,
          date: each.date,
          checklist_id: checklist.id,
          checklist_version: checklist.version,
          created_by: 'demo-kiemtra',
          created_by_name: 'x',
          created_at: 0,
          submitted_at: 0,
          earned: null,
          max: null,
          grade: null,
          tone: null,
          critical_failures: null,
          score: null,
          head: '{}',
          cells: '{}',
          seal_no: null,
          late: null,
          signatures: null,
        })
        .execute()
    const rows = await world.db.selectFrom('campaign').select(['id', 'kind', 'from_date as from']).execute()
    for (const { campaignId, facility, visit: first } of await readAssignments(world.db, PROVINCE.id)) {
      const { kind, from } = rows.find(({ id }) => id === campaignId) ?? { kind: 'inspection' as const, from: '' }
      const asked = { facilityId: facility.id, checklistId: checklist.id, kind, from }
      expect(first?.date ?? null).toBe(doneOn(asked, visits))
    }
  })
})

describe('changing', () => {
  it('another day reaches the devices; who has seen an older version is told', async () => {
    const { campaign } = await create(supervisor, { people: ['demo-kiemtra'] })
    const path = `/api/campaigns/${campaign.id}`
    const reply = await ask(supervisor, 'PUT', path, { version: 1, title: 'Đợt hai', due: '2026-12-15' })
    expect(campaignReplySchema.parse(await reply.json()).campaign).toMatchObject({
      title: 'Đợt hai',
      due: '2026-12-15',
      version: 2,
    })
    expect(await code(await ask(supervisor, 'PUT', path, { version: 1, title: 'x', due: '2026-12-15' }))).toEqual([
      409,
      'CAMPAIGN_CHANGED',
    ])
    const { changes } = await world.pull(await world.signIn('kiemtra'))
    expect(changes.filter(({ entity }) => entity === 'assignment')[0]).toMatchObject({ data: { title: 'Đợt hai' } })
  })

  it('an assignment is given to who reaches the facility, and to nobody else', async () => {
    const lan = (await somebody('inspector', ['demo-suoi-mo'])).person
    const far = (await somebody('inspector', ['demo-dong-xuan'])).person
    const { assignments } = await create(supervisor, { selection: { by: 'list', facilityIds: [SUOI_MO] } })
    const path = `/api/assignments/${assignments[0]?.id}`
    const given = campaignReplySchema.parse(await (await ask(supervisor, 'PUT', path, { people: [lan.id] })).json())
    expect(given.assignments[0]?.people).toEqual([{ id: lan.id, name: lan.name }])
    expect(await code(await ask(supervisor, 'PUT', path, { people: [far.id] }))).toEqual([422, 'ASSIGNEE_UNKNOWN'])
  })

  it('once closed it stays as it was: nothing is done or changed any more', async () => {
    const { campaign, assignments } = await create(supervisor, { selection: { by: 'list', facilityIds: [SUOI_MO] } })
    await ask(supervisor, 'POST', `/api/campaigns/${campaign.id}/close`, { version: 1 })
    const closed = await one(supervisor, campaign.id)
    expect(closed.campaign).toMatchObject({ closedOn: '2026-11-22', mayChange: false })
    for (const [method, path, body] of [
      ['PUT', `/api/campaigns/${campaign.id}`, { version: 2, title: 'x', due: '2026-12-01' }],
      ['POST', `/api/campaigns/${campaign.id}/close`, { version: 2 }],
      ['PUT', `/api/assignments/${assignments[0]?.id}`, { people: [] }],
    ] as const)
      expect(await code(await ask(supervisor, method, path, body))).toEqual([409, 'CAMPAIGN_CLOSED'])
  })

  it('who has lost an area a moment ago plans nothing there', async () => {
    const { person, cookie } = await somebody('supervisor', ['demo-suoi-mo'])
    const { facilities } = await preview(cookie)
    await world.db.deleteFrom('person_area').where('user_id', '=', person.id).execute()
    const body = { ...wish, ...words, facilities: facilities.map(({ id }) => id) }
    expect(await code(await ask(cookie, 'POST', '/api/campaigns', body))).toEqual([409, 'CAMPAIGN_CHANGED'])
  })
})

describe('deadlines of reports', () => {
  it('stand as nobody’s law until a province says its own, which then stands with its source', async () => {
    const own = defaultDeadlines.map((each) =>
      each.months === 3 ? { ...each, before: '04-11', source: 'Công văn của Sở' } : each,
    )
    const reply = await ask(supervisor, 'PUT', '/api/deadlines', { deadlines: own })
    expect(await reply.json()).toEqual({ deadlines: own })
    expect(await (await ask(administrator, 'GET', '/api/deadlines')).json()).toEqual({ deadlines: own })
    expect((await ask(supervisor, 'PUT', '/api/deadlines', { deadlines: own.slice(1) })).status).toBe(422)
  })
})
