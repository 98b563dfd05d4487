import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Amendments on top of a seal, answers that came late, and what has left an area. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  'ALTER TABLE inspection ADD COLUMN seal_no integer',
  'ALTER TABLE inspection ADD COLUMN late text',
  'ALTER TABLE inspection_seal ADD COLUMN reason text',
  `CREATE TABLE departure (
    tenant_id text NOT NULL, ver integer NOT NULL, entity text NOT NULL, entity_id text NOT NULL,
    from_area text NOT NULL, facility_id text NOT NULL, PRIMARY KEY (tenant_id, ver))`,
  'CREATE INDEX departure_from_area ON departure (tenant_id, from_area, ver)',
]
