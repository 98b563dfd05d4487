import { useSyncExternalStore } from 'react'
import { findPosition } from '../../../device/position/find-position.ts'
import { changeHead } from '../../../device/store/drafts.ts'
import type { Store } from '../../../device/store/store.ts'
import type { ProblemCode } from '../../../domain/problem.ts'
import { problemWords } from '../problem-words.ts'

/** How the search for a visit's place goes: under way, or why it came to nothing. In memory alone. */
export type Search = 'finding' | ProblemCode

const searches = new Map<string, Search>()
/** Who has put it away that the browser may not say the place need not put it away at every visit. */
let knowsOfRefusal = false
const listeners = new Set<() => void>()

function note(id: string, search: Search | null) {
  if (search === null) searches.delete(id)
  else searches.set(id, search)
  for (const tell of listeners) tell()
}

/**
 * Looks for where this device is, and notes it in the visit's head. Nothing waits for it, and it never fails.
 * @param asked by a person, who wants to hear what came of it
 */
export function findVisitPosition(store: Store, id: string, asked = true): void {
  if (searches.get(id) === 'finding') return
  note(id, 'finding')
  findPosition()
    .then((position) => changeHead(store, id, { position }))
    .then(
      () => note(id, null),
      (error: unknown) => {
        const { code } = problemWords(error)
        // Handed in, or opened elsewhere, meanwhile: nobody misses it any more.
        const isOver = code === 'INSPECTION_CLOSED' || code === 'INSPECTION_UNKNOWN'
        note(id, isOver || (code === 'POSITION_REFUSED' && knowsOfRefusal && !asked) ? null : code)
      },
    )
}

/** Said once is enough. */
export function forgetSearch(id: string): void {
  knowsOfRefusal ||= searches.get(id) === 'POSITION_REFUSED'
  note(id, null)
}

export function useSearchOf(id: string): Search | undefined {
  return useSyncExternalStore(subscribe, () => searches.get(id))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
