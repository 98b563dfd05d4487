import { sql } from 'kysely'
import type { InspectionHead, InspectionRecord, InspectionStatus, ScoreSummary } from '../../domain/inspection.ts'
import type { InspectionKind } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/** Which visits of a province go out. Drafts never do. */
export type ExportFilter = {
  tenantId: string
  /** Whose visits: by the facility's id, with how it is called and where it lies now. */
  facilities: ReadonlyMap<string, { name: string; areaName: string }>
  from: string | null
  until: string | null
  kind: InspectionKind | null
  checklistId: string | null
  approval: 'approved' | 'open' | null
}

/** A visit as it is exported. */
export type ExportVisit = {
  id: string
  status: InspectionStatus
  head: InspectionHead
  createdByName: string
  submittedAt: number | null
  sealNo: number | null
  score: ScoreSummary | null
  /** Empty where they were not asked for. */
  cells: InspectionRecord['cells']
}

/** Where a visit stands in the order of all. */
type Place = { date: string; id: string }

/** As many places are looked up at once; what stands there is read in smaller pages. */
const PLACES = 500

/**
 * Visits in order of day, page by page: each page is a short read, and nothing is held
 * between two of them. A visit that is amended meanwhile goes out once, as it stands
 * when its page is read.
 */
export async function* exportVisits(
  db: Database,
  filter: ExportFilter,
  { pageSize, withCells }: { pageSize: number; withCells: boolean },
): AsyncGenerator<ExportVisit> {
  for (let after: Place | null = null; ; ) {
    const places: (Place & { facilityId: string })[] = await placesAfter(db, filter, after)
    const ids = places.filter(({ facilityId }) => filter.facilities.has(facilityId)).map(({ id }) => id)
    for (let at = 0; at < ids.length; at += pageSize) {
      yield* await readPage(db, filter.tenantId, ids.slice(at, at + pageSize), withCells)
      // Whoever else waits for the server has their turn.
      await new Promise((resolve) => setImmediate(resolve))
    }
    after = places.at(-1) ?? null
    if (after === null || places.length < PLACES) return
  }
}

/** From the index alone that has their order: joined with facilities, a database would sort all of them for each page. */
function placesAfter(
  db: Database,
  { tenantId, from, until, kind, checklistId, approval }: ExportFilter,
  after: Place | null,
): Promise<(Place & { facilityId: string })[]> {
  let query = db
    .selectFrom('inspection')
    .select(['id', 'date', 'facility_id as facilityId'])
    .where('tenant_id', '=', tenantId)
    .where('status', '!=', 'draft')
  if (from !== null) query = query.where('date', '>=', from)
  if (until !== null) query = query.where('date', '<=', until)
  if (kind !== null) query = query.where('kind', '=', kind)
  if (checklistId !== null) query = query.where('checklist_id', '=', checklistId)
  if (approval !== null) query = query.where('status', approval === 'approved' ? '=' : '!=', 'approved')
  if (after !== null) query = query.where(sql<boolean>`(date, id) > (${after.date}, ${after.id})`)
  return query.orderBy('date').orderBy('id').limit(PLACES).execute()
}

/** These visits, in their order. */
async function readPage(
  db: Database,
  tenantId: string,
  ids: readonly string[],
  withCells: boolean,
): Promise<ExportVisit[]> {
  const rows = await db
    .selectFrom('inspection')
    .select(['id', 'status', 'head', 'score', 'created_by_name as createdByName'])
    .select(['submitted_at as submittedAt', 'seal_no as sealNo'])
    .select(withCells ? 'cells' : sql<string>`'{}'`.as('cells'))
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', ids)
    .orderBy('date')
    .orderBy('id')
    .execute()
  // Written by `saveInspection` from a checked record: parsed as JSON, not checked again.
  return rows.map(({ head, score, cells, ...row }) => ({
    ...row,
    head: JSON.parse(head),
    score: score && JSON.parse(score),
    cells: JSON.parse(cells),
  }))
}
