import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answersIn, sealedContent } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import type { Saying } from '../../src/domain/step.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { type Actor, newModel, type Real, reviewCommands } from '../support/review-model.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

/** The review through the server: its states by the same model as the rules alone, and what the statistics say of it. */

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
  // A supervisor of one area, beside an administrator of all.
  await world.db
    .deleteFrom('person_area')
    .where('user_id', '=', 'demo-giamsat')
    .where('area_id', '!=', 'demo-suoi-mo')
    .execute()
})
afterEach(() => world.close())

const usernames: Record<Actor, string> = { author: 'kiemtra', area: 'giamsat', province: 'quantri' }
const first = { q1: passed, q2: passed, q3: failed }

async function people() {
  const [author, area, province] = await Promise.all(
    (['author', 'area', 'province'] as const).map((actor) => world.device(usernames[actor])),
  )
  return { author, area, province } as Record<Actor, Awaited<ReturnType<ServerWorld['device']>>>
}
type People = Awaited<ReturnType<typeof people>>

async function handedIn({ author }: People): Promise<string> {
  const insp = randomUUID()
  const head = await headFor('demo-tyt-suoi-mo')
  const reply = await author.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    await submitOf(insp, head, first),
  )
  expect(reply.r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
  return insp
}

function served(devices: People, insp: string): Real {
  const stored = async () => {
    const record = await findInspection(world.db, PROVINCE.id, insp)
    if (!record) throw new Error('it is gone')
    return record
  }
  return {
    record: stored,
    async say(actor, step) {
      const { r } = await devices[actor].send({ k: 'inspection.step', insp, step: { ...step, id: randomUUID() } })
      return r[0] ?? { o: 'none' }
    },
    async amend(baseSeal, set) {
      const { head, cells } = await stored()
      const after = { ...answersIn(cells), ...set }
      const { r } = await devices.author.send({
        k: 'inspection.amend',
        insp,
        baseSeal,
        set,
        reason: 'Sửa theo yêu cầu',
        digest: await digestOf(sealedContent(head, after)),
        score: summaryOf(score(tinyChecklist, head.facts, after, { date: head.date })),
      })
      return r[0] ?? { o: 'none' }
    },
  }
}

test('[P67] [P68] the server keeps a review as the model says, whoever does what in whatever order', async () => {
  const devices = await people()
  await fc.assert(
    fc.asyncProperty(reviewCommands(12), async (commands) => {
      const insp = await handedIn(devices)
      await fc.asyncModelRun(() => ({ model: newModel(), real: served(devices, insp) }), commands)
    }),
    { numRuns: 25 },
  )
})

test('[P66] the statistics count as approved what is approved, until it is returned or amended', async () => {
  const devices = await people()
  const insp = await handedIn(devices)
  const real = served(devices, insp)
  const standing = async () =>
    (await world.db.selectFrom('standing').select(['status', 'tone']).where('inspection_id', '=', insp).execute())[0]
  const say = (actor: Actor, saying: Saying, seal = 1) => real.say(actor, { id: 'x', seal, say: saying })

  expect(await standing()).toMatchObject({ status: 'submitted' })
  expect(await say('area', { is: 'approve', comment: '' })).toMatchObject({ o: 'applied' })
  expect(await standing()).toMatchObject({ status: 'approved' })
  expect(await say('province', { is: 'return', comment: '', items: { q3: 'Xem lại' } })).toMatchObject({ o: 'applied' })
  expect(await standing()).toMatchObject({ status: 'returned', tone: 'fail' })
  expect(await real.amend(1, { q3: passed })).toMatchObject({ o: 'applied' })
  expect(await standing()).toMatchObject({ status: 'submitted', tone: 'pass' })
  expect(await say('area', { is: 'approve', comment: '' }, 1)).toMatchObject({ o: 'late', code: 'SEAL_MOVED' })
  expect(await standing()).toMatchObject({ status: 'submitted' })
})
