import type { Person } from '../../domain/people.ts'
import type { Database } from './schema.ts'

/** Whose key of a province this is; null where nobody there has told it. */
export async function ownerOfKey(db: Database, provinceId: string, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('device_key')
    .select('user_id')
    .where('tenant_id', '=', provinceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.user_id ?? null
}

type Owner = Pick<Person, 'id' | 'provinceId'>

/** Registers a key that nobody has told before. @returns false where somebody has, perhaps this moment */
export async function addDeviceKey(
  trx: Database,
  { id, key, person, deviceId, now }: { id: string; key: string; person: Owner; deviceId: string; now: number },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('device_key')
    .values({
      tenant_id: person.provinceId,
      id,
      user_id: person.id,
      public_key: key,
      device_id: deviceId,
      registered_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Keys of a province in order of their names, after one of them. */
export function keyPage(db: Database, provinceId: string, after: string, limit: number) {
  return db
    .selectFrom('device_key')
    .select(['id', 'user_id', 'public_key'])
    .where('tenant_id', '=', provinceId)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}
