import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { csvOf } from '../src/screens/parts/download.ts'

/** Files that a spreadsheet program opens: what somebody typed must never be carried out there. */

const sources = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
const containing = (pattern: RegExp) => sources.filter((file) => pattern.test(readFileSync(file, 'utf8'))).sort()

it('tables leave the app in a few places alone: CSV line by line through csvLine, workbooks as text and numbers', () => {
  expect(containing(/type: 'text\/csv|\.unparse\(/)).toEqual(['src/screens/parts/download.ts'])
  expect(containing(/\bcsvLine\b/)).toEqual([
    'src/documents/csv.ts',
    'src/screens/parts/download.ts',
    'src/server/export/csv-stream.ts',
  ])
  expect(containing(/from 'write-excel-file/)).toEqual([
    'src/server/import/template.ts',
    'src/server/reports/report-workbook.ts',
  ])
  expect(containing(/from 'yazl'/)).toEqual(['src/server/export/xlsx-stream.ts'])
  // Pictures and papers are shown so, and are no tables.
  const shown = [
    'src/screens/facility/proof-shots.tsx',
    'src/screens/paper/use-made-papers.ts',
    'src/screens/parts/photos/use-kept-picture.ts',
    'src/screens/parts/photos/use-picture.ts',
    'src/screens/parts/previous/previous-photos.tsx',
  ]
  expect(containing(/createObjectURL/)).toEqual([...shown, 'src/screens/parts/download.ts'].sort())
})

it.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u00a0=1',
  '=HYPERLINK("http://x";"y")',
  // As Excel of East Asia reads them.
  '\uff1d1',
  '\uff0b1',
  '\uff0d1',
  '\uff20x',
])('a cell that begins like a formula (%j) is text', (text) => {
  expect(csvOf([[text]])).toBe(`\ufeff"'${text.replaceAll('"', '""')}"\r\n`)
})

it.each(['Lê Thị An', '0912345678', '12,5', 'a=b', 'một\nhai', ''])('any other (%j) is left as it is', (text) => {
  expect(csvOf([[text]])).toBe(`\ufeff"${text}"\r\n`)
})

it('no cell breaks out of its quotes into another one', () => {
  expect(csvOf([['a","=1', 'b']])).toBe('\ufeff"a"",""=1","b"\r\n')
})
