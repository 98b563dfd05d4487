import type { Database, PhotoRow } from './database.ts'

/**
 * Puts out every picture that the server has: those of earlier visits that were
 * fetched, and those that it has confirmed for all photos that show it.
 * A store that is full calls this by itself (`commit`).
 * @returns how many
 */
export async function evictReceived(db: Database): Promise<number> {
  if ((await db.photoBlob.count()) === 0) return 0
  return db.transaction('rw', db.photo, db.photoBlob, () =>
    forgetPictures(db, (photos) => photos.every(({ state }) => state === 'received')),
  )
}

/**
 * Call it inside a transaction.
 * @param mayGo is asked with all photos of this device that show a picture; of one that was fetched there are none
 * @returns how many went
 */
export async function forgetPictures(
  db: Database,
  mayGo: (photos: readonly PhotoRow[], sha256: string) => boolean,
): Promise<number> {
  let gone = 0
  for (const sha256 of await db.photoBlob.toCollection().primaryKeys()) {
    const photos = await db.photo.where({ sha256 }).toArray()
    if (!mayGo(photos, sha256)) continue
    await db.photoBlob.delete(sha256)
    gone += 1
  }
  return gone
}
