import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Mutation } from '../../src/domain/mutation.ts'
import { appendAudit } from '../../src/server/audit/append.ts'
import { exportAudit } from '../../src/server/commands/export-audit.ts'
import { restore } from '../../src/server/commands/restore.ts'
import { verify, verifyExport } from '../../src/server/commands/verify.ts'
import { openDemonstration } from '../../src/server/demonstration.ts'
import { PROVINCE } from '../../src/server/demonstration-data.ts'
import { openDatabase } from '../../src/server/storage/database.ts'
import { migrate } from '../../src/server/storage/migrations.ts'
import { addProvince } from '../../src/server/storage/provinces.ts'
import type { Database } from '../../src/server/storage/schema.ts'
import { dropTriggers, refuseRows } from '../support/catalogue.ts'
import { fileOfVersion17, SEALS_OF_17 } from '../support/old-file.ts'
import { photoOf, picture, tusBy } from '../support/photos.ts'
import { tinyChecklist } from '../support/server-checklist.ts'
import {
  createServerWorld,
  failed,
  headFor,
  jsonRequest,
  MORNING,
  passed,
  type ServerWorld,
  submitOf,
} from '../support/server-world.ts'
import { engine } from '../support/test-database.ts'

let folder: string
let file: string
let world: ServerWorld
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'so-kiem-audit-'))
  file = join(folder, 'so-kiem.sqlite')
  world = await createServerWorld({ file })
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

const SYSTEM = ''
const OWN = `tenant_id = '${PROVINCE.id}'`
const LOG = `Nhật ký của tỉnh ${PROVINCE.id}`
const LOCKED = { what: 'account.locked', province: PROVINCE.id, who: 'system', detail: {} } as const
const linesOf = (db: Database, chain: string) =>
  db.selectFrom('audit').selectAll().where('tenant_id', '=', chain).orderBy('no').execute()
const lines = (chain: string = PROVINCE.id) => linesOf(world.db, chain)
const kinds = async (chain?: string) => (await lines(chain)).map(({ what }) => what)

/** Hands in a visit with one picture, which arrives. */
async function handIn() {
  const insp = randomUUID()
  const tablet = await world.device('kiemtra')
  const head = await headFor('demo-tyt-suoi-mo')
  const bytes = picture()
  const photo = photoOf(bytes)
  const { r } = await tablet.send(
    { k: 'inspection.start', insp, head },
    { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, failed] } },
    { k: 'photo.add', insp, photo },
    await submitOf(insp, head, { q1: passed, q2: passed, q3: failed }, tinyChecklist, [photo.sha256]),
  )
  expect(r.map(({ o }) => o)).toEqual(['applied', 'applied', 'applied', 'applied'])
  const me = await world.app.request('/api/me', { headers: { cookie: tablet.cookie } })
  const { person } = (await me.json()) as { person: { id: string } }
  const tus = tusBy((path, init) => world.app.request(path, init), tablet.cookie, person.id)
  expect((await tus.create(photo, bytes)).status).toBe(201)
  return { insp, photo, tablet, person }
}

async function verified(pictures = false): Promise<{ isWhole: boolean; said: string[] }> {
  const said: string[] = []
  const isWhole = await verify({ database: world.address, dataDir: world.dataDir, pictures }, (line) => said.push(line))
  return { isWhole, said }
}

describe('what is accounted for', () => {
  test('the log begins with what was there before it, then what the start did', async () => {
    expect(await kinds(SYSTEM)).toEqual(['chain.started', 'checklist.published', 'chain.opened'])
    const [first, , opened] = await lines(SYSTEM)
    expect(JSON.parse(first?.detail ?? '')).toMatchObject({ seals: 0 })
    expect([first?.no, first?.prev_sha256]).toEqual([1, null])
    // A province has a chain of its own, which begins behind the line that opened it.
    expect(await kinds()).toEqual(['chain.started', 'demonstration.loaded'])
    expect(opened?.subject_id).toBe(PROVINCE.id)
    expect((await lines())[0]).toMatchObject({ no: 1, prev_sha256: opened?.sha256, detail: '{}' })
  })

  test('[P18] a seal is anchored with its hash, by whom and when', async () => {
    const { insp, person } = await handIn()
    const seal = await world.db.selectFrom('inspection_seal').selectAll().executeTakeFirstOrThrow()
    const line = (await lines()).find(({ what }) => what === 'sealed')
    expect(line).toMatchObject({ who: person.id, at: MORNING, subject_kind: 'inspection', subject_id: insp })
    const detail = { kind: 'submit', seal: 1, sha256: seal.sha256, signed: 'unsigned' }
    expect(JSON.parse(line?.detail ?? '')).toEqual({ ...detail, receipt: expect.stringMatching(/^[0-9a-f]{64}$/) })
  })

  test('coming, going and failing to come in; the name that failed cannot be read', async () => {
    const cookie = await world.signIn('kiemtra')
    await world.app.request('/api/sign-out', { method: 'POST', headers: { cookie } })
    // The second time there is no session to end.
    await world.app.request('/api/sign-out', { method: 'POST', headers: { cookie } })
    const tries = ['mat-khau-cua-toi', 'MAT-KHAU-cua-toi ', 'kiemtra']
    for (const username of tries) await world.app.request('/api/sign-in', jsonRequest({ username, password: 'sai' }))
    expect((await kinds()).slice(2)).toEqual(['signedIn', 'signedOut'])
    // Of whom is not known: in no province's chain.
    const rows = (await lines(SYSTEM)).slice(3)
    expect(rows.map(({ what }) => what)).toEqual(['signInFailed', 'signInFailed', 'signInFailed'])
    const [first, second, third] = rows.map(({ subject_id }) => subject_id)
    expect(first).toBe(second)
    expect(first).not.toBe(third)
    expect(JSON.stringify(rows)).not.toMatch(/mat-khau|kiemtra/i)
  })

  test('an account that is closed: the right password is noted as a failure, and leaves no session', async () => {
    await openDemonstration(world.db, false, MORNING)
    await openDemonstration(world.db, false, MORNING)
    const reply = await world.app.request(
      '/api/sign-in',
      jsonRequest({ username: 'kiemtra', password: 'so-kiem-2026' }),
    )
    expect(reply.status).toBe(403)
    expect(await world.db.selectFrom('session').select('id').execute()).toEqual([])
    await openDemonstration(world.db, true, MORNING)
    expect((await kinds()).slice(2)).toEqual(['demonstration.closed', 'demonstration.opened'])
    expect((await kinds(SYSTEM)).at(-1)).toBe('signInFailed')
  })

  test('[P8] two tablets with one number, and what a fault of ours kept back', async () => {
    const tablet = await world.device('kiemtra')
    const insp = randomUUID()
    const start = tablet.number({ k: 'inspection.start', insp, head: await headFor('demo-tyt-suoi-mo') })
    await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: start })
    const twin = start.map((mutation) => ({ ...mutation, id: randomUUID() }) as Mutation)
    expect((await world.push(tablet.cookie, { deviceId: tablet.deviceId, m: twin })).status).toBe(409)
    const forked = (await lines()).at(-1)
    expect(forked).toMatchObject({ what: 'device.forked', subject_id: tablet.deviceId, detail: '{"seq":1}' })
    const letter = await world.app.request('/sync/v1/deadletter?deviceId=d', jsonRequest({ kept: 1 }, tablet.cookie))
    expect(letter.status).toBe(200)
    expect((await kinds()).at(-1)).toBe('letter.held')
  })

  test('a mutation that breaks the rules of the server is held, and said to be', async () => {
    const broken = await createServerWorld({
      reduce: () => {
        throw new TypeError('undefined is not a function')
      },
    })
    const tablet = await broken.device('kiemtra')
    const { r } = await tablet.send({ k: 'inspection.start', insp: 'x', head: await headFor('demo-tyt-suoi-mo') })
    expect(r[0]?.o).toBe('quarantined')
    expect((await linesOf(broken.db, PROVINCE.id)).at(-1)).toMatchObject({
      what: 'mutation.held',
      subject_id: tablet.deviceId,
    })
    await broken.close()
  })

  test('[P28] pictures that are gone from the disk', async () => {
    const { photo } = await handIn()
    rmSync(join(world.dataDir, 'blobs', photo.sha256.slice(0, 2), photo.sha256))
    await world.pictures.compare()
    const last = (await lines()).at(-1)
    expect(last).toMatchObject({ what: 'pictures.lost', who: 'system', subject_kind: 'province' })
    expect(JSON.parse(last?.detail ?? '')).toEqual({ sha256: [photo.sha256] })
  })

  test.runIf(engine === 'sqlite')('[P16] a restored copy says so, also where it is older than the log', async () => {
    const copy = join(folder, 'copy.sqlite')
    await fileOfVersion17(copy, { withLog: false })
    const target = join(folder, 'restored.sqlite')
    await restore(target, copy, new Date(MORNING))
    const said: string[] = []
    expect(
      await verify({ database: target, dataDir: folder, pictures: false }, (line) => said.push(line)),
      said.join('\n'),
    ).toBe(true)
    const restored = openDatabase(target)
    const rows = await linesOf(restored, SYSTEM)
    const clocks = await restored.selectFrom('tenant_clock').selectAll().execute()
    expect(rows.map(({ what }) => what)).toEqual(['chain.started', 'chain.opened', 'chain.opened'])
    expect(JSON.parse(rows[0]?.detail ?? '')).toMatchObject({ seals: SEALS_OF_17 })
    expect(clocks).toHaveLength(2)
    for (const { tenant_id, epoch } of clocks) {
      const own = await linesOf(restored, tenant_id)
      expect(own.map(({ what }) => what)).toEqual(['chain.started', 'epoch.renewed'])
      expect(JSON.parse(own[1]?.detail ?? '')).toMatchObject({ to: epoch })
    }
    await restored.destroy()
  })

  test.runIf(engine === 'sqlite')('[P16] a file that is no copy of ours leaves everything as it was', async () => {
    const other = join(folder, 'other.sqlite')
    const db = openDatabase(other)
    await sql`CREATE TABLE notes (x text)`.execute(db)
    await db.destroy()
    await expect(restore(file, other, new Date(MORNING))).rejects.toThrow('không phải là bản sao lưu')
    expect((await verified()).isWhole).toBe(true)
  })
})

describe('a line that cannot be written', () => {
  beforeEach(() => refuseRows(world.db, 'audit'))

  test('[P6] takes the seal back with it: nothing was handed in, nothing acknowledged', async () => {
    await dropTriggers(world.db, 'no_more')
    const tablet = await world.device('kiemtra')
    await refuseRows(world.db, 'audit')
    const insp = randomUUID()
    const head = await headFor('demo-tyt-suoi-mo')
    const answers = { q1: passed, q2: passed, q3: passed }
    const m = tablet.number(
      { k: 'inspection.start', insp, head },
      { k: 'answer.set', insp, set: { q1: [0, passed], q2: [0, passed], q3: [0, passed] } },
      await submitOf(insp, head, answers),
    )
    expect((await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })).status).toBe(500)
    for (const table of ['inspection', 'inspection_seal', 'mutation'] as const)
      expect(await world.db.selectFrom(table).selectAll().execute()).toEqual([])
    await dropTriggers(world.db, 'no_more')
    expect((await world.push(tablet.cookie, { deviceId: tablet.deviceId, m })).status).toBe(200)
    expect((await kinds()).at(-1)).toBe('sealed')
  })

  test('opens no session and closes no account', async () => {
    const reply = await world.app.request(
      '/api/sign-in',
      jsonRequest({ username: 'kiemtra', password: 'so-kiem-2026' }),
    )
    expect([reply.status, reply.headers.getSetCookie()]).toEqual([500, []])
    expect(await world.db.selectFrom('session').select('id').execute()).toEqual([])
    await expect(openDemonstration(world.db, false, MORNING)).rejects.toThrow()
    expect(
      await world.db.selectFrom('person').select('user_id').where('disabled_at', 'is not', null).execute(),
    ).toEqual([])
  })

  test('leaves a session as it is where its end cannot be noted', async () => {
    await dropTriggers(world.db, 'no_more')
    const cookie = await world.signIn('kiemtra')
    await refuseRows(world.db, 'audit')
    expect((await world.app.request('/api/sign-out', { method: 'POST', headers: { cookie } })).status).toBe(500)
    expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(200)
  })
})

test('a line outside of the transaction of its action is refused', async () => {
  const event = { what: 'account.locked', province: null, who: 'system', at: 0, subject: 'x', detail: {} } as const
  await expect(appendAudit(world.db, event)).rejects.toThrow('outside of the transaction')
})

describe('the table itself', () => {
  const columns = 'at, who, what, subject_kind, subject_id, detail'
  test.each([
    ['UPDATE audit SET at = 1 WHERE no = 2'],
    ["DELETE FROM audit WHERE tenant_id = '' AND no = 3"],
    [
      engine === 'sqlite'
        ? `INSERT OR REPLACE INTO audit SELECT tenant_id, no, ${columns}, prev_sha256, 'x' FROM audit WHERE no = 2`
        : 'INSERT INTO audit SELECT * FROM audit WHERE no = 2 ON CONFLICT (tenant_id, no) DO UPDATE SET at = 1',
    ],
    [`INSERT INTO audit SELECT tenant_id, 9, ${columns}, sha256, 'x' FROM audit WHERE no = 3`],
    [`INSERT INTO audit SELECT tenant_id, 4, ${columns}, prev_sha256, 'x' FROM audit WHERE no = 3`],
    // A line of one chain behind the last of another.
    [`INSERT INTO audit SELECT '${PROVINCE.id}', 3, ${columns}, sha256, 'x' FROM audit WHERE no = 3`],
  ])('refuses %s', async (statement) => {
    await expect(sql.raw(statement).execute(world.db)).rejects.toThrow('the audit log only grows')
  })

  test('two writers at once give two lines, one after the other', async () => {
    const note = (n: number) =>
      world.db.transaction().execute((trx) => appendAudit(trx, { ...LOCKED, at: n, subject: String(n) }))
    await Promise.all(Array.from({ length: 40 }, (_, n) => note(n)))
    expect((await lines()).map(({ no }) => no)).toEqual(Array.from({ length: 42 }, (_, n) => n + 1))
    expect((await verified()).isWhole).toBe(true)
  })

  test.runIf(engine === 'postgres')('writers of different provinces do not wait for each other', async () => {
    await addProvince(world.db, { id: 'khac', name: 'Tỉnh khác' }, MORNING)
    const order: string[] = []
    const inOther = () =>
      world.db.transaction().execute((trx) => appendAudit(trx, { ...LOCKED, province: 'khac', at: 1, subject: 'y' }))
    await world.db.transaction().execute(async (trx) => {
      await appendAudit(trx, { ...LOCKED, at: 0, subject: 'x' })
      // A chain for all would hold it up until this transaction is over, which waits for it.
      await inOther().then(() => order.push('other'))
      order.push('this')
    })
    expect(order).toEqual(['other', 'this'])
    expect((await verified()).isWhole).toBe(true)
  })
})

describe('audit:verify', () => {
  let insp: string
  let hash: string
  beforeEach(async () => {
    const { insp: id, photo } = await handIn()
    insp = id
    hash = photo.sha256
    await world.signIn('giamsat')
    // Whoever may write the file may also take its triggers away.
    await dropTriggers(world.db, 'audit_no_update', 'audit_no_delete', 'audit_in_order')
    await dropTriggers(world.db, 'inspection_seal_no_update', 'inspection_seal_no_delete')
  })
  const run = (statement: string) => sql.raw(statement).execute(world.db)

  test('finds nothing where nothing was done, and says what it did not look at', async () => {
    const { isWhole, said } = await verified()
    expect(isWhole).toBe(true)
    expect(said).toEqual([
      'Đã soát 1 lượt đã nộp, 1 niêm phong: tất cả khớp.',
      'Đã soát 8 dòng nhật ký: tất cả khớp.',
      'Đã soát 1 biên nhận, 0 chữ ký của máy: tất cả khớp.',
      'Chưa soát các tệp ảnh trên đĩa (thêm --pictures để soát).',
    ])
    expect((await verified(true)).said.at(-1)).toBe('Đã soát 1 tệp ảnh: tất cả khớp.')
  })

  // Of the province: 1 begun, 2 demonstration, 3 signed in, 4 sealed, 5 signed in. Of the system: 1 begun, 2 checklist, 3 opened.
  test.each<[string, string[], string[]]>([
    ['when', [`UPDATE audit SET at = at + 1 WHERE ${OWN} AND no = 3`], [`${LOG}, dòng 3: nội dung đã bị sửa.`]],
    ['who', [`UPDATE audit SET who = 'ai' WHERE ${OWN} AND no = 3`], [`${LOG}, dòng 3: nội dung đã bị sửa.`]],
    ['what', [`UPDATE audit SET what = 'signedOut' WHERE ${OWN} AND no = 3`], [`${LOG}, dòng 3: nội dung đã bị sửa.`]],
    [
      'the kind of subject',
      [`UPDATE audit SET subject_kind = 'x' WHERE ${OWN} AND no = 3`],
      [`${LOG}, dòng 3: nội dung đã bị sửa.`],
    ],
    [
      'the subject',
      [`UPDATE audit SET subject_id = 'x' WHERE ${OWN} AND no = 3`],
      [`${LOG}, dòng 3: nội dung đã bị sửa.`],
    ],
    [
      'one space in the detail',
      [`UPDATE audit SET detail = '{ }' WHERE ${OWN} AND no = 3`],
      [`${LOG}, dòng 3: nội dung đã bị sửa.`],
    ],
    [
      'bytes in the detail',
      [`UPDATE audit SET detail = x'7b7d' WHERE ${OWN} AND no = 3`],
      [`${LOG}, dòng 3: nội dung đã bị sửa.`],
    ],
    [
      'the link to the line before',
      [`UPDATE audit SET prev_sha256 = 'x' WHERE ${OWN} AND no = 3`],
      [`${LOG}, dòng 3: không nối tiếp dòng trước.`, `${LOG}, dòng 3: nội dung đã bị sửa.`],
    ],
    [
      'a hash',
      [`UPDATE audit SET sha256 = 'x' WHERE ${OWN} AND no = 3`],
      [`${LOG}, dòng 3: nội dung đã bị sửa.`, `${LOG}, dòng 4: không nối tiếp dòng trước.`],
    ],
    [
      'a number',
      [`UPDATE audit SET no = 40 WHERE ${OWN} AND no = 3`],
      [`${LOG}: thiếu dòng 3.`, `${LOG}: thiếu các dòng từ 6 đến 39.`, `${LOG}, dòng 40: nội dung đã bị sửa.`],
    ],
    [
      'the chain of a line',
      [`UPDATE audit SET tenant_id = '', no = 4 WHERE ${OWN} AND no = 3`],
      ['Nhật ký, dòng 4: không nối tiếp dòng trước.', 'Nhật ký, dòng 4: nội dung đã bị sửa.', `${LOG}: thiếu dòng 3.`],
    ],
    ['a line removed', [`DELETE FROM audit WHERE ${OWN} AND no = 3`], [`${LOG}: thiếu dòng 3.`]],
    [
      'two lines exchanged',
      [
        `UPDATE audit SET no = -no WHERE ${OWN} AND no IN (2, 3)`,
        `UPDATE audit SET no = 5 + no WHERE ${OWN} AND no < 0`,
      ],
      [
        `${LOG}, dòng 2: không nối tiếp dòng trước.`,
        `${LOG}, dòng 2: nội dung đã bị sửa.`,
        `${LOG}, dòng 3: không nối tiếp dòng trước.`,
        `${LOG}, dòng 3: nội dung đã bị sửa.`,
        `${LOG}, dòng 4: không nối tiếp dòng trước.`,
      ],
    ],
    [
      'the first line',
      [`DELETE FROM audit WHERE ${OWN} AND no = 1`],
      [`${LOG}: thiếu dòng 1.`, `${LOG}: không có dòng mở đầu.`],
    ],
    [
      'the line that opened a chain',
      ["DELETE FROM audit WHERE tenant_id = '' AND no = 3"],
      ['Nhật ký: thiếu dòng 3.', `${LOG}, dòng 1: không nối tiếp dòng trước.`, `${LOG}: không có dòng mở đầu.`],
    ],
    ['the last line', [`DELETE FROM audit WHERE ${OWN} AND no = 5`], [`${LOG}: thiếu dòng 5.`]],
    [
      'all lines',
      ['DELETE FROM audit'],
      [
        'Nhật ký: thiếu các dòng từ 1 đến 3.',
        'Nhật ký: không có dòng mở đầu.',
        `${LOG}: thiếu các dòng từ 1 đến 5.`,
        `${LOG}: không có dòng mở đầu.`,
        'Lượt <lượt>, niêm phong 1: không có trong nhật ký.',
      ],
    ],
    [
      'a chain, and the number that tells of it',
      [`DELETE FROM audit WHERE ${OWN}`, `DELETE FROM audit_tail WHERE ${OWN}`],
      [`${LOG}: không có dòng mở đầu.`, 'Lượt <lượt>, niêm phong 1: không có trong nhật ký.'],
    ],
    [
      'the tail, and the number that tells of it',
      [`DELETE FROM audit WHERE ${OWN} AND no >= 4`, `UPDATE audit_tail SET no = 3 WHERE ${OWN}`],
      ['Lượt <lượt>, niêm phong 1: không có trong nhật ký.'],
    ],
    [
      'a seal, together with its number in the record',
      ['DELETE FROM inspection_seal', "UPDATE inspection SET seal_no = NULL, status = 'draft'"],
      [`${LOG}, dòng 4: niêm phong 1 của lượt <lượt> không còn hoặc đã khác.`],
    ],
    [
      'a hash of a seal',
      ["UPDATE inspection_seal SET sha256 = 'x'"],
      [
        'Lượt <lượt>, niêm phong 1: nội dung niêm phong đã bị sửa.',
        `${LOG}, dòng 4: niêm phong 1 của lượt <lượt> không còn hoặc đã khác.`,
        'Lượt <lượt>, niêm phong 1: không có trong nhật ký.',
        'Lượt <lượt>, niêm phong 1: biên nhận không khớp với niêm phong.',
      ],
    ],
    [
      'one answer',
      [`UPDATE inspection SET cells = replace(cells, '"verdict":"pass"', '"verdict":"fail"')`],
      ['Lượt <lượt>, niêm phong 1: phiếu hiện lưu khác với niêm phong.'],
    ],
  ])('finds a change of %s and names the place', async (_what, statements, expected) => {
    for (const statement of statements) await run(statement)
    const { isWhole, said } = await verified()
    expect(isWhole).toBe(false)
    const faults = said.filter((line) => !/^(Đã|Chưa) soát/.test(line)).map((line) => line.replaceAll(insp, '<lượt>'))
    expect(faults).toEqual(expected)
  })

  test('finds one byte of a picture on the disk, and a picture that is gone', async () => {
    const path = join(world.dataDir, 'blobs', hash.slice(0, 2), hash)
    const bytes = readFileSync(path)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(path, bytes)
    expect((await verified()).isWhole).toBe(true)
    expect(await verified(true)).toMatchObject({ isWhole: false })
    expect((await verified(true)).said).toContain(`Ảnh ${hash}: nội dung tệp đã bị sửa.`)
    rmSync(path)
    expect((await verified(true)).said).toContain(`Ảnh ${hash}: không còn tệp trên đĩa.`)
  })

  test.runIf(engine === 'sqlite')(
    'answers for the seals of a database older than the log, of every province, and misses one of them',
    async () => {
      const old = join(folder, 'old.sqlite')
      await fileOfVersion17(old, { withLog: false })
      const db = openDatabase(old)
      const said: string[] = []
      const look = () => verify({ database: old, dataDir: folder, pictures: false }, (line) => said.push(line))
      await expect(look()).rejects.toThrow('do bản cũ ghi')
      await migrate(db)
      expect(await look(), said.join('\n')).toBe(true)
      await dropTriggers(db, 'inspection_seal_no_delete')
      const left = "tenant_id = 'far-province' AND status <> 'draft'"
      await sql
        .raw(`DELETE FROM inspection_seal WHERE inspection_id = (SELECT min(id) FROM inspection WHERE ${left})`)
        .execute(db)
      await db.destroy()
      expect(await look()).toBe(false)
      expect(said).toContain(
        `Niêm phong có từ trước khi mở nhật ký: nhật ký ghi ${SEALS_OF_17}, nay có ${SEALS_OF_17 - 1} và không khớp.`,
      )
    },
  )

  test('walks thousands of lines, page by page', async () => {
    await world.db.transaction().execute(async (trx) => {
      for (let n = 0; n < 2300; n++) await appendAudit(trx, { ...LOCKED, at: n, subject: 'x' })
    })
    expect((await verified()).said).toContain('Đã soát 2308 dòng nhật ký: tất cả khớp.')
    await run('DELETE FROM audit WHERE no BETWEEN 498 AND 503')
    await run("UPDATE audit SET who = 'y' WHERE no = 2000")
    expect((await verified()).said).toEqual(
      expect.arrayContaining([`${LOG}: thiếu các dòng từ 498 đến 503.`, `${LOG}, dòng 2000: nội dung đã bị sửa.`]),
    )
  })
})

describe('audit:export', () => {
  const check = async (target: string) => {
    const said: string[] = []
    return { isWhole: await verifyExport(target, (line) => said.push(line)), said }
  }

  test('writes every line once, and the file can be checked by itself', async () => {
    await handIn()
    const target = join(folder, 'log.jsonl')
    expect(await exportAudit(world.address, target)).toBe(7)
    const written = readFileSync(target, 'utf8').trimEnd().split('\n')
    expect(written.map((line) => JSON.parse(line))).toEqual([...(await lines(SYSTEM)), ...(await lines())])
    const { isWhole, said } = await check(target)
    expect([isWhole, said]).toEqual([
      true,
      [
        'Đã soát 7 dòng nhật ký trong tệp: tất cả khớp.',
        `Mã băm của dòng cuối (dòng 3): ${(await lines(SYSTEM)).at(-1)?.sha256}`,
        `Mã băm của dòng cuối của tỉnh ${PROVINCE.id} (dòng 4): ${(await lines()).at(-1)?.sha256}`,
      ],
    ])
  })

  test('overwrites nothing', async () => {
    const target = join(folder, 'log.jsonl')
    writeFileSync(target, 'của người khác')
    await expect(exportAudit(world.address, target)).rejects.toThrow('hãy chọn tên khác')
    expect(readFileSync(target, 'utf8')).toBe('của người khác')
  })

  test.each<[string, (lines: string[]) => string[], string]>([
    ['a changed letter', ([a = '', b = '', ...rest]) => [a, b.replace('system', 'ai'), ...rest], 'dòng 2: nội dung'],
    ['a missing line', ([a = '', , ...rest]) => [a, ...rest], 'thiếu dòng 2'],
    ['two lines exchanged', ([a = '', b = '', ...rest]) => [b, a, ...rest], 'dòng 1: không nối tiếp'],
    ['a line twice', ([a = '', ...rest]) => [a, a, ...rest], 'dòng 1: không nối tiếp'],
    ['half a line', ([a = '', b = '']) => [a, b.slice(0, 40)], 'dòng 2: không đọc được'],
    ['nothing at all', () => [], 'không có dòng mở đầu'],
    ['no line of a province', (all) => all.slice(0, 3), `${LOG}: không có dòng mở đầu`],
  ])('a file with %s is not whole', async (_what, change, expected) => {
    const target = join(folder, 'log.jsonl')
    await exportAudit(world.address, target)
    writeFileSync(target, change(readFileSync(target, 'utf8').trimEnd().split('\n')).join('\n'))
    const { isWhole, said } = await check(target)
    expect([isWhole, said.join('\n')]).toEqual([false, expect.stringContaining(expected)])
  })
})

test('the migration runs on a database that never had 005, and twice does nothing', async () => {
  await migrate(world.db)
  for (const chain of [SYSTEM, PROVINCE.id])
    expect((await kinds(chain)).filter((what) => what === 'chain.started')).toHaveLength(1)
})
