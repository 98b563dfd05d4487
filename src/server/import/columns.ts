import { fold } from '../../domain/search.ts'
import { type Fault, faultOf } from './faults.ts'
import { addressOf, lettersOf, type Row, type Sheet } from './reading/sheet.ts'

/** A column of a list as people know it. */
export type Column = {
  title: string
  /** Other titles that mean the same. */
  names?: readonly string[]
  isRequired?: true
}
export type Columns<Key extends string = string> = Readonly<Record<Key, Column>>

/** The rows of a list below its titles. */
export type List<Key extends string> = {
  sheet: string | null
  rows: readonly ListRow<Key>[]
  has(key: Key): boolean
  faults: Fault[]
  warnings: Fault[]
}

export type ListRow<Key extends string> = {
  at: number
  /** What stands in a column; '' for nothing, or where there is no such column. */
  get(key: Key): string
  fault(key: Key, code: Fault['code'], ...about: (string | number)[]): Fault
}

/** Titles are looked for this far down: lists of offices begin with a letterhead. */
const TITLE_ROWS = 20
/** So many known titles in a row make it the row of titles. */
const TITLES_MIN = 2

/** Columns that lists often have, and that say nothing. */
const passedOver = new Set(['stt', 'tt', 'sothutu', 'ghichu'])

/** "Họ và tên (*)" → "hovaten": case, marks, signs and remarks in brackets aside. */
export function titleKey(title: string): string {
  return fold(title.replace(/\([^)]*\)/g, '')).replace(/[^a-z0-9]/g, '')
}

/** Where the titles of a list stand in a sheet, and how many of them it has; null where it is no such list. */
export function findTitles(sheet: Sheet, columns: Columns): { row: Row; known: number } | null {
  const known = keysByTitle(columns)
  for (const row of sheet.rows.slice(0, TITLE_ROWS)) {
    const count = new Set(row.cells.map((cell) => known.get(titleKey(cell))).filter(Boolean)).size
    if (count >= TITLES_MIN) return { row, known: count }
  }
  return null
}

/** The list below the row of titles, with what is wrong about its columns and merged cells. */
export function listOf<Key extends string>(sheet: Sheet, titles: Row, columns: Columns<Key>): List<Key> {
  const known = keysByTitle(columns)
  const faults: Fault[] = []
  const warnings: Fault[] = []
  const places = new Map<Key, number[]>()
  titles.cells.forEach((header, column) => {
    const key = known.get(titleKey(header)) as Key | undefined
    if (key !== undefined) places.set(key, [...(places.get(key) ?? []), column])
    else if (header !== '' && !passedOver.has(titleKey(header)))
      warnings.push(faultOf('COLUMN_UNKNOWN', { sheet: sheet.name, row: titles.at, column, header, value: header }))
  })
  for (const [key, { title, isRequired }] of Object.entries(columns) as [Key, Column][]) {
    const [first, ...others] = places.get(key) ?? []
    const at = { sheet: sheet.name, row: titles.at, header: title }
    if (first === undefined) {
      if (isRequired) faults.push(faultOf('COLUMN_MISSING', at, title))
    } else if (others.length > 0) {
      const all = [first, ...others].map(lettersOf).join(', ')
      faults.push(faultOf('COLUMN_TWICE', { ...at, column: others[0] }, title, all))
    }
  }

  const keyAt = new Map([...places].flatMap(([key, at]) => at.map((column) => [column, key] as const)))
  const headerAt = (column: number) => titles.cells[column] ?? ''
  for (const range of sheet.merges) {
    const { from, to } = range
    if (to.row < titles.at || ![...keyAt.keys()].some((column) => column >= from.column && column <= to.column))
      continue
    const value = addressOf(range)
    const at = { sheet: sheet.name, row: from.row, column: from.column, header: headerAt(from.column), value }
    faults.push(faultOf('MERGED', at, value))
  }
  for (const { row, column } of sheet.broken) {
    if (row > titles.at && keyAt.has(column))
      faults.push(faultOf('FORMULA', { sheet: sheet.name, row, column, header: headerAt(column) }))
  }

  const used = [...keyAt.keys()]
  return {
    sheet: sheet.name,
    faults,
    warnings,
    has: (key) => places.has(key),
    rows: sheet.rows
      .filter(({ at, cells }) => at > titles.at && used.some((column) => (cells[column] ?? '') !== ''))
      .map(({ at, cells }) => {
        const get = (key: Key) => cells[places.get(key)?.[0] ?? -1] ?? ''
        const place = (key: Key) => {
          const column = places.get(key)?.[0]
          return { column, header: column === undefined ? columns[key].title : headerAt(column) }
        }
        return {
          at,
          get,
          fault: (key, code, ...about) =>
            faultOf(code, { sheet: sheet.name, row: at, ...place(key), value: get(key) }, ...about),
        }
      }),
  }
}

function keysByTitle(columns: Columns): Map<string, string> {
  return new Map(
    Object.entries(columns).flatMap(([key, { title, names = [] }]) =>
      [title, ...names].map((name) => [titleKey(name), key] as const),
    ),
  )
}
