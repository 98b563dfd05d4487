import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { reduce } from '../../src/domain/merge.ts'
import { type RefusalRow, refusalsReplySchema, takenRefusalSchema } from '../../src/protocol/device-wire.ts'
import { REFUSED_MAX } from '../../src/server/storage/refusals.ts'
import {
  accepted,
  createServerWorld,
  headFor,
  jsonRequest,
  MORNING,
  passed,
  type ServerWorld,
} from '../support/server-world.ts'

let world: ServerWorld
let administrator: string
let tablet: Awaited<ReturnType<ServerWorld['device']>>
let isBroken = false
let now = MORNING
beforeEach(async () => {
  isBroken = false
  now = MORNING
  world = await createServerWorld({
    now: () => now,
    reduce: (...given) => {
      if (isBroken) throw new Error('a fault of ours')
      return reduce(...given)
    },
  })
  administrator = await world.signIn('quantri')
  tablet = await world.device('kiemtra')
})
afterEach(() => world.close())

const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { ...(init.headers as Record<string, string>), cookie: administrator }
  return world.app.request(path, { ...init, headers })
}
const listed = async () => refusalsReplySchema.parse(await (await ask('/api/refusals')).json()).refusals
const take = ({ id }: Pick<RefusalRow, 'id'>) => ask(`/api/refusals/${encodeURIComponent(id)}/take`, jsonRequest({}))
const send = async (...said: Record<string, unknown>[]) =>
  (
    await accepted(
      await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: tablet.number(...(said as never[])) }),
    )
  ).r
const begin = async (insp: string) => ({ k: 'inspection.start', insp, head: await headFor('demo-tyt-suoi-mo') })
const answer = (insp: string, item: string) => ({ k: 'answer.set', insp, set: { [item]: [0, passed] } })
const letter = (body: string) =>
  world.app.request('/sync/v1/deadletter?deviceId=may-1', { method: 'POST', headers: { cookie: tablet.cookie }, body })

describe('what was refused', () => {
  test('is listed with who, which device, when, why, which visit and which item', async () => {
    expect((await send(await begin('v'), answer('v', 'q9'))).at(-1)).toMatchObject({ code: 'ITEM_UNKNOWN' })
    expect(await listed()).toEqual([
      expect.objectContaining({
        person: { id: 'demo-kiemtra', name: expect.any(String) },
        device: tablet.deviceId,
        receivedAt: MORNING,
        how: 'rejected',
        code: 'ITEM_UNKNOWN',
        kind: 'answer.set',
        inspection: 'v',
        facility: expect.stringContaining('Suối Mơ'),
        date: '2026-11-22',
        isKnown: true,
        items: [{ number: 'Q9', question: null }],
        more: 0,
      }),
    ])
  })

  test('names the question where the checklist of the visit has it', async () => {
    const tooWide = { k: 'answer.set', insp: 'v', set: { q1: [0, { value: { is: 'text', text: 'x' } }] } }
    await send(await begin('v'), tooWide)
    const [row] = await listed()
    expect(row).toMatchObject({ code: 'ANSWER_INVALID', items: [{ number: 'Q1', question: expect.any(String) }] })
  })

  test('of a visit that never began says what its refused start says of it', async () => {
    const start = await begin('v')
    await send({ ...start, head: { ...start.head, date: '2030-01-01' } })
    now += 1
    await send(answer('v', 'q1'))
    expect((await listed()).map(({ code, facility, isKnown }) => [code, facility, isKnown])).toEqual([
      ['INSPECTION_UNKNOWN', 'Trạm Y tế xã Suối Mơ (minh họa)', false],
      ['DATE_OUT_OF_RANGE', 'Trạm Y tế xã Suối Mơ (minh họa)', false],
    ])
  })

  test('and what a fault of ours kept is there too', async () => {
    isBroken = true
    await send(await begin('v'))
    expect(await listed()).toMatchObject([{ how: 'quarantined', code: 'SERVER_QUARANTINED', kind: 'inspection.start' }])
  })

  test('under another number after a restore it is one thing', async () => {
    const [said] = tablet.number(answer('nowhere', 'q1') as never)
    await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [said] }))
    await accepted(await world.push(tablet.cookie, { deviceId: randomUUID(), m: [said] }))
    expect(await listed()).toHaveLength(1)
  })

  test('what was taken is not in the list', async () => {
    await send(await begin('v'), answer('v', 'q1'))
    expect(await listed()).toEqual([])
  })

  test('of very much the last is listed', async () => {
    const many = Array.from({ length: REFUSED_MAX }, (_, index) => answer('nowhere', `q${index}`))
    await send(...many)
    now += 1
    await send(answer('nowhere', 'last'))
    const rows = await listed()
    expect([rows.length, rows[0]?.items]).toEqual([REFUSED_MAX, [{ number: 'LAST', question: null }]])
  })
})

describe('what a device could not send', () => {
  test('is listed as the device says it', async () => {
    const said = { k: 'answer.set', set: { q1: [0, passed] } }
    await letter(JSON.stringify({ id: 'x', insp: 'v', code: 'BODY_TOO_LARGE', at: 1, said }))
    expect(await listed()).toMatchObject([
      { how: 'letter', code: 'BODY_TOO_LARGE', kind: 'answer.set', inspection: 'v', device: 'may-1', isKnown: false },
    ])
  })

  test.each([
    'not JSON',
    '{"said":null}',
    '[]',
    '"x"',
    '{"said":{"set":[1]},"insp":7,"code":{}}',
    '{"__proto__":{"said":1}}',
  ])('%s keeps no administrator from the others', async (body) => {
    await letter(body)
    await send(answer('nowhere', 'q1'))
    expect((await listed()).map(({ how }) => how).sort()).toEqual(['letter', 'rejected'])
  })

  test('what a lost tablet handed over stands elsewhere', async () => {
    await letter(JSON.stringify({ handedOver: [], left: 0 }))
    expect(await listed()).toEqual([])
  })
})

describe('reading one in full', () => {
  const noted = () =>
    world.db.selectFrom('audit').select(['who', 'subject_id', 'detail']).where('what', '=', 'refusal.taken').execute()

  test('gives the text to the letter, and leaves a line in the log that says nothing of it', async () => {
    const [said] = tablet.number({
      ...answer('nowhere', 'q1'),
      set: { q1: [0, { ...passed, note: '=HYPERLINK("x")' }] },
    } as never)
    await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [said] }))
    const [row] = await listed()
    if (!row) throw new Error('nothing is listed')
    const taken = takenRefusalSchema.parse(await (await take(row)).json())
    expect(JSON.parse(taken.content)).toEqual(said)
    expect(taken).toMatchObject({ person: { id: 'demo-kiemtra' }, how: 'rejected', code: 'INSPECTION_UNKNOWN' })
    const lines = await noted()
    expect(lines).toMatchObject([{ who: 'demo-quantri', subject_id: 'demo-kiemtra' }])
    expect(lines[0]?.detail).not.toContain('HYPERLINK')
  })

  test('a letter too, whatever it is', async () => {
    await letter('<script>alert(1)</script>')
    const [row] = await listed()
    const reply = await take(row as RefusalRow)
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/)
    expect(takenRefusalSchema.parse(await reply.json()).content).toBe('<script>alert(1)</script>')
    expect(await noted()).toHaveLength(1)
  })

  test.each(['x', 'm.1.nobody', 'm.a.b', 'l.0.demo-kiemtra', 'm.1', `m.${'9'.repeat(40)}.x`])(
    'of %s, which is none, tells nothing and notes nothing',
    async (id) => {
      const reply = await take({ id })
      expect([reply.status, (await reply.json()).code]).toEqual([404, 'NOT_FOUND'])
      expect(await noted()).toEqual([])
    },
  )

  test('is for administrators alone', async () => {
    await send(answer('nowhere', 'q1'))
    const [row] = await listed()
    administrator = await world.signIn('giamsat')
    expect((await take(row as RefusalRow)).status).toBe(403)
  })
})
