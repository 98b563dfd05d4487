import type { DeviceReport } from '../../protocol/device-wire.ts'
import { unsentStates } from './photo-rows.ts'
import { readRelayNote } from './relay-note.ts'
import type { RelayPicture, RelayPiece } from './relay-queue.ts'
import { STORE_SCHEMA, type Store } from './store.ts'
import { apart } from './together.ts'

/**
 * What nobody has sent of a locked store once this has arrived too, as a device says
 * it of itself (P48): whoever looks after the tablets sees that it goes down.
 */
export async function reportBehind(
  { db }: Store,
  app: string,
  sent: Pick<RelayPiece, 'last'> | Pick<RelayPicture, 'sha256'>,
): Promise<DeviceReport> {
  const { taken, photos } = await readRelayNote(db)
  const last = 'last' in sent ? sent.last : taken
  const waits = ({ seq }: { seq: number | null }) => seq === null || seq > last
  const ofPicture = 'sha256' in sent ? sent.sha256 : null
  const [rows, pictures] = await Promise.all([
    db.outbox.filter(waits).toArray(),
    db.photo
      .where('state')
      .anyOf(unsentStates)
      .filter(({ id, sha256, removedAt }) => removedAt === null && photos[id] !== 'taken' && sha256 !== ofPicture)
      .count(),
  ])
  const waiting = apart(rows)
  const [oldest] = waiting
  const since = oldest ? Math.trunc(oldest.at) : null
  return { app, schema: STORE_SCHEMA, wall: Date.now(), waiting: waiting.length, photos: pictures, since }
}
