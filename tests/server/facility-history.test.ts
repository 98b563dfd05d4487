import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FacilityDetail, facilityDetailSchema, facilityReplySchema } from '../../src/protocol/places-wire.ts'
import { createServerWorld, MORNING, type ServerWorld } from '../support/server-world.ts'

const STATION = '/api/facilities/demo-tyt-suoi-mo'

let world: ServerWorld
let cookie: string
let now = MORNING
beforeEach(async () => {
  now = MORNING
  world = await createServerWorld({ now: () => now })
  cookie = await world.signIn('quantri')
})
afterEach(() => world.close())

async function detail(): Promise<FacilityDetail> {
  return facilityDetailSchema.parse(await (await world.app.request(STATION, { headers: { cookie } })).json())
}

/** An hour after the last one. */
async function act(path: string, method: string, body: Record<string, unknown>) {
  now += 3_600_000
  const { version } = (await detail()).facility
  const headers = { cookie, 'content-type': 'application/json' }
  const reply = await world.app.request(`${STATION}${path}`, {
    method,
    headers,
    body: JSON.stringify({ version, ...body }),
  })
  return facilityReplySchema.parse(await reply.json()).facility
}

test('says what was done to a facility, when and by whom, with the facts before and after', async () => {
  const { facility, events, today } = await detail()
  expect([today, events]).toEqual(['2026-11-22', []])
  const { name, address, position, facts } = facility
  await act('', 'PUT', { name, address, position, facts: { ...facts, beds: 7 } })
  await act('', 'PUT', { name: 'Trạm Y tế Suối', address, position, facts: { ...facts, beds: 7 } })
  await act('', 'PUT', { name, address, position, facts })
  await act('/move', 'POST', { areaId: 'demo-dong-xuan', from: '2026-11-20' })
  await act('/close', 'POST', { on: '2026-11-21' })
  await act('/reopen', 'POST', {})
  const after = await detail()
  expect(after.events.map(({ what, on }) => [what, on])).toEqual([
    ['reopened', null],
    ['closed', '2026-11-21'],
    ['moved', '2026-11-20'],
    ['changed', null],
    ['changed', null],
    ['changed', null],
  ])
  expect(after.events.at(-1)?.at).toBe(MORNING + 3_600_000)
  expect(new Set(after.events.map(({ by }) => by))).toEqual(new Set(['Phạm Thu Quản (minh họa)']))
  const beds = after.events.map(({ facts }) => facts && [facts.before.beds, facts.after.beds])
  expect(beds).toEqual([null, null, null, [7, facts.beds], [7, 7], [facts.beds, 7]])
})

test('facts that are not kept any more are left out, and the rest is said', async () => {
  const { facility } = await detail()
  const { name, address, position, facts } = facility
  await act('', 'PUT', { name, address, position, facts: { ...facts, beds: 7 } })
  await world.db.updateTable('former_facts').set({ facts: '{"type":"of long ago"}' }).execute()
  expect((await detail()).events).toMatchObject([{ what: 'changed', facts: null }])
})
