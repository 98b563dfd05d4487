import type { Answer } from '../../../src/domain/answer.ts'
import type { InspectionRecord } from '../../../src/domain/inspection.ts'
import type { Mutation } from '../../../src/domain/mutation.ts'
import type { Outcome } from '../../../src/protocol/wire.ts'
import { findInspection } from '../../../src/server/storage/inspections.ts'
import type { Database, Schema } from '../../../src/server/storage/schema.ts'

/** Everything that the server holds at the end, read once for all checks. */
export type ServerState = {
  inspections: Map<string, InspectionRecord>
  versions: (Omit<Schema['answer_version'], 'answer'> & { answer: Answer })[]
  mutations: (Omit<Schema['mutation'], 'outcome' | 'payload'> & { outcome: Outcome; payload: Mutation | null })[]
  seals: Schema['inspection_seal'][]
  /** What devices could not send as mutations. */
  letters: { id: string; insp: string; said: Mutation }[]
}

export async function readServer(db: Database): Promise<ServerState> {
  const ids = await db.selectFrom('inspection').select(['id', 'tenant_id']).orderBy('id').execute()
  const inspections = new Map<string, InspectionRecord>()
  for (const { id, tenant_id } of ids)
    inspections.set(id, (await findInspection(db, tenant_id, id)) as InspectionRecord)
  const versions = await db.selectFrom('answer_version').selectAll().execute()
  const mutations = await db.selectFrom('mutation').selectAll().orderBy('device_id').orderBy('seq').execute()
  const letters = await db.selectFrom('dead_letter').select('body').execute()
  return {
    inspections,
    letters: letters.map(({ body }) => JSON.parse(body) as { id: string; insp: string; said: Mutation }),
    versions: versions.map((row) => ({ ...row, answer: JSON.parse(row.answer) as Answer })),
    mutations: mutations.map((row) => ({
      ...row,
      outcome: JSON.parse(row.outcome) as Outcome,
      payload: row.payload === null ? null : (JSON.parse(row.payload) as Mutation),
    })),
    seals: await db.selectFrom('inspection_seal').selectAll().orderBy('inspection_id').orderBy('no').execute(),
  }
}
