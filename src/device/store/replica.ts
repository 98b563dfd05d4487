import { CHECKLIST_SCHEMA, type Checklist, type ChecklistRef, checklistSchema } from '../../domain/checklist.ts'
import type { FacilityType } from '../../domain/facts.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { Facility } from '../../domain/place.ts'
import type { ChecklistRow, ResultRow } from './database.ts'
import { commit, readMeta, type Store } from './store.ts'

/** What came from the server, as screens read it. Every query reads its rows first and unpacks last. */

export type ChecklistHeader = {
  ref: ChecklistRef
  title: string
  shortTitle: string
  facilityTypes: FacilityType[]
  inForceFrom: string
  /** Offered apart, to those who ask for it. */
  optional: boolean
  /** False where this app is too old for the checklist: it is kept, and opens after the update. */
  readable: boolean
}

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

/** The newest version of each checklist. */
export async function listChecklists(store: Store): Promise<ChecklistHeader[]> {
  const [rows, taken] = await Promise.all([store.db.checklist.toArray(), takenHere(store)])
  const newest = new Map<string, (typeof rows)[number]>()
  for (const row of rows) {
    const known = newest.get(row.id)
    if (!known || compareVersions(row.version, known.version) > 0) newest.set(row.id, row)
  }
  return Promise.all([...newest.values()].map(async (row) => headerOf(row, await store.db.unpack(row.body), taken)))
}

/** A checklist by its id, in one version or the newest that is here; null where it is not here. */
export async function findChecklist(
  store: Store,
  id: string | null,
  version: string | null,
): Promise<ChecklistHeader | null> {
  if (version === null) return (await listChecklists(store)).find(({ ref }) => ref.id === id) ?? null
  const [rows, taken] = await Promise.all([store.db.checklist.toArray(), takenHere(store)])
  const row = rows.find((each) => each.id === id && each.version === version)
  return row ? headerOf(row, await store.db.unpack(row.body), taken) : null
}

function refOf({ id, version, hash }: ChecklistRef): ChecklistRef {
  return { id, version, hash }
}

/** "1.10" comes after "1.9". */
function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}

function headerOf(row: ChecklistRow, content: unknown, taken: ReadonlySet<string>): ChecklistHeader {
  const ref = refOf(row)
  const parsed = parse(row, content, taken)
  if (parsed) {
    const { title, shortTitle, facilityTypes, inForceFrom, optional = false } = parsed
    return { ref, title, shortTitle, facilityTypes, inForceFrom, optional, readable: true }
  }
  const unread = { facilityTypes: [], inForceFrom: '9999-12-31', optional: false, readable: false }
  return { ref, title: ref.id, shortTitle: ref.id, ...unread }
}

export async function getChecklist(store: Store, ref: ChecklistRef): Promise<Checklist | null> {
  const known = parsed.get(ref.hash)
  if (known !== undefined) return known
  const [row, taken] = await Promise.all([store.db.checklist.get(checklistKey(ref)), takenHere(store)])
  return row ? parse(row, await store.db.unpack(row.body), taken) : null
}

/** A checklist's title: a list of visits need not wait for a thousand items to be parsed. */
export async function titleOf({ db }: Store, ref: ChecklistRef): Promise<string> {
  const known = titles.get(ref.hash) ?? parsed.get(ref.hash)?.title
  if (known !== undefined) return known
  const row = await db.checklist.get(checklistKey(ref))
  const { title } = ((row && (await db.unpack(row.body))) ?? {}) as { title?: unknown }
  // A newer app's checklist, of which not even this can be read.
  if (typeof title !== 'string') return ref.id
  titles.set(ref.hash, title)
  return title
}

/** A published version never changes. */
const titles = new Map<string, string>()

export function checklistKey({ id, version, hash }: ChecklistRef): string {
  return `${id}@${version}#${hash}`
}

/** A published version never changes, so that it is parsed once for as long as the page lives. */
const parsed = new Map<string, Checklist | null>()

function parse({ hash }: ChecklistRow, content: unknown, taken: ReadonlySet<string>): Checklist | null {
  const known = parsed.get(hash)
  if (known !== undefined) return known
  // It lies as this very schema has taken it, and a thousand items take a slow tablet a quarter of a second.
  const isTaken = taken.has(hash) || checklistSchema.safeParse(content).success
  const checklist = isTaken ? (content as Checklist) : null
  parsed.set(hash, checklist)
  return checklist
}

type Taken = { schema: string; hashes: readonly string[] }

/** Hashes of the checklists that the schema of this app is known to take. */
async function takenHere(store: Store): Promise<ReadonlySet<string>> {
  const taken = await readMeta<Taken>(store, 'takenChecklists')
  return new Set(taken?.schema === CHECKLIST_SCHEMA ? taken.hashes : [])
}

/**
 * Notes which checklists the schema of this app takes, for the next time that the page is loaded. Nobody waits for it.
 * Apart from them: to write them again would take up room that answers may need.
 */
export async function noteTaken(store: Store): Promise<void> {
  const { db } = store
  const before = await takenHere(store)
  const rows = await db.checklist.filter(({ hash }) => !before.has(hash)).toArray()
  const hashes: string[] = []
  for (const row of rows) if (parse(row, await db.unpack(row.body), before)) hashes.push(row.hash)
  if (hashes.length === 0) return
  const value: Taken = { schema: CHECKLIST_SCHEMA, hashes: [...before, ...hashes] }
  await commit(store, ['meta'], () => db.meta.put({ key: 'takenChecklists', value }), { makesRoom: false })
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
