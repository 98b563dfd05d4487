import type { Readable } from 'node:stream'
import { DataStore, ERRORS, Upload } from '@tus/server'
import * as z from 'zod/mini'
import type { UploadParts } from '../storage/uploads-in-bucket.ts'

/** So much of a request is kept at a time: what a server takes along when it dies, and what it has in memory of each upload. */
const PART_BYTES = 256 * 1024

const aboutSchema = z.object({
  size: z.int(),
  creation_date: z.string(),
  metadata: z.record(z.string(), z.nullable(z.string())),
})

/** What the tus library needs of uploads that lie in a bucket. */
export class PartStore extends DataStore {
  readonly #parts: UploadParts

  constructor(parts: UploadParts) {
    super()
    this.#parts = parts
    this.extensions = ['creation', 'creation-with-upload']
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size, metadata, creation_date } = upload
    await this.#parts.create(id, { size, creation_date, metadata })
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    const { about, written } = await this.#parts.look(id)
    if (about === null) throw ERRORS.FILE_NOT_FOUND
    const { size, creation_date, metadata } = aboutSchema.parse(JSON.parse(about))
    return new Upload({ id, size, creation_date, metadata, offset: written ?? 0 })
  }

  /** Keeps what comes, also where the line breaks in the middle. @returns how far it reaches then */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    let end = offset
    let held: Buffer[] = []
    let bytes = 0
    const keep = async () => {
      if (bytes === 0) return
      await this.#parts.append(id, end, new Uint8Array(Buffer.concat(held)))
      end += bytes
      held = []
      bytes = 0
    }
    for await (const piece of stream) {
      held.push(piece as Buffer)
      bytes += (piece as Buffer).byteLength
      if (bytes >= PART_BYTES) await keep()
    }
    await keep()
    return end
  }
}
