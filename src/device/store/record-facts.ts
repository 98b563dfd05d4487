import type { InspectionRecord } from '../../domain/inspection.ts'
import { livingPhotos } from '../../domain/photo.ts'
import type { PictureNet } from '../../domain/picture-net.ts'
import {
  type PictureStanding,
  type RecordFacts,
  type RecordState,
  type RefusedPart,
  recordState,
} from '../../domain/record-state.ts'
import { type AttentionEntry, attentionOf, openEntries } from './attention.ts'
import type { AttentionRow, PhotoRow } from './database.ts'
import { checkEvidence } from './evidence.ts'
import { unsentStates } from './photo-rows.ts'
import { readPictureNet } from './picture-net.ts'
import { isAnswerCell, isStepCell, photoCell } from './queue.ts'
import { type ResultSummary, summaryOf } from './replica.ts'
import type { Store } from './store.ts'
import { waitingCells } from './together.ts'

/** Where these visits stand, each read from what the store now holds of it. What is nowhere here is not in it. */
export async function recordStates(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, RecordState>> {
  const states = await Promise.all(
    ids.map(async (id) => {
      const facts = await recordFacts(store, id)
      return facts ? [[id, recordState(facts)] as const] : []
    }),
  )
  return new Map(states.flat())
}

/**
 * One's own sealed visits of which this device still holds something that the server
 * lacks: pictures, an amendment, photos that came too late. Newest first.
 */
export async function listUnfinished(store: Store): Promise<ResultSummary[]> {
  const { db } = store
  const [photos, queued, open] = await Promise.all([
    db.photo
      .where('state')
      .anyOf([...unsentStates, 'damaged'])
      .filter(({ removedAt }) => removedAt === null)
      .toArray(),
    db.outbox.orderBy('insp').uniqueKeys(),
    db.inspection.toCollection().primaryKeys(),
  ])
  const ids = new Set([...photos.map(({ insp }) => insp), ...(queued as string[])])
  for (const id of open) ids.delete(id)
  const rows = await db.result.bulkGet([...ids])
  const results = await Promise.all(rows.flatMap((row) => (row ? [summaryOf(store, row)] : [])))
  return results.sort((a, b) => (b.submittedAt ?? 0) - (a.submittedAt ?? 0))
}

/** All that decides where a visit stands; null where this device has nothing of it. */
export async function recordFacts(store: Store, id: string): Promise<RecordFacts | null> {
  const { db } = store
  // At one moment: what moves from one table to another must not be seen in neither.
  const [local, queued, photos, aside, row, net] = await db.transaction(
    'r',
    [db.inspection, db.outbox, db.photo, db.attention, db.result, db.meta],
    () =>
      Promise.all([
        db.inspection.get(id),
        waitingCells(db, id),
        db.photo.where({ insp: id }).toArray(),
        db.attention.where({ insp: id }).toArray(),
        db.result.get(id),
        readPictureNet(store),
      ]),
  )
  if (!local && !row) return null
  const group = aside.length > 0 ? await attentionOf(store, id) : null
  const refusal = local?.refusal ? await db.unpack(local.refusal) : null
  const entries = group ? notTaken(group.entries, local !== undefined) : []
  const refused = entries.map((entry) => refusedPart(entry, photos))
  if (refused.length === 0 && local?.state === 'refused')
    refused.push({ code: refusal?.code ?? 'MUTATION_INVALID', item: null, isPhoto: false })
  const record = row ? await db.unpack(row.body) : null
  const proof = new Set(photos.flatMap(({ id: photo, step }) => (step === undefined ? [] : [photoCell(photo)])))
  const facts = {
    local: local?.state ?? null,
    unsent: queued.length,
    unsentSteps: queued.filter(([, cell]) => isStepCell(cell) || proof.has(cell)).length,
    refused,
    pictures: standings(photos, record, { aside, net }),
  }
  // Last: what it waits for is WebCrypto.
  const standing = record ? (await checkEvidence(store, record)).seals.at(-1) : undefined
  return { ...facts, isSealed: record !== null, receipt: standing?.check ?? null }
}

/**
 * What the server has not taken and nothing has replaced. An answer of an open visit that its author
 * has only put out of sight is still not there; an amendment that came too late is not in the record.
 */
function notTaken(entries: AttentionEntry[], isOpen: boolean): AttentionEntry[] {
  const isOut = ({ handled, kind, cell, said }: AttentionEntry) => {
    if (kind === 'late') return handled === null && said.k === 'inspection.amend'
    return handled === null || (handled === 'seen' && isOpen && isAnswerCell(cell))
  }
  const out = entries.filter(isOut).map((entry) => ({ ...entry, handled: null }))
  return openEntries({ entries: out }).open
}

function refusedPart({ code, cell, said }: AttentionEntry, photos: readonly PhotoRow[]): RefusedPart {
  if (said.k === 'photo.add') return { code, item: said.photo.item, isPhoto: true }
  if (said.k === 'photo.remove')
    return { code, item: photos.find(({ id }) => id === said.photo)?.item ?? null, isPhoto: true }
  return { code, item: isAnswerCell(cell) ? cell : null, isPhoto: false }
}

/**
 * Every living photo, by what this device knows of its own and what the server said of the others.
 * One that the server would not even hear of is no part of the visit: it stands among what was refused.
 */
function standings(
  local: readonly PhotoRow[],
  record: InspectionRecord | null,
  { aside, net }: { aside: readonly AttentionRow[]; net: PictureNet },
): PictureStanding[] {
  const known = new Map(local.map((photo) => [photo.id, photo]))
  const notHeard = new Set(aside.flatMap(({ cell, kind, doneAt }) => (kind === 'late' || doneAt ? [] : [cell])))
  const told = livingPhotos(record?.photos)
    .filter(({ id }) => !known.has(id))
    .map(({ stored }): PictureStanding => (stored ? 'received' : 'elsewhere'))
  const own = local
    .filter(({ id, removedAt }) => removedAt === null && !notHeard.has(photoCell(id)))
    .map(({ id, state }) => (state === 'stored' && net.once.includes(id) ? 'going' : standingOf[state]))
  return [...told, ...own]
}

const standingOf: Record<PhotoRow['state'], PictureStanding> = {
  stored: 'here',
  sending: 'going',
  received: 'received',
  elsewhere: 'elsewhere',
  damaged: 'failed',
  refused: 'failed',
}
