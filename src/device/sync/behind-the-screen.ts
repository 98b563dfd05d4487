/** So long the first screen has the tablet for itself. */
const FIRST_SCREEN = 1_500

/**
 * Does what nobody waits for once the first screen has had its time: on a slow tablet a round of sync beside it would
 * take as long as to open a visit.
 * @returns lets it be
 */
export function behindTheScreen(work: () => void): () => void {
  const waiting = setTimeout(work, FIRST_SCREEN)
  return () => clearTimeout(waiting)
}
