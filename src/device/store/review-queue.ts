import type { Person } from '../../domain/people.ts'
import { type Gravity, gravityOf, type ReviewLine, reviewColumns } from '../../domain/review-queue.ts'
import { says } from '../../domain/step.ts'
import type { StepContext } from '../../domain/take-step.ts'
import { getChecklist } from './checklists.ts'
import type { Database, ResultRow } from './database.ts'
import { isStepCell } from './queue.ts'
import { readOnce } from './read-once.ts'
import { type ResultSummary, summaryOf } from './replica.ts'
import { withOwnSteps } from './steps.ts'
import type { Store } from './store.ts'
import { sealedAtOf } from './visits.ts'

export type Reviewer = Pick<StepContext, 'isOfWholeProvince'> & { person: Person }

/** A line of the queue as this device knows it. */
export type QueueLine = ReviewLine & {
  /** What this person decided here waits to be sent, or to come back. */
  isSaid: boolean
}

/**
 * Every sealed inspection with how its review stands, read from beside it: of thousands
 * no record is opened but those on which this person has just decided, and those that an
 * older version of the app wrote.
 */
export async function listReviews(store: Store, who: Reviewer): Promise<QueueLine[]> {
  const { db } = store
  const [visits, keys, said] = await Promise.all([
    db.visit.toArray(),
    db.result.toCollection().primaryKeys(),
    saidLately(db),
  ])
  const known = new Map(visits.map((visit) => [visit.id, visit]))
  const rows = await db.result.bulkGet(keys.filter((id) => said.has(id) || !known.get(id)?.review))
  const opened = new Map<string, QueueLine>()
  for (const row of rows) {
    const line = row && (await openLine(store, row, who, said))
    if (line) opened.set(line.id, line)
  }
  const gravities = await gravitiesOf(db, visits)
  return keys.flatMap((id): QueueLine[] => {
    const line = opened.get(id)
    if (line) return [line]
    const { review, facilityId, checklistId } = known.get(id) ?? {}
    const gravity = gravities.get(id)
    if (!review || !gravity || facilityId === undefined || checklistId === undefined) return []
    return [{ id, facilityId, checklistId, ...review, ...gravity, isSaid: false }]
  })
}

const gravitiesOf = readOnce<Gravity>(({ gravity }) => gravity)

async function openLine(
  store: Store,
  row: ResultRow,
  who: Reviewer,
  said: ReadonlySet<string>,
): Promise<QueueLine | null> {
  const record = await store.db.unpack(row.body)
  const sealedAt = await sealedAtOf(store.db, row)
  const line = (columns: ReturnType<typeof reviewColumns>, isSaid: boolean): QueueLine | null => {
    const { id, head } = record
    const place = { id, facilityId: head.facilityId, checklistId: head.checklist.id }
    return columns && { ...place, ...columns, ...gravityOf(record), isSaid }
  }
  if (!said.has(row.id)) return line(reviewColumns(record, sealedAt), false)
  const checklist = await getChecklist(store, record.head.checklist)
  const own = await withOwnSteps(store, record, who, checklist)
  const isReview = (own.record.steps ?? []).some(
    (step) => own.waiting.has(step.id) && says(step, 'approve', 'hold', 'return', 'sendUp'),
  )
  return line(reviewColumns(own.record, sealedAt), isReview)
}

/** More than one round sends; what was sent before that has come back with a page. */
const LATELY = 1000

/** Inspections of which this person has said something that waits, or was sent so lately that it may not be back. */
async function saidLately(db: Database): Promise<ReadonlySet<string>> {
  const [queued, sent] = await Promise.all([
    db.outbox.filter(({ cell }) => isStepCell(cell)).toArray(),
    db.sent.orderBy('seq').reverse().limit(LATELY).toArray(),
  ])
  return new Set([...queued, ...sent.filter(({ cell }) => isStepCell(cell))].map(({ insp }) => insp))
}

/** What a list shows of some of them, in the order asked for. */
export async function readSummaries(store: Store, ids: readonly string[]): Promise<ResultSummary[]> {
  const rows = await store.db.result.bulkGet([...ids])
  return Promise.all(rows.flatMap((row) => (row ? [summaryOf(store, row)] : [])))
}
