import type { InspectionRecord } from '../../domain/inspection.ts'
import type { Change } from '../../protocol/wire.ts'
import type { Evidence, ResultRow, VisitRow } from './database.ts'
import { evidenceAmong, mergedEvidence } from './evidence.ts'
import { forgetLocalCopies } from './local-copy.ts'
import { followPhotos } from './receive-photos.ts'
import { sayUnheardSteps } from './receive-steps.ts'
import type { Store } from './store.ts'
import { putVisits, visitOf } from './visits.ts'

type Told = Pick<Extract<Change, { entity: 'inspection' }>, 'data' | 'seals'>

/**
 * Sealed inspections of a page: kept as results; the local copy of one has served when nothing of it waits to be sent.
 * Every table is looked at once for all of them: a page brings a hundred, and each look is a way to the browser's own
 * process and back.
 * @returns a writer for inside the page's transaction
 */
export async function prepareResults(store: Store, told: readonly Told[]): Promise<(gen: number) => Promise<void>> {
  const { db } = store
  const records = told.map(({ data }) => data)
  const ids = records.map(({ id }) => id)
  const before = await evidenceAmong(store, ids)
  const rows = await Promise.all(told.map((each) => rowsOf(store, each, before.get(each.data.id) ?? null)))
  return async (gen) => {
    await db.result.bulkPut(rows.map(({ result }) => ({ ...result, gen })))
    await putVisits(
      db,
      rows.map(({ visit }) => ({ ...visit, gen })),
    )
    await followPhotos(db, records)
    await sayUnheardSteps(db, ids)
    await forgetLocalCopies(db, ids)
  }
}

async function rowsOf(
  { db }: Store,
  { data: record, seals }: Told,
  before: Evidence | null,
): Promise<{ result: Omit<ResultRow, 'gen'>; visit: Omit<VisitRow, 'gen'> }> {
  const [body, evidence, visit] = await Promise.all([
    db.pack<InspectionRecord>(record),
    seals && db.pack(mergedEvidence(before, seals)),
    visitOf(db, record, seals?.at(-1)?.at ?? null),
  ])
  const { id, head, submittedAt } = record
  const result = {
    id,
    facilityId: head.facilityId,
    submittedAt: submittedAt ?? 0,
    body,
    ...(evidence && { evidence }),
  }
  return { result, visit }
}
