import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** What reports read beside the standings: what sealed visits say of actions and of wastewater. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  `CREATE TABLE action_said (
    inspection_id text NOT NULL REFERENCES inspection (id), item text NOT NULL,
    tenant_id text NOT NULL REFERENCES province (id), facility_id text NOT NULL REFERENCES facility (id),
    plan text, follow_up text, steps text,
    PRIMARY KEY (inspection_id, item))`,
  'CREATE INDEX action_said_of_facility ON action_said (facility_id)',
  `CREATE TABLE water_sample (
    inspection_id text NOT NULL PRIMARY KEY REFERENCES inspection (id),
    tenant_id text NOT NULL REFERENCES province (id), facility_id text NOT NULL REFERENCES facility (id),
    sample text NOT NULL)`,
  'CREATE INDEX water_sample_of_facility ON water_sample (facility_id)',
  // Exports go through the visits of a province in order of day, a page at a time.
  'CREATE INDEX inspection_by_date ON inspection (tenant_id, date, id)',
]
