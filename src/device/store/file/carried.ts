import Dexie, { type EntityTable, type Table } from 'dexie'
import { useLiveQuery } from 'dexie-react-hooks'
import { Problem, type ProblemCode } from '../../../domain/problem.ts'
import type { FileHeader, FilePart } from '../../../protocol/file-wire.ts'
import { type ReadFile, readPart } from './container.ts'

/**
 * Files of others that this tablet carries until the server has them. They lie in a
 * database of their own, beside every person's store and under nobody's key: what is
 * in them is sealed already, and nobody here can open it.
 */

export type CarriedState =
  /** Still being copied in; one that stays so was cut off, and goes. */
  | 'arriving'
  | 'waiting'
  /** The server has all of it: the content has gone from here, and this line stays until somebody puts it away. */
  | 'sent'
  /** The server takes no more of it for now; `problem` says why. */
  | 'refused'

export type CarriedRow = {
  id: string
  header: Omit<FileHeader, 'parts'>
  /** Of the whole file. */
  size: number
  /** By this tablet's clock, as below. */
  receivedAt: number
  sentAt: number | null
  state: CarriedState
  problem: ProblemCode | null
  /** Somebody has let its pictures go over any network (P60). */
  isLetGo?: true
}

type PartRow = {
  file: string
  n: number
  part: FilePart
  is: 'waiting' | 'taken' | 'refused'
  bytes: ArrayBuffer
}

/** A file as the page lists it. */
export type Carried = CarriedRow & { left: number; refusedPhotos: number }

class CarriedFiles extends Dexie {
  declare file: EntityTable<CarriedRow, 'id'>
  declare part: Table<PartRow, [file: string, n: number]>

  constructor() {
    super('so-kiem-files', { chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({ file: 'id, state', part: '[file+n], [file+is]' })
  }
}

let opened: CarriedFiles | undefined
const files = () => (opened ??= new CarriedFiles())

/** Called when something waits that did not before: the lane listens. */
export const arrivals = new Set<() => void>()

/** So long a file may take to be copied in; what stands half after it was cut off. */
const ARRIVAL = 15 * 60_000

/**
 * Copies a file in, part by part, each looked at before it is kept. It counts only
 * when all of it is here: cut off in between it is not there, and opened again it
 * begins anew. Opened twice it is here once.
 *
 * @returns whether it was here already
 * @throws Problem FILE_DAMAGED, FILE_UNREADABLE, FILE_NO_ROOM: nothing of it is kept
 */
export async function takeIn(read: ReadFile, size: number, now: number): Promise<'new' | 'known'> {
  const { parts, ...header } = read.header
  const db = files()
  const known = await db.file.get(header.file)
  if (known && known.state !== 'arriving') return 'known'
  const row: CarriedRow = {
    id: header.file,
    header,
    size,
    receivedAt: now,
    sentAt: null,
    state: 'arriving',
    problem: null,
  }
  try {
    await clear(header.file)
    await db.file.put(row)
    for (const [n, part] of parts.entries()) {
      // For its author alone: nothing of it goes to the server.
      if (part.kind === 'visit') continue
      const bytes = await readPart(read, n)
      await db.part.put({ file: row.id, n, part, is: 'waiting', bytes: bytes.buffer })
    }
    await db.file.update(row.id, { state: 'waiting' })
    for (const listener of arrivals) listener()
    return 'new'
  } catch (error) {
    await clear(row.id).catch((again: unknown) => console.warn(again))
    if (error instanceof Problem) throw error
    console.warn(error)
    throw new Problem(isFull(error) ? 'FILE_NO_ROOM' : 'DEVICE_STORAGE_FAILED')
  }
}

function isFull(error: unknown): boolean {
  const { name, inner } = error as { name?: string; inner?: { name?: string } }
  return name === 'QuotaExceededError' || inner?.name === 'QuotaExceededError'
}

async function clear(id: string): Promise<void> {
  const db = files()
  await db.transaction('rw', db.file, db.part, async () => {
    await db.file.delete(id)
    await db.part.where('[file+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete()
  })
}

/** Every file here, the newest first. */
export async function listCarried(): Promise<Carried[]> {
  const db = files()
  const rows = await db.file.where('state').notEqual('arriving').toArray()
  const listed = rows.map(async (row) => ({
    ...row,
    left: await db.part.where({ file: row.id, is: 'waiting' }).count(),
    refusedPhotos: await db.part.where({ file: row.id, is: 'refused' }).count(),
  }))
  return (await Promise.all(listed)).sort((a, b) => b.receivedAt - a.receivedAt)
}

/** The same, live; undefined while it is being read. */
export function useCarried(): Carried[] | undefined {
  return useLiveQuery(listCarried, [])
}

/** A file that lies here whole. */
export async function findCarried(id: string): Promise<CarriedRow | null> {
  const row = await files().file.get(id)
  return row && row.state !== 'arriving' ? row : null
}

/** What there is to send, the oldest first; what was cut off on its way in is cleared away. */
export async function listToSend(now: number): Promise<CarriedRow[]> {
  // Opening would make one, on every tablet.
  if (!(await Dexie.exists('so-kiem-files'))) return []
  const db = files()
  const half = await db.file.where({ state: 'arriving' }).toArray()
  for (const { id, receivedAt } of half) if (Math.abs(now - receivedAt) > ARRIVAL) await clear(id)
  return (await db.file.where('state').anyOf('waiting', 'refused').toArray()).sort(
    (a, b) => a.receivedAt - b.receivedAt,
  )
}

/** The next part that waits; null where none does. */
export async function nextPart(id: string): Promise<PartRow | null> {
  const keys = await files().part.where({ file: id, is: 'waiting' }).primaryKeys()
  const [, n] = keys.sort((a, b) => a[1] - b[1])[0] ?? []
  return n === undefined ? null : ((await files().part.get([id, n])) ?? null)
}

/** What came of sending a part. */
export async function notePart(id: string, n: number, is: 'taken' | 'refused'): Promise<void> {
  await files().part.update([id, n], { is })
}

/** The server has less of it than was heard: all its mutations go out once more, which counts nothing twice. */
export async function offerRowsAgain(id: string): Promise<void> {
  await files()
    .part.where('[file+n]')
    .between([id, Dexie.minKey], [id, Dexie.maxKey])
    .filter(({ part }) => part.kind === 'rows')
    .modify({ is: 'waiting' })
}

/** The server takes no more of it for now. */
export async function noteRefused(id: string, problem: ProblemCode): Promise<void> {
  await files().file.update(id, { state: 'refused', problem })
}

/** Everything that could be brought was. What the server has goes from here; pictures that it would not take stay. */
export async function noteDone(id: string, now: number): Promise<'sent' | 'refused'> {
  const db = files()
  return db.transaction('rw', db.file, db.part, async () => {
    const refused = await db.part.where({ file: id, is: 'refused' }).count()
    if (refused > 0) {
      await db.file.update(id, { state: 'refused', problem: 'FILE_PHOTOS_LEFT' })
      return 'refused'
    }
    await db.part.where('[file+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]).delete()
    await db.file.update(id, { state: 'sent', sentAt: now, problem: null })
    return 'sent'
  })
}

/** Another try, because somebody asks for it: all that is here is offered again, which counts nothing twice. */
export async function tryAgain(id: string): Promise<void> {
  const db = files()
  await db.transaction('rw', db.file, db.part, async () => {
    await db.part.where('[file+n]').between([id, Dexie.minKey], [id, Dexie.maxKey]).modify({ is: 'waiting' })
    await db.file.update(id, { state: 'waiting', problem: null })
  })
  for (const listener of arrivals) listener()
}

/** Its pictures need wait for no Wi-Fi: somebody has asked for it, for this file alone. */
export async function letGo(id: string): Promise<void> {
  await files().file.update(id, { isLetGo: true })
  for (const listener of arrivals) listener()
}

/** Puts a file away, with all that is here of it. */
export async function dropCarried(id: string): Promise<void> {
  await clear(id)
}
