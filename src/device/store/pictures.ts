import { Problem } from '../../domain/problem.ts'
import { pack, unpack } from './packing.ts'
import { commit, type Store } from './store.ts'

/** The bytes of photos, by their SHA-256. */

/** Browsers that take a Blob and give back nothing usable (old Safari); asked once for each open store. */
const probes = new WeakMap<Store, Promise<boolean>>()

async function keepsBlobs({ db }: Store): Promise<boolean> {
  const row = { sha256: 'probe', body: await pack(new Blob(['?'])) }
  try {
    await db.photoBlob.put(row)
    const body = (await db.photoBlob.get('probe'))?.body
    return body !== undefined && ((await unpack(body)) as Partial<Blob>).size === 1
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
    const body = await pack(value)
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
  const bytes = await unpack(row.body)
  return bytes instanceof Blob ? bytes : new Blob([bytes], { type: 'image/jpeg' })
}

/** Puts out every picture that the server has confirmed for all photos that show it. @returns how many */
export async function evictReceived(store: Store): Promise<number> {
  return forget(store, (photos) => photos.every(({ state }) => state === 'received'))
}

const DAY = 86_400_000

/**
 * Forgets what has served: photos that were taken back a day ago, and pictures the
 * server has had for a week of visits that are no longer open here.
 */
export async function tidyPictures(store: Store, now: number): Promise<void> {
  const { db } = store
  await commit(store, ['photo', 'outbox'], async () => {
    const old = await db.photo.filter(({ removedAt }) => removedAt !== null && removedAt < now - DAY).toArray()
    for (const { id, insp } of old) {
      const waits = await db.outbox.where({ insp }).count()
      if (waits === 0) await db.photo.delete(id)
    }
  })
  const open = new Set(await db.inspection.toCollection().primaryKeys())
  const isOld = ({ addedAt, insp }: Seen) => addedAt < now - 7 * DAY && !open.has(insp)
  await forget(store, (photos) => photos.every((photo) => photo.state === 'received' && isOld(photo)))
}

type Seen = { state: string; addedAt: number; insp: string; removedAt: number | null }

/** @param mayGo is asked with all photos that show a picture; a picture that no photo shows goes without asking */
async function forget(store: Store, mayGo: (photos: readonly Seen[]) => boolean): Promise<number> {
  const { db } = store
  return commit(store, ['photo', 'photoBlob'], async () => {
    let gone = 0
    for (const sha256 of await db.photoBlob.toCollection().primaryKeys()) {
      const photos = await db.photo.where({ sha256 }).toArray()
      if (photos.length > 0 && !mayGo(photos)) continue
      await db.photoBlob.delete(sha256)
      gone += 1
    }
    return gone
  })
}
