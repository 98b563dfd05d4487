import { PHOTO_BYTES_AIM, PHOTO_BYTES_MAX, PHOTO_SIDE } from '../../domain/photo-limits.ts'
import { drawShapes, type Shape } from './shapes.ts'

export type Size = { width: number; height: number }
export type Shrunk = Size & { bytes: Blob }

/** The same picture with its long side at most `side`; never larger than it was. */
export function fitWithin({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** What is tried in turn until the file is small enough: first less quality, then fewer pixels. */
const steps = [
  { side: PHOTO_SIDE, quality: 0.82 },
  { side: PHOTO_SIDE, quality: 0.7 },
  { side: PHOTO_SIDE, quality: 0.55 },
  { side: PHOTO_SIDE * 0.8, quality: 0.55 },
  { side: PHOTO_SIDE * 0.6, quality: 0.5 },
] as const

/**
 * Encodes until the result is as small as it should be. The last step stands even
 * if it is not, as long as the server takes it.
 * @param encode draws the picture at a size and gives a JPEG
 * @returns null where even the last step is too large
 */
export async function shrinkWith(
  original: Size,
  encode: (size: Size, quality: number) => Promise<Blob>,
): Promise<Shrunk | null> {
  let last: Shrunk | null = null
  for (const { side, quality } of steps) {
    const size = fitWithin(original, side)
    last = { ...size, bytes: await encode(size, quality) }
    if (last.bytes.size <= PHOTO_BYTES_AIM) return last
  }
  return last && last.bytes.size <= PHOTO_BYTES_MAX ? last : null
}

/**
 * A file of the camera as a small upright JPEG. Drawn anew, so nothing of the
 * file's own data (place, device, owner) is left in it. Runs in a worker as well as
 * on the page. Throws where the browser cannot read the file.
 * @param shapes drawn on it, in pixels of the upright picture
 */
export async function shrink(file: Blob, shapes: readonly Shape[] = []): Promise<Shrunk | null> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  try {
    return await shrinkWith(picture, (size, quality) => encode(picture, shapes, size, quality))
  } finally {
    picture.close()
  }
}

async function encode(
  picture: ImageBitmap,
  shapes: readonly Shape[],
  { width, height }: Size,
  quality: number,
): Promise<Blob> {
  if (typeof OffscreenCanvas === 'function') {
    const canvas = new OffscreenCanvas(width, height)
    draw(canvas.getContext('2d'), picture, shapes, { width, height })
    return canvas.convertToBlob({ type: 'image/jpeg', quality })
  }
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  draw(canvas.getContext('2d'), picture, shapes, { width, height })
  return new Promise((resolve, reject) => {
    const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error('the canvas gave no picture')))
    canvas.toBlob(done, 'image/jpeg', quality)
  })
}

type Context = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D

function draw(context: Context | null, picture: ImageBitmap, shapes: readonly Shape[], { width, height }: Size): void {
  if (!context) throw new Error('no canvas')
  // A transparent drawing becomes black in a JPEG; paper is white.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, width, height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, width, height)
  context.scale(width / picture.width, height / picture.height)
  drawShapes(context, shapes, picture)
}
