import type { Database } from './database.ts'

/**
 * What others have sent for this store while it was locked (P49). The rows themselves
 * stay as they were: only what their person's own push hears counts as received.
 */
export type RelayNote = {
  /** Whose numbers they are: of another count nothing is known. */
  deviceId: string
  /** The last number that the server has taken. */
  taken: number
  /** Only the person can go on: something was refused, or the server is not the one that was known. */
  isStopped: boolean
  /** Pictures by the id of their photo: taken, or not to be tried again. */
  photos: Record<string, 'taken' | 'refused'>
}

/** Inside or outside of a transaction over `meta`. */
export async function readRelayNote({ meta }: Database): Promise<RelayNote> {
  const [device, relay] = await meta.bulkGet(['deviceId', 'relay'])
  const deviceId = (device?.value as string | undefined) ?? ''
  const note = relay?.value as RelayNote | undefined
  return note?.deviceId === deviceId ? note : { deviceId, taken: 0, isStopped: false, photos: {} }
}

/** The person's own push was answered: what stopped the others is dealt with. Call it inside a transaction over `meta`. */
export async function reopenRelay(db: Database): Promise<void> {
  const note = await readRelayNote(db)
  if (note.isStopped) await db.meta.put({ key: 'relay', value: { ...note, isStopped: false } })
}
