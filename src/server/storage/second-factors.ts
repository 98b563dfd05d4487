import type { Person } from '../../domain/people.ts'
import type { Database, Schema } from './schema.ts'

type Owner = Pick<Person, 'id' | 'provinceId'>

export type FactorRow = Schema['second_factor']

export async function findFactor(db: Database, { id, provinceId }: Owner): Promise<FactorRow | null> {
  return (
    (await db
      .selectFrom('second_factor')
      .selectAll()
      .where('tenant_id', '=', provinceId)
      .where('user_id', '=', id)
      .executeTakeFirst()) ?? null
  )
}

/** Puts a new secret in the place of one that was never confirmed. @returns false where a confirmed one stands */
export async function proposeFactor(trx: Database, { id, provinceId }: Owner, secret: string): Promise<boolean> {
  const fresh = { secret, confirmed_at: null, last_step: 0, codes: '[]' }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('second_factor')
    .values({ tenant_id: provinceId, user_id: id, ...fresh })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'user_id']).doUpdateSet(fresh).where('second_factor.confirmed_at', 'is', null),
    )
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** From now on the factor is asked for. @returns false where it is confirmed already */
export async function confirmFactor(
  trx: Database,
  { id, provinceId }: Owner,
  { step, codes, now }: { step: number; codes: readonly string[]; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('second_factor')
    .set({ confirmed_at: now, last_step: step, codes: JSON.stringify(codes) })
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .where('confirmed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Uses a step up. @returns false where it, or a later one, has been used meanwhile */
export async function takeStep(db: Database, { id, provinceId }: Owner, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('second_factor')
    .set({ last_step: step })
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Writes the recovery codes that are left. @returns false where others stood there: one was used meanwhile */
export async function replaceCodes(
  trx: Database,
  { id, provinceId }: Owner,
  from: string,
  to: readonly string[],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('second_factor')
    .set({ codes: JSON.stringify(to) })
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .where('codes', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** @returns whether there was a confirmed one */
export async function deleteFactor(trx: Database, { id, provinceId }: Owner): Promise<boolean> {
  const row = await trx
    .deleteFrom('second_factor')
    .where('tenant_id', '=', provinceId)
    .where('user_id', '=', id)
    .returning('confirmed_at')
    .executeTakeFirst()
  return row?.confirmed_at != null
}
