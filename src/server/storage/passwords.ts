import type { Person } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/** The stored hash of an account's password; null where it has none. */
export async function passwordHashOf(db: Database, userId: string): Promise<string | null> {
  const row = await db
    .selectFrom('account')
    .select('password')
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst()
  return row?.password ?? null
}

/**
 * Gives an account another password (hashed already), and notes whether its owner has still to choose one.
 * @param instead the hash that has to stand there still
 * @returns false where another stood there: nothing was changed
 */
export async function setPassword(
  trx: Database,
  { id, provinceId }: Pick<Person, 'id' | 'provinceId'>,
  hash: string,
  { mustChange, now, instead }: { mustChange: boolean; now: number; instead?: string },
): Promise<boolean> {
  const account = trx
    .updateTable('account')
    .set({ password: hash, updatedAt: new Date(now).toISOString() })
    .where('userId', '=', id)
    .where('providerId', '=', 'credential')
  const expected = instead === undefined ? account : account.where('password', '=', instead)
  const { numUpdatedRows } = await expected.executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return false
  const said = { must_change: mustChange ? 1 : 0, temporary_since: mustChange ? now : null }
  await trx.updateTable('person').set(said).where('tenant_id', '=', provinceId).where('user_id', '=', id).execute()
  return true
}

/** Writes the same password under another hash; does nothing where it has become another password meanwhile. */
export async function rehash(db: Database, userId: string, from: string, to: string): Promise<void> {
  await db
    .updateTable('account')
    .set({ password: to })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .where('password', '=', from)
    .execute()
}
