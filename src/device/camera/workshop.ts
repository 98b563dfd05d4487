import type { Shape } from './shapes.ts'
import { type Shrunk, shrink } from './shrink.ts'

/** In the worker; on the page where there is none, or it cannot draw. @throws where the browser cannot read the file */
export async function shrinkSomewhere(file: Blob, shapes: readonly Shape[] = []): Promise<Shrunk | null> {
  return shrinkInWorker(file, shapes).catch(() => shrink(file, shapes))
}

let worker: Worker | undefined
let lastId = 0

function shrinkInWorker(file: Blob, shapes: readonly Shape[]): Promise<Shrunk | null> {
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
    working.postMessage({ id, file, shapes })
  })
}
