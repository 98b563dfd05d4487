import normal from '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf?url'
import italics from '@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf?url'
import bold from '@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf?url'
import bolditalics from '@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf?url'
import type { Paper } from '../../documents/paper.ts'
import { Problem } from '../../domain/problem.ts'
import type { PdfReply, PdfRequest } from './pdf-worker.ts'

/** Makes PDFs while it is open; the library and its fonts are in memory no longer than that. */
export type PrintShop = {
  /**
   * The paper as a PDF; of several, from the fullest to the barest, the first that fits on one page.
   * @throws Problem PAPER_FAILED
   */
  make(papers: readonly [Paper, ...Paper[]]): Promise<MadePdf>
  close(): void
}

export type MadePdf = { bytes: Uint8Array<ArrayBuffer>; pages: number }

/** Where the fonts lie; the build puts the letters that are needed in their place (see `scripts/paper-fonts.ts`). */
const fonts = Object.fromEntries(
  Object.entries({ normal, bold, italics, bolditalics }).map(([style, path]) => [
    style,
    new URL(path, window.location.href).href,
  ]),
) as PdfRequest['fonts']

/** Opens a worker. Nothing is loaded before the first paper. */
export function openPrintShop(): PrintShop {
  const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, { resolve(made: MadePdf): void; reject(problem: Problem): void }>()
  let lastId = 0

  worker.addEventListener('message', ({ data }: MessageEvent<PdfReply>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if (!('error' in data)) return asked?.resolve(data)
    console.error(data.error)
    asked?.reject(new Problem('PAPER_FAILED'))
  })
  worker.addEventListener('error', ({ message }) => {
    console.error(message)
    for (const asked of waiting.values()) asked.reject(new Problem('PAPER_FAILED'))
    waiting.clear()
  })

  return {
    make(papers) {
      const id = ++lastId
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, papers, fonts } satisfies PdfRequest)
      })
    },
    close: () => worker.terminate(),
  }
}
