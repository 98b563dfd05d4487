import type { RawCell } from './raw-rows.ts'

/** The parts of a workbook (ECMA-376, Part 1), as few as spreadsheet programs ask for. */

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

export function contentTypes(sheets: number): string {
  const parts = [
    `<Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>`,
    `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>`,
    ...numbers(sheets).map(
      (number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>`,
    ),
  ]
  const rels = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types">${rels}<Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`
}

export const rels = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

export function workbookXml(names: readonly string[]): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`
}

export function workbookRels(sheets: number): string {
  const each = numbers(sheets).map(
    (number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  )
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`
}

/** 0: as it comes; 1: bold. */
export const styles = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`

/** 0 → "A", 26 → "AA". */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last
}

/** Text stands in its cell as text, whatever it begins with: no program takes it for a formula. */
export function rowXml(cells: readonly RawCell[], letters: readonly string[], at: number, isBold: boolean): string {
  let xml = `<row r="${at}">`
  const style = isBold ? ' s="1"' : ''
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index]
    if (cell === null || cell === undefined || cell === '') continue
    const place = `<c r="${letters[index]}${at}"${style}`
    xml +=
      typeof cell === 'number'
        ? `${place}><v>${cell}</v></c>`
        : `${place} t="inlineStr"><is><t xml:space="preserve">${escaped(cell.slice(0, CELL_MAX))}</t></is></c>`
  }
  return `${xml}</row>`
}

/** Letters that a cell may hold. */
const CELL_MAX = 32_767

/** What XML 1.0 cannot say, or may not: control signs, halves of pairs, and two that are no letters. */
const unsayable = /\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu
const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Whether a text holds a sign that must not stand as it is. Asked of millions: a loop, for the pattern takes five times as long. */
function needsCare(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Controls, ", &, <, >, _, and what begins with the halves of pairs.
    if (code < 35 ? code !== 32 && code !== 33 : code >= 0xd800 || code === 38 || code === 60 || code === 62)
      return true
    if (code === 95 || (code >= 127 && code < 160)) return true
  }
  return false
}

function escaped(text: string): string {
  if (!needsCare(text)) return text
  return (
    text
      .replace(unsayable, (sign) => ('\t\n\r'.includes(sign) ? sign : ''))
      // Excel reads "_x0041_" as the letter it names.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      .replace(/[&<>"]/g, (sign) => names[sign] ?? '')
  )
}
