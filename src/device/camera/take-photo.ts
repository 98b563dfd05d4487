import { Problem } from '../../domain/problem.ts'
import { sha256Of } from '../../protocol/digest.ts'
import { HEAD_BYTES, type Origin, originIn } from './exif.ts'
import type { Shape } from './shapes.ts'
import { shrinkSomewhere } from './workshop.ts'

/** A picture ready to be kept. */
export type Kept = {
  bytes: Blob
  sha256: string
  size: number
  mime: 'image/jpeg'
  width: number
  height: number
}

/** From the camera's file to what is kept, with its own time and place. @throws Problem PHOTO_UNREADABLE */
export async function takePhoto(file: File): Promise<Kept & Origin> {
  // Before the picture is drawn anew: nothing of its file is left afterwards.
  const origin = originIn(
    await file
      .slice(0, HEAD_BYTES)
      .arrayBuffer()
      // What cannot be read is said by what follows.
      .catch(() => new ArrayBuffer(0)),
  )
  const takenAt = origin.takenAt ?? (file.lastModified > 0 ? file.lastModified : null)
  return { ...(await keptOf(file, [])), ...origin, takenAt }
}

/** The same picture with shapes on it, as a file of its own. @throws Problem PHOTO_UNREADABLE */
export async function drawOnPhoto(picture: Blob, shapes: readonly Shape[]): Promise<Kept> {
  return keptOf(picture, shapes)
}

async function keptOf(file: Blob, shapes: readonly Shape[]): Promise<Kept> {
  const shrunk = await shrinkSomewhere(file, shapes).catch(() => null)
  if (!shrunk) throw new Problem('PHOTO_UNREADABLE')
  const { bytes, width, height } = shrunk
  const sha256 = await sha256Of(await bytes.arrayBuffer())
  return { bytes, sha256, size: bytes.size, mime: 'image/jpeg', width, height }
}
