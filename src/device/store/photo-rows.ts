import { visitPhotos } from '../../domain/photo.ts'
import type { Database, PhotoRow } from './database.ts'
import type { Store } from './store.ts'

/** Living photos of the visit itself, oldest first: what proves a step is no part of it. */
export async function photosOfVisit(db: Database, insp: string): Promise<PhotoRow[]> {
  return visitPhotos(await livingRows(db, insp))
}

/** What this person has photographed to prove steps, oldest first. */
export async function proofRows(db: Database, insp: string): Promise<PhotoRow[]> {
  return (await livingRows(db, insp)).filter(({ step }) => step !== undefined)
}

/** Both. */
export async function livingRows(db: Database, insp: string): Promise<PhotoRow[]> {
  const rows = await db.photo.where({ insp }).toArray()
  return rows.filter(({ removedAt }) => removedAt === null).sort((a, b) => a.addedAt - b.addedAt)
}

/** States in which the picture is on this device and not yet confirmed by the server. */
export const unsentStates = ['stored', 'sending'] as const

export function countUnsentPhotos(store: Store): Promise<number> {
  return unsent(store).count()
}

export function unsentPhotos(store: Store): Promise<PhotoRow[]> {
  return unsent(store).toArray()
}

function unsent({ db }: Store) {
  return db.photo
    .where('state')
    .anyOf(unsentStates)
    .filter(({ removedAt }) => removedAt === null)
}
