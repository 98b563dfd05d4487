import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** What statistics read: of each facility, checklist, kind of visit and quarter the visit that stands. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  // The narrow columns stand first: most questions never touch the lists behind them.
  `CREATE TABLE standing (
    tenant_id text NOT NULL REFERENCES province (id), checklist_id text NOT NULL, kind text NOT NULL,
    quarter integer NOT NULL, facility_id text NOT NULL REFERENCES facility (id), inspection_id text NOT NULL,
    date text NOT NULL, status text NOT NULL, visits integer NOT NULL, earned integer NOT NULL, max integer NOT NULL,
    tone text NOT NULL, critical_failures integer NOT NULL, grade text, signals text NOT NULL, position text, sections text NOT NULL,
    failed text NOT NULL, judged text NOT NULL, critical text NOT NULL,
    PRIMARY KEY (tenant_id, checklist_id, kind, quarter, facility_id))`,
]
