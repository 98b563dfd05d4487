import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Wrong passwords counted by name, and accounts whose password somebody else has chosen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  // No reference to an account: a name that nobody has is counted like any other.
  'CREATE TABLE sign_in_try (name text NOT NULL, at integer NOT NULL)',
  'CREATE INDEX sign_in_try_of_name ON sign_in_try (name, at)',
  'CREATE INDEX sign_in_try_by_time ON sign_in_try (at)',
  'ALTER TABLE person ADD COLUMN must_change integer NOT NULL DEFAULT 0',
]
