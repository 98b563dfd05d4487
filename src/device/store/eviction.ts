import { type MarkedInspection, type Marker, writeMarker } from './marker.ts'
import { listOpen } from './open-list.ts'
import type { Packed } from './packing.ts'
import { countWaiting } from './relay-queue.ts'
import { commit, readMeta, type Store } from './store.ts'

/** One inspection that was open before the browser cleared the store. */
export type Lost = MarkedInspection & {
  /** `here`: it came back from the server, as far as the server had it; `nowhere`: the server never had it. */
  now: 'here' | 'received' | 'nowhere'
}

export type Eviction = {
  /** When this tablet last noted what was open. */
  at: number
  unsent: number
  lost: Lost[]
  /** False until everything the server has is back: only then can be said what is missing. */
  isReadAnew: boolean
}

/** Notes outside the database what is open in it. Call it when something was written, and after a round. */
export async function noteOpen(store: Store): Promise<void> {
  const deviceId = await readMeta<string>(store, 'deviceId')
  if (deviceId === null) return
  const { personId, db, markerKey } = store
  const open = await Promise.all(
    (await listOpen(store)).map(async ({ id, head, checklistTitle, unsent }): Promise<MarkedInspection> => {
      const answered = await db.answer.where({ insp: id }).count()
      return { id, facilityName: head.facilityName, checklistTitle, date: head.date, answered, unsent }
    }),
  )
  const [waiting, corrections, oldest] = await Promise.all([
    countWaiting(store),
    db.correction.count(),
    db.outbox.orderBy('localId').first(),
  ])
  const since = oldest && { since: oldest.at }
  const marker = {
    deviceId,
    personId,
    at: Date.now(),
    ...waiting,
    unsent: waiting.unsent + corrections,
    ...since,
    open,
  }
  await writeMarker(marker, markerKey, db.key !== null)
}

/** What the browser took from this person, until they have put the notice away; null where nothing is missing. */
export async function readEviction(store: Store): Promise<Eviction | null> {
  const kept = await readMeta<Packed<Marker> | Marker>(store, 'evicted')
  if (!kept) return null
  // Before stores were sealed it was kept as it is.
  const marker = 'deviceId' in kept ? kept : await store.db.unpack(kept)
  const isReadAnew = (await readMeta<number>(store, 'lastPulledAt')) !== null
  const lost = await Promise.all(
    marker.open.map(async (each): Promise<Lost> => {
      const [open, result] = await Promise.all([store.db.inspection.get(each.id), store.db.result.get(each.id)])
      return { ...each, now: result ? 'received' : open ? 'here' : 'nowhere' }
    }),
  )
  return { at: marker.at, unsent: marker.unsent, lost, isReadAnew }
}

/** The person has read it. */
export async function dismissEviction(store: Store): Promise<void> {
  await commit(store, ['meta'], () => store.db.meta.delete('evicted'))
}
