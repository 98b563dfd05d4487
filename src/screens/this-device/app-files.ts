/** Of the app's own files: how many there are, and how many are on this tablet. */
export type AppFiles = { all: number; here: number }

/** So long the worker may take to look. */
const PATIENCE = 10_000

/**
 * Asks the worker that serves this app, file by file.
 * @param what `FETCH_FILES` brings what is missing first
 * @returns null where no worker is at work, or it is of an older version that does not answer
 */
export async function askForFiles(what: 'FILES_HERE' | 'FETCH_FILES'): Promise<AppFiles | null> {
  const active = (await navigator.serviceWorker?.getRegistration())?.active
  if (!active) return null
  const { port1, port2 } = new MessageChannel()
  try {
    return await new Promise((resolve) => {
      setTimeout(resolve, PATIENCE, null)
      port1.onmessage = ({ data }: MessageEvent<AppFiles>) => resolve(data)
      active.postMessage({ type: what }, [port2])
    })
  } finally {
    port1.close()
  }
}
