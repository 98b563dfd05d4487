/** Apart from the schemas, so that the worker that shrinks pictures need not carry those. */

/** Long side of a stored photo in pixels: a label on a bin is readable, and a visit of photos fits a poor line. */
export const PHOTO_SIDE = 1600
/** What the device aims at, and what the server takes at most, in bytes. */
export const PHOTO_BYTES_AIM = 400 * 1024
export const PHOTO_BYTES_MAX = 2 * 1024 * 1024
export const PHOTOS_PER_ITEM = 10
export const PHOTOS_PER_VISIT = 100
