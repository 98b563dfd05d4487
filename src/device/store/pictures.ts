import { Problem } from '../../domain/problem.ts'
import type { PhotoRow } from './database.ts'
import { forgetPictures } from './room.ts'
import { commit, type Store } from './store.ts'
import { earlierHashes, forgetUnnamed } from './visits.ts'

/** The bytes of photos, by their SHA-256. */

/** Browsers that take a Blob and give back nothing usable (old Safari); asked once for each open store. */
const probes = new WeakMap<Store, Promise<boolean>>()

async function keepsBlobs({ db }: Store): Promise<boolean> {
  const row = { sha256: 'probe', body: await db.pack(new Blob(['?'])) }
  try {
    await db.photoBlob.put(row)
    const body = (await db.photoBlob.get('probe'))?.body
    return body !== undefined && ((await db.unpack(body)) as Partial<Blob>).size === 1
  } catch {
    return false
  } finally {
    await db.photoBlob.delete('probe').catch(() => undefined)
  }
}

type Taken = { sha256: string; bytes: Blob }

/**
 * Prepares the bytes and has `write` put them inside its own transaction. As Blobs
 * where the browser keeps those, since a list of handles costs nothing; else as
 * ArrayBuffers.
 */
export async function putPictures(
  store: Store,
  pictures: readonly Taken[],
  write: (put: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const probe = probes.get(store) ?? keepsBlobs(store)
  probes.set(store, probe)
  const as = async (form: (bytes: Blob) => Blob | Promise<ArrayBuffer>) => {
    const rows = await Promise.all(
      pictures.map(async ({ sha256, bytes }) => ({ sha256, body: await store.db.pack(await form(bytes)) })),
    )
    await write(() => Promise.all(rows.map((row) => store.db.photoBlob.put(row))))
  }
  if (pictures.length > 0 && !(await probe)) return as((bytes) => bytes.arrayBuffer())
  try {
    await as((bytes) => bytes)
  } catch (error) {
    // "Error preparing Blob/File data to be stored in object store": the same bytes as plain buffers go in.
    if (!(error instanceof Problem) || error.code !== 'DEVICE_STORAGE_FAILED') throw error
    await as((bytes) => bytes.arrayBuffer())
  }
}

/** The picture, or null where it is not on this device. */
export async function readPicture({ db }: Store, sha256: string): Promise<Blob | null> {
  const row = await db.photoBlob.get(sha256)
  if (!row) return null
  const bytes = await db.unpack(row.body)
  return bytes instanceof Blob ? bytes : new Blob([bytes], { type: 'image/jpeg' })
}

const DAY = 86_400_000

/**
 * Forgets what has served, of visits that are no longer open here: photos that were
 * taken back a day ago, and pictures the server has had for a week. One that an
 * earlier visit still shows beside a new one stays (visits.ts), and so do those that were fetched for it.
 */
export async function tidyPictures(store: Store, now: number): Promise<void> {
  const { db } = store
  await commit(store, ['photo', 'photoBlob', 'outbox', 'inspection', 'visit'], async () => {
    const old = await db.photo.filter(({ removedAt }) => removedAt !== null && removedAt < now - DAY).toArray()
    for (const { id, insp, sha256 } of old) {
      // While its visit is open the server may still have to be told, and may refuse.
      const isOpen = (await db.inspection.where({ id: insp }).count()) > 0
      const waits = await db.outbox.where({ insp }).count()
      if (isOpen || waits > 0) continue
      await db.photo.delete(id)
      await forgetUnnamed(db, [sha256])
    }
  })
  const open = new Set(await db.inspection.toCollection().primaryKeys())
  const isOld = ({ addedAt, insp }: PhotoRow) => addedAt < now - 7 * DAY && !open.has(insp)
  const hasServed = (photos: readonly PhotoRow[]) =>
    photos.length > 0 && photos.every((photo) => photo.state === 'received' && isOld(photo))
  // Nothing to put out on most days: then no visit is looked at either.
  const old = await db.photo.where({ state: 'received' }).filter(isOld).toArray()
  const here = new Set(await db.photoBlob.toCollection().primaryKeys())
  if (!old.some(({ sha256 }) => here.has(sha256))) return
  const shown = await earlierHashes(db)
  await commit(store, ['photo', 'photoBlob'], () =>
    forgetPictures(db, (photos, sha256) => hasServed(photos) && !shown.has(sha256)),
  )
}
