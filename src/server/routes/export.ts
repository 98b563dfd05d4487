import { Readable } from 'node:stream'
import { dateInVietnam, timeInVietnam } from '../../domain/date.ts'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { exportQuerySchema } from '../../protocol/report-wire.ts'
import { appendAudit } from '../audit/append.ts'
import { csvStream } from '../export/csv-stream.ts'
import { type RawWhat, rawTable } from '../export/raw-rows.ts'
import { xlsxStream } from '../export/xlsx-stream.ts'
import { countedPlaces } from '../overview/reach.ts'
import type { ExportFilter } from '../storage/export-visits.ts'
import { transact } from '../storage/transaction.ts'
import type { AppContext, AppParts } from './app-context.ts'
import { attachment, CSV, XLSX } from './attachment.ts'
import type { Register } from './guard.ts'
import { parseAs } from './read-body.ts'

const names: Record<RawWhat, string> = { inspections: 'luot', answers: 'cau-tra-loi' }

/** Raw tables of what the asker reaches, written while they are read. Each leaves a line in the audit log. */
export function exportRoutes(route: Register, { db, reader, now }: AppParts): void {
  route('GET /api/export/inspections.csv', (c, { person }) => send(c, person, 'inspections', 'csv'))
  route('GET /api/export/inspections.xlsx', (c, { person }) => send(c, person, 'inspections', 'xlsx'))
  route('GET /api/export/answers.csv', (c, { person }) => send(c, person, 'answers', 'csv'))
  route('GET /api/export/answers.xlsx', (c, { person }) => send(c, person, 'answers', 'xlsx'))

  async function send(c: AppContext, person: Person, what: RawWhat, as: 'csv' | 'xlsx'): Promise<Response> {
    const asked = parseAs(exportQuerySchema, c.req.query())
    if (asked.area !== undefined && !person.areaIds.includes(asked.area)) throw new Problem('NOT_FOUND')
    const source = await reader.source(person.provinceId)
    const { demonstration, places } = await countedPlaces(source, person)
    const { area, facility } = asked
    const wanted = places.filter(
      ({ id, areaId }) => (area === undefined || areaId === area) && (facility === undefined || id === facility),
    )
    const filter: ExportFilter = {
      tenantId: person.provinceId,
      facilities: new Map(wanted.map(({ id, name, areaName }) => [id, { name, areaName }])),
      from: asked.from ?? null,
      until: asked.until ?? null,
      kind: asked.kind ?? null,
      checklistId: asked.checklist ?? null,
      approval: asked.approval ?? null,
    }
    const at = now()
    await transact(db, 'rows', (trx) =>
      appendAudit(trx, {
        what: 'data.exported',
        province: person.provinceId,
        who: person.id,
        at,
        subject: person.provinceId,
        detail: { what, as, asked },
      }),
    )
    const table = await rawTable(source, what, filter)
    const about = [
      ['Lập lúc', `${dateInVietnam(at)} ${timeInVietnam(at)}`],
      ...Object.entries(asked).map(([name, value]) => [`Điều kiện “${name}”`, value] as const),
      ['Nội dung', demonstration ? 'Dữ liệu minh họa' : 'Chỉ các lượt đã nộp, không có dữ liệu minh họa'],
    ] as const
    const content = as === 'csv' ? csvStream(table) : xlsxStream(table, about)
    const name = `so-kiem-${names[what]}-${dateInVietnam(at)}.${as}`
    const headers = attachment(name, as === 'csv' ? CSV : XLSX)
    return c.body(Readable.toWeb(content) as ReadableStream, 200, headers)
  }
}
