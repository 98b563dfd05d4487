import { hasRoomFor, type Photo, type PhotoState } from '../../domain/photo.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { Database, PhotoRow } from './database.ts'
import { photosOfVisit } from './photo-rows.ts'
import { putPicture } from './pictures.ts'
import { enqueue, entryOf, photoCell, removalCell } from './queue.ts'
import { announce, commit, type Store } from './store.ts'

/** A picture as the camera part hands it over: shrunk, hashed, and for one item. */
export type Shot = Omit<Photo, 'id'>

export type LocalPhoto = Photo & {
  state: PhotoState
  refusal: ProblemCode | null
  /** Whether the picture itself is on this device. */
  isHere: boolean
}

/**
 * Keeps one photo: what is said of it, its bytes and what must be sent, in one
 * strict transaction. Resolves with its id only when all three are on disk.
 * @throws Problem PHOTO_TOO_MANY, PHOTO_NO_ROOM (also after pictures that the server has were put out),
 *   INSPECTION_CLOSED, DEVICE_STORAGE_FAILED, APP_OUTDATED: nothing was kept
 */
export async function addPhoto(store: Store, insp: string, shot: Shot, bytes: Blob): Promise<string> {
  const photo: Photo = { id: crypto.randomUUID(), ...shot }
  await keep(store, insp, photo, bytes).catch((error: unknown) => {
    throw error instanceof Problem && error.code === 'DEVICE_STORAGE_FULL' ? new Problem('PHOTO_NO_ROOM') : error
  })
  announce(store)
  return photo.id
}

async function keep(store: Store, insp: string, photo: Photo, bytes: Blob): Promise<void> {
  const { db } = store
  const addedAt = Date.now()
  const row = await rowOf(db, insp, photo, addedAt)
  const entry = await entryOf(db, insp, { k: 'photo.add', photo }, addedAt, photoCell(photo.id))
  await putPicture(store, photo.sha256, bytes, async (writePicture) => {
    await commit(store, ['inspection', 'photo', 'photoBlob', 'outbox'], async () => {
      const [inspection, others] = await Promise.all([db.inspection.get(insp), photosOfVisit(db, insp)])
      if (!inspection) throw new Problem('INSPECTION_UNKNOWN')
      if (inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
      if (!hasRoomFor(photo.item, others)) throw new Problem('PHOTO_TOO_MANY', { item: photo.item })
      await Promise.all([
        db.photo.add(row),
        writePicture(),
        enqueue(db, entry),
        db.inspection.update(insp, { savedAt: addedAt, edits: inspection.edits + 1 }),
      ])
    })
  })
}

async function rowOf(db: Database, insp: string, photo: Photo, addedAt: number): Promise<PhotoRow> {
  const { id, item, sha256 } = photo
  const fresh = { state: 'stored', unheard: true, removedAt: null, tried: false, refusal: null } as const
  return { id, insp, item, sha256, addedAt, ...fresh, body: await db.pack(photo) }
}

/** Takes a photo back. Its bytes stay for a day, so that it can be undone. */
export async function removePhoto(store: Store, id: string): Promise<void> {
  const { db } = store
  const row = await db.photo.get(id)
  if (!row) return
  const removedAt = Date.now()
  const entry = await entryOf(db, row.insp, { k: 'photo.remove', photo: id }, removedAt, removalCell(id))
  await change(store, row.insp, async () => {
    const [unsent, now] = await Promise.all([
      db.outbox.where({ insp: row.insp, cell: photoCell(id) }).first(),
      db.photo.get(id),
    ])
    // Nobody has heard of it yet: nobody need hear of its end.
    if (unsent?.state === 'open' && now?.unheard) await db.outbox.delete(unsent.localId)
    else await enqueue(db, entry)
    await db.photo.update(id, { removedAt })
  })
}

/** Undoes a removal. Once the server may know of it the photo comes back under a new id. @returns its id */
export async function restorePhoto(store: Store, id: string): Promise<string> {
  const { db } = store
  const row = await db.photo.get(id)
  if (!row) throw new Problem('PHOTO_UNREADABLE')
  const photo: Photo = { ...(await db.unpack(row.body)), id: crypto.randomUUID() }
  const again = await rowOf(db, row.insp, photo, row.addedAt)
  const entry = await entryOf(db, row.insp, { k: 'photo.add', photo }, Date.now(), photoCell(photo.id))
  let back = photo.id
  await change(store, row.insp, async () => {
    const removal = await db.outbox.where({ insp: row.insp, cell: removalCell(id) }).first()
    if (removal?.state === 'open') {
      await db.outbox.delete(removal.localId)
      await db.photo.update(id, { removedAt: null })
      back = id
      return
    }
    if ((await db.photoBlob.where({ sha256: row.sha256 }).count()) === 0) throw new Problem('PHOTO_UNREADABLE')
    await db.photo.add(again)
    await enqueue(db, entry)
  })
  return back
}

/** A change of a visit's photos that needs no room. */
async function change(store: Store, insp: string, work: () => Promise<void>): Promise<void> {
  const { db } = store
  await commit(store, ['inspection', 'photo', 'photoBlob', 'outbox'], async () => {
    const inspection = await db.inspection.get(insp)
    if (!inspection || inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
    await work()
    await db.inspection.update(insp, { savedAt: Date.now(), edits: inspection.edits + 1 })
  })
  announce(store)
}

/** The living photos of a visit, oldest first, without reading a single picture. */
export async function listPhotos({ db }: Store, insp: string): Promise<LocalPhoto[]> {
  const rows = await photosOfVisit(db, insp)
  const hashes = rows.map(({ sha256 }) => sha256)
  const here = new Set(await db.photoBlob.where('sha256').anyOf(hashes).primaryKeys())
  return Promise.all(
    rows.map(async ({ state, refusal, sha256, body }) => ({
      ...(await db.unpack(body)),
      state,
      refusal,
      isHere: here.has(sha256),
    })),
  )
}
