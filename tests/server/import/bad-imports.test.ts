import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messageOf, type ProblemCode } from '../../../src/domain/problem.ts'
import { importCheckReplySchema } from '../../../src/protocol/import-wire.ts'
import { MORNING } from '../../support/server-world.ts'
import { createTwoProvinces, type Somebody, type TwoProvinces } from '../../support/two-provinces.ts'
import { type SheetOf, xlsxOf } from '../../support/xlsx.ts'

/** Files as people really bring them, at the door of the server: each is refused in words, and nothing of it is done. */

const TITLES = ['Tên đăng nhập', 'Họ và tên', 'Vai trò', 'Địa bàn', 'Cơ sở']
const an = ['an.le', 'Lê Thị An', 'Người kiểm tra', 'Xã Suối Mơ', '']
const binh = ['binh.tran', 'Trần Bình', 'Người giám sát', 'Tất cả', '']
const sheet = (more: Partial<SheetOf> = {}): SheetOf => ({ name: 'Người dùng', rows: [TITLES, an, binh], ...more })
const csv = (rows: readonly string[][]) => rows.map((cells) => cells.join(',')).join('\n')

let world: TwoProvinces
let admin: Somebody
let clock = MORNING
beforeAll(async () => {
  world = await createTwoProvinces({ now: () => clock })
  admin = await world.somebody('administrator')
})
afterAll(() => world.end())

type Body = Uint8Array<ArrayBuffer> | string
async function post(path: string, body: Body) {
  clock += 60_000
  const reply = await world.app.request(`/api/${path}`, { method: 'POST', headers: { cookie: admin.cookie }, body })
  return { status: reply.status, body: await reply.json() }
}

/** Every account, facility and line of the log. */
async function kept(): Promise<string> {
  const tables = ['user', 'person', 'person_area', 'account', 'facility', 'facility_stay', 'feed', 'audit']
  const rows = await Promise.all(tables.map((name) => sql`SELECT * FROM ${sql.table(name)}`.execute(world.db)))
  return JSON.stringify(rows.map((result) => result.rows))
}

/** Refused as a file, when it is looked at and when it is to be done. */
async function expectRefused(file: Body, code: ProblemCode) {
  const before = await kept()
  for (const path of ['imports/check', `imports?digest=${'0'.repeat(64)}`]) {
    const { status, body } = await post(path, file)
    expect([status, body.code, body.message]).toEqual([422, code, messageOf(code)])
  }
  expect(await kept()).toBe(before)
}

/** Read, and refused with these faults at their places: none of the good rows beside them is done either. */
async function expectFaults(file: Body, faults: [code: string, row: number | null, column: string | null][]) {
  const before = await kept()
  const checked = importCheckReplySchema.parse((await post('imports/check', file)).body)
  expect(checked.faults.map(({ code, row, column }) => [code, row, column])).toEqual(faults)
  for (const { message } of checked.faults) expect(message.length).toBeGreaterThan(10)
  const done = await post(`imports?digest=${checked.digest}`, file)
  expect([done.status, done.body.code]).toEqual([422, 'IMPORT_HAS_ERRORS'])
  expect(await kept()).toBe(before)
}

describe('wrong encoding', () => {
  const bytes = (rows: string[][], encode: (text: string) => string) =>
    new Uint8Array(Buffer.from(encode(csv(rows)), 'latin1'))

  test('[import] a CSV file of windows-1258, as an old Excel saves it', () =>
    expectRefused(
      bytes([TITLES, an], () => 'Tên,H\xf2\xd2 t\xean\nan.le,L\xea Th\xec\xf2 An'),
      'IMPORT_ENCODING',
    ))

  test('[import] a CSV file of TCVN3 bytes', () =>
    expectRefused(
      bytes([TITLES, an], () => 'H\xe4 t\xaan\nNguy\xd4n Th\xde An'),
      'IMPORT_ENCODING',
    ))

  test('[import] a workbook whose letters were typed in a font of before Unicode is told by cell', () =>
    expectFaults(
      xlsxOf([sheet({ rows: [TITLES, ['an.le', 'NguyÔn ThÞ An', 'Người kiểm tra', 'Xã Suối Mơ'], binh] })]),
      [['OLD_ENCODING', 2, 'B']],
    ))
})

test('[import] an old .xls that is called .xlsx', () =>
  // The name is never sent: the first bytes say what it is.
  expectRefused(
    new Uint8Array(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])),
    'IMPORT_OLD_EXCEL',
  ))

describe('duplicate columns', () => {
  const twice = [
    [...TITLES, 'HỌ TÊN'],
    [...an, 'Lê An'],
  ]

  test('[import] in a workbook are told with the column of the second', () =>
    expectFaults(xlsxOf([sheet({ rows: [...twice, binh] })]), [['COLUMN_TWICE', 1, 'F']]))

  test('[import] in a CSV file too', () => expectFaults(csv(twice), [['COLUMN_TWICE', 1, 'F']]))
})

describe('merged cells', () => {
  test('[import] in a row of the list are told with their place', () =>
    expectFaults(xlsxOf([sheet({ merges: ['D2:D3'] })]), [['MERGED', 2, 'D']]))

  test('[import] among the titles too', () =>
    expectFaults(xlsxOf([sheet({ merges: ['B1:C1'] })]), [['MERGED', 1, 'B']]))
})

describe('100,000 rows', () => {
  const many = [
    TITLES,
    ...Array.from({ length: 100_000 }, (_, n) => [`nguoi${n}`, 'Người', 'Người kiểm tra', 'Xã Suối Mơ']),
  ]

  test('[import] of CSV are refused: a list has 5,000 at most', () => expectRefused(csv(many), 'IMPORT_TOO_MANY_ROWS'))

  test('[import] of a workbook too', () =>
    expectRefused(new Uint8Array(xlsxOf([sheet({ rows: many })])), 'IMPORT_TOO_MANY_ROWS'))
})

test('[import] a formula without a result is neither text nor an empty cell, and is told with its place', () =>
  expectFaults(xlsxOf([sheet({ rows: [TITLES, an, [...binh.slice(0, 4), { xml: '<c><f>A1+1</f></c>' }]] })]), [
    ['FORMULA', 3, 'E'],
  ]))

test('[import] a fault in the last row keeps the first from being done', () =>
  expectFaults(xlsxOf([sheet({ rows: [TITLES, an, binh, ['x y', 'Nguyễn Xuân', 'Vua', 'Tất cả']] })]), [
    ['USERNAME_INVALID', 4, 'A'],
    ['CHOICE_UNKNOWN', 4, 'C'],
  ]))

test('[import] what was looked at is what is done, or nothing', async () => {
  const file = xlsxOf([sheet()])
  const before = await kept()
  expect((await post(`imports?digest=${'0'.repeat(64)}`, file)).body.code).toBe('IMPORT_CHANGED')
  expect(await kept()).toBe(before)
})
