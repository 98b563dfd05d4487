import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { amendInspection } from '../../src/device/store/amendments.ts'
import { saveAnswer } from '../../src/device/store/answers.ts'
import { startInspection, submitInspection } from '../../src/device/store/drafts.ts'
import { checkEvidence } from '../../src/device/store/evidence.ts'
import { addPhoto } from '../../src/device/store/photos.ts'
import { getResult } from '../../src/device/store/replica.ts'
import { canonicalJson } from '../../src/domain/canonical.ts'
import { receiptText, type SealNote, sealStatement } from '../../src/domain/evidence.ts'
import { keysReplySchema } from '../../src/protocol/wire.ts'
import { isSigned } from '../../src/server/audit/signatures.ts'
import { rotateReceiptKey } from '../../src/server/commands/rotate-receipt-key.ts'
import { verify } from '../../src/server/commands/verify.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { sealNotes } from '../../src/server/storage/seal-witness.ts'
import { dropTriggers, triggersOf } from '../support/catalogue.ts'
import { createDeviceWorld, type Weather } from '../support/device-world.ts'
import { photoOf, picture } from '../support/photos.ts'
import { accepted, createServerWorld, failed, headFor, MORNING, passed, submitOf } from '../support/server-world.ts'
import { engine } from '../support/test-database.ts'

type ServerWorld = Awaited<ReturnType<typeof createServerWorld>>
type Tablet = Awaited<ReturnType<typeof createDeviceWorld>>

let folder: string
let file: string
let world: ServerWorld
let tablet: Tablet
let wall: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-evidence-'))
  file = join(folder, 'so-kiem.sqlite')
  wall = MORNING
  world = await createServerWorld({ file, now: () => wall })
  tablet = await createDeviceWorld(world, 'kiemtra')
  await tablet.sync()
})
afterEach(async () => {
  tablet.close()
  await world.close()
  rmSync(folder, { recursive: true })
})

async function begin(on = tablet): Promise<string> {
  const insp = await startInspection(on.store, await headFor('demo-tyt-suoi-mo'))
  for (const item of ['q1', 'q2']) await saveAnswer(on.store, insp, item, passed)
  await saveAnswer(on.store, insp, 'q3', failed)
  return insp
}

/** Handed in by the real device, with one picture. */
async function handIn(): Promise<{ insp: string; sha256: string }> {
  const insp = await begin()
  const bytes = picture()
  const { id: _id, ...shot } = photoOf(bytes)
  await addPhoto(tablet.store, insp, shot, new Blob([bytes]))
  await submitInspection(tablet.store, insp)
  await tablet.sync()
  await tablet.sendPhotos()
  return { insp, sha256: shot.sha256 }
}

async function only(insp: string): Promise<SealNote> {
  const [note] = await sealNotes(world.db, PROVINCE.id, insp)
  if (!note) throw new Error('nothing is sealed')
  return note
}

async function verified(pictures = false): Promise<string[]> {
  const said: string[] = []
  await verify({ database: world.address, dataDir: world.dataDir, pictures }, (line) => said.push(line))
  return said.filter((line) => !/^(Đã|Chưa) soát/.test(line))
}

const audited = (what: string) => world.db.selectFrom('audit').selectAll().where('what', '=', what).execute()

describe('what a device hands in', () => {
  test('[P46] is signed by a key that was registered before, and cannot be read out', async () => {
    const key = (await tablet.store.db.meta.get('signingKey'))?.value as { privateKey: CryptoKey }
    await expect(crypto.subtle.exportKey('pkcs8', key.privateKey)).rejects.toThrow()
    const insp = await begin()
    await tablet.sync()
    expect(await world.db.selectFrom('device_key').select('user_id').execute()).toEqual([{ user_id: 'demo-kiemtra' }])
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect(await only(insp)).toMatchObject({ no: 1, kind: 'submit', signed: 'signed' })
    expect(await audited('key.registered')).toHaveLength(1)
    expect(await audited('sealed')).toMatchObject([{ detail: expect.stringContaining('"signed":"signed"') }])
    expect(await verified()).toEqual([])
  })

  test('tells its key once to a history of the server, and again to a restored one', async () => {
    const keys: boolean[] = []
    const watch: Weather = ({ path, body }, pass) => {
      if (path.includes('/push')) keys.push('key' in JSON.parse(body))
      return pass()
    }
    tablet.network(watch)
    const insp = await begin()
    await tablet.sync()
    await saveAnswer(tablet.store, insp, 'q3', passed)
    await tablet.sync()
    expect(keys).toEqual([true, false])
    await world.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
    await saveAnswer(tablet.store, insp, 'q3', failed)
    await tablet.sync()
    expect(keys.at(-1)).toBe(true)
  })

  test('[P46] stands without a signature too, and says so', async () => {
    await tablet.store.db.meta.delete('signingKey')
    const insp = await begin()
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect(await only(insp)).toMatchObject({ signed: 'unsigned', receipt: { said: { signature: null } } })
    expect(await verified()).toEqual([])
  })

  test('is not signed for a server that takes no signatures: it would refuse what it does not know', async () => {
    await tablet.store.db.meta.delete('serverKeys')
    await submitInspection(tablet.store, await begin())
    const rows = await tablet.store.db.outbox.toArray()
    const said = await Promise.all(rows.map(({ payload }) => tablet.store.db.unpack(payload)))
    expect(said.find(({ k }) => k === 'inspection.submit')).not.toHaveProperty('signature')
  })

  test.each<[string, (mutation: Said) => object]>([
    [
      'another signature',
      ({ signature }) => ({ signature: { ...signature, value: `${signature.value.slice(0, -2)}AA` } }),
    ],
    ['another time', ({ at }) => ({ at: at + 1 })],
    [
      'another offset of the clock',
      ({ signature }) => ({ signature: { ...signature, clock: { ...signature.clock, offset: 7 } } }),
    ],
    ['another seal before it', ({ signature }) => ({ signature: { ...signature, previous: '0'.repeat(64) } })],
    ['a text that is no key', ({ signature }) => ({ signature: { ...signature, key: 'A'.repeat(87) } })],
  ])('[P46] with %s on the way is taken, and called what it is', async (_what, spoil) => {
    const insp = await begin()
    await submitInspection(tablet.store, insp)
    tablet.network(spoiling(spoil))
    await tablet.push()
    tablet.network()
    await tablet.sync()
    expect(await only(insp)).toMatchObject({ signed: 'wrong' })
    expect(await audited('sealed')).toMatchObject([{ detail: expect.stringContaining('"signed":"wrong"') }])
    // Told once, at the door; it is what it was said to be.
    expect(await verified()).toEqual([])
  })

  test('signed with the key of another account is not signed', async () => {
    const stolen = (await tablet.store.db.meta.get('signingKey'))?.value as { publicKey: string }
    const supervisor = await world.signIn('giamsat')
    await world.push(supervisor, { deviceId: randomUUID(), key: stolen.publicKey, m: [] })
    const insp = await begin()
    await submitInspection(tablet.store, insp)
    await tablet.sync()
    expect(await only(insp)).toMatchObject({ signed: 'wrong' })
  })

  test('an amendment names the seal before it, its author and its reason, and tells what changed', async () => {
    const { insp } = await handIn()
    const first = await only(insp)
    await amendInspection(tablet.store, insp, { set: { q3: passed }, reason: 'Đã kiểm tra lại tại chỗ' })
    await tablet.sync()
    const [, second] = await sealNotes(world.db, PROVINCE.id, insp)
    expect(second).toMatchObject({
      no: 2,
      kind: 'amend',
      by: { id: 'demo-kiemtra' },
      reason: 'Đã kiểm tra lại tại chỗ',
      signed: 'signed',
      changes: [{ item: 'q3', before: failed, after: passed }],
      receipt: { said: { previous: first.receipt?.said.sealed, seal: 2 } },
    })
    const row = await world.db.selectFrom('seal_witness').select('signature').where('no', '=', 2).executeTakeFirst()
    expect(JSON.parse(row?.signature ?? '')).toMatchObject({ previous: first.receipt?.said.sealed })
    expect(await verified()).toEqual([])
  })

  test('[P16] keeps its signature when it is offered again to a server that has lost it', async () => {
    const { insp } = await handIn()
    await dropTriggers(world.db, 'inspection_seal_no_delete', 'seal_witness_no_delete', 'device_key_no_delete')
    for (const table of ['seal_witness', 'inspection_seal', 'device_key', 'photo', 'answer_version', 'inspection'])
      await sql.raw(`DELETE FROM ${table}`).execute(world.db)
    for (const table of ['mutation', 'device', "feed WHERE entity = 'inspection'"])
      await sql.raw(`DELETE FROM ${table}`).execute(world.db)
    await world.db.updateTable('tenant_clock').set({ epoch: 'restored' }).execute()
    await tablet.sync()
    expect(await only(insp)).toMatchObject({ signed: 'signed' })
  })
})

type Said = { k: string; at: number; signature: { key: string; value: string; clock: object } }

/** Changes what goes over the line in the submit. */
function spoiling(spoil: (mutation: Said) => object): Weather {
  return async ({ path, body }, pass) => {
    if (!path.includes('/push')) return pass()
    const push = JSON.parse(body) as { deviceId: string; m: Said[] }
    const m = push.m.map((said) => (said.k === 'inspection.submit' ? { ...said, ...spoil(said) } : said))
    const cookie = await world.signIn('kiemtra')
    return world.push(cookie, { ...push, m })
  }
}

test('[P43] the receipt can be checked by anybody with the public key', async () => {
  const { insp, sha256 } = await handIn()
  const { receipt, at } = await only(insp)
  const reply = await world.app.request('/api/keys')
  const [key] = keysReplySchema.parse(await reply.json()).keys
  if (!receipt || !key) throw new Error('there is no receipt')
  expect(receipt.said).toMatchObject({ inspection: insp, seal: 1, photos: [sha256], at, key: key.id, previous: null })
  expect(isSigned(key.key, receiptText(receipt.said), receipt.signature)).toBe(true)
  expect(isSigned(key.key, receiptText({ ...receipt.said, at: at + 1 }), receipt.signature)).toBe(false)
  // The same words for another purpose are another text.
  expect(isSigned(key.key, receiptText(receipt.said).replace('receipt', 'seal'), receipt.signature)).toBe(false)
  expect((await world.signer.now(world.db)).publicKey).toBe(key.key)
})

describe('the key of the receipts', () => {
  const keys = async () => keysReplySchema.parse(await (await world.app.request('/api/keys')).json()).keys
  const rotate = (at: number) => rotateReceiptKey(world.address, at, () => {})
  const allWell = async () => {
    const said: string[] = []
    return {
      is: await verify({ database: world.address, dataDir: world.dataDir, pictures: false }, (line) => said.push(line)),
      said,
    }
  }

  test('is changed while the server runs: what was signed before still holds, and the next receipt has the new one', async () => {
    const before = await handIn()
    const [old] = await keys()
    await rotate(MORNING + 5)
    const after = await handIn()
    const [standing, former, ...more] = await keys()
    expect(more).toEqual([])
    expect(former).toEqual({ ...old, until: MORNING + 5 })
    expect(standing).toMatchObject({ from: MORNING + 5, until: null })
    expect(standing?.key).not.toBe(old?.key)
    for (const [{ insp }, key] of [
      [before, former],
      [after, standing],
    ] as const) {
      const { receipt } = await only(insp)
      if (!receipt || !key) throw new Error('there is no receipt')
      expect(receipt.said.key).toBe(key.id)
      expect(isSigned(key.key, receiptText(receipt.said), receipt.signature)).toBe(true)
    }
    expect(await allWell()).toMatchObject({ is: true })
    const noted = world.db
      .selectFrom('audit')
      .select(['tenant_id', 'who', 'subject_id', 'detail'])
      .where('what', '=', 'receiptKey.changed')
      .orderBy('tenant_id')
    const said = { who: 'system', subject_id: old?.id, detail: JSON.stringify({ to: standing?.id }) }
    // In every chain: where a line stands in its own says under which key its receipt was signed.
    expect(await noted.execute()).toEqual(['', PROVINCE.id].map((tenant_id) => ({ tenant_id, ...said })))
  })

  test('the tablet that handed in, and one that only hears of it later, find both receipts whole', async () => {
    const visits = [await handIn()]
    await rotate(MORNING + 5)
    visits.push(await handIn())
    const late = await createDeviceWorld(world, 'kiemtra')
    for (const on of [tablet, late]) {
      await on.sync()
      for (const { insp } of visits) {
        const record = await getResult(on.store, insp)
        if (!record) throw new Error('it has not come down')
        expect((await checkEvidence(on.store, record)).seals.map(({ check }) => check)).toEqual(['whole'])
      }
    }
    late.close()
  })

  test('of the old one the private half is gone', async () => {
    await handIn()
    const jwk = JSON.parse(
      (await world.db.selectFrom('setting').select('value').where('key', '=', 'receipt-key').executeTakeFirstOrThrow())
        .value,
    )
    await rotate(MORNING + 5)
    const all = JSON.stringify(await world.db.selectFrom('setting').selectAll().execute())
    expect(jwk.d.length).toBeGreaterThan(40)
    expect(all).not.toContain(jwk.d)
  })

  test('what the old one signs after it was changed is found out', async () => {
    const { insp } = await handIn()
    const old = await world.signer.now(world.db)
    await rotate(MORNING + 5)
    await handIn()
    const row = await world.db
      .selectFrom('seal_witness')
      .selectAll()
      .where('inspection_id', '!=', insp)
      .executeTakeFirstOrThrow()
    const said = { ...JSON.parse(row.receipt), key: old.id }
    const forged = { receipt: canonicalJson(said), receipt_signature: old.sign(receiptText(said)) }
    await dropTriggers(world.db, ...(await triggersOf(world.db, 'seal_witness')))
    await world.db.updateTable('seal_witness').set(forged).where('inspection_id', '=', row.inspection_id).execute()
    const { is, said: lines } = await allWell()
    expect(is).toBe(false)
    expect(lines.join('\n')).toContain(`Lượt ${row.inspection_id}, niêm phong 1: biên nhận đã bị sửa.`)
  })

  test('a former key that is taken away makes its receipts wrong', async () => {
    const { insp } = await handIn()
    await rotate(MORNING + 5)
    await world.db.deleteFrom('setting').where('key', '=', 'receipt-keys-former').execute()
    expect((await allWell()).said.join('\n')).toContain(`Lượt ${insp}, niêm phong 1: biên nhận đã bị sửa.`)
  })

  test('without a database nothing is made', async () => {
    await expect(rotateReceiptKey(join(folder, 'nowhere.sqlite'), 1, () => {})).rejects.toThrow(
      'Không có cơ sở dữ liệu',
    )
    expect(existsSync(join(folder, 'nowhere.sqlite'))).toBe(false)
  })
})

describe('audit:verify finds and names', () => {
  let insp: string
  let sha256: string
  beforeEach(async () => {
    ;({ insp, sha256 } = await handIn())
    await amendInspection(tablet.store, insp, { set: { q3: passed }, reason: 'Đã kiểm tra lại' })
    await tablet.sync()
    expect(await verified(true)).toEqual([])
    await dropTriggers(world.db, ...(await triggersOf(world.db)))
  })
  const witness = (set: string, no = 1) => sql.raw(`UPDATE seal_witness SET ${set} WHERE no = ${no}`).execute(world.db)
  const flip = (column: string) =>
    `${column} = substr(${column}, 1, 20) || CASE substr(${column}, 21, 1) WHEN 'x' THEN 'y' ELSE 'x' END || substr(${column}, 22)`

  test.each<[string, () => Promise<unknown>, string[]]>([
    [
      'one answer of the record',
      () => sql`UPDATE inspection SET cells = replace(cells, '"verdict":"pass"', '"verdict":"fail"')`.execute(world.db),
      ['niêm phong 2: phiếu hiện lưu khác với niêm phong.'],
    ],
    [
      'one answer of a seal, with its hash made anew',
      async () => {
        const seal = await world.db
          .selectFrom('inspection_seal')
          .selectAll()
          .where('no', '=', 1)
          .executeTakeFirstOrThrow()
        const snapshot = seal.snapshot.replace('"verdict":"fail"', '"verdict":"pass"')
        const hash = createHash('sha256').update(snapshot).digest('hex')
        await world.db.updateTable('inspection_seal').set({ snapshot, sha256: hash }).where('no', '=', 1).execute()
      },
      ['niêm phong 1: biên nhận không khớp với niêm phong.', 'niêm phong 1: chữ ký của máy không khớp.'],
    ],
    [
      'when a seal was set',
      () => sql`UPDATE inspection_seal SET sealed_at = sealed_at - 60000 WHERE no = 1`.execute(world.db),
      ['niêm phong 1: biên nhận không khớp với niêm phong.'],
    ],
    [
      'the reason of an amendment',
      () => sql`UPDATE inspection_seal SET reason = 'Khác' WHERE no = 2`.execute(world.db),
      ['niêm phong 2: chữ ký của máy không khớp.'],
    ],
    ['one byte of a receipt', () => witness(flip('receipt')), ['niêm phong 1: biên nhận đã bị sửa.']],
    [
      'one byte of a receipt’s signature',
      () => witness(flip('receipt_signature')),
      ['niêm phong 1: biên nhận đã bị sửa.'],
    ],
    [
      'one byte of a device’s signature',
      () => witness(`signature = replace(signature, '"value":"', '"value":"A')`),
      ['niêm phong 1: biên nhận không khớp với niêm phong.', 'niêm phong 1: chữ ký của máy không khớp.'],
    ],
    [
      'a device’s signature taken away',
      () => witness(`signature = NULL, signed = 'unsigned'`),
      ['niêm phong 1: biên nhận không khớp với niêm phong.'],
    ],
    ['what is said of a signature', () => witness(`signed = 'wrong'`), ['niêm phong 1: chữ ký của máy không khớp.']],
    [
      'the time that a device signed',
      () => witness('at_device = at_device + 1'),
      ['niêm phong 1: chữ ký của máy không khớp.'],
    ],
    [
      'a receipt taken away',
      () => sql`DELETE FROM seal_witness WHERE no = 2`.execute(world.db),
      ['niêm phong 2: biên nhận không còn.'],
    ],
    [
      'a receipt of another seal in its place',
      () =>
        witness('(receipt, receipt_signature) = (SELECT receipt, receipt_signature FROM seal_witness WHERE no = 2)'),
      ['niêm phong 1: biên nhận đã bị sửa.'],
    ],
    [
      'the server’s key',
      () => sql`DELETE FROM setting WHERE key = 'receipt-key'`.execute(world.db),
      ['niêm phong 1: biên nhận đã bị sửa.', 'niêm phong 2: biên nhận đã bị sửa.'],
    ],
    [
      'a registered key',
      () => sql.raw(`UPDATE device_key SET ${flip('public_key')}`).execute(world.db),
      ['Khóa ký của máy', 'niêm phong 1: chữ ký của máy không khớp.', 'niêm phong 2: chữ ký của máy không khớp.'],
    ],
    [
      'one line of the log',
      () => sql`UPDATE audit SET at = at + 1 WHERE tenant_id = ${PROVINCE.id} AND no = 4`.execute(world.db),
      [`Nhật ký của tỉnh ${PROVINCE.id}, dòng 4: nội dung đã bị sửa.`],
    ],
    [
      'one byte of a picture',
      async () => {
        const path = join(world.dataDir, 'blobs', sha256.slice(0, 2), sha256)
        const bytes = readFileSync(path)
        bytes[100] = (bytes[100] ?? 0) ^ 1
        writeFileSync(path, bytes)
      },
      ['nội dung tệp đã bị sửa'],
    ],
  ])('a change of %s', async (_what, change, expected) => {
    await change()
    const faults = await verified(true)
    for (const words of expected) expect(faults.join('\n')).toContain(words)
    expect(faults.length).toBeGreaterThanOrEqual(expected.length)
  })

  test('a receipt that the server’s own key has signed anew: the log names another', async () => {
    const row = await world.db.selectFrom('seal_witness').selectAll().where('no', '=', 2).executeTakeFirstOrThrow()
    const said = { ...JSON.parse(row.receipt), at: MORNING - 1 }
    const signed = (await world.signer.now(world.db)).sign(receiptText(said))
    const receipt = row.receipt.replace(`"at":${MORNING}`, `"at":${MORNING - 1}`)
    await world.db.updateTable('seal_witness').set({ receipt, receipt_signature: signed }).where('no', '=', 2).execute()
    expect(await verified()).toEqual([`Lượt ${insp}, niêm phong 2: biên nhận đã bị sửa.`])
  })
})

describe('the tables themselves', () => {
  test.each([
    "UPDATE seal_witness SET signed = 'signed'",
    'DELETE FROM seal_witness',
    engine === 'sqlite'
      ? 'INSERT OR REPLACE INTO seal_witness SELECT * FROM seal_witness'
      : "INSERT INTO seal_witness SELECT * FROM seal_witness ON CONFLICT (tenant_id, inspection_id, no) DO UPDATE SET signed = 'x'",
    'UPDATE device_key SET user_id = user_id',
    'DELETE FROM device_key',
  ])('refuse %s', async (statement) => {
    await handIn()
    await expect(sql.raw(statement).execute(world.db)).rejects.toThrow('never changes')
  })
})

describe('[P45] the clock of a device', () => {
  async function pushAt(deviceId: string, cookie: string, off: number, m: unknown[] = []) {
    return accepted(await world.push(cookie, { deviceId, clock: { wall: wall - off }, m }))
  }
  const row = (id: string) => world.db.selectFrom('device').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  test('is kept by device; a jump between two contacts is noted, and drift is none', async () => {
    const cookie = await world.signIn('kiemtra')
    const id = randomUUID()
    let seq = 0
    const said = () => [{ k: 'void', seq: ++seq, id: randomUUID(), insp: 'x', at: 0 }]
    await pushAt(id, cookie, 5_000, said())
    expect(await row(id)).toMatchObject({ clock_offset: 5_000, clock_at: wall, clock_moved: null })
    wall += 30 * 86_400_000
    await pushAt(id, cookie, 5_000 + 200_000, said())
    expect(await row(id)).toMatchObject({ clock_offset: 205_000, clock_moved: null })
    wall += 60_000
    await pushAt(id, cookie, 205_000 - 3 * 3_600_000, said())
    expect(await row(id)).toMatchObject({ clock_moved: 3 * 3_600_000, clock_moved_at: wall })
    // Held up on the way, and nothing new in it.
    wall += 3_600_000
    await pushAt(id, cookie, 9_000_000, [])
    expect(await row(id)).toMatchObject({ clock_offset: 205_000 - 3 * 3_600_000 })
  })

  test('hours off refuses nothing, and stands beside the seal', async () => {
    const cookie = await world.signIn('kiemtra')
    const insp = randomUUID()
    const head = await headFor('demo-tyt-suoi-mo')
    const answers = { q1: passed, q2: passed, q3: failed }
    const set = { q1: [0, passed], q2: [0, passed], q3: [0, failed] }
    const m = [
      { k: 'inspection.start', insp, head },
      { k: 'answer.set', insp, set },
      await submitOf(insp, head, answers),
    ]
    const numbered = m.map((each, index) => ({ ...each, seq: index + 1, id: randomUUID(), at: wall }))
    const { r } = await pushAt(randomUUID(), cookie, 3.2 * 3_600_000, numbered)
    expect(r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied'])
    expect((await only(insp)).clock).toEqual({ sent: 3.2 * 3_600_000, moved: null, reading: null })
  })

  test.each([-1e300, 1e300, 0.5])('a date that no calendar has (%d) is no reason to refuse either', async (strange) => {
    const cookie = await world.signIn('kiemtra')
    const m = [{ k: 'void', seq: 1, id: randomUUID(), insp: 'x', at: 0 }]
    const id = randomUUID()
    await accepted(await world.push(cookie, { deviceId: id, clock: { wall: strange }, m }))
    expect(Number.isSafeInteger((await row(id)).clock_offset)).toBe(true)
  })
})

test('what is signed begins with its purpose', () => {
  const said = { kind: 'submit', inspection: 'i', digest: 'd', seal: 1, previous: null } as const
  const text = sealStatement({ ...said, by: 'p', reason: null, key: 'k', at: 0, clock: null })
  expect(text).toBe(
    'so-kiem seal 1\n{"at":0,"by":"p","clock":null,"digest":"d","inspection":"i","key":"k","kind":"submit","previous":null,"reason":null,"seal":1}',
  )
})
