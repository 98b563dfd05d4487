import type { Answer } from '../../domain/answer.ts'
import type { InspectionRecord } from '../../domain/inspection.ts'
import type { RecordPhoto } from '../../domain/photo.ts'
import { photosAmong } from './photos.ts'
import { pilesOf } from './piles.ts'
import type { Database, Schema } from './schema.ts'

/** An inspection of a province as the server hands it out, or null. Whether the reader may see it is the caller's question. */
export async function findInspection(db: Database, provinceId: string, id: string): Promise<InspectionRecord | null> {
  return (await findInspections(db, provinceId, [id])).get(id) ?? null
}

/** The same of several, by id: those that there are. */
export async function findInspections(
  db: Database,
  provinceId: string,
  ids: readonly string[],
): Promise<Map<string, InspectionRecord>> {
  const records = new Map<string, InspectionRecord>()
  for (const some of pilesOf(ids)) {
    const rows = await db
      .selectFrom('inspection')
      .select(['id', 'status', 'created_by', 'created_by_name', 'submitted_at', 'score', 'head', 'cells', 'seal_no'])
      .select(['late', 'signatures', 'steps'])
      .where('tenant_id', '=', provinceId)
      .where('id', 'in', some)
      .execute()
    const photos = await photosAmong(db, provinceId, some)
    for (const row of rows) records.set(row.id, recordOf(row, photos.get(row.id) ?? []))
  }
  return records
}

type Columns = 'id' | 'head' | 'status' | 'created_by' | 'created_by_name' | 'submitted_at' | 'score' | 'cells'
type Row = Pick<Schema['inspection'], Columns | 'seal_no' | 'late' | 'signatures' | 'steps'>

/** Written by `saveInspection` from a checked record: parsed as JSON, not checked again. */
function recordOf(row: Row, photos: RecordPhoto[]): InspectionRecord {
  return {
    id: row.id,
    head: JSON.parse(row.head) as InspectionRecord['head'],
    status: row.status,
    createdBy: { id: row.created_by, name: row.created_by_name },
    submittedAt: row.submitted_at,
    score: row.score === null ? null : (JSON.parse(row.score) as InspectionRecord['score']),
    cells: JSON.parse(row.cells) as InspectionRecord['cells'],
    ...(row.seal_no !== null && { sealNo: row.seal_no }),
    ...(row.late !== null && { late: JSON.parse(row.late) as InspectionRecord['late'] }),
    ...(photos.length > 0 && { photos }),
    ...(row.signatures !== null && { signatures: JSON.parse(row.signatures) as InspectionRecord['signatures'] }),
    ...(row.steps !== null && { steps: JSON.parse(row.steps) as InspectionRecord['steps'] }),
  }
}

/** What is fixed of these visits, as far as the province has them. */
export async function headsAmong(
  db: Database,
  provinceId: string,
  ids: readonly string[],
): Promise<Map<string, InspectionRecord['head']>> {
  const heads = new Map<string, InspectionRecord['head']>()
  for (const some of pilesOf(ids)) {
    const held = db.selectFrom('inspection').where('tenant_id', '=', provinceId).where('id', 'in', some)
    for (const { id, head } of await held.select(['id', 'head']).execute())
      heads.set(id, JSON.parse(head) as InspectionRecord['head'])
  }
  return heads
}

/** Ids of a province's inspections that are no drafts, in order, after one of them. */
export async function handedIn(db: Database, provinceId: string, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('inspection')
    .select('id')
    .where('tenant_id', '=', provinceId)
    .where('id', '>', after)
    .where('status', '!=', 'draft')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Writes an inspection as it now stands, without its photos. The caller publishes it. */
export async function saveInspection(
  trx: Database,
  provinceId: string,
  record: InspectionRecord,
  now: number,
): Promise<void> {
  const { head, score } = record
  const changing = {
    facility_id: head.facilityId,
    status: record.status,
    kind: head.kind,
    date: head.date,
    checklist_id: head.checklist.id,
    checklist_version: head.checklist.version,
    submitted_at: record.submittedAt,
    earned: score?.earned ?? null,
    max: score?.max ?? null,
    grade: score?.grade ?? null,
    tone: score?.tone ?? null,
    critical_failures: score?.criticalFailures ?? null,
    score: score === null ? null : JSON.stringify(score),
    head: JSON.stringify(head),
    cells: JSON.stringify(record.cells),
    seal_no: record.sealNo ?? null,
    late: record.late === undefined ? null : JSON.stringify(record.late),
    signatures: record.signatures === undefined ? null : JSON.stringify(record.signatures),
    steps: record.steps === undefined ? null : JSON.stringify(record.steps),
  }
  await trx
    .insertInto('inspection')
    .values({
      id: record.id,
      tenant_id: provinceId,
      created_by: record.createdBy.id,
      created_by_name: record.createdBy.name,
      created_at: now,
      ...changing,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet(changing))
    .execute()
}

/** Keeps an answer that does not stand at the head of its cell: nothing that was acknowledged is ever dropped. */
export async function keepAnswer(
  trx: Database,
  provinceId: string,
  inspectionId: string,
  kept: { item: string; rev: number; answer: Answer; by: 'head' | 'late' },
  from: { deviceId: string; seq: number; now: number },
): Promise<void> {
  await trx
    .insertInto('answer_version')
    .values({
      tenant_id: provinceId,
      inspection_id: inspectionId,
      item: kept.item,
      rev: kept.rev,
      answer: JSON.stringify(kept.answer),
      reason: kept.by,
      device_id: from.deviceId,
      seq: from.seq,
      kept_at: from.now,
    })
    .execute()
}
