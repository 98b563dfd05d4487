import { DatabaseSync } from '@photostructure/sqlite'

/** The setting that says where the data of a file went (moved.ts). */
export const MOVED_TO = 'moved-to'

/** A file of SQLite that nobody else has open, until it is released. */
export type HeldFile = {
  /** Copies it into a new file. */
  copyTo(path: string): void
  /** Notes in it where its data went, before anybody else can open it. */
  noteMovedAway(to: string): void
  release(): void
}

/** Takes a file alone, also where a server only has it open and does nothing. @returns null while somebody has */
export function holdFile(path: string): HeldFile | null {
  const db = new DatabaseSync(path)
  try {
    db.exec('PRAGMA busy_timeout = 2000')
    db.exec('PRAGMA synchronous = FULL')
    db.exec('PRAGMA locking_mode = EXCLUSIVE')
    // From the first transaction on, and to the end of the connection.
    db.exec('BEGIN EXCLUSIVE')
    db.exec('COMMIT')
  } catch (error) {
    db.close()
    if (error instanceof Error && error.message.includes('database is locked')) return null
    throw error
  }
  // Never prepared: a statement that nobody has collected yet would hold the file beyond the end of its connection.
  return {
    copyTo: (copy) => db.exec(`VACUUM INTO ${quoted(copy)}`),
    noteMovedAway: (to) =>
      db.exec(`INSERT INTO setting (key, value) VALUES (${quoted(MOVED_TO)}, ${quoted(to)})
        ON CONFLICT (key) DO UPDATE SET value = excluded.value`),
    release: () => db.close(),
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
