import { type InspectionRecord, sealNoOf } from '../../domain/inspection.ts'
import type { Person } from '../../domain/people.ts'
import { type Counted, hasRoomFor, livingPhotos } from '../../domain/photo.ts'
import { Problem } from '../../domain/problem.ts'
import { type Saying, type Step, says } from '../../domain/step.ts'
import { type StepContext, takeStep } from '../../domain/take-step.ts'
import type { BoundPayload } from '../../protocol/queued.ts'
import { getChecklist } from './checklists.ts'
import type { Database } from './database.ts'
import type { Packed } from './packing.ts'
import { proofRows } from './photo-rows.ts'
import { photoEntry, type Shot } from './photos.ts'
import { putPictures } from './pictures.ts'
import { type Entry, enqueue, entryOf, stepCell } from './queue.ts'
import { getResult } from './replica.ts'
import { announce, commit, type Store } from './store.ts'

/** A picture that proves that something was done. */
export type Proof = { shot: Omit<Shot, 'step' | 'drawnOn'>; bytes: Blob }

/**
 * Says something of one sealed inspection: the step, the pictures that prove it, and what
 * must be sent of both, in one transaction. Whether the server takes it is known when it
 * has answered; until then the record is shown as if it had (`withOwnSteps`).
 * @returns the step's id
 * @throws Problem INSPECTION_UNKNOWN; PHOTO_TOO_MANY, PHOTO_NO_ROOM, DEVICE_STORAGE_FULL,
 *   DEVICE_STORAGE_FAILED, APP_OUTDATED: nothing was kept
 */
export async function sayStep(store: Store, insp: string, say: Saying, proof: readonly Proof[] = []): Promise<string> {
  const { db } = store
  const at = Date.now()
  const record = await recordOf(store, insp)
  const step = stepOf(record, say)
  const entry = await entryOf(db, insp, { k: 'inspection.step', step }, at, stepCell(step.id))
  const photos = await Promise.all(
    proof.map(({ shot }) => photoEntry(db, insp, { id: crypto.randomUUID(), ...shot, step: step.id }, at)),
  )
  const pictures = proof.map(({ shot, bytes }) => ({ sha256: shot.sha256, bytes }))
  await putPictures(store, pictures, async (writePictures) => {
    await commit(store, ['photo', 'photoBlob', 'outbox'], async () => {
      const own = await proofRows(db, insp)
      const isOwn = new Set(own.map(({ id }) => id))
      const others = livingPhotos(record.photos).filter(({ id }) => !isOwn.has(id))
      const known: Counted[] = [...own, ...others]
      for (const { row } of photos) {
        if (!hasRoomFor(row, known)) throw new Problem('PHOTO_TOO_MANY', { item: row.item })
        known.push(row)
      }
      await writePictures()
      for (const { row, entry: announcement } of photos) {
        await db.photo.add(row)
        await enqueue(db, announcement)
      }
      await enqueue(db, entry)
    })
  })
  announce(store)
  return step.id
}

/** What is said of one inspection. */
export type Said = { insp: string; say: Saying }

/** What must be sent of steps that are kept together with something else. */
export function stepEntries(store: Store, sayings: readonly Said[], at: number): Promise<Entry[]> {
  return Promise.all(
    sayings.map(async ({ insp, say }) => {
      const step = stepOf(await recordOf(store, insp), say)
      return entryOf(store.db, insp, { k: 'inspection.step', step }, at, stepCell(step.id))
    }),
  )
}

/** Whether this person has judged a report of work done on this device already. */
export async function hasJudged({ db }: Store, insp: string, done: string): Promise<boolean> {
  const rows = (await Promise.all([db.sent, db.outbox].map((table) => saidIn(table, insp)))).flat()
  const said = await Promise.all(rows.map(({ payload }) => db.unpack(payload)))
  return said.some(
    ({ k, ...rest }) =>
      k === 'inspection.step' && 'step' in rest && says(rest.step, 'verify', 'sendBack') && rest.step.say.of === done,
  )
}

/** The same of many inspections, without pictures: all of it is kept, or none. */
export async function sayOfMany(store: Store, sayings: readonly Said[]): Promise<void> {
  const { db } = store
  const entries = await stepEntries(store, sayings, Date.now())
  await commit(store, ['outbox'], async () => {
    for (const entry of entries) await enqueue(db, entry)
  })
  announce(store)
}

async function recordOf(store: Store, insp: string): Promise<InspectionRecord> {
  const record = await getResult(store, insp)
  if (!record) throw new Problem('INSPECTION_UNKNOWN')
  return record
}

function stepOf(record: InspectionRecord, say: Saying): Step {
  return { id: crypto.randomUUID(), seal: sealNoOf(record), say }
}

/** A record as it will stand once the server has taken what this device has said of it. */
export type OwnView = {
  record: InspectionRecord
  /** Ids of the steps that the server has not told of yet. */
  waiting: ReadonlySet<string>
}

/**
 * Lays what this person said here, and the server has not told back yet, over a record,
 * by the rules that the server itself goes by.
 */
export async function withOwnSteps(
  { db }: Store,
  record: InspectionRecord,
  who: Pick<StepContext, 'person' | 'isOfWholeProvince'> & { person: Person },
  checklist: StepContext['checklist'] | null,
): Promise<OwnView> {
  // Both are read before the first wait for WebCrypto: a live query must hear of them.
  const [sent, queued] = await Promise.all([db.sent, db.outbox].map((table) => saidIn(table, record.id)))
  const told = new Set((record.steps ?? []).map(({ id }) => id))
  const said = await Promise.all([...(sent ?? []), ...(queued ?? [])].map(({ payload }) => db.unpack(payload)))
  const waiting = new Set<string>()
  let own = record
  for (const { k, at = 0, ...rest } of said) {
    if (k !== 'inspection.step' || !('step' in rest) || told.has(rest.step.id) || !checklist) continue
    const taken = takeStep(own, rest.step, { ...who, checklist, at, now: at })
    if (taken.o === 'rejected') continue
    own = taken.state
    waiting.add(rest.step.id)
  }
  return { record: own, waiting }
}

type SaidRow = { insp: string; cell: string; before?: string; isVoid?: true; payload: Packed<BoundPayload> }

/** What the server has refused or set aside lies in `attention`, and is no part of how the record stands. */
async function saidIn(table: Database['sent'] | Database['outbox'], insp: string): Promise<SaidRow[]> {
  const rows: SaidRow[] = await (table as Database['sent']).where('insp').equals(insp).toArray()
  return rows.filter(
    ({ cell, before, isVoid }) => cell.startsWith(stepCell('')) && !isVoid && (before ?? 'taken') === 'taken',
  )
}

/** The same by id: for a page that shows one inspection. Null where it is not on this device. */
export async function getOwnView(
  store: Store,
  id: string,
  who: Pick<StepContext, 'person' | 'isOfWholeProvince'>,
): Promise<OwnView | null> {
  const record = await getResult(store, id)
  return record && withOwnSteps(store, record, who, await getChecklist(store, record.head.checklist))
}
