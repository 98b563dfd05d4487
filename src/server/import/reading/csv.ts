import Papa from 'papaparse'
import { Problem } from '../../../domain/problem.ts'
import { COLUMNS_MAX, ROWS_MAX, type Sheet, seenText } from './sheet.ts'

const separators = [',', ';', '\t'] as const

/**
 * The one sheet of a CSV text. A row is what a spreadsheet program would make one
 * of: a quoted line break does not begin a new one.
 *
 * @throws Problem IMPORT_TOO_MANY_ROWS, IMPORT_TOO_MANY_COLUMNS, IMPORT_DAMAGED with the row whose quotes do not close
 */
export function readCsv(text: string): Sheet[] {
  // Empty lines are rows too, and not counted among those that say something: twice as many are looked at.
  const { data, errors } = Papa.parse<string[]>(text, { delimiter: separatorOf(text), preview: 2 * ROWS_MAX + 1 })
  const [broken] = errors.filter(({ type }) => type === 'Quotes')
  if (broken) throw new Problem('IMPORT_DAMAGED', { row: (broken.row ?? 0) + 1 })
  const rows = data
    .map((cells, index) => ({ at: index + 1, cells: cells.map(seenText) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (rows.length > ROWS_MAX || data.length > 2 * ROWS_MAX)
    throw new Problem('IMPORT_TOO_MANY_ROWS', { most: ROWS_MAX })
  if (rows.some(({ cells }) => cells.findLastIndex((cell) => cell !== '') >= COLUMNS_MAX))
    throw new Problem('IMPORT_TOO_MANY_COLUMNS', { most: COLUMNS_MAX })
  return [{ name: null, isHidden: false, rows, merges: [], broken: [] }]
}

/** What separates the first line that has any of them, quoted text aside. Excel in Việt Nam writes `;`, others `,`. */
function separatorOf(text: string): string {
  const counts = new Map<string, number>()
  let isQuoted = false
  for (const sign of text) {
    if (sign === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (separators.some((separator) => separator === sign)) counts.set(sign, (counts.get(sign) ?? 0) + 1)
    else if (sign === '\n' && counts.size > 0) break
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? ','
}
