import { download } from '../parts/download.ts'

/** Whether this system can take a file and offer it to its other apps. */
export function canShare(file: File): boolean {
  return typeof navigator.canShare === 'function' && navigator.canShare({ files: [file] })
}

/** To the system's share sheet, or into the folder of downloads where there is none or it does not take the file. */
export async function shareOrDownload(file: File): Promise<void> {
  if (!canShare(file)) return download(file.name, file)
  try {
    await navigator.share({ files: [file], title: file.name })
  } catch (error) {
    // The person has closed the sheet: that is an answer.
    if (error instanceof DOMException && error.name === 'AbortError') return
    console.error(error)
    download(file.name, file)
  }
}

let frame: HTMLIFrameElement | undefined

/**
 * Opens the system's print dialog. Where the browser shows no PDFs itself (telephones,
 * most tablets) the file goes to an app that prints it.
 */
export async function printFile(file: File, url: string): Promise<void> {
  if (!navigator.pdfViewerEnabled) return shareOrDownload(file)
  frame?.remove()
  const opened = document.createElement('iframe')
  frame = opened
  opened.title = file.name
  opened.tabIndex = -1
  // Out of sight, but laid out: a frame that is not displayed prints nothing.
  Object.assign(opened.style, { position: 'fixed', insetInlineStart: '100%', width: '1px', height: '1px' })
  opened.addEventListener('load', () => {
    opened.contentWindow?.focus()
    opened.contentWindow?.print()
  })
  opened.src = url
  document.body.append(opened)
}
