/** What a file says: sheets of text with the positions that a person sees, whatever program wrote it. */
export type Sheet = {
  /** Null in a CSV file, which has one sheet without a name. */
  name: string | null
  isHidden: boolean
  /** Those with something in them, from above. */
  rows: readonly Row[]
  merges: readonly Range[]
  /** Cells whose formula has no result, or an error for one. */
  broken: readonly Place[]
}

/** A row as it is numbered at its left edge, from 1; empty cells are ''. */
export type Row = { at: number; cells: readonly string[] }

/** Columns count from 0, rows from 1. */
export type Place = { row: number; column: number }
export type Range = { from: Place; to: Place }

/** Most that is read of a file. Above it, it is refused as soon as that is known. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024
/** All parts of a workbook together, by the directory of its zip. */
export const UNPACKED_BYTES_MAX = 100 * 1024 * 1024
/** In one sheet. So many facilities are written in two or three seconds, in which the database serves nobody else. */
export const ROWS_MAX = 5000
export const COLUMNS_MAX = 60
/** In all sheets together. */
export const CELLS_MAX = 300_000

/** 0 → "A", 26 → "AA": as the column is called at its top. */
export function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last
}

/** "AB12" → { row: 12, column: 27 }; null where it is no address of a cell. */
export function placeOf(address: string): Place | null {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(address) ?? []
  if (letters === undefined) return null
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
  return { row: Number(digits), column }
}

/** "A3:A7" */
export function addressOf({ from, to }: Range): string {
  return `${lettersOf(from.column)}${from.row}:${lettersOf(to.column)}${to.row}`
}

/** Written by some programs where nothing is to be seen: of no width, or marks of order. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]/g
const controls = /(?![\t\n\r\u0085])\p{Cc}/gu

/**
 * The text of a cell as a person reads it: in one Unicode form (files from a Mac
 * take letters and marks apart), every blank an ordinary one, none at its ends.
 */
export function seenText(text: string): string {
  return text
    .replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n')
    .replace(controls, '')
    .replace(unseen, '')
    .replace(/[^\S\n]/g, ' ')
    .normalize('NFC')
    .trim()
}
