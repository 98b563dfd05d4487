import { type ChecklistHeader, listChecklists } from './checklists.ts'
import type { Packed } from './packing.ts'
import { readMeta, type Store } from './store.ts'

/** Bytes on the tablet; of many rows the size of the first is taken for all, and said so. */
export type Size = { bytes: number; isEstimate: boolean }

export type OnDevice = {
  checklists: (ChecklistHeader & { bytes: number })[]
  facilities: Size & { count: number; areas: string[] }
  /** Received inspections; times are those of handing in, by the server. */
  visits: Size & { count: number; oldest: number | null; newest: number | null }
  /** Pictures whose bytes are here. */
  pictures: { count: number; bytes: number }
  /** Visits that are open here. */
  open: number
  pulledAt: number | null
}

/** So many rows are weighed; a store may hold thousands. */
const WEIGHED = 100

/** What is on this tablet without a network: what it is, how old, how large. */
export async function listOnDevice(store: Store): Promise<OnDevice> {
  const { db } = store
  const [checklists, rows, facilities, visitCount, visits, oldest, newest, open, pulledAt] = await Promise.all([
    listChecklists(store),
    db.checklist.toArray(),
    db.facility.toArray(),
    db.result.count(),
    db.result.limit(WEIGHED).toArray(),
    db.result.orderBy('submittedAt').first(),
    db.result.orderBy('submittedAt').last(),
    db.inspection.count(),
    readMeta<number>(store, 'lastPulledAt'),
  ])
  const weights = new Map(rows.map(({ hash, body }) => [hash, bytesOf(body)]))
  const areas = await Promise.all(facilities.slice(0, WEIGHED * 10).map(({ body }) => db.unpack(body)))
  return {
    checklists: checklists.map((each) => ({ ...each, bytes: weights.get(each.ref.hash) ?? 0 })),
    facilities: {
      count: facilities.length,
      areas: [...new Set(areas.map(({ areaName }) => areaName))].sort((a, b) => a.localeCompare(b, 'vi')),
      ...weigh(facilities, facilities.length),
    },
    visits: {
      count: visitCount,
      oldest: oldest?.submittedAt ?? null,
      newest: newest?.submittedAt ?? null,
      ...weigh(visits, visitCount),
    },
    pictures: await weighPictures(store),
    open,
    pulledAt,
  }
}

/** Pictures are handles: their sizes are known without reading them. */
async function weighPictures({ db }: Store): Promise<{ count: number; bytes: number }> {
  let count = 0
  let bytes = 0
  await db.photoBlob.each(({ body }) => {
    count += 1
    bytes += bytesOf(body)
  })
  return { count, bytes }
}

function weigh(rows: readonly { body: Packed<unknown> }[], count: number): Size {
  const first = rows.slice(0, WEIGHED)
  const bytes = first.reduce((sum, { body }) => sum + bytesOf(body), 0)
  if (first.length === count) return { bytes, isEstimate: false }
  return { bytes: Math.round((bytes / first.length) * count), isEstimate: true }
}

/** Of a stored value, sealed or not. */
function bytesOf(packed: Packed<unknown>): number {
  const held = 'plain' in packed ? packed.plain : packed.sealed
  if (held instanceof Blob) return held.size
  if (held instanceof ArrayBuffer || ArrayBuffer.isView(held)) return held.byteLength
  return new Blob([JSON.stringify(held)]).size
}
