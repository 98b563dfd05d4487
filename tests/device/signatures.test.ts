import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { amendInspection } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { listAttention } from '../../src/device/store/attention.ts'
import { changeHead, openInspection, startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { checkEvidence } from '../../src/device/store/evidence.ts'
import { freezeBatch } from '../../src/device/store/freeze.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { sealRows } from '../../src/device/store/seal-rows.ts'
import { setAside, settle } from '../../src/device/store/settle.ts'
import {
  checkRecordSignatures,
  checkSignatures,
  knownSigners,
  type Signing,
  signInspection,
  withdrawSignature,
} from '../../src/device/store/signatures.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { facilities, PROVINCE } from '../../src/server/demonstration-data.ts'
import { findInspection } from '../../src/server/storage/inspections.ts'
import { createDeviceWorld, replyLost } from '../support/device-world.ts'
import { createServerWorld, failed, headFor, passed, type ServerWorld } from '../support/server-world.ts'
import { drawn } from '../support/signatures.ts'

let server: ServerWorld
let tablet: Tablet
let insp: string
const others: Tablet[] = []
type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>

beforeEach(async () => {
  server = await createServerWorld()
  tablet = await createDeviceWorld(server, 'kiemtra')
  await tablet.sync()
  insp = await startInspection(tablet.store, await headFor('demo-tyt-suoi-mo'))
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, insp, item, passed)
})
afterEach(async () => {
  for (const each of [tablet, ...others.splice(0)]) each.close()
  await server.close()
})

async function another(username = 'kiemtra'): Promise<Tablet> {
  const device = await createDeviceWorld(server, username)
  others.push(device)
  return device
}

/** As the dialog does it: of the content that its giver is shown. */
async function sign(more: Partial<Signing> = {}, device = tablet): Promise<string> {
  const { digest } = (await checkSignatures(device.store, insp)) ?? expect.fail('not open here')
  const signing: Signing = { role: 'facility', name: 'Lò Văn Trạm', position: 'Trưởng trạm', mark: drawn, digest }
  return signInspection(device.store, insp, { ...signing, ...more })
}

const states = async (device = tablet) =>
  ((await checkSignatures(device.store, insp))?.signatures ?? []).map(
    ({ signature: { role, name }, state }) => `${role} ${name} ${state}`,
  )
const atServer = async (): Promise<InspectionRecord> =>
  (await findInspection(server.db, PROVINCE.id, insp)) ?? expect.fail('the server has no such visit')
const queued = async () => (await tablet.store.db.outbox.toArray()).map(({ cell }) => cell.split(':')[0])

describe('signing on the device', () => {
  it('[P1] [P54] a signature and what must be sent of it are there together, sealed, also after a restart', async () => {
    await sign()
    await tablet.restart()
    expect(await states()).toEqual(['facility Lò Văn Trạm holds'])
    expect(await queued()).toContain('signature')
    const rows = await tablet.store.db.signature.toArray()
    expect(JSON.stringify(rows)).not.toContain('Lò Văn Trạm')
    // Nothing is left for the sweep that seals what was written before there was a PIN.
    expect(await sealRows(tablet.store)).toBe(0)
  })

  it('[P54] is refused where something was changed since its giver looked: nothing is kept', async () => {
    const { digest } = (await checkSignatures(tablet.store, insp)) ?? expect.fail('not open')
    await saveAnswer(tablet.store, insp, 'q2', failed)
    await expect(sign({ digest })).rejects.toMatchObject({ code: 'SIGNED_CONTENT_MOVED' })
    expect([await states(), (await queued()).includes('signature')]).toEqual([[], false])
  })

  it.each<[string, () => Promise<unknown>, unknown]>([
    ['an answer', () => saveAnswer(tablet.store, insp, 'q2', failed), [{ is: 'answer', item: 'q2' }]],
    [
      'a note',
      () => saveAnswer(tablet.store, insp, 'q3', { ...passed, note: 'Vòi hỏng' }),
      [{ is: 'answer', item: 'q3' }],
    ],
    ['the team', () => changeHead(tablet.store, insp, { team: ['Ai Khác'] }), [{ is: 'head' }]],
  ])('[P53] after it %s is changed: void at once, with what it was', async (_, change, changed) => {
    await sign()
    await change()
    expect((await checkSignatures(tablet.store, insp))?.signatures).toMatchObject([{ state: 'void', changed }])
  })

  it('[P53] signed again the former stays where it was void, and gives way where it held', async () => {
    await sign()
    await sign({ name: 'Lò Văn Hai' })
    expect(await states()).toEqual(['facility Lò Văn Hai holds'])
    await saveAnswer(tablet.store, insp, 'q2', failed)
    await sign({ name: 'Lò Văn Ba' })
    expect(await states()).toEqual(['facility Lò Văn Hai void', 'facility Lò Văn Ba holds'])
  })

  it('a visit that is handed in takes none, and gives none back', async () => {
    const id = await sign()
    await submitInspection(tablet.store, insp)
    await expect(sign()).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
    await expect(withdrawSignature(tablet.store, insp, id)).rejects.toMatchObject({ code: 'INSPECTION_CLOSED' })
  })
})

describe('[P53] from tablet to server to tablet', () => {
  it('arrives, comes to the other tablet of the same person, and is sealed with what it was given for', async () => {
    await sign()
    await sign({ role: 'head', name: 'Nguyễn Thị Kiểm', position: '', mark: { is: 'typed' } })
    await tablet.sync()
    const second = await another()
    await second.sync()
    expect(await states(second)).toEqual(['facility Lò Văn Trạm holds', 'head Nguyễn Thị Kiểm holds'])
    await submitInspection(second.store, insp)
    await second.sync()
    expect((await atServer()).status).toBe('submitted')
    await tablet.sync()
    const record = (await getResult(tablet.store, insp)) ?? expect.fail('nothing came')
    expect((await checkRecordSignatures(record)).map(({ state }) => state)).toEqual(['holds', 'holds'])
    expect(await checkEvidence(tablet.store, record)).toMatchObject({ seals: [{ check: 'whole', signed: 'signed' }] })
    expect(await tablet.store.db.signature.count()).toBe(0)
    // What the seal covers of it is part of what is compared.
    const [first, ...rest] = record.signatures ?? []
    const forged = { ...record, signatures: [{ ...(first ?? expect.fail()), name: 'Ai Khác' }, ...rest] }
    expect(await checkEvidence(tablet.store, forged)).toMatchObject({ seals: [{ check: 'differs' }] })
  })

  it('with a void one the visit is handed in all the same, and its seal covers none', async () => {
    await sign()
    await saveAnswer(tablet.store, insp, 'q2', failed)
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    const record = await atServer()
    expect([record.status, (await checkRecordSignatures(record)).map(({ state }) => state)]).toEqual([
      'submitted',
      ['void'],
    ])
  })

  it('after an amendment what was signed was the content before', async () => {
    await sign()
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    await amendInspection(tablet.store, insp, { set: { q3: failed }, reason: 'Xem lại' })
    await tablet.sync()
    const record = (await getResult(tablet.store, insp)) ?? expect.fail('nothing came')
    expect(record.sealNo).toBe(2)
    expect((await checkRecordSignatures(record)).map(({ state }) => state)).toEqual(['void'])
    const { seals } = await checkEvidence(tablet.store, record)
    expect(seals.map(({ check }) => check)).toEqual(['whole', 'whole'])
  })

  it('[P15] from a tablet that did not know of the seal it stands beside it, and is put before its author', async () => {
    await tablet.sync()
    const second = await another()
    await second.sync()
    await submitInspection(second.store, insp)
    await second.sync()
    await sign()
    await tablet.sync()
    const record = (await getResult(tablet.store, insp)) ?? expect.fail('nothing came')
    expect((await checkRecordSignatures(record)).map(({ state }) => state)).toEqual(['late'])
    expect((await listAttention(tablet.store)).flatMap(({ entries }) => entries)).toMatchObject([
      { kind: 'late', said: { k: 'inspection.sign' } },
    ])
    expect(await checkEvidence(tablet.store, record)).toMatchObject({ seals: [{ check: 'whole' }] })
  })

  it('[P4] a reply that was lost makes no second one', async () => {
    await sign()
    tablet.network(replyLost)
    await tablet.sync().catch(() => undefined)
    tablet.network()
    await tablet.sync()
    expect((await atServer()).signatures).toHaveLength(1)
  })

  it('taken back here it is taken back there', async () => {
    const id = await sign()
    await tablet.sync()
    const second = await another()
    await second.sync()
    await withdrawSignature(tablet.store, insp, id)
    await tablet.sync()
    await second.sync()
    expect([await states(), await states(second)]).toEqual([[], []])
    expect((await atServer()).signatures).toMatchObject([{ id, removed: true }])
  })

  it('taken back too late it stands: the seal has it', async () => {
    const id = await sign()
    await tablet.sync()
    const second = await another()
    await second.sync()
    await submitInspection(second.store, insp)
    await second.sync()
    await withdrawSignature(tablet.store, insp, id)
    await tablet.sync()
    expect((await atServer()).signatures).toMatchObject([{ id }])
    expect((await listAttention(tablet.store)).flatMap(({ entries }) => entries)).toMatchObject([
      { kind: 'late', said: { k: 'inspection.unsign' } },
    ])
  })
})

describe('[P54] when something goes wrong', () => {
  async function restoredToNothing(): Promise<void> {
    for (const table of ['answer_version', 'mutation', 'device', 'inspection'] as const)
      await server.db.deleteFrom(table).execute()
    await server.db.deleteFrom('feed').where('entity', '=', 'inspection').execute()
    await server.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
  }

  it('[P16] a server that forgot it gets it again, from the tablet that gave it or the one that knows of it', async () => {
    const second = await another()
    await tablet.sync()
    await second.sync()
    await sign({}, second)
    await second.sync()
    await tablet.sync()
    await restoredToNothing()
    // The one that gave it is gone.
    for (let round = 0; round < 3; round++) await tablet.sync()
    expect((await atServer()).signatures).toMatchObject([{ name: 'Lò Văn Trạm' }])
    expect(await states()).toEqual(['facility Lò Văn Trạm holds'])
  })

  it('[P16] a withdrawal that a restored server has lost is said again', async () => {
    const second = await another()
    const id = await sign()
    await tablet.sync()
    await second.sync()
    await withdrawSignature(second.store, insp, id)
    await second.sync()
    await restoredToNothing()
    for (const each of [second, tablet, second, second, tablet]) await each.sync()
    expect([await states(), await states(second)]).toEqual([[], []])
  })

  it('refused it is the matter of itself alone, and the visit is handed in without it', async () => {
    await sign()
    const batch = (await freezeBatch(tablet.store)) ?? expect.fail('nothing waits')
    await settle(
      tablet.store,
      batch.mutations.map(({ seq, k }) =>
        k === 'inspection.sign'
          ? { seq, o: 'rejected' as const, code: 'SIGNATURE_TOO_MANY' }
          : { seq, o: 'applied' as const },
      ),
      'e',
    )
    expect((await openInspection(tablet.store, insp))?.state).toBe('draft')
    expect(await states()).toEqual([])
    expect((await listAttention(tablet.store)).flatMap(({ entries }) => entries)).toMatchObject([
      { code: 'SIGNATURE_TOO_MANY', handled: null },
    ])
  })

  it('too large for the way it is set aside, and everything else goes on', async () => {
    await sign()
    const batch = (await freezeBatch(tablet.store)) ?? expect.fail('nothing waits')
    const { seq = 0 } = batch.mutations.find(({ k }) => k === 'inspection.sign') ?? {}
    await setAside(tablet.store, seq, 'BODY_TOO_LARGE')
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect((await atServer()).status).toBe('submitted')
  })

  it('facts that the server has otherwise void what was signed: it is not handed in behind its author’s back', async () => {
    await sign()
    await tablet.store.db.inspection.update(insp, { state: 'refused' })
    const facility = facilities.find(({ id }) => id === 'demo-tyt-suoi-mo') ?? expect.fail('no such facility')
    const row = (await tablet.store.db.facility.get(facility.id)) ?? expect.fail('not here')
    const known = await tablet.store.db.unpack(row.body)
    await tablet.store.db.facility.update(facility.id, {
      body: await tablet.store.db.pack({ ...known, facts: { ...known.facts, beds: 7 } }),
    })
    await expect(submitInspection(tablet.store, insp)).rejects.toMatchObject({ code: 'SIGNATURES_LAPSED' })
    expect((await openInspection(tablet.store, insp))?.state).toBe('draft')
    expect(await states()).toEqual(['facility Lò Văn Trạm void'])
    await submitInspection(tablet.store, insp)
    expect((await openInspection(tablet.store, insp))?.state).toBe('waiting')
  })
})

describe('who is likely to sign', () => {
  it('the last who signed for the facility, and the office that went with one’s own name', async () => {
    const head = await headFor('demo-tyt-suoi-mo')
    expect(await knownSigners(tablet.store, head)).toEqual({ facility: null, positions: {} })
    await sign()
    await sign({ role: 'head', name: 'Nguyễn Thị Kiểm', position: 'Chuyên viên' })
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect(await knownSigners(tablet.store, head)).toEqual({
      facility: { name: 'Lò Văn Trạm', position: 'Trưởng trạm' },
      positions: { 'Nguyễn Thị Kiểm': 'Chuyên viên' },
    })
    const elsewhere = await headFor('demo-tyt-na-luong').catch(() => ({ facilityId: 'khac' }))
    expect((await knownSigners(tablet.store, elsewhere)).facility).toBeNull()
  })
})
