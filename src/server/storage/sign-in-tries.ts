import type { Database } from './schema.ts'
import { transact } from './transaction.ts'

/** Instants of the latest wrong tries with a name, newest first. */
export async function latestTries(db: Database, name: string, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('sign_in_try')
    .select('at')
    .where('name', '=', name)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at }) => at)
}

/** Notes a wrong try, and forgets those from before `since`, of all names. */
export async function addTry(db: Database, name: string, at: number, since: number): Promise<void> {
  await transact(db, 'rows', async (trx) => {
    await trx.deleteFrom('sign_in_try').where('at', '<', since).execute()
    await trx.insertInto('sign_in_try').values({ name, at }).execute()
  })
}

/** Forgets the wrong tries with a name. */
export async function clearTries(db: Database, name: string): Promise<void> {
  await db.deleteFrom('sign_in_try').where('name', '=', name).execute()
}
