import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { SCHEMA_HEADER, schemaNeeded } from '../../src/protocol/reading.ts'
import { SCHEMA } from '../../src/protocol/terms.ts'
import { type Change, type PullReply, pullReplySchema } from '../../src/protocol/wire.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

/** An app of the first shape takes a record with one member more for a stranger's page: it must never be sent one. */

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

const plan = { what: 'Thay nắp thùng', who: 'Trưởng trạm', by: '2026-12-31' }
type Tablet = Awaited<ReturnType<ServerWorld['device']>>

async function visit(tablet: Tablet, q3: Answer): Promise<string> {
  const insp = randomUUID()
  const head = await headFor('demo-tyt-suoi-mo')
  const answers = { q1: passed, q2: passed, q3 }
  const set = Object.fromEntries(Object.entries(answers).map(([item, answer]) => [item, [0, answer]]))
  const reply = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set },
    await submitOf(insp, head, answers),
  )
  expect(reply.r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
  return insp
}

async function ask(cookie: string, cursor: string, schema?: string): Promise<Response> {
  const headers = { cookie, ...(schema !== undefined && { [SCHEMA_HEADER]: schema }) }
  return world.app.request(`/sync/v1/pull?${new URLSearchParams({ cursor })}`, { headers })
}

async function page(cookie: string, cursor: string, schema?: string): Promise<PullReply> {
  const reply = await ask(cookie, cursor, schema)
  expect(reply.status).toBe(200)
  return pullReplySchema.parse(await reply.json())
}

const visitsOf = ({ changes }: PullReply) =>
  changes.flatMap((change) => (change.entity === 'inspection' ? [change.data.id] : []))

describe('[P50] an app of the first shape', () => {
  it('[P50] gets everything up to the first row that it cannot read, then 426 and nothing passed over; the newer app reads on', async () => {
    const tablet = await world.device('kiemtra')
    const before = await visit(tablet, failed)
    const withPlan = await visit(tablet, { ...failed, plan })
    const after = await visit(tablet, failed)
    const old = await page(tablet.cookie, '')
    expect(visitsOf(old)).toEqual([before])
    expect(old).toMatchObject({ more: true, reset: true })
    for (const schema of [undefined, '1']) {
      const refused = await ask(tablet.cookie, old.cursor, schema)
      expect(refused.status).toBe(426)
      expect(await refused.json()).toMatchObject({ code: 'PROTOCOL_UNSUPPORTED', detail: { reads: 1, needed: 2 } })
    }
    const newer = await page(tablet.cookie, old.cursor, String(SCHEMA))
    expect(visitsOf(newer)).toEqual([withPlan, after])
    expect(newer).toMatchObject({ more: false, reset: false })
  })

  it('[P50] is served with its pushes as ever', async () => {
    const tablet = await world.device('kiemtra')
    await visit(tablet, { ...failed, plan })
    const insp = randomUUID()
    const m = tablet.number({ k: 'inspection.start', insp, head: await headFor('demo-tyt-suoi-mo') })
    const { deviceId } = tablet
    const reply = await world.push(tablet.cookie, { deviceId, schema: 1, m })
    expect(await reply.json()).toMatchObject({ r: [{ o: 'applied' }] })
  })

  it('[P50] hears of a plan that only an amendment’s history still shows', async () => {
    const tablet = await world.device('kiemtra')
    const insp = await visit(tablet, { ...failed, plan })
    const amended = await headFor('demo-tyt-suoi-mo')
    const { digest, score } = await submitOf(insp, amended, { q1: passed, q2: passed, q3: failed })
    const set = { q3: failed }
    await tablet.send({ k: 'inspection.amend', insp, baseSeal: 1, set, reason: 'Bỏ kế hoạch', digest, score })
    const read = await page(tablet.cookie, '', '2')
    const change = read.changes.find(({ entity }) => entity === 'inspection')
    expect(change && JSON.stringify(change)).toContain('Thay nắp thùng')
    expect(change && schemaNeeded(change)).toBe(2)
    expect(visitsOf(await page(tablet.cookie, ''))).toEqual([])
  })

  it.each(['abc', '0', '1.5'])('[P50] a number that is none (%s) is told so', async (schema) => {
    expect((await ask(await world.signIn('kiemtra'), '', schema)).status).toBe(422)
  })
})

describe('[P50] what an app of the first shape reads', () => {
  const sha256 = 'a'.repeat(64)
  /** Every member that the first apps know, as they were built. */
  function known(): Extract<Change, { entity: 'inspection' }> {
    return {
      entity: 'inspection',
      data: {
        id: 'i',
        head: {
          facilityId: 'f',
          facilityName: 'Trạm',
          checklist: { id: 'thu', version: '1.0', hash: sha256 },
          kind: 'inspection',
          date: '2026-11-22',
          team: ['Lan'],
          facts: { type: 'hospital', beds: 1, zone: null, region: null, sites: [], wastewater: null },
        },
        status: 'submitted',
        createdBy: { id: 'p', name: 'Lan' },
        submittedAt: 1,
        score: { earned: 1, max: 1, grade: null, tone: 'pass', criticalFailures: 0 },
        cells: { a: { rev: 2, answer: { ...failed, note: 'n' }, contested: true, former: passed } },
        sealNo: 2,
        late: [{ item: 'a', answer: passed }],
        photos: [
          {
            id: 'ph',
            item: 'a',
            sha256,
            size: 1,
            mime: 'image/jpeg',
            width: 1,
            height: 1,
            takenAt: null,
            place: 's',
            stored: true,
            removed: true,
            late: true,
          },
        ],
      },
      seals: [
        {
          no: 1,
          kind: 'amend',
          by: { id: 'p', name: 'Lan' },
          at: 1,
          changes: [{ item: 'a', before: passed, after: failed }],
        },
      ],
    }
  }

  it('all that it knows, and what is not an inspection', () => {
    expect(schemaNeeded(known())).toBe(1)
    const ref = { id: 'thu', version: '1.0', hash: sha256 }
    expect(schemaNeeded({ entity: 'checklist', ref, content: { anything: true } })).toBe(1)
  })

  it.each<[string, (change: ReturnType<typeof known>) => object | undefined]>([
    ['the record', ({ data }) => data],
    ['its head', ({ data }) => data.head],
    ['the name of its checklist', ({ data }) => data.head.checklist],
    ['its author', ({ data }) => data.createdBy],
    ['its score', ({ data }) => data.score ?? undefined],
    ['a cell', ({ data }) => data.cells.a],
    ['an answer', ({ data }) => data.cells.a?.answer],
    ['the other answer of a contested cell', ({ data }) => data.cells.a?.former],
    ['what came late', ({ data }) => data.late?.[0]],
    ['an answer that came late', ({ data }) => data.late?.[0]?.answer],
    ['a photo', ({ data }) => data.photos?.[0]],
    ['an answer before an amendment', ({ seals }) => seals?.[0]?.changes?.[0]?.before],
    ['an answer after it', ({ seals }) => seals?.[0]?.changes?.[0]?.after],
  ])('one member more in %s is read by a newer app alone, and kept by it', (_, part) => {
    const change = structuredClone(known())
    Object.assign(part(change) as object, { added: { later: 1 } })
    expect(schemaNeeded(change)).toBe(2)
    const reply = {
      proto: 1,
      epoch: 'e',
      deviceId: 'd',
      after: '',
      serverTime: 0,
      cursor: 'c',
      more: false,
      reset: false,
      deviceAck: 0,
      changes: [change],
    }
    const read = pullReplySchema.parse(JSON.parse(JSON.stringify(reply))).changes[0] as typeof change
    expect(part(read)).toMatchObject({ added: { later: 1 } })
  })
})
