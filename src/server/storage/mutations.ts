import type { Person } from '../../domain/people.ts'
import type { Database, Schema } from './schema.ts'

type MutationRow = Schema['mutation']

/** What was answered under a device's number, or null. */
export async function findByNumber(
  db: Database,
  provinceId: string,
  deviceId: string,
  seq: number,
): Promise<Pick<MutationRow, 'hash' | 'outcome'> | null> {
  const row = await db
    .selectFrom('mutation')
    .select(['hash', 'outcome'])
    .where('tenant_id', '=', provinceId)
    .where('device_id', '=', deviceId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row ?? null
}

/** What was answered to the same content under the same id, whichever device and number it came by; or null. */
export async function findById(
  db: Database,
  person: Pick<Person, 'id' | 'provinceId'>,
  id: string,
  contentHash: string,
): Promise<Pick<MutationRow, 'outcome' | 'payload'> | null> {
  const row = await db
    .selectFrom('mutation')
    .select(['outcome', 'payload'])
    .where('tenant_id', '=', person.provinceId)
    .where('id', '=', id)
    .where('content_hash', '=', contentHash)
    .where('user_id', '=', person.id)
    .orderBy('received_at')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Writes one answered mutation into the ledger. */
export async function recordMutation(trx: Database, row: MutationRow): Promise<void> {
  await trx.insertInto('mutation').values(row).execute()
}
