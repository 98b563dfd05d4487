import { randomUUID } from 'node:crypto'
import type { Blobs } from './blobs.ts'
import type { Bucket } from './bucket.ts'
import type { Uploads } from './uploads.ts'

/** Uploads that any server goes on with, whichever began them: nothing of them lies on a disk. */
export type UploadParts = Uploads & {
  /** Begins it anew: what lay under its name counts no more. */
  create(name: string, about: Record<string, unknown>): Promise<void>
  /** Adds bytes that begin at this place. Two servers may do so at once: at one place lie always the same bytes. */
  append(name: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>
}

type Part = { key: string; from: number; size: number }

/**
 * An upload is a few objects: `uploads/<name>/about`, and `uploads/<name>/<making>/<place>`
 * for each part. Not S3's own multipart upload: its parts have five megabytes at least,
 * a picture two at most. Parts of an earlier making, from a server that was slow to hear
 * of the new one, lie apart and are never read.
 */
export function openUploadParts(bucket: Bucket, blobs: Blobs): UploadParts {
  const within = (name: string) => `uploads/${name}/`
  const aboutOf = (name: string) => `${within(name)}about`

  async function partsOf(name: string, making: string): Promise<Part[]> {
    const parts: Part[] = []
    for await (const { key, size } of bucket.list(`${within(name)}${making}/`))
      parts.push({ key, from: Number(key.split('/').at(-1)), size })
    return parts
  }

  async function known(name: string): Promise<{ about: string; making: string } | null> {
    const text = (await bucket.get(aboutOf(name)))?.toString('utf8')
    const making = text === undefined ? null : /"making":"([\w-]+)"/.exec(text)?.[1]
    return text !== undefined && making ? { about: text, making } : null
  }

  async function remove(name: string): Promise<void> {
    for await (const { key } of bucket.list(within(name))) if (key !== aboutOf(name)) await bucket.remove(key)
    await bucket.remove(aboutOf(name))
  }

  return {
    async names() {
      const names = new Set<string>()
      for await (const { key } of bucket.list('uploads/')) names.add(key.split('/')[1] ?? '')
      return [...names]
    },
    async look(name) {
      const upload = await known(name)
      if (!upload) return { about: null, written: null, changedAt: 0 }
      return { about: upload.about, written: endOf(await partsOf(name, upload.making)), changedAt: 0 }
    },
    async read(name) {
      const upload = await known(name)
      const parts = upload ? await partsOf(name, upload.making) : []
      const pieces: Buffer[] = []
      let end = 0
      for (const { key, from, size } of parts) {
        if (from > end || from + size <= end) continue
        const bytes = await bucket.get(key)
        // Another server has just kept it, and clears away.
        if (!bytes) break
        pieces.push(bytes.subarray(end - from))
        end = from + size
      }
      return Buffer.concat(pieces)
    },
    keep: (_name, bytes, sha256) => blobs.put(new Uint8Array(bytes), sha256),
    remove,
    async create(name, about) {
      await bucket.put(aboutOf(name), new TextEncoder().encode(JSON.stringify({ ...about, making: randomUUID() })))
    },
    async append(name, offset, bytes) {
      const upload = await known(name)
      if (!upload) throw new Error(`the upload ${name} is gone`)
      await bucket.put(`${within(name)}${upload.making}/${String(offset).padStart(8, '0')}`, bytes)
    },
  }
}

/** How far parts reach from the beginning without a gap; they come in the order of their places. */
function endOf(parts: readonly Part[]): number {
  let end = 0
  for (const { from, size } of parts) if (from <= end) end = Math.max(end, from + size)
  return end
}
