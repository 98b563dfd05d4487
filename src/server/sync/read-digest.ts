import type { Person } from '../../domain/people.ts'
import { emptyView, withRow } from '../../domain/view-digest.ts'
import { PROTO } from '../../protocol/terms.ts'
import type { DigestReply } from '../../protocol/wire.ts'
import { lostAssignments } from '../storage/campaigns.ts'
import { readDepartures } from '../storage/departures.ts'
import { readFeed } from '../storage/feed.ts'
import { readClock } from '../storage/provinces.ts'
import type { Database } from '../storage/schema.ts'
import { snapshot } from '../storage/transaction.ts'
import { goesOnFrom, readCursor, scopeOf } from './cursor.ts'
import { digestNow } from './digest.ts'
import { readRows } from './read-changes.ts'

/** Rows looked at together. */
const CHUNK = 200

/**
 * The digest of a person's whole view, from one snapshot. It reads every row of
 * it, so that a device asks about once a week and after a restore.
 */
export async function readDigest(db: Database, person: Person, cursorText: string): Promise<DigestReply> {
  return snapshot(db, async (trx) => {
    const { ver: head, epoch } = await readClock(trx, person.provinceId)
    const cursor = readCursor(cursorText)
    const isOfView = goesOnFrom(cursor, { epoch, scope: scopeOf(person), head })
    // An app that cannot read assignments holds none: its cursor says so.
    const takes = isOfView && cursor.owed === null
    const only = takes ? 'all' : { assignments: false }
    const newer = isOfView ? await readFeed(trx, person, cursor.pos, 1, only) : []
    const gone = isOfView ? await readDepartures(trx, person, cursor.pos, head) : []
    if (takes) gone.push(...(await lostAssignments(trx, person, cursor.pos, head)))
    const reply: DigestReply = {
      proto: PROTO,
      epoch,
      after: cursorText,
      current: isOfView && newer.length === 0 && gone.length === 0,
      facility: emptyView,
      checklist: emptyView,
      inspection: emptyView,
      ...(takes && { assignment: emptyView }),
    }
    if (!reply.current) return reply
    let pos = 0
    for (;;) {
      const rows = await readFeed(trx, person, pos, CHUNK, only)
      for (const { change } of await readRows(trx, person, rows)) {
        if (change.entity === 'inspection' && change.data.status === 'draft') continue
        const said = change.entity === 'checklist' ? change.ref : change.data
        reply[change.entity] = withRow(reply[change.entity] ?? emptyView, digestNow(said))
      }
      pos = rows.at(-1)?.ver ?? pos
      if (rows.length < CHUNK) return reply
    }
  })
}
