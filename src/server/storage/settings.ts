import type { Database } from './schema.ts'

/**
 * The value kept under a key, made by `make` and kept the first time it is asked
 * for. Two who ask for the first time at once get the same.
 */
export async function settingOnce(db: Database, key: string, make: () => string): Promise<string> {
  const known = await settingOf(db, key)
  if (known !== null) return known
  await db
    .insertInto('setting')
    .values({ key, value: make() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const kept = await settingOf(db, key)
  if (kept === null) throw new Error(`the setting ${key} is gone`)
  return kept
}

/** The value under a key, or null. */
export async function settingOf(db: Database, key: string): Promise<string | null> {
  const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
  return row?.value ?? null
}

/** Puts a value under a key, whatever stood there. */
export async function setSetting(db: Database, key: string, value: string): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

/** Writes the time under a key of its own: proof that the database takes writes. Throws what the disk says. */
export async function noteAlive(db: Database, now: number): Promise<void> {
  await setSetting(db, 'alive-at', String(now))
}
