import type { DeviceReport } from '../../protocol/device-wire.ts'
import { begunHere } from './begun.ts'
import { countUnsentPhotos } from './photo-rows.ts'
import { readMeta, STORE_SCHEMA, type Store } from './store.ts'
import { countChanges } from './together.ts'

/** What is on this device, in numbers a person can check. */
export type DeviceContents = {
  drafts: number
  waiting: number
  refused: number
  /** Changes the server has not confirmed. */
  unsentChanges: number
  /** Answers that were returned and are corrected here: they are sent when their author says so. */
  corrections: number
  /** Items of which something is typed that is no answer yet. */
  begun: number
  /** Pictures that are on this device alone. */
  unsentPhotos: number
  facilities: number
  checklists: number
  results: number
  lastPulledAt: number | null
  lastSentAt: number | null
}

export async function contents(store: Store): Promise<DeviceContents> {
  const { db } = store
  const inState = (state: string) => db.inspection.where({ state }).count()
  const [
    drafts,
    waiting,
    refused,
    unsentChanges,
    corrections,
    begun,
    unsentPhotos,
    facilities,
    checklists,
    results,
    lastPulledAt,
    lastSentAt,
  ] = await Promise.all([
    inState('draft'),
    inState('waiting'),
    inState('refused'),
    countChanges(db.outbox),
    db.correction.count(),
    begunHere(db).then((visits) => visits.length),
    countUnsentPhotos(store),
    db.facility.count(),
    db.checklist.count(),
    db.result.count(),
    readMeta<number>(store, 'lastPulledAt'),
    readMeta<number>(store, 'lastSentAt'),
  ])
  return {
    drafts,
    waiting,
    refused,
    unsentChanges,
    corrections,
    begun,
    unsentPhotos,
    facilities,
    checklists,
    results,
    lastPulledAt,
    lastSentAt,
  }
}

/** Since when the oldest unsent change waits, by this tablet's clock; null where none does. */
export async function oldestUnsent({ db }: Store): Promise<number | null> {
  return (await db.outbox.orderBy('localId').first())?.at ?? null
}

/** What waits here, as the server is told with each round. */
export async function reportOf(store: Store, app: string): Promise<DeviceReport> {
  const { outbox } = store.db
  const [waiting, photos, oldest] = await Promise.all([
    countChanges(outbox),
    countUnsentPhotos(store),
    oldestUnsent(store),
  ])
  const since = oldest === null ? null : Math.trunc(oldest)
  return { app, schema: STORE_SCHEMA, wall: Date.now(), waiting, photos, since }
}
