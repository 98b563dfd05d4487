import type { IndexableType } from 'dexie'
import type { Packed } from './packing.ts'
import { commit, readMeta, type Store, type TableName } from './store.ts'

/** Where packed values stand in each table. */
export const packedIn = {
  inspection: ['head', 'refusal'],
  answer: ['answer', 'former', 'told'],
  outbox: ['payload', 'seen'],
  sent: ['payload', 'seen'],
  attention: ['payload', 'head'],
  checklist: ['body'],
  facility: ['body'],
  assignment: ['body'],
  result: ['body', 'evidence'],
  photo: ['body'],
  photoBlob: ['body'],
  signature: ['body', 'content'],
  correction: ['answer'],
  begun: ['texts'],
  visit: ['gravity', 'acted'],
} as const satisfies Partial<Record<TableName, readonly string[]>>

type Sealable = keyof typeof packedIn
type Row = Record<string, unknown>

/** Rows of one transaction: a tap must not wait long for it. Pictures are large: one at a time. */
const SLICE = 50

/**
 * Seals what was written before its person had chosen a PIN. Works in small
 * transactions beside everything else; what was begun and cut off is found again at
 * the next start, since rows tell by themselves whether they are sealed. Once none lies
 * open that is noted: nothing writes open rows any more, and to look at thousands of
 * visits and pictures at each start takes a slow tablet seconds.
 * @returns how many rows
 */
export async function sealRows(store: Store): Promise<number> {
  if (store.db.key === null || (await readMeta<boolean>(store, 'sealed'))) return 0
  let done = 0
  for (const name of Object.keys(packedIn) as Sealable[]) done += await sealTable(store, name)
  if (done === 0) await commit(store, ['meta'], () => store.db.meta.put({ key: 'sealed', value: true }))
  return done
}

async function sealTable(store: Store, name: Sealable): Promise<number> {
  const table = store.db.table<Row, IndexableType>(name)
  const open: IndexableType[] = []
  await table.toCollection().each((row, { primaryKey }) => {
    if (liesOpen(name, row)) open.push(primaryKey)
  })
  const slice = name === 'photoBlob' ? 1 : SLICE
  for (let from = 0; from < open.length; from += slice) {
    const keys = open.slice(from, from + slice)
    const before = await table.bulkGet(keys)
    const sealed = await Promise.all(before.map((row) => sealedFields(store, name, row)))
    await commit(store, [name], async () => {
      const now = await table.bulkGet(keys)
      const rows = now.map((row, index) => row && { ...row, ...unchanged(row, before[index], sealed[index]) })
      await table.bulkPut(rows.filter((row) => row !== undefined))
    })
  }
  return open.length
}

async function sealedFields(store: Store, name: Sealable, row: Row | undefined): Promise<Row> {
  const fields: Row = {}
  for (const field of packedIn[name]) {
    const value = row?.[field]
    if (isPlain(value))
      fields[field] = await store.db.pack(isQueued(name, field) ? bound(value.plain, row) : value.plain)
  }
  if (othersOf(row).some((other) => liesOpen(name, other)))
    fields.others = await Promise.all(
      othersOf(row).map(async (other) => ({
        ...other,
        ...(await sealedFields(store, name, { insp: row?.insp, ...other })),
      })),
    )
  return fields
}

function liesOpen(name: Sealable, row: Row): boolean {
  return packedIn[name].some((field) => isPlain(row[field])) || othersOf(row).some((other) => liesOpen(name, other))
}

/** Answers that lie in the row of another (together.ts), each with a seal of its own. */
function othersOf(row: Row | undefined): Row[] {
  return (row?.others as Row[] | undefined) ?? []
}

const isQueued = (name: Sealable, field: string) => (name === 'outbox' || name === 'sent') && field === 'payload'

/** What an older version of the app wrote into an outbox gets its visit and its time into the seal (P64). */
function bound(payload: unknown, row: Row | undefined): unknown {
  return { insp: row?.insp, at: row?.at, ...(payload as object) }
}

/** What was written anew meanwhile keeps its newer value, and is sealed already. A picture never changes under its hash. */
function unchanged(now: Row, before: Row | undefined, sealed: Row | undefined): Row {
  const isSame = (field: string) =>
    (field === 'others' || isPlain(now[field])) && JSON.stringify(now[field]) === JSON.stringify(before?.[field])
  return Object.fromEntries(Object.entries(sealed ?? {}).filter(([field]) => isSame(field)))
}

function isPlain(value: unknown): value is { plain: unknown } {
  return typeof value === 'object' && value !== null && 'plain' in (value as Packed<unknown>)
}
