import writeWorkbook from 'write-excel-file/node'
import { periodReportSheets, type Sheet, type SheetCell } from '../../documents/report-sheets.ts'
import type { PeriodReport } from '../../domain/overview/period-report.ts'

/** A period report as a workbook: every text is text, every figure a number. */
export async function reportWorkbook(report: PeriodReport): Promise<Uint8Array<ArrayBuffer>> {
  const fonts = { fontFamily: 'Calibri', fontSize: 11 }
  return new Uint8Array(await writeWorkbook(periodReportSheets(report).map(sheetOf), fonts).toBuffer())
}

const WIDE = 20

function sheetOf({ name, titles, rows }: Sheet) {
  return {
    sheet: name,
    data: [
      titles.map((value) => ({ ...text(value), fontWeight: 'bold' as const, wrap: true })),
      ...rows.map((row) => row.map(cellOf)),
    ],
    columns: titles.map(() => ({ width: WIDE })),
    stickyRowsCount: 1,
  }
}

const text = (value: string) => ({ value, type: String, format: '@' })

function cellOf(cell: SheetCell) {
  if (cell === null || cell === '') return null
  if (typeof cell === 'string') return text(cell)
  if (typeof cell === 'number') return { value: cell, type: Number }
  return { value: cell.share / 10_000, type: Number, format: '0.00%' }
}
