import type { ReceiptCheck } from './evidence.ts'
import type { ProblemCode } from './problem.ts'

/** Where the picture of one living photo of a visit is, as far as this device knows. */
export type PictureStanding =
  /** the server has confirmed it */
  | 'received'
  /** on this device, and let go or on the line right now */
  | 'going'
  /** on this device */
  | 'here'
  /** on another device, or on its way from there */
  | 'elsewhere'
  /** damaged here, or refused: it does not go by itself */
  | 'failed'

/** Something of a visit that the server did not take. */
export type RefusedPart = {
  code: ProblemCode
  /** The item it is about; null where it is the visit itself, or its correction. */
  item: string | null
  /** A photo of that item, not its answer. */
  isPhoto: boolean
}

/** All that decides where a visit stands. Nothing else may. */
export type RecordFacts = {
  /** As what it lies open on this device; null where it does not (any more). */
  local: 'draft' | 'waiting' | 'refused' | null
  /** Mutations of it that the server has not answered, an amendment among them. */
  unsent: number
  /** How many of those stand beside the seal: steps (step.ts), and photos that prove them. */
  unsentSteps: number
  /** What the server did not take and nothing newer has replaced. */
  refused: readonly RefusedPart[]
  /** The server's sealed record of it is on this device. */
  isSealed: boolean
  /** What this device found of the receipt of the seal that stands; null where none came. */
  receipt: ReceiptCheck | null
  /** One for each living photo, those after the seal among them. */
  pictures: readonly PictureStanding[]
}

export type PictureCount = Record<PictureStanding | 'all', number>

/**
 * Where a visit stands, the least of all that is true of it first:
 *
 *     refused   something of it was not taken
 *     saved     being worked on; changes are on this device alone
 *     waiting   handed in (or corrected, or something was said of it since); changes are on this device alone
 *     photos    every change was answered; pictures are missing
 *     text      everything sent is there; it is not sealed yet, or no receipt vouches for it
 *     whole     sealed, every picture there, and the receipt checked on this device
 */
export type RecordState = { pictures: PictureCount } & (
  | { is: 'refused'; parts: readonly RefusedPart[]; changes: number }
  | { is: 'saved'; changes: number }
  | { is: 'waiting'; changes: number; what: 'visit' | 'amendment' | 'steps' }
  | { is: 'photos' }
  | { is: 'text'; receipt: ReceiptCheck | null; lacks: 'submit' | 'record' | 'receipt' }
  | { is: 'whole' }
)

/** Never says more than is true: a state is given only where all that it claims is in the facts. */
export function recordState({
  local,
  unsent,
  unsentSteps,
  refused,
  isSealed,
  receipt,
  pictures: each,
}: RecordFacts): RecordState {
  const pictures = countPictures(each)
  if (local === 'refused' || refused.length > 0) return { is: 'refused', parts: refused, changes: unsent, pictures }
  if (unsent > 0) {
    if (local === 'draft') return { is: 'saved', changes: unsent, pictures }
    const what = unsentSteps === unsent ? 'steps' : local === null ? 'amendment' : 'visit'
    return { is: 'waiting', changes: unsent, what, pictures }
  }
  if (pictures.received < pictures.all) return { is: 'photos', pictures }
  // What is open here again was handed in before by a history of the server that is gone, or is not handed in yet.
  if (isSealed && local === null && receipt === 'whole') return { is: 'whole', pictures }
  return { is: 'text', receipt, lacks: local === 'draft' ? 'submit' : isSealed ? 'receipt' : 'record', pictures }
}

function countPictures(each: readonly PictureStanding[]): PictureCount {
  const count: PictureCount = { received: 0, going: 0, here: 0, elsewhere: 0, failed: 0, all: each.length }
  for (const standing of each) count[standing] += 1
  return count
}
