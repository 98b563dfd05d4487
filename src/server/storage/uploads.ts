import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { BlobFiles } from './blobs.ts'

/** What lies of an upload that was begun. */
export type Grown = {
  /** What was said when it was made, as text; null where that cannot be read. */
  about: string | null
  /** How many bytes have come, from the first one on; null where there is nothing. */
  written: number | null
  /** When anything was last written, in milliseconds since 1970; 0 where there is nothing. */
  changedAt: number
}

/** Where pictures grow until they are complete. Each has a name of its own. */
export type Uploads = {
  names(): Promise<string[]>
  look(name: string): Promise<Grown>
  /** What has come of it. Never more than one picture may have. */
  read(name: string): Promise<Buffer<ArrayBuffer>>
  /** Puts a complete one under its hash; the upload itself stays. */
  keep(name: string, bytes: Buffer<ArrayBuffer>, sha256: string): Promise<void>
  /** What says that there is an upload goes last: until then it can be removed again. */
  remove(name: string): Promise<void>
}

/** A file for each, and a `.json` beside it, as `@tus/file-store` writes them. */
export function openUploadFiles(folder: string, blobs: BlobFiles): Uploads {
  return {
    async names() {
      const files = await readdir(folder).catch(() => [])
      return [...new Set(files.map((file) => file.replace(/\.json$/, '')))]
    },
    async look(name) {
      const about = await readFile(join(folder, `${name}.json`), 'utf8').catch(() => null)
      const written = await stat(join(folder, name)).catch(() => null)
      return { about, written: written?.size ?? null, changedAt: written?.mtimeMs ?? 0 }
    },
    read: (name) => readFile(join(folder, name)),
    keep: (name, _bytes, sha256) => blobs.keep(join(folder, name), sha256),
    async remove(name) {
      await rm(join(folder, name), { force: true })
      await rm(join(folder, `${name}.json`), { force: true })
    },
  }
}
