import { join } from 'node:path'
import { type Blobs, openBlobs } from './blobs.ts'
import { openBlobsIn } from './blobs-in-bucket.ts'
import { type BucketSettings, openBucket } from './bucket.ts'
import { openUploadFiles, type Uploads } from './uploads.ts'
import { openUploadParts, type UploadParts } from './uploads-in-bucket.ts'

/** Where pictures stay, and where they grow before. */
export type PictureStore = {
  blobs: Blobs
  uploads: Uploads & ({ in: 'folder'; folder: string } | { in: 'bucket'; parts: UploadParts })
}

/** @param place the data directory, or a bucket: the same names in both */
export function openPictureStore(place: string | BucketSettings): PictureStore {
  if (typeof place !== 'string') {
    const bucket = openBucket(place)
    const blobs = openBlobsIn(bucket)
    const parts = openUploadParts(bucket, blobs)
    return { blobs, uploads: { in: 'bucket', parts, ...parts } }
  }
  // Side by side: a file changes its name, it is not copied.
  const folder = join(place, 'uploads')
  const blobs = openBlobs(join(place, 'blobs'), folder)
  return { blobs, uploads: { in: 'folder', folder, ...openUploadFiles(folder, blobs) } }
}
