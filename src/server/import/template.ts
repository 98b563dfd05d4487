import writeWorkbook from 'write-excel-file/node'
import { facilityTypeNames, receivingWaterNames } from '../../domain/facts.ts'
import { type Person, roleNames } from '../../domain/people.ts'
import type { Database } from '../storage/schema.ts'
import type { Column } from './columns.ts'
import { facilityColumns } from './facility-list.ts'
import { peopleColumns } from './people-list.ts'
import { readWorld } from './world.ts'

/** The workbook that people fill in: two empty lists, how to fill them in, and the province's areas by name. */
export async function templateFor(db: Database, by: Person, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const { areas } = await readWorld(db, { by, now }, [])
  const titles = (columns: Record<string, Column>) => Object.values(columns).map(({ title }) => title)
  const sheets = [
    sheetOf('Người dùng', [titles(peopleColumns)]),
    sheetOf('Cơ sở', [titles(facilityColumns)]),
    sheetOf('Hướng dẫn', guide),
    sheetOf('Danh mục địa bàn', [['Địa bàn'], ...areas.map(({ name }) => [name])]),
  ]
  const fonts = { fontFamily: 'Calibri', fontSize: 11 }
  return new Uint8Array(await writeWorkbook(sheets, { ...fonts, features: [textColumns] }).toBuffer())
}

const COLUMNS_STYLED = 60
const LETTERS_WIDE = 22

/** Every cell is text, so that nothing is a formula; the first row is bold and stays in sight. */
function sheetOf(sheet: string, rows: readonly (readonly string[])[]) {
  const text = (value: string) => ({ value, type: String, format: '@' })
  const [first = [], ...rest] = rows
  return {
    sheet,
    data: [
      first.map((value) => ({ ...text(value), fontWeight: 'bold' as const })),
      ...rest.map((row) => row.map(text)),
    ],
    columns: Array.from({ length: COLUMNS_STYLED }, () => ({ width: LETTERS_WIDE })),
    stickyRowsCount: 1,
  }
}

/** Styles are numbered as they first appear: 0 what a program likes, 1 the titles, 2 text. */
const TEXT_STYLE = 2

/** What is typed into an empty cell later is text too: a number that begins with 0 keeps it. */
const textColumns = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transformElementAttributes: (tag: string, attributes: Record<string, string | number>) =>
          tag === 'col' ? { ...attributes, style: TEXT_STYLE } : attributes,
      },
    },
  },
}

const quoted = (names: Record<string, string>) => Object.values(names).join(' · ')
const yesOrNo = 'Có hoặc Không. Để trống là giữ như đã biết.'

/** Written for who fills it in; a test reads the examples as an import would. */
const people: Record<keyof typeof peopleColumns, [note: string, example: string]> = {
  username: ['Bắt buộc. Chữ cái không dấu, chữ số, dấu chấm, gạch dưới. Không đổi được về sau.', 'hoa.le'],
  name: ['Bắt buộc. Tài khoản đã có thì phải đúng họ tên đang có.', 'Lê Thị Hoa'],
  role: [`Bắt buộc. Một trong: ${quoted(roleNames)}.`, 'Người kiểm tra'],
  areas: ['Tên như trong trang “Danh mục địa bàn”, nhiều địa bàn cách nhau bằng dấu ;, hoặc “Tất cả”.', 'Tất cả'],
  facility: ['Chỉ với vai trò Cơ sở y tế: tên cơ sở. Nếu trùng tên, ghi thêm địa bàn của cơ sở.', ''],
}
const facilities: Record<keyof typeof facilityColumns, [note: string, example: string]> = {
  name: ['Bắt buộc. Cùng tên và cùng địa bàn là cùng một cơ sở: thông tin được cập nhật.', 'Trạm Y tế Mẫu'],
  type: [`Bắt buộc. Một trong: ${quoted(facilityTypeNames)}.`, 'Trạm Y tế xã'],
  area: ['Bắt buộc. Tên như trong trang “Danh mục địa bàn”.', '(tên một địa bàn)'],
  address: ['Ô trống ở cơ sở đã có là giữ như đã biết; các cột sau cũng vậy.', 'Thôn 1'],
  position: ['Vĩ độ; kinh độ.', '21,0285; 105,8542'],
  beds: ['Số nguyên.', '120'],
  zone: ['1, 2 hoặc 3, với trạm y tế xã.', '2'],
  zoneNumber: ['Ghi cùng ngày quyết định.', '15/QĐ-SYT'],
  zoneDate: ['Ngày/tháng/năm.', '18/11/2025'],
  region: ['Tên vùng, ví dụ Trung du miền núi phía Bắc.', 'Tây Nguyên'],
  sites: ['Các điểm trạm, cách nhau bằng dấu ;, điểm chính trước.', 'Điểm chính; Điểm thôn 5'],
  receivingWater: [`Một trong: ${quoted(receivingWaterNames)}.`, 'Cống chung'],
  flow: ['Dấu thập phân là dấu phẩy.', '12,5'],
  operatingSince: ['Ngày/tháng/năm.', '01/07/2019'],
  approvedOn: ['Ngày quyết định ĐTM, giấy phép môi trường… Ngày/tháng/năm.', '15/03/2018'],
  permit: ['Số giấy phép môi trường.', '123/GPMT'],
  maxFlow: ['Cần có số giấy phép.', '20'],
  monitoring: ['Số tháng. Cần có số giấy phép.', '3'],
  infectious: [yesOrNo, 'Không'],
  radioactive: [yesOrNo, 'Không'],
  onSite: [yesOrNo, 'Có'],
}

const guide: string[][] = [
  ['Cách điền hai trang “Người dùng” và “Cơ sở”'],
  ['Mỗi dòng là một người hoặc một cơ sở. Không gộp ô, không sửa dòng tiêu đề; cột không dùng có thể xóa.'],
  [],
  ['Trang', 'Cột', 'Cách điền', 'Ví dụ'],
  ...linesOf('Người dùng', peopleColumns, people),
  ...linesOf('Cơ sở', facilityColumns, facilities),
]

function linesOf<Key extends string>(
  sheet: string,
  columns: Readonly<Record<Key, Column>>,
  notes: Readonly<Record<Key, readonly [string, string]>>,
): string[][] {
  return (Object.keys(columns) as Key[]).map((key) => [sheet, columns[key].title, ...notes[key]])
}

/** For the test that reads them. */
export const examples = { people, facilities }
