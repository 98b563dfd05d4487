import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Campaigns, what each asks of whom, and by when reports are due. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  `CREATE TABLE campaign (
    id text NOT NULL PRIMARY KEY, tenant_id text NOT NULL REFERENCES province (id), title text NOT NULL,
    kind text NOT NULL, period text, from_date text NOT NULL, until_date text NOT NULL, due text NOT NULL,
    selection text NOT NULL, checklists text NOT NULL, created_by text NOT NULL REFERENCES person (user_id),
    created_at integer NOT NULL, closed_on text, version integer NOT NULL DEFAULT 1)`,
  'CREATE INDEX campaign_of_province ON campaign (tenant_id, due)',
  `CREATE TABLE assignment (
    id text NOT NULL PRIMARY KEY, tenant_id text NOT NULL REFERENCES province (id),
    campaign_id text NOT NULL REFERENCES campaign (id), kind text NOT NULL,
    facility_id text NOT NULL REFERENCES facility (id), checklist_id text NOT NULL, checklist_version text NOT NULL,
    withdrawn_ver integer, UNIQUE (campaign_id, facility_id, checklist_id),
    FOREIGN KEY (checklist_id, checklist_version) REFERENCES checklist (id, version))`,
  'CREATE INDEX assignment_of_facility ON assignment (facility_id)',
  `CREATE TABLE assignment_person (
    assignment_id text NOT NULL REFERENCES assignment (id), user_id text NOT NULL REFERENCES person (user_id),
    tenant_id text NOT NULL REFERENCES province (id), name text NOT NULL, left_ver integer,
    PRIMARY KEY (assignment_id, user_id))`,
  'CREATE INDEX assignment_of_person ON assignment_person (user_id)',
  `CREATE TABLE report_deadline (
    tenant_id text NOT NULL REFERENCES province (id), months integer NOT NULL, before_day text NOT NULL,
    next_year integer NOT NULL, source text NOT NULL, PRIMARY KEY (tenant_id, months))`,
]
