import { CSV_MARK, csvLine } from '../../documents/csv.ts'

/** Hands a value to the person as a JSON file. */
export function downloadJson(name: string, value: unknown): void {
  download(name, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
}

/** Hands rows to the person as a CSV file that a spreadsheet program opens as text. */
export function downloadCsv(name: string, rows: readonly (readonly string[])[]): void {
  download(name, new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }))
}

/** Rows as CSV in UTF-8 with its mark. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return CSV_MARK + rows.map(csvLine).join('')
}

/** Hands a file to the person. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads the file after the click: not taken away under its hands.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
