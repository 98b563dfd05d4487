import type { ActionVisit } from '../../domain/action.ts'
import { actionsOf } from '../../domain/action-state.ts'
import type { Checklist } from '../../domain/checklist.ts'
import { dateInVietnam } from '../../domain/date.ts'
import type { InspectionRecord, InspectionStatus, ScoreSummary } from '../../domain/inspection.ts'
import { type WaterSample, waterSampleOf } from '../../domain/overview/water.ts'
import type { InspectionKind } from '../../domain/people.ts'
import type { RecordStep } from '../../domain/step.ts'
import type { Database } from './schema.ts'

/**
 * Writes what a sealed visit says of actions and of wastewater, in the transaction
 * that changed it: reports read these rows and no answers. A draft says nothing.
 * @param checklist with which it was sealed: its rules and limits judge it for ever
 * @param isNew nothing was written of it before
 */
export async function keepReportRows(
  trx: Database,
  tenantId: string,
  record: InspectionRecord,
  checklist: Checklist,
  { isNew }: { isNew: boolean },
): Promise<void> {
  if (record.status === 'draft') return
  const common = { inspection_id: record.id, tenant_id: tenantId, facility_id: record.head.facilityId }
  for (const table of isNew ? [] : (['action_said', 'water_sample'] as const))
    await trx.deleteFrom(table).where('tenant_id', '=', tenantId).where('inspection_id', '=', record.id).execute()
  const actions = actionsOf(record)
  const textOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  for (const item of new Set([...Object.keys(record.cells), ...actions.keys()])) {
    const { plan, followUp } = record.cells[item]?.answer ?? {}
    const steps = actions.get(item)?.steps ?? []
    if (!plan && !followUp && steps.length === 0) continue
    const said = { plan: textOf(plan), follow_up: textOf(followUp), steps: steps.length > 0 ? textOf(steps) : null }
    await trx
      .insertInto('action_said')
      .values({ ...common, item, ...said })
      .execute()
  }
  const sample = waterSampleOf(record, checklist)
  if (!sample) return
  await trx
    .insertInto('water_sample')
    .values({ ...common, sample: JSON.stringify(sample) })
    .execute()
}

/** Takes every row of a province away, for those who make them anew. */
export async function clearReportRows(trx: Database, tenantId: string): Promise<void> {
  for (const table of ['action_said', 'water_sample'] as const)
    await trx.deleteFrom(table).where('tenant_id', '=', tenantId).execute()
}

/** Whose visits are asked for: all facilities of some areas, or one. */
export type WhoseVisits = { tenantId: string; areaIds: readonly string[] } | { tenantId: string; facilityId: string }

/** A visit as far as it speaks of actions, with what names its items. */
export type ActionSaid = ActionVisit & { facilityId: string; checklistId: string; checklistVersion: string }

/** Of visits of one kind up to a day, each with all that it says of actions, and what was said of them since, up to that day. */
export async function readActions(
  db: Database,
  whose: WhoseVisits,
  { kind, until }: { kind: InspectionKind; until: string },
): Promise<ActionSaid[]> {
  const rows = await visitsOf(db, whose)
    .innerJoin('action_said as said', (join) =>
      join.onRef('said.tenant_id', '=', 'inspection.tenant_id').onRef('said.inspection_id', '=', 'inspection.id'),
    )
    .select(['inspection.id', 'inspection.facility_id as facilityId', 'inspection.date'])
    .select(['inspection.submitted_at as submittedAt', 'checklist_id as checklistId'])
    .select(['checklist_version as checklistVersion', 'said.item', 'said.plan', 'said.follow_up as followUp'])
    .select('said.steps')
    .where('inspection.kind', '=', kind)
    .where('inspection.date', '<=', until)
    .execute()
  type Writable = ActionSaid & { cells: Record<string, ActionSaid['cells'][string]>; steps: RecordStep[] }
  const visits = new Map<string, Writable>()
  for (const { item, plan, followUp, steps, date, ...visit } of rows) {
    const head = { kind, date, facilityId: visit.facilityId, checklist: { id: visit.checklistId } }
    const known = visits.get(visit.id) ?? { ...visit, head, cells: {}, steps: [] }
    visits.set(visit.id, known)
    // Written by `keepReportRows`: parsed as JSON, not checked again.
    known.cells[item] = {
      answer: {
        ...(plan !== null && { plan: JSON.parse(plan) }),
        ...(followUp !== null && { followUp: JSON.parse(followUp) }),
      },
    }
    if (steps !== null)
      known.steps.push(...(JSON.parse(steps) as RecordStep[]).filter((step) => dateInVietnam(step.receivedAt) <= until))
  }
  return [...visits.values()]
}

export type WaterSaid = {
  inspectionId: string
  facilityId: string
  checklistId: string
  date: string
  status: InspectionStatus
  sample: WaterSample
}

/** Samples of the visits of one kind within two days, both included, in order of day. */
export async function readWater(
  db: Database,
  whose: WhoseVisits,
  { kind, from, until }: { kind: InspectionKind; from: string; until: string },
): Promise<WaterSaid[]> {
  const rows = await visitsOf(db, whose)
    .innerJoin('water_sample as said', (join) =>
      join.onRef('said.tenant_id', '=', 'inspection.tenant_id').onRef('said.inspection_id', '=', 'inspection.id'),
    )
    .select(['inspection.id as inspectionId', 'inspection.facility_id as facilityId'])
    .select(['checklist_id as checklistId', 'inspection.date', 'inspection.status', 'said.sample'])
    .where('inspection.kind', '=', kind)
    .where('inspection.date', '>=', from)
    .where('inspection.date', '<=', until)
    .orderBy('inspection.date')
    .orderBy('inspection.id')
    .execute()
  return rows.map(({ sample, ...row }) => ({ ...row, sample: JSON.parse(sample) as WaterSample }))
}

/** A visit of one facility as a report lists it. */
export type VisitSaid = Pick<InspectionRecord, 'id' | 'status'> & {
  checklistId: string
  checklistVersion: string
  kind: InspectionKind
  date: string
  score: ScoreSummary
}

/** Visits of a facility that were handed in, within two days, both included, in order of day. */
export async function readVisits(
  db: Database,
  { tenantId, facilityId }: { tenantId: string; facilityId: string },
  { from, until }: { from: string; until: string },
): Promise<VisitSaid[]> {
  const rows = await db
    .selectFrom('inspection')
    .select(['id', 'status', 'checklist_id as checklistId', 'checklist_version as checklistVersion', 'kind', 'date'])
    .select('score')
    .where('tenant_id', '=', tenantId)
    .where('facility_id', '=', facilityId)
    .where('date', '>=', from)
    .where('date', '<=', until)
    .where('status', '!=', 'draft')
    .orderBy('date')
    .orderBy('submitted_at')
    .orderBy('id')
    .execute()
  return rows.flatMap(({ score, ...row }) => (score === null ? [] : [{ ...row, score: JSON.parse(score) }]))
}

/** With which version of its checklist each of these visits was made. */
export async function versionsOf(db: Database, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const versions = new Map<string, string>()
  // SQLite takes so many values in one statement, and there may be more.
  for (let at = 0; at < ids.length; at += 500) {
    const some = db
      .selectFrom('inspection')
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', ids.slice(at, at + 500))
    for (const { id, version } of await some.select(['id', 'checklist_version as version']).execute())
      versions.set(id, version)
  }
  return versions
}

function visitsOf(db: Database, whose: WhoseVisits) {
  const query = db
    .selectFrom('inspection')
    .innerJoin('facility', (join) =>
      join.onRef('facility.tenant_id', '=', 'inspection.tenant_id').onRef('facility.id', '=', 'inspection.facility_id'),
    )
    .where('inspection.tenant_id', '=', whose.tenantId)
  return 'facilityId' in whose
    ? query.where('facility.id', '=', whose.facilityId)
    : query.where('facility.area_id', 'in', whose.areaIds)
}
