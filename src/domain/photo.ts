import * as z from 'zod/mini'
import { PHOTO_BYTES_MAX, PHOTOS_PER_ITEM, PHOTOS_PER_VISIT } from './photo-limits.ts'

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
  /** Milliseconds since 1970 by the device's clock; null where the file does not say. For reading only. */
  takenAt: z.nullable(z.number()),
  /** The site it shows, where an item is answered for each. */
  place: z.optional(z.string().check(z.maxLength(64))),
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

/** What a seal covers of the photos: their hashes, sorted; undefined where there is none. */
export function sealedPhotos(
  photos: readonly (Marked & { sha256: string; late?: boolean | undefined })[] | undefined,
): string[] | undefined {
  const hashes = livingPhotos(photos)
    .filter(({ late }) => !late)
    .map(({ sha256 }) => sha256)
  return hashes.length > 0 ? hashes.sort() : undefined
}

/** How many pictures the server still waits for. */
export function missingPhotos(photos: readonly RecordPhoto[] | undefined): number {
  return livingPhotos(photos).filter(({ stored }) => !stored).length
}

/** Whether one more photo fits; a photo that was removed makes room. */
export function hasRoomFor(item: string, photos: readonly (Marked & { item: string })[] | undefined): boolean {
  const living = livingPhotos(photos)
  return living.length < PHOTOS_PER_VISIT && living.filter((photo) => photo.item === item).length < PHOTOS_PER_ITEM
}
