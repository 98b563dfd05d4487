import type { PeriodReport } from '../../domain/overview/period-report.ts'
import { periodReportSchema } from '../../protocol/report-wire.ts'
import type { Ask } from './ask.ts'

/** A period report, as the server counts it. @param query as the address of GET /api/reports/period takes it */
export function askReport(ask: Ask, query: URLSearchParams): Promise<PeriodReport> {
  return ask('GET', `/api/reports/period?${query}`, periodReportSchema, undefined, 'long')
}

/** Where its workbook is kept by the browser itself. */
export function workbookPath(query: URLSearchParams): string {
  return `/api/reports/period.xlsx?${query}`
}

/** Where raw tables are: they may be larger than a page can hold, and go past it. */
export function exportPath(what: 'inspections' | 'answers', as: 'csv' | 'xlsx', query: URLSearchParams): string {
  return `/api/export/${what}.${as}?${query}`
}
