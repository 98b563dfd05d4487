import type { Answer } from '../../domain/answer.ts'
import type { Assignment } from '../../domain/campaign/campaign.ts'
import type { ChecklistRef } from '../../domain/checklist-ref.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { Facility } from '../../domain/place.ts'
import { Problem } from '../../domain/problem.ts'
import { digestOf } from '../../protocol/digest.ts'
import type { Change, PullReply } from '../../protocol/wire.ts'
import { checklistKey } from './checklists.ts'
import type { AnswerRow, AssignmentRow, ChecklistRow, Database, FacilityRow, InspectionRow } from './database.ts'
import { withKeys } from './evidence.ts'
import { isSamePacked } from './packing.ts'
import { enqueue, entryOf } from './queue.ts'
import { prepareLostPhotos, preparePhotos } from './receive-photos.ts'
import { prepareResults } from './receive-results.ts'
import { prepareLostSignatures, prepareSignatures } from './receive-signatures.ts'
import { commit, readMeta, type Store } from './store.ts'
import { apart } from './together.ts'
import { forgetVisits } from './visits.ts'

/**
 * Writes one page of changes and the cursor behind it in one transaction: there
 * is no moment at which the cursor has moved and a row is missing.
 *
 * @param asked the cursor that stood in the store when the page was asked for
 * @returns false where another tab has read on meanwhile, or learnt of another
 *   history: this page would take the view back, and nothing of it was written
 * @throws Problem CHECKLIST_DAMAGED: a checklist does not have the hash it was published with; nothing was written
 */
export async function applyPage(store: Store, page: PullReply, asked: string | null): Promise<boolean> {
  const write = await prepare(store, page)
  const { db } = store
  const tables = [
    'meta',
    'checklist',
    'facility',
    'result',
    'inspection',
    'answer',
    'outbox',
    'photo',
    'photoBlob',
    'signature',
    'begun',
    'attention',
    'visit',
    'assignment',
  ] as const
  return commit(store, [...tables], async () => {
    const [cursor, epoch] = await Promise.all([readMeta<string>(store, 'cursor'), readMeta<string>(store, 'epoch')])
    if (cursor !== asked || (epoch !== null && epoch !== page.epoch)) return false
    const [gen = 0, underWay = null] = (await db.meta.bulkGet(['gen', 'genUnderWay'])).map(
      (row) => row?.value as number | undefined,
    )
    // A view begun anew before the last one was read to its end must not share its number.
    const next = page.reset ? (underWay ?? gen) + 1 : (underWay ?? gen)
    await write(next)
    // One's own unfinished work stays: it is in the tables of what this person writes, not in these.
    for (const { entity, id } of page.gone ?? []) {
      await db[tableOf[entity]].delete(id)
      if (entity === 'inspection') await forgetVisits(db, [await db.visit.get(id)])
    }
    if (!page.more && next !== gen) {
      // The whole view has been read anew: what it did not bring is no longer ours to see.
      for (const table of [db.checklist, db.facility, db.result, db.assignment])
        await table.where('gen').below(next).delete()
      await forgetVisits(db, await db.visit.where('gen').below(next).toArray())
    }
    await db.meta.bulkPut([
      { key: 'cursor', value: page.cursor },
      { key: 'epoch', value: page.epoch },
      { key: 'gen', value: page.more ? gen : next },
      { key: 'genUnderWay', value: page.more ? next : null },
      { key: 'lastPulledAt', value: Date.now() },
      { key: 'clock', value: store.clock.kept() },
      ...(page.serverKeys ? [{ key: 'serverKeys' as const, value: await withKeys(store, page.serverKeys) }] : []),
    ])
    return true
  })
}

/** Where rows of the replica lie. */
const tableOf = { facility: 'facility', inspection: 'result', assignment: 'assignment' } as const

/**
 * Seals what a page brings, before its transaction opens.
 * @returns a writer for inside of it; rows of one table go in together
 */
async function prepare(store: Store, { changes }: PullReply): Promise<(gen: number) => Promise<void>> {
  const { db } = store
  const of = <E extends Change['entity']>(entity: E) =>
    changes.filter((change): change is Extract<Change, { entity: E }> => change.entity === entity)
  const told = {
    checklist: of('checklist'),
    facility: of('facility'),
    assignment: of('assignment'),
    inspection: of('inspection'),
  } satisfies Record<Change['entity'], unknown>
  const ofDrafts = told.inspection.filter(({ data }) => data.status === 'draft')
  const ofSealed = told.inspection.filter(({ data }) => data.status !== 'draft')
  const [checklists, facilities, assignments, drafts, results] = await Promise.all([
    Promise.all(told.checklist.map(({ ref, content }) => checklistRow(db, ref, content))),
    Promise.all(told.facility.map(({ data }) => facilityRow(db, data))),
    Promise.all(told.assignment.map(({ data }) => assignmentRow(db, data))),
    Promise.all(ofDrafts.map(({ data }) => prepareDraft(store, data))),
    prepareResults(store, ofSealed),
  ])
  return async (gen) => {
    await db.checklist.bulkPut(checklists.map((row) => ({ ...row, gen })))
    await db.facility.bulkPut(facilities.map((row) => ({ ...row, gen })))
    await db.assignment.bulkPut(assignments.map((row) => ({ ...row, gen })))
    // Side by side: each writes rows of its own, and a page would otherwise wait for the disk thousands of times.
    await Promise.all(drafts.map((write) => write()))
    await results(gen)
  }
}

async function facilityRow(db: Database, data: Facility): Promise<Omit<FacilityRow, 'gen'>> {
  return { id: data.id, body: await db.pack(data) }
}

async function assignmentRow(db: Database, data: Assignment): Promise<Omit<AssignmentRow, 'gen'>> {
  return { id: data.id, facilityId: data.facilityId, body: await db.pack(data) }
}

async function checklistRow(db: Database, ref: ChecklistRef, content: unknown): Promise<Omit<ChecklistRow, 'gen'>> {
  if ((await digestOf(content)) !== ref.hash)
    throw new Problem('CHECKLIST_DAMAGED', { checklist: ref.id, version: ref.version })
  return { key: checklistKey(ref), ...ref, body: await db.pack(content) }
}

/** One's own draft: from another device, or after this one lost its storage. What waits to be sent is never overwritten. */
async function prepareDraft({ db, personId }: Store, record: InspectionRecord): Promise<() => Promise<void>> {
  if (record.createdBy.id !== personId) return async () => undefined
  const { id } = record
  const head = await db.pack(record.head)
  const fresh: InspectionRow = { id, state: 'draft', savedAt: Date.now(), edits: 0, place: null, head, refusal: null }
  const cells = await Promise.all(
    Object.entries(record.cells).map(async ([cell, { rev, answer, contested = false, former }]): Promise<AnswerRow> => {
      const packed = await db.pack(answer)
      return {
        insp: id,
        cell,
        rev,
        told: packed,
        pulled: rev,
        contested,
        ...(former && { former: await db.pack(former) }),
        answer: packed,
      }
    }),
  )
  const photos = await preparePhotos(db, record)
  const signatures = await prepareSignatures(db, record)
  const [lost, lostPhotos, lostSignatures] = await Promise.all([
    prepareLost(db, record),
    prepareLostPhotos(db, record),
    prepareLostSignatures(db, record),
  ])
  return async () => {
    // One look at each table: a page may bring two hundred drafts, and a tap must not wait for each of their answers.
    const [local, queued, mine] = await Promise.all([
      db.inspection.get(id),
      db.outbox.where({ insp: id }).toArray(),
      db.answer.where({ insp: id }).toArray(),
    ])
    if (!local) await db.inspection.add(fresh)
    const pending = new Set(apart(queued).map(({ cell }) => cell))
    const known = new Map(mine.map((row) => [row.cell, row]))
    // '' is the head: a start or a correction of it that still waits.
    if (local && !pending.has('')) await db.inspection.update(id, { head })
    let isChanged = await photos()
    if (await signatures()) isChanged = true
    const newer = cells.filter(({ cell, rev }) => {
      if (pending.has(cell)) return false
      const here = known.get(cell)
      // Revisions of two histories cannot be compared: after a restore the server's word counts, however late it comes.
      return !here || here.doubted === true || rev > here.rev
    })
    await db.answer.bulkPut(newer)
    isChanged ||= newer.length > 0
    await lost(pending)
    await lostPhotos(pending)
    await lostSignatures(pending)
    if (local && isChanged) await db.inspection.update(id, { edits: local.edits + 1 })
  }
}

/**
 * What this device knows of a draft from another one, and a restored server has lost:
 * it is said again, by whoever still holds it. The other device may be gone.
 * @returns a writer for inside the page's transaction
 */
async function prepareLost(db: Database, { id, cells }: InspectionRecord) {
  const rows = (await db.answer.where({ insp: id }).toArray()).filter((row) => wasTold(row) && !cells[row.cell])
  const entries = await Promise.all(
    rows.map(async ({ cell, answer }) => {
      const set = { [cell]: [0, await db.unpack(answer)] as [number, Answer] }
      return { entry: await entryOf(db, id, { k: 'answer.set', set }, Date.now(), cell), answer }
    }),
  )
  return async (pending: ReadonlySet<string>) => {
    for (const { entry, answer } of entries) {
      const here = await db.answer.get([id, entry.cell])
      if (!here || !wasTold(here) || pending.has(entry.cell)) continue
      // Another tab has said something newer meanwhile, and this server has it.
      if (!isSamePacked(here.answer, answer)) continue
      const { doubted: _doubted, told: _told, ...row } = here
      await db.answer.put({ ...row, rev: 0, contested: false })
      await enqueue(db, entry)
    }
  }
}

/** A server has had it, in this history or in one that is gone. */
function wasTold({ rev, doubted }: AnswerRow): boolean {
  return rev > 0 || doubted === true
}
