/** Hands a value to the person as a JSON file. */
export function downloadJson(name: string, value: unknown): void {
  download(name, new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }))
}

/** Hands rows to the person as a CSV file that a spreadsheet program opens as text. */
export function downloadCsv(name: string, rows: readonly (readonly string[])[]): void {
  download(name, new Blob([csvOf(rows)], { type: 'text/csv;charset=utf-8' }))
}

/**
 * Rows as CSV (RFC 4180) in UTF-8 with its mark, by which Excel knows it. A cell that
 * would be taken for a formula gets an apostrophe before it (OWASP, CSV Injection):
 * names were typed by people.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    `"${(/^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
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
