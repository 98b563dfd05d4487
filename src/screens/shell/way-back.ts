/**
 * The browser's way back, heard before the router hears of it. A window calls its
 * listeners in the order in which they came, capturing or not: this one has to come
 * first, so the app imports this file before anything is drawn.
 */

type Hold = (event: PopStateEvent) => void
let hold: Hold | null = null

window.addEventListener('popstate', (event) => hold?.(event))

/** Hears of the way back until the returned function is called; one page at a time. */
export function holdWayBack(own: Hold): () => void {
  hold = own
  return () => {
    if (hold === own) hold = null
  }
}
