import { crc32, deflateRawSync } from 'node:zlib'

export type TextSheet = { name: string; rows: readonly (readonly string[])[] }

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * A workbook of texts. Every cell is one, also what is typed into it later, so that a
 * number beginning with 0 keeps it and nothing is a formula.
 */
export function xlsxOf(sheets: readonly TextSheet[]): Uint8Array<ArrayBuffer> {
  const pages = sheets.map((sheet, n) => ({ file: `worksheets/sheet${n + 1}.xml`, id: `rId${n + 1}`, ...sheet }))
  const parts: [name: string, xml: string][] = [
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${pages.map(({ file }) => `<Override PartName="/xl/${file}" ContentType="${TYPES}.worksheet+xml"/>`).join('')}</Types>`,
    ],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${pages.map(({ name, id }, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="${id}"/>`).join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...pages.map(({ id, file }): [string, string, string] => [id, 'worksheet', file]),
        [`rId${pages.length + 1}`, 'styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', styles],
    ...pages.map(({ file, rows }): [string, string] => [`xl/${file}`, sheetXml(rows)]),
  ]
  return zipOf(parts.map(([name, xml]) => [name, Buffer.from(DECLARED + xml)]))
}

/** 0: as a program likes it; 1: text (49); 2: text in bold. */
const styles = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`

const LETTERS_WIDE = 22
const COLUMNS_STYLED = 60

function sheetXml(rows: readonly (readonly string[])[]): string {
  const cell = (text: string, style: number) =>
    `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
  const lines = rows.map(
    (cells, y) => `<row r="${y + 1}">${cells.map((text) => cell(text, y === 0 ? 2 : 1)).join('')}</row>`,
  )
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${COLUMNS_STYLED}" width="${LETTERS_WIDE}" style="1" customWidth="1"/></cols><sheetData>${lines.join('')}</sheetData></worksheet>`
}

function relations(rows: readonly (readonly [id: string, type: string, target: string])[]): string {
  return `<Relationships xmlns="${PACKAGE}/relationships">${rows.map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`).join('')}</Relationships>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

/** 1 January 1980, the first day that a zip knows: the same template is the same bytes. */
const DAY_ONE = 0x21

function zipOf(parts: readonly (readonly [name: string, content: Buffer])[]): Uint8Array<ArrayBuffer> {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of parts) {
    const packed = deflateRawSync(content)
    const title = Buffer.from(name)
    // What the file's own head and its line in the directory say alike.
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt16LE(DAY_ONE, 8)
    head.writeUInt32LE(crc32(content), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(content.length, 18)
    head.writeUInt16LE(title.length, 22)
    files.push(Buffer.from('PK\x03\x04', 'latin1'), head, title, packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), head, tail, title)
    offset += 4 + head.length + title.length + packed.length
  }
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    8,
  )
  end.writeUInt32LE(offset, 12)
  return new Uint8Array(Buffer.concat([...files, ...directory, Buffer.from('PK\x05\x06', 'latin1'), end]))
}
