import { Problem } from '../../domain/problem.ts'
import { sha256Of } from '../../protocol/digest.ts'
import { HEAD_BYTES, type Origin, originIn } from './exif.ts'
import { type Shrunk, shrink } from './shrink.ts'

/** A picture ready to be kept. */
export type Taken = {
  bytes: Blob
  sha256: string
  size: number
  mime: 'image/jpeg'
  width: number
  height: number
} & Origin

/** From the camera's file to what is kept. @throws Problem PHOTO_UNREADABLE */
export async function takePhoto(file: File): Promise<Taken> {
  // Before the picture is drawn anew: nothing of its file is left afterwards.
  const origin = originIn(
    await file
      .slice(0, HEAD_BYTES)
      .arrayBuffer()
      .catch(() => new ArrayBuffer(0)),
  )
  const shrunk = await shrinkSomewhere(file).catch(() => null)
  if (!shrunk) throw new Problem('PHOTO_UNREADABLE')
  const { bytes, width, height } = shrunk
  const sha256 = await sha256Of(await bytes.arrayBuffer())
  const takenAt = origin.takenAt ?? (file.lastModified > 0 ? file.lastModified : null)
  return { bytes, sha256, size: bytes.size, mime: 'image/jpeg', width, height, ...origin, takenAt }
}

/** In the worker; on the page where there is none, or it cannot draw. */
async function shrinkSomewhere(file: File): Promise<Shrunk | null> {
  return shrinkInWorker(file).catch(() => shrink(file))
}

let worker: Worker | undefined
let lastId = 0

function shrinkInWorker(file: File): Promise<Shrunk | null> {
  worker ??= new Worker(new URL('./shrink-worker.ts', import.meta.url), { type: 'module' })
  const id = ++lastId
  const working = worker
  return new Promise((resolve, reject) => {
    function settle(done: () => void) {
      working.removeEventListener('message', onMessage)
      working.removeEventListener('error', onError)
      done()
    }
    function onMessage({ data }: MessageEvent<{ id: number; shrunk?: Shrunk | null; error?: string }>) {
      if (data.id !== id) return
      settle(() => (data.error === undefined ? resolve(data.shrunk ?? null) : reject(new Error(data.error))))
    }
    function onError() {
      // It did not load (an update took its file away): the next picture starts another.
      worker = undefined
      settle(() => reject(new Error('the worker is gone')))
    }
    working.addEventListener('message', onMessage)
    working.addEventListener('error', onError)
    working.postMessage({ id, file })
  })
}
