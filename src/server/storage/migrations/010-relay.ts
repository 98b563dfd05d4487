import type { Kysely } from 'kysely'
import { define } from '../dialect.ts'

/** Sessions whose browser somebody else has signed in with: they stand for what still waits on that tablet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await define(db, statements)
}

const statements = [
  'ALTER TABLE "session" ADD COLUMN "displacedAt" integer',
  // Whose store on which tablet, by session: asked with every relay, and at every sign-in over somebody's session.
  'CREATE INDEX device_of_session ON device (session_id)',
]
