import { visitActionsOf } from '../../domain/action.ts'
import { wantedPictures } from '../../domain/earlier-pictures.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import { livingPhotos } from '../../domain/photo.ts'
import { gravityOf, reviewColumns } from '../../domain/review-queue.ts'
import type { Database, ResultRow, VisitRow } from './database.ts'

/**
 * What is kept beside a sealed record, so that no record has to be opened to know its pictures, its actions and its review.
 * @param sealedAt when the standing seal was received, where the server told of it
 */
export async function visitOf(
  db: Database,
  record: InspectionRecord,
  sealedAt: number | null = null,
): Promise<Omit<VisitRow, 'gen'>> {
  const { id, head, submittedAt, photos } = record
  const review = reviewColumns(record, sealedAt)
  const { kind, actions, marks } = visitActionsOf(record)
  const pictures = livingPhotos(photos).map(({ sha256, size, stored }) => ({ sha256, size, stored }))
  return {
    id,
    facilityId: head.facilityId,
    checklistId: head.checklist.id,
    date: head.date,
    submittedAt: submittedAt ?? 0,
    pictures,
    acted: await db.pack({ kind, actions, marks }),
    hashes: [...new Set(pictures.map(({ sha256 }) => sha256))],
    ...(review && { review, gravity: await db.pack(gravityOf(record)) }),
  }
}

/** When the seal that stands was received; null where the server told nothing of it. */
export async function sealedAtOf(db: Database, { evidence }: ResultRow): Promise<number | null> {
  return evidence ? ((await db.unpack(evidence)).seals.at(-1)?.at ?? null) : null
}

/** Writes what a page says of visits; a picture that nothing here names any more goes with it. Inside the page's transaction. */
export async function putVisits(db: Database, visits: readonly VisitRow[]): Promise<void> {
  const before = await db.visit
    .where('id')
    .anyOf(visits.map(({ id }) => id))
    .toArray()
  await db.visit.bulkPut(visits)
  await forgetUnnamed(
    db,
    before.flatMap(({ hashes }) => hashes),
  )
}

/** Visits that may no longer be seen, with their pictures. Inside the page's transaction. */
export async function forgetVisits(db: Database, visits: readonly (VisitRow | undefined)[]): Promise<void> {
  const known = visits.filter((each) => each !== undefined)
  await db.visit.bulkDelete(known.map(({ id }) => id))
  await forgetUnnamed(
    db,
    known.flatMap(({ hashes }) => hashes),
  )
}

/**
 * Puts out these pictures where nothing here names them: no visit that may be seen, no
 * photo of this person's own. Inside a transaction.
 */
export async function forgetUnnamed(db: Database, hashes: readonly string[]): Promise<void> {
  for (const sha256 of new Set(hashes)) {
    const [photos, visits] = await Promise.all([
      db.photo.where({ sha256 }).count(),
      db.visit.where('hashes').equals(sha256).count(),
    ])
    if (photos + visits === 0) await db.photoBlob.delete(sha256)
  }
}

/** Hashes of the pictures of the last visits, whatever room there is. */
export async function earlierHashes(db: Database): Promise<ReadonlySet<string>> {
  return new Set(wantedPictures(await db.visit.toArray()).map(({ sha256 }) => sha256))
}
