import { createHash, randomUUID } from 'node:crypto'
import type { Blobs } from './blobs.ts'
import type { Bucket } from './bucket.ts'

/** The same as on disk, by the same names: `blobs/<two digits>/<SHA-256>`. */
export function openBlobsIn(bucket: Bucket): Blobs {
  const keyOf = (sha256: string) => `blobs/${sha256.slice(0, 2)}/${sha256}`

  async function isWhole(sha256: string): Promise<boolean> {
    const bytes = await bucket.get(keyOf(sha256))
    return bytes !== null && sha256In(bytes) === sha256
  }

  return {
    async put(bytes, sha256) {
      const key = keyOf(sha256)
      if ((await bucket.size(key)) === null) return bucket.put(key, bytes, true)
      // It is there already, from another photo or another server; what was damaged is mended.
      if (!(await isWhole(sha256))) await bucket.put(key, bytes)
    },
    read: (sha256) => bucket.get(keyOf(sha256)),
    async list(prefix) {
      const sizes = new Map<string, number>()
      for await (const { key, size } of bucket.list(`blobs/${prefix}/`))
        sizes.set(key.slice(`blobs/${prefix}/`.length), size)
      return sizes
    },
    isWhole,
    async probe() {
      const key = `probe/${randomUUID()}`
      await bucket.put(key, new TextEncoder().encode('x'))
      await bucket.remove(key)
    },
  }
}

function sha256In(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
