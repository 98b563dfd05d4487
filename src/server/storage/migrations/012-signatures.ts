import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Who signed an inspection on a screen, one JSON text beside its answers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['ALTER TABLE inspection ADD COLUMN signatures text'])
}
