import type { Assignment } from '../../domain/campaign/campaign.ts'
import type { Selection } from '../../domain/campaign/selection.ts'
import type { ChecklistRef } from '../../domain/checklist-ref.ts'
import type { FacilityType, Facts } from '../../domain/facts.ts'
import type { InspectionKind, Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import type { Departed } from './departures.ts'
import { publish, takeVersions } from './feed.ts'
import type { Database } from './schema.ts'

/**
 * Campaigns, what each asks of whom, and what was done of it. Where tables are joined by `crossJoin`, SQLite goes
 * through them in the order in which they stand: it knows the province of each, and would begin with all of it.
 */

export type Campaign = {
  id: string
  title: string
  kind: InspectionKind
  period: string | null
  from: string
  until: string
  due: string
  selection: Selection
  checklists: ChecklistRef[]
  createdBy: { id: string; name: string }
  createdAt: number
  closedOn: string | null
  version: number
}

/** As it is kept: who does it under their present names, where, and the first visit that counts. */
export type KeptAssignment = {
  id: string
  campaignId: string
  checklistId: string
  facility: { id: string; name: string; areaId: string; areaName: string; type: FacilityType; closedOn: string | null }
  people: { id: string; name: string }[]
  visit: { id: string; date: string } | null
}

type NewAssignment = { id: string; facilityId: string; checklist: ChecklistRef; people: { id: string; name: string }[] }
type Named = { id: string; name: string }

/** Keeps a campaign with its assignments, and publishes these. Call it last in its transaction. */
export async function addCampaign(
  trx: Database,
  tenantId: string,
  campaign: Omit<Campaign, 'closedOn' | 'version'>,
  assignments: readonly NewAssignment[],
): Promise<void> {
  const { id, title, kind, period, from, until, due, selection, checklists, createdBy, createdAt } = campaign
  await trx
    .insertInto('campaign')
    .values({
      id,
      tenant_id: tenantId,
      title,
      kind,
      period,
      from_date: from,
      until_date: until,
      due,
      selection: JSON.stringify(selection),
      checklists: JSON.stringify(checklists),
      created_by: createdBy.id,
      created_at: createdAt,
      closed_on: null,
    })
    .execute()
  for (const { id: assignmentId, facilityId, checklist, people } of assignments) {
    await trx
      .insertInto('assignment')
      .values({
        id: assignmentId,
        tenant_id: tenantId,
        campaign_id: id,
        kind,
        facility_id: facilityId,
        checklist_id: checklist.id,
        checklist_version: checklist.version,
      })
      .execute()
    await givePeople(trx, tenantId, assignmentId, people)
  }
  await publishAssignments(
    trx,
    tenantId,
    assignments.map((each) => each.id),
  )
}

async function givePeople(trx: Database, tenantId: string, assignmentId: string, people: readonly Named[]) {
  for (const { id, name } of people)
    await trx
      .insertInto('assignment_person')
      .values({ assignment_id: assignmentId, user_id: id, tenant_id: tenantId, name })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'assignment_id', 'user_id']).doUpdateSet({ name, left_ver: null }),
      )
      .execute()
}

function publishAssignments(trx: Database, tenantId: string, ids: readonly string[]): Promise<void> {
  return publish(
    trx,
    tenantId,
    ids.map((entityId) => ({ entity: 'assignment' as const, entityId })),
  )
}

/**
 * Gives an assignment to other people; whoever had it is told that it is gone.
 * Call it last in its transaction.
 */
export async function assignTo(
  trx: Database,
  tenantId: string,
  assignmentId: string,
  people: readonly Named[],
): Promise<void> {
  const before = await trx
    .selectFrom('assignment_person')
    .select('user_id')
    .where('tenant_id', '=', tenantId)
    .where('assignment_id', '=', assignmentId)
    .where('left_ver', 'is', null)
    .execute()
  const stays = new Set(people.map(({ id }) => id))
  const leaving = before.map(({ user_id }) => user_id).filter((id) => !stays.has(id))
  await givePeople(trx, tenantId, assignmentId, people)
  if (leaving.length > 0)
    await trx
      .updateTable('assignment_person')
      .set({ left_ver: await takeVersions(trx, tenantId, 1) })
      .where('tenant_id', '=', tenantId)
      .where('assignment_id', '=', assignmentId)
      .where('user_id', 'in', leaving)
      .execute()
  await publishAssignments(trx, tenantId, [assignmentId])
}

type Change = { title: string; due: string } | { closedOn: string }

/**
 * Changes a campaign that runs: its words and its day, or it is closed, and its
 * assignments leave every device. Call it last in its transaction.
 * @param version as the asker has seen it
 * @throws Problem CAMPAIGN_CHANGED where it has another by now: nothing was changed
 */
export async function changeCampaign(
  trx: Database,
  tenantId: string,
  { id, version }: { id: string; version: number },
  change: Change,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('campaign')
    .set({
      version: version + 1,
      ...('closedOn' in change ? { closed_on: change.closedOn } : { title: change.title, due: change.due }),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new Problem('CAMPAIGN_CHANGED')
  if ('closedOn' in change) {
    await trx
      .updateTable('assignment')
      .set({ withdrawn_ver: await takeVersions(trx, tenantId, 1) })
      .where('tenant_id', '=', tenantId)
      .where('campaign_id', '=', id)
      .execute()
    return
  }
  const rows = await trx
    .selectFrom('assignment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('campaign_id', '=', id)
    .execute()
  await publishAssignments(trx, tenantId, rows.map((row) => row.id).sort())
}

/** Every campaign of a province, those that are due first of all first. */
export async function listCampaigns(db: Database, tenantId: string): Promise<Campaign[]> {
  return (await campaignsOf(db, tenantId).orderBy('campaign.due').orderBy('campaign.id').execute()).map(asCampaign)
}

/** One of them, or null. */
export async function findCampaign(db: Database, tenantId: string, id: string): Promise<Campaign | null> {
  const row = await campaignsOf(db, tenantId).where('campaign.id', '=', id).executeTakeFirst()
  return row ? asCampaign(row) : null
}

function campaignsOf(db: Database, tenantId: string) {
  return db
    .selectFrom('campaign')
    .innerJoin('user', 'user.id', 'campaign.created_by')
    .select(['campaign.id', 'campaign.title', 'campaign.kind', 'campaign.period', 'campaign.due'])
    .select(['campaign.from_date as from', 'campaign.until_date as until', 'campaign.closed_on as closedOn'])
    .select(['campaign.selection', 'campaign.checklists', 'campaign.created_at as createdAt', 'campaign.version'])
    .select(['user.id as authorId', 'user.name as authorName'])
    .where('campaign.tenant_id', '=', tenantId)
}

type CampaignRow = Awaited<ReturnType<ReturnType<typeof campaignsOf>['executeTakeFirstOrThrow']>>

function asCampaign({ authorId, authorName, selection, checklists, ...row }: CampaignRow): Campaign {
  return {
    ...row,
    // Written from what had been checked.
    selection: JSON.parse(selection) as Selection,
    checklists: JSON.parse(checklists) as ChecklistRef[],
    createdBy: { id: authorId, name: authorName },
  }
}

/** Which campaign an assignment belongs to, and where it lies; null where a province has none of that id. */
export async function findAssignment(
  db: Database,
  tenantId: string,
  id: string,
): Promise<{ campaignId: string; facilityId: string; areaId: string } | null> {
  const row = await db
    .selectFrom('assignment')
    .innerJoin('facility', (join) =>
      join.onRef('facility.tenant_id', '=', 'assignment.tenant_id').onRef('facility.id', '=', 'assignment.facility_id'),
    )
    .select(['assignment.campaign_id as campaignId', 'facility.id as facilityId', 'facility.area_id as areaId'])
    .where('assignment.tenant_id', '=', tenantId)
    .where('assignment.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** What a province's campaigns ask for, or one of them, in order of the facilities' names. */
export async function readAssignments(db: Database, tenantId: string, campaignId?: string): Promise<KeptAssignment[]> {
  let query = db
    .selectFrom('assignment')
    .innerJoin('facility', (join) =>
      join.onRef('facility.tenant_id', '=', 'assignment.tenant_id').onRef('facility.id', '=', 'assignment.facility_id'),
    )
    .innerJoin('area', (join) =>
      join.onRef('area.tenant_id', '=', 'facility.tenant_id').onRef('area.id', '=', 'facility.area_id'),
    )
    .select(['assignment.id', 'assignment.campaign_id as campaignId', 'assignment.checklist_id as checklistId'])
    .select(['facility.id as facilityId', 'facility.name', 'facility.area_id as areaId', 'area.name as areaName'])
    .select(['facility.facts', 'facility.closed_on as closedOn'])
    .where('assignment.tenant_id', '=', tenantId)
  if (campaignId !== undefined) query = query.where('assignment.campaign_id', '=', campaignId)
  const rows = await query.orderBy('facility.name').orderBy('facility.id').orderBy('assignment.checklist_id').execute()
  const people = await readPeople(db, tenantId, campaignId)
  const visits = await readFirstVisits(db, tenantId, campaignId)
  return rows.map(({ id, campaignId, checklistId, facilityId, facts, ...facility }) => ({
    id,
    campaignId,
    checklistId,
    facility: { id: facilityId, ...facility, type: (JSON.parse(facts) as Facts).type },
    people: people.get(id) ?? [],
    visit: visits.get(id) ?? null,
  }))
}

async function readPeople(db: Database, tenantId: string, campaignId?: string): Promise<Map<string, Named[]>> {
  let query = db
    .selectFrom('assignment')
    .crossJoin('assignment_person')
    .innerJoin('user', 'user.id', 'assignment_person.user_id')
    .select(['assignment.id as assignmentId', 'user.id', 'user.name'])
    .where('assignment.tenant_id', '=', tenantId)
    .whereRef('assignment_person.tenant_id', '=', 'assignment.tenant_id')
    .whereRef('assignment_person.assignment_id', '=', 'assignment.id')
    .where('assignment_person.left_ver', 'is', null)
  if (campaignId !== undefined) query = query.where('assignment.campaign_id', '=', campaignId)
  const people = new Map<string, Named[]>()
  for (const { assignmentId, id, name } of await query.orderBy('user.name').orderBy('user.id').execute())
    people.set(assignmentId, [...(people.get(assignmentId) ?? []), { id, name }])
  return people
}

/** Of each assignment the first visit that counts: `isVisitOf` of domain/campaign/progress.ts in SQL; a test compares the two. */
async function readFirstVisits(db: Database, tenantId: string, campaignId?: string) {
  let query = db
    .selectFrom('assignment')
    .crossJoin('campaign')
    .crossJoin('inspection')
    .select(['assignment.id as assignmentId', 'inspection.id', 'inspection.date'])
    .where('assignment.tenant_id', '=', tenantId)
    .whereRef('campaign.tenant_id', '=', 'assignment.tenant_id')
    .whereRef('campaign.id', '=', 'assignment.campaign_id')
    .whereRef('inspection.tenant_id', '=', 'assignment.tenant_id')
    .whereRef('inspection.facility_id', '=', 'assignment.facility_id')
    .whereRef('inspection.checklist_id', '=', 'assignment.checklist_id')
    .whereRef('inspection.kind', '=', 'assignment.kind')
    .whereRef('inspection.date', '>=', 'campaign.from_date')
    .where('inspection.status', '!=', 'draft')
    // What came after it was closed is no work of this campaign any more.
    .where((eb) =>
      eb.or([eb('campaign.closed_on', 'is', null), eb('inspection.date', '<=', eb.ref('campaign.closed_on'))]),
    )
  if (campaignId !== undefined) query = query.where('assignment.campaign_id', '=', campaignId)
  const rows = await query
    .orderBy('inspection.date', 'desc')
    .orderBy('inspection.submitted_at', 'desc')
    .orderBy('inspection.id', 'desc')
    .execute()
  // The first comes last, and stays.
  return new Map(rows.map(({ assignmentId, id, date }) => [assignmentId, { id, date }]))
}

/** An assignment as it goes to devices; null where a province has none of that id. */
export async function readAssignment(db: Database, tenantId: string, id: string): Promise<Assignment | null> {
  const row = await db
    .selectFrom('assignment')
    .innerJoin('campaign', (join) =>
      join.onRef('campaign.tenant_id', '=', 'assignment.tenant_id').onRef('campaign.id', '=', 'assignment.campaign_id'),
    )
    .innerJoin('checklist', (join) =>
      join
        .onRef('checklist.id', '=', 'assignment.checklist_id')
        .onRef('checklist.version', '=', 'assignment.checklist_version'),
    )
    .select(['assignment.id', 'campaign.id as campaignId', 'campaign.title', 'campaign.kind', 'campaign.due'])
    .select(['campaign.from_date as from', 'assignment.facility_id as facilityId'])
    .select(['checklist.id as checklistId', 'checklist.version', 'checklist.hash'])
    .where('assignment.tenant_id', '=', tenantId)
    .where('assignment.id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  const { checklistId, version, hash, ...said } = row
  const people = await db
    .selectFrom('assignment_person')
    .select(['user_id as id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('assignment_id', '=', id)
    .where('left_ver', 'is', null)
    .orderBy('user_id')
    .execute()
  return { ...said, checklist: { id: checklistId, version, hash }, people }
}

/**
 * What a person has lost sight of between two versions: given to somebody else, taken
 * back with its campaign, or gone to another area with its facility.
 */
export async function lostAssignments(db: Database, person: Person, after: number, upTo: number): Promise<Departed[]> {
  const ofPerson = await db
    .selectFrom('assignment_person')
    .innerJoin('assignment', (join) =>
      join
        .onRef('assignment.tenant_id', '=', 'assignment_person.tenant_id')
        .onRef('assignment.id', '=', 'assignment_person.assignment_id'),
    )
    .select('assignment.id')
    .where('assignment_person.tenant_id', '=', person.provinceId)
    .where('assignment_person.user_id', '=', person.id)
    .where((eb) =>
      eb.or([
        eb.and([eb('assignment_person.left_ver', '>', after), eb('assignment_person.left_ver', '<=', upTo)]),
        eb.and([eb('assignment.withdrawn_ver', '>', after), eb('assignment.withdrawn_ver', '<=', upTo)]),
      ]),
    )
    .execute()
  const ofFacility =
    person.facilityId === null
      ? []
      : await db
          .selectFrom('assignment')
          .select('id')
          .where('tenant_id', '=', person.provinceId)
          .where('facility_id', '=', person.facilityId)
          .where('withdrawn_ver', '>', after)
          .where('withdrawn_ver', '<=', upTo)
          .execute()
  const moved =
    person.areaIds.length === 0
      ? []
      : await db
          .selectFrom('departure')
          .crossJoin('facility')
          .crossJoin('assignment')
          .crossJoin('assignment_person')
          .select('assignment.id')
          .whereRef('facility.tenant_id', '=', 'departure.tenant_id')
          .whereRef('facility.id', '=', 'departure.facility_id')
          .whereRef('assignment.tenant_id', '=', 'facility.tenant_id')
          .whereRef('assignment.facility_id', '=', 'facility.id')
          .whereRef('assignment_person.tenant_id', '=', 'assignment.tenant_id')
          .whereRef('assignment_person.assignment_id', '=', 'assignment.id')
          .where('departure.tenant_id', '=', person.provinceId)
          .where('departure.entity', '=', 'facility')
          .where('departure.ver', '>', after)
          .where('departure.ver', '<=', upTo)
          .where('departure.from_area', 'in', person.areaIds)
          .where('facility.area_id', 'not in', person.areaIds)
          .where('assignment_person.user_id', '=', person.id)
          .execute()
  const ids = new Set([...ofPerson, ...ofFacility, ...moved].map(({ id }) => id))
  return [...ids].sort().map((id) => ({ entity: 'assignment', id }))
}
