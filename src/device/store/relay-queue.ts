import type { Relay, RelayReply, SealedText } from '../../protocol/relay-wire.ts'
import { BATCH_MAX, RELAY_PIECE } from '../../protocol/terms.ts'
import type { Database, OutboxRow } from './database.ts'
import { freezeRows } from './freeze.ts'
import { photoRowsToSend } from './photo-queue.ts'
import { unsentPhotos } from './photo-rows.ts'
import { readPictureNet } from './picture-net.ts'
import { type RelayNote, readRelayNote } from './relay-note.ts'
import { asText, base64 } from './sealed-text.ts'
import { keepRevisions } from './settle.ts'
import { commit, type Store } from './store.ts'
import { apart, countChanges } from './together.ts'

/** What others may do with a locked store: everything here works without its key. */

/** Mutations with their numbers, sealed as they lie. */
export type RelayPiece = {
  deviceId: string
  epoch: string | null
  rows: Relay['rows']
  mutations: number
  last: number
}

/** Whether there are mutations that others may send; nothing is frozen by asking. */
export async function hasPiece({ db }: Store): Promise<boolean> {
  const { taken, isStopped } = await readRelayNote(db)
  if (isStopped) return false
  const [all, sent] = await Promise.all([
    db.outbox.count(),
    db.outbox.where('seq').between(1, taken, true, true).count(),
  ])
  return all > sent
}

/**
 * The next mutations to be sent for this store: numbered and frozen as for its own
 * push, from behind what the server has taken.
 * @param most bytes of JSON, where more than one mutation goes out
 * @returns null where nothing waits, or only its person can go on
 */
export async function nextPiece(store: Store, most = RELAY_PIECE): Promise<RelayPiece | null> {
  const note = await readRelayNote(store.db)
  if (note.isStopped) return null
  const { deviceId, epoch, groups } = await freezeRows(store, BATCH_MAX, note.taken)
  const rows: Relay['rows'] = []
  let mutations = 0
  let bytes = 0
  for (const group of groups) {
    const sealed = await Promise.all(group.map(sealedRow))
    // Written before its person had a PIN, and not sealed yet: nothing would show the server whose it is.
    const whole = sealed.filter((row) => row !== null)
    if (whole.length < sealed.length) break
    bytes += JSON.stringify(whole).length
    if (rows.length > 0 && bytes > most) break
    rows.push(...whole)
    mutations += 1
  }
  const last = rows.at(-1)?.seq
  return last === undefined ? null : { deviceId, epoch, rows, mutations, last }
}

async function sealedRow(row: OutboxRow): Promise<Relay['rows'][number] | null> {
  const { seq, id, insp, cell, base, at, mutationId, isVoid } = row
  const payload = await asText(row.payload)
  const seen = row.seen && (await asText(row.seen))
  if (seq === null || !isSealed(payload) || (seen && !isSealed(seen))) return null
  const more = { ...(mutationId && { mutationId }), ...(isVoid && { isVoid }), ...(seen && { seen }) }
  return { seq, id, insp, cell, base, at, ...more, payload }
}

const isSealed = (text: { plain: unknown } | SealedText): text is SealedText => 'iv' in text

/**
 * The server has taken these numbers. The rows stay, and go out again with their
 * person's own push, which hears what became of them; what the same hand wrote later
 * rests on the revisions that were told.
 */
export async function noteTaken(
  store: Store,
  { deviceId, last }: Pick<RelayPiece, 'deviceId' | 'last'>,
  { taken, revs }: Pick<RelayReply, 'taken' | 'revs'>,
): Promise<void> {
  const { db } = store
  await change(store, deviceId, async (note) => {
    for (const [seq, told] of Object.entries(revs ?? {})) {
      // Answered meanwhile in a tab of its person's own: they are gone, and nothing is told of them.
      const rows = apart(await db.outbox.where({ seq: Number(seq) }).toArray())
      await keepRevisions(store, rows, { seq: Number(seq), o: 'applied', revs: told })
    }
    const known = Math.max(note.taken, Math.min(taken, last))
    return { ...note, taken: known, isStopped: revs === null || known < last }
  })
}

/** Until its person comes in nothing more is sent for this store. */
export async function stopRelay(store: Store, deviceId: string): Promise<void> {
  await change(store, deviceId, async (note) => ({ ...note, isStopped: true }))
}

async function change(store: Store, deviceId: string, next: (note: RelayNote) => Promise<RelayNote>): Promise<void> {
  const { db } = store
  await commit(store, ['outbox', 'answer', 'meta'], async () => {
    const note = await readRelayNote(db)
    // Its person has begun a new count meanwhile: what was sent says nothing of that one.
    if (note.deviceId === deviceId) await db.meta.put({ key: 'relay', value: await next(note) })
  })
}

/** A picture that waits, by its photo. */
export type RelayPicture = { deviceId: string; photo: string; sha256: string }

/** Pictures that nobody has sent yet, and whose `photo.add` the server has taken; each content once. */
export async function picturesToRelay(store: Store): Promise<RelayPicture[]> {
  const { deviceId, taken, photos } = await readRelayNote(store.db)
  const rows = (await photoRowsToSend(store, taken)).filter(({ id }) => photos[id] === undefined)
  return [...new Map(rows.map(({ id, sha256 }) => [sha256, { deviceId, photo: id, sha256 }])).values()]
}

/** Its bytes as they lie; null where they are gone, or not sealed. */
export async function sealedPicture(
  { db }: Store,
  { sha256 }: RelayPicture,
): Promise<{ iv: string; bytes: Blob } | null> {
  const body = (await db.photoBlob.get(sha256))?.body
  if (!body || 'plain' in body) return null
  return { iv: base64(body.iv), bytes: body.sealed instanceof Blob ? body.sealed : new Blob([body.sealed]) }
}

/** What came of sending a picture. The same content on several items is one picture. */
export async function notePicture(store: Store, { deviceId, sha256 }: RelayPicture, is: 'taken' | 'refused') {
  const ids = (await store.db.photo.where({ sha256 }).toArray()).map(({ id }) => id)
  await change(store, deviceId, async (note) => ({
    ...note,
    photos: { ...note.photos, ...Object.fromEntries(ids.map((id) => [id, is])) },
  }))
}

async function countTaken({ outbox }: Database, taken: number): Promise<number> {
  return apart(await outbox.where('seq').between(1, taken, true, true).toArray()).length
}

/** How much waits here, how much of it others have sent, and how many pictures their person has kept for Wi-Fi. */
export type Waiting = { unsent: number; photos: number; relayed: { changes: number; photos: number }; kept: number }

export async function countWaiting(store: Store): Promise<Waiting> {
  const { db } = store
  const [{ taken, photos: pictures }, net] = await Promise.all([readRelayNote(db), readPictureNet(store)])
  const [unsent, changes, rows] = await Promise.all([
    countChanges(db.outbox),
    countTaken(db, taken),
    unsentPhotos(store),
  ])
  const left = rows.filter(({ id }) => pictures[id] !== 'taken')
  const kept = net.wifiOnly ? left.filter(({ id }) => !net.once.includes(id)) : []
  const relayed = { changes, photos: rows.length - left.length }
  return { unsent, photos: rows.length, relayed, kept: kept.length }
}
