import { type Migration, Migrator } from 'kysely'
import { up as first } from './migrations/001-first.ts'
import { up as photos } from './migrations/002-photos.ts'
import type { Database } from './schema.ts'

/** In order of name. Written out, because a folder cannot be read once the server is bundled. */
const migrations: Record<string, Migration> = {
  '001-first': { up: first },
  '002-photos': { up: photos },
}

/** Brings the tables to the newest shape, each migration in one transaction. Throws what the failing one threw. */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
