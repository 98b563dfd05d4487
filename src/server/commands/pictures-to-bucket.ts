import { ConfigError } from '../config.ts'
import type { BucketSettings } from '../storage/bucket.ts'
import { openPictureStore } from '../storage/picture-store.ts'

/**
 * Copies every kept picture from the disk into the bucket, while servers go on. Those that
 * are there are passed over by name and size, so that it can be run again; those on the disk
 * whose content is not what their name says are told and left.
 *
 * @param place of the bucket, in words that may be printed
 * @param say told of what was copied, in Vietnamese
 * @throws ConfigError where pictures were left
 */
export async function picturesToBucket(
  { dataDir, bucket }: { dataDir: string; bucket: BucketSettings },
  place: string,
  say: (line: string) => void,
): Promise<void> {
  const [disk, store] = [openPictureStore(dataDir).blobs, openPictureStore(bucket).blobs]
  const damaged: string[] = []
  let [copied, known] = [0, 0]
  for (let part = 0; part < 256; part++) {
    const prefix = part.toString(16).padStart(2, '0')
    const there = await store.list(prefix)
    for (const [sha256, size] of await disk.list(prefix)) {
      if (there.get(sha256) === size) {
        known++
        continue
      }
      const bytes = (await disk.isWhole(sha256)) ? await disk.read(sha256) : null
      if (bytes) {
        await store.put(new Uint8Array(bytes), sha256)
        copied++
      } else damaged.push(sha256)
    }
  }
  say(`Đã chép ${copied} ảnh vào ${place}; ${known} ảnh đã có sẵn ở đó.`)
  if (damaged.length > 0)
    throw new ConfigError([`${damaged.length} ảnh trên đĩa đã hỏng nên không chép: ${damaged.join(', ')}.`])
}
