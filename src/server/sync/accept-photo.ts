import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { sha256Schema } from '../../domain/photo.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import { type Blobs, openBlobs, sha256Of } from '../storage/blobs.ts'
import { noteStored } from '../storage/photos.ts'
import type { Database } from '../storage/schema.ts'
import { asStorageProblem } from '../storage/storage-problem.ts'
import { openComparison } from './compare-pictures.ts'
import { pictureTypeOf } from './picture-type.ts'

/** How long an upload that was begun may lie: an inspector's holiday. */
export const UPLOAD_KEPT = 30 * 86_400_000

/** What the tus store writes beside an upload (`<name>.json`); the metadata is ours. */
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
  /** Where uploads grow, a file and its `.json` each. */
  readonly folder: string
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

/** @param dataDir uploads and kept pictures lie in it side by side: a file changes its name, it is not copied */
export function openPictures(db: Database, dataDir: string, now: () => number): Pictures {
  const blobs = openBlobs(join(dataDir, 'blobs'))
  const folder = join(dataDir, 'uploads')
  const comparison = openComparison(db, blobs, now)
  /** An upload that is taken over by its last request and by the sweep at once is taken over once. */
  const underWay = new Map<string, Promise<void>>()

  async function read(name: string) {
    const text = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => null)
    try {
      return text === null ? null : uploadSchema.parse(JSON.parse(text))
    } catch {
      // Half written when the power went: its age decides.
      return null
    }
  }

  async function remove(name: string): Promise<void> {
    // What says that there is an upload goes last: until then it can be removed again.
    await rm(join(folder, name), { force: true })
    await rm(join(folder, `${name}.json`), { force: true })
  }

  async function take(name: string): Promise<void> {
    const upload = await read(name)
    // Taken over meanwhile by another call.
    if (!upload) return
    const { size, metadata } = upload
    const file = join(folder, name)
    if ((await sha256Of(file)) !== metadata.sha256) {
      await remove(name)
      throw new Problem('PHOTO_DIFFERS')
    }
    // At most two megabytes (PHOTO_BYTES_MAX), and only of what arrived as it was sent.
    if (pictureTypeOf(await readFile(file)) === null) {
      await remove(name)
      throw new Problem('PHOTO_NOT_IMAGE')
    }
    await store(file, { sha256: metadata.sha256, province: metadata.province, size })
    await remove(name)
  }

  /** First the file, then the row that says so. */
  async function store(file: string, { province, ...blob }: { sha256: string; province: string; size: number }) {
    await blobs.keep(file, blob.sha256)
    await noteStored(db, province, blob, now())
  }

  function accept(name: string): Promise<void> {
    const known = underWay.get(name)
    if (known) return known
    const taking = take(name).finally(() => underWay.delete(name))
    underWay.set(name, taking)
    return taking
  }

  async function look(name: string): Promise<void> {
    const upload = await read(name)
    const written = await stat(join(folder, name)).catch(() => null)
    if (upload && written?.size === upload.size) return accept(name)
    // Without readable metadata the file's own age counts: it may be being made this moment.
    const since = upload ? Date.parse(upload.creation_date) : (written?.mtimeMs ?? 0)
    if (now() - since > UPLOAD_KEPT) await remove(name)
  }

  return {
    blobs,
    folder,
    accept,
    async keep(bytes, { sha256, province }) {
      if (pictureTypeOf(bytes) === null) throw new Problem('PHOTO_NOT_IMAGE')
      // Beside the uploads, so that it only changes its name; what a crash leaves there the sweep removes.
      await mkdir(folder, { recursive: true })
      const file = join(folder, `relayed-${randomUUID()}`)
      try {
        await writeFile(file, bytes)
        await store(file, { sha256, province, size: bytes.byteLength })
      } catch (error) {
        throw asStorageProblem(error)
      } finally {
        await rm(file, { force: true })
      }
    },
    compare: comparison.compare,
    async sweep() {
      const names = await readdir(folder).catch(() => [])
      for (const name of new Set(names.map((file) => file.replace(/\.json$/, '')))) {
        await look(name).catch((error: unknown) => {
          // Its device hears of it when it asks; the others are not to wait for it.
          if (!(error instanceof Problem && ofOneUpload.includes(error.code))) throw error
        })
      }
      await comparison.takeOver()
    },
  }
}
