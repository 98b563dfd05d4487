import type { Database, Schema } from './schema.ts'

/** Whether this person's letter is here already. */
export async function hasLetter(db: Database, userId: string, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('dead_letter')
    .select('hash')
    .where('user_id', '=', userId)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row !== undefined
}

/** How many letters of a person came after an instant, and when the first of them did. */
export async function countLettersSince(
  db: Database,
  userId: string,
  since: number,
): Promise<{ count: number; oldest: number }> {
  const row = await db
    .selectFrom('dead_letter')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('received_at').as('oldest')])
    .where('user_id', '=', userId)
    .where('received_at', '>', since)
    .executeTakeFirstOrThrow()
  return { count: row.count, oldest: row.oldest ?? since }
}

export async function saveLetter(trx: Database, row: Schema['dead_letter']): Promise<void> {
  await trx.insertInto('dead_letter').values(row).execute()
}
