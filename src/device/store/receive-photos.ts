import type { InspectionRecord } from '../../domain/inspection.ts'
import type { PhotoState, RecordPhoto } from '../../domain/photo.ts'
import { closeHandled } from './attention.ts'
import type { Database, PhotoRow } from './database.ts'
import { photosOfVisit } from './photo-rows.ts'
import { enqueue, entryOf, photoCell, removalCell } from './queue.ts'

/**
 * What the server says of the photos of one's own draft, ready to be written inside the page's transaction: also what
 * the same person added on another device. A removal that a restored server has lost is said again.
 * @returns a writer that says whether the visit has other photos than before
 */
export async function preparePhotos(db: Database, { id: insp, photos = [] }: InspectionRecord) {
  const now = Date.now()
  const told = await Promise.all(
    photos.map(async (photo) => {
      const { stored, removed, late: _late, ...announced } = photo
      const { id, item, sha256, drawnOn, step } = announced
      const row: PhotoRow = {
        id,
        insp,
        item,
        ...(drawnOn !== undefined && { drawnOn }),
        ...(step !== undefined && { step }),
        sha256,
        state: stored ? 'received' : 'elsewhere',
        addedAt: now,
        removedAt: removed ? now : null,
        tried: false,
        refusal: null,
        body: await db.pack(announced),
      }
      const removal = await entryOf(db, insp, { k: 'photo.remove', photo: id }, now, removalCell(id))
      return { photo, row, removal }
    }),
  )
  return async (): Promise<boolean> => {
    let isChanged = false
    const refused = await refusedIn(db, [insp])
    for (const { photo, row, removal } of told) {
      const local = await db.photo.get(photo.id)
      if (!local) {
        if (photo.removed) continue
        await db.photo.add(row)
        isChanged = true
        continue
      }
      if (local.removedAt !== null && !photo.removed) {
        const waiting = await db.outbox.where({ insp, cell: removal.cell }).count()
        if (waiting === 0) await enqueue(db, removal)
      }
      if (await follow(db, local, photo, refused)) isChanged = true
    }
    return isChanged
  }
}

/** Of sealed inspections photos that this device has are followed, and no others taken in. Inside the page's transaction. */
export async function followPhotos(db: Database, records: readonly InspectionRecord[]): Promise<void> {
  const told = new Map(records.flatMap(({ photos = [] }) => photos.map((photo) => [photo.id, photo] as const)))
  const known = await db.photo
    .where('id')
    .anyOf([...told.keys()])
    .toArray()
  const refused = await refusedIn(
    db,
    known.map(({ insp }) => insp),
  )
  for (const local of known) await follow(db, local, told.get(local.id) as RecordPhoto, refused)
}

/** Cells of what was refused in these visits. */
async function refusedIn(db: Database, inspections: readonly string[]): Promise<ReadonlySet<string | undefined>> {
  return new Set((await db.attention.where('insp').anyOf(inspections).toArray()).map(({ cell }) => cell))
}

/** @returns whether it was taken back meanwhile */
async function follow(
  db: Database,
  local: PhotoRow,
  photo: RecordPhoto,
  refused: ReadonlySet<string | undefined>,
): Promise<boolean> {
  const { insp, sha256 } = local
  // Another device has said it again: what was refused of it here, with its visit, is dealt with.
  if (refused.has(photoCell(photo.id))) await closeHandled({ db }, { insp, cell: photoCell(photo.id) })
  const isHere = (await db.photoBlob.where({ sha256 }).count()) > 0
  const removedAt = photo.removed ? (local.removedAt ?? Date.now()) : local.removedAt
  await db.photo.update(photo.id, { state: stateAfter(local, photo, isHere), removedAt })
  return removedAt !== local.removedAt
}

/** The server's word counts, in both directions: one restored from a backup may lack what it had confirmed. */
function stateAfter({ state, refusal }: PhotoRow, { stored }: RecordPhoto, isHere: boolean): PhotoState {
  if (stored) return 'received'
  if (state === 'received') return isHere ? 'stored' : 'elsewhere'
  // That the server knows the photo ends a refusal of its mutation, not one of its bytes: they are still the same.
  return state === 'refused' && refusal !== 'PHOTO_NOT_IMAGE' ? 'stored' : state
}

/**
 * Photos that this device knows of a draft from another one, and a restored server has lost: they are said again,
 * as answers are. The other device may be gone, and its picture may still lie at the server.
 * @returns a writer for inside the page's transaction
 */
export async function prepareLostPhotos(db: Database, { id: insp, photos = [] }: InspectionRecord) {
  const told = new Set(photos.map(({ id }) => id))
  const lost = (await photosOfVisit(db, insp)).filter(({ id, state }) => !told.has(id) && state !== 'refused')
  const entries = await Promise.all(
    lost.map(async ({ id, body }) =>
      entryOf(db, insp, { k: 'photo.add', photo: await db.unpack(body) }, Date.now(), photoCell(id)),
    ),
  )
  return async (pending: ReadonlySet<string>) => {
    if (entries.length === 0) return
    const living = new Set((await photosOfVisit(db, insp)).map(({ id }) => photoCell(id)))
    // What was refused waits for its author.
    const refused = (await db.attention.where({ insp }).toArray()).filter(({ doneAt }) => doneAt === undefined)
    const known = new Set([...pending, ...refused.map(({ cell }) => cell)])
    for (const entry of entries) if (living.has(entry.cell) && !known.has(entry.cell)) await enqueue(db, entry)
  }
}
