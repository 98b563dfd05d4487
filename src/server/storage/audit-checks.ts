import { sql } from 'kysely'
import { auditNoEverGiven, hasTable } from './dialect.ts'
import type { Database } from './schema.ts'

/** What the walk along the audit log asks of the tables beside it. */

export type SealKey = { inspection_id: string; no: number }

/** Whether the log's table is there: a database that an older server wrote has none. */
export function hasAuditLog(db: Database): Promise<boolean> {
  return hasTable(db, 'audit')
}

/** The same of signatures and receipts. */
export function hasEvidence(db: Database): Promise<boolean> {
  return hasTable(db, 'seal_witness')
}

/** The number of the last line, and the highest that was ever given. */
export async function highestAuditNo(db: Database): Promise<{ last: number; ever: number }> {
  const { last } = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.max<number | null>('no').as('last'))
    .executeTakeFirstOrThrow()
  return { last: last ?? 0, ever: await auditNoEverGiven(db) }
}

/** Seals in order of inspection and number, after one of them. */
export function sealPage(
  db: Database,
  after: SealKey,
  limit: number,
): Promise<(SealKey & { sha256: string; sealed_at: number })[]> {
  return db
    .selectFrom('inspection_seal')
    .select(['inspection_id', 'no', 'sha256', 'sealed_at'])
    .where(sql<boolean>`(inspection_id, no) > (${after.inspection_id}, ${after.no})`)
    .orderBy('inspection_id')
    .orderBy('no')
    .limit(limit)
    .execute()
}

/** Hashes of the seals of these inspections, under "<inspection> <number>". */
export async function sealsNamed(db: Database, inspections: readonly string[]): Promise<Map<string, string>> {
  if (inspections.length === 0) return new Map()
  const rows = await db
    .selectFrom('inspection_seal')
    .select(['inspection_id', 'no', 'sha256'])
    .where('inspection_id', 'in', [...new Set(inspections)])
    .execute()
  return new Map(rows.map(({ inspection_id, no, sha256 }) => [`${inspection_id} ${no}`, sha256]))
}
