import { type Kysely, sql } from 'kysely'

/** A place for what devices could not send as mutations. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE dead_letter (
    hash text NOT NULL, user_id text NOT NULL REFERENCES person (user_id),
    tenant_id text NOT NULL REFERENCES province (id), device_id text NOT NULL, body text NOT NULL,
    received_at integer NOT NULL, PRIMARY KEY (user_id, hash))`.execute(db)
  await sql`CREATE INDEX dead_letter_by_time ON dead_letter (user_id, received_at)`.execute(db)
}
