import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Photos of inspections, and which pictures a province holds. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  // The id is unique within its inspection alone: nobody can take an id away from another's photo.
  `CREATE TABLE photo (
    inspection_id text NOT NULL REFERENCES inspection (id), id text NOT NULL,
    tenant_id text NOT NULL REFERENCES province (id), item text NOT NULL, sha256 text NOT NULL, size integer NOT NULL,
    announced text NOT NULL, late integer NOT NULL, added_at integer NOT NULL, removed_at integer,
    PRIMARY KEY (inspection_id, id))`,
  'CREATE INDEX photo_by_content ON photo (tenant_id, sha256)',
  'CREATE INDEX photo_by_id ON photo (id)',
  // One row per province that has proved to hold the content, though the file under the hash is one for all.
  `CREATE TABLE blob (
    tenant_id text NOT NULL REFERENCES province (id), sha256 text NOT NULL, size integer NOT NULL,
    verified_at integer NOT NULL, PRIMARY KEY (tenant_id, sha256))`,
]
