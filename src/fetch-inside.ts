import { readSession } from './device/store/tab-session.ts'

/** What is needed once somebody has come in, in whichever order it is asked for. */
export function fetchInside(): Promise<unknown> {
  return Promise.all([import('./app.tsx'), import('./device/sync/open-device.ts')])
}

/** Whoever comes back to a visit needs its questions next. */
const fetchForm = () => (window.location.pathname.startsWith('/kiem-tra/') ? import('./screens/fill/fill.tsx') : null)

/** So long the first picture waits for what belongs on it: on a line that hangs, an empty screen says more than a white one. */
const PATIENCE = 3_000

/**
 * Somebody who is here already goes straight in. Asked for before anything else of the first page runs, so that it
 * comes while that and the store open; settled even where it does not come, or not soon: then whoever needs it says so.
 */
export const fetchedAhead: Promise<unknown> = readSession()
  ? Promise.race([
      Promise.all([fetchInside(), fetchForm()]).catch((error: unknown) => console.warn(error)),
      new Promise((resolve) => setTimeout(resolve, PATIENCE)),
    ])
  : Promise.resolve()
