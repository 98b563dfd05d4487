import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Imported, importCheckReplySchema, importReplySchema } from '../../../src/protocol/import-wire.ts'
import { openZip } from '../../../src/server/import/reading/zip.ts'
import { examples } from '../../../src/server/import/template.ts'
import { type Kept, listFacilities } from '../../../src/server/storage/facilities.ts'
import { findAccount, listAccounts } from '../../../src/server/storage/people.ts'
import { pullPlug, tablesOf } from '../../support/catalogue.ts'
import { MORNING } from '../../support/server-world.ts'
import { createTwoProvinces, type Somebody, type TwoProvinces } from '../../support/two-provinces.ts'
import { type SheetOf, xlsxOf } from '../../support/xlsx.ts'

const PROVINCE = 'demo-province'
const PEOPLE = ['Tên đăng nhập', 'Họ và tên', 'Vai trò', 'Địa bàn', 'Cơ sở']
const PLACES = ['Tên cơ sở', 'Loại cơ sở', 'Địa bàn', 'Giường kế hoạch']
const an = ['an.le', 'Lê Thị An', 'Người kiểm tra', 'Xã Suối Mơ; Đồng Xuân', '']

let world: TwoProvinces
let admin: Somebody
let clock = MORNING
async function begin() {
  clock = MORNING
  world = await createTwoProvinces({ now: () => clock })
  admin = await world.somebody('administrator')
}
const end = () => world.end()

const peopleSheet = (...rows: string[][]): SheetOf => ({ name: 'Người dùng', rows: [PEOPLE, ...rows] })
const placesSheet = (...rows: string[][]): SheetOf => ({ name: 'Cơ sở', rows: [PLACES, ...rows] })
type Body = Uint8Array<ArrayBuffer> | string

async function post(path: string, body: Body, { cookie } = admin) {
  // Each a minute after the one before: nobody waits in these tests.
  clock += 60_000
  const reply = await world.app.request(`/api/${path}`, { method: 'POST', headers: { cookie }, body })
  return { status: reply.status, body: await reply.json() }
}
const check = async (body: Body) => importCheckReplySchema.parse((await post('imports/check', body)).body)
const faultsOf = async (...sheets: SheetOf[]) =>
  (await check(xlsxOf(sheets))).faults.map(({ code, sheet, row, column }) => [code, sheet, row, column])
const codeOf = ({ status, body }: Awaited<ReturnType<typeof post>>) => [status, body.code]

async function importAll(...sheets: SheetOf[]): Promise<Imported> {
  const file = xlsxOf(sheets)
  const { digest } = await check(file)
  return importReplySchema.parse((await post(`imports?digest=${digest}`, file)).body)
}
const accountCalled = async (username: string) =>
  (await listAccounts(world.db, PROVINCE)).find(({ person }) => person.username === username)
const facilityCalled = async (name: string) =>
  (await listFacilities(world.db, PROVINCE)).find(({ facility }) => facility.name === name)

/** Everything that is kept, apart from who is signed in. */
async function fingerprint(): Promise<string> {
  const tables = (await tablesOf(world.db)).filter((name) => !['session', 'rateLimit'].includes(name))
  const contents = await Promise.all(tables.map((name) => sql`SELECT * FROM ${sql.table(name)}`.execute(world.db)))
  return JSON.stringify(contents.map((result) => result.rows))
}

describe('looking at a file', () => {
  beforeAll(begin)
  afterAll(end)

  test('says what would happen, and does nothing', async () => {
    const before = await fingerprint()
    const reply = await check(xlsxOf([peopleSheet(an), placesSheet(['Trạm Y tế Mới', 'Trạm Y tế', 'Xã Suối Mơ', ''])]))
    expect(reply).toMatchObject({
      people: { created: { count: 1, names: ['an.le (Lê Thị An)'] }, changed: { count: 0 }, same: 0 },
      facilities: { created: { count: 1, names: ['Trạm Y tế Mới'] }, changed: { count: 0 }, same: 0 },
      faultsTotal: 0,
      warningsTotal: 0,
    })
    expect(await fingerprint()).toBe(before)
  })

  test('finds lists by their titles: in CSV, under a letterhead, in other words and without marks', async () => {
    const csv =
      'SỞ Y TẾ;;\nDanh sách;;\nSTT;TEN DANG NHAP;Họ  tên (*);vai tro;Địa bàn phụ trách\n1;an.le;Lê Thị An;giám sát;Tất cả'
    expect((await check(csv)).people.created.names).toEqual(['an.le (Lê Thị An)'])
    const places = 'Cơ sở;Loại hình;Xã, phường\nPhòng khám Mới;PK;Hoa Ban'
    expect((await check(places)).facilities.created.names).toEqual(['Phòng khám Mới'])
  })

  test('warns of what is not read', async () => {
    const people = peopleSheet(an)
    people.rows = [[...PEOPLE, 'Ngày sinh', 'Ghi chú'], an]
    const reply = await check(xlsxOf([people, { name: 'Khác', rows: [['a'], ['b']] }]))
    expect(reply.warnings.map(({ code, sheet, column, header }) => [code, sheet, column, header])).toEqual([
      ['SHEET_IGNORED', 'Khác', null, ''],
      ['COLUMN_UNKNOWN', 'Người dùng', 'F', 'Ngày sinh'],
    ])
    expect(reply.people.created.count).toBe(1)
  })

  test('refuses a file without a list, an old .xls under another name, and what is too large', async () => {
    expect(codeOf(await post('imports/check', 'a,b\nc,d'))).toEqual([422, 'IMPORT_NO_LIST'])
    const ole = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    expect(codeOf(await post('imports/check', ole))).toEqual([422, 'IMPORT_OLD_EXCEL'])
    expect(codeOf(await post('imports/check', new Uint8Array(10 * 1024 * 1024 + 1)))).toEqual([413, 'IMPORT_TOO_LARGE'])
  })

  test('more accounts at once than can be opened while somebody waits', async () => {
    const rows = Array.from({ length: 301 }, (_, n) => [`nguoi${n}`, `Người ${n}`, 'Người kiểm tra', 'Tất cả'])
    expect(codeOf(await post('imports/check', xlsxOf([peopleSheet(...rows)])))).toEqual([
      422,
      'IMPORT_TOO_MANY_ACCOUNTS',
    ])
  })

  test('one file at a time, and ten of a person within a minute', async () => {
    clock += 60_000
    const file = xlsxOf([peopleSheet(an)])
    const ask = (cookie: string) =>
      world.app.request('/api/imports/check', { method: 'POST', headers: { cookie }, body: file })
    const both = await Promise.all([ask(admin.cookie), ask(admin.cookie)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429])
    for (let n = 0; n < 9; n++) expect((await ask(admin.cookie)).status).toBe(200)
    const refused = await ask(admin.cookie)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
    expect((await ask((await world.somebody('administrator')).cookie)).status).toBe(200)
  })
})

describe('what is wrong is said with its sheet, row and column', () => {
  beforeAll(begin)
  afterAll(end)

  test('columns: missing, twice', async () => {
    const rows = [['Tên đăng nhập', 'Họ tên', 'Họ và tên', 'Địa bàn'], an]
    expect(await faultsOf({ name: 'Người dùng', rows })).toEqual([
      ['COLUMN_TWICE', 'Người dùng', 1, 'C'],
      ['COLUMN_MISSING', 'Người dùng', 1, null],
      ['REQUIRED', 'Người dùng', 2, null],
    ])
    const { faults } = await check(xlsxOf([{ name: 'Người dùng', rows }]))
    expect(faults[0]?.message).toBe('Cột “Họ và tên” có hơn một lần: B, C. Hãy giữ lại một cột.')
  })

  test('merged cells: among the titles, in the rows; not above them, and not where nothing is read', async () => {
    const rows = [['DANH SÁCH'], [], [...PEOPLE, 'Ghi chú'], an, ['binh', 'Bình', 'Giám sát', 'Tất cả']]
    const merges = ['A1:E1', 'D4:D5', 'F4:F5']
    const { faults } = await check(xlsxOf([{ name: 'Người dùng', rows, merges }]))
    expect(faults).toMatchObject([{ code: 'MERGED', row: 4, column: 'D', header: 'Địa bàn' }])
    expect(faults[0]?.message).toContain('D4:D5')
    expect(await faultsOf({ name: 'Người dùng', rows: rows.slice(2), merges: ['A1:B1'] })).toEqual([
      ['MERGED', 'Người dùng', 1, 'A'],
    ])
  })

  const person = (changes: Partial<Record<number, string>>) => an.map((cell, n) => changes[n] ?? cell)
  test.each<[string, string[], string, string]>([
    ['no username', person({ 0: '' }), 'REQUIRED', 'A'],
    ['a username with marks', person({ 0: 'ân lê' }), 'USERNAME_INVALID', 'A'],
    ['a username of another province', person({ 0: 'FAR' }), 'USERNAME_TAKEN', 'A'],
    ['a username of somebody else', person({ 0: 'kiemtra' }), 'NAME_DIFFERS', 'B'],
    ['no name', person({ 1: '' }), 'REQUIRED', 'B'],
    ['a name in an old font', person({ 1: 'NguyÔn ThÞ An' }), 'OLD_ENCODING', 'B'],
    ['a name whose marks broke', person({ 1: 'Nguyá»…n' }), 'OLD_ENCODING', 'B'],
    ['a name too long', person({ 1: 'a'.repeat(101) }), 'TOO_LONG', 'B'],
    ['no such role', person({ 2: 'Giám đốc' }), 'CHOICE_UNKNOWN', 'C'],
    ['no area', person({ 3: '' }), 'REQUIRED', 'D'],
    ['no such area', person({ 3: 'Xã Suối Mơ; Xã Khác' }), 'AREA_UNKNOWN', 'D'],
    ['an area of former days', person({ 3: 'Xã Bản Mới (minh họa)' }), 'AREA_UNKNOWN', 'D'],
    ['a facility for an inspector', person({ 4: 'Trạm Y tế Suối Mơ' }), 'FACILITY_NOT_FOR_ROLE', 'E'],
    ['no facility for one of a facility', person({ 2: 'Cơ sở y tế' }), 'REQUIRED', 'E'],
    ['no such facility', person({ 2: 'Cơ sở y tế', 3: '', 4: 'Trạm Khác' }), 'FACILITY_UNKNOWN', 'E'],
  ])('people: %s', async (_, row, code, column) => {
    const far = await world.somebody('inspector', 'otherProvince')
    const cells = row.map((cell) => (cell === 'FAR' ? far.person.username : cell))
    expect(await faultsOf(peopleSheet(['binh', 'Bình', 'Giám sát', 'Tất cả'], cells))).toEqual([
      [code, 'Người dùng', 3, column],
    ])
  })

  test('people: the same name twice, also on two sheets', async () => {
    const second = { ...peopleSheet(['AN.LE', 'Lê Thị An', 'Giám sát', 'Tất cả']), name: 'Người dùng 2' }
    const { faults } = await check(xlsxOf([peopleSheet(an), second]))
    expect(faults).toMatchObject([{ code: 'USERNAME_TWICE', sheet: 'Người dùng 2', row: 2, column: 'A' }])
    expect(faults[0]?.message).toContain('trang “Người dùng”, dòng 2')
  })

  test('people: nobody demotes themself', async () => {
    const { username, name } = admin.person
    expect(await faultsOf(peopleSheet([username, name, 'Giám sát', 'Tất cả']))).toEqual([
      ['OWN_ACCOUNT', 'Người dùng', 2, 'C'],
    ])
  })

  test.each<[string, string, string, string]>([
    ['Loại cơ sở', 'Nhà thuốc', 'CHOICE_UNKNOWN', 'B'],
    ['Địa bàn', 'Xã Không Có', 'AREA_UNKNOWN', 'C'],
    ['Giường kế hoạch', '12,5', 'NUMBER_INVALID', 'D'],
    ['Giường kế hoạch', '-3', 'NUMBER_INVALID', 'D'],
    ['Vùng', '4', 'CHOICE_UNKNOWN', 'D'],
    ['Vận hành từ ngày', '31/02/2026', 'DATE_INVALID', 'D'],
    ['Ngày quyết định vùng', '18/11/2026', 'NEEDS_OTHER', null as never],
    ['Vận hành từ ngày', '01/01/2027', 'DATE_FUTURE', 'D'],
    ['Lưu lượng', '1.234', 'NUMBER_AMBIGUOUS', 'D'],
    ['Lưu lượng', 'nhiều', 'NUMBER_INVALID', 'D'],
    ['Tọa độ', '105,8542; 21,0285', 'POSITION_INVALID', 'D'],
    ['Điểm trạm', 'Thôn 1; thôn 1', 'SITES_INVALID', 'D'],
    ['Lưu lượng giấy phép', '20', 'NEEDS_OTHER', null as never],
    ['Nguồn phóng xạ', 'chắc có', 'CHOICE_UNKNOWN', 'D'],
  ])('facilities: %s = %s', async (title, value, code, column) => {
    const titles = PLACES.slice(0, 3).includes(title) ? PLACES : [...PLACES.slice(0, 3), title]
    const row = ['Trạm Y tế Mới', 'Trạm y tế xã', 'Xã Suối Mơ', ''].map((cell, n) =>
      titles[n] === title ? value : cell,
    )
    expect(await faultsOf({ name: 'Cơ sở', rows: [titles, row] })).toEqual([[code, 'Cơ sở', 2, column]])
  })

  test('facilities: two there are of one name in one area: which one is meant, nobody knows', async () => {
    const twin = (await listFacilities(world.db, PROVINCE)).find(({ facility }) => facility.id === 'neighbour')
    const row = [twin?.facility.name ?? '', 'Trạm y tế xã', 'Xã Suối Mơ', '']
    expect(await faultsOf(placesSheet(row))).toEqual([['FACILITY_NOT_ALONE', 'Cơ sở', 2, 'A']])
    const person = peopleSheet(['tram.moi', 'Trần Văn Mới', 'Cơ sở y tế', '', row[0] ?? ''])
    expect(await faultsOf(person)).toEqual([['FACILITY_SEVERAL', 'Người dùng', 2, 'E']])
  })

  test('a formula that failed, where it would be read', async () => {
    const rows = [PEOPLE, [...an.slice(0, 1), { xml: '<c t="e"><v>#N/A</v></c>' }, ...an.slice(2)]]
    expect(await faultsOf({ name: 'Người dùng', rows })).toEqual([
      ['FORMULA', 'Người dùng', 2, 'B'],
      ['REQUIRED', 'Người dùng', 2, 'B'],
    ])
  })

  test('at most two hundred are said, and how many there are', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => [`nguoi${n}`, 'Người', 'Vua', 'Tất cả'])
    const { faults, faultsTotal } = await check(xlsxOf([peopleSheet(...rows)]))
    expect([faults.length, faultsTotal]).toEqual([200, 250])
  })
})

describe('importing', () => {
  beforeEach(begin)
  afterEach(end)

  test('opens accounts whose temporary passwords are said this once, and can be signed in with', async () => {
    const { opened } = await importAll(peopleSheet(an))
    expect(opened).toMatchObject([{ username: 'an.le', name: 'Lê Thị An' }])
    expect(await accountCalled('an.le')).toMatchObject({
      person: { role: 'inspector', areaIds: ['demo-dong-xuan', 'demo-suoi-mo'], facilityId: null },
      mustChange: true,
    })
    await world.signIn('an.le', opened[0]?.temporaryPassword)
  })

  test('a facility of the file, and the people of it, at once', async () => {
    const people = peopleSheet(['tram.moi', 'Trần Văn Mới', 'Cơ sở y tế', '', 'trạm y tế  MỚI'])
    await importAll(people, placesSheet(['Trạm Y tế Mới', 'Trạm y tế xã', 'Suối Mơ', '12']))
    const made = await facilityCalled('Trạm Y tế Mới')
    expect(made?.facility).toMatchObject({ areaId: 'demo-suoi-mo', facts: { type: 'communeStation', beds: 12 } })
    expect((await accountCalled('tram.moi'))?.person.facilityId).toBe(made?.facility.id)
    const inspector = await world.somebody('inspector')
    const { changes } = await world.pull(inspector.cookie)
    expect(JSON.stringify(changes)).toContain('Trạm Y tế Mới')
  })

  test('the same file again changes nothing', async () => {
    const sheets = [peopleSheet(an), placesSheet(['Trạm Y tế Mới', 'Trạm y tế xã', 'Xã Suối Mơ', '12'])]
    await importAll(...sheets)
    const reply = await importAll(...sheets)
    expect(reply).toMatchObject({
      people: { created: { count: 0 }, changed: { count: 0 }, same: 1 },
      facilities: { created: { count: 0 }, changed: { count: 0 }, same: 1 },
      opened: [],
    })
  })

  test('an account that there is gets the reach of its row, and keeps its password', async () => {
    const { person, cookie } = await world.somebody('inspector')
    await importAll(peopleSheet([person.username, person.name, 'Người giám sát', 'Phường Hoa Ban']))
    expect(await findAccount(world.db, person.id)).toMatchObject({
      person: { role: 'supervisor', areaIds: ['demo-hoa-ban'], name: person.name },
      mustChange: false,
    })
    expect((await world.app.request('/api/me', { headers: { cookie } })).status).toBe(200)
  })

  test('a facility that there is gets what its row says, and keeps what it does not', async () => {
    const station = ({ facility }: Kept) => facility.id === 'demo-tyt-dong-xuan'
    const before = (await listFacilities(world.db, PROVINCE)).find(station)
    if (!before) throw new Error('the invented station is gone')
    const titles = [
      'Tên cơ sở',
      'Loại cơ sở',
      'Địa bàn',
      'Giường kế hoạch',
      'Tọa độ',
      'Giấy phép môi trường số',
      'Điểm trạm',
    ]
    const { name, facts, areaName } = before.facility
    const sites = [...facts.sites.map((site) => site.name), 'Điểm mới'].join('; ')
    await importAll({
      name: 'Cơ sở',
      rows: [titles, [name, 'Trạm y tế xã', areaName, '7', '21,5; 105.25', '9/GPMT', sites]],
    })
    const after = (await listFacilities(world.db, PROVINCE)).find(station)
    expect(after?.version).toBe(before.version + 1)
    expect(after?.facility).toEqual({
      ...before.facility,
      position: { lat: 21.5, lon: 105.25 },
      facts: {
        ...facts,
        beds: 7,
        sites: [...facts.sites, { id: 'diem-1', name: 'Điểm mới' }],
        wastewater: {
          receivingWater: null,
          treatsInfectious: false,
          usesRadioactiveSources: false,
          treatedOnSite: false,
          operatingSince: null,
          approvedOn: null,
          ...facts.wastewater,
          permit: { number: '9/GPMT', maxFlow: null, monitoringEveryMonths: null, limits: [] },
        },
      },
    })
  })

  test('is refused with faults, with another file, and where somebody was faster', async () => {
    const file = xlsxOf([peopleSheet(an)])
    const bad = xlsxOf([peopleSheet(an, an)])
    const { digest } = await check(file)
    const before = await fingerprint()
    const badDigest = (await check(bad)).digest
    expect(codeOf(await post(`imports?digest=${badDigest}`, bad))).toEqual([422, 'IMPORT_HAS_ERRORS'])
    const other = xlsxOf([peopleSheet(an, ['binh', 'Bình', 'Giám sát', 'Tất cả'])])
    expect(codeOf(await post(`imports?digest=${digest}`, other))).toEqual([409, 'IMPORT_CHANGED'])
    expect(codeOf(await post('imports', file))).toEqual([422, 'BODY_INVALID'])
    expect(await fingerprint()).toBe(before)
    await importAll(peopleSheet(an))
    expect(codeOf(await post(`imports?digest=${digest}`, file))).toEqual([409, 'IMPORT_CHANGED'])
  })

  test('what changes while the passwords are hashed is seen inside the transaction', async () => {
    const { person } = await world.somebody('inspector')
    const file = xlsxOf([peopleSheet(an, [person.username, person.name, 'Giám sát', 'Tất cả'])])
    const { digest } = await check(file)
    const hash = world.auth.hashPassword
    world.auth.hashPassword = async (password) => {
      await world.db.updateTable('person').set({ role: 'supervisor' }).where('user_id', '=', person.id).execute()
      return hash(password)
    }
    expect(codeOf(await post(`imports?digest=${digest}`, file))).toEqual([409, 'IMPORT_CHANGED'])
    expect(await accountCalled('an.le')).toBeUndefined()
  })

  test.each(['person', 'person_area', 'account', 'facility_stay', 'feed', 'audit'])(
    'a failure at the last row of %s leaves nothing of it',
    async (table) => {
      const people = peopleSheet(an, ['binh.tran', 'Trần Bình', 'Giám sát', 'Tất cả'])
      const file = xlsxOf([
        people,
        placesSheet(['Trạm A', 'Trạm y tế xã', 'Suối Mơ'], ['Trạm B', 'Trạm y tế xã', 'Suối Mơ']),
      ])
      const { digest } = await check(file)
      const before = await fingerprint()
      const plug = await pullPlug(world.db, table)
      expect((await post(`imports?digest=${digest}`, file)).status).toBe(500)
      await plug.putBack()
      expect(world.errors.splice(0).map(String).join()).toContain('plug pulled')
      expect(await fingerprint()).toBe(before)
      expect((await post(`imports?digest=${digest}`, file)).status).toBe(200)
    },
  )

  test('stands in the audit log: each account, each facility, and the file by its hash; no names', async () => {
    await importAll(peopleSheet(an), placesSheet(['Trạm Y tế Mới', 'Trạm y tế xã', 'Suối Mơ', '']))
    const lines = await world.db.selectFrom('audit').selectAll().orderBy('no', 'desc').limit(3).execute()
    expect(lines.map(({ what, who }) => [what, who])).toEqual([
      ['list.imported', admin.person.id],
      ['account.created', admin.person.id],
      ['facility.created', admin.person.id],
    ])
    expect(JSON.parse(lines[0]?.detail ?? '')).toEqual({
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      people: { created: 1, changed: 0 },
      facilities: { created: 1, changed: 0 },
    })
    expect(JSON.stringify(lines)).not.toMatch(/an\.le|Trạm/)
  })
})

describe('the template', () => {
  beforeAll(begin)
  afterAll(end)

  async function template() {
    const reply = await world.app.request('/api/imports/template', { headers: { cookie: admin.cookie } })
    return new Uint8Array(await reply.arrayBuffer())
  }

  test('is read as lists without rows; its guide and its areas are passed over', async () => {
    expect(await check(await template())).toMatchObject({
      people: { created: { count: 0 }, same: 0 },
      facilities: { created: { count: 0 }, same: 0 },
      faultsTotal: 0,
      warningsTotal: 0,
    })
  })

  test('every cell is text, also one that is empty yet, and the titles stay in sight', async () => {
    const parts = openZip(Buffer.from(await template()))
    const read = async (name: string) => {
      let text = ''
      for await (const piece of parts.read(name)) text += piece
      return text
    }
    const styles = await read('xl/styles.xml')
    expect(styles).toContain('<numFmt numFmtId="100" formatCode="@"/>')
    expect(styles).toMatch(/<font>(?:(?!<b\/>).)*<\/font><font>.*<b\/>.*<\/font><\/fonts>/)
    expect([...styles.matchAll(/<xf [^>]*fontId="\d"/g)].map(([style]) => style)).toEqual([
      expect.not.stringContaining('numFmtId'),
      expect.stringMatching(/numFmtId="100".*fontId="1"/),
      expect.stringMatching(/numFmtId="100".*fontId="0"/),
    ])
    for (const n of [1, 2, 3, 4]) {
      const sheet = await read(`xl/worksheets/sheet${n}.xml`)
      const styled = (pattern: RegExp) => new Set([...sheet.matchAll(pattern)].map(([, style]) => style))
      expect(styled(/<col [^>]*style="(\d)"/g)).toEqual(new Set(['2']))
      expect(styled(/<c r="[A-Z]1" s="(\d)" t="s"/g)).toEqual(new Set(['1']))
      expect(sheet).not.toMatch(/<c (?!r="[A-Z]+\d+" s="[12]"(?: t="s"><v>|\/>))/)
      expect(sheet).toContain('<pane ySplit="1"')
    }
  })

  test('its examples can be imported as they stand', async () => {
    const { peopleColumns } = await import('../../../src/server/import/people-list.ts')
    const { facilityColumns } = await import('../../../src/server/import/facility-list.ts')
    const titles = (columns: Record<string, { title: string }>) => Object.values(columns).map(({ title }) => title)
    const cells = (notes: Record<string, [string, string]>) =>
      Object.values(notes).map(([, example]) => (example === '(tên một địa bàn)' ? 'Xã Suối Mơ' : example))
    const reply = await check(
      xlsxOf([
        { name: 'Người dùng', rows: [titles(peopleColumns), cells(examples.people)] },
        { name: 'Cơ sở', rows: [titles(facilityColumns), cells(examples.facilities)] },
      ]),
    )
    expect([reply.faults, reply.warnings]).toEqual([[], []])
    expect([reply.people.created.count, reply.facilities.created.count]).toEqual([1, 1])
  })
})
