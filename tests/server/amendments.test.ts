import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer } from '../../src/domain/answer.ts'
import { answersIn, type InspectionHead, sealedContent } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { photoOf, picture } from '../support/photos.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'

let world: ServerWorld
beforeEach(async () => {
  world = await createServerWorld()
})
afterEach(() => world.close())

type Tablet = Awaited<ReturnType<ServerWorld['device']>>
const first = { q1: passed, q2: passed, q3: failed }

async function sealedVisit(tablet: Tablet): Promise<{ insp: string; head: InspectionHead }> {
  const head = await headFor('demo-tyt-suoi-mo')
  const insp = randomUUID()
  const reply = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    await submitOf(insp, head, first),
  )
  expect(reply.r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
  return { insp, head }
}

/** The amendment an honest device sends: over the content as it will stand. */
async function amendmentOf(
  { insp, head }: { insp: string; head: InspectionHead },
  set: Record<string, Answer>,
  {
    baseSeal = 1,
    before = first as Record<string, Answer>,
    reason = 'Đã kiểm tra lại tại chỗ',
    photos = undefined as string[] | undefined,
  } = {},
) {
  const after = { ...before, ...set }
  return {
    k: 'inspection.amend' as const,
    insp,
    baseSeal,
    set,
    reason,
    digest: await digestOf(sealedContent(head, after, photos)),
    score: summaryOf(score(tinyChecklist, head.facts, after, { date: head.date })),
  }
}

const sealsOf = (insp: string) =>
  world.db.selectFrom('inspection_seal').selectAll().where('inspection_id', '=', insp).orderBy('no').execute()

test('[P18] an amendment adds a seal that names the one before it, and changes nothing of it', async () => {
  const tablet = await world.device('kiemtra')
  const visit = await sealedVisit(tablet)
  const [before] = await sealsOf(visit.insp)
  const reply = await tablet.send(await amendmentOf(visit, { q3: passed }))
  expect(reply.r[0]?.o).toBe('applied')
  const seals = await sealsOf(visit.insp)
  expect(seals).toHaveLength(2)
  expect(seals[0]).toEqual(before)
  expect(seals[1]).toMatchObject({
    no: 2,
    kind: 'amend',
    reason: 'Đã kiểm tra lại tại chỗ',
    prev_sha256: before?.sha256,
  })
  const stored = await findInspection(world.db, PROVINCE.id, visit.insp)
  expect(stored).toMatchObject({ sealNo: 2, status: 'submitted', cells: { q3: { rev: 2, answer: passed } } })
  expect(answersIn(stored?.cells ?? {})).toMatchObject({ q1: passed })
})

test('[P18] what an amendment replaces stays in the history', async () => {
  const tablet = await world.device('kiemtra')
  const visit = await sealedVisit(tablet)
  await tablet.send(await amendmentOf(visit, { q3: passed }))
  const kept = await world.db.selectFrom('answer_version').selectAll().where('inspection_id', '=', visit.insp).execute()
  expect(kept.map(({ item, answer, reason }) => [item, JSON.parse(answer), reason])).toEqual([['q3', failed, 'head']])
})

test('[P18] an amendment of a seal that no longer stands is kept as late, whoever sends it', async () => {
  const tablet = await world.device('kiemtra')
  const other = await world.device('kiemtra')
  const visit = await sealedVisit(tablet)
  await tablet.send(await amendmentOf(visit, { q3: passed }))
  const reply = await other.send(await amendmentOf(visit, { q1: failed }))
  expect(reply.r[0]).toMatchObject({ o: 'late', code: 'SEAL_MOVED' })
  expect(await findInspection(world.db, PROVINCE.id, visit.insp)).toMatchObject({
    late: [{ item: 'q1', answer: failed }],
  })
  expect(await sealsOf(visit.insp)).toHaveLength(2)
})

test('[P18] a late answer is shown on the record until an amendment takes it in', async () => {
  const tablet = await world.device('kiemtra')
  const other = await world.device('kiemtra')
  const visit = await sealedVisit(tablet)
  await other.send({ k: 'answer.set', insp: visit.insp, set: { q3: [1, passed] } })
  expect(await findInspection(world.db, PROVINCE.id, visit.insp)).toMatchObject({
    late: [{ item: 'q3', answer: passed }],
  })
  await other.send(await amendmentOf(visit, { q3: passed }))
  expect(await findInspection(world.db, PROVINCE.id, visit.insp)).toMatchObject({ sealNo: 2, late: [] })
})

test.each([
  ['a wrong digest', { digest: '0'.repeat(64) }, 'DIGEST_MISMATCH'],
  [
    'a score that differs',
    { score: { earned: 1, max: 2, grade: null, tone: 'fail', criticalFailures: 0 } },
    'SCORE_MISMATCH',
  ],
  ['an item that is not there', { set: { q99: passed } }, 'ITEM_UNKNOWN'],
  ['a missing reason', { reason: '  ' }, 'MUTATION_INVALID'],
] as const)('[P18] with %s nothing is amended', async (_case, wrong, code) => {
  const tablet = await world.device('kiemtra')
  const visit = await sealedVisit(tablet)
  const before = await findInspection(world.db, PROVINCE.id, visit.insp)
  const reply = await tablet.send({ ...(await amendmentOf(visit, { q3: passed })), ...wrong })
  expect(reply.r[0]).toMatchObject({ o: 'rejected', code })
  expect(await findInspection(world.db, PROVINCE.id, visit.insp)).toEqual(before)
  expect(await sealsOf(visit.insp)).toHaveLength(1)
})

test('[P18] an answer taken away leaves the inspection incomplete, and is refused', async () => {
  const tablet = await world.device('kiemtra')
  const visit = await sealedVisit(tablet)
  const reply = await tablet.send(await amendmentOf(visit, { q3: { value: null } }))
  expect(reply.r[0]).toMatchObject({ o: 'rejected', code: 'INCOMPLETE', detail: { missing: ['q3'] } })
})

test('[P18] a draft is changed, not amended; somebody else’s record neither', async () => {
  const tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const insp = randomUUID()
  await tablet.send({ k: 'inspection.start', insp, head })
  expect((await tablet.send(await amendmentOf({ insp, head }, { q3: passed }))).r[0]?.code).toBe('INSPECTION_OPEN')
  const visit = await sealedVisit(tablet)
  const stranger = await world.device('giamsat')
  expect((await stranger.send(await amendmentOf(visit, { q3: passed }))).r[0]?.code).toBe('INSPECTION_OF_ANOTHER')
})

test('[P18] a seal cannot be changed or removed, not even by SQL', async () => {
  const visit = await sealedVisit(await world.device('kiemtra'))
  const seal = world.db.updateTable('inspection_seal').set({ reason: 'x' }).where('inspection_id', '=', visit.insp)
  await expect(seal.execute()).rejects.toThrow(/never changes/)
  await expect(world.db.deleteFrom('inspection_seal').execute()).rejects.toThrow(/never changes/)
})

test('[P18] [P22] an amendment covers the photos that are sealed, not those that came late', async () => {
  const tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const visit = { insp: randomUUID(), head }
  const { insp } = visit
  const [sealed, late] = [photoOf(picture()), photoOf(picture())]
  await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    { k: 'photo.add', insp, photo: sealed },
    await submitOf(insp, head, first, tinyChecklist, [sealed.sha256]),
    { k: 'photo.add', insp, photo: late },
  )
  const without = await tablet.send(await amendmentOf(visit, { q3: passed }))
  expect(without.r[0]).toMatchObject({ o: 'rejected', code: 'DIGEST_MISMATCH' })
  const reply = await tablet.send(await amendmentOf(visit, { q3: passed }, { photos: [sealed.sha256] }))
  expect(reply.r[0]?.o).toBe('applied')
  const photosIn = (await sealsOf(insp)).map(({ snapshot }) => JSON.parse(snapshot).photos)
  const said = [{ id: sealed.id, item: 'q1', sha256: sealed.sha256 }]
  expect(photosIn).toEqual([said, said])
})
