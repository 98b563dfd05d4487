/** A table as text (RFC 4180), for whoever opens it in a spreadsheet program. */

export type CsvCell = string | number | null

/** Before the first line: by it Excel knows that the letters are UTF-8. */
export const CSV_MARK = '\ufeff'

/**
 * One line. A text that would be taken for a formula gets an apostrophe before it
 * (OWASP, CSV Injection): names were typed by people. A number stands as it is.
 */
export function csvLine(row: readonly CsvCell[]): string {
  return `${row.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: CsvCell): string {
  if (typeof cell === 'number') return `${cell}`
  const text = cell ?? ''
  return `"${(/^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
}
