import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** What devices say of themselves, tablets that were lost, temporary passwords that run out, and second factors. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  'ALTER TABLE device ADD COLUMN session_id text',
  'ALTER TABLE device ADD COLUMN tablet text',
  'ALTER TABLE device ADD COLUMN waiting integer',
  'ALTER TABLE device ADD COLUMN waiting_photos integer',
  'ALTER TABLE device ADD COLUMN waiting_since integer',
  'ALTER TABLE device ADD COLUMN clock_ahead integer',
  'CREATE INDEX device_of_tablet ON device (tablet)',
  // What was refused is what kept its payload: a small part of all mutations.
  'CREATE INDEX mutation_refused ON mutation (device_id) WHERE payload IS NOT NULL',
  // Not one row for a tablet: each person's store on it is wiped by an order of its own.
  `CREATE TABLE lost (
    id text NOT NULL PRIMARY KEY, tenant_id text NOT NULL REFERENCES province (id),
    user_id text NOT NULL REFERENCES person (user_id), tablet text, session_sha256 text,
    declared_at integer NOT NULL, wiped_at integer)`,
  'CREATE INDEX lost_tablet ON lost (tablet)',
  'CREATE INDEX lost_session ON lost (session_sha256)',
  'ALTER TABLE person ADD COLUMN temporary_since integer',
  // Passwords that are temporary today run out in a week, not at once.
  {
    sqlite: "UPDATE person SET temporary_since = unixepoch('now') * 1000 WHERE must_change = 1",
    postgres: 'UPDATE person SET temporary_since = floor(extract(epoch FROM now())) * 1000 WHERE must_change = 1',
  },
  `CREATE TABLE second_factor (
    user_id text NOT NULL PRIMARY KEY REFERENCES person (user_id), secret text NOT NULL, confirmed_at integer,
    last_step integer NOT NULL, codes text NOT NULL)`,
]
