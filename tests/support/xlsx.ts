import { crc32, deflateRawSync } from 'node:zlib'

/** A file inside a zip. What a test wants to lie about is said beside it. */
export type Part = {
  name: string
  content: string | Uint8Array
  /** Kept as it is, not deflated. */
  isStored?: boolean
  /** What the zip says of its length once unpacked, whatever it is. */
  claims?: number
  isEncrypted?: boolean
}

/** The bytes of a zip of these files. */
export function zipOf(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, isStored = false, claims, isEncrypted = false } of parts) {
    const bytes = Buffer.from(content)
    const packed = isStored ? bytes : deflateRawSync(bytes)
    const title = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(isEncrypted ? 1 : 0, 2)
    head.writeUInt16LE(isStored ? 0 : 8, 4)
    head.writeUInt32LE(crc32(bytes), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(claims ?? bytes.length, 18)
    head.writeUInt16LE(title.length, 22)
    files.push(Buffer.from('PK\x03\x04', 'latin1'), head, title, packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, title)
    offset += 4 + head.length + title.length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(size, 8)
  end.writeUInt32LE(offset, 12)
  return new Uint8Array(Buffer.concat([...files, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end]))
}

/** Text as it stands in a sheet's string, a number as a number, or the XML of a whole cell without its `r`. */
export type CellOf = string | number | null | { xml: string }
export type SheetOf = {
  name: string
  rows: readonly (readonly CellOf[])[]
  /** "A3:A7" */
  merges?: readonly string[]
}

type Book = {
  /** XML of `<xf …/>`, the first is what cells have that name none. */
  formats?: readonly string[]
  /** id → code */
  numberFormats?: Readonly<Record<number, string>>
  is1904?: boolean
  /** Texts in the sheet itself and not in the table of the whole book. */
  isInline?: boolean
  more?: readonly Part[]
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'
const DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** The files of a workbook as a spreadsheet program writes them. */
export function xlsxParts(sheets: readonly SheetOf[], book: Book = {}): Part[] {
  const strings = new Map<string, number>()
  const pages = sheets.map((sheet, n) => ({
    name: `xl/worksheets/sheet${n + 1}.xml`,
    content: sheetXml(sheet, book.isInline ? null : strings),
  }))
  const overrides = pages.map(
    ({ name }) =>
      `<Override PartName="/${name}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  )
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  const formats = book.formats ?? ['<xf numFmtId="0"/>']
  return [
    {
      name: '[Content_Types].xml',
      content: `${DECLARED}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>${overrides.join('')}</Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${DECLARED}<Relationships xmlns="${PACKAGE}">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${DECLARED}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${book.is1904 ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`)
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${DECLARED}<Relationships xmlns="${PACKAGE}">${pages
        .map((_, n) => relation(`rId${n + 1}`, 'worksheet', `worksheets/sheet${n + 1}.xml`))
        .join(
          '',
        )}${relation('rId98', 'styles', 'styles.xml')}${relation('rId99', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${DECLARED}<styleSheet xmlns="${MAIN}"><numFmts>${Object.entries(book.numberFormats ?? {})
        .map(([id, code]) => `<numFmt numFmtId="${id}" formatCode="${escaped(code)}"/>`)
        .join(
          '',
        )}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats.join('')}</cellXfs></styleSheet>`,
    },
    ...pages,
    {
      name: 'xl/sharedStrings.xml',
      content: `${DECLARED}<sst xmlns="${MAIN}">${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    },
    ...(book.more ?? []),
  ]
}

/** The bytes of such a workbook. */
export function xlsxOf(sheets: readonly SheetOf[], book: Book = {}): Uint8Array<ArrayBuffer> {
  return zipOf(xlsxParts(sheets, book))
}

function sheetXml({ rows, merges = [] }: SheetOf, strings: Map<string, number> | null): string {
  const lines = rows.map((cells, y) => {
    const row = cells.map((cell, x) => cellXml(cell, `${lettersOf(x)}${y + 1}`, strings))
    return row.some((xml) => xml !== '') ? `<row r="${y + 1}">${row.join('')}</row>` : ''
  })
  const merged = merges.map((ref) => `<mergeCell ref="${ref}"/>`).join('')
  return `${DECLARED}<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData>${merged && `<mergeCells count="${merges.length}">${merged}</mergeCells>`}</worksheet>`
}

function cellXml(cell: CellOf, ref: string, strings: Map<string, number> | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return `<c r="${ref}"><v>${cell}</v></c>`
  if (typeof cell === 'object') return cell.xml.replace('<c', `<c r="${ref}"`)
  if (!strings) return `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  if (!strings.has(cell)) strings.set(cell, strings.size)
  return `<c r="${ref}" t="s"><v>${strings.get(cell)}</v></c>`
}

/** 0 → "A", 26 → "AA". */
function lettersOf(column: number): string {
  return column < 26
    ? String.fromCharCode(65 + column)
    : lettersOf(Math.floor(column / 26) - 1) + lettersOf(column % 26)
}

function escaped(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, '_x005F_x$1_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '_x000D_')
}
