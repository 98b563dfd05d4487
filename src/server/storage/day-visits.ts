import type { ScoreSummary } from '../../domain/inspection.ts'
import type { BriefStanding } from '../../domain/overview/overview.ts'
import { type Days, quarterOf } from '../../domain/overview/period.ts'
import type { InspectionKind } from '../../domain/people.ts'
import type { Database } from './schema.ts'

export type DayQuery = {
  tenantId: string
  /** Null: every facility of the province. */
  areaIds: readonly string[] | null
  checklistId: string
  kinds: readonly InspectionKind[]
  days: Days
  /** Of one facility alone. */
  facilityId?: string | undefined
}

/** Of each facility and kind the last visit that was handed in within some days: `isLater` of domain/overview/standing.ts in SQL. */
export async function latestVisits(
  db: Database,
  { tenantId, areaIds, checklistId, kinds, days, facilityId }: DayQuery,
): Promise<BriefStanding[]> {
  const all = db
    .selectFrom('inspection')
    .select(['id', 'facility_id as facilityId', 'kind', 'date', 'score'])
    .select(({ fn }) =>
      fn
        .agg<number>('row_number')
        .over((over) =>
          over
            .partitionBy(['facility_id', 'kind'])
            .orderBy('date', 'desc')
            .orderBy('submitted_at', 'desc')
            .orderBy('id', 'desc'),
        )
        .as('place'),
    )
    .select(({ fn }) =>
      fn
        .countAll<number>()
        .over((over) => over.partitionBy(['facility_id', 'kind']))
        .as('visits'),
    )
    .where('tenant_id', '=', tenantId)
    .where('date', '>=', days.from)
    .where('date', '<=', days.until)
    .where('checklist_id', '=', checklistId)
    .where('kind', 'in', kinds)
    .where('status', '!=', 'draft')
  const one = facilityId === undefined ? all : all.where('facility_id', '=', facilityId)
  const reached =
    areaIds === null
      ? one
      : one.where('facility_id', 'in', (eb) =>
          eb.selectFrom('facility').select('facility.id').where('facility.area_id', 'in', areaIds),
        )
  const rows = await db.selectFrom(reached.as('visit')).selectAll().where('place', '=', 1).execute()
  return rows.flatMap(({ id, facilityId, kind, date, score, visits }) =>
    // Written when it was sealed: parsed as JSON, not checked again.
    score === null
      ? []
      : [
          {
            inspectionId: id,
            facilityId,
            kind,
            date,
            visits: Number(visits),
            quarter: quarterOf(date),
            score: JSON.parse(score) as ScoreSummary,
          },
        ],
  )
}
