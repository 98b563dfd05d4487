import { Problem } from '../../domain/problem.ts'
import type { PhotoRow } from './database.ts'
import { forgetPictures } from './room.ts'
import { commit, type Store } from './store.ts'

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

/**
 * Prepares the bytes and has `write` put them inside its own transaction. As a Blob
 * where the browser keeps those, since a list of handles costs nothing; else as an
 * ArrayBuffer.
 */
export async function putPicture(
  store: Store,
  sha256: string,
  bytes: Blob,
  write: (put: () => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const probe = probes.get(store) ?? keepsBlobs(store)
  probes.set(store, probe)
  const as = async (value: Blob | ArrayBuffer) => {
    const body = await store.db.pack(value)
    await write(() => store.db.photoBlob.put({ sha256, body }))
  }
  if (!(await probe)) return as(await bytes.arrayBuffer())
  try {
    await as(bytes)
  } catch (error) {
    // "Error preparing Blob/File data to be stored in object store": the same bytes as a plain buffer go in.
    if (!(error instanceof Problem) || error.code !== 'DEVICE_STORAGE_FAILED') throw error
    await as(await bytes.arrayBuffer())
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
 * taken back a day ago, and pictures the server has had for a week.
 */
export async function tidyPictures(store: Store, now: number): Promise<void> {
  const { db } = store
  await commit(store, ['photo', 'outbox', 'inspection'], async () => {
    const old = await db.photo.filter(({ removedAt }) => removedAt !== null && removedAt < now - DAY).toArray()
    for (const { id, insp } of old) {
      // While its visit is open the server may still have to be told, and may refuse.
      const isOpen = (await db.inspection.where({ id: insp }).count()) > 0
      const waits = await db.outbox.where({ insp }).count()
      if (!isOpen && waits === 0) await db.photo.delete(id)
    }
  })
  const open = new Set(await db.inspection.toCollection().primaryKeys())
  const isOld = ({ addedAt, insp }: PhotoRow) => addedAt < now - 7 * DAY && !open.has(insp)
  await commit(store, ['photo', 'photoBlob'], () =>
    forgetPictures(db, (photos) => photos.every((photo) => photo.state === 'received' && isOld(photo))),
  )
}
