import { type Kysely, sql } from 'kysely'

/** Who signed an inspection on a screen, one JSON text beside its answers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE inspection ADD COLUMN signatures text').execute(db)
}
