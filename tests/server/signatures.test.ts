import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sealedContent } from '../../src/domain/inspection.ts'
import { score } from '../../src/domain/scoring/score.ts'
import { summaryOf } from '../../src/domain/scoring/summary.ts'
import { digestOf } from '../../src/protocol/digest.ts'
import { digestOfSealed } from '../../src/protocol/sealed-digest.ts'
import { type EvidenceFinding, verifyEvidence } from '../../src/server/audit/verify-evidence.ts'
import { type Finding, verifySeals } from '../../src/server/audit/verify-seals.ts'
import { parseSnapshot } from '../../src/server/storage/seals.ts'
import { lockedStore } from '../support/relay.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld, submitOf } from '../support/server-world.ts'
import { signatureOf } from '../support/signatures.ts'

const answers = { q1: passed, q2: passed, q3: failed }

let world: ServerWorld
let insp: string
let digest: string
let tablet: Awaited<ReturnType<ServerWorld['device']>>
beforeEach(async () => {
  world = await createServerWorld()
  insp = randomUUID()
  tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const signed = await digestOf(sealedContent(head, answers))
  const signatures = [
    signatureOf({ digest: signed }),
    signatureOf({ role: 'head', digest: signed, name: 'Nguyễn Thị Kiểm' }),
  ]
  digest = await digestOfSealed({ head, answers, signatures })
  const { r } = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    // Given for something else: it is kept, and no seal covers it.
    { k: 'inspection.sign', insp, signature: signatureOf({ name: 'Ai Trước' }) },
    ...signatures.map((signature) => ({ k: 'inspection.sign' as const, insp, signature })),
    { ...(await submitOf(insp, head, answers)), digest },
  )
  expect(r.map(({ o }) => o)).toEqual(Array(6).fill('applied'))
})
afterEach(() => world.close())

async function findings(): Promise<(Finding | EvidenceFinding)[]> {
  const found: (Finding | EvidenceFinding)[] = []
  await verifySeals(world.db, (finding) => found.push(finding))
  await verifyEvidence(world.db, (finding) => found.push(finding))
  return found
}
const change = (how: string) => sql.raw(`UPDATE inspection SET signatures = ${how}`).execute(world.db)

test('[P53] the seal has those that held, and everything that is checked agrees', async () => {
  const seal = await world.db.selectFrom('inspection_seal').select('snapshot').executeTakeFirstOrThrow()
  const { signatures = [] } = parseSnapshot(seal.snapshot)
  expect(signatures.map(({ name }) => name).sort()).toEqual(['Lò Văn Trạm', 'Nguyễn Thị Kiểm'])
  expect(await findings()).toEqual([])
})

test('[P53] [P44] the code on the minutes is that of the content with its signatures', async () => {
  const page = await (await world.app.request(`/xac-minh/${insp}/${digest}`)).text()
  expect(page).toContain('Khớp với bản máy chủ đang giữ')
  const without = await digestOf(sealedContent(await headFor('demo-tyt-suoi-mo'), answers))
  const other = await (await world.app.request(`/xac-minh/${insp}/${without}`)).text()
  expect(other).toContain('Không khớp với bản nào')
})

test('[P53] [P18] amended, the new seal covers none of what was signed before, and everything agrees', async () => {
  const head = await headFor('demo-tyt-suoi-mo')
  const after = { ...answers, q3: passed }
  const { r } = await tablet.send({
    k: 'inspection.amend',
    insp,
    baseSeal: 1,
    set: { q3: passed },
    reason: 'Đã kiểm tra lại tại chỗ',
    digest: await digestOf(sealedContent(head, after)),
    score: summaryOf(score(tinyChecklist, head.facts, after, { date: head.date })),
  })
  expect(r[0]?.o).toBe('applied')
  const seals = await world.db.selectFrom('inspection_seal').select('snapshot').orderBy('no').execute()
  expect(seals.map(({ snapshot }) => parseSnapshot(snapshot).signatures?.length)).toEqual([2, undefined])
  expect(await findings()).toEqual([])
})

describe('[P53] a signature that was changed past the server is found', () => {
  test.each([
    ['the name', `replace(signatures, 'Lò Văn Trạm', 'Lò Văn Khác')`],
    ['a stroke', `replace(signatures, '[100,300', '[101,300')`],
    ['that it came late', `replace(signatures, '"role":"head"', '"late":true,"role":"head"')`],
    ['that it was taken back', `replace(signatures, '"role":"head"', '"removed":true,"role":"head"')`],
    ['that there were any', 'NULL'],
  ])('%s', async (_, how) => {
    await change(how)
    expect(await findings()).toEqual([{ inspection: insp, seal: 1, what: 'differs' }])
  })

  test('one that never held made to hold', async () => {
    const row = await world.db.selectFrom('inspection').select('signatures').where('id', '=', insp).executeTakeFirst()
    const given = JSON.parse(row?.signatures ?? '[]') as { digest: string }[]
    const [held] = given.filter((each) => !/^0+$/.test(each.digest))
    await change(`replace(signatures, '${'0'.repeat(64)}', '${held?.digest}')`)
    expect(await findings()).toEqual([{ inspection: insp, seal: 1, what: 'differs' }])
  })
})

test('[P49] [P53] one that waits where its store is locked is taken as its person’s', async () => {
  await tablet.send({ k: 'inspection.start', insp: 'khac', head: await headFor('demo-tyt-suoi-mo') })
  await world.signIn('kiemtra')
  const store = await lockedStore(world, 'demo-kiemtra')
  const id = randomUUID()
  const payload = { k: 'inspection.sign', signature: signatureOf({ id }) }
  const reply = await world.app.request(
    '/sync/v1/relay',
    await store.ask([{ insp: 'khac', cell: `signature:${id}`, payload }]),
  )
  expect(reply.status).toBe(200)
  const row = await world.db.selectFrom('inspection').select('signatures').where('id', '=', 'khac').executeTakeFirst()
  expect(JSON.parse(row?.signatures ?? '[]')).toMatchObject([{ id, name: 'Lò Văn Trạm' }])
})
