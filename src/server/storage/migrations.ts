import { type Migration, Migrator } from 'kysely'
import { up as first } from './migrations/001-first.ts'
import { up as photos } from './migrations/002-photos.ts'
import { up as deadLetter } from './migrations/003-dead-letter.ts'
import { up as amendments } from './migrations/004-amendments.ts'
import { up as signInTries } from './migrations/005-sign-in-tries.ts'
import { up as audit } from './migrations/006-audit.ts'
import { up as places } from './migrations/007-places.ts'
import { up as evidence } from './migrations/008-evidence.ts'
import { up as devices } from './migrations/009-devices.ts'
import { up as relay } from './migrations/010-relay.ts'
import { up as files } from './migrations/011-files.ts'
import { up as signatures } from './migrations/012-signatures.ts'
import { up as standings } from './migrations/013-standings.ts'
import { up as campaigns } from './migrations/014-campaigns.ts'
import { up as steps } from './migrations/015-steps.ts'
import { up as reports } from './migrations/016-reports.ts'
import { up as standingLines } from './migrations/017-standing-lines.ts'
import { up as distributionKey } from './migrations/018-distribution-key.ts'
import type { Database } from './schema.ts'

/** In order of name. Written out, because a folder cannot be read once the server is bundled. */
const migrations: Record<string, Migration> = {
  '001-first': { up: first },
  '002-photos': { up: photos },
  '003-dead-letter': { up: deadLetter },
  '004-amendments': { up: amendments },
  '005-sign-in-tries': { up: signInTries },
  '006-audit': { up: audit },
  '007-places': { up: places },
  '008-evidence': { up: evidence },
  '009-devices': { up: devices },
  '010-relay': { up: relay },
  '011-files': { up: files },
  '012-signatures': { up: signatures },
  '013-standings': { up: standings },
  '014-campaigns': { up: campaigns },
  '015-steps': { up: steps },
  '016-reports': { up: reports },
  '017-standing-lines': { up: standingLines },
  '018-distribution-key': { up: distributionKey },
}

/** Also for who wants the tables of an older server. */
export function migratorOf(db: Database): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    // 003 and 004 were there before 002, and 009 may be before 007 and 008: each touches tables of its own.
    allowUnorderedMigrations: true,
  })
}

/** Brings the tables to the newest shape, each migration in one transaction. Throws what the failing one threw. */
export async function migrate(db: Database): Promise<void> {
  const { error } = await migratorOf(db).migrateToLatest()
  if (error) throw error
}

/** Whether every migration that this server knows has been carried out. */
export async function isMigrated(db: Database): Promise<boolean> {
  return (await migratorOf(db).getMigrations()).every(({ executedAt }) => executedAt !== undefined)
}
