import type { Blobs } from '../storage/blobs.ts'
import { storedPictures } from '../storage/photos.ts'
import { listProvinces } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'

export type PictureFinding = {
  sha256: string
  /** `changed`: the file's content is not what its name says. `missing`: it is said to be stored, and is not there. */
  what: 'changed' | 'missing'
}

/**
 * Hashes every kept picture against its name, and looks for those that should be
 * there. One part in 256 at a time, each file in pieces: memory stays flat.
 *
 * @returns how many files were read
 */
export async function verifyPictures(
  db: Database,
  blobs: Blobs,
  each: (finding: PictureFinding) => void,
): Promise<{ files: number }> {
  const provinces = await listProvinces(db)
  let files = 0
  for (let part = 0; part < 256; part++) {
    const prefix = part.toString(16).padStart(2, '0')
    // The rows first: a row is written after its file.
    const stored = new Set<string>()
    for (const province of provinces)
      for (const { sha256 } of await storedPictures(db, province, prefix)) stored.add(sha256)
    const names = [...(await blobs.list(prefix)).keys()].sort()
    for (const sha256 of names) {
      if (!(await blobs.isWhole(sha256))) each({ sha256, what: 'changed' })
      stored.delete(sha256)
    }
    for (const sha256 of [...stored].sort()) each({ sha256, what: 'missing' })
    files += names.length
  }
  return { files }
}
