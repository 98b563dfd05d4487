import type { Database } from './schema.ts'

/** Whose key this is; null where nobody has told it. */
export async function ownerOfKey(db: Database, id: string): Promise<string | null> {
  const row = await db.selectFrom('device_key').select('user_id').where('id', '=', id).executeTakeFirst()
  return row?.user_id ?? null
}

/** Registers a key that nobody has told before. @returns false where somebody has, perhaps this moment */
export async function addDeviceKey(
  trx: Database,
  { id, key, userId, deviceId, now }: { id: string; key: string; userId: string; deviceId: string; now: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('device_key')
    .values({ id, user_id: userId, public_key: key, device_id: deviceId, registered_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Keys in order of their names, after one of them. */
export function keyPage(db: Database, after: string, limit: number) {
  return db
    .selectFrom('device_key')
    .select(['id', 'user_id', 'public_key'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
