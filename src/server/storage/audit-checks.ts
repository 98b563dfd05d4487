import { sql } from 'kysely'
import type { Database } from './schema.ts'

/** What the walk along the audit log asks of the tables beside it. */

export type SealKey = { inspection_id: string; no: number }

/**
 * The number of a chain's last line, and the highest that was ever given there, kept beside the table. One statement
 * gives both: what is written meanwhile is no fault.
 */
export async function highestAuditNo(db: Database, chain: string): Promise<{ last: number; ever: number }> {
  const row = await db
    .selectFrom('audit_tail')
    .select('audit_tail.no as ever')
    .select((eb) =>
      eb
        .selectFrom('audit')
        .select(({ fn }) => fn.max('audit.no').as('last'))
        .whereRef('audit.tenant_id', '=', 'audit_tail.tenant_id')
        .as('last'),
    )
    .where('audit_tail.tenant_id', '=', chain)
    .executeTakeFirst()
  return { last: row?.last ?? 0, ever: row?.ever ?? 0 }
}

/** Seals of a province in order of inspection and number, after one of them. */
export function sealPage(
  db: Database,
  provinceId: string,
  after: SealKey,
  limit: number,
): Promise<(SealKey & { sha256: string; sealed_at: number })[]> {
  return db
    .selectFrom('inspection_seal')
    .select(['inspection_id', 'no', 'sha256', 'sealed_at'])
    .where('tenant_id', '=', provinceId)
    .where(sql<boolean>`(inspection_id, no) > (${after.inspection_id}, ${after.no})`)
    .orderBy('inspection_id')
    .orderBy('no')
    .limit(limit)
    .execute()
}

/** The seals of these inspections in some provinces, as "<inspection> <number> <SHA-256>". */
export async function sealsNamed(
  db: Database,
  provinceIds: readonly string[],
  inspections: readonly string[],
): Promise<Set<string>> {
  if (inspections.length === 0) return new Set()
  const rows = await db
    .selectFrom('inspection_seal')
    .select(['inspection_id', 'no', 'sha256'])
    .where('tenant_id', 'in', provinceIds)
    .where('inspection_id', 'in', [...new Set(inspections)])
    .execute()
  return new Set(rows.map(({ inspection_id, no, sha256 }) => `${inspection_id} ${no} ${sha256}`))
}
