import { type Kysely, sql } from 'kysely'

/** Wrong passwords counted by name, and accounts whose password somebody else has chosen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // No reference to an account: a name that nobody has is counted like any other.
  await sql`CREATE TABLE sign_in_try (name text NOT NULL, at integer NOT NULL)`.execute(db)
  await sql`CREATE INDEX sign_in_try_of_name ON sign_in_try (name, at)`.execute(db)
  await sql`CREATE INDEX sign_in_try_by_time ON sign_in_try (at)`.execute(db)
  await sql`ALTER TABLE person ADD COLUMN must_change integer NOT NULL DEFAULT 0`.execute(db)
}
