import {
  earlierBudget,
  fitting,
  type RoomSaid,
  type WantedPicture,
  wantedPictures,
} from '../../domain/earlier-pictures.ts'
import { putPictures } from './pictures.ts'
import { commit, type Store } from './store.ts'
import { forgetVisits, visitOf } from './visits.ts'

/** Pictures of earlier visits: which are wanted here, which are, and which go. */

/** Records opened in one go. */
const SLICE = 20

/** Writes what is missing beside records that an older version of the app took in, and takes away what is left of others. */
export async function completeVisits(store: Store): Promise<void> {
  const { db } = store
  const [results, visits] = await Promise.all([
    db.result.toCollection().primaryKeys(),
    db.visit.toCollection().primaryKeys(),
  ])
  const [held, noted] = [new Set(results), new Set(visits)]
  const stray = visits.filter((id) => !held.has(id))
  if (stray.length > 0)
    await commit(store, ['result', 'visit', 'photo', 'photoBlob'], async () => {
      const still = await db.result.where('id').anyOf(stray).primaryKeys()
      await forgetVisits(db, await db.visit.bulkGet(stray.filter((id) => !still.includes(id))))
    })
  const missing = results.filter((id) => !noted.has(id))
  for (let from = 0; from < missing.length; from += SLICE) {
    const rows = (await db.result.bulkGet(missing.slice(from, from + SLICE))).filter((row) => row !== undefined)
    const made = await Promise.all(rows.map(async ({ body, gen }) => ({ ...visitOf(await db.unpack(body)), gen })))
    await commit(store, ['result', 'visit'], async () => {
      for (const visit of made) {
        const [row, known] = await Promise.all([db.result.get(visit.id), db.visit.get(visit.id)])
        // Gone meanwhile, or told anew by a page.
        if (row?.gen === visit.gen && !known) await db.visit.put(visit)
      }
    })
  }
}

/**
 * Puts out earlier pictures that are not wanted any more, or for which there is no
 * room, and says which to fetch, the most wanted first. What is shown by a photo of
 * this person's own is never touched, and costs none of the room.
 */
export async function planEarlier(store: Store, room: RoomSaid): Promise<WantedPicture[]> {
  const { db } = store
  const [visits, here, own] = await Promise.all([
    db.visit.toArray(),
    db.photoBlob.toCollection().primaryKeys(),
    db.photo.orderBy('sha256').uniqueKeys(),
  ])
  const owned = new Set(own as string[])
  const fetched = new Set(here.filter((sha256) => !owned.has(sha256)))
  const sizes = new Map(visits.flatMap(({ pictures }) => pictures.map(({ sha256, size }) => [sha256, size] as const)))
  const bytes = [...fetched].reduce((sum, sha256) => sum + (sizes.get(sha256) ?? 0), 0)
  const isHere = new Set(here)
  const costing = wantedPictures(visits).filter(({ sha256 }) => !(owned.has(sha256) && isHere.has(sha256)))
  const fits = fitting(costing, earlierBudget(room, bytes))
  const kept = new Set(fits.map(({ sha256 }) => sha256))
  const unwanted = [...fetched].filter((sha256) => !kept.has(sha256))
  if (unwanted.length > 0)
    await commit(store, ['photo', 'photoBlob'], async () => {
      // A photo with the same picture may have been taken meanwhile.
      for (const sha256 of unwanted)
        if ((await db.photo.where({ sha256 }).count()) === 0) await db.photoBlob.delete(sha256)
    })
  return fits.filter(({ sha256, stored }) => stored && !isHere.has(sha256))
}

/**
 * Keeps a picture that was fetched, sealed like everything here. Not where no visit
 * names it any more: then it may not be seen.
 * @throws Problem DEVICE_STORAGE_FULL: nothing was put out for it
 */
export async function keepEarlier(store: Store, sha256: string, bytes: Blob): Promise<void> {
  const { db } = store
  await putPictures(store, [{ sha256, bytes }], async (write) => {
    await commit(
      store,
      ['visit', 'photoBlob'],
      async () => {
        const [names, isHere] = await Promise.all([
          db.visit.where('hashes').equals(sha256).count(),
          db.photoBlob.where({ sha256 }).count(),
        ])
        // Own bytes under the same hash stay as they are.
        if (names > 0 && isHere === 0) await write()
      },
      { makesRoom: false },
    )
  })
}

/** Whether the picture is on this device. */
export async function hasPicture({ db }: Store, sha256: string): Promise<boolean> {
  return (await db.photoBlob.where({ sha256 }).count()) > 0
}
