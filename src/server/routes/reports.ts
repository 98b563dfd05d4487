import type { PeriodReport } from '../../domain/overview/period-report.ts'
import type { Person } from '../../domain/people.ts'
import { type PeriodReportReply, reportQuerySchema } from '../../protocol/report-wire.ts'
import { readPeriodReport } from '../reports/read-period-report.ts'
import { reportWorkbook } from '../reports/report-workbook.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { attachment, XLSX } from './attachment.ts'
import type { Register } from './guard.ts'
import { parseAs } from './read-body.ts'

/** What a period came to: as data, from which the paper is made on the device, and as a workbook. */
export function reportRoutes(route: Register, { reader, now }: AppParts): void {
  route('GET /api/reports/period', async (c, { person }) => {
    const reply: PeriodReportReply = await reportOf(c, person)
    return c.json(reply)
  })

  route('GET /api/reports/period.xlsx', async (c, { person }) => {
    const report = await reportOf(c, person)
    return c.body(await reportWorkbook(report), 200, attachment(`bao-cao-${report.period}.xlsx`, XLSX))
  })

  function reportOf(c: AppContext, person: Person): Promise<PeriodReport> {
    const { period, kind, checklist, area, facility } = parseAs(reportQuerySchema, c.req.query())
    const wish = { checklistId: checklist ?? null, areaId: area ?? null, facilityId: facility ?? null }
    return reader.read(person.provinceId, (db) => readPeriodReport(db, person, { period, kind, ...wish }, now()))
  }
}
