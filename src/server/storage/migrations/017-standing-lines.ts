import { type Kysely, sql } from 'kysely'

/** What makes standings quick to read: which of them still stands at the end of a period, and their short columns beside the key. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'ALTER TABLE standing ADD COLUMN next_quarter integer',
  'CREATE INDEX standing_of_facility ON standing (facility_id, checklist_id, kind, quarter)',
  `UPDATE standing SET next_quarter = (
    SELECT min(later.quarter) FROM standing AS later
    WHERE later.facility_id = standing.facility_id AND later.checklist_id = standing.checklist_id
      AND later.kind = standing.kind AND later.quarter > standing.quarter)`,
  // A row with its lists is a kilobyte or two, and most questions never touch them: here forty lines lie in a page.
  `CREATE INDEX standing_line ON standing (
    tenant_id, checklist_id, kind, quarter, facility_id, next_quarter, status, date, visits,
    earned, max, tone, critical_failures, inspection_id)`,
]
