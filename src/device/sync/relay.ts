import { mayPictureGo } from '../../domain/picture-net.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { Relay, RelayOwner } from '../../protocol/relay-wire.ts'
import { PROTO, RELAY_PIECE, SCHEMA } from '../../protocol/terms.ts'
import { noteRelayedOutside } from '../store/marker.ts'
import type { Absent } from '../store/people.ts'
import { readPictureNet } from '../store/picture-net.ts'
import {
  countWaiting,
  hasPiece,
  nextPiece,
  notePicture,
  noteTaken,
  picturesToRelay,
  type RelayPicture,
  type RelayPiece,
  sealedPicture,
  stopRelay,
} from '../store/relay-queue.ts'
import { reportBehind } from '../store/relay-report.ts'
import { base64 } from '../store/sealed-text.ts'
import { closeStore, openLocked, type Store } from '../store/store.ts'
import { browserNetwork, type Network } from './network.ts'
import { exclusively } from './tabs.ts'
import type { Transport } from './transport.ts'

/** The server takes nothing from this tablet for this person: their session has ended, or it does not say why. */
const refusals: readonly ProblemCode[] = ['FORBIDDEN', 'NOT_FOUND']
/** Only the person's own device can deal with these. */
const forOwner: readonly ProblemCode[] = [
  'EPOCH_CHANGED',
  'DEVICE_FORK',
  'DEVICE_OF_ANOTHER',
  'BODY_INVALID',
  'BODY_MALFORMED',
]
/** Troubles of one picture: the others still go. */
const ofOnePicture: readonly ProblemCode[] = [
  'PHOTO_NOT_ANNOUNCED',
  'PHOTO_NOT_IMAGE',
  'PHOTO_TOO_LARGE',
  'BODY_TOO_LARGE',
  'BODY_INVALID',
]

/**
 * Sends what somebody has waiting here while their store is locked: mutations, then
 * pictures, as they lie. The store keeps all of it until its person's own rounds have
 * confirmed it.
 *
 * | what is said                        | what is done                                          |
 * |-------------------------------------|-------------------------------------------------------|
 * | refused                             | `refused`: nothing more before its person was here    |
 * | restored, forked, a row is damaged  | the store's note says so: its person's rounds go on   |
 * | too large                           | half of it; of a single mutation as above             |
 * | a picture is not taken              | that one is left to its person                        |
 * | anything else                       | thrown: the line's trouble, the lane decides when     |
 *
 * A picture goes over mobile networks only where neither its person nor who is at work here wants it to wait.
 *
 * @throws Problem
 */
export async function relayFor(
  { id, key }: Absent,
  { transport, app, isOver = () => false, isHeld = async () => false, network = browserNetwork }: RelaySettings,
): Promise<'done' | 'refused'> {
  const store = await openLocked(id)
  if (!store) return 'done'
  const sealed = { iv: base64(key.iv), sealed: base64(key.key) }
  const owner = (deviceId: string): RelayOwner => ({ personId: id, deviceId, key: sealed })
  const sender = { store, owner, transport, app, isOver, isHeld, network }
  const note = async (isHeldBack: boolean) => noteRelayedOutside(id, { ...(await countWaiting(store)), isHeldBack })
  try {
    // Beside the rounds of a tab in which its person has just come in there must be no other.
    const isMine = await exclusively(store, () => relayMutations(sender))
    await exclusively(store, () => relayPictures(sender), 'photos')
    // Of what another tab is at, that one says how it went.
    if (isMine) await note(false)
    return 'done'
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const isRefused = refusals.includes(error.code)
    await note(isRefused)
    if (isRefused) return 'refused'
    throw error
  } finally {
    closeStore(store)
  }
}

export type RelaySettings = {
  transport: Transport
  app: string
  /** Says that the page has something else to do: then what is under way is the last. */
  isOver?: () => boolean
  /** Whether who is at work here wants pictures to wait; nobody at the door. */
  isHeld?: () => Promise<boolean>
  network?: Network
}

type Sender = Required<RelaySettings> & { store: Store; owner: (deviceId: string) => RelayOwner }

async function relayMutations({ store, owner, transport, app, isOver }: Sender): Promise<void> {
  if (!(await hasPiece(store))) return
  // What is frozen takes no newer answer any more (P3): not before there is a way to the server.
  await transport.ping()
  let most = RELAY_PIECE
  for (let piece = await nextPiece(store); piece && !isOver(); piece = await nextPiece(store, most)) {
    try {
      const left = await reportBehind(store, app, piece)
      await noteTaken(store, piece, await transport.relay(envelope(piece, owner(piece.deviceId), app), left))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const isTooLarge = error.code === 'BODY_TOO_LARGE'
      if (isTooLarge && piece.mutations > 1) most = Math.ceil(JSON.stringify(piece.rows).length / 2)
      else if (isTooLarge || forOwner.includes(error.code)) return stopRelay(store, piece.deviceId)
      else throw error
    }
  }
}

function envelope({ epoch, rows }: RelayPiece, owner: RelayOwner, app: string): Relay {
  const clock = { wall: Date.now() }
  return { proto: PROTO, ask: crypto.randomUUID(), ...owner, epoch, schema: SCHEMA, app, clock, rows }
}

async function relayPictures(sender: Sender): Promise<void> {
  const { store, network } = sender
  for (const picture of await picturesToRelay(store)) {
    if (sender.isOver() || (await sender.isHeld())) return
    // Readable without the store's key: its person's own word holds in their absence too.
    if (!mayPictureGo(await readPictureNet(store), network.kind(), { id: picture.photo })) continue
    await notePicture(sender.store, picture, await relayPicture(sender, picture))
  }
}

async function relayPicture({ store, owner, transport, app }: Sender, picture: RelayPicture) {
  const sealed = await sealedPicture(store, picture)
  if (!sealed) return 'refused'
  const { deviceId, photo } = picture
  try {
    const left = await reportBehind(store, app, picture)
    await transport.relayPhoto({ ...owner(deviceId), photo, iv: sealed.iv }, sealed.bytes, left)
    return 'taken'
  } catch (error) {
    if (error instanceof Problem && ofOnePicture.includes(error.code)) return 'refused'
    throw error
  }
}
