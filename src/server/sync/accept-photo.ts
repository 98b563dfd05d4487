import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { sha256Schema } from '../../domain/photo.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { Blobs } from '../storage/blobs.ts'
import type { BucketSettings } from '../storage/bucket.ts'
import { noteStored } from '../storage/photos.ts'
import { openPictureStore, type PictureStore } from '../storage/picture-store.ts'
import type { Database } from '../storage/schema.ts'
import { asStorageProblem } from '../storage/storage-problem.ts'
import { openComparison } from './compare-pictures.ts'
import { pictureTypeOf } from './picture-type.ts'

/** How long an upload that was begun may lie: an inspector's holiday. */
export const UPLOAD_KEPT = 30 * 86_400_000

/** Pictures that are in memory at once to be looked at: at most two megabytes each. */
const AT_ONCE = 8

/** What the tus store writes beside an upload; the metadata is ours. */
const uploadSchema = z.object({
  size: z.int(),
  creation_date: z.string(),
  metadata: z.object({ sha256: sha256Schema, province: z.string() }),
})

/** Faults of one upload, which is gone then. */
const ofOneUpload: readonly ProblemCode[] = ['PHOTO_DIFFERS', 'PHOTO_NOT_IMAGE']

/** Where pictures come in and where they stay. */
export type Pictures = {
  readonly blobs: Blobs
  readonly uploads: PictureStore['uploads']
  /**
   * Takes a complete upload over: hashes it, keeps it, notes it, and only then removes the upload. Whatever is
   * interrupted is done again from its beginning; done twice it changes nothing.
   * @throws Problem PHOTO_DIFFERS: the bytes were others; PHOTO_NOT_IMAGE: they are no picture. The upload is gone
   */
  accept(name: string): Promise<void>
  /** Keeps a picture that came whole and is known to be these bytes. @throws Problem PHOTO_NOT_IMAGE */
  keep(bytes: Uint8Array, picture: { sha256: string; province: string }): Promise<void>
  /** Does for every upload what a crash may have left undone, and removes those that nobody will finish. */
  sweep(): Promise<void>
  /** Compares what the rows say with what lies on the disk, and mends the rows. */
  compare(stop?: AbortSignal): Promise<void>
}

/** @param place the data directory, or a bucket of an S3-compatible store */
export function openPictures(db: Database, place: string | BucketSettings, now: () => number): Pictures {
  const { blobs, uploads } = openPictureStore(place)
  const comparison = openComparison(db, blobs, now)
  /** An upload that is taken over by its last request and by the sweep at once is taken over once. */
  const underWay = new Map<string, Promise<void>>()
  const inTurn = atMost(AT_ONCE)

  function parse(about: string | null) {
    try {
      return about === null ? null : uploadSchema.parse(JSON.parse(about))
    } catch {
      // Half written when the power went: its age decides.
      return null
    }
  }

  async function take(name: string): Promise<void> {
    const upload = parse((await uploads.look(name)).about)
    // Taken over meanwhile by another call.
    if (!upload) return
    const { size, metadata } = upload
    const bytes = await uploads.read(name)
    // Cleared away meanwhile by another server, which has kept it.
    if (bytes.byteLength < size) return
    if (createHash('sha256').update(bytes).digest('hex') !== metadata.sha256) {
      await uploads.remove(name)
      throw new Problem('PHOTO_DIFFERS')
    }
    if (pictureTypeOf(bytes) === null) {
      await uploads.remove(name)
      throw new Problem('PHOTO_NOT_IMAGE')
    }
    // First the content, then the row that says so.
    await uploads.keep(name, bytes, metadata.sha256)
    await noteStored(db, metadata.province, { sha256: metadata.sha256, size }, now())
    await uploads.remove(name)
  }

  function accept(name: string): Promise<void> {
    const known = underWay.get(name)
    if (known) return known
    const taking = inTurn(() => take(name)).finally(() => underWay.delete(name))
    underWay.set(name, taking)
    return taking
  }

  async function look(name: string): Promise<void> {
    const { about, written, changedAt } = await uploads.look(name)
    const upload = parse(about)
    if (upload && written === upload.size) return accept(name)
    // Without readable metadata its own age counts: it may be being made this moment.
    const since = upload ? Date.parse(upload.creation_date) : changedAt
    if (now() - since > UPLOAD_KEPT) await uploads.remove(name)
  }

  return {
    blobs,
    uploads,
    accept,
    async keep(bytes, { sha256, province }) {
      if (pictureTypeOf(bytes) === null) throw new Problem('PHOTO_NOT_IMAGE')
      try {
        await blobs.put(new Uint8Array(bytes), sha256)
        await noteStored(db, province, { sha256, size: bytes.byteLength }, now())
      } catch (error) {
        throw asStorageProblem(error)
      }
    },
    compare: comparison.compare,
    async sweep() {
      for (const name of await uploads.names()) {
        await look(name).catch((error: unknown) => {
          // Its device hears of it when it asks; the others are not to wait for it.
          if (!(error instanceof Problem && ofOneUpload.includes(error.code))) throw error
        })
      }
      await comparison.takeOver()
    },
  }
}

/** Lets so many works go on at once; the others wait in turn. */
function atMost(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((next) => waiting.push(next))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
