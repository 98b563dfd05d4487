/**
 * Whether a tablet could be lost this moment without losing work: the one question
 * that everything on it comes down to. Decided from counts, nothing else.
 */

/** Of one visit, what is on this tablet alone. */
export type OnlyHere = {
  /** Changes that the server has not confirmed. */
  changes: number
  /** Items of which something is typed that is no answer yet. */
  begun: number
  /** Pictures that the server has not confirmed, those it refuses included. */
  photos: number
  /** Contents that could not be sent, and of which the server has no copy. */
  setAside: number
}

export type LossFacts = {
  visits: readonly (OnlyHere & { id: string; name: string })[]
  /** Whose stores are locked here: of them only counts are known. */
  others: readonly { name: string; changes: number; photos: number }[]
  /** Inputs that are not even saved on the tablet. */
  unfinished: number
}

export type Loss =
  | { isSafe: true }
  /** What would be gone; nothing that is zero stands in it. */
  | ({ isSafe: false } & LossFacts)

/** What would be gone with the tablet. A count that makes no sense counts as something. */
export function lossOf({ visits, others, unfinished }: LossFacts): Loss {
  const lost = {
    visits: visits.filter((here) =>
      [here.changes, here.begun, here.photos, here.setAside].some((count) => count !== 0),
    ),
    others: others.filter(({ changes, photos }) => changes !== 0 || photos !== 0),
    unfinished,
  }
  const isSafe = lost.visits.length === 0 && lost.others.length === 0 && unfinished === 0
  return isSafe ? { isSafe } : { isSafe, ...lost }
}
