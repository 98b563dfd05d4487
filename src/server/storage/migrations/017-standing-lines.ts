import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/**
 * What makes standings quick to read: until when each stands, their short columns in an
 * index, and instead of the items that were judged those few that were not. The table is
 * made anew, since its rows are: their shape has changed (overview/rebuild-standings.ts).
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  'DROP TABLE standing',
  `CREATE TABLE standing (
    tenant_id text NOT NULL REFERENCES province (id), checklist_id text NOT NULL, kind text NOT NULL,
    quarter integer NOT NULL, facility_id text NOT NULL REFERENCES facility (id), next_quarter integer,
    inspection_id text NOT NULL, checklist_version text NOT NULL, date text NOT NULL, status text NOT NULL,
    visits integer NOT NULL, earned integer NOT NULL, max integer NOT NULL, tone text NOT NULL,
    critical_failures integer NOT NULL, grade text, signals text NOT NULL, position text, sections text NOT NULL,
    failed text NOT NULL, not_judged text NOT NULL, critical text NOT NULL,
    PRIMARY KEY (tenant_id, checklist_id, kind, quarter, facility_id))`,
  'CREATE INDEX standing_of_facility ON standing (facility_id, checklist_id, kind, quarter)',
  // Most questions never touch the lists of a row: twenty to forty lines without them lie in one page.
  `CREATE INDEX standing_line ON standing (
    tenant_id, checklist_id, kind, quarter, facility_id, next_quarter, status, date, visits,
    earned, max, tone, critical_failures, inspection_id)`,
]
