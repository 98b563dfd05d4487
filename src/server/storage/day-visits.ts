import type { ScoreSummary } from '../../domain/inspection.ts'
import { shareOf } from '../../domain/overview/figures.ts'
import type { ComparedStanding } from '../../domain/overview/overview.ts'
import type { Days } from '../../domain/overview/period.ts'
import type { InspectionKind } from '../../domain/people.ts'
import type { Database } from './schema.ts'

export type DayQuery = {
  tenantId: string
  /** Null: every facility of the province. */
  areaIds: readonly string[] | null
  checklistId: string
  kind: InspectionKind
  days: Days
  /** Of these facilities alone. */
  facilityIds?: readonly string[] | undefined
}

/** Of each facility the last visit of a kind that was handed in within some days: `isLater` of domain/overview/standing.ts in SQL. */
export async function latestVisits(
  db: Database,
  { tenantId, areaIds, checklistId, kind, days, facilityIds }: DayQuery,
): Promise<ComparedStanding[]> {
  const all = db
    .selectFrom('inspection')
    .select(['id', 'facility_id as facilityId', 'score'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) =>
          over.partitionBy('facility_id').orderBy('date', 'desc').orderBy('submitted_at', 'desc').orderBy('id', 'desc'),
        )
        .as('place'),
    )
    .where('tenant_id', '=', tenantId)
    .where('date', '>=', days.from)
    .where('date', '<=', days.until)
    .where('checklist_id', '=', checklistId)
    .where('kind', '=', kind)
    .where('status', '!=', 'draft')
  const some = facilityIds === undefined ? all : all.where('facility_id', 'in', facilityIds)
  const reached =
    areaIds === null
      ? some
      : some.where('facility_id', 'in', (eb) =>
          eb
            .selectFrom('facility')
            .select('facility.id')
            .where('facility.tenant_id', '=', tenantId)
            .where('facility.area_id', 'in', areaIds),
        )
  const rows = await db.selectFrom(reached.as('visit')).selectAll().where('place', '=', 1).execute()
  // Written when it was sealed: parsed as JSON, not checked again.
  return rows.flatMap(({ id: inspectionId, facilityId, score }) =>
    score === null ? [] : [{ inspectionId, facilityId, share: shareOf(JSON.parse(score) as ScoreSummary) }],
  )
}
