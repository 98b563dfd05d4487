import type { PassThrough } from 'node:stream'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { inPieces } from './pieces.ts'
import type { RawCell, RawTable } from './raw-rows.ts'
import { columnLetters, contentTypes, rels, rowXml, styles, workbookRels, workbookXml } from './xlsx-parts.ts'

/** Rows that a sheet may have, the titles included. */
const EXCEL_ROWS = 1_048_576

/** Spreadsheets are packed well by the fastest level: what is above costs time alone. */
const LEVEL = { compress: true, compressionLevel: 3 }

/**
 * A table as a workbook (ECMA-376), written no faster than it is read: nothing but the
 * row at hand is kept. What one sheet cannot hold goes on in the next; the last sheet
 * says what the others are.
 * @param about lines of the last sheet
 */
export function xlsxStream(
  { name, titles, rows }: RawTable,
  about: readonly (readonly [string, string])[],
  rowsMax = EXCEL_ROWS,
): Readable {
  const zip = new ZipFile()
  // Typed as any readable stream; yazl makes this one.
  const output = zip.outputStream as PassThrough
  const letters = titles.map((_, index) => columnLetters(index))
  const source = rows[Symbol.asyncIterator]()
  let isOver = false
  let total = 0

  async function* sheet(): AsyncGenerator<string> {
    yield sheetHead(letters.length)
    yield rowXml(titles, letters, 1, true)
    for (let at = 2; at <= rowsMax; at++) {
      const { done, value } = await source.next()
      if (done) {
        isOver = true
        break
      }
      total += 1
      yield rowXml(value, letters, at, false)
    }
    yield SHEET_END
  }

  async function write(): Promise<void> {
    const names: string[] = []
    while (!isOver) {
      names.push(names.length === 0 ? name : `${name} (${names.length + 1})`)
      await add(sheet(), names.length)
    }
    names.push('Về tệp này')
    const lines = [
      ...about,
      ['Số dòng', `${total}`],
      ...(names.length > 2 ? [['Chia trang', goesOn(names.length - 1)]] : []),
    ]
    await add(plainSheet(lines), names.length)
    const parts: Record<string, string> = {
      '[Content_Types].xml': contentTypes(names.length),
      '_rels/.rels': rels,
      'xl/workbook.xml': workbookXml(names),
      'xl/_rels/workbook.xml.rels': workbookRels(names.length),
      'xl/styles.xml': styles,
    }
    for (const [path, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), path, LEVEL)
    zip.end()
  }

  async function add(texts: AsyncIterable<string>, number: number): Promise<void> {
    const content = Readable.from(inPieces(texts), { objectMode: false })
    const stop = () => content.destroy()
    output.once('close', stop)
    zip.addReadStream(content, `xl/worksheets/sheet${number}.xml`, LEVEL)
    await finished(content)
    output.off('close', stop)
  }

  // Whoever reads has gone, or a row could not be made: the file ends in the middle, and nobody takes it for a whole one.
  write().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))))
  return output
}

function goesOn(sheets: number): string {
  return `Mỗi trang tính chứa tối đa ${EXCEL_ROWS.toLocaleString('vi-VN')} dòng nên dữ liệu chia làm ${sheets} trang, nối tiếp nhau.`
}

const SHEET_END = '</sheetData></worksheet>'

function sheetHead(columns: number): string {
  const cols = columns === 0 ? '' : `<cols><col min="1" max="${columns}" width="22" customWidth="1"/></cols>`
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews>${cols}<sheetData>`
}

async function* plainSheet(lines: readonly (readonly RawCell[])[]): AsyncGenerator<string> {
  yield sheetHead(2)
  yield rowXml(['Nội dung', 'Giá trị'], ['A', 'B'], 1, true)
  for (const [index, line] of lines.entries()) yield rowXml(line, ['A', 'B'], index + 2, false)
  yield SHEET_END
}
