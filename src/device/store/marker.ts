/**
 * What stands outside the database, so that a store which the browser has cleared
 * is noticed: whose it was, and what was open in it. No answers.
 */
export type Marker = {
  deviceId: string
  personId: string
  /** Milliseconds since 1970 by this tablet: for reading only. */
  at: number
  /** Changes that the server had not confirmed. */
  unsent: number
  open: MarkedInspection[]
}

export type MarkedInspection = {
  id: string
  facilityName: string
  checklistTitle: string
  date: string
  answered: number
  unsent: number
}

const keyFor = (personId: string) => `so-kiem:marker:${personId}`

/** Null where there is none, or where the browser lets nobody look. */
export function readMarker(personId: string): Marker | null {
  try {
    const marker = JSON.parse(shelf()?.getItem(keyFor(personId)) ?? 'null') as Partial<Marker> | null
    return typeof marker?.deviceId === 'string' && Array.isArray(marker.open) ? (marker as Marker) : null
  } catch {
    return null
  }
}

/** Best effort: a full or forbidden shelf costs the notice, never the work. */
export function writeMarker(marker: Marker): void {
  try {
    shelf()?.setItem(keyFor(marker.personId), JSON.stringify(marker))
  } catch (error) {
    console.warn(error)
  }
}

function shelf(): Storage | undefined {
  return typeof window === 'undefined' ? undefined : window.localStorage
}
