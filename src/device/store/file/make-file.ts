import { Problem } from '../../../domain/problem.ts'
import {
  bindingOf,
  type FileAbout,
  type FileHeader,
  type FileRow,
  type FileVisit,
} from '../../../protocol/file-wire.ts'
import { RELAY_PIECE } from '../../../protocol/terms.ts'
import type { Database, OutboxRow } from '../database.ts'
import { freezeVisits } from '../freeze.ts'
import type { Packed } from '../packing.ts'
import { keyUnderAccount } from '../people.ts'
import { packedIn } from '../seal-rows.ts'
import { base64 } from '../sealed-text.ts'
import { readMeta, STORE_SCHEMA, type Store } from '../store.ts'
import { tabletNumber } from '../tablet.ts'
import { sealBound } from './bound.ts'
import { type NewPart, writeFile } from './container.ts'
import { unsentPictures } from './unsent-work.ts'

type Maker = {
  /** Whoever is at work here, as people call them. */
  name: string
  app: string
  /** The shape of what is sent (`SCHEMA` of wire.ts). */
  schema: number
  origin: string
  /** Milliseconds since 1970. */
  now: number
}

export type MadeFile = { content: Blob; header: Omit<FileHeader, 'parts'> }

/**
 * Makes a file of all that these visits have not sent (P57): what waits gets its
 * numbers and never changes again, and everything is sealed for the account. The
 * store keeps all of it.
 *
 * @throws Problem FILE_NEEDS_ACCOUNT, FILE_NOTHING, DEVICE_STORAGE_FULL, DEVICE_STORAGE_FAILED, APP_OUTDATED
 */
export async function makeFile(store: Store, visits: readonly string[], maker: Maker): Promise<MadeFile> {
  const { db } = store
  const [underAccount, tablet] = [await keyUnderAccount(store.personId), tabletNumber()]
  if (!underAccount || tablet === null || db.key === null) throw new Problem('FILE_NEEDS_ACCOUNT')
  if (visits.length === 0) throw new Problem('FILE_NOTHING')

  const { groups: frozen, read } = await freezeVisits(store, visits, () => readVisits(db, visits))
  // A void only consumes a number of this tablet's own count.
  const groups = frozen.filter(([first]) => !first?.isVoid)
  const about: FileAbout = {
    file: crypto.randomUUID(),
    personId: store.personId,
    key: { iv: base64(underAccount.iv), sealed: base64(underAccount.key) },
    deviceId: (await readMeta<string>(store, 'deviceId')) ?? '',
    tablet,
    epoch: await readMeta<string>(store, 'epoch'),
  }
  const seal = async (value: unknown, part: number) => {
    const { iv, sealed } = await sealBound(db.key, value, bindingOf(about, part))
    return { iv: base64(iv), body: sealed }
  }

  const parts: NewPart[] = []
  for (const { rows, first, last } of pieces(await Promise.all(groups.map((rows, at) => rowsOf(db, rows, at + 1)))))
    parts.push({ kind: 'rows', first, last, ...(await seal(rows, parts.length)) })
  for (const visit of read) parts.push({ kind: 'visit', ...(await seal(await plainVisit(db, visit), parts.length)) })
  const pictures = await unsentPictures(db, visits)
  for (const picture of pictures) {
    const part = await picturePart(db, picture)
    if (part) parts.push(part)
  }

  const { now, ...who } = maker
  const header = {
    format: 1 as const,
    ...about,
    ...who,
    madeAt: now,
    storeSchema: STORE_SCHEMA,
    offset: store.clock.kept()?.offset ?? null,
    visits: visits.length,
    changes: groups.flat().length,
    photos: parts.filter(({ kind }) => kind === 'picture').length,
  }
  return { content: await writeFile(header, parts), header }
}

/** Everything of these visits, in one look: call it inside a transaction. */
async function readVisits(db: Database, visits: readonly string[]) {
  return Promise.all(
    visits.map(async (insp) => ({
      insp,
      inspection: (await db.inspection.get(insp)) ?? null,
      answers: await db.answer.where({ insp }).toArray(),
      photos: await db.photo.where({ insp }).toArray(),
      signatures: await db.signature.where({ insp }).toArray(),
      begun: await db.begun.where({ insp }).toArray(),
    })),
  )
}

async function plainVisit(db: Database, visit: Awaited<ReturnType<typeof readVisits>>[number]): Promise<FileVisit> {
  const { insp, inspection, answers, photos, signatures, begun } = visit
  const each = (rows: readonly object[], fields: readonly string[]) =>
    Promise.all(rows.map((row) => plain(db, row, fields)))
  return {
    insp,
    inspection: inspection && ((await plain(db, inspection, packedIn.inspection)) as FileVisit['inspection']),
    answers: (await each(answers, packedIn.answer)) as FileVisit['answers'],
    photos: (await each(photos, packedIn.photo)) as FileVisit['photos'],
    signatures: (await each(signatures, packedIn.signature)) as FileVisit['signatures'],
    begun: (await each(begun, packedIn.begun)) as FileVisit['begun'],
  }
}

/** A row with its content as it is, whatever else a newer app has written into it. */
async function plain(db: Database, row: object, fields: readonly string[]): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = { ...row }
  for (const field of fields) if (all[field]) all[field] = await db.unpack(all[field] as Packed<unknown>)
  return all
}

async function rowsOf(db: Database, rows: readonly OutboxRow[], seq: number): Promise<FileRow[]> {
  return Promise.all(
    rows.map(async ({ localId: _localId, state: _frozen, seq: _own, before: _before, payload, seen, ...row }) => ({
      ...row,
      seq,
      payload: await db.unpack(payload),
      ...(seen && { seen: { ...(await db.unpack(seen)) } }),
    })),
  )
}

/** Rows in parts of which each fits into a request; a mutation is never taken apart. */
function pieces(groups: readonly FileRow[][]): { rows: FileRow[]; first: number; last: number }[] {
  const made: { rows: FileRow[]; first: number; last: number; bytes: number }[] = []
  for (const [index, rows] of groups.entries()) {
    const bytes = JSON.stringify(rows).length
    const last = made.at(-1)
    if (last && last.bytes + bytes <= RELAY_PIECE) {
      last.rows.push(...rows)
      last.last = index + 1
      last.bytes += bytes
    } else made.push({ rows: [...rows], first: index + 1, last: index + 1, bytes })
  }
  return made
}

/** As it lies; what was written before there was a PIN is sealed for the file. Null where the bytes are gone. */
async function picturePart(db: Database, { id, sha256 }: { id: string; sha256: string }): Promise<NewPart | null> {
  const lying = (await db.photoBlob.get(sha256))?.body
  if (!lying) return null
  const packed = 'plain' in lying ? await db.pack(lying.plain) : lying
  if ('plain' in packed || packed.as === 'json') return null
  const { iv, sealed, as, type } = packed
  return { kind: 'picture', photo: id, iv: base64(iv), as, ...(type && { type }), body: sealed }
}
