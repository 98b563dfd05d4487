import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Person } from '../../src/domain/people.ts'
import type { PullReply } from '../../src/protocol/wire.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { moveFacility } from '../../src/server/storage/departures.ts'
import { findPerson } from '../../src/server/storage/people.ts'
import { readDigest } from '../../src/server/sync/read-digest.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

/** The inspector reaches Suối Mơ, Đồng Xuân and Bến Sao; Mây Trắng is somebody else's. */
const STATION = 'demo-tyt-suoi-mo'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

const move = (areaId: string) =>
  world.db.transaction().execute((trx) => moveFacility(trx, PROVINCE.id, STATION, areaId))

async function sealedVisit(username: string): Promise<string> {
  const tablet = await world.device(username)
  const kind = username === 'coso' ? ('selfAssessment' as const) : ('inspection' as const)
  const head = await headFor(STATION, { kind })
  const insp = randomUUID()
  const answers = { q1: passed, q2: passed, q3: failed }
  const set = { q1: [0, passed], q2: [0, passed], q3: [0, failed] }
  const reply = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set },
    await submitOf(insp, head, answers),
  )
  expect(reply.r.at(-1)?.o).toBe('applied')
  return insp
}

const idsOf = ({ changes }: PullReply) =>
  changes.flatMap((change) => (change.entity === 'checklist' ? [] : [change.data.id]))

test('[P19] a facility that leaves an area is gone for those who saw it there, with what others did in it', async () => {
  const cookie = await world.signIn('kiemtra')
  const own = await sealedVisit('kiemtra')
  const { cursor } = await world.pull(cookie)
  await move('demo-may-trang')
  const next = await world.pull(cookie, { cursor })
  expect(next.reset).toBe(false)
  // One's own record stays readable to its author, wherever the place now belongs.
  expect(next.gone).toEqual([{ entity: 'facility', id: STATION }])
  expect(idsOf(next)).toEqual([own])
})

test('[P40] nothing is compared while a departure waits to be told', async () => {
  const { id } = await world.db
    .selectFrom('user')
    .select('id')
    .where('username', '=', 'kiemtra')
    .executeTakeFirstOrThrow()
  const person = (await findPerson(world.db, id)) as Person
  const { cursor } = await world.pull(await world.signIn('kiemtra'))
  expect((await readDigest(world.db, person, cursor)).current).toBe(true)
  await move('demo-may-trang')
  expect((await readDigest(world.db, person, cursor)).current).toBe(false)
})

test('[P19] who can still see it by another right loses nothing', async () => {
  const cookie = await world.signIn('giamsat')
  await sealedVisit('kiemtra')
  const { cursor } = await world.pull(cookie)
  await move('demo-may-trang')
  const next = await world.pull(cookie, { cursor })
  expect(next.gone).toBeUndefined()
  expect(idsOf(next)).toContain(STATION)
})

test('[P19] within one’s own areas nothing is gone, and the new area name arrives', async () => {
  const cookie = await world.signIn('kiemtra')
  const { cursor } = await world.pull(cookie)
  await move('demo-dong-xuan')
  const next = await world.pull(cookie, { cursor })
  expect(next.gone).toBeUndefined()
  expect(next.changes).toMatchObject([{ entity: 'facility', data: { id: STATION, areaName: 'Xã Đồng Xuân' } }])
})

test('[P19] it comes back with its whole history, the old visits too', async () => {
  const cookie = await world.signIn('kiemtra')
  const own = await sealedVisit('kiemtra')
  await move('demo-may-trang')
  const { cursor } = await world.pull(cookie)
  await move('demo-suoi-mo')
  const next = await world.pull(cookie, { cursor })
  expect(idsOf(next).sort()).toEqual([STATION, own].sort())
  expect(next.gone).toBeUndefined()
})

test('[P19] a view read from its beginning names nothing as gone', async () => {
  const cookie = await world.signIn('kiemtra')
  await move('demo-may-trang')
  const page = await world.pull(cookie)
  expect(page).toMatchObject({ reset: true })
  expect(page.gone).toBeUndefined()
  expect(idsOf(page)).not.toContain(STATION)
})
