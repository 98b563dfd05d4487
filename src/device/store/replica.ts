import type { Checklist } from '../../domain/checklist.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { Facility } from '../../domain/place.ts'
import { getChecklist } from './checklists.ts'
import type { ResultRow } from './database.ts'
import type { Store } from './store.ts'

/** Facilities and inspections that came from the server, as screens read them. Every query reads its rows first and unpacks last. */

export type ResultSummary = Omit<InspectionRecord, 'cells'> & {
  checklistTitle: string
  /** How its checklist reads the total. */
  gradedBy: Checklist['grading']['by']
}

export async function listFacilities({ db }: Store): Promise<Facility[]> {
  const rows = await db.facility.toArray()
  const facilities = await Promise.all(rows.map(({ body }) => db.unpack(body)))
  return facilities.sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

export async function getFacility({ db }: Store, id: string): Promise<Facility | null> {
  const row = await db.facility.get(id)
  return row ? db.unpack(row.body) : null
}

/**
 * Facilities by their ids: only those that are asked for are opened. All are read before that:
 * a live query does not hear of what is read only after WebCrypto was waited for.
 */
export async function facilitiesHere({ db }: Store): Promise<(ids: readonly string[]) => Promise<Facility[]>> {
  const rows = new Map((await db.facility.toArray()).map((row) => [row.id, row]))
  return (ids) => Promise.all(ids.flatMap((id) => rows.get(id) ?? []).map(({ body }) => db.unpack(body)))
}

/** Received inspections, newest first, without their answers. */
export async function listResults(store: Store): Promise<ResultSummary[]> {
  const rows = await store.db.result.orderBy('submittedAt').reverse().toArray()
  return Promise.all(rows.map((row) => summaryOf(store, row)))
}

/** Those of one facility: as quick with thousands of others on the device as with none. */
export async function listResultsOf(store: Store, facilityId: string): Promise<ResultSummary[]> {
  const rows = await store.db.result.where({ facilityId }).reverse().sortBy('submittedAt')
  return Promise.all(rows.map((row) => summaryOf(store, row)))
}

/** A received inspection without its answers. */
export async function summaryOf(store: Store, { body }: ResultRow): Promise<ResultSummary> {
  const { cells: _answers, ...record } = await store.db.unpack(body)
  const checklist = await getChecklist(store, record.head.checklist)
  return { ...record, checklistTitle: checklist?.title ?? record.head.checklist.id, gradedBy: checklist?.grading.by }
}

export async function getResult({ db }: Store, id: string): Promise<InspectionRecord | null> {
  const row = await db.result.get(id)
  return row ? db.unpack(row.body) : null
}
