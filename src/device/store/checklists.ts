import type { Checklist } from '../../domain/checklist.ts'
import { CHECKLIST_SCHEMA, type ChecklistRef } from '../../domain/checklist-ref.ts'
import type { FacilityType } from '../../domain/facts.ts'
import type { ChecklistRow } from './database.ts'
import { commit, readMeta, type Store } from './store.ts'

/** The checklists on this device, and which of them the schema of this app is known to take. Rows are read first and unpacked last. */

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

async function headerOf(row: ChecklistRow, content: unknown, taken: ReadonlySet<string>): Promise<ChecklistHeader> {
  const ref = refOf(row)
  const parsed = await parse(row, content, taken)
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

async function parse({ hash }: ChecklistRow, content: unknown, taken: ReadonlySet<string>): Promise<Checklist | null> {
  const known = parsed.get(hash)
  if (known !== undefined) return known
  // It lies as this very schema has taken it: a thousand items take a slow tablet a quarter of a second, and the
  // schema itself takes time to be made.
  const isTaken = taken.has(hash) || (await isTakenAnew(content))
  const checklist = isTaken ? (content as Checklist) : null
  parsed.set(hash, checklist)
  return checklist
}

async function isTakenAnew(content: unknown): Promise<boolean> {
  const { checklistSchema } = await import('../../domain/checklist.ts')
  return checklistSchema.safeParse(content).success
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
  for (const row of rows) if (await parse(row, await db.unpack(row.body), before)) hashes.push(row.hash)
  if (hashes.length === 0) return
  const value: Taken = { schema: CHECKLIST_SCHEMA, hashes: [...before, ...hashes] }
  await commit(store, ['meta'], () => db.meta.put({ key: 'takenChecklists', value }), { makesRoom: false })
}
