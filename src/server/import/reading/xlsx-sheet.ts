import { Problem } from '../../../domain/problem.ts'
import { type NumberLook, numberText } from './number-text.ts'
import { CELLS_MAX, COLUMNS_MAX, type Place, placeOf, type Range, ROWS_MAX, seenText } from './sheet.ts'
import { type Attributes, readXml } from './xml.ts'

/** A number stands for a text in the book's own table. */
type Unresolved = { at: number; cells: (string | number)[] }
export type RawSheet = { rows: Unresolved[]; merges: Range[]; broken: Place[] }

export type BookLooks = {
  /** By the number of a cell's style. */
  looks: readonly NumberLook[]
  is1904: boolean
}

/** How many cells may still be read, over all sheets. */
export type Room = { cells: number }
export const roomForCells = (): Room => ({ cells: CELLS_MAX })

/** Shown by name; a sheet with more of them is not a list. */
const MERGES_MAX = 1000
const ROW_MAX = 1_048_576

type Cell = { place: Place; type: string; style: string | undefined; value: string; text: string; hasFormula: boolean }

/**
 * The cells of a sheet, read piece by piece: one with too many rows is left as soon as that is known.
 * @throws Problem IMPORT_TOO_MANY_ROWS, IMPORT_TOO_MANY_COLUMNS, IMPORT_DAMAGED
 */
export async function readSheetXml(xml: AsyncIterable<string>, book: BookLooks, room: Room): Promise<RawSheet> {
  const rows: Unresolved[] = []
  const merges: Range[] = []
  const broken: Place[] = []
  let row: Unresolved = { at: 0, cells: [] }
  let cell: Cell | null = null

  function openRow({ r }: Attributes): void {
    const at = r === undefined ? row.at + 1 : Number(r)
    if (!Number.isInteger(at) || at <= row.at || at > ROW_MAX) throw new Problem('IMPORT_DAMAGED')
    row = { at, cells: [] }
  }

  function openCell({ r, t = 'n', s }: Attributes): void {
    const place = r === undefined ? { row: row.at, column: row.cells.length } : placeOf(r)
    if (place?.row !== row.at) throw new Problem('IMPORT_DAMAGED')
    cell = { place, type: t, style: s, value: '', text: '', hasFormula: false }
  }

  function closeCell(read: Cell): void {
    const { place } = read
    const content = contentOf(read, book)
    if (content === '') return
    if (place.column >= COLUMNS_MAX) throw new Problem('IMPORT_TOO_MANY_COLUMNS', { most: COLUMNS_MAX })
    if (room.cells-- <= 0) throw new Problem('IMPORT_TOO_MANY_ROWS', { most: ROWS_MAX })
    if (content === null) broken.push(place)
    while (row.cells.length < place.column) row.cells.push('')
    row.cells[place.column] = content ?? ''
  }

  function closeRow(): void {
    // Rows that have a colour and nothing else are not counted.
    if (row.cells.length === 0) return
    if (rows.length >= ROWS_MAX) throw new Problem('IMPORT_TOO_MANY_ROWS', { most: ROWS_MAX })
    rows.push(row)
  }

  await readXml(xml, {
    open(name, attributes) {
      if (name === 'c') openCell(attributes())
      else if (name === 'row') openRow(attributes())
      else if (name === 'f' && cell) cell.hasFormula = true
      else if (name === 'mergeCell' && merges.length < MERGES_MAX) {
        const range = rangeOf(attributes().ref)
        if (range) merges.push(range)
      }
    },
    text(text, path) {
      if (!cell) return
      const [parent, name] = path.slice(-2)
      if (name === 'v') cell.value += text
      // Written above the letters to say how they are read: `rPh`.
      else if (name === 't' && parent !== 'rPh') cell.text += text
    },
    close(name) {
      if (name === 'c' && cell) {
        closeCell(cell)
        cell = null
      } else if (name === 'row') closeRow()
    },
  })
  return { rows, merges, broken }
}

/** What a cell shows: text, the number of a shared text, '' for nothing, null for a formula that failed. */
function contentOf({ type, style, value, text, hasFormula }: Cell, book: BookLooks): string | number | null {
  switch (type) {
    case 's': {
      const index = Number(value)
      if (value === '' || !Number.isInteger(index) || index < 0) throw new Problem('IMPORT_DAMAGED')
      return index
    }
    case 'inlineStr':
      return cellText(text)
    case 'str':
      return cellText(value)
    case 'b':
      return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : ''
    case 'e':
      return null
    case 'd': {
      const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(value) ?? []
      return year === undefined ? cellText(value) : `${day}/${month}/${year}`
    }
    case 'n': {
      if (value.trim() === '') return hasFormula ? null : ''
      const shown = numberText(value, book.looks[Number(style ?? 0)] ?? { is: 'number' }, book.is1904)
      if (shown === null) throw new Problem('IMPORT_DAMAGED')
      return shown
    }
    default:
      throw new Problem('IMPORT_DAMAGED')
  }
}

/** Signs that XML cannot hold are written by their number: _x000D_, and _x005F_ for an underscore before such a word. */
export function cellText(text: string): string {
  return seenText(
    text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  )
}

/** Null for what covers one cell alone. @throws Problem IMPORT_DAMAGED */
function rangeOf(ref = ''): Range | null {
  const [from, to] = ref.split(':').map(placeOf)
  if (!from) throw new Problem('IMPORT_DAMAGED')
  if (!to || (to.row === from.row && to.column === from.column)) return null
  return { from, to }
}
