import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Pictures by their SHA-256: one content, one file or object, whoever brought it. */
export type Blobs = {
  /** Puts a content under its hash, which the caller has made sure of. */
  put(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<void>
  /** A content, or null where it is not there. */
  read(sha256: string): Promise<Buffer | null>
  /** Sizes of what lies here, by hash, of the hashes that begin with these two digits. */
  list(prefix: string): Promise<Map<string, number>>
  /** Whether the content under a hash is the one it names. */
  isWhole(sha256: string): Promise<boolean>
  /** Writes something and takes it away again. Throws what disk or store says where that fails. */
  probe(): Promise<void>
}

/** On a disk a file only changes its name. */
export type BlobFiles = Blobs & {
  /** Puts a file's content under its hash; the file itself stays until the caller removes it. */
  keep(file: string, sha256: string): Promise<void>
}

/**
 * @param folder of the pictures
 * @param beside on the same disk: where bytes lie before they have their name; what a crash leaves there somebody else removes
 */
export function openBlobs(folder: string, beside: string): BlobFiles {
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  const blobs: BlobFiles = {
    async put(bytes, sha256) {
      await mkdir(beside, { recursive: true })
      const file = join(beside, `relayed-${randomUUID()}`)
      try {
        await writeFile(file, bytes)
        await blobs.keep(file, sha256)
      } finally {
        await rm(file, { force: true })
      }
    },
    async keep(file, sha256) {
      const path = pathOf(sha256)
      const another = `${path}.${randomUUID()}`
      if (await mkdir(dirname(path), { recursive: true })) await sync(folder)
      // A second name for the same bytes; a disk that knows no such thing gets a copy for a moment.
      await link(file, another).catch(() => copyFile(file, another))
      try {
        await sync(another)
        await rename(another, path)
      } finally {
        // Renaming onto another name of the same file leaves both.
        await rm(another, { force: true })
      }
      // The name must outlive a power cut too.
      await sync(dirname(path))
    },
    async read(sha256) {
      return readFile(pathOf(sha256)).catch(whereMissing(null))
    },
    async list(prefix) {
      const within = join(folder, prefix)
      // Beside them may lie what a crash left of a `keep`.
      const names = (await readdir(within).catch(whereMissing([]))).filter((name) => /^[0-9a-f]{64}$/.test(name))
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(within, name))).size))
      return new Map(names.map((name, index) => [name, sizes[index] ?? 0]))
    },
    async isWhole(sha256) {
      return (await sha256Of(pathOf(sha256))) === sha256
    },
    async probe() {
      await mkdir(folder, { recursive: true })
      const file = join(folder, `.probe-${randomUUID()}`)
      await writeFile(file, 'x')
      await rm(file)
    },
  }
  return blobs
}

/** What stands for a file or folder that is not there; a disk that fails is not an empty one. */
function whereMissing<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead
    throw error
  }
}

/** SHA-256 of a file in hex, read in pieces. */
async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
