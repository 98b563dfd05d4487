import type { Database } from './schema.ts'

/** The value kept under a key, made by `make` and kept the first time it is asked for. */
export async function settingOnce(db: Database, key: string, make: () => string): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const known = await trx.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
    if (known) return known.value
    const value = make()
    await trx.insertInto('setting').values({ key, value }).execute()
    return value
  })
}

/** Writes the time under a key of its own: proof that the database takes writes. Throws what the disk says. */
export async function noteAlive(db: Database, now: number): Promise<void> {
  const value = String(now)
  await db
    .insertInto('setting')
    .values({ key: 'alive-at', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}
