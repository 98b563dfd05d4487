import type { Shape } from './shapes.ts'
import { shrink } from './shrink.ts'

/** Shrinks one picture after another, away from the page: twelve megapixels would hold up every tap for a second. */
self.addEventListener('message', ({ data }: MessageEvent<{ id: number; file: Blob; shapes: Shape[] }>) => {
  shrink(data.file, data.shapes).then(
    (shrunk) => self.postMessage({ id: data.id, shrunk }),
    (error: unknown) => self.postMessage({ id: data.id, error: String(error) }),
  )
})
