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
  /** Since when the oldest of them waits, by the same clock; absent where an older version wrote it, or nothing waits. */
  since?: number
  /** Pictures that are on this tablet alone; absent where an older version wrote it, as what follows. */
  photos?: number
  /** How much of it others have sent while the store was locked. */
  relayed?: { changes: number; photos: number }
  /** Of the pictures, those that their person has kept for Wi-Fi (P60); absent where there are none. */
  kept?: number
  /** The server takes nothing from others for this person: it is sent when they come in. */
  isHeldBack?: true
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

/**
 * On the shelf: counts as they are; what was open, sealed for the account where the
 * store is sealed. The store's own key would be of no use: it goes with the store.
 */
type Shelved = Omit<Marker, 'open'> & { open: MarkedInspection[] | string }

/** Null where there is none, or where the browser lets nobody look. */
export async function readMarker(personId: string, key: CryptoKey | null): Promise<Marker | null> {
  try {
    const marker = JSON.parse(shelf()?.getItem(keyFor(personId)) ?? 'null') as Partial<Shelved> | null
    if (typeof marker?.deviceId !== 'string') return null
    if (Array.isArray(marker.open)) return marker as Marker
    // Sealed for an account that has another secret now: how much there was can still be said.
    const open = key && typeof marker.open === 'string' ? await unsealed(key, marker.open).catch(() => []) : []
    return { ...(marker as Shelved), open }
  } catch {
    return null
  }
}

/** How much of a person's store waits to be sent: counts are no secret, so that the door can say them. Null for nothing. */
export function unsentOf(personId: string): Unsent | null {
  try {
    const marker = JSON.parse(shelf()?.getItem(keyFor(personId)) ?? 'null') as Partial<Shelved> | null
    if (typeof marker?.unsent !== 'number') return null
    const {
      unsent: changes,
      photos = 0,
      since = null,
      relayed = { changes: 0, photos: 0 },
      kept = 0,
      isHeldBack = false,
    } = marker
    return changes + photos === 0 ? null : { changes, photos, since, relayed, kept, isHeldBack }
  } catch {
    return null
  }
}

export type Unsent = Required<Pick<Marker, 'photos' | 'relayed' | 'kept'>> & {
  changes: number
  since: number | null
  isHeldBack: boolean
}

/** Others have sent something for a person, or were refused: the rest of what is noted stays as its person left it. */
export function noteRelayedOutside(
  personId: string,
  { isHeldBack, ...counts }: Required<Pick<Marker, 'unsent' | 'photos' | 'relayed' | 'kept'>> & { isHeldBack: boolean },
): void {
  try {
    const { isHeldBack: _former, ...marker } = JSON.parse(shelf()?.getItem(keyFor(personId)) ?? 'null') ?? {}
    // What says nothing of a device is no marker: there is nothing to add to.
    if (typeof marker.deviceId !== 'string') return
    const next = { ...marker, ...counts, ...(isHeldBack && { isHeldBack }) }
    shelf()?.setItem(keyFor(personId), JSON.stringify(next))
  } catch (error) {
    console.warn(error)
  }
}

/**
 * Best effort: a full or forbidden shelf costs the notice, never the work.
 * @param isSealed the store is: then what was open is written for `key` alone, or where there is none not at all
 */
export async function writeMarker(marker: Marker, key: CryptoKey | null, isSealed: boolean): Promise<void> {
  try {
    const open = isSealed ? key && (await sealed(key, marker.open)) : marker.open
    const shelved: Shelved = { ...marker, open: open ?? [] }
    shelf()?.setItem(keyFor(marker.personId), JSON.stringify(shelved))
  } catch (error) {
    console.warn(error)
  }
}

/** Nothing of a person's store stands outside of it any more. */
export function forgetMarker(personId: string): void {
  shelf()?.removeItem(keyFor(personId))
}

async function sealed(key: CryptoKey, open: readonly MarkedInspection[]): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const bytes = new TextEncoder().encode(JSON.stringify(open))
  const text = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes))
  return btoa(String.fromCharCode(...iv, ...text))
}

async function unsealed(key: CryptoKey, text: string): Promise<MarkedInspection[]> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  const how = { name: 'AES-GCM', iv: bytes.subarray(0, 12) }
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, bytes.subarray(12))))
}

function shelf(): Storage | undefined {
  return typeof window === 'undefined' ? undefined : window.localStorage
}
