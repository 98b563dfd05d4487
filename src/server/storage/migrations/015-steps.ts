import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** What people did with a sealed inspection, one JSON text beside its answers; and who added a photo that is not its author's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['ALTER TABLE inspection ADD COLUMN steps text'])
  await define(db, ['ALTER TABLE photo ADD COLUMN added_by text REFERENCES person (user_id)'])
}
