import { type Kysely, sql } from 'kysely'

/** What people did with a sealed inspection, one JSON text beside its answers; and who added a photo that is not its author's. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE inspection ADD COLUMN steps text').execute(db)
  await sql.raw('ALTER TABLE photo ADD COLUMN added_by text REFERENCES person (user_id)').execute(db)
}
