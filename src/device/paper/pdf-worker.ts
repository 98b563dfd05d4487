import type { Paper } from '../../documents/paper.ts'
import { bringFonts, makePdf } from '../../documents/paper-pdf.ts'

/** Makes one PDF after another, away from the page: a long one would hold up every tap for seconds. */

export type PdfRequest = { id: number; papers: readonly [Paper, ...Paper[]]; fonts: Record<FontStyle, string> }
export type PdfReply = { id: number } & ({ bytes: Uint8Array<ArrayBuffer>; pages: number } | { error: string })
export type FontStyle = 'normal' | 'bold' | 'italics' | 'bolditalics'

let fontsReady: Promise<void> | undefined

self.addEventListener('message', ({ data: { id, papers, fonts } }: MessageEvent<PdfRequest>) => {
  // A file that could not be read is asked for again with the next paper.
  fontsReady ??= readFonts(fonts).catch((error: unknown) => {
    fontsReady = undefined
    throw error
  })
  fontsReady
    .then(() => makePdf(papers))
    .then(
      ({ bytes, pages }) => reply({ id, bytes, pages }, [bytes.buffer]),
      (error: unknown) => reply({ id, error: String(error) }),
    )
})

function reply(message: PdfReply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer })
}

/** The app's own files: the service worker has them, with or without a network. */
async function readFonts(addresses: Record<FontStyle, string>): Promise<void> {
  const read = async (address: string) => {
    const response = await fetch(address)
    if (!response.ok) throw new Error(`the font ${address} is not there`)
    return new Uint8Array(await response.arrayBuffer())
  }
  const [normal, bold, italics, bolditalics] = await Promise.all([
    read(addresses.normal),
    read(addresses.bold),
    read(addresses.italics),
    read(addresses.bolditalics),
  ])
  bringFonts({ normal, bold, italics, bolditalics })
}
