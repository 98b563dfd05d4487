import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Numbers under which a file's mutations are counted: no tablet speaks with them, and `file_of` names the one that made it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, ['ALTER TABLE device ADD COLUMN file_of text'])
}
