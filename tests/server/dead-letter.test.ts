import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LETTER_BYTES_MAX } from '../../src/protocol/terms.ts'
import { LETTERS_PER_HOUR } from '../../src/server/sync/dead-letter.ts'
import { accepted, createServerWorld, headFor, MORNING, type ServerWorld } from '../support/server-world.ts'

let world: ServerWorld
let cookie: string
let now = MORNING
beforeEach(async () => {
  now = MORNING
  world = await createServerWorld({ now: () => now })
  cookie = await world.signIn('kiemtra')
})
afterEach(() => world.close())

function send(body: BodyInit, headers: Record<string, string> = {}) {
  return world.app.request('/sync/v1/deadletter?deviceId=may-1', {
    method: 'POST',
    headers: { cookie, ...headers },
    body,
  })
}
const kept = () => world.db.selectFrom('dead_letter').selectAll().orderBy('received_at').execute()

test.each<[string, BodyInit, string]>([
  ['JSON', '{"k":"answer.set"}', '{"k":"answer.set"}'],
  ['half a JSON', '{"k":', '{"k":'],
  ['a word', 'ệ', 'ệ'],
  ['brackets without end', '['.repeat(100_000), '['.repeat(100_000)],
  ['bytes that are no UTF-8', new Uint8Array([0x41, 0xff, 0x42]), 'A\ufffdB'],
])('[P35] %s is kept with person, device and time', async (_, body, text) => {
  const reply = await send(body)
  expect([reply.status, await reply.json()]).toEqual([200, { proto: 1, kept: true }])
  expect(await kept()).toMatchObject([
    { user_id: 'demo-kiemtra', device_id: 'may-1', body: text, received_at: MORNING },
  ])
})

test.each([
  ['half a JSON', '{"handedOver":[null'],
  ['changes that are none', '{"handedOver":[null,7],"left":0}'],
  ['no count of what is left', '{"handedOver":[]}'],
])(
  'a letter that only begins like what a lost tablet hands over (%s) keeps no administrator from the others',
  async (_, body) => {
    expect((await send(body)).status).toBe(200)
    const handedOver = [{ id: 'm', insp: 'i', payload: { k: 'answer.set', set: { a: [0, { value: null }] } } }]
    await send(JSON.stringify({ handedOver, left: 0 }))
    const administrator = await world.signIn('quantri')
    const reply = await world.app.request('/api/handovers', { headers: { cookie: administrator } })
    expect(reply.status).toBe(200)
    expect(await reply.json()).toMatchObject({ handovers: [{ changes: 1, isWhole: true, visits: [{ answers: 1 }] }] })
  },
)

test('[P35] the same letter again is kept once', async () => {
  for (const body of ['a', 'a', 'b']) expect((await send(body)).status).toBe(200)
  expect(await kept()).toHaveLength(2)
})

test('[P35] more than one megabyte is refused, packed or not', async () => {
  const large = 'x'.repeat(LETTER_BYTES_MAX + 1)
  expect((await send(large)).status).toBe(413)
  expect((await send(gzipSync(large), { 'content-encoding': 'gzip' })).status).toBe(413)
  expect((await send(gzipSync(large.slice(1)), { 'content-encoding': 'gzip' })).status).toBe(200)
})

test('[P35] too many of one person are put off, and nobody else is', async () => {
  for (let n = 0; n < LETTERS_PER_HOUR; n++) await send(`letter ${n}`)
  const reply = await send('one more')
  expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '3600'])
  const other = await world.signIn('giamsat')
  expect((await send('theirs', { cookie: other })).status).toBe(200)
  now += 3_600_001
  expect((await send('one more')).status).toBe(200)
})

test('[P35] without a session nothing is kept', async () => {
  expect((await send('a', { cookie: '' })).status).toBe(401)
  expect(await kept()).toEqual([])
})

test('[P34] a void consumes its number and does nothing; sent again it is replayed', async () => {
  const tablet = await world.device('kiemtra')
  const start = { k: 'inspection.start' as const, insp: 'i', head: await headFor('demo-tyt-suoi-mo') }
  const [first] = tablet.number(start)
  const gone = { seq: 2, id: 'lost', insp: 'i', at: MORNING, k: 'void' }
  const send = async () => accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [first, gone] }))
  const before = await send()
  expect(before).toMatchObject({ ackSeq: 2, r: [{ o: 'applied' }, { seq: 2, o: 'noop' }] })
  expect((await send()).r).toMatchObject([{ replayed: true }, { seq: 2, o: 'noop', replayed: true }])
  // What it stands for may still come under the same id and another number: it is another content.
  const later = { ...gone, seq: 3, k: 'inspection.head', set: { team: ['Lan'] } }
  const reply = await accepted(await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: [later] }))
  expect(reply.r).toMatchObject([{ seq: 3, o: 'applied' }])
})
