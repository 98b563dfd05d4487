import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** A place for what devices could not send as mutations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  `CREATE TABLE dead_letter (
    hash text NOT NULL, user_id text NOT NULL REFERENCES person (user_id),
    tenant_id text NOT NULL REFERENCES province (id), device_id text NOT NULL, body text NOT NULL,
    received_at integer NOT NULL, PRIMARY KEY (user_id, hash))`,
  'CREATE INDEX dead_letter_by_time ON dead_letter (user_id, received_at)',
]
