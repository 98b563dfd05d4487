import type { webcrypto } from 'node:crypto'
import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import {
  bindingOf,
  type FileAbout,
  type FilePhoto,
  type FileRow,
  type FileRowsReply,
  type FileRowsRequest,
  fileRowsSchema,
} from '../../protocol/file-wire.ts'
import { byNumber, mutationOf, type Payload, type Told, type Unpack } from '../../protocol/queued.ts'
import { PROTO } from '../../protocol/terms.ts'
import type { Push } from '../../protocol/wire.ts'
import { openOrders } from '../storage/lost.ts'
import { findPerson } from '../storage/people.ts'
import { hasSession } from '../storage/sessions.ts'
import type { Pictures } from './accept-photo.ts'
import { acceptPush } from './accept-push.ts'
import { keepSealedPicture, type RelayContext, unreadable, withoutDetail } from './relay.ts'
import { openBoundText, storeKeyUnder, wasOther } from './sealed.ts'

type FileContext = Omit<RelayContext, 'tablet' | 'report'>

/**
 * Takes a part of a file that somebody carries: mutations of another person, sealed
 * for this server (P58). They are worked on as if their author had pushed them, under
 * the file's own number: which of its parts come when has nothing to do with how far
 * its author's tablet is. What came from there already, or comes later, is known by id
 * and content and counts once (P4).
 *
 * @throws Problem FORBIDDEN: the key is not under an account's of this server, whatever the reason;
 *   FILE_ACCOUNT_CLOSED, FILE_TABLET_LOST, FILE_SESSION_ENDED; BODY_INVALID: a part of another place, or changed;
 *   and what `acceptPush` throws, without its details
 */
export async function acceptFileRows(request: FileRowsRequest, context: FileContext): Promise<FileRowsReply> {
  const { person, store } = await admit(request, context)
  const rows = await openRows(request, store)
  const m = await Promise.all(byNumber(rows).map((group) => mutationOf(group, asTheyAre)))
  const { file, deviceId, epoch, schema, app, ask, offset } = request
  // Its author's clock as their tablet knew it: the clock of whoever carries it says nothing of the visit.
  const clock = { wall: context.now - (offset ?? 0) }
  const push: Push = { proto: PROTO, epoch, deviceId: file, schema, app, clock, m }
  const { ackSeq } = await acceptPush(push, { ...context, person, fileOf: deviceId }).catch(withoutDetail)
  return { proto: PROTO, ask, taken: ackSeq }
}

/** Takes a picture of a file in the same way. @throws Problem as `acceptFileRows`, PHOTO_NOT_ANNOUNCED, PHOTO_NOT_IMAGE */
export async function acceptFilePhoto(
  about: FilePhoto,
  sealed: Uint8Array<ArrayBuffer>,
  context: FileContext & { pictures: Pictures },
): Promise<void> {
  await keepSealedPicture(about, sealed, { ...context, ...(await admit(about, context)) })
}

/**
 * The same conditions as for a locked store (relay.ts): a file is no way around what
 * ends sending from a tablet. Whoever holds the key of a store under its account's
 * holds a file of that person, and hears which of them it is: they are to know what
 * to do with it. Without the key there is nothing to be heard.
 */
async function admit(
  { personId, deviceId, tablet, key }: FileAbout,
  { db, storeKeyOf, sessionsAt }: FileContext,
): Promise<{ person: Person; store: webcrypto.CryptoKey }> {
  const store = await storeKeyUnder(key, storeKeyOf(personId)).catch(wasOther)
  if (!store) throw new Problem('FORBIDDEN')
  const person = await findPerson(db, personId)
  if (!person) throw new Problem('FILE_ACCOUNT_CLOSED')
  if ((await openOrders(db, tablet, null)).includes(personId)) throw new Problem('FILE_TABLET_LOST')
  if (!(await hasSession(db, person, { tablet, deviceId }, sessionsAt))) throw new Problem('FILE_SESSION_ENDED')
  return { person, store }
}

async function openRows(request: FileRowsRequest, store: webcrypto.CryptoKey): Promise<FileRow[]> {
  const text = await openBoundText(store, request.rows, bindingOf(request, request.part)).catch(unreadable)
  const parsed = fileRowsSchema.safeParse(JSON.parse(text))
  if (!parsed.success || parsed.data.length === 0) throw new Problem('BODY_INVALID')
  return parsed.data
}

/** What they say was sealed as a whole: it lies in them as it is. */
const asTheyAre: Unpack<FileRow['payload'], NonNullable<FileRow['seen']>> = {
  payload: async (payload) => payload as unknown as Payload,
  seen: async (seen) => seen as unknown as Told,
}
