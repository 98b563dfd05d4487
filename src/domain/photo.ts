import * as z from 'zod/mini'
import { PHOTO_BYTES_MAX, PHOTOS_PER_ITEM, PHOTOS_PER_VISIT } from './photo-limits.ts'
import { positionSchema } from './place.ts'

export const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const idSchema = z.string().check(z.regex(/^[\w-]{1,64}$/))
const sideSchema = z.int().check(z.gte(1), z.lte(20_000))

/** A photo as its author announces it: everything but the picture itself. It never changes. */
export const photoSchema = z.strictObject({
  id: idSchema,
  item: z.string().check(z.minLength(1), z.maxLength(64)),
  /** Of the stored bytes: the photo's true name. */
  sha256: sha256Schema,
  size: z.int().check(z.gte(1), z.lte(PHOTO_BYTES_MAX)),
  mime: z.literal('image/jpeg'),
  width: sideSchema,
  height: sideSchema,
  /** Milliseconds since 1970, as the camera wrote it, else when the file was made; null where neither says. For reading only. */
  takenAt: z.nullable(z.number()),
  /** Where it was taken, by the file's own account; absent where the file does not say. Metres of error where it says those. */
  position: z.optional(z.strictObject({ ...positionSchema.shape, accuracy: z.optional(z.number().check(z.gte(0))) })),
  /** Somebody drew on it: the id of the photo as it was taken, which stays. */
  drawnOn: z.optional(idSchema),
  /** The site it shows, where an item is answered for each. */
  place: z.optional(z.string().check(z.maxLength(64))),
  /** The step (step.ts) that it shows: proof of a corrective action, beside the seal and no part of it. */
  step: z.optional(idSchema),
})
export type Photo = z.infer<typeof photoSchema>

/** A photo as the server hands it out with its inspection. */
export const recordPhotoSchema = z.strictObject({
  ...photoSchema.shape,
  /** The server holds the picture and has checked its SHA-256. */
  stored: z.boolean(),
  /** Taken back by its author: kept, never shown, never sealed. */
  removed: z.optional(z.literal(true)),
  /** It came after the seal and is not part of it. */
  late: z.optional(z.literal(true)),
})
export type RecordPhoto = z.infer<typeof recordPhotoSchema>

/**
 * Where a photo stands on this device:
 *
 *     stored ──▶ sending ──▶ received          (the server confirmed its SHA-256)
 *       ▲           │
 *       └───────────┘ the line broke            damaged   the bytes here are no longer those that were hashed
 *                                               refused   the server does not take it
 *                                               elsewhere the picture is on another device and has not been sent
 */
export const photoStates = ['stored', 'sending', 'received', 'damaged', 'refused', 'elsewhere'] as const
export type PhotoState = (typeof photoStates)[number]

type Marked = { removed?: boolean | undefined }

export function livingPhotos<T extends Marked>(photos: readonly T[] | undefined): T[] {
  return (photos ?? []).filter(({ removed }) => !removed)
}

type Placed = Marked & { late?: boolean | undefined; step?: string | undefined }

/** The photos that a seal covers. */
export function sealable<T extends Placed>(photos: readonly T[] | undefined): T[] {
  return livingPhotos(photos).filter(({ late, step }) => !late && step === undefined)
}

/** What a seal covers of the photos: their hashes, sorted; undefined where there is none. */
export function sealedPhotos(photos: readonly (Placed & { sha256: string })[] | undefined): string[] | undefined {
  const hashes = sealable(photos).map(({ sha256 }) => sha256)
  return hashes.length > 0 ? hashes.sort() : undefined
}

/** How many pictures the server still waits for. */
export function missingPhotos(photos: readonly RecordPhoto[] | undefined): number {
  return livingPhotos(photos).filter(({ stored }) => !stored).length
}

type Counted = { item: string; drawnOn?: string | undefined; step?: string | undefined }

/** What is counted together: photos of the visit, marked copies of them, proof of what was done since. */
function lotOf({ drawnOn, step }: Counted): 'proof' | 'copy' | 'photo' {
  if (step !== undefined) return 'proof'
  return drawnOn === undefined ? 'photo' : 'copy'
}

/**
 * Whether one more photo fits; a photo that was removed makes room. Marked copies are
 * counted among themselves: to point at something takes no photo away from anybody.
 */
export function hasRoomFor(wanted: Counted, photos: readonly (Marked & Counted)[] | undefined): boolean {
  const { item } = wanted
  const alike = livingPhotos(photos).filter((photo) => lotOf(photo) === lotOf(wanted))
  return alike.length < PHOTOS_PER_VISIT && alike.filter((photo) => photo.item === item).length < PHOTOS_PER_ITEM
}

/** A photo as one looks at it: with what was drawn on it, if anything, and as it was taken. */
export type PhotoPair<T> = { shown: T; original: T | null }

/**
 * The living photos of an item, each original together with its newest marked copy.
 * A copy whose original is gone, or that is one too many, stands by itself: nothing is hidden.
 * @param photos oldest first
 */
export function pairPhotos<T extends { id: string; drawnOn?: string | undefined }>(
  photos: readonly T[],
): PhotoPair<T>[] {
  const copies = new Map(photos.flatMap((photo) => (photo.drawnOn === undefined ? [] : [[photo.drawnOn, photo]])))
  const originals = new Set(photos.filter(({ drawnOn }) => drawnOn === undefined).map(({ id }) => id))
  return photos.flatMap((photo): PhotoPair<T>[] => {
    if (photo.drawnOn === undefined) {
      const copy = copies.get(photo.id)
      return [copy ? { shown: copy, original: photo } : { shown: photo, original: null }]
    }
    const isShown = originals.has(photo.drawnOn) && copies.get(photo.drawnOn) === photo
    return isShown ? [] : [{ shown: photo, original: null }]
  })
}
