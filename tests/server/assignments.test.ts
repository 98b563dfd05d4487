import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isAssignedTo } from '../../src/domain/campaign/campaign.ts'
import type { Person } from '../../src/domain/people.ts'
import { SCHEMA_HEADER, schemaNeeded } from '../../src/protocol/reading.ts'
import { type PullReply, pullReplySchema } from '../../src/protocol/wire.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { assignTo, changeCampaign, readAssignment } from '../../src/server/storage/campaigns.ts'
import { moveFacility } from '../../src/server/storage/departures.ts'
import { readFeed } from '../../src/server/storage/feed.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { readDigest } from '../../src/server/sync/read-digest.ts'
import { campaignFor } from '../support/campaigns.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { createServerWorld, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

/** Kiểm reaches Suối Mơ, Đồng Xuân and Bến Sao; the station of Suối Mơ has an account of its own; Giám reaches all. */
const STATION = 'demo-tyt-suoi-mo'
const OTHER = 'demo-tyt-dong-xuan'

let world: ServerWorld
let kiem: Person
beforeEach(async () => {
  world = await createServerWorld()
  kiem = await personCalled('kiemtra')
})
afterEach(() => world.close())

async function personCalled(username: string): Promise<Person> {
  const row = await world.db.selectFrom('user').select('id').where('username', '=', username).executeTakeFirstOrThrow()
  return (await findPerson(world.db, row.id)) as Person
}

async function campaign(more: Partial<Parameters<typeof campaignFor>[1]> = {}) {
  const { checklist } = await headFor(STATION)
  const by = (await personCalled('giamsat')).id
  const people = [{ id: kiem.id, name: kiem.name }]
  return campaignFor(world.db, { tenantId: PROVINCE.id, by, facilityIds: [STATION], checklist, people, ...more })
}

const inTransaction = (work: (trx: typeof world.db) => Promise<void>) => world.db.transaction().execute(work)
const give = (id: string, ...people: Person[]) =>
  inTransaction((trx) =>
    assignTo(
      trx,
      PROVINCE.id,
      id,
      people.map((each) => ({ id: each.id, name: each.name })),
    ),
  )

const askedIn = ({ changes }: PullReply) =>
  changes.flatMap((change) => (change.entity === 'assignment' ? [change.data.id] : []))

async function page(cookie: string, schema: number, query: Record<string, string> = {}): Promise<PullReply> {
  const headers = { cookie, [SCHEMA_HEADER]: String(schema) }
  const reply = await world.app.request(`/sync/v1/pull?${new URLSearchParams(query)}`, { headers })
  expect(reply.status).toBe(200)
  return pullReplySchema.parse(await reply.json())
}

describe('[P75] whose devices hold an assignment', () => {
  it('those of the people it names, whole; of others who reach the facility, nothing', async () => {
    const { id, assignments } = await campaign()
    const got = (await world.pull(await world.signIn('kiemtra'))).changes.flatMap((change) =>
      change.entity === 'assignment' ? [change.data] : [],
    )
    const { checklist } = await headFor(STATION)
    expect(got).toEqual([
      {
        id: assignments[0],
        campaignId: id,
        title: 'Đợt quý IV',
        kind: 'inspection',
        facilityId: STATION,
        checklist,
        from: '2026-10-01',
        due: '2026-11-30',
        people: [{ id: kiem.id, name: kiem.name }],
      },
    ])
    for (const other of ['coso', 'giamsat', 'quantri'])
      expect(askedIn(await world.pull(await world.signIn(other)))).toEqual([])
  })

  it('of a self-assessment those of the facility itself, which nobody names', async () => {
    const { assignments } = await campaign({ kind: 'selfAssessment', people: [] })
    await campaign({ kind: 'selfAssessment', people: [], facilityIds: [OTHER] })
    expect(askedIn(await world.pull(await world.signIn('coso')))).toEqual(assignments)
    expect(askedIn(await world.pull(await world.signIn('kiemtra')))).toEqual([])
  })

  it('[P75] another day or title comes to whoever has it', async () => {
    const cookie = await world.signIn('kiemtra')
    const { id } = await campaign()
    const { cursor } = await world.pull(cookie)
    await inTransaction((trx) =>
      changeCampaign(trx, PROVINCE.id, { id, version: 1 }, { title: 'Đợt mới', due: '2026-12-20' }),
    )
    const next = await world.pull(cookie, { cursor })
    expect(next.changes).toMatchObject([{ entity: 'assignment', data: { title: 'Đợt mới', due: '2026-12-20' } }])
  })

  it('[P75] given to somebody else, taken back with its campaign: gone; given again, it is there again', async () => {
    const cookie = await world.signIn('kiemtra')
    const { id, assignments } = await campaign()
    const [assignment = ''] = assignments
    let { cursor } = await world.pull(cookie)
    await give(assignment)
    const gone = await world.pull(cookie, { cursor })
    expect([gone.reset, askedIn(gone), gone.gone]).toEqual([false, [], [{ entity: 'assignment', id: assignment }]])
    await give(assignment, kiem)
    const back = await world.pull(cookie, { cursor: gone.cursor })
    expect([askedIn(back), back.gone]).toEqual([[assignment], undefined])
    // Who was away meanwhile hears the end of it alone.
    const late = await world.pull(cookie, { cursor })
    expect([askedIn(late), late.gone]).toEqual([[assignment], undefined])
    cursor = back.cursor
    await inTransaction((trx) => changeCampaign(trx, PROVINCE.id, { id, version: 1 }, { closedOn: '2026-11-22' }))
    expect((await world.pull(cookie, { cursor })).gone).toEqual([{ entity: 'assignment', id: assignment }])
    expect(askedIn(await world.pull(cookie))).toEqual([])
  })

  it('[P75] a facility whose campaign of self-assessment is closed hears so', async () => {
    const cookie = await world.signIn('coso')
    const { id, assignments } = await campaign({ kind: 'selfAssessment', people: [] })
    const { cursor } = await world.pull(cookie)
    await inTransaction((trx) => changeCampaign(trx, PROVINCE.id, { id, version: 1 }, { closedOn: '2026-11-22' }))
    expect((await world.pull(cookie, { cursor })).gone).toEqual([{ entity: 'assignment', id: assignments[0] }])
  })

  it('[P75] goes with its facility to another area, and comes back with it', async () => {
    const cookie = await world.signIn('kiemtra')
    const { assignments } = await campaign()
    const { cursor } = await world.pull(cookie)
    await inTransaction((trx) => moveFacility(trx, PROVINCE.id, STATION, 'demo-may-trang'))
    const away = await world.pull(cookie, { cursor })
    expect(away.gone).toEqual([
      { entity: 'facility', id: STATION },
      { entity: 'assignment', id: assignments[0] },
    ])
    await inTransaction((trx) => moveFacility(trx, PROVINCE.id, STATION, 'demo-suoi-mo'))
    const back = await world.pull(cookie, { cursor: away.cursor })
    expect([askedIn(back), back.gone]).toEqual([assignments, undefined])
  })

  it('[P75] a version seen by somebody else is refused, and nothing has changed', async () => {
    const { id } = await campaign()
    const change = inTransaction((trx) =>
      changeCampaign(trx, PROVINCE.id, { id, version: 7 }, { closedOn: '2026-11-22' }),
    )
    await expect(change).rejects.toMatchObject({ code: 'CAMPAIGN_CHANGED' })
    expect(askedIn(await world.pull(await world.signIn('kiemtra')))).toHaveLength(1)
  })

  it('[P75] the feed in SQL and the rule in words are one, for everybody and a hundred campaigns', async () => {
    const random = seededRandom(75)
    const people = await Promise.all(['kiemtra', 'coso', 'giamsat', 'quantri'].map(personCalled))
    const facilities = await world.db.selectFrom('facility').select(['id', 'area_id as areaId']).execute()
    const made: string[] = []
    for (let n = 0; n < 100; n++) {
      const { assignments } = await campaign({
        kind: random.pick(['inspection', 'selfAssessment'] as const),
        facilityIds: [random.pick(facilities).id],
        people: people.filter(() => random.chance(0.4)),
      })
      made.push(...assignments)
    }
    for (const person of people) {
      const feed = (await readFeed(world.db, person, 0, 1000)).filter(({ entity }) => entity === 'assignment')
      const allowed: string[] = []
      for (const id of made) {
        const assignment = await readAssignment(world.db, PROVINCE.id, id)
        const facility = facilities.find((each) => each.id === assignment?.facilityId)
        if (assignment && facility && isAssignedTo(person, assignment, facility)) allowed.push(id)
      }
      expect(feed.map(({ entityId }) => entityId)).toEqual(allowed)
    }
  })
})

describe('[P76] an app that does not know of assignments', () => {
  async function visit(): Promise<string> {
    const tablet = await world.device('kiemtra')
    const insp = randomUUID()
    const head = await headFor(STATION)
    const answers = { q1: passed, q2: passed, q3: passed }
    const set = { q1: [0, passed], q2: [0, passed], q3: [0, passed] }
    await tablet.send(
      { k: 'inspection.start', insp, head },
      { k: 'answer.set', insp, set },
      await submitOf(insp, head, answers),
    )
    return insp
  }

  it('[P76] is shown all else and never one of them; newer, it gets them first and reads on from where it was', async () => {
    const cookie = await world.signIn('kiemtra')
    const first = await campaign()
    const before = await visit()
    let old = await page(cookie, 2)
    expect(old).toMatchObject({ reset: true, more: false })
    expect(old.changes.map(({ entity }) => entity)).not.toContain('assignment')
    expect(JSON.stringify(old.changes)).toContain(before)
    const second = await campaign({ facilityIds: [OTHER] })
    old = await page(cookie, 2, { cursor: old.cursor })
    expect(old).toMatchObject({ reset: false, more: false, changes: [] })
    expect(old.gone).toBeUndefined()

    const after = await visit()
    const newer = await page(cookie, 3, { cursor: old.cursor })
    expect([newer.reset, newer.more]).toEqual([false, true])
    expect(askedIn(newer)).toEqual([...first.assignments, ...second.assignments])
    expect(newer.changes).toHaveLength(2)
    const rest = await page(cookie, 3, { cursor: newer.cursor })
    expect([rest.reset, rest.more, askedIn(rest)]).toEqual([false, false, []])
    expect(rest.changes).toMatchObject([{ entity: 'inspection', data: { id: after } }])
    // Told once.
    expect((await page(cookie, 3, { cursor: rest.cursor })).changes).toEqual([])
  })

  it('[P76] page by page, where there are more than fit into one', async () => {
    const cookie = await world.signIn('kiemtra')
    const facilityIds = (
      await world.db.selectFrom('facility').select('id').where('area_id', 'in', kiem.areaIds).execute()
    ).map(({ id }) => id)
    const { assignments } = await campaign({ facilityIds })
    let { cursor } = await page(cookie, 1, { limit: '500' })
    const got: string[] = []
    for (let more = true; more; ) {
      const next = await page(cookie, 3, { cursor, limit: '2' })
      expect(next.reset).toBe(false)
      got.push(...askedIn(next))
      ;({ cursor, more } = next)
    }
    expect(got).toEqual(assignments)
  })

  it('[P76] a cursor from before there were any owes them all', async () => {
    const cookie = await world.signIn('kiemtra')
    const { assignments } = await campaign()
    const { cursor } = await page(cookie, 2)
    const { owed: _owed, ...kept } = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const old = Buffer.from(JSON.stringify(kept)).toString('base64url')
    const newer = await page(cookie, 3, { cursor: old })
    expect([newer.reset, askedIn(newer)]).toEqual([false, assignments])
  })

  it('[P76] put back to an older app for a while, it is owed what came meanwhile', async () => {
    const cookie = await world.signIn('kiemtra')
    const first = await campaign()
    const now = await page(cookie, 3)
    expect(askedIn(now)).toEqual(first.assignments)
    const second = await campaign({ facilityIds: [OTHER] })
    const older = await page(cookie, 2, { cursor: now.cursor })
    expect(askedIn(older)).toEqual([])
    expect(askedIn(await page(cookie, 3, { cursor: older.cursor }))).toEqual(second.assignments)
  })

  it('[P76] what it compares says nothing of them; a newer one compares them too', async () => {
    const cookie = await world.signIn('kiemtra')
    await campaign()
    const old = await readDigest(world.db, kiem, (await page(cookie, 2)).cursor)
    expect([old.current, old.assignment]).toEqual([true, undefined])
    const newer = await readDigest(world.db, kiem, (await page(cookie, 3)).cursor)
    expect([newer.current, newer.assignment?.count]).toEqual([true, 1])
    expect(newer.facility).toEqual(old.facility)
  })

  it('[P76] one of them is read from 3 on', async () => {
    const { assignments } = await campaign()
    const data = await readAssignment(world.db, PROVINCE.id, assignments[0] ?? '')
    expect(data && schemaNeeded({ entity: 'assignment', data })).toBe(3)
  })
})
