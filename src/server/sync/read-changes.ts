import type { Person } from '../../domain/people.ts'
import { Problem } from '../../domain/problem.ts'
import { READS_ASSIGNMENTS, schemaNeeded } from '../../protocol/reading.ts'
import { PROTO } from '../../protocol/terms.ts'
import type { Change, PullReply } from '../../protocol/wire.ts'
import type { Signer } from '../audit/signatures.ts'
import { lostAssignments, readAssignment } from '../storage/campaigns.ts'
import { readChecklist } from '../storage/checklists.ts'
import { readDepartures } from '../storage/departures.ts'
import { lastSeqOf } from '../storage/devices.ts'
import { findFacilities } from '../storage/facilities.ts'
import { type FeedPart, type FeedRow, readFeed } from '../storage/feed.ts'
import { findInspections } from '../storage/inspections.ts'
import { readClock } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { sealNotesAmong } from '../storage/seal-witness.ts'
import { snapshot } from '../storage/transaction.ts'
import { goesOnFrom, readCursor, scopeOf, writeCursor } from './cursor.ts'

export const PAGE_ROWS_MAX = 500
/** A page ends once it is this long: about ten seconds over a poor line. */
const PAGE_BYTES = 512 * 1024
/** Rows of the feed read at a time: a page of long rows does not look far beyond its end. */
const CHUNK = 25

type Pull = {
  db: Database
  signer: Pick<Signer, 'keys'>
  person: Person
  now: number
  deviceId: string
  /** As the last page gave it; empty at first. */
  cursor: string
  /** Rows, 1 to PAGE_ROWS_MAX. */
  limit: number
  /** Highest shape of records that the asking app reads (protocol/reading.ts). */
  reads: number
}

/**
 * The next page of what a person may see, oldest change first, from one snapshot.
 * Rows are whole; one that is edited while a device pages moves forward and comes
 * again. A damaged cursor, another epoch or another reach starts the view from its
 * beginning with `reset`. What an older app was not shown comes first, by itself.
 *
 * @throws Problem PROTOCOL_UNSUPPORTED: the next row is one that the asking app cannot read;
 *   STORAGE_UNAVAILABLE: this database is behind the cursor
 */
export async function readChanges({
  db,
  signer,
  person,
  now,
  deviceId,
  cursor: text,
  limit,
  reads,
}: Pull): Promise<PullReply> {
  return snapshot(db, async (trx) => {
    const { ver: head, epoch } = await readClock(trx, person.provinceId)
    const scope = scopeOf(person)
    const cursor = readCursor(text)
    const goesOn = goesOnFrom(cursor, { epoch, scope, head })
    const from = goesOn ? cursor.pos : 0
    const takes = reads >= READS_ASSIGNMENTS
    const owed = goesOn ? cursor.owed : null
    if (takes && owed !== null) {
      const only = { assignments: true, upTo: from }
      const page = await fillPage(trx, person, owed, { limit, reads, only })
      // Nothing owed after all: on to what is new, in the same page.
      if (page.changes.length > 0) {
        const next = { epoch, scope, pos: from, owed: page.more ? page.last : null }
        return { ...(await around()), cursor: writeCursor(next), more: true, changes: page.changes }
      }
    }
    const page = await fillPage(trx, person, from, { limit, reads, only: takes ? 'all' : { assignments: false } })
    const upTo = page.more ? page.last : head
    // A view read from its beginning has lost nothing: what it does not bring is removed at its end.
    const gone = goesOn ? await readDepartures(trx, person, from, upTo) : []
    if (goesOn && takes) gone.push(...(await lostAssignments(trx, person, from, upTo)))
    return {
      ...(await around()),
      cursor: writeCursor({ epoch, scope, pos: upTo, owed: takes ? null : (owed ?? from) }),
      more: page.more,
      changes: page.changes,
      ...(gone.length > 0 && { gone }),
    }

    /** What every page says beside its rows. */
    async function around() {
      return {
        proto: PROTO,
        epoch,
        deviceId,
        after: text,
        serverTime: now,
        reset: !goesOn,
        deviceAck: await lastSeqOf(trx, person, deviceId),
        serverKeys: (await signer.keys(trx)).map(({ id, key }) => ({ id, key })),
      } as const
    }
  })
}

type Page = { changes: Change[]; last: number; more: boolean }

/**
 * What follows `pos`, up to the page's rows or length; at least one row, however long.
 * A row that the asking app cannot read is never passed over: the page ends before it.
 */
async function fillPage(
  trx: Database,
  person: Person,
  pos: number,
  { limit, reads, only }: Pick<Pull, 'limit' | 'reads'> & { only: FeedPart },
): Promise<Page> {
  const changes: Change[] = []
  let last = pos
  let bytes = 0
  for (;;) {
    const wanted = Math.min(CHUNK, limit - changes.length)
    // One more than wanted says whether anything is left.
    const rows = await readFeed(trx, person, last, wanted + 1, only)
    for (const { ver, change } of await readRows(trx, person, rows.slice(0, wanted))) {
      const needed = schemaNeeded(change)
      if (needed > reads) {
        if (changes.length === 0) throw new Problem('PROTOCOL_UNSUPPORTED', { reads, needed })
        return { changes, last, more: true }
      }
      bytes += Buffer.byteLength(JSON.stringify(change), 'utf8')
      if (changes.length > 0 && bytes > PAGE_BYTES) return { changes, last, more: true }
      changes.push(change)
      last = ver
    }
    if (rows.length <= wanted) return { changes, last, more: false }
    if (changes.length === limit) return { changes, last, more: true }
  }
}

/** Rows of the feed with their content, in their order. Each table is asked once for all of them. */
export async function readRows(
  trx: Database,
  { provinceId }: Person,
  rows: readonly FeedRow[],
): Promise<{ ver: number; change: Change }[]> {
  const ids = (wanted: FeedRow['entity']) =>
    rows.flatMap(({ entity, entityId }) => (entity === wanted ? [entityId] : []))
  const facilities = await findFacilities(trx, provinceId, ids('facility'))
  const inspections = await findInspections(trx, provinceId, ids('inspection'))
  const sealed = [...inspections.values()].filter(({ status }) => status !== 'draft')
  const seals = await sealNotesAmong(
    trx,
    provinceId,
    sealed.map(({ id }) => id),
  )
  const read = []
  for (const { ver, entity, entityId } of rows) read.push({ ver, change: await changeOf(entity, entityId) })
  return read

  async function changeOf(entity: FeedRow['entity'], id: string): Promise<Change> {
    switch (entity) {
      case 'checklist': {
        const { ref, content } = await readChecklist(trx, id)
        return { entity, ref, content: JSON.parse(content) }
      }
      case 'facility':
        return { entity, data: present(facilities.get(id), id) }
      case 'inspection': {
        const data = present(inspections.get(id), id)
        return data.status === 'draft' ? { entity, data } : { entity, data, seals: seals.get(id) ?? [] }
      }
      case 'assignment':
        return { entity, data: present(await readAssignment(trx, provinceId, id), id) }
      default:
        return entity satisfies never
    }
  }
}

/** The feed joins the entity's own row: without it there is no feed row to read. */
function present<T>(value: T | null | undefined, id: string): T {
  if (value === null || value === undefined) throw new Error(`the feed names ${id}, which is not there`)
  return value
}
