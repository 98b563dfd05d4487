import { sql } from 'kysely'
import type { InspectionHead, InspectionRecord, InspectionStatus, ScoreSummary } from '../../domain/inspection.ts'
import type { InspectionKind } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/** Which visits of a province go out. Drafts never do; real and invented facilities never together. */
export type ExportFilter = {
  tenantId: string
  areaIds: readonly string[]
  demonstration: boolean
  from: string | null
  until: string | null
  kind: InspectionKind | null
  checklistId: string | null
  facilityId: string | null
  approval: 'approved' | 'open' | null
}

/** A visit as it is exported. */
export type ExportVisit = {
  id: string
  status: InspectionStatus
  head: InspectionHead
  /** Of the facility, as it lies and is called now. */
  areaNow: string
  nameNow: string
  createdByName: string
  submittedAt: number | null
  sealNo: number | null
  score: ScoreSummary | null
  /** Empty where they were not asked for. */
  cells: InspectionRecord['cells']
}

/** Where a page ended. */
type Place = { date: string; id: string }

/**
 * Visits in order of day, page by page: each page is one short read, and nothing is
 * held between two of them. A visit that is amended meanwhile goes out once, as it
 * stands when its page is read.
 */
export async function* exportVisits(
  db: Database,
  filter: ExportFilter,
  { pageSize, withCells }: { pageSize: number; withCells: boolean },
): AsyncGenerator<ExportVisit> {
  if (filter.areaIds.length === 0) return
  for (let after: Place | null = null; ; ) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(db, filter, after, pageSize, withCells)
    // Written by `saveInspection` from a checked record: parsed as JSON, not checked again.
    for (const { head, score, cells, date: _, ...row } of page)
      yield { ...row, head: JSON.parse(head), score: score && JSON.parse(score), cells: JSON.parse(cells) }
    const last = page.at(-1)
    if (!last || page.length < pageSize) return
    after = { date: last.date, id: last.id }
    // Whoever else waits for the server has their turn.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function readPage(db: Database, filter: ExportFilter, after: Place | null, limit: number, withCells: boolean) {
  let query = db
    .selectFrom('inspection')
    .innerJoin('facility', 'facility.id', 'inspection.facility_id')
    .innerJoin('area', 'area.id', 'facility.area_id')
    .select(['inspection.id', 'inspection.status', 'inspection.date', 'inspection.head', 'inspection.score'])
    .select(['inspection.created_by_name as createdByName', 'inspection.submitted_at as submittedAt'])
    .select(['inspection.seal_no as sealNo', 'area.name as areaNow', 'facility.name as nameNow'])
    .select(withCells ? 'inspection.cells' : sql<string>`'{}'`.as('cells'))
    .where('inspection.tenant_id', '=', filter.tenantId)
    .where('inspection.status', '!=', 'draft')
    .where('facility.area_id', 'in', filter.areaIds)
    .where('facility.demonstration', '=', filter.demonstration ? 1 : 0)
  if (filter.from !== null) query = query.where('inspection.date', '>=', filter.from)
  if (filter.until !== null) query = query.where('inspection.date', '<=', filter.until)
  if (filter.kind !== null) query = query.where('inspection.kind', '=', filter.kind)
  if (filter.checklistId !== null) query = query.where('inspection.checklist_id', '=', filter.checklistId)
  if (filter.facilityId !== null) query = query.where('inspection.facility_id', '=', filter.facilityId)
  if (filter.approval !== null)
    query = query.where('inspection.status', filter.approval === 'approved' ? '=' : '!=', 'approved')
  if (after !== null) query = query.where(sql<boolean>`(inspection.date, inspection.id) > (${after.date}, ${after.id})`)
  return query.orderBy('inspection.date').orderBy('inspection.id').limit(limit).execute()
}
