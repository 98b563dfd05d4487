import type { Answer } from '../../../domain/answer.ts'
import { messageOf, Problem } from '../../../domain/problem.ts'
import {
  bindingOf,
  type FileRow,
  type FileVisit,
  fileRowsSchema,
  fileVisitSchema,
} from '../../../protocol/file-wire.ts'
import { mutationIdOf, type Payload, type Told } from '../../../protocol/queued.ts'
import type {
  AnswerRow,
  BegunRow,
  Database,
  InspectionRow,
  OutboxRow,
  PhotoRow,
  Refusal,
  SignatureRow,
} from '../database.ts'
import { resendInspection } from '../drafts.ts'
import { forgetLocalCopy } from '../local-copy.ts'
import { openBySecret } from '../lock.ts'
import { accountSecret } from '../people.ts'
import { putPictures } from '../pictures.ts'
import { photoCell, removalCell, withdrawalCell } from '../queue.ts'
import { packedIn } from '../seal-rows.ts'
import { bytesOf } from '../sealed-text.ts'
import { announce, commit, readMeta, STORE_SCHEMA, type Store } from '../store.ts'
import { apart } from '../together.ts'
import { openBound } from './bound.ts'
import { type ReadFile, readPart } from './container.ts'

/** What came of it: how many visits go on here, and how many were here already with all that the file has. */
export type Restored = { visits: number; known: number; photos: number }

/**
 * Opens a file of this person's own and goes on with it here (P59). Its mutations wait
 * under the ids that they have on the other tablet: whoever comes first, the server
 * counts them once. What was written here since is never replaced.
 *
 * Every part is looked at before the first is written; what breaks off afterwards is
 * gone on with by opening the file again.
 *
 * @throws Problem FILE_LOCKED, FILE_NEWER, FILE_DAMAGED, FILE_UNREADABLE, DEVICE_STORAGE_FULL, DEVICE_STORAGE_FAILED, APP_OUTDATED
 */
export async function restoreFile(store: Store, read: ReadFile): Promise<Restored> {
  const { header } = read
  if (header.storeSchema > STORE_SCHEMA) throw new Problem('FILE_NEWER')
  const key = await keyOf(store, read)
  const { rows, visits, pictures } = await readAll(read, key)
  const former = await readMeta<string>(store, 'epoch')
  const isOtherHistory = former !== null && header.epoch !== null && former !== header.epoch
  const done: Restored = { visits: 0, known: 0, photos: 0 }
  for (const visit of visits) {
    const mine = rows.filter(({ insp }) => insp === visit.insp)
    const own = visit.photos.filter(({ id }) => pictures.has(id))
    for (const photo of own) if (await bringPicture(store, read, key, photo, pictures)) done.photos += 1
    const isNew = isOtherHistory && visit.inspection ? await beginAnew(store, visit) : await bring(store, visit, mine)
    done[isNew ? 'visits' : 'known'] += 1
  }
  announce(store)
  return done
}

async function keyOf(store: Store, { header }: ReadFile): Promise<CryptoKey> {
  const secret = header.personId === store.personId ? await accountSecret(store.personId, store.db.key) : null
  const wrapped = { iv: bytesOf(header.key.iv), key: bytesOf(header.key.sealed) }
  const opened = secret === null ? null : await openBySecret(wrapped, secret)
  if (!opened) throw new Problem('FILE_LOCKED')
  return opened.key
}

/** All that is written in it, opened and looked at; of the pictures, that they are whole and where they lie. */
async function readAll(read: ReadFile, key: CryptoKey) {
  const rows: FileRow[] = []
  const visits: FileVisit[] = []
  const pictures = new Map<string, number>()
  for (const [index, part] of read.header.parts.entries()) {
    const sealed = await readPart(read, index)
    if (part.kind === 'picture') {
      pictures.set(part.photo, index)
      continue
    }
    const content = await openBound(key, { iv: bytesOf(part.iv), sealed }, bindingOf(read.header, index))
    const parsed = part.kind === 'rows' ? fileRowsSchema.safeParse(content) : fileVisitSchema.safeParse(content)
    if (!parsed.success) throw new Problem('FILE_DAMAGED')
    if (part.kind === 'rows') rows.push(...(parsed.data as FileRow[]))
    else visits.push(parsed.data as FileVisit)
  }
  return { rows, visits, pictures }
}

/** @returns whether it was missing here */
async function bringPicture(
  store: Store,
  read: ReadFile,
  key: CryptoKey,
  { id, sha256 }: FileVisit['photos'][number],
  pictures: ReadonlyMap<string, number>,
): Promise<boolean> {
  const [local, isHere] = await Promise.all([store.db.photo.get(id), store.db.photoBlob.where({ sha256 }).count()])
  if (isHere > 0 || local?.state === 'received') return false
  const index = pictures.get(id) ?? -1
  const part = read.header.parts[index]
  if (part?.kind !== 'picture') return false
  const how = { name: 'AES-GCM', iv: bytesOf(part.iv) }
  const bytes = await crypto.subtle.decrypt(how, key, await readPart(read, index)).catch((error: Error) => {
    throw error.name === 'OperationError' ? new Problem('FILE_DAMAGED') : error
  })
  const picture = new Blob([bytes], { type: part.type ?? 'image/jpeg' })
  await putPictures(store, [{ sha256, bytes: picture }], (put) =>
    commit(store, ['photoBlob'], async () => void (await put())),
  )
  return true
}

/** One visit, in one transaction. @returns whether anything of it was new here */
async function bring(store: Store, visit: FileVisit, rows: readonly FileRow[]): Promise<boolean> {
  const { db } = store
  const packed = await packVisit(db, visit)
  const entries = await Promise.all(rows.map((row) => entryOf(db, row)))
  const tables = [
    'inspection',
    'answer',
    'outbox',
    'sent',
    'attention',
    'photo',
    'signature',
    'begun',
    'result',
    'meta',
  ] as const
  return commit(store, [...tables], async () => {
    const { insp } = visit
    const fresh = await unknownHere(db, insp, entries)
    const [local, isSealed, queued, answers] = await Promise.all([
      db.inspection.get(insp),
      db.result.get(insp).then((result) => result !== undefined),
      db.outbox.where({ insp }).toArray(),
      db.answer.where({ insp }).toArray(),
    ])
    const waiting = new Set(apart(queued).map(({ cell }) => cell))
    const here = new Map(answers.map((row) => [row.cell, row]))
    const mayTake = ({ cell, rev }: AnswerRow) => !waiting.has(cell) && (here.get(cell)?.rev ?? -1) <= rev
    const told = new Set(fresh.map(({ cell }) => cell))
    // A copy that only says what is here already brings nothing; a sealed record is nobody's draft any more.
    const taken = isSealed || (local && fresh.length === 0) ? [] : packed.answers.filter(mayTake)
    await db.answer.bulkPut(local ? taken.filter(({ cell }) => told.has(cell)) : taken)
    if (!isSealed) await bringBegun(db, packed.begun)
    if (!isSealed) await bringHead(db, packed.inspection, local, { hasHead: told.has(''), isHeld: waiting.has('') })
    const brought = await bringPhotos(db, packed.photos, told)
    await bringSignatures(db, packed.signatures, told)
    const takenCells = new Set(taken.map(({ cell }) => cell))
    await enqueueFrozen(
      db,
      fresh.map((row) => (here.has(row.cell) && !takenCells.has(row.cell) ? { ...row, before: 'elsewhere' } : row)),
    )
    await forgetLocalCopy(db, insp)
    return fresh.length > 0 || brought || (!local && !isSealed && packed.inspection !== null)
  })
}

/** Without what this store knows of this visit already; a mutation counts as a whole. */
async function unknownHere(db: Database, insp: string, entries: readonly Entry[]): Promise<Entry[]> {
  const [queued, sent, aside] = await Promise.all([
    db.outbox.where({ insp }).toArray(),
    db.sent.where({ insp }).toArray(),
    db.attention.bulkGet(entries.map(({ id }) => id)),
  ])
  const known = new Set([...apart(queued), ...apart(sent), ...aside].flatMap((row) => (row ? [row.id] : [])))
  const knownWhole = new Set(entries.filter(({ id }) => known.has(id)).map(mutationIdOf))
  return entries.filter((entry) => !knownWhole.has(mutationIdOf(entry)))
}

type Entry = Omit<OutboxRow, 'localId' | 'state'>

async function entryOf(db: Database, { payload, seen, ...row }: FileRow): Promise<Entry> {
  const { isVoid: _void, mutationId, alone, ...rest } = row
  return {
    ...rest,
    ...(mutationId !== undefined && { mutationId }),
    ...(alone && { alone }),
    ...(seen && { seen: await db.pack(seen as Told) }),
    payload: await db.pack(payload as unknown as Payload),
  }
}

/** Behind what has its number here already, in the order of the file. */
async function enqueueFrozen(db: Database, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const next = ((await db.meta.get('nextSeq'))?.value as number | undefined) ?? 1
  const order = [...new Set(entries.map(({ seq }) => seq))].sort((a, b) => (a ?? 0) - (b ?? 0))
  const numbers = new Map(order.map((seq, index) => [seq, next + index]))
  await db.outbox.bulkAdd(
    entries.map((entry) => ({ ...entry, state: 'frozen', seq: numbers.get(entry.seq) ?? null }) as OutboxRow),
  )
  await db.meta.put({ key: 'nextSeq', value: next + order.length })
}

async function bringHead(
  db: Database,
  brought: InspectionRow | null,
  local: InspectionRow | undefined,
  { hasHead, isHeld }: { hasHead: boolean; isHeld: boolean },
): Promise<void> {
  if (!brought) return
  if (!local) return void (await db.inspection.add(brought))
  const { head, state, refusal } = brought
  const isNewer = hasHead && !isHeld && local.state === 'draft'
  await db.inspection.update(local.id, { ...(isNewer && { head, state, refusal }), edits: local.edits + 1 })
}

/** @returns whether one was not known here */
async function bringPhotos(db: Database, photos: readonly PhotoRow[], told: ReadonlySet<string>): Promise<boolean> {
  let isNew = false
  for (const { unheard, ...photo } of photos) {
    const here = await db.photo.get(photo.id)
    const isTold = unheard && told.has(photoCell(photo.id))
    if (!here) await db.photo.add({ ...photo, ...(isTold && { unheard: true }) })
    else if (photo.removedAt !== null && here.removedAt === null && told.has(removalCell(photo.id)))
      await db.photo.update(photo.id, { removedAt: photo.removedAt })
    isNew ||= !here && photo.removedAt === null
  }
  return isNew
}

/** One is added once; one that was taken back on the other tablet is so here too. */
async function bringSignatures(
  db: Database,
  signatures: readonly SignatureRow[],
  told: ReadonlySet<string>,
): Promise<void> {
  for (const signature of signatures) {
    const here = await db.signature.get(signature.id)
    if (!here) await db.signature.add(signature)
    else if (signature.removedAt !== null && here.removedAt === null && told.has(withdrawalCell(signature.id)))
      await db.signature.update(signature.id, { removedAt: signature.removedAt })
  }
}

/** What somebody is in the middle of here is newer than what the file has. */
async function bringBegun(db: Database, begun: readonly BegunRow[]): Promise<void> {
  const here = await db.begun.bulkGet(begun.map(({ insp, item }): [string, string] => [insp, item]))
  await db.begun.bulkPut(begun.filter((_row, index) => here[index] === undefined))
}

/**
 * The server was restored since: it may lack what the other tablet had sent long ago,
 * and knows nothing of these revisions. The visit is sent again whole, like one that
 * was refused, and stays open.
 */
async function beginAnew(store: Store, visit: FileVisit): Promise<boolean> {
  const { db } = store
  const { inspection, answers, photos, signatures, begun } = await packVisit(db, visit)
  if (!inspection) return false
  const refusal = await db.pack<Refusal>({ code: 'EPOCH_CHANGED', message: messageOf('EPOCH_CHANGED'), detail: {} })
  const isBrought = await commit(
    store,
    ['inspection', 'answer', 'outbox', 'photo', 'signature', 'begun', 'result'],
    async () => {
      const [local, isSealed, queued] = await Promise.all([
        db.inspection.get(visit.insp),
        db.result.get(visit.insp),
        db.outbox.where({ insp: visit.insp }).toArray(),
      ])
      // Handed in, or at work on here: that is the newer one.
      if (isSealed || queued.length > 0 || (local && local.state !== 'draft')) return false
      await db.inspection.put({ ...inspection, state: 'refused', refusal, edits: (local?.edits ?? 0) + 1 })
      const unsure = answers.map(({ told: _told, pulled: _pulled, former: _former, doubted: _doubted, ...row }) => row)
      await db.answer.bulkPut(unsure.map((row) => ({ ...row, rev: 0, contested: false })))
      for (const photo of photos) if (!(await db.photo.get(photo.id))) await db.photo.add(photo)
      await bringSignatures(db, signatures, new Set())
      await bringBegun(db, begun)
      return true
    },
  )
  if (isBrought) await resendInspection(store, visit.insp)
  return isBrought
}

type PackedVisit = {
  inspection: InspectionRow | null
  answers: AnswerRow[]
  photos: PhotoRow[]
  signatures: SignatureRow[]
  begun: BegunRow[]
}

async function packVisit(
  db: Database,
  { inspection, answers, photos, signatures, begun }: FileVisit,
): Promise<PackedVisit> {
  const pack = async (row: object, fields: readonly string[]) => {
    const all: Record<string, unknown> = { ...row }
    for (const field of fields) if (all[field]) all[field] = await db.pack(all[field] as Answer)
    return all
  }
  const each = <T>(rows: readonly object[], fields: readonly string[]) =>
    Promise.all(rows.map(async (row) => (await pack(row, fields)) as T))
  return {
    inspection: inspection && ((await pack(inspection, packedIn.inspection)) as InspectionRow),
    answers: await each<AnswerRow>(answers, packedIn.answer),
    signatures: await each<SignatureRow>(signatures, packedIn.signature),
    begun: await each<BegunRow>(begun, packedIn.begun),
    photos: (await each<PhotoRow>(photos, packedIn.photo)).map((photo) =>
      photo.state === 'sending' ? { ...photo, state: 'stored' } : photo,
    ),
  }
}
