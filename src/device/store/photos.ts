import { hasRoomFor, type Photo, type PhotoState } from '../../domain/photo.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { Database, PhotoRow } from './database.ts'
import { photosOfVisit } from './photo-rows.ts'
import { putPictures } from './pictures.ts'
import { type Entry, enqueue, entryOf, photoCell, removalCell } from './queue.ts'
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
 * strict transaction. Resolves with its id only when all three are on disk. A marked
 * copy takes the place of what was drawn on the same photo before.
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
  const { row, entry } = await photoEntry(db, insp, photo, addedAt)
  const former = photo.drawnOn === undefined ? [] : await copiesOf(db, { insp, id: photo.drawnOn })
  const removals = await Promise.all(former.map((copy) => removalOf(db, copy, addedAt)))
  await putPictures(store, [{ sha256: photo.sha256, bytes }], async (writePicture) => {
    await commit(store, ['inspection', 'photo', 'photoBlob', 'outbox'], async () => {
      const inspection = await db.inspection.get(insp)
      if (!inspection) throw new Problem('INSPECTION_UNKNOWN')
      if (inspection.state === 'waiting') throw new Problem('INSPECTION_CLOSED')
      for (const removal of removals) await takeBack(db, removal)
      if (!hasRoomFor(photo, await photosOfVisit(db, insp))) throw new Problem('PHOTO_TOO_MANY', { item: photo.item })
      await Promise.all([
        db.photo.add(row),
        writePicture(),
        enqueue(db, entry),
        db.inspection.update(insp, { savedAt: addedAt, edits: inspection.edits + 1 }),
      ])
    })
  })
}

/** A new photo as it lies here, and what must be sent of it. */
export async function photoEntry(
  db: Database,
  insp: string,
  photo: Photo,
  addedAt: number,
): Promise<{ row: PhotoRow; entry: Entry }> {
  const row = await rowOf(db, insp, photo, addedAt)
  return { row, entry: await entryOf(db, insp, { k: 'photo.add', photo }, addedAt, photoCell(photo.id)) }
}

async function rowOf(db: Database, insp: string, photo: Photo, addedAt: number): Promise<PhotoRow> {
  const { id, item, sha256, drawnOn, step } = photo
  const fresh = { state: 'stored', unheard: true, removedAt: null, tried: false, refusal: null } as const
  const parts = { ...(drawnOn && { drawnOn }), ...(step && { step }) }
  return { id, insp, item, sha256, addedAt, ...parts, ...fresh, body: await db.pack(photo) }
}

/** What was drawn on a photo and has not been taken back. */
async function copiesOf(db: Database, { insp, id }: Pick<PhotoRow, 'insp' | 'id'>): Promise<PhotoRow[]> {
  return (await photosOfVisit(db, insp)).filter(({ drawnOn }) => drawnOn === id)
}

type Removal = { id: string; insp: string; removedAt: number; entry: Entry }

async function removalOf(db: Database, { id, insp }: PhotoRow, removedAt: number): Promise<Removal> {
  const entry = await entryOf(db, insp, { k: 'photo.remove', photo: id }, removedAt, removalCell(id))
  return { id, insp, removedAt, entry }
}

/** Inside the transaction of the edit. */
async function takeBack(db: Database, { id, insp, removedAt, entry }: Removal): Promise<void> {
  const [unsent, now] = await Promise.all([db.outbox.where({ insp, cell: photoCell(id) }).first(), db.photo.get(id)])
  if (!now || now.removedAt !== null) return
  // Nobody has heard of it yet: nobody need hear of its end.
  if (unsent?.state === 'open' && now.unheard) await db.outbox.delete(unsent.localId)
  else await enqueue(db, entry)
  await db.photo.update(id, { removedAt })
}

/**
 * Takes a photo back, and with an original what was drawn on it: a copy alone shows
 * nobody what was there before. The bytes stay for a day, so that it can be undone.
 */
export async function removePhoto(store: Store, id: string): Promise<void> {
  const { db } = store
  const row = await db.photo.get(id)
  if (!row) return
  const removedAt = Date.now()
  const removals = await Promise.all([row, ...(await copiesOf(db, row))].map((each) => removalOf(db, each, removedAt)))
  await change(store, row.insp, async () => {
    for (const removal of removals) await takeBack(db, removal)
  })
}

/**
 * Undoes a removal, and that of the copies that went with it. Once the server may know
 * of it a photo comes back under a new id. @returns its id
 */
export async function restorePhoto(store: Store, id: string): Promise<string> {
  const { db } = store
  const row = await db.photo.get(id)
  if (!row) throw new Problem('PHOTO_UNREADABLE')
  const original = await anewOf(db, row)
  const copies = (await db.photo.where({ insp: row.insp }).toArray()).filter(
    ({ drawnOn, removedAt }) => drawnOn === id && removedAt !== null && removedAt === row.removedAt,
  )
  // Which of the two is needed is known only inside: the original may come back under another id.
  const anew = await Promise.all(
    copies.map(async (copy) => ({
      copy,
      onOld: await anewOf(db, copy),
      onNew: await anewOf(db, copy, original.row.id),
    })),
  )
  let back = id
  await change(store, row.insp, async () => {
    if (!(await unsayRemoval(db, row))) {
      await sayAnew(db, original)
      back = original.row.id
    }
    for (const { copy, onOld, onNew } of anew)
      if (back !== id) await sayAnew(db, onNew)
      else if (!(await unsayRemoval(db, copy))) await sayAnew(db, onOld)
  })
  return back
}

type Anew = { row: PhotoRow; entry: Entry }

/** The same photo under an id of its own. */
async function anewOf(db: Database, { insp, body, addedAt }: PhotoRow, drawnOn?: string): Promise<Anew> {
  const photo: Photo = { ...(await db.unpack(body)), id: crypto.randomUUID(), ...(drawnOn && { drawnOn }) }
  const entry = await entryOf(db, insp, { k: 'photo.add', photo }, Date.now(), photoCell(photo.id))
  return { row: await rowOf(db, insp, photo, addedAt), entry }
}

/** @returns whether the removal had no number yet, and so never was */
async function unsayRemoval(db: Database, { insp, id }: PhotoRow): Promise<boolean> {
  const removal = await db.outbox.where({ insp, cell: removalCell(id) }).first()
  if (removal?.state !== 'open') return false
  await db.outbox.delete(removal.localId)
  await db.photo.update(id, { removedAt: null })
  return true
}

async function sayAnew(db: Database, { row, entry }: Anew): Promise<void> {
  if ((await db.photoBlob.where({ sha256: row.sha256 }).count()) === 0) throw new Problem('PHOTO_UNREADABLE')
  await db.photo.add(row)
  await enqueue(db, entry)
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
