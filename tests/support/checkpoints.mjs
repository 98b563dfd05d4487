import { DatabaseSync } from '@photostructure/sqlite'

/** Writes the log of a database back into its file, again and again, until somebody kills it. */
const db = new DatabaseSync(process.argv[2])
db.exec('PRAGMA busy_timeout = 50')
db.exec('PRAGMA synchronous = FULL')
for (;;) {
  const [{ busy }] = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all()
  if (busy === 0) process.stdout.write('checkpoint\n')
  // Lets the output go, and the server write.
  await new Promise((next) => setTimeout(next, 1))
}
