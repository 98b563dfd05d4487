import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveAnswer } from '../../src/device/store/answers.ts'
import type { Evidence } from '../../src/device/store/database.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { checkEvidence } from '../../src/device/store/evidence.ts'
import { offerAnew } from '../../src/device/store/outbox.ts'
import { getResult } from '../../src/device/store/replica.ts'
import type { SigningKey } from '../../src/device/store/signing-key.ts'
import type { InspectionRecord } from '../../src/domain/inspection.ts'
import { createDeviceWorld } from '../support/device-world.ts'
import { openVisit } from '../support/open-visit.ts'
import { failed, headFor, passed } from '../support/server-world.ts'

let open: Awaited<ReturnType<typeof openVisit>>
let server: typeof open.server
let tablet: typeof open.tablet
let insp: string
beforeEach(async () => {
  open = await openVisit()
  ;({ server, tablet, insp } = open)
  for (const item of ['q1', 'q2', 'q3']) await saveAnswer(tablet.store, insp, item, passed)
  await submitInspection(tablet.store, insp)
  await tablet.sync()
})
afterEach(() => open.close())

async function record(): Promise<InspectionRecord> {
  return (await getResult(tablet.store, insp)) ?? expect.fail('nothing was received')
}
const checked = async (shown?: InspectionRecord) => checkEvidence(tablet.store, shown ?? (await record()))
const check = async (shown?: InspectionRecord) => (await checked(shown)).seals.at(-1)?.check

/** Changes what lies on the tablet. */
async function change(how: (evidence: Evidence) => unknown) {
  const { db } = tablet.store
  const row = (await db.result.get(insp)) ?? expect.fail('nothing was received')
  const evidence = row.evidence ? await db.unpack(row.evidence) : expect.fail('no evidence came')
  how(evidence)
  await db.result.update(insp, { evidence: await db.pack(evidence) })
}
const receiptIn = ({ seals }: Evidence) => seals[0]?.receipt ?? expect.fail('there is no receipt')

describe('[P43] the receipt on the device', () => {
  it('is whole, and on another tablet of the same reach too', async () => {
    expect(await checked()).toMatchObject({ seals: [{ no: 1, check: 'whole', signed: 'signed' }], former: [] })
    const supervisor = await createDeviceWorld(server, 'giamsat')
    await supervisor.sync()
    expect(await checkEvidence(supervisor.store, await record())).toMatchObject({ seals: [{ check: 'whole' }] })
    supervisor.close()
  })

  it('does not bear out other content than it speaks of', async () => {
    const shown = await record()
    const cells = { ...shown.cells, q3: { rev: 1, answer: failed } }
    expect(await check({ ...shown, cells })).toBe('differs')
  })

  it.each<[string, (evidence: Evidence) => unknown]>([
    ['its time', (evidence) => Object.assign(receiptIn(evidence).said, { at: 1 })],
    ['a hash in it', (evidence) => Object.assign(receiptIn(evidence).said, { content: '0'.repeat(64) })],
    ['what a newer server may say', (evidence) => Object.assign(receiptIn(evidence).said, { more: true })],
    ['its signature', (evidence) => Object.assign(receiptIn(evidence), { signature: 'A'.repeat(86) })],
  ])('is wrong once somebody has changed %s', async (_what, how) => {
    await change(how)
    expect(await check()).toBe('wrong')
  })

  it('of a key that was never heard of says that nothing can be said', async () => {
    await tablet.store.db.meta.delete('serverKeys')
    expect(await check()).toBe('unknownKey')
  })

  it('of other content than a later one is not forgotten', async () => {
    const former = receiptIn(await kept())
    await change((evidence) => Object.assign(receiptIn(evidence).said, { content: '0'.repeat(64) }))
    await server.db.updateTable('feed').set({ ver: 1_000 }).where('entity_id', '=', insp).execute()
    await server.db.updateTable('tenant_clock').set({ ver: 1_000 }).execute()
    await tablet.sync()
    expect(await checked()).toMatchObject({ seals: [{ check: 'whole' }], former: [{ seal: 1, at: former.said.at }] })
  })

  it('that merely came again is no news', async () => {
    await server.db.updateTable('feed').set({ ver: 1_000 }).where('entity_id', '=', insp).execute()
    await server.db.updateTable('tenant_clock').set({ ver: 1_000 }).execute()
    await tablet.sync()
    expect((await checked()).former).toEqual([])
  })

  it('is sealed with the rest of the store', async () => {
    const row = await tablet.store.db.result.get(insp)
    expect(row?.evidence).not.toHaveProperty('plain')
  })
})

async function kept(): Promise<Evidence> {
  const row = await tablet.store.db.result.get(insp)
  return row?.evidence ? tablet.store.db.unpack(row.evidence) : expect.fail('no evidence came')
}

describe('[P46] the key of a store', () => {
  const key = async () => ((await tablet.store.db.meta.get('signingKey'))?.value as SigningKey | undefined)?.publicKey

  it('is the same when the tablet is switched on again, and after a restore', async () => {
    const before = await key()
    await tablet.restart()
    await offerAnew(tablet.store, 'another history')
    expect(await key()).toBe(before)
  })

  it('[P8] is another one where the profile turns out to be a copy', async () => {
    const before = await key()
    await offerAnew(tablet.store, null)
    expect(await key()).not.toBe(before)
    expect((await tablet.store.db.meta.get('keyTold'))?.value).toBeNull()
  })

  it('is not there in a browser that makes none, and everything else goes on', async () => {
    const { generateKey } = crypto.subtle
    Object.assign(crypto.subtle, { generateKey: () => Promise.reject(new DOMException('no', 'NotSupportedError')) })
    const other = await createDeviceWorld(server, 'kiemtra').finally(() =>
      Object.assign(crypto.subtle, { generateKey: generateKey.bind(crypto.subtle) }),
    )
    await other.sync()
    expect(await other.store.db.meta.get('signingKey')).toBeUndefined()
    const id = await startInspection(other.store, await headFor('demo-tyt-suoi-mo'))
    for (const item of ['q1', 'q2', 'q3']) await saveAnswer(other.store, id, item, passed)
    await submitInspection(other.store, id)
    await other.sync()
    const shown = (await getResult(other.store, id)) ?? expect.fail('nothing was received')
    expect(await checkEvidence(other.store, shown)).toMatchObject({ seals: [{ signed: 'unsigned', check: 'whole' }] })
    other.close()
  })
})
