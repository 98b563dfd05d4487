import type { Person } from '../../domain/people.ts'
import { type ReviewColumns, type ReviewLine, reviewColumns } from '../../domain/review-queue.ts'
import { says } from '../../domain/step.ts'
import type { StepContext } from '../../domain/take-step.ts'
import type { Database, ResultRow, VisitRow } from './database.ts'
import { isStepCell } from './queue.ts'
import { getChecklist, type ResultSummary, summaryOf } from './replica.ts'
import { withOwnSteps } from './steps.ts'
import { commit, type Store } from './store.ts'
import { putVisit, visitOf } from './visits.ts'

export type Reviewer = Pick<StepContext, 'isOfWholeProvince'> & { person: Person }

/** A line of the queue as this device knows it. */
export type QueueLine = ReviewLine & {
  /** What this person decided here waits to be sent, or to come back. */
  isSaid: boolean
}

/**
 * Every sealed inspection with how its review stands, read from columns: of thousands
 * none is opened but those on which this person has just decided, and those that an
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
  const opened = new Map<string, { columns: ReviewColumns | null; row: ResultRow; isSaid: boolean }>()
  for (const row of rows) if (row) opened.set(row.id, { row, ...(await openLine(store, row, who, said)) })
  return keys.flatMap((id): QueueLine[] => {
    const visit = known.get(id)
    const line = opened.get(id)
    const columns = line?.columns ?? visit?.review
    const checklistId = visit?.checklistId ?? ''
    const facilityId = visit?.facilityId ?? line?.row.facilityId ?? ''
    return columns ? [{ id, facilityId, checklistId, ...columns, isSaid: line?.isSaid ?? false }] : []
  })
}

async function openLine(store: Store, row: ResultRow, who: Reviewer, said: ReadonlySet<string>) {
  const record = await store.db.unpack(row.body)
  const sealedAt = await sealedAtOf(store.db, row)
  if (!said.has(row.id)) return { columns: reviewColumns(record, sealedAt), isSaid: false }
  const checklist = await getChecklist(store, record.head.checklist)
  const own = await withOwnSteps(store, record, who, checklist)
  const isReview = (own.record.steps ?? []).some(
    (step) => own.waiting.has(step.id) && says(step, 'approve', 'hold', 'return', 'sendUp'),
  )
  return { columns: reviewColumns(own.record, sealedAt), isSaid: isReview }
}

async function sealedAtOf(db: Database, { evidence }: ResultRow): Promise<number | null> {
  return evidence ? ((await db.unpack(evidence)).seals.at(-1)?.at ?? null) : null
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

const SLICE = 50

/**
 * Writes the columns of records that an older version of the app has put here, so that
 * none of them is opened for a list again. @returns how many
 */
export async function fillReviewColumns(store: Store): Promise<number> {
  const { db } = store
  const [keys, visits] = await Promise.all([db.result.toCollection().primaryKeys(), db.visit.toArray()])
  const filled = new Set(visits.flatMap(({ id, review }) => (review ? [id] : [])))
  const left = keys.filter((id) => !filled.has(id))
  let done = 0
  for (let from = 0; from < left.length; from += SLICE) {
    const rows = (await db.result.bulkGet(left.slice(from, from + SLICE))).filter((row) => row !== undefined)
    const made = await Promise.all(
      rows.map(async (row): Promise<VisitRow> => {
        const record = await db.unpack(row.body)
        return { ...visitOf(record, await sealedAtOf(db, row)), gen: row.gen }
      }),
    )
    done += await commit(store, ['visit', 'result', 'photo', 'photoBlob'], async () => {
      let written = 0
      for (const visit of made) {
        const [row, before] = await Promise.all([db.result.get(visit.id), db.visit.get(visit.id)])
        // A page has told of it meanwhile, or taken it away.
        if (!row || before?.review) continue
        await putVisit(db, visit)
        written += 1
      }
      return written
    })
  }
  return done
}
