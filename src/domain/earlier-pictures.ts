import { PREVIOUS_MAX } from './visit-order.ts'

/** What is known of a sealed visit without looking into it: enough to say which pictures are wanted. */
export type VisitPictures = {
  id: string
  facilityId: string
  checklistId: string
  /** Day of the visit. */
  date: string
  submittedAt: number
  /** Its living photos. */
  pictures: readonly { sha256: string; size: number; stored: boolean }[]
}

export type WantedPicture = { sha256: string; size: number; stored: boolean }

/**
 * Pictures of the last visits of each facility with each checklist, the most wanted
 * first: those of every last visit before those of any before it, and of two last
 * visits the newer one's.
 */
export function wantedPictures(visits: readonly VisitPictures[]): WantedPicture[] {
  const groups = new Map<string, VisitPictures[]>()
  // The order of `byVisit` (previous.ts): what is shown beside a new visit is what is here.
  const newestFirst = [...visits].sort((a, b) => b.date.localeCompare(a.date) || b.submittedAt - a.submittedAt)
  for (const visit of newestFirst) {
    const key = JSON.stringify([visit.facilityId, visit.checklistId])
    const group = groups.get(key) ?? []
    if (group.length < PREVIOUS_MAX) groups.set(key, [...group, visit])
  }
  const wanted = new Map<string, WantedPicture>()
  for (let rank = 0; rank < PREVIOUS_MAX; rank++)
    for (const picture of [...groups.values()].flatMap((each) => each[rank]?.pictures ?? []))
      if (!wanted.has(picture.sha256)) wanted.set(picture.sha256, picture)
  return [...wanted.values()]
}

/** As many of them, from the first, as fit into so many bytes. */
export function fitting(pictures: readonly WantedPicture[], bytes: number): WantedPicture[] {
  let left = bytes
  const end = pictures.findIndex(({ size }) => {
    left -= size
    return left < 0
  })
  return end === -1 ? [...pictures] : pictures.slice(0, end)
}

const MB = 1_048_576

/**
 * Most that pictures of earlier visits may take up: about forty facilities with a
 * dozen pictures in each of three visits, and little beside the apps and photos of a
 * tablet with 16 GB.
 */
const BUDGET_MAX = 200 * MB
/** Of what the browser gives at most: the rest is for this person's own work. */
const BUDGET_SHARE = 0.1
/** Always left free for what is taken next: two visits of a hundred pictures. */
const ROOM_KEPT = 80 * MB
/** Where the browser does not say what it gives. */
const BUDGET_UNKNOWN = 20 * MB

/** What the browser says of its room, in bytes. */
export type RoomSaid = { quota: number | null; usage: number | null } | null

/**
 * How many bytes of earlier pictures may be here. What is here already counts as
 * room, so that a device that fills up gives them up one by one, and never fetches
 * again what it has just put out.
 */
export function earlierBudget(room: RoomSaid, fetched: number): number {
  if (room?.quota == null || room.usage == null) return BUDGET_UNKNOWN
  const free = room.quota - room.usage + fetched - ROOM_KEPT
  return Math.max(0, Math.min(BUDGET_MAX, room.quota * BUDGET_SHARE, free))
}
