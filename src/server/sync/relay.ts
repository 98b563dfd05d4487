import type { webcrypto } from 'node:crypto'
import { createHash } from 'node:crypto'
import type { Person } from '../../domain/people.ts'
import { Problem, type ProblemCode } from '../../domain/problem.ts'
import type { DeviceReport } from '../../protocol/device-wire.ts'
import { type BoundPayload, byNumber, mutationOf, type Told, type Unpack } from '../../protocol/queued.ts'
import type { Relay, RelayedPhoto, RelayOwner, RelayReply, SealedText } from '../../protocol/relay-wire.ts'
import { PROTO } from '../../protocol/terms.ts'
import type { Outcome, Push } from '../../protocol/wire.ts'
import { keepWaiting } from '../storage/devices.ts'
import { openOrders } from '../storage/lost.ts'
import { findPerson } from '../storage/people.ts'
import { isAnnounced } from '../storage/photos.ts'
import type { Database } from '../storage/schema.ts'
import { hasSession } from '../storage/sessions.ts'
import type { Pictures } from './accept-photo.ts'
import { acceptPush, type PushContext } from './accept-push.ts'
import { openBytes, openText, storeKeyUnder, wasOther } from './sealed.ts'

export type RelayContext = Omit<PushContext, 'person'> & {
  /** The browser's own number; null where it says none. */
  tablet: string | null
  /** The account's store key; anybody's who is asked about, also nobody's. */
  storeKeyOf: (personId: string) => string
  /** By the clock that sessions go by. */
  sessionsAt: number
  /** What waits on the tablet behind what is brought; null where it does not say. */
  report: DeviceReport | null
}

/**
 * Takes what somebody has waiting on a tablet where their store is locked: it came
 * sealed, and is worked on as if they had pushed it themself. Whoever brings it needs
 * no session and gains nothing: they hear how far the numbers are taken.
 *
 * @throws Problem FORBIDDEN: this tablet may not send for this person, whatever the reason; BODY_INVALID: a row does
 *   not open, or is no mutation's; and what `acceptPush` throws, without its details
 */
export async function acceptRelay(relay: Relay, context: RelayContext): Promise<RelayReply> {
  const { person, store } = await admit(relay, context)
  const m = await Promise.all(byNumber(relay.rows).map((rows) => mutationOf(rows, opening(store)))).catch(unreadable)
  const { epoch, deviceId, schema, app, clock, ask } = relay
  // With no word of the key that it signs with: that is for who can open the store to tell.
  const push: Push = { proto: PROTO, epoch, deviceId, schema, app, clock, m }
  const { r } = await acceptPush(push, { ...context, person }).catch(withoutDetail)
  const goesOn = r.length === m.length && r.every(({ o }) => o !== 'rejected' && o !== 'quarantined')
  const taken = r.at(-1)?.seq ?? 0
  if (taken === m.at(-1)?.seq) await noteLeft(relay, person, context)
  return { proto: PROTO, ask, taken, revs: goesOn ? revisionsIn(r) : null }
}

/**
 * Takes a picture in the same way, whole: it was announced by this person with
 * exactly these bytes, and is looked at like any other.
 * @throws Problem FORBIDDEN, BODY_INVALID, PHOTO_NOT_ANNOUNCED, PHOTO_NOT_IMAGE
 */
export async function acceptRelayedPhoto(
  about: RelayedPhoto,
  sealed: Uint8Array<ArrayBuffer>,
  context: RelayContext & { pictures: Pictures },
): Promise<void> {
  const admitted = await admit(about, context)
  await keepSealedPicture(about, sealed, { ...context, ...admitted })
  await noteLeft(about, admitted.person, context)
}

/** Keeps a picture that somebody brought sealed, if this person has announced exactly it. @throws Problem as `acceptRelayedPhoto` */
export async function keepSealedPicture(
  about: Pick<RelayedPhoto, 'photo' | 'iv'>,
  sealed: Uint8Array<ArrayBuffer>,
  { db, pictures, person, store }: { db: Database; pictures: Pictures; person: Person; store: webcrypto.CryptoKey },
): Promise<void> {
  const opened = await openBytes(store, about.iv, sealed).catch(wasOther)
  if (opened === null) throw new Problem('BODY_INVALID')
  const bytes = new Uint8Array(opened)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const photo = { id: about.photo, sha256, size: bytes.byteLength }
  if (!(await isAnnounced(db, person, photo))) throw new Problem('PHOTO_NOT_ANNOUNCED')
  await pictures.keep(bytes, { sha256, province: person.provinceId })
}

/** How much still waits there: administrators see that it goes down. */
async function noteLeft(
  { deviceId }: RelayOwner,
  { provinceId }: Person,
  { db, report, now }: RelayContext,
): Promise<void> {
  if (report === null) return
  const { waiting, photos, since, wall } = report
  await keepWaiting(db, provinceId, deviceId, { waiting, photos, since, clockAhead: wall - now })
}

/**
 * Whether a tablet may send for a person: it holds the key of their store under the
 * account's; the account is open; no order to wipe the store stands; and the session
 * with which that device last spoke from that tablet has not ended. The key comes
 * first: without it nothing can be told apart, not even whether there is such a person.
 */
async function admit(
  { personId, deviceId, key }: RelayOwner,
  { db, tablet, storeKeyOf, sessionsAt }: RelayContext,
): Promise<{ person: Person; store: webcrypto.CryptoKey }> {
  const store = await storeKeyUnder(key, storeKeyOf(personId)).catch(wasOther)
  const person = store && tablet !== null ? await findPerson(db, personId) : null
  if (!store || !person || tablet === null) throw new Problem('FORBIDDEN')
  const isLost = (await openOrders(db, tablet, null)).includes(personId)
  const maySend = !isLost && (await hasSession(db, person, { tablet, deviceId }, sessionsAt))
  if (!maySend) throw new Problem('FORBIDDEN')
  return { person, store }
}

function opening(store: webcrypto.CryptoKey): Unpack<SealedText, SealedText> {
  const read = async <T>(sealed: SealedText) => JSON.parse(await openText(store, sealed)) as T
  return { payload: read<BoundPayload>, seen: read<Told> }
}

/** Sealed under another key, damaged, or the content of another kind of row: none of it is ours to mend. */
export function unreadable(error: unknown): never {
  if (['OperationError', 'SyntaxError', 'TypeError'].includes((error as Error).name)) throw new Problem('BODY_INVALID')
  throw error
}

/** Which history, which number: for the person's own device to hear. */
export function withoutDetail(error: unknown): never {
  const own: readonly ProblemCode[] = ['EPOCH_CHANGED', 'DEVICE_FORK', 'DEVICE_OF_ANOTHER']
  throw error instanceof Problem && own.includes(error.code) ? new Problem(error.code) : error
}

/** Of what is undisputed: on that what the same hand wrote later rests. */
function revisionsIn(outcomes: readonly Outcome[]): Record<string, Record<string, number>> {
  const told: Record<string, Record<string, number>> = {}
  for (const { seq, o, revs = {}, contested = o === 'contested' ? Object.keys(revs) : [] } of outcomes) {
    const calm = Object.entries(revs).filter(([cell]) => !contested.includes(cell))
    if (calm.length > 0) told[seq] = Object.fromEntries(calm)
  }
  return told
}
