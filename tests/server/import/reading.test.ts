import fc from 'fast-check'
import readXlsxFile from 'read-excel-file/node'
import { describe, expect, test } from 'vitest'
import { Problem } from '../../../src/domain/problem.ts'
import { readFile } from '../../../src/server/import/reading/read-file.ts'
import { seenText } from '../../../src/server/import/reading/sheet.ts'
import { type CellOf, type SheetOf, xlsxOf, xlsxParts, zipOf } from '../../support/xlsx.ts'

const text = (content: string) => Buffer.from(content, 'utf8')
const read = (bytes: Uint8Array) => readFile(Buffer.from(bytes))
const rowsOf = async (bytes: Uint8Array) => (await read(bytes))[0]?.rows
const sheet = (...rows: CellOf[][]): SheetOf[] => [{ name: 'Trang 1', rows }]

async function codeOf(bytes: Uint8Array): Promise<string> {
  try {
    await read(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

describe('a CSV file', () => {
  const rows = [
    { at: 1, cells: ['Tên', 'Địa chỉ'] },
    { at: 2, cells: ['Trạm Y tế Suối Mơ', 'Thôn 1\nxã "Suối Mơ"'] },
    { at: 4, cells: ['Đồng Xuân', ''] },
  ]
  const written = (separator: string, end = '\n') =>
    ['Tên,Địa chỉ', 'Trạm Y tế Suối Mơ,"Thôn 1\nxã ""Suối Mơ"""', '', 'Đồng Xuân,']
      .map((line) => line.replace(',', separator))
      .join(end)

  test.each([',', ';', '\t'])('separated by %j', async (separator) => {
    expect(await rowsOf(text(written(separator)))).toEqual(rows)
    expect(await rowsOf(text(written(separator, '\r\n')))).toEqual(rows)
  })

  test('separated by what the first line has most of, not by what a cell has', async () => {
    const cells = await rowsOf(text('Tên,Địa bàn,"a;b;c;d"\nX,Xã A;Xã B;Xã C;Xã D,y'))
    expect(cells?.[1]?.cells).toEqual(['X', 'Xã A;Xã B;Xã C;Xã D', 'y'])
  })

  test('with and without the mark of its encoding, in UTF-8 and UTF-16', async () => {
    const utf16 = Buffer.from(`\ufeff${written(';')}`, 'utf16le')
    expect(await rowsOf(text(`\ufeff${written(';')}`))).toEqual(rows)
    expect(await rowsOf(utf16)).toEqual(rows)
    expect(await rowsOf(Buffer.from(utf16).swap16())).toEqual(rows)
  })

  test('a quote that never closes is named by its row', async () => {
    await expect(read(text('a,b\nc,"d\ne,f'))).rejects.toMatchObject({ code: 'IMPORT_DAMAGED', detail: { row: 2 } })
  })
})

describe('a text is what a person sees', () => {
  test.each([
    ['Đô\u0323ng Xuân', 'Động Xuân'],
    ['Tra\u0323m Y te\u0302\u0301', 'Trạm Y tế'],
    ['  \u00a0 Suối\u00a0Mơ \u2003', 'Suối Mơ'],
    ['\ufeffSuối\u200b Mơ', 'Suối Mơ'],
    ['a\r\nb\u2028c', 'a\nb\nc'],
    ['a\u0000\u001bb', 'ab'],
  ])('%j → %j', (raw, seen) => expect(seenText(raw)).toBe(seen))
})

describe('a workbook', () => {
  const formats = ['0', '14', '165', '166', '49', '9', '22', '167'].map((id) => `<xf numFmtId="${id}"/>`)
  const numberFormats = {
    165: 'dd"/"mm"/"yyyy;@',
    166: '0000000000',
    167: '[$-42A]d\\ mmmm\\ yyyy',
  }
  const styled = (style: number, value: number | string) => ({ xml: `<c s="${style}"><v>${value}</v></c>` })
  const shown = async (...cells: CellOf[]) =>
    (await rowsOf(xlsxOf(sheet(cells), { formats, numberFormats })))?.[0]?.cells

  test('shows numbers and dates as a person in Việt Nam reads them', async () => {
    expect(
      await shown(
        12.5,
        1.1000000000000001,
        912345678901,
        1e-7,
        styled(1, 46344),
        styled(2, 46344.75),
        styled(7, 46344),
      ),
    ).toEqual(['12,5', '1,1', '912345678901', '0,0000001', '18/11/2026', '18/11/2026', '18/11/2026'])
    expect(await shown(styled(3, 912345678), styled(4, 7), styled(5, 0.125), styled(6, 46344.4375))).toEqual([
      '0912345678',
      '7',
      '12,5%',
      '18/11/2026 10:30',
    ])
  })

  test('keeps a text of digits as it is', async () => {
    expect(await shown('0012', '+84 912', '=1+1')).toEqual(['0012', '+84 912', '=1+1'])
  })

  test('of the calendar of 1904, as old Macs wrote them', async () => {
    const bytes = xlsxOf(sheet([styled(1, 44882)]), { formats, is1904: true })
    expect((await rowsOf(bytes))?.[0]?.cells).toEqual(['18/11/2026'])
  })

  test('rich text without what stands above it, texts in the sheet, truth, results of formulas', async () => {
    const rich = '<c t="inlineStr"><is><r><t>Suối </t></r><r><rPr><b/></rPr><t>Mơ</t></r><rPh><t>x</t></rPh></is></c>'
    const cells = [
      { xml: rich },
      { xml: '<c t="b"><v>1</v></c>' },
      { xml: '<c t="str"><f>A1</f><v>Đồng _x000D_&#10;Xuân &amp; &lt;b&gt;</v></c>' },
      { xml: '<c><f>1+1</f><v>2</v></c>' },
    ]
    expect(await shown(...cells)).toEqual(['Suối Mơ', 'TRUE', 'Đồng \nXuân & <b>', '2'])
  })

  test('a formula without a result or with an error is named', async () => {
    const bytes = xlsxOf(sheet(['a', { xml: '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>' }], [{ xml: '<c><f>A1</f></c>' }]))
    expect((await read(bytes))[0]).toMatchObject({
      broken: [
        { row: 1, column: 1 },
        { row: 2, column: 0 },
      ],
    })
  })

  test('rows and columns keep their numbers; rows without anything are not counted', async () => {
    const bytes = xlsxOf(sheet([null, null, 'C1'], [null], [styled(0, '')], ['A4', null, 'C4', '  ']))
    expect(await rowsOf(bytes)).toEqual([
      { at: 1, cells: ['', '', 'C1'] },
      { at: 4, cells: ['A4', '', 'C4', ''] },
    ])
  })

  test('cells without an address follow each other', async () => {
    const page =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    const parts = xlsxParts(sheet()).map((part) =>
      part.name.endsWith('sheet1.xml') ? { ...part, content: page } : part,
    )
    expect(await rowsOf(zipOf(parts))).toEqual([
      { at: 1, cells: ['1', '2'] },
      { at: 2, cells: ['3'] },
    ])
  })

  test('names its merged cells and which sheets are hidden', async () => {
    const parts = xlsxParts([
      { name: 'Người dùng', rows: [['a', 'b'], ['c']], merges: ['A2:B2', 'A3:A7', 'D1:D1'] },
      { name: 'Ẩn', rows: [['x']] },
    ]).map((part) =>
      part.name === 'xl/workbook.xml'
        ? { ...part, content: String(part.content).replace('name="Ẩn"', 'name="Ẩn" state="hidden"') }
        : part,
    )
    expect(await read(zipOf(parts))).toMatchObject([
      {
        name: 'Người dùng',
        isHidden: false,
        merges: [
          { from: { row: 2, column: 0 }, to: { row: 2, column: 1 } },
          { from: { row: 3, column: 0 }, to: { row: 7, column: 0 } },
        ],
      },
      { name: 'Ẩn', isHidden: true },
    ])
  })
})

describe('refused', () => {
  const good = xlsxParts(sheet(['a', 'b'], ['c', 'd']))
  const whole = zipOf(good)
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000)])
  const withPart = (name: string, content: string) =>
    zipOf(good.map((part) => (part.name === name ? { ...part, content } : part)))
  const sheetXml = (inner: string) => withPart('xl/worksheets/sheet1.xml', `<worksheet>${inner}</worksheet>`)
  const document = [
    { name: '[Content_Types].xml', content: '<Types/>' },
    {
      name: '_rels/.rels',
      content:
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
    },
    { name: 'word/document.xml', content: '<document/>' },
  ]
  /** "Trần Thị Ngọc" in windows-1258, "Nguyễn Thị" in TCVN3. */
  const in1258 = Buffer.from('5472e2cc6e205468f2204e67d263', 'hex')
  const inTcvn3 = Buffer.from('4e677579d46e205468de', 'hex')

  test.each<[string, Uint8Array, string]>([
    ['nothing at all', Buffer.alloc(0), 'IMPORT_EMPTY'],
    ['only blanks', text('\ufeff \n , ,\n'), 'IMPORT_EMPTY'],
    ['a workbook of empty sheets', xlsxOf(sheet()), 'IMPORT_EMPTY'],
    ['an old .xls, whatever it is called', ole, 'IMPORT_OLD_EXCEL'],
    [
      'a workbook with a password',
      Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]),
      'IMPORT_PROTECTED',
    ],
    ['a zip with a password', zipOf(good.map((part) => ({ ...part, isEncrypted: true }))), 'IMPORT_PROTECTED'],
    ['windows-1258', in1258, 'IMPORT_ENCODING'],
    ['TCVN3', inTcvn3, 'IMPORT_ENCODING'],
    ['half a letter at the end', text('Suối Mơ').subarray(0, -1), 'IMPORT_ENCODING'],
    ['UTF-16 cut in the middle of a letter', Buffer.from('fffe4100d8', 'hex'), 'IMPORT_ENCODING'],
    ['a PDF', text('%PDF-1.7\nx'), 'IMPORT_NOT_TABLE'],
    ['a PDF with bytes that are no text', Buffer.from('%PDF-1.7\n\xff\xfe\xfd', 'latin1'), 'IMPORT_NOT_TABLE'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'IMPORT_NOT_TABLE'],
    ['a web page called .xls', text('\n<html><table><tr><td>a</td></tr></table>'), 'IMPORT_NOT_TABLE'],
    ['a .docx', zipOf(document), 'IMPORT_NOT_TABLE'],
    [
      'an .ods',
      zipOf([
        { name: 'mimetype', content: 'x', isStored: true },
        { name: 'content.xml', content: '<x/>' },
      ]),
      'IMPORT_NOT_TABLE',
    ],
    [
      'a binary workbook',
      zipOf(
        document.map((part) => ({ ...part, content: part.content.replace('word/document.xml', 'xl/workbook.bin') })),
      ),
      'IMPORT_NOT_TABLE',
    ],
    ['a workbook cut short', whole.subarray(0, -30), 'IMPORT_DAMAGED'],
    [
      'a workbook with a hole',
      Uint8Array.from(whole, (byte, at) => (at > 1500 && at < 1540 ? 0 : byte)),
      'IMPORT_DAMAGED',
    ],
    ['a part that is missing', zipOf(good.filter(({ name }) => !name.includes('sheet1'))), 'IMPORT_DAMAGED'],
    ['a part twice', zipOf([...good, ...good.slice(-1)]), 'IMPORT_DAMAGED'],
    ['a part longer than the zip says', zipOf(good.map((part) => ({ ...part, claims: 10 }))), 'IMPORT_DAMAGED'],
    ['XML cut short', sheetXml('<sheetData>').subarray(0), 'IMPORT_DAMAGED'],
    [
      'XML with types of its own',
      withPart('xl/workbook.xml', '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'),
      'IMPORT_DAMAGED',
    ],
    [
      'XML without end',
      sheetXml(`<sheetData><row r="1"><c r="A1" t="str"><v>${'x'.repeat(600_000)}`),
      'IMPORT_DAMAGED',
    ],
    [
      'a shared text that there is not',
      sheetXml('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'),
      'IMPORT_DAMAGED',
    ],
    [
      'a cell in another row',
      sheetXml('<sheetData><row r="1"><c r="A2"><v>9</v></c></row></sheetData>'),
      'IMPORT_DAMAGED',
    ],
    ['more than 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 'IMPORT_TOO_LARGE'],
    ['5,001 rows of CSV', text('a,b\n'.repeat(5001)), 'IMPORT_TOO_MANY_ROWS'],
    ['5,001 rows of a workbook', xlsxOf(sheet(...Array.from({ length: 5001 }, () => [1]))), 'IMPORT_TOO_MANY_ROWS'],
    ['61 columns of CSV', text('a,'.repeat(61)), 'IMPORT_TOO_MANY_COLUMNS'],
    [
      'something in column XFD',
      sheetXml('<sheetData><row r="1"><c r="XFD1"><v>9</v></c></row></sheetData>'),
      'IMPORT_TOO_MANY_COLUMNS',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code)
  })

  test('a mountain in a small zip, before anything of it is unpacked', async () => {
    const bomb = zipOf([...good, { name: 'xl/x.xml', content: Buffer.alloc(1), claims: 2 ** 31 }])
    expect(await codeOf(bomb)).toBe('IMPORT_UNPACKS_TOO_LARGE')
  })

  test('bytes of any kind, with a code and without falling over', async () => {
    const begins = fc.constantFrom(...['', 'PK\x03\x04', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '\xff\xfe', '<'])
    await fc.assert(
      fc.asyncProperty(begins, fc.uint8Array({ maxLength: 300 }), async (begin, bytes) => {
        await codeOf(Buffer.concat([Buffer.from(begin, 'latin1'), bytes]))
      }),
    )
    const at = fc.tuple(fc.nat(whole.length - 1), fc.nat(255))
    await fc.assert(
      fc.asyncProperty(fc.array(at, { minLength: 1, maxLength: 5 }), async (changes) => {
        const bytes = Uint8Array.from(whole)
        for (const [where, byte] of changes) bytes[where] = byte
        await codeOf(bytes)
      }),
      { numRuns: 300 },
    )
  })
})

/** Rows of texts as people and hostile people write them: each row has something, none ends in nothing. */
const word = fc.oneof(
  fc.constantFrom(
    'Trạm Y tế Suối Mơ',
    'Đặng Thị Ngọc Ánh',
    '0012',
    '=HYPERLINK("x")',
    'a;b',
    'a,b',
    'a\tb',
    'x\ny',
    '"',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
)
const table = fc
  .array(fc.array(word, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 })
  .map((rows) => [['Tên', 'Địa chỉ', 'c', 'd', 'e', 'f'], ...rows])
const seen = (rows: readonly (readonly string[])[]) =>
  rows.flatMap((cells, index) => {
    const texts = cells.map(seenText)
    while (texts.at(-1) === '') texts.pop()
    return texts.length > 0 ? [{ at: index + 1, cells: texts }] : []
  })
const withoutTails = (rows: Awaited<ReturnType<typeof rowsOf>>) =>
  rows?.map(({ at, cells }) => ({ at, cells: cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1) }))
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

describe('random tables come back as they went out', () => {
  test('through CSV', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom(',', ';', '\t'), async (rows, separator) => {
        const csv = rows.map((cells) => cells.map(quoted).join(separator)).join('\r\n')
        expect(withoutTails(await rowsOf(text(`\ufeff${csv}`)))).toEqual(seen(rows))
      }),
    )
  })

  test('through a workbook, its texts in one table or in the sheet; another reader reads the same', async () => {
    // Signs that XML has no way to write are nothing that a spreadsheet program would have.
    const writable = table.filter(
      (rows) => !rows.flat().some((cell) => /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/u.test(cell)),
    )
    await fc.assert(
      fc.asyncProperty(writable, fc.boolean(), async (rows, isInline) => {
        const bytes = xlsxOf(sheet(...rows), { isInline })
        expect(withoutTails(await rowsOf(bytes))).toEqual(seen(rows))
        const [other] = await readXlsxFile(Buffer.from(bytes), { trim: false })
        const theirs = other?.data.map((cells) => cells.map((cell) => String(cell ?? ''))) ?? []
        expect(seen(theirs)).toEqual(seen(rows))
      }),
      { numRuns: 50 },
    )
  })
})
